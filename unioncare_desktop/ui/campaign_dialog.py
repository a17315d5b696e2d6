"""A campaign put together or changed: its plan, its rounds, whom it is for, the pilot units; stored as one action.

What is wrong is told where it stands while one types; nothing that was typed is lost because something else is wrong.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QTabBar, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Campaign, CampaignPilot, RegistrationKind, Sector
from unioncare_desktop.errors import Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaign_drafts, campaign_founding, campaigns, records, unions
from unioncare_desktop.services.campaign_drafts import CampaignDraft, Problems
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Elided, Label, Notice, column, plain_tip, row, scrolled
from unioncare_desktop.ui.widgets.draft_grid import DayOf, DraftGrid, draft_columns, state_column
from unioncare_desktop.ui.widgets.pick_box import PickBox
from unioncare_desktop.ui.widgets.rounds_panel import RoundsPanel
from unioncare_desktop.ui.widgets.tick_list import TickList, TickModel
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

PLAN, ROUNDS, WHO = range(3)
_TITLES = (_("Kế hoạch"), _("Các đợt, ngày kỷ niệm"), _("Loại hình tham gia, đơn vị điểm"))
_GROUPS = (
    Group("", ("name", "year", "plan_number", "plan_date", "issuer", "theme")),
    Group(_("Quy định của kế hoạch"), ("required_kind_id", "required_least", "pilot_by", "pilot_most")),
    Group(_("Nội dung kế hoạch"), ("goal", "content", "measures", "participants", "note")),
)
_PILOT_WIDTHS = {"union_id": 350, "launched_on": 140, "note": 140}
_ABOUT_PILOTS = ("pilot_most", "pilot_by")
_SIZE = (1180, 710)
_TEMPLATE_WIDTH, _SECTORS_WIDTH, _PILOTS_HEIGHT = 520, 280, 360


def found_campaign(work: "Work", parent: QWidget, year: int | None = None) -> "CampaignDialog":
    """Ask for a new campaign of *year*, or of the present one, filled in from the template that serves it."""
    wanted = year or clock.today().year
    with work.read() as session:
        template = campaign_founding.template_for(wanted, ())
        draft = campaign_drafts.from_template(session, template, wanted)
    return _opened(CampaignDialog(work, draft, parent))


def edit_campaign(work: "Work", campaign_id: int, parent: QWidget) -> "CampaignDialog | None":
    """Open a stored campaign; where it is gone, say so."""
    try:
        with work.read() as session:
            draft = campaign_drafts.opened(session, campaign_id)
    except UserError as error:
        messages.show(error, parent)
        return None
    return _opened(CampaignDialog(work, draft, parent))


def _opened(dialog: "CampaignDialog") -> "CampaignDialog":
    dialog.open()
    return dialog


class CampaignDialog(QDialog):
    """`saved` brings the id of the campaign."""

    saved = Signal(int)

    def __init__(self, work: "Work", draft: CampaignDraft, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.work, self.draft = work, draft
        self.is_new = draft.campaign.id is None
        self.template, self.notice = PickBox(), Notice()
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.told = Elided("", "muted")
        self._counted = ""
        self.pilot_hint = Label("", "warning", wrap=True)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._show(draft)
        self.form.start()

    def _make_parts(self) -> None:
        with self.work.read() as session:
            kinds, sectors = records.choices(session, RegistrationKind), records.choices(session, Sector)
            listed = unions.listed(session, with_closed=True)
        pilots = {one.values["union_id"] for one in self.draft.pilots}
        offered = {one.id: one.described for one in listed if one.alive or one.id in pilots}
        self.form = RecordForm(Campaign, _GROUPS, options={"required_kind_id": kinds}, across=4)
        self.rounds = RoundsPanel(lambda: self.draft.year, self._may_delete)
        self._ticks, self._sector_names = TickModel(), [(str(key), name) for key, name in sectors.items()]
        self.sectors = TickList(self._ticks, _("Loại hình tham gia"))
        union = {"options": offered, "strong": True}
        day = {"kind": DayOf(of=lambda: self.draft.year)}
        self.pilots = DraftGrid(
            (*draft_columns(CampaignPilot, _PILOT_WIDTHS, union_id=union, launched_on=day), state_column()),
            lambda: records.new(CampaignPilot),
            ("union_id",),
            height=_PILOTS_HEIGHT,
        )
        self.pilots.grid.view.setAccessibleName(_("Đơn vị thi đua điểm"))
        self.template.set_options({one.key: one.title for one in campaign_founding.templates()})

    # Looks

    def _lay_out(self) -> None:
        title = _("Lập phong trào thi đua") if self.is_new else _("Phong trào thi đua")
        self.setWindowTitle(title)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Các phần của phong trào"))
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(False)
        for words, inside in zip(_TITLES, (self.form, self.rounds, self._who()), strict=True):
            part = QWidget()
            part.setLayout(column(inside, margins=(20, 8, 20, 12)))
            self.tabs.addTab(words)
            self._stack.addWidget(scrolled(part))
        top, bottom = QWidget(), QWidget()
        headline = row(Label(title, "title"), 1, *self._template_line(), gap=12)
        top.setLayout(column(headline, self.notice, row(self.tabs, 1), margins=(20, 14, 20, 6)))
        bottom.setLayout(row(*self._buttons(), gap=12, margins=(20, 10, 20, 14)))
        whole = column(top, self._stack, bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    def _template_line(self) -> tuple[QWidget, ...]:
        if not self.is_new:
            return ()
        label = Label(_("&Mẫu"))
        label.setBuddy(self.template)
        self.template.setAccessibleName(_("Mẫu phong trào"))
        self.template.setFixedWidth(theme.current().px(_TEMPLATE_WIDTH))
        return label, self.template

    def _who(self) -> QWidget:
        who, left, right = QWidget(), QWidget(), QWidget()
        everybody = Label(_("Không đánh dấu loại hình nào: phong trào dành cho tất cả."), "small", wrap=True)
        left.setLayout(column(Label(_("Loại hình tham gia"), "heading"), everybody, self.sectors, 1, gap=8))
        left.setFixedWidth(theme.current().px(_SECTORS_WIDTH))
        hint = Label(_("Gõ tên hay mã ở dòng trống, Alt+↓ để chọn; Ctrl+Delete bỏ đơn vị."), "small", wrap=True)
        heading = Label(_("Đơn vị thi đua điểm"), "heading")
        right.setLayout(column(heading, hint, self.pilot_hint, self.pilots, 1, gap=8))
        parts = row(left, right, gap=24)
        parts.setStretch(1, 1)
        who.setLayout(parts)
        return who

    def _buttons(self) -> tuple[QWidget | int, ...]:
        store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        delete = Button(_("&Xóa phong trào…"), self.delete, picture="delete")
        delete.setHidden(self.is_new)
        return delete, self.told, 1, Button(_("Đón&g"), self.reject), store

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._go_to_part)
        self.template.left.connect(self._take_template)
        self.form.edited.connect(self._form_edited)
        self._ticks.ticked_changed.connect(self._follow)
        self.rounds.edited.connect(self._follow)
        self.rounds.next_wanted.connect(self._add_round)
        self.pilots.edited.connect(lambda _entries: self._follow())
        for one in (self.rounds.rounds, self.rounds.occasions, self.pilots):
            one.current_changed.connect(lambda _line: self._tell())
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save),
            ("Ctrl+Enter", self.save),
            ("F8", self.go_to_problem),
            ("Ctrl+PgUp", lambda: self.tabs.setCurrentIndex(self.tabs.currentIndex() - 1)),
            ("Ctrl+PgDown", lambda: self.tabs.setCurrentIndex(self.tabs.currentIndex() + 1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # What is shown

    def _show(self, draft: CampaignDraft) -> None:
        """Show *draft* in all parts; closing loses nothing until something is typed."""
        self.draft = draft
        self.template.show_value(draft.campaign.values["template"])
        self.form.set_draft(draft.campaign)
        self.rounds.show_rounds(draft.rounds)
        self._ticks.offer(self._sector_names, [str(one) for one in draft.sector_ids])
        self.pilots.show_drafts(draft.pilots)
        self._shown = deepcopy(self.take_in())
        self._follow()

    def _go_to_part(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.tabs.updateGeometry()  # the name of the part that is shown is bold
        (self.form, self.rounds, self.pilots)[number].setFocus()
        if number == PLAN:
            self.form.start()

    def take_in(self) -> CampaignDraft:
        """The campaign with everything typed so far."""
        self.form.take_in()
        self.draft.rounds = self.rounds.take_in()
        self.draft.pilots = self.pilots.take_in()
        self.draft.sector_ids = {int(key) for key in self._ticks.ticked}
        return self.draft

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        return self.take_in() != self._shown

    # Templates

    def _take_template(self) -> None:
        """Fill everything in from the template that was chosen, after asking where something was typed."""
        key, shown = self.template.raw(), self.draft.campaign.values["template"]
        if not self.template.isModified() or key == shown:
            return
        self.template.show_value(shown)  # before the question, for which the line is left again
        template = next((one for one in campaign_founding.templates() if one.key == key), None)
        asked = _("Thay nội dung đã gõ bằng mẫu này?")
        if template is not None and (not self.dirty or messages.ask(asked, _("&Thay"), parent=self)):
            self._fill(template.key, template.year or self.draft.year or clock.today().year)

    def _fill(self, key: str, year: int) -> None:
        with self.work.read() as session:
            self._show(campaign_drafts.from_template(session, campaign_founding.template(key), year))

    def _form_edited(self, name: str) -> None:
        """Another year of a new campaign in which nothing else was typed: its template of that year."""
        typed = self.draft.campaign.values["year"]
        if name == "year" and self.is_new and typed is not None and self._only_year_typed():
            served = [one for one in campaign_founding.templates() if one.serves(typed)]
            key = self.draft.campaign.values["template"]
            self._fill(key if key in {one.key for one in served} else served[0].key, typed)
        else:
            self._follow()

    def _only_year_typed(self) -> bool:
        now = deepcopy(self.take_in())
        now.campaign.values["year"] = self._shown.campaign.values["year"]
        now.campaign.remarks.clear()
        return now == self._shown

    # Rounds

    def _add_round(self) -> None:
        """The round after the last one, with the days that are left of the year."""
        self.rounds.rounds.add(campaign_drafts.next_round(self.take_in()).round)

    def _may_delete(self, rounds: Sequence[Draft]) -> bool:
        """Whether stored rounds may go; where something is registered in one, that is said."""
        try:
            with self.work.read() as session:
                for one in rounds:
                    campaigns.refuse_deleting(session, one.id or 0)
        except UserError as error:
            messages.show(error, self)
            return False
        return True

    # What is wrong

    def _problems(self) -> Problems:
        with self.work.read() as session:
            return campaign_drafts.problems(session, self.draft, clock.today())

    def _follow(self) -> Problems:
        """Something was typed: show what is wrong or odd now, where it stands."""
        self.take_in()
        self.notice.show_text("")
        found = self._problems()
        self.form.tell(one for one in found.campaign if one not in self.draft.campaign.problems)
        self.rounds.tell(found)
        self.pilots.tell(found.pilots)
        about_pilots = [one.text for one in found.campaign if one.field in _ABOUT_PILOTS]
        self.pilot_hint.setText("\n".join(about_pilots))
        self.pilot_hint.setVisible(bool(about_pilots))
        self._count(found)
        return found

    def _count(self, found: Problems) -> None:
        of_rounds = [
            one for group in (*found.rounds, *(each for part in found.occasions for each in part)) for one in group
        ]
        parts: tuple[Sequence[Problem], ...] = (
            found.campaign,
            of_rounds,
            [one for each in found.pilots for one in each],
        )
        for number, (words, part) in enumerate(zip(_TITLES, parts, strict=True)):
            errors = sum(one.severity is Severity.ERROR for one in part)
            self.tabs.setTabText(number, f"{words} · {_('{count} lỗi').format(count=errors)}" if errors else words)
        counts = ((Severity.ERROR, _("{count} lỗi")), (Severity.WARNING, _("{count} điều cần xem lại")))
        each = [(sum(one.severity is severity for one in found), told) for severity, told in counts]
        told = ", ".join(words.format(count=show_whole(count)) for count, words in each if count)
        self._counted = _("{problems} · F8 đến chỗ kế tiếp").format(problems=told) if told else ""
        self._tell()

    def _tell(self) -> None:
        """What is wrong with the cell in which the caret is, in full; elsewhere how much is wrong."""
        grids = {ROUNDS: (self.rounds.rounds, self.rounds.occasions), WHO: (self.pilots,)}
        focused = [one.grid for one in grids.get(self.tabs.currentIndex(), ()) if one.grid.view.is_active()]
        told = next((grid.current_problem for grid in focused if grid.current_problem), "") or self._counted
        self.told.setText(told)
        self.told.setToolTip(plain_tip(told))

    def go_to_problem(self) -> None:
        """F8: to the next thing that is wrong, or else odd."""
        self._point_out(self._follow())

    def _point_out(self, found: Problems) -> None:
        of_plan = [one for one in found.campaign if one.severity is Severity.ERROR]
        if of_plan:
            self.tabs.setCurrentIndex(PLAN)
            self.form.show_problems(of_plan)
        elif any(one.severity is Severity.ERROR for group in found.pilots for one in group):
            self.tabs.setCurrentIndex(WHO)
            self.pilots.grid.next_problem()
        else:
            self.tabs.setCurrentIndex(ROUNDS)
            self.rounds.go_to_problem()

    # Closing, saving, deleting

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.dirty or messages.ask(_("Bỏ nội dung vừa gõ?"), _("&Bỏ"), parent=self):
            super().reject()

    def save(self) -> None:
        """Ctrl+S, Ctrl+Enter: store everything as one action and close; what is wrong is gone to instead."""
        found = self._follow()
        if found.errors:
            self.notice.show_text(_("Chưa lưu: {reason}").format(reason=found.errors[0].text))
            self._point_out(found)
            return
        title = _("Lập phong trào “{name}”") if self.is_new else _("Sửa phong trào “{name}”")
        name = self.draft.campaign.values["name"]
        stored = self.work.write(
            title.format(name=name),
            lambda session: campaign_drafts.save(session, self.draft, clock.today()),
            lambda error: self.notice.show_text(str(error)),
        )
        if stored is not None:
            self.saved.emit(stored)
            self.accept()

    def delete(self) -> None:
        """Delete the campaign with its rounds after asking; one in which something is registered stays."""
        name, campaign_id = self.draft.campaign.original["name"], self.draft.campaign.id
        asked = _("Xóa phong trào “{name}” cùng {count} đợt?").format(name=name, count=len(self.draft.rounds))
        if campaign_id is None or not messages.ask(asked, _("&Xóa"), parent=self):
            return

        def remove(session: "Session") -> bool:
            campaigns.delete(session, campaign_id)
            return True

        told = _("Xóa phong trào “{name}”").format(name=name)
        if self.work.write(told, remove, lambda error: self.notice.show_text(str(error))):
            self.accept()
