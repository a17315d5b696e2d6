"""Thi đua: what unions register in a round of a campaign, who has not, what came of it, and the awards.

The four views share the round that is chosen above them; each reads what it shows, and only while it is seen.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabBar, QWidget

from unioncare_desktop.domain.records import (
    Area,
    Award,
    AwardForm,
    AwardTitle,
    Campaign,
    CampaignPilot,
    CampaignRound,
    CampaignSector,
    Level,
    MemberCount,
    Office,
    PactItem,
    RecognitionLevel,
    Registration,
    RegistrationKind,
    RoundOccasion,
    RoundScore,
    Sector,
    Threshold,
    Union,
    UnionEvent,
)
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.ui.awards_view import AwardsView
from unioncare_desktop.ui.missing_view import MissingView
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.registrations_view import RegistrationsView
from unioncare_desktop.ui.results_view import ResultsView
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, column
from unioncare_desktop.ui.widgets.round_switch import RoundSwitch

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

REGISTRATIONS, MISSING, RESULTS, AWARDS = range(4)


class CompetitionsPage(Page):
    """`arrive` takes "registrations", "missing", "results" or "awards"."""

    name, title, icon = "competitions", _("Thi đua"), "competition"
    shows = (
        *(Campaign, CampaignRound, CampaignSector, CampaignPilot, RoundOccasion, Registration, PactItem, RoundScore),
        *(Award, RegistrationKind, AwardTitle, AwardForm, RecognitionLevel, Union, UnionEvent, MemberCount),
        *(Area, Sector, Level, Office, Threshold),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.round: RoundRow | None = None
        self.campaigns: Sequence[CampaignRow] = ()
        self.switch = RoundSwitch()
        self.header.add_beside(self.switch)
        self.registrations, self.missing = RegistrationsView(work, context), MissingView(work, context)
        self.results, self.awards = ResultsView(work, context), AwardsView(work, context)
        self._views = (self.registrations, self.missing, self.results, self.awards)
        self._outdated = set(range(len(self._views)))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Thi đua"))
        for words in (_("Đăng ký"), _("Chưa đăng ký"), _("Kết quả"), _("Khen thưởng")):
            self.tabs.addTab(words)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        found = Button(_("&Lập phong trào từ mẫu"), self.found, role="primary")
        bring = Button(_("Nhập sổ đăng ký từ &Excel"), lambda: self.go.emit("imports", None))
        nothing = EmptyState(
            "competition",
            _("Chưa có phong trào thi đua nào. Lập phong trào từ mẫu, hoặc nhập sổ đăng ký sẵn có từ Excel."),
            bring,
            found,
            detail=_("Sổ đăng ký ghi rõ năm và đợt thì chương trình tự lập phong trào của năm ấy."),
        )
        whole, self._stack, self._stacked = QWidget(), QStackedWidget(), QStackedWidget()
        self.body.addWidget(self._stack, 1)
        for view in self._views:
            self._stacked.addWidget(view)
            self.header.add_actions(*view.buttons)
        self._stack.addWidget(whole)
        self._stack.addWidget(nothing)
        layout = column(self.tabs, self._stacked, gap=10)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        self.setFocusProxy(self._stacked)

    def _connect(self) -> None:
        self.switch.chosen.connect(self.choose)
        self.tabs.currentChanged.connect(self._show_view)
        for view in self._views:
            view.go.connect(self.go)
            view.status.connect(self.status)
            view.summary.connect(self.summary)

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views."""
        views = {"registrations": REGISTRATIONS, "missing": MISSING, "results": RESULTS, "awards": AWARDS}
        if argument in views:
            self.tabs.setCurrentIndex(views[argument])

    # What is shown

    def refresh(self) -> None:
        """Read the campaigns; the view that is seen reads its own, the others when they are seen."""
        with self.work.read() as session:
            self.campaigns = campaigns.listed(session)
            rounds = {one.id: one for found in self.campaigns for one in found.rounds}
            self.round = rounds.get(self.round.id) if self.round is not None else None
            self.round = self.round or campaigns.current(session, date.today())  # noqa: DTZ011 - the user's calendar
        self._stack.setCurrentIndex(0 if self.round is not None else 1)
        self._show_round()

    def choose(self, round_id: int) -> None:
        """Show the round with this id."""
        self.round = next(one for found in self.campaigns for one in found.rounds if one.id == round_id)
        self._show_round()

    def _show_round(self) -> None:
        self.switch.setVisible(self.round is not None)
        if self.round is not None:
            self.switch.show_rounds(self.campaigns, self.round)
        self._outdated = set(range(len(self._views)))
        self._show_view(self.tabs.currentIndex())

    def _show_view(self, place: int) -> None:
        self._stacked.setCurrentIndex(place)
        for number, view in enumerate(self._views):
            policy = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            view.setSizePolicy(policy, policy)
            for button in view.buttons:
                button.setVisible(number == place and self.round is not None)
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        self.summary.emit("")
        if place in self._outdated:
            self._outdated.remove(place)
            self._views[place].show_round(self.round)

    def previous_period(self) -> None:
        """Ctrl+PgUp: the round before."""
        self.switch.step(-1)

    def next_period(self) -> None:
        """Ctrl+PgDn: the round after."""
        self.switch.step(1)

    # What is done

    def found(self) -> None:
        """Found a campaign from a template."""
