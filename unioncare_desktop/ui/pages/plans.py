"""Chỉ tiêu, công việc: how the targets stand, what is due, who has reported, and the plans behind all of it.

The quarter is the one that all pages show. Each view reads by itself while it is seen.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QTabBar

from unioncare_desktop import clock
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadlines, periods
from unioncare_desktop.services.changes import TYPES
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.deadlines_view import DeadlinesView
from unioncare_desktop.ui.kept_texts import KeptTexts, may_close
from unioncare_desktop.ui.page import Context, Words
from unioncare_desktop.ui.plans_view import PlansView
from unioncare_desktop.ui.quarter_page import QuarterPage
from unioncare_desktop.ui.returns_view import ReturnsView
from unioncare_desktop.ui.targets_view import TargetsView
from unioncare_desktop.ui.widgets.basics import Place, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work

View = TargetsView | DeadlinesView | ReturnsView | PlansView
_TITLES = {
    "targets": _("Chỉ tiêu"),
    "deadlines": _("Việc đến hạn"),
    "returns": _("Nộp số liệu"),
    "plans": _("Kế hoạch"),
}
_GROUPS = ("late", "due", "undated")
_MAKERS: Mapping[str, type[View]] = {
    "targets": TargetsView,
    "deadlines": DeadlinesView,
    "returns": ReturnsView,
    "plans": PlansView,
}


class PlansPage(QuarterPage):
    """`arrive` takes "targets", "deadlines", "returns", "plans", "add" for a new plan, "lint", or the id of a plan.

    "late", "due" and "undated" are the deadlines of which that is true; ("target", id) is one of the current targets.
    """

    name, title, icon = "targets", _("Chỉ tiêu, công việc"), "targets"
    short = _("Chỉ tiêu, việc")
    shows = tuple(TYPES.values())
    keys = (
        ("Ctrl+PgUp, Ctrl+PgDn", _("Kỳ trước, kỳ sau")),
        ("Enter, F2", _("Chỉ tiêu: mở danh sách phía sau con số, hoặc nhập số liệu tay")),
        ("F4", _("Chỉ tiêu: mở kế hoạch; Kế hoạch: nạp, mở, thông tin chung; Nộp số liệu: mở số liệu")),
        (_("Dấu cách, F2, F6"), _("Việc đến hạn: đã xong, đã xong kèm ghi chú, nhắc lại sau")),
        ("Ctrl+Shift+Enter, Ctrl+Shift+C", _("Nộp số liệu: đã nhận hôm nay, sao chép tin nhắn nhắc nộp")),
        (_("F6, Alt+mũi tên trái"), _("Kế hoạch đang mở: phần kế tiếp, về danh sách kế hoạch")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._views: dict[str, View] = {}
        self._outdated: set[str] = set()
        self._missed = self._urgent = 0
        self._background = Background()
        self._background.answered.connect(self._count_urgent)
        self._news: dict[str, str] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Chỉ tiêu, công việc"))
        self._stack = Stack()
        self._places = {name: Place() for name in _TITLES}
        for name, words in _TITLES.items():
            self.tabs.addTab(words)
            self._stack.addWidget(self._places[name])
        self.body.addLayout(Flow(self.tabs))
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self._stack)
        self.tabs.currentChanged.connect(lambda _place: self._show_view())

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._background.busy or any(view.busy for view in self._views.values())

    @property
    def view(self) -> View:
        """The view that is shown, made when it is first seen."""
        name = list(_TITLES)[self.tabs.currentIndex()]
        return self._views.get(name) or self._made(name)

    def _made(self, name: str) -> View:
        view = self._views[name] = _MAKERS[name](self.work, self.context)
        self._places[name].setLayout(column(view))
        self._places[name].setFocusProxy(view)
        self.header.add_actions(*view.buttons)
        self._outdated.add(name)
        if isinstance(view, TargetsView):
            view.missed.connect(self._count_missed)
        view.go.connect(self.go)
        view.status.connect(partial(self._tell, name))
        view.summary.connect(self.summary)
        return view

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The views, and what is done with plans."""
        return {
            _("Chỉ tiêu theo kế hoạch"): "targets",
            _("Việc đến hạn"): "deadlines",
            _("Việc trễ hạn"): "late",
            _("Việc chưa rõ ngày"): "undated",
            _("Đơn vị chưa nộp số liệu, nhắc nộp"): "returns",
            _("Kế hoạch của đơn vị, nạp kế hoạch"): "plans",
            _("Thêm kế hoạch"): "add",
            _("Soát văn bản kế hoạch"): "lint",
        }

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views, or a plan."""
        if argument in _TITLES:
            self._choose(argument)
        elif argument in _GROUPS:
            self._choose("deadlines")
            if isinstance(self.view, DeadlinesView):
                self.view.show_group(argument)
        elif isinstance(argument, tuple):
            self._choose("targets")
            if isinstance(self.view, TargetsView):
                self.view.go_to_target(argument[1])
        elif argument in ("add", "lint") or isinstance(argument, int):
            self._choose("plans")
            view = self.view
            if isinstance(view, PlansView):
                {"add": view.ask_new, "lint": view.check_text}.get(argument, partial(view.open, argument))()

    def _choose(self, name: str) -> None:
        self.tabs.setCurrentIndex(list(_TITLES).index(name))

    # What is shown

    def refresh(self) -> None:
        """Read the quarter that all pages show, in the view that is seen."""
        with self.work.read() as session:
            span = self.shared_span() or periods.newest_with_counts(session) or self.latest
        self.show_quarter(span, span)
        self._outdated = set(self._views)
        self._show_view()
        self._background.ask(partial(_urgent, self.work))

    def follow(self, change: "Change") -> None:  # noqa: ARG002 - as in Page
        """Whatever was changed, the targets may stand otherwise."""
        self.refresh()

    def _show_view(self) -> None:
        view, shown = self.view, self.tabs.currentIndex()
        name = list(_TITLES)[shown]
        self._stack.setCurrentIndex(shown)
        for number, place in enumerate(self._places.values()):  # one that is not shown asks for no room
            policy = QSizePolicy.Policy.Preferred if number == shown else QSizePolicy.Policy.Ignored
            place.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        for other in self._views.values():
            for button in other.buttons:
                button.setVisible(other is view)
        self.summary.emit("")
        self.status.emit(self._news.get(name, ""))
        if name in self._outdated and self.span is not None:
            self._outdated.discard(name)
            view.show_span(self.span)

    def _count_missed(self, missed: int) -> None:
        self._missed = missed
        self.set_badge(self._missed + self._urgent)

    def _count_urgent(self, urgent: int) -> None:
        """What is late or due soon waits for the user, as do targets that were missed."""
        self._urgent = urgent
        self.set_badge(self._missed + self._urgent)

    def _tell(self, name: str, news: str) -> None:
        """What a view says of itself, shown while it is seen."""
        self._news[name] = news
        if self._views[name] is self.view:
            self.status.emit(news)

    def may_close(self) -> bool:
        """Texts that are not stored would be lost."""
        kept: list[KeptTexts] = []
        for view in self._views.values():
            if isinstance(view, PlansView):
                kept += view.kept
            elif isinstance(view, ReturnsView):
                kept.append(view.kept)
        return may_close(kept, self)

    # The window's keys

    def start_search(self) -> bool:
        """Ctrl+F: the search box of the view that is shown."""
        self.view.start_search()
        return True

    def resort(self) -> None:
        """F9."""
        self.view.resort()

    def add(self) -> None:
        """Ctrl+N."""
        self.view.add()

    def export(self) -> None:
        """Ctrl+E: the report that belongs to the view."""
        self.view.export()

    def print_out(self) -> None:
        """Ctrl+P: the same report."""
        self.view.export()


def _urgent(work: "Work") -> int:
    """How many deadlines are late or due soon; counted in another thread."""
    with work.read() as session:
        return sum(one.urgent for one in deadlines.coming(session, clock.today()))
