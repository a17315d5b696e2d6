"""The facts of all unions for one year: typed, pasted, filtered, taken over where they last. Each action is stored.

The page reads the year beside the window; until it has come, the one before it is shown and takes what is typed.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, records, unions, yearly_facts
from unioncare_desktop.services.closings import ClosingRow
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.services.yearly_facts import FIELDS, LISTS, YearlyRow
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import messages, theme, yearly_columns
from unioncare_desktop.ui.closing_dialogs import PeriodBanner
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.ui.yearly_columns import any_odd
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change, Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

NAME = "yearly"
_SEARCH_WIDTH = 220
_A_FEW = 200


@dataclass(frozen=True)
class FactsReading:
    """A year as it was read: its rows, what is odd by union id, the choices of lists by field, whether it is closed."""

    year: int
    rows: list[YearlyRow]
    problems: dict[Hashable, tuple[Problem, ...]]
    options: dict[str, dict[int, str]]
    closing: ClosingRow | None = None


def read_facts(session: "Session", year: int) -> FactsReading:
    """Read what is shown of *year*."""
    options = {name: records.choices(session, record_type) for name, record_type in LISTS.items()}
    rows = yearly_facts.rows(session, year)
    closing = closings.latest(session, Span.parse(str(year)))
    return FactsReading(year, rows, {row.union.id: row.problems() for row in rows}, options, closing)


class FactsView(QWidget):
    """`counted` tells that the rows have changed, `outdated` that more has changed than can be read by itself."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    counted = Signal()
    outdated = Signal()

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self._work, self._context = work, context
        self.year = 0
        self._wanted_row: int | None = None
        self.unit = ""
        self.rows: list[YearlyRow] = []
        self._options: dict[str, dict[int, str]] = {}
        self._problems: dict[Hashable, tuple[Problem, ...]] = {}
        self.words = SearchBox(_("Lọc theo tên, mã…"))
        self.only_missing, self.only_odd = FilterChip(""), FilterChip("")
        self.by_blank = FilterChip(_("Còn trống"), _("tất cả"))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.grid = RecordGrid(
            yearly_columns.of_facts(self._options),
            attrgetter("union.id"),
            look=context.settings.grids.setdefault(NAME, {}),
            judge=self._judge,
        )
        chips = {
            "missing": self.only_missing,
            "odd": self.only_odd,
            "blank": self.by_blank,
            "area": self.by_area,
            "sector": self.by_sector,
        }
        self.views = ViewBar(self.grid, context, NAME, {"words": self.words, **chips})
        self.kept = KeptTexts(self.grid, context, work.database.location, NAME)
        self.as_before = Button(
            _("&Như năm trước"), self.take_over, tip=_("Lấy TƯLĐTT của năm trước còn hiệu lực, cho đơn vị chưa ghi")
        )
        self.bring = Button(_("Nhập từ &Excel"), lambda: self.go.emit("imports", None))
        self.buttons = (self.bring, self.as_before)
        filters = Flow(self.words, *chips.values(), self.views, gap=12, last_right=True)
        self.banner = PeriodBanner(work)
        self.setLayout(column(filters, self.banner, self.grid, gap=12))
        self.setFocusProxy(self.grid)
        self._connect(chips.values())
        self.by_blank.set_choices([field.label for field in FIELDS.values()])
        self.views.restore()

    def _connect(self, chips: Iterable[FilterChip]) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in chips:
            chip.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self.tell)
        self.grid.summary.connect(self.summary)
        self.grid.filtered.connect(self._sum)
        self.grid.current_changed.connect(self._moved)
        self.grid.history_wanted.connect(self._show_history)
        self.grid.opened.connect(lambda key, _column: self.go.emit("registry", key))
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self._context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def show_reading(self, found: FactsReading) -> None:
        """Show a year; of the one that is shown already, rows stay where they are."""
        another = found.year != self.year
        if another:
            self.kept.leave()
            self.year = found.year
        self._options.clear()
        self._options.update(found.options)
        places = {} if another else {row.union.id: place for place, row in enumerate(self.rows)}
        self._show_closing(found.closing)
        self.rows = sorted(found.rows, key=lambda row: places.get(row.union.id, len(places)))
        self._problems = dict(found.problems)
        self.grid.set_about(_("Năm {year}").format(year=self.year))
        for name in ("code", "members", "workers"):
            self.grid.show_column(name, any(self.grid.model.column(name).value_of(row) for row in self.rows))
        self.grid.set_rows(self.rows, self._problems)
        if another:
            self.grid.set_filter(self._wanted())
            self.kept.arrive(str(self.year))
        self._count()
        if self._wanted_row is not None:
            self.grid.go_to(self._wanted_row)
            self._wanted_row = None
        self.tell()

    def _show_closing(self, closing: ClosingRow | None) -> None:
        """The facts of a closed year are only read."""
        is_open = closing is None or not closing.closed
        self.banner.show_closing(closing)
        self.grid.set_editable(is_open, self.banner.words.text())
        self.as_before.setEnabled(is_open)

    def follow(self, change: "Change") -> None:
        """Facts of a few unions are read anew by themselves."""
        ids = change.rows.get(YearlyFact.__tablename__, frozenset())
        if change.tables == {YearlyFact.__tablename__} and len(ids) <= _A_FEW:
            with self._work.read() as session:
                changed = yearly_facts.unions_of(session, ids)
                known = [row for row in self.rows if row.union.id in changed]
                fresh = yearly_facts.reread(session, self.year, known)
            if len(fresh) == len(ids):
                self._update(fresh)
                return
        self.outdated.emit()

    def _update(self, fresh: Sequence[YearlyRow]) -> None:
        by_id = {row.union.id: row for row in fresh}
        problems: dict[Hashable, tuple[Problem, ...]] = {row.union.id: row.problems() for row in fresh}
        self.rows = [by_id.get(row.union.id, row) for row in self.rows]
        self._problems |= problems
        self.grid.update_rows(fresh, problems)
        self._count()

    def name_units(self, units: str, unit_short: str, population: str) -> None:
        """Speak of the units as the office does."""
        self.unit = unit_short
        self.grid.set_title("name", units)
        self.grid.set_title("workers", population)

    @property
    def missing(self) -> int:
        """How many unions have not told anything."""
        return sum(row.missing for row in self.rows)

    def _count(self) -> None:
        self._label_chips()
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use((row.union for row in self.rows), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        self._sum()
        self.counted.emit()

    def _label_chips(self) -> None:
        for chip, words, count in (
            (self.only_missing, _("Chưa nhập"), self.missing),
            (self.only_odd, _("Có lỗi, cảnh báo"), len(self._odd())),
        ):
            chip.set_label(f"{words} {show_whole(count)}" + (" ×" if chip.isChecked() else ""))

    def _odd(self) -> set[Hashable]:
        """The unions with something wrong or strange, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self._problems.items() if any_odd(found)}

    def _sum(self) -> None:
        shown = self.grid.shown_rows
        nothing = {"name": _("Không có dòng nào khớp bộ lọc")}
        self.grid.set_totals(yearly_columns.totals_of_facts(shown, self.unit) if shown else nothing)

    def _moved(self) -> None:
        """Another cell: what is wrong with it, or how complete its fact is."""
        name = self.grid.current_column
        self._label_chips()
        self.tell(self.grid.current_problem or (yearly_columns.told(name, self.rows) if name in FIELDS else ""))

    def tell(self, news: str = "") -> None:
        """Say how many unions there are, and the *news*."""
        count = f"{show_whole(len(self.rows))} {self.unit}"
        self.status.emit(f"{count} · {news}" if news else count)

    # Filters

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._label_chips()
        self._sum()

    def _wanted(self) -> Callable[[YearlyRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing."""
        scope = Scope(self.by_area.value, self.by_sector.value, text=self.words.text())
        asked: list[Callable[[YearlyRow], object]] = []
        if scope != EVERYONE:
            asked.append(lambda row: scope.holds(row.union))
        if self.only_missing.isChecked():
            asked.append(attrgetter("missing"))
        if self.by_blank.value:
            blank = next(name for name, field in FIELDS.items() if field.label == self.by_blank.value)
            asked.append(lambda row: row.expected and row.facts[blank] is None)
        if self.only_odd.isChecked():
            odd = self._odd()
            asked.append(lambda row: row.union.id in odd)
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    def show_only(self, *, missing: bool = False, odd: bool = False) -> None:
        """Show what another page counted, and nothing else."""
        self.grid.clear_filters()
        self.words.clear()
        for chip in (self.by_blank, self.by_area, self.by_sector):
            chip.choose("")
        self.only_missing.setChecked(missing)
        self.only_odd.setChecked(odd)

    def go_to(self, union_id: int) -> None:
        """Show the union with this id, whatever was filtered; as soon as it has been read."""
        self.show_only()
        if any(row.union.id == union_id for row in self.rows):
            self.grid.go_to(union_id)
        else:
            self._wanted_row = union_id

    # What is entered

    def _judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        with self._work.read() as session:
            return yearly_facts.judge(session, self.year, _asked(entries))

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: one action, one step to undo."""
        pasted, errors = self.grid.pasting, list[UserError]()
        entered = self._work.write(
            self._title(entries, pasted=pasted),
            lambda session: yearly_facts.enter(session, self.year, _asked(entries)),
            errors.append,
            kind=PASTE if pasted else EDIT,
        )
        if entered is None:
            messages.show(errors[0], self)
            refused = [(entry, str(errors[0])) for entry in entries]
        else:
            refused = [
                (Entry(one.entry.key, one.entry.field, str(one.entry.raw)), one.reason) for one in entered.refused
            ]
        for entry, reason in refused:
            self.grid.refuse(entry.key, entry.column, entry.text, reason)
        self._label_chips()

    def _title(self, entries: Sequence[Entry], *, pasted: bool) -> str:
        if pasted or len(entries) > 1:
            words = _("Dán {count} ô, năm {year}") if pasted else _("Nhập {count} ô, năm {year}")
            return words.format(count=show_whole(len(entries)), year=self.year)
        (entry,) = entries
        words = _("Nhập {field} năm {year}, {union}") if entry.text else _("Xóa {field} năm {year}, {union}")
        return words.format(field=FIELDS[entry.column].label, year=self.year, union=self._row(entry.key).union.name)

    def _row(self, key: Hashable) -> YearlyRow:
        return next(row for row in self.rows if row.union.id == key)

    def take_over(self) -> None:
        """The agreements of the year before that are still in force, for the selected rows or all that are shown."""
        self.grid.finish_editing()
        chosen = {key for key in self.grid.selected_keys if isinstance(key, int)}
        ids = chosen if len(chosen) > 1 else {row.union.id for row in self.grid.shown_rows}
        with self._work.read() as session:
            ids &= yearly_facts.lasting(session, self.year).keys()
        words = {"count": show_whole(len(ids)), "unit": self.unit, "before": self.year - 1, "year": self.year}
        if not ids:
            sentence = _("Không có đơn vị nào chưa ghi TƯLĐTT mà TƯLĐTT năm {before} còn hiệu lực sang năm {year}.")
            self.tell(sentence.format(**words))
            return
        question = _(
            "Ghi TƯLĐTT của {count} {unit} như năm {before} (có, ngày ký, ngày hết hạn), vì còn hiệu lực sang năm"
            " {year}?\n\nXếp loại và các số liệu khác không lấy theo năm trước."
        )
        if messages.ask(question.format(**words), _("&Ghi {count} {unit}").format(**words), parent=self):
            title = _("Ghi TƯLĐTT của {count} {unit} như năm {before}, năm {year}").format(**words)
            done = self._work.write(title, lambda session: yearly_facts.take_over(session, self.year, ids))
            if done is not None:
                self.tell(_("Đã ghi TƯLĐTT của {count} {unit}.").format(**words))
        self.grid.setFocus()

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who changed a fact; beside the facts, all of the union's for the year."""
        from unioncare_desktop.ui import cell_history

        union = self._row(key).union
        title = _("{union}, năm {year}").format(union=union.name, year=self.year)
        cell_history.show_facts(self._work, self, union.id, self.year, title, name if name in FIELDS else "")


def _asked(entries: Iterable[Entry]) -> list[yearly_facts.Entry]:
    return [yearly_facts.Entry(_id(entry), entry.column, entry.text) for entry in entries]


def _id(entry: Entry) -> Any:  # noqa: ANN401 - keys of rows are ids of unions
    return entry.key
