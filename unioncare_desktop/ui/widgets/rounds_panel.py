"""The rounds of a campaign that is being put together, and below them what the current one celebrates.

Nothing is stored here. A day typed without a year is of the campaign's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import CampaignRound, RoundOccasion
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.campaign_drafts import Problems, RoundDraft
from unioncare_desktop.services.campaign_founding import anniversary
from unioncare_desktop.services.campaigns import occasion_words
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row
from unioncare_desktop.ui.widgets.draft_grid import DayOf, DraftGrid, Line, draft_columns, state_column
from unioncare_desktop.vietnamese import show_day

_DAY_WIDTHS = {"number": 64, "name": 110, "start": 100, "end": 100, "deadline": 122}
_WORD_WIDTHS = {"theme": 300, "deadline_text": 260, "most_score": 112, "note": 220}
_OCCASION_WIDTHS = {"name": 420, "since": 100, "on": 128}
_REQUIRED, _OCCASION_REQUIRED = ("number", "name", "start", "end"), ("name",)
_HEIGHT, _OCCASION_HEIGHT = 178, 234
_HINT = _("Mỗi dòng một đợt, gõ ở dòng trống để thêm, Ctrl+Delete bỏ đợt. Ngày gõ không có năm là của năm phong trào.")


class RoundsPanel(QWidget):
    """*year* tells the campaign's year, *may_delete* whether stored rounds may go; `next_wanted` asks for a round."""

    edited = Signal()
    next_wanted = Signal()

    def __init__(self, year: Callable[[], int | None], may_delete: Callable[[Sequence[Draft]], bool]) -> None:
        super().__init__()
        self._year = year
        self._celebrated: dict[int, list[Draft]] = {}
        self._shown: int | None = None
        self.rounds = DraftGrid(
            (
                *_columns(CampaignRound, _DAY_WIDTHS, year),
                state_column(_state),
                *draft_columns(CampaignRound, _WORD_WIDTHS),
            ),
            lambda: records.new(CampaignRound),
            _REQUIRED,
            height=_HEIGHT,
            may_delete=lambda lines: may_delete([line.draft for line in lines if line.draft.id is not None]),
        )
        self.occasions = DraftGrid(
            (*_columns(RoundOccasion, _OCCASION_WIDTHS, lambda: self._year_of_round), _words_column()),
            lambda: records.new(RoundOccasion),
            _OCCASION_REQUIRED,
            height=_OCCASION_HEIGHT,
        )
        self.heading = Label("", "heading")
        for name, grid in ((_("Các đợt"), self.rounds), (_("Ngày kỷ niệm của đợt"), self.occasions)):
            grid.grid.view.setAccessibleName(name)
        self.add = Button(_("Thêm đợt &kế tiếp"), self.next_wanted.emit, picture="add")
        hint = Label(_HINT, "small", wrap=True)
        above = row(hint, self.add, gap=12)
        above.setStretch(0, 1)
        self.setLayout(column(above, self.rounds, self.heading, self.occasions, 1, gap=8))
        self.setFocusProxy(self.rounds)
        self.rounds.edited.connect(self._round_edited)
        self.rounds.current_changed.connect(self._show_occasions)
        self.occasions.edited.connect(self._occasion_edited)

    # What the dialog does with it

    def show_rounds(self, rounds: Sequence[RoundDraft]) -> None:
        """Show *rounds* instead of those that are there."""
        self._shown = None
        self.rounds.show_drafts(one.round for one in rounds)
        self._celebrated = {line.key: list(one.occasions) for line, one in zip(self.rounds.lines, rounds, strict=False)}
        self.rounds.grid.view.go(0, 0)
        self._show_occasions(self.rounds.lines[0])

    def take_in(self) -> list[RoundDraft]:
        """The rounds with everything typed so far."""
        self._keep_occasions()
        self.rounds.take_in()
        return [RoundDraft(line.draft, self._celebrated.get(line.key, [])) for line in self._touched]

    def tell(self, found: Problems) -> None:
        """Show what is wrong or odd with the rounds that `take_in` gave and with what they celebrate."""
        self.rounds.tell(found.rounds)
        for line, of_occasions in zip(self._touched, found.occasions, strict=True):
            if line.key == self._shown:
                self.occasions.tell(of_occasions)

    def go_to_problem(self) -> None:
        """To the first cell in which something is wrong."""
        if self.rounds.problem:
            self.rounds.grid.next_problem()
            return
        wrong = next((line for line in self._touched if any(one.errors for one in self._occasions_of(line))), None)
        if wrong is not None:
            self.rounds.grid.go_to(wrong.key)
            self.occasions.grid.next_problem()

    @property
    def _touched(self) -> list[Line]:
        return [line for line in self.rounds.lines if line.touched]

    def _occasions_of(self, line: Line) -> Sequence[Draft]:
        return self._celebrated.get(line.key, [])

    # Rounds

    def _round_edited(self, entries: Sequence[Entry]) -> None:
        """A round that begins in the empty row gets the next number, and its name from the number."""
        typed = {(entry.key, entry.column) for entry in entries}
        for line in self._touched:
            values = line.draft.values
            if line.draft.id is None and values["number"] is None and (line.key, "number") not in typed:
                values["number"] = max(one.draft.values["number"] or 0 for one in self._touched) + 1
            if line.draft.id is None and values["name"] is None and (line.key, "name") not in typed:
                values["name"] = _("Đợt {number}").format(number=values["number"])
        self._name_occasions()
        self.edited.emit()

    # What a round celebrates

    @property
    def _round(self) -> Line | None:
        return next((line for line in self.rounds.lines if line.key == self._shown), None)

    @property
    def _year_of_round(self) -> int | None:
        start = self._round.draft.values["start"] if self._round is not None else None
        return start.year if start is not None else self._year()

    def _keep_occasions(self) -> None:
        drafts = self.occasions.take_in()
        if self._shown is not None:
            self._celebrated[self._shown] = drafts

    def _show_occasions(self, line: Line | None) -> None:
        if line is None or line.key == self._shown:
            return
        self._keep_occasions()
        self._shown = line.key
        self.occasions.show_drafts(self._occasions_of(line))
        self._name_occasions()

    def _name_occasions(self) -> None:
        name = self._round.draft.values["name"] if self._round is not None else None
        self.heading.setText(_("{name} kỷ niệm").format(name=name) if name else _("Đợt mới kỷ niệm"))

    def _occasion_edited(self, entries: Sequence[Entry]) -> None:
        """The day of an event brings its anniversary in the round, which may be typed over."""
        for entry in entries:
            values = self.occasions.line(entry.key).draft.values
            if entry.column == "since" and self._round is not None:
                start, end = (self._round.draft.values[name] for name in ("start", "end"))
                values["on"] = anniversary(values["since"], start, end) if start and end else values["on"]
        self.edited.emit()


def _columns(record_type: type, widths: Mapping[str, int], year: Callable[[], int | None]) -> tuple[GridColumn, ...]:
    columns = draft_columns(record_type, widths, name={"strong": True}, number={"title": _("Đợt")})
    days = ("start", "end", "deadline", "on")
    return tuple(replace(one, kind=DayOf(of=year)) if one.name in days else one for one in columns)


def _state(line: Line) -> Badge | None:
    closed = line.draft.values["closed_on"]
    return Badge(_("đã chốt {day}").format(day=show_day(closed)), "good") if closed else None


def _words_column() -> GridColumn:
    def words(line: Line) -> str | None:
        values = line.draft.values
        return occasion_words(values["name"], values["since"], values["on"]) if values["name"] else None

    return GridColumn("words", _("In trong văn bản"), width=470, muted=True, value=words)
