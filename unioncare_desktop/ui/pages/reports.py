"""Báo cáo: reports are previewed and issued, statistical forms filled in, issued documents kept, deliveries told.

The period stands above all of it. Each view reads by itself while it is seen.
"""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QTabBar

from unioncare_desktop import clock
from unioncare_desktop.domain.records.period import HALF, QUARTER, YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import REPORTS
from unioncare_desktop.services import campaigns, issued, merger_links, periods
from unioncare_desktop.services.changes import TYPES
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.deliveries_view import DeliveriesView
from unioncare_desktop.ui.documents_view import DocumentsView
from unioncare_desktop.ui.kept_texts import KeptTexts, may_close
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.report_view import ReportView
from unioncare_desktop.ui.statistics_view import StatisticsView
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Place, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

View = ReportView | StatisticsView | DocumentsView | DeliveriesView
V = TypeVar("V", bound=View)
REPORT, STATISTICS, DOCUMENTS, DELIVERIES = "report", "statistics", "documents", "deliveries"
_TITLES = {
    REPORT: _("Lập báo cáo"),
    STATISTICS: _("Biểu thống kê"),
    DOCUMENTS: _("Sổ văn bản đi"),
    DELIVERIES: _("Sổ gửi, danh bạ"),
}
_OF_PERIODS = (REPORT, STATISTICS)
"""The views that tell of one period; the others are of all."""
_KINDS = {QUARTER: _("Quý"), HALF: _("6 tháng"), YEAR: _("Năm")}
_ROOM_FOR_ALL, _FEW_BUTTONS = 1000, 3
_QUARTERS = {QUARTER: 1, HALF: 2, YEAR: 4}


