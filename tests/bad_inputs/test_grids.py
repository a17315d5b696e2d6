"""Every cell that a grid lets one type into meets every bad input of its kind: pasted as Excel copies it, and typed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.bad_inputs.cases import DOUBTED, REFUSED, Case, cases
from tests.ui.hands import CTRL, Clipboard, Key, press, type_text
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.kinds import Day, Kind
from unioncare_desktop.domain.records import (
    RECORDS,
    Area,
    Enterprise,
    Indicator,
    MemberCount,
    Period,
    Threshold,
    YearlyFact,
)
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.services import enterprises, line_entry, office_lists, periods, records
from unioncare_desktop.storage import history
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.settings import SettingsPage
from unioncare_desktop.ui.pages.yearly import ENTERPRISES, YearlyPage
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.sections.grid_section import GridSection
from unioncare_desktop.ui.sections.lists_section import ListsSection
from unioncare_desktop.ui.work import Work

SHORT = 30
LISTS = [one for one in RECORDS if issubclass(one, ListEntry) and one is not Indicator]
"""Lists that are edited in cells; indicators have a form."""


@dataclass
class Desk:
    """A grid, the cell that is typed into, and the user at it."""

    work: Work
    grid: RecordGrid
    key: int
    column: str
    clipboard: Clipboard
    stored: Callable[[], Any]

    def go(self) -> None:
        self.grid.go_to(self.key, self.column)

    def type(self, case: Case) -> None:
        self.go()
        if case.typed:
            type_text(case.typed)
            press(None, Key.Key_Return)
        else:
            press(self.grid.view, Key.Key_Delete)

    def paste(self, case: Case) -> None:
        self.go()
        self.clipboard.text = '"{}"'.format(case.typed.replace('"', '""')) if case.block else case.typed
        press(self.grid.view, Key.Key_V, modifier=CTRL)

    @property
    def place(self) -> tuple[int, int]:
        row = self.grid.model.place_of(self.key)
        assert row is not None
        return row, self.grid.model.place_of_column(self.column)

    @property
    def text(self) -> str:
        return self.grid.model.text(*self.place)

    @property
    def problem(self) -> Problem | None:
        return self.grid.model.problem(*self.place)

    def last_change(self) -> int:
        with self.work.read() as session:
            return history.last_change(session)

    def meets(self, case: Case, *, typed: bool = False) -> None:
        """Enter *case* and look at what became of it; afterwards the cell is as it was before, or has a new value."""
        before, last = self.stored(), self.last_change()
        self.type(case) if typed else self.paste(case)
        about = f"{case.id} {case.typed[:SHORT]!r}: {self.text[:60]!r}, {self.stored()!r}, {self.problem}"
        if case.outcome == REFUSED:
            assert self.problem is not None, about
            assert self.problem.severity is Severity.ERROR, about
            assert case.words.casefold() in self.problem.text.casefold(), about
            assert self.problem.text.startswith(f"{self.grid.model._titles[self.column]}: "), about
            assert case.block or self.text == case.typed, about
            assert (self.stored(), self.last_change()) == (before, last), about
            assert [entry.column for entry, _reason in self.grid.refused] == [self.column], about
            self.grid.clear_refused()
        else:
            assert self.stored() == case.stored, about
            assert self.text == self.grid.model.columns[self.place[1]].show(case.stored), about
            self._is_doubted(case, about)

    def _is_doubted(self, case: Case, about: str) -> None:
        if case.outcome == DOUBTED:
            assert self.problem is not None, about
            assert self.problem.severity is Severity.WARNING, about
            assert case.words in self.problem.text, about
        assert self.grid.refused == [], about


def kind_of(desk: Desk) -> Kind:
    kind = desk.grid.model.columns[desk.place[1]].kind
    assert kind is not None
    return kind


def typeable(kind: Kind) -> Iterator[Case]:
    """What is refused and can be typed in a moment; a sign in a cell with a day turns the day (K34)."""
    return (
        case
        for case in cases(kind)
        if case.outcome == REFUSED
        and len(case.typed) <= SHORT
        and not case.block
        and case.typed.isprintable()
        and not (isinstance(kind, Day) and case.typed.startswith("-"))
    )


def pasteable(kind: Kind, *, thoroughly: bool) -> Iterator[Case]:
    """What is pasted: everything, or what is refused and one of each other outcome where the same cells are many."""
    met: set[str] = set()
    for case in cases(kind):
        if case.typed and (
            thoroughly or case.outcome == REFUSED or (case.stored is not None and case.outcome not in met)
        ):
            met.add(case.outcome)
            yield case


# The figures


@pytest.fixture
def counts_page(qtbot: QtBot, work: Work, context: Context) -> CountsPage:
    page = CountsPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda change: page.follow(change) if page.tables() & change.tables else None)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.mark.parametrize("name", [*FIGURES, "note"])
def test_figures_meet_every_bad_input(counts_page: CountsPage, clipboard: Clipboard, name: str) -> None:
    page = counts_page
    union_id = next(row.union.id for row in page.grid.shown_rows if row.missing)

    def stored() -> object:
        with page.work.read() as session:
            found = records.rows(session, MemberCount, union_id=union_id)
        of_period = [row for row in found if row["period_id"] == newest]
        return of_period[0][name] if of_period else None

    with page.work.read() as session:
        assert page.span is not None
        [newest] = [row["id"] for row in records.rows(session, Period, code=page.span.code)]
    desk = Desk(page.work, page.grid, union_id, name, clipboard, stored)
    for case in pasteable(kind_of(desk), thoroughly=name in ("members", "note")):
        desk.meets(case)
    for case in typeable(kind_of(desk)):
        desk.meets(case, typed=True)


# What is told once a year, and the enterprises


@pytest.fixture
def yearly_page(qtbot: QtBot, work: Work, context: Context) -> YearlyPage:
    page = YearlyPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda change: page.follow(change) if page.tables() & change.tables else None)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not page._background.busy)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.mark.parametrize("name", ["agreement", "agreement_until", "dialogues", "note"])
def test_yearly_facts_meet_every_bad_input(yearly_page: YearlyPage, clipboard: Clipboard, name: str) -> None:
    view = yearly_page.facts
    union_id = next(row.union.id for row in view.rows if row.facts["agreement"] is None)

    def stored() -> object:
        with yearly_page.work.read() as session:
            found = records.rows(session, YearlyFact, union_id=union_id, year=view.year)
        return found[0][name] if found else None

    desk = Desk(yearly_page.work, view.grid, union_id, name, clipboard, stored)
    for case in pasteable(kind_of(desk), thoroughly=False):
        desk.meets(case)
    for case in typeable(kind_of(desk)):
        desk.meets(case, typed=True)


@pytest.mark.parametrize("name", ["name", "workers", "phone", "email", "surveyed_on", "state"])
def test_enterprises_meet_every_bad_input(
    yearly_page: YearlyPage, clipboard: Clipboard, name: str, qtbot: QtBot
) -> None:
    view, line = yearly_page.enterprises, NewRow(1)
    added = yearly_page.work.write(
        "Thêm", lambda session: enterprises.enter(session, [line_entry.Entry(line, "name", "Xưởng gỗ Mộc An")])
    )
    assert added is not None
    key = added.added[line]
    yearly_page.tabs.setCurrentIndex(ENTERPRISES)
    qtbot.waitUntil(lambda: not yearly_page._background.busy)

    def stored() -> object:
        with yearly_page.work.read() as session:
            return records.rows(session, Enterprise, id=key)[0][name]

    desk = Desk(yearly_page.work, view.grid, key, name, clipboard, stored)
    for case in pasteable(kind_of(desk), thoroughly=False):
        if case.outcome != DOUBTED:  # told by the next reading
            desk.meets(case)
    for case in typeable(kind_of(desk)):
        desk.meets(case, typed=True)


# The lists of the settings


@pytest.fixture
def settings_page(qtbot: QtBot, work: Work, context: Context) -> SettingsPage:
    page = SettingsPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda _change: page.refresh())
    page.resize(1180, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    return page


def grid_of(page: SettingsPage, record_type: type) -> RecordGrid:
    named: dict[type, str] = {Threshold: "thresholds", Period: "periods"}
    where = named.get(record_type) or record_type.__tablename__  # type: ignore[attr-defined] # mapped
    page.arrive(where)
    lists = [one.lists for one in page.sections.made.values() if isinstance(one, ListsSection)]
    section = next((one[where] for one in lists if where in one), None) or page.sections[where]
    assert isinstance(section, GridSection)
    return section.grid


def desk_at(page: SettingsPage, record_type: type, name: str, clipboard: Clipboard) -> Desk:
    grid = grid_of(page, record_type)
    key = grid.shown_rows[0].id
    if name == "valid_to":
        page.work.write(
            "Mở hạn", lambda session: office_lists.change(session, record_type, key, {"valid_from": "1/1/1900"})
        )
        page.refresh()

    def stored() -> object:
        with page.work.read() as session:
            return records.rows(session, record_type, id=key)[0][name]

    return Desk(page.work, grid, key, name, clipboard, stored)


@pytest.mark.parametrize("record_type", [*LISTS, Threshold], ids=lambda one: str(one.__tablename__))
def test_lists_meet_every_bad_input(settings_page: SettingsPage, clipboard: Clipboard, record_type: type) -> None:
    for name in ("name", "value", "source", "valid_from", "valid_to"):
        columns = {column.name for column in grid_of(settings_page, record_type).model.columns if column.editable}
        if name not in columns:
            continue
        desk = desk_at(settings_page, record_type, name, clipboard)
        required = fields_of(record_type)[name].required
        for case in pasteable(kind_of(desk), thoroughly=record_type is Area):
            if case.stored is not None or case.outcome == REFUSED or not required:
                desk.meets(case)
        for case in typeable(kind_of(desk)):
            desk.meets(case, typed=True)


@pytest.mark.parametrize("name", ["name", "valid_from"])
def test_what_must_be_given_cannot_be_emptied(settings_page: SettingsPage, clipboard: Clipboard, name: str) -> None:
    """T01-T03: and the sentence names the field."""
    record_type = Threshold if name == "valid_from" else LISTS[0]
    desk = desk_at(settings_page, record_type, name, clipboard)
    before = desk.stored()
    for blank in ("\u200b", " \u00a0"):
        desk.paste(Case("T02", blank, REFUSED))
        assert desk.problem is not None
        assert "bắt buộc phải nhập" in desk.problem.text
        assert desk.stored() == before
        desk.grid.clear_refused()


@pytest.mark.parametrize("name", ["cut_off", "due"])
def test_days_of_periods_meet_every_bad_input(settings_page: SettingsPage, clipboard: Clipboard, name: str) -> None:
    desk = desk_at(settings_page, Period, name, clipboard)
    for case in pasteable(kind_of(desk), thoroughly=False):
        if case.outcome == REFUSED:
            desk.meets(case)


def test_a_day_of_a_period_without_a_year_is_of_its_year(settings_page: SettingsPage, clipboard: Clipboard) -> None:
    """K32: the reporting year is assumed, and shown."""
    settings_page.work.write("Mở kỳ", lambda session: periods.ensure(session, Span.parse("2024-Q1")).id)
    settings_page.refresh()
    grid = grid_of(settings_page, Period)
    earlier = grid.shown_rows[-1]
    grid.go_to(earlier.id, "cut_off")
    type_text("7/3")
    press(None, Key.Key_Return)

    shown = Desk(settings_page.work, grid, earlier.id, "cut_off", clipboard, lambda: None)
    assert earlier.span == Span.parse("2024-Q1")
    assert shown.text == "07/03/2024"


def test_a_huge_text_does_not_freeze_the_grid(counts_page: CountsPage, clipboard: Clipboard) -> None:
    """T12: a cell of a million characters is refused, painted and spoken in less than half a second."""
    key = counts_page.grid.shown_rows[0].union.id
    desk = Desk(counts_page.work, counts_page.grid, key, "note", clipboard, lambda: None)
    begun = process_time()
    desk.paste(Case("T12", "a" * 1_000_000, REFUSED))
    QTest.qWait(1)

    assert process_time() - begun < 0.5
    assert desk.problem is not None
    assert "tối đa 2000" in desk.problem.text


def test_a_period_ahead_is_pointed_out_above_its_figures(counts_page: CountsPage) -> None:
    """D13: such figures are taken, with a warning in sight."""
    assert not counts_page._ahead.text()
    ahead = Span.parse("2150-Q1")
    counts_page.context.choose_period(ahead.code, ahead.title)

    assert counts_page._ahead.text() == "Kỳ còn ở tương lai"
    assert counts_page._ahead.property("chip") == "warning"
