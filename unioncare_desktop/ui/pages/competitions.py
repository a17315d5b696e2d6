"""Thi đua: what unions register in a round of a campaign, who has not, what came of it, and the awards.

The four views share the round that is chosen above them. Registrations and who is missing are read together, beside
the window; the others read their own while they are seen.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from unioncare_desktop import clock
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
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.ui import round_reading, theme
from unioncare_desktop.ui.awards_view import AwardsView
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.kept_texts import may_close
from unioncare_desktop.ui.missing_view import MissingView
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.registrations_view import RegistrationsView
from unioncare_desktop.ui.results_view import ResultsView
from unioncare_desktop.ui.round_reading import RoundReading
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Place, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.round_switch import RoundSwitch
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work

REGISTRATIONS, MISSING, RESULTS, AWARDS = range(4)
_PLACES = {"registrations": REGISTRATIONS, "missing": MISSING, "results": RESULTS, "awards": AWARDS}
_READERS = (RESULTS, AWARDS)
"""The views that read by themselves."""
_REPORTS = ("registrations", "registrations-missing", "competition-results", "title-list")
"""The report that belongs to each view."""
View = RegistrationsView | MissingView | ResultsView | AwardsView
V = TypeVar("V", bound=View)
_A_FEW = 200
_ROOM_FOR_ALL, _FEW_BUTTONS = 1000, 2
_REST = 300
"""Milliseconds without a change after which the round is read anew."""


class CompetitionsPage(Page):
    """`arrive` takes "registrations", "missing", "results", "awards", "add", "found", "edit", or the id of a round."""

    name, title, icon = "competitions", _("Thi đua"), "competition"
    shows = (
        *(Campaign, CampaignRound, CampaignSector, CampaignPilot, RoundOccasion, Registration, PactItem, RoundScore),
        *(Award, RegistrationKind, AwardTitle, AwardForm, RecognitionLevel, Union, UnionEvent, MemberCount),
        *(Area, Sector, Level, Office, Threshold),
    )
    keys = (
        ("F4", _("Mở phiếu đăng ký của dòng đang đứng")),
        ("Ctrl+Insert", _("Đến dòng trống cuối bảng đăng ký")),
        ("Ctrl+PgUp, Ctrl+PgDn", _("Đợt thi đua trước, sau")),
        ("đ, m, k", _("Trong cột Kết quả: đạt, đạt một phần, không đạt")),
        ("Ctrl+Shift+Enter", _("Kết quả: đánh dấu đạt các dòng đã chọn")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.round: RoundRow | None = None
        self.campaigns: Sequence[CampaignRow] = ()
        self._version = 0
        self._news: dict[int, str] = {}
        self._background = Background()
        self._background.answered.connect(self._show_reading)
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self._later.timeout.connect(self._read)
        self.switch = RoundSwitch()
        self.header.add_beside(self.switch)
        self._views: dict[int, View] = {}
        self._outdated = set(_READERS)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Thi đua"))
        for words in (_("Đăng ký"), _("Chưa đăng ký"), _("Kết quả"), _("Khen thưởng")):
            self.tabs.addTab(words)
        self._lay_out()
        self._connect()
        self.registrations, self.missing = RegistrationsView(work, context), MissingView(work, context)
        self._take(REGISTRATIONS, self.registrations)
        self._take(MISSING, self.missing)
        self.missing.register_wanted.connect(self.register)

    @cached_property
    def results(self) -> ResultsView:
        """The results, made when they are first shown."""
        return self._take(RESULTS, ResultsView(self.work, self.context))

    @cached_property
    def awards(self) -> AwardsView:
        """The awards, made when they are first shown."""
        return self._take(AWARDS, AwardsView(self.work, self.context))

    def _take(self, place: int, view: V) -> V:
        """Put a view into its place."""
        self._views[place] = view
        self._places[place].setLayout(column(view))
        self._places[place].setFocusProxy(view)
        self.header.add_actions(*view.buttons)
        view.go.connect(self._go)
        view.status.connect(partial(self._tell, place))
        view.summary.connect(self.summary)
        return view

    @property
    def _view(self) -> View:
        """The view that is shown."""
        return self._reader or self._views[self.tabs.currentIndex()]

    @property
    def _reader(self) -> ResultsView | AwardsView | None:
        """The view that is shown, where it reads by itself."""
        place = self.tabs.currentIndex()
        return self.results if place == RESULTS else self.awards if place == AWARDS else None

    def _lay_out(self) -> None:
        found = Button(_("&Lập phong trào từ mẫu"), self.found_campaign, role="primary")
        bring = Button(_("Nhập sổ đăng ký từ &Excel"), lambda: self.go.emit("imports", None))
        nothing = EmptyState(
            "competition",
            _("Chưa có phong trào thi đua nào. Lập phong trào từ mẫu, hoặc nhập sổ đăng ký sẵn có từ Excel."),
            bring,
            found,
            detail=_("Sổ đăng ký ghi rõ năm và đợt thì chương trình tự lập phong trào của năm ấy."),
        )
        whole, self._stack, self._stacked = QWidget(), Stack(), Stack()
        self.body.addWidget(self._stack, 1)
        self._places = [Place() for _place in _PLACES]
        for place in self._places:
            self._stacked.addWidget(place)
        self._stack.addWidget(whole)
        self._stack.addWidget(nothing)
        layout = column(Flow(self.tabs), self._stacked, gap=10)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self._stacked)
        self.setFocusProxy(self._stack)

    def _connect(self) -> None:
        self.switch.chosen.connect(self.choose)
        self.switch.edit_wanted.connect(self.edit_campaign)
        self.switch.new_wanted.connect(self.found_campaign)
        self.tabs.currentChanged.connect(self._show_view)

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The views, a new registration, campaigns."""
        return {
            _("Đăng ký thi đua"): "registrations",
            _("Thêm đăng ký thi đua"): "add",
            _("Đơn vị chưa đăng ký thi đua"): "missing",
            _("Kết quả thi đua"): "results",
            _("Chốt kết quả đợt thi đua"): "close",
            _("Khen thưởng"): "awards",
            _("Lập phong trào thi đua từ mẫu"): "found",
            _("Sửa phong trào, đợt thi đua"): "edit",
        }

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views, or a round."""
        if isinstance(argument, int):
            self.choose(argument)
        elif argument in _PLACES:
            self.tabs.setCurrentIndex(_PLACES[argument])
        elif argument == "add":
            self.add()
        elif argument == "close":
            self.tabs.setCurrentIndex(RESULTS)
            self.results.ask_close()
        elif argument == "found":
            self.found_campaign()
        elif argument == "edit":
            self.edit_campaign()

    # What is shown

    def refresh(self) -> None:
        """Read the campaigns, and the round that is shown."""
        with self.work.read() as session:
            self.campaigns = campaigns.listed(session)
            first = campaigns.current(session, clock.today())
        rounds = {one.id: one for found in self.campaigns for one in found.rounds}
        self._show_round(rounds.get(self.round.id, first) if self.round is not None else first)

    def choose(self, round_id: int) -> None:
        """Show the round with this id."""
        shown = next((one for found in self.campaigns for one in found.rounds if one.id == round_id), None)
        if shown is not None:
            self.registrations.grid.finish_editing()
            self._show_round(shown)

    def _show_round(self, shown: RoundRow | None) -> None:
        if self.round is not None and (shown is None or shown.id != self.round.id):
            self.registrations.leave()
        self.round = shown
        self._stack.setCurrentIndex(0 if shown is not None else 1)
        self.switch.setVisible(shown is not None)
        self._outdated = set(_READERS)
        self._version += 1
        if shown is not None:
            self.switch.show_rounds(self.campaigns, shown)
            self._read()
        else:
            self.set_badge(0)
        self._show_view(self.tabs.currentIndex())

    def _read(self) -> None:
        """Read registrations and who is missing beside the window."""
        self._later.stop()
        if self.round is not None:
            question = partial(round_reading.read, self.work, self.round.id, clock.today(), self._version)
            self._background.ask(question)

    def _show_reading(self, reading: RoundReading) -> None:
        if reading.version != self._version:
            return  # something has changed since; it is read again
        self.registrations.show_reading(reading)
        self.missing.show_reading(reading)
        missing = len(reading.standing.missing)
        self.tabs.setTabText(REGISTRATIONS, _("Đăng ký {count}").format(count=show_whole(len(reading.rows))))
        self.tabs.setTabText(MISSING, _("Chưa đăng ký {count}").format(count=show_whole(missing)))
        self.set_badge(reading.waiting)

    def follow(self, change: "Change") -> None:
        """A few registrations are read anew at once, and everything that follows from them when the typing rests."""
        ids = change.rows.get(Registration.__tablename__, frozenset())
        if self.round is None or change.tables != {Registration.__tablename__} or len(ids) > _A_FEW:
            self.refresh()
            return
        self._version += 1
        self._later.start()
        place = self.tabs.currentIndex()
        self._outdated = {*_READERS} - {place}
        if self._reader is not None:
            self._reader.refresh()
        elif place == REGISTRATIONS:
            self.registrations.reread(ids)

    def _show_view(self, place: int) -> None:
        self._stacked.setCurrentIndex(place)
        reader = self._reader
        for number, one in enumerate(self._places):  # one that is not shown asks for no room
            policy = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            one.setSizePolicy(policy, policy)
        self._show_buttons()
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        self.summary.emit("")
        self.status.emit(self._news.get(place, ""))
        if reader is not None and place in self._outdated:
            self._outdated.discard(place)
            reader.show_round(self.round)

    def _show_buttons(self) -> None:
        """Those of the view that is shown; where there is little room, without what can be done otherwise too."""
        roomy = self.width() >= theme.current().px(_ROOM_FOR_ALL)
        for number, view in self._views.items():
            fewer = not roomy and len(view.buttons) > _FEW_BUTTONS
            for button in view.buttons:
                wanted = number == self.tabs.currentIndex() and self.round is not None
                button.setVisible(wanted and not (fewer and button is view.buttons[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for buttons."""
        super().resizeEvent(event)
        self._show_buttons()

    def _tell(self, place: int, news: str) -> None:
        """What a view says of itself, shown while it is seen."""
        self._news[place] = news
        if place == self.tabs.currentIndex():
            self.status.emit(news)

    # Rounds and campaigns

    def previous_period(self) -> None:
        """Ctrl+PgUp: the round before."""
        self.switch.step(-1)

    def next_period(self) -> None:
        """Ctrl+PgDn: the round after."""
        self.switch.step(1)

    def found_campaign(self) -> None:
        """Found a campaign, filled in from a template."""
        from unioncare_desktop.ui.campaign_dialog import found_campaign

        found_campaign(self.work, self).saved.connect(self._show_campaign)

    def edit_campaign(self) -> None:
        """The campaign of the round that is shown, with its rounds."""
        from unioncare_desktop.ui.campaign_dialog import edit_campaign

        if self.round is not None:
            edit_campaign(self.work, self.round.campaign_id, self)

    def _show_campaign(self, campaign_id: int) -> None:
        """A campaign was founded: show the round of it that runs, or its first."""
        rounds = [one for found in self.campaigns if found.id == campaign_id for one in found.rounds]
        running = [one for one in rounds if one.start <= clock.today() <= one.end]
        if rounds:
            self.choose((running or rounds)[0].id)
            self.setFocus()

    # What is done

    def register(self, union: UnionRow) -> None:
        """Begin a registration of *union* in the round that is shown."""
        self.tabs.setCurrentIndex(REGISTRATIONS)
        self.registrations.add(union)

    def add(self) -> None:
        """Ctrl+N: a new registration."""
        self.tabs.setCurrentIndex(REGISTRATIONS)
        self.registrations.add()

    def _go(self, page: str, argument: object) -> None:
        """A view opens another page; reports are those of the round."""
        if page == "reports" and self.round is not None:
            span = Span.quarter_of(min(max(clock.today(), self.round.start), self.round.end))
            self.context.choose_period(span.code, span.title)
        self.go.emit(page, argument)

    def export(self) -> None:
        """Ctrl+E: the report that belongs to the view."""
        self._go("reports", _REPORTS[self.tabs.currentIndex()])

    def print_out(self) -> None:
        """Ctrl+P: the same report."""
        self.export()

    def start_search(self) -> bool:
        """Ctrl+F: the search box of the view that is shown."""
        self._view.start_search()
        return True

    def resort(self) -> None:
        """F9."""
        self._view.resort()

    def may_close(self) -> bool:
        """Texts that are not stored would be lost."""
        kept = [self.registrations.kept]
        if RESULTS in self._views:
            kept += [self.results.kept, self.results.scores.kept]
        if AWARDS in self._views:
            kept.append(self.awards.kept)
        return may_close(kept, self)
