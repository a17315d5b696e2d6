"""The round of a campaign with the way to its neighbours and, below its name, to all rounds of all campaigns."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.ui.widgets.basics import Button, Elided, plain_tip, row


class RoundSwitch(QWidget):
    """`chosen` brings the id of a round. Ctrl+PgUp and Ctrl+PgDn are the page's, which calls `step`."""

    chosen = Signal(int)
    edit_wanted = Signal()
    """The campaign of the round is to be edited."""
    new_wanted = Signal()
    """Another campaign is to be founded."""

    def __init__(self) -> None:
        super().__init__()
        self._rounds: list[RoundRow] = []
        self._place = 0
        self._back = Button("", partial(self.step, -1), tip=_("Đợt trước (Ctrl+PgUp)"))
        self.menu = QMenu(self)
        self.title = Button("")
        self.title.setMenu(self.menu)
        self._on = Button("", partial(self.step, 1), tip=_("Đợt sau (Ctrl+PgDn)"))
        self.campaign = Elided("", "small")
        self.setLayout(row(self._back, self.title, self._on, self.campaign, gap=8))

    def show_rounds(self, campaigns: Sequence[CampaignRow], shown: RoundRow) -> None:
        """Show the round *shown* between its neighbours in time; offer all rounds of all *campaigns*."""
        self._rounds = sorted((one for found in campaigns for one in found.rounds), key=lambda one: (one.start, one.id))
        self._place = next((place for place, one in enumerate(self._rounds) if one.id == shown.id), 0)
        self.title.setText(_("{round} ▾").format(round=shown.title).replace("&", "&&"))
        self.campaign.setText(shown.campaign)
        self.campaign.setToolTip(plain_tip(shown.campaign))
        before, after = self._neighbour(-1), self._neighbour(1)
        self._back.setText(f"‹ {_short(before, shown)}".replace("&", "&&") if before else "")
        self._on.setText(f"{_short(after, shown)} ›".replace("&", "&&") if after else "")
        self._back.setVisible(before is not None)
        self._on.setVisible(after is not None)
        self._fill(campaigns, shown)

    def _fill(self, campaigns: Sequence[CampaignRow], shown: RoundRow) -> None:
        self.menu.clear()
        for campaign in campaigns:
            if campaign.rounds:
                heading = self.menu.addAction(f"{campaign.name} ({campaign.year})".replace("&", "&&"))
                heading.setEnabled(False)
            for one in campaign.rounds:
                action = self.menu.addAction(one.title.replace("&", "&&"), partial(self.chosen.emit, one.id))
                action.setCheckable(True)
                action.setChecked(one.id == shown.id)
        self.menu.addSeparator()
        self.menu.addAction(_("&Sửa phong trào, đợt…"), self.edit_wanted.emit)
        self.menu.addAction(_("&Lập phong trào mới…"), self.new_wanted.emit)

    def step(self, by: int) -> None:
        """Go to the round before (-1) or after (1) the one that is shown, if there is one."""
        neighbour = self._neighbour(by)
        if neighbour is not None:
            self.chosen.emit(neighbour.id)

    def _neighbour(self, by: int) -> RoundRow | None:
        place = self._place + by
        return self._rounds[place] if 0 <= place < len(self._rounds) else None


def _short(one: RoundRow, beside: RoundRow) -> str:
    """The name of a round, with its year where that is another."""
    return one.name if one.year == beside.year else f"{one.name}/{one.year}"