class ReportsPage(Page):
    """`arrive` takes "statistics", "documents", "deliveries", or the code of a report."""

    name, title, icon = "reports", _("Báo cáo"), "reports"
    shows = tuple(TYPES.values())
    keys = (
        ("Ctrl+Enter", _("Bước tiếp theo của báo cáo: phát hành, in, khóa sổ, gửi")),
        ("Alt+1 … Alt+6", _("Từng bước của báo cáo")),
        ("Ctrl+M", _("Soạn ngay thư gửi nơi nhận thường kỳ, kèm tệp đã phát hành")),
        ("Alt+B", _("Bản đã phát hành, bản theo số liệu hiện nay")),
        ("Ctrl+Shift+E", _("Xuất cả Excel và PDF")),
        ("Ctrl+Shift+Enter, Ctrl+Shift+R", _("Sổ gửi: đã gửi hôm nay, ghi phản hồi")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._spans: tuple[Span, Span] | None = None
        self.span: Span | None = None
        self._only_documents = self._register_wanted = False
        self._views: dict[str, View] = {}
        self._shown: dict[str, Span] = {}
        """The period that each view shows; none for one that has to read anew."""
        self._news: dict[str, str] = {}
        self._make_header()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Báo cáo"))
        self._stack = Stack()
        self._places = {name: Place() for name in _TITLES}
        for name, words in _TITLES.items():
            self.tabs.addTab(words)
            self._stack.addWidget(self._places[name])
        self.empty = self._nothing()
        self._stack.addWidget(self.empty)
        self.body.addLayout(Flow(self.tabs))
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self._stack)
        self.tabs.currentChanged.connect(lambda _place: self._show_view())
        QShortcut(QKeySequence("Ctrl+M"), self).activated.connect(self.draft_email)

    def _make_header(self) -> None:
        self.switch, self.kind = PeriodSwitch(), QComboBox()
        self.switch.previous.connect(self.previous_period)
        self.switch.next.connect(self.next_period)
        for code, words in _KINDS.items():
            self.kind.addItem(words, code)
        self.kind.setAccessibleName(_("Loại kỳ"))
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.header.add_beside(self.kind, self.switch)

    def _nothing(self) -> EmptyState:
        enter = Button(_("Nhập &số liệu trên màn hình"), lambda: self.go.emit("counts", None))
        bring = Button(_("Nhập từ E&xcel"), lambda: self.go.emit("imports", None), role="primary")
        return EmptyState(
            "reports",
            _("Chưa có số liệu kỳ nào để lập báo cáo."),
            enter,
            bring,
            detail=_("Nhập số liệu đoàn viên của một quý, từ tệp Excel sẵn có hoặc gõ trên màn hình."),
        )

    # The views

    @cached_property
    def report(self) -> ReportView:
        """The view in which reports are previewed and issued."""
        view = self._take(REPORT, ReportView(self.work, self.context))
        view.kept_wanted.connect(self._show_kept)
        return view

    @cached_property
    def statistics(self) -> StatisticsView:
        """The statistical form of the period."""
        return self._take(STATISTICS, StatisticsView(self.work, self.context))

    @cached_property
    def documents(self) -> DocumentsView:
        """The register of issued documents."""
        view = self._take(DOCUMENTS, DocumentsView(self.work, self.context))
        view.report_wanted.connect(self._show_report)
        return view

    @cached_property
    def deliveries(self) -> DeliveriesView:
        """The log of deliveries and the address book."""
        return self._take(DELIVERIES, DeliveriesView(self.work, self.context))

    def _take(self, name: str, view: V) -> V:
        """Put a view into its place."""
        self._views[name] = view
        self._places[name].setLayout(column(view))
        self._places[name].setFocusProxy(view)
        self.header.add_actions(*view.buttons)
        view.go.connect(self.go)
        view.status.connect(partial(self._tell, name))
        view.summary.connect(self.summary)
        return view

    @property
    def view(self) -> View:
        """The view that is shown, made when it is first seen."""
        shown: View = getattr(self, self._name)
        return shown

    @property
    def busy(self) -> bool:
        """Whether something is still being read or drawn."""
        return self.report.busy or (DOCUMENTS in self._views and self.documents.busy)

    @property
    def _is_nothing(self) -> bool:
        """Whether there is nothing to report of; documents alone make a register, which is printed when asked for."""
        bare = self._spans is None or (self._only_documents and not self._register_wanted)
        return bare and self._name in _OF_PERIODS

    @property
    def _name(self) -> str:
        return list(_TITLES)[self.tabs.currentIndex()]

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The views beside the reports."""
        return {_TITLES[name]: name for name in _TITLES if name != REPORT}

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views, or the kind of report with this code."""
        if argument in _TITLES:
            self._choose_view(argument)
        elif argument in [report.code for report in REPORTS]:
            self._choose_view(REPORT)
            self.report.choose_report(argument)

    def _choose_view(self, name: str) -> None:
        self.tabs.setCurrentIndex(list(_TITLES).index(name))

    def _show_report(self, code: str, span: Span | None) -> None:
        """A report that the register asks for; the one that was chosen last for no code."""
        self._register_wanted = self._register_wanted or bool(code)
        if span is not None:
            self.span = span
        self._choose_view(REPORT)
        if code:
            self.report.choose_report(code)
        if span is not None:
            self._choose(span)

    def _show_kept(self, document_id: int) -> None:
        """An issued document in its register."""
        self._choose_view(DOCUMENTS)
        self.documents.go_to(document_id)

    def _show_view(self) -> None:
        name = self._name
        view = self.view
        nothing = self._is_nothing
        if not nothing:
            self._fill(name, view)  # before it gets the keys: they begin at its first row
        self._stack.setCurrentWidget(self.empty if nothing else self._places[name])
        for other, place in self._places.items():  # one that is not shown asks for no room
            policy = QSizePolicy.Policy.Preferred if other == name else QSizePolicy.Policy.Ignored
            place.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        self._show_buttons()
        for widget in (self.switch, self.kind):
            widget.setVisible(name in _OF_PERIODS and not nothing)
        self.summary.emit("")
        self.status.emit("" if nothing else self._news.get(name, ""))

    def _show_buttons(self) -> None:
        """Those of the view that is shown; where there is little room, without what its menu offers too."""
        nothing = self._is_nothing
        roomy = self.width() >= theme.current().px(_ROOM_FOR_ALL)
        for name, view in self._views.items():
            for button in view.buttons:
                spared = not roomy and len(view.buttons) > _FEW_BUTTONS and button is view.buttons[0]
                button.setVisible(name == self._name and not nothing and not spared)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for buttons."""
        super().resizeEvent(event)
        self._show_buttons()

    def _fill(self, name: str, view: View) -> None:
        """Let a view read what it shows, unless it has done so."""
        span = self.span or Span.quarter_of(clock.today())
        if self._shown.get(name) != span:
            self._shown[name] = span
            view.show_span(span)
            view.refresh()

    def _tell(self, name: str, news: str) -> None:
        """What a view says of itself, shown while it is seen."""
        self._news[name] = news
        if name == self._name:
            self.status.emit(news)

    # Periods

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the quarter that was chosen on another page."""
        super().showEvent(event)
        if self._spans and self.span and self.span.kind == QUARTER and self.span.code != self.context.period:
            self._choose(self._wanted(self.span))

    def refresh(self) -> None:
        """Offer the periods there are, and let the view that is seen read the chosen one anew."""
        with self.work.read() as session:
            newest = periods.newest_with_counts(session)
            spans = [row.span for row in periods.listed(session)]
            merged_on = merger_links.newest_day(session)
            rounds = [one for row in campaigns.listed(session) for one in row.rounds]
            registered = issued.first_and_last_day(session)
        spans += [Span.quarter_of(merged_on)] if merged_on else []
        spans += [Span.quarter_of(day) for one in rounds for day in (one.start, one.end)]
        if newest is None and rounds:
            newest = Span.quarter_of(max(one.start for one in rounds))
        self._only_documents = newest is None
        if newest is None and registered:
            spans += [Span.quarter_of(day) for day in registered]
            newest = spans[-1]
        quarters = sorted(quarter for span in spans for quarter in span.quarters)
        self._spans = (quarters[0], quarters[-1]) if newest and quarters else None
        self._shown.clear()
        if newest is None:
            self._show_view()
        else:
            self._choose(self._wanted(newest))

    def _wanted(self, newest: Span) -> Span:
        """The period that the other pages show; a longer one chosen here stays."""
        if self.span is not None and self.span.kind != QUARTER:
            return self.span
        shown = Span.parse(self.context.period) if self.context.period else newest
        return shown if self._offered(shown) else newest

    def _offered(self, span: Span) -> bool:
        """Whether there is a quarter with figures, mergers or a round of a competition in or around *span*."""
        if self._spans is None:
            return False
        first, last = self._spans
        return first.start <= span.end and span.start <= last.end

    def _choose(self, span: Span) -> None:
        self.span = span
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's
        self.kind.setCurrentIndex(self.kind.findData(span.kind))
        self.kind.blockSignals(False)  # noqa: FBT003 - Qt's
        before, after = (near.short if self._offered(near) else "" for near in (span.previous, span.next))
        self.switch.show_period(span.title, before, after)
        if span.kind == QUARTER:
            self.context.choose_period(span.code, span.title)
        self._show_view()

    def _choose_kind(self) -> None:
        kind = self.kind.currentData()
        if self.span is None or self.span.kind == kind:
            return
        last = self.span.quarters[-1]
        wanted = Span(last.year, (last.number - 1) // _QUARTERS[kind] + 1, kind)
        self._choose(wanted if self._offered(wanted) else wanted.previous)

    def previous_period(self) -> None:
        """Ctrl+PgUp: the period before."""
        self._step(lambda span: span.previous)

    def next_period(self) -> None:
        """Ctrl+PgDn: the period after."""
        self._step(lambda span: span.next)

    def _step(self, way: Callable[[Span], Span]) -> None:
        if self.span is not None and self._offered(way(self.span)):
            self._choose(way(self.span))

    def may_close(self) -> bool:
        """Texts that are not stored would be lost."""
        kept: list[KeptTexts] = []
        if STATISTICS in self._views:
            kept.append(self.statistics.kept)
        if DELIVERIES in self._views:
            kept += self.deliveries.kept
        return may_close(kept, self)

    # The window's keys

    def start_search(self) -> bool:
        """Ctrl+F: what is looked for in the preview, or in the register."""
        view = self.view
        if isinstance(view, ReportView | DocumentsView):
            view.start_search()
            return True
        return False

    def export(self) -> None:
        """Ctrl+E: the workbook of the report; in the register, the files of the chosen documents."""
        if isinstance(self.view, ReportView | DocumentsView):
            self.view.export()

    def print_out(self) -> None:
        """Ctrl+P: print what is previewed; the register as a list."""
        if isinstance(self.view, ReportView | DocumentsView):
            self.view.print_out()

    def draft_email(self) -> None:
        """Ctrl+M: a draft to the usual receivers with the files of what is previewed, or of the chosen document."""
        if isinstance(self.view, ReportView | DocumentsView):
            self.view.write_email(at_once=True)

    def add(self) -> None:
        """Ctrl+N: enter a document that was written elsewhere."""
        self._choose_view(DOCUMENTS)
        self.documents.ask_other()
