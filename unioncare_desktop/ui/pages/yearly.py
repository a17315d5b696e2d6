"""Số liệu năm: what unions tell once a year, and the enterprises that have no union yet.

The year goes with the quarter that all pages show. An office of one union has no enterprises to look after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.records import (
    AgreementGrade,
    Area,
    Enterprise,
    Level,
    MemberCount,
    Merger,
    Office,
    Period,
    PeriodClosing,
    Rating,
    Sector,
    Threshold,
    Union,
    UnionEvent,
    YearlyFact,
)
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, periods, yearly_facts
from unioncare_desktop.services.enterprises import EnterpriseRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.enterprises_view import EnterprisesReading, EnterprisesView, read_enterprises
from unioncare_desktop.ui.facts_view import FactsReading, FactsView, read_facts
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.widgets.basics import Chip, Stack, column, row
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work

FACTS, ENTERPRISES = range(2)
View = FactsView | EnterprisesView
_SINGLE = "single"


class YearlyPage(Page):
    """`arrive` takes "facts", "missing", "odd", "enterprises", "add" for a new enterprise, or the id of one.

    The row of a union is asked for by ("union", its id).
    """

    name, title, icon = "yearly", _("Số liệu năm"), "yearly"
    shows = (
        *(
            YearlyFact,
            Enterprise,
            Rating,
            AgreementGrade,
            Union,
            UnionEvent,
            MemberCount,
            Period,
            PeriodClosing,
            Merger,
        ),
        *(Area, Sector, Level, Office, Threshold),
    )
    keys = (
        ("Ctrl+PgUp, Ctrl+PgDn", _("Năm trước, năm sau")),
        ("F4", _("Mở phiếu doanh nghiệp của dòng đang đứng")),
        ("Ctrl+Insert", _("Đến dòng trống cuối danh sách doanh nghiệp")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._wanted = self._version = 0
        self._latest = clock.today().year
        self._background = Background()
        self.switch, self._ahead = PeriodSwitch(), Chip()
        self.header.add_beside(self.switch, self._ahead)
        self._views: dict[int, View] = {}
        self._enterprises: EnterprisesReading | None = None
        self.facts = FactsView(work, context)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Số liệu năm"))
        for words in (context.words.units, _("Doanh nghiệp chưa có công đoàn")):
            self.tabs.addTab(words)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._stack, self._stacked, whole = Stack(), Stack(), QWidget()
        self._nothing = NoUnions(self.context)
        self.body.addWidget(self._stack, 1)
        self._take(FACTS, self.facts)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._nothing)
        layout = column(row(self.tabs, 1), self._stacked, gap=10)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self._stacked)
        self.setFocusProxy(self._stack)

    def _connect(self) -> None:
        self.switch.previous.connect(self.previous_period)
        self.switch.next.connect(self.next_period)
        self.tabs.currentChanged.connect(self._show_view)
        self._nothing.go.connect(self.go)
        self.facts.outdated.connect(self._ask)
        self._background.answered.connect(self._show)
        self.context.changed.connect(self._follow)
        shortcut = QShortcut(QKeySequence("F8"), self.facts)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.facts.grid.next_problem)

    @cached_property
    def enterprises(self) -> EnterprisesView:
        """The enterprises, made when they are first seen."""
        view = EnterprisesView(self.work, self.context)
        self._take(ENTERPRISES, view)
        if self._enterprises is not None:
            view.show_reading(self._enterprises)
        return view

    def _take(self, place: int, view: View) -> None:
        """Put a view into its place."""
        self._views[place] = view
        self._stacked.addWidget(view)
        self.header.add_actions(*view.buttons)
        view.go.connect(self.go)
        view.status.connect(lambda text: self._tell(place, text))
        view.summary.connect(self.summary)
        view.counted.connect(self._show_counts)

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The facts that want a look, and the enterprises."""
        return {
            _("Số liệu năm chưa nhập"): "missing",
            _("Số liệu năm có cảnh báo"): "odd",
            _("Doanh nghiệp chưa có công đoàn"): "enterprises",
            _("Thêm doanh nghiệp chưa có công đoàn"): "add",
        }

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views, or one enterprise."""
        if argument in ("facts", "missing", "odd"):
            self.tabs.setCurrentIndex(FACTS)
            self.facts.show_only(missing=argument == "missing", odd=argument == "odd")
        elif isinstance(argument, tuple):
            self.tabs.setCurrentIndex(FACTS)
            self.facts.go_to(argument[1])
        elif argument is not None and self.tabs.isTabVisible(ENTERPRISES):
            self.tabs.setCurrentIndex(ENTERPRISES)
            if argument == "add":
                self.enterprises.add()
            elif isinstance(argument, int):
                self.enterprises.go_to(argument)

    # What is shown

    def refresh(self) -> None:
        """Read the year that all pages show, and the enterprises; rows stay where they are."""
        with self.work.read() as session:
            view = office.view(session)
            counted, told = periods.newest_with_counts(session), yearly_facts.newest_year(session)
        known = [span.year for span in (self._shared_span(), counted) if span is not None]
        today = clock.today()
        self._latest = max(today.year, told or 0, *known)
        self._wanted = known[0] if known else told or today.year
        self._name_year()
        words = self.context.words
        self.facts.name_units(words.units, view.kind.unit_short, view["population"])
        self.tabs.setTabText(FACTS, words.units)
        self._offer_enterprises(shown=view.kind.code != _SINGLE)
        self._ask()

    def _ask(self) -> None:
        self._background.ask(partial(_read, self.work, self._wanted, self._version))

    def _show(self, found: "_Reading") -> None:
        """Show what was read, unless something has changed since it was asked for."""
        if found.version != self._version:
            self._ask()
            return
        self.facts.show_reading(found.facts)
        self._enterprises = found.enterprises
        if ENTERPRISES in self._views:
            self.enterprises.show_reading(found.enterprises)
        self._show_counts()

    def _offer_enterprises(self, *, shown: bool) -> None:
        self.tabs.setTabVisible(ENTERPRISES, shown)
        self.tabs.setVisible(shown)
        if not shown:
            self.tabs.setCurrentIndex(FACTS)

    def follow(self, change: "Change") -> None:
        """Facts, or enterprises, are read by themselves where nothing else has changed."""
        self._version += 1
        if change.tables == {Enterprise.__tablename__}:
            if ENTERPRISES in self._views:
                self.enterprises.reread(change.rows[Enterprise.__tablename__])
            self._ask()
        elif change.tables == {YearlyFact.__tablename__}:
            self.facts.follow(change)
        else:
            self.refresh()

    def _shared_span(self) -> Span | None:
        return Span.parse(self.context.period) if self.context.period else None

    def _follow(self) -> None:
        """Another period was chosen somewhere: another year is shown."""
        span = self._shared_span()
        if self._wanted and span is not None and span.year != self._wanted:
            self._wanted = span.year
            self._name_year()
            self._ask()

    def _name_year(self) -> None:
        year = self._wanted
        after = str(year + 1) if year < self._latest else ""
        self.switch.show_period(_("Năm {year}").format(year=year), str(year - 1), after)
        ahead = Span.parse(str(year)).is_ahead
        self._ahead.show_text(_("Năm còn ở tương lai") if ahead else "", "warning")

    def _show_counts(self) -> None:
        """What the rows say is counted beside the name of the view."""
        listed = self._listed
        self._stack.setCurrentIndex(0 if self.facts.rows or listed else 1)
        waiting = show_whole(sum(row.waits for row in listed))
        self.tabs.setTabText(ENTERPRISES, _("Doanh nghiệp chưa có công đoàn {count}").format(count=waiting))
        self._show_buttons()

    @property
    def _listed(self) -> Sequence[EnterpriseRow]:
        """The enterprises as they are shown, or would be."""
        view = self._views.get(ENTERPRISES)
        if isinstance(view, EnterprisesView):
            return view.rows
        return self._enterprises.rows if self._enterprises is not None else ()

    def _show_view(self, place: int) -> None:
        shown: View = self.enterprises if place == ENTERPRISES else self.facts
        self._stacked.setCurrentWidget(shown)
        for view in self._views.values():  # one not shown asks for no room
            policy = QSizePolicy.Policy.Preferred if view is shown else QSizePolicy.Policy.Ignored
            view.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        self._show_buttons()
        self.summary.emit("")
        shown.tell()
        shown.setFocus()

    def _show_buttons(self) -> None:
        empty = self._stack.currentIndex() == 1
        place = self.tabs.currentIndex()
        for number, view in self._views.items():
            for button in view.buttons:
                button.setVisible(number == place and not empty)
        self.switch.setVisible(place == FACTS and not empty)

    def _tell(self, place: int, text: str) -> None:
        if place == self.tabs.currentIndex():
            self.status.emit(text)

    # The window's keys

    def previous_period(self) -> None:
        """Ctrl+PgUp: the year before."""
        self._go_to(self._wanted - 1)

    def next_period(self) -> None:
        """Ctrl+PgDn: the year after, as far as the present one or the last of which anything is stored."""
        if self._wanted < self._latest:
            self._go_to(self._wanted + 1)

    def _go_to(self, year: int) -> None:
        """The same quarter of another year, for all pages; none that is still ahead while its year has begun."""
        self.facts.grid.finish_editing()
        shared = self._shared_span()
        number = shared.quarters[-1].number if shared is not None else 4
        today = Span.quarter_of(clock.today())
        span = Span.parse(f"{year}-Q{min(number, today.number) if year == today.year else number}")
        self.context.choose_period(span.code, span.title)

    def start_search(self) -> bool:
        """Ctrl+F: the search box of the view that is shown."""
        self._views[self.tabs.currentIndex()].words.start()
        return True

    def add(self) -> None:
        """Ctrl+N: an enterprise."""
        if self.tabs.currentIndex() == ENTERPRISES:
            self.enterprises.add()

    def resort(self) -> None:
        """F9."""
        self._views[self.tabs.currentIndex()].grid.resort()

    def may_close(self) -> bool:
        """Texts that were refused are lost with the window: ask, naming how many there are."""
        kept = [view.kept for view in self._views.values()]
        count = sum(one.count() for one in kept)
        question = _("{count} ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?")
        if count and not messages.ask(question.format(count=show_whole(count)), _("Đón&g"), parent=self):
            return False
        for one in kept if count else ():
            one.forget()
        return True


@dataclass(frozen=True)
class _Reading:
    """What was read of both views, and after how many changes it was asked for."""

    version: int
    facts: FactsReading
    enterprises: EnterprisesReading


def _read(work: "Work", year: int, version: int) -> _Reading:
    """Read in another thread."""
    with work.read() as session:
        return _Reading(version, read_facts(session, year), read_enterprises(session))
