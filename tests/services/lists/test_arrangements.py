"""However the same data are arranged in a sheet, the plan is the same; whatever stands in a cell, nothing breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sheets import book, sheet
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import importing
from unioncare_desktop.services.importing import Options, Plan
from unioncare_desktop.services.lists.headings import Layout, key, recognise
from unioncare_desktop.services.lists.sheets import Book, Cell, Fault, Range
from unioncare_desktop.storage.database import Database

SOME = settings(suppress_health_check=list(HealthCheck))
COLUMNS = ("name", "code", "area_id", "chair", "workers", "women_workers", "members", "women_members")
UNITS = (
    ("CĐCS Trường Hoa Sen", "CS1", "Kim Mã", "Lê Lan", 30, 20, 25, 18),
    ("CĐCS Công ty Cộng Lực", "CS2", "Kim Mã", "Đỗ Ước", 1500, 700, 1400, 650),
    ("CĐCS UBND phường", "CS3", "Ngọc Hà", "Vũ Hà", 9, 4, 9, 4),
)
ABOVE: tuple[Sequence[Cell], ...] = (("LIÊN ĐOÀN LAO ĐỘNG QUẬN",), (), (None, "Ghi: danh sách này có 3 đơn vị"))
BETWEEN = ("", "I. Khối doanh nghiệp", "Cộng phường Kim Mã", "Tổng:")


def synonyms(name: str) -> list[str]:
    described = fields_of(Union).get(name) or fields_of(MemberCount)[name]
    return [described.label, *described.headers]


@dataclass(frozen=True)
class Arrangement:
    """Where the columns stand, what they are called, and what stands between the rows, in which column."""

    order: tuple[str, ...]
    words: dict[str, str]
    above: tuple[Sequence[Cell], ...]
    between: tuple[str | None, ...]
    labelled: str
    numbered: bool
    deep: bool

    def rows(self) -> list[Sequence[Cell]]:
        first = ("STT",) if self.numbered else ()
        heading: list[Cell] = [*first, *(self.words[name] for name in self.order)]
        rows: list[Sequence[Cell]] = [*self.above, ("SỐ LIỆU QUÝ I/2023",)]
        rows += [[None] * len(heading), heading] if self.deep else [heading]
        for number, (unit, label) in enumerate(zip(UNITS, self.between, strict=True), 1):
            rows += [] if label is None else [self._aside(label)]
            values: dict[str, Cell] = dict(zip(COLUMNS, unit, strict=True))
            rows.append([*((number,) if self.numbered else ()), *(values[name] for name in self.order)])
        return [*rows, self._aside("Tổng cộng"), self._aside("Người lập biểu")]

    def _aside(self, label: str) -> Sequence[Cell]:
        """A row that is no union; sums stand beside a label that promises them."""
        sums = "ổng" in label or "ộng" in label
        cells = [
            label if name == self.labelled else 39 if sums and name in COLUMNS[4:] else None for name in self.order
        ]
        return [*((None,) if self.numbered else ()), *cells]


arrangements = st.builds(
    Arrangement,
    order=st.permutations(COLUMNS).map(tuple),
    words=st.fixed_dictionaries({name: st.sampled_from(synonyms(name)) for name in COLUMNS}),
    above=st.lists(st.sampled_from(ABOVE), max_size=6).map(tuple),
    between=st.tuples(*[st.one_of(st.none(), st.sampled_from(BETWEEN))] * 3),
    labelled=st.sampled_from(COLUMNS[:4]),
    numbered=st.booleans(),
    deep=st.booleans(),
)


def planned(database: Database, one: Book) -> Plan:
    with database.read() as session:
        return importing.plan(session, one, Options())


@SOME
@given(arrangements)
def test_any_arrangement_of_the_same_data_is_the_same_plan(database: Database, arranged: Arrangement) -> None:
    plan = planned(database, book(sheet(arranged.rows())))

    assert plan.rejected == ()
    assert (plan.kind, plan.period and plan.period.code) == (importing.UNIONS, "2023-Q1")
    stored = [
        (
            work.values["name"],
            work.values["code"],
            work.values["area_id"].name,
            work.values["chair"],
            *work.count.values(),
        )
        for work in plan.work
    ]
    figures = [name for name in arranged.order if name in COLUMNS[4:]]
    assert [row[:4] for row in stored] == [unit[:4] for unit in UNITS]
    for work, unit in zip(plan.work, UNITS, strict=True):
        values = dict(zip(COLUMNS, unit, strict=True))
        assert work.count == {name: values[name] for name in figures}


@SOME
@given(arrangements, arrangements)
def test_taken_in_twice_nothing_changes(database: Database, first: Arrangement, second: Arrangement) -> None:
    with database.write("Thử", commit=False) as session:
        importing.carry_out(session, importing.plan(session, book(sheet(first.rows())), Options()))
        again = importing.plan(session, book(sheet(second.rows())), Options())

    assert (again.new, again.changed, again.same, again.rejected_rows) == (0, 0, 3, 0)


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "-", "1e400", "=1+1", "C«ng ®oµn", "Tổng cộng", "STT", "１２", "\u200b", "CS1", "x" * 3000]
    ),
    st.builds(Fault, st.text(max_size=9), st.just("lỗi")),
)


@SOME
@given(st.lists(st.tuples(*[cells] * 9), min_size=1, max_size=6))
def test_no_value_breaks_anything(database: Database, rows: list[tuple[Cell, ...]]) -> None:
    heading = ("STT", *(synonyms(name)[0] for name in COLUMNS))
    good = (1, *UNITS[0])

    with database.write("Thử", commit=False) as session:
        plan = importing.plan(session, book(sheet((("QUÝ I/2023",), heading, good, *rows))), Options())
        importing.carry_out(session, plan)

    bad = {rejection.row for rejection in plan.rejected}
    assert len(plan.lines) == plan.new + len(bad)
    assert all(rejection.reason and rejection.column for rejection in plan.rejected)


@SOME
@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_sheets_without_any_order_are_answered_with_a_sentence(database: Database, rows: list[list[Cell]]) -> None:
    try:
        planned(database, book(sheet(rows)))
    except UserError as error:
        assert "tep.xlsx" in str(error)  # noqa: PT017 - either answer is right


# Headings


def columns(*rows: Sequence[Cell], merged: Sequence[Range] = ()) -> dict[str, int]:
    found = recognise(sheet((*rows, (1, "CĐCS Một", 5, 4, 3, 2)), merged=merged))
    assert isinstance(found, Layout)
    return {heading.field: heading.column for heading in found.headings if heading.field}


@pytest.mark.parametrize(
    "rows",
    [
        (("STT", "Tên CĐCS", "CNVCLĐ", "Nữ", "Đoàn viên", "Nữ"),),
        (("STT", "Tên CĐCS", "CNVCLĐ", "Trong đó: nữ", "Đoàn viên", "Trong đó nữ"),),
        (("STT", "Tên CĐCS", "Lao động", None, "Đoàn viên", None), (None, None, "Tổng số", "Nữ", "Tổng số", "Nữ")),
        (
            ("STT", "Tên CĐCS", "Số liệu", None, None, None),
            (None, None, "CNVC-LĐ", None, "ĐV", None),
            (None, None, "Tổng số", "Nữ", "Tổng", "Nữ"),
        ),
        (("TT", "Tên\nCĐCS (đầy đủ)", "TỔNG SỐ\nCNVCLĐ", "Nữ CNVCLĐ", "Tổng số đoàn viên (người)", "ĐV nữ"),),
    ],
)
def test_women_are_those_of_the_heading_above_or_before(rows: tuple[Sequence[Cell], ...]) -> None:
    assert columns(*rows) == {
        "ordinal": 0,
        "name": 1,
        "workers": 2,
        "women_workers": 3,
        "members": 4,
        "women_members": 5,
    }


@pytest.mark.parametrize("population", ["CNVCLĐ", "CCVCLĐ", "CNLĐ"])
def test_the_words_for_those_who_work(population: str) -> None:
    found = columns(("STT", "Tên công đoàn", f"Tổng {population}", f"Nữ {population}", "Ghi chú", "ĐV"))

    assert (found["workers"], found["women_workers"], found["members"]) == (2, 3, 5)


def test_women_of_nothing_known_mean_nothing() -> None:
    found = columns(("STT", "Tên CĐCS", "Chủ tịch", "Nữ", "Đoàn viên", "Giảm"))

    assert "women_members" not in found
    assert "women_workers" not in found


def test_men_between_members_and_women() -> None:
    assert columns(("STT", "Tên CĐCS", "ĐV", "Nam", "Nữ", "Ghi chú"))["women_members"] == 4


def test_the_comings_and_goings_of_workers_are_not_those_of_members() -> None:
    found = columns(
        ("STT", "Tên CĐCS", "Lao động", None, None, "Đoàn viên"),
        (None, None, "Tổng số", "Tăng", "Giảm", None),
    )

    assert found == {"ordinal": 0, "name": 1, "workers": 2, "members": 5}


def test_a_union_called_like_a_heading_is_still_a_union(database: Database) -> None:
    rows = (("QUÝ I/2023",), ("Tên CĐCS", "Đoàn viên"), ("Tổ công đoàn", 5), ("CĐCS Tổng công ty Sông Đà", 7))

    plan = planned(database, book(sheet(rows)))

    assert [line.name for line in plan.lines] == ["Tổ công đoàn", "CĐCS Tổng công ty Sông Đà"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xã, phường", "XÃ PHƯỜNG"),
        ("E-mail", "Email"),
        ("CNVC-LĐ", "CNVCLĐ"),
        ("Tên CĐCS (ghi đầy đủ)", "Tên\nCĐCS *"),
        ("Điện thoại", "Đie\u0323\u0302n thoại"),
    ],
)
def test_headings_are_compared_by_their_words(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_no_two_fields_share_a_heading() -> None:
    """A heading that two fields claim would be read as the first; only the note belongs to both records."""
    seen: dict[str, str] = {}
    for record_type in (Union, MemberCount):
        for name, described in fields_of(record_type).items():
            for words in (described.label, *described.headers):
                other = seen.setdefault(key(words), name)
                assert other == name or {other, name} <= {"name", "union_id"}, words


def test_days_are_read_as_offices_write_them(database: Database) -> None:
    written: tuple[Cell, ...] = (date(1995, 7, 28), "28/7/1995", "28-07-1995", "28.7.95", "ngày 28 tháng 7 năm 1995")
    heading = ("STT", "Tên CĐCS", "Ngày thành lập")
    rows = [(number, f"CĐCS {number}", day) for number, day in enumerate(written, 1)]

    plan = planned(database, book(sheet((heading, *rows))))

    days = [work.values["founded_on"] for work in plan.work]
    assert days[:3] == [date(1995, 7, 28)] * 3
    assert days[4] == date(1995, 7, 28)
