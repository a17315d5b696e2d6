"""The statistical form: lines as data, counted by the program or typed by hand, beside the period before."""

from datetime import date

import pytest

from tests.offices import HALF, Q3, Q4, YEAR, add_union, close_union, found_office, report
from unioncare_desktop.domain.records import StatisticLine
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import records, statistics_forms
from unioncare_desktop.services.cell_entry import Entry
from unioncare_desktop.services.period_figures import PeriodFigures
from unioncare_desktop.services.statistics_forms import MEASURES, FormRow
from unioncare_desktop.storage.database import Session

WAGE, OWED, WORKERS = "1-hdcd.5", "1-hdcd.6", "1-hdcd.1"


@pytest.fixture
def ward(session: Session) -> Session:
    """A school that lasts, a firm founded in the fourth quarter of 2023, one that ended in it."""
    found_office(session)
    school = add_union(session, "CĐCS Trường Hoa Mai", sector="Sự nghiệp công lập", founded_on="1/1/2015")
    firm = add_union(session, "CĐCS Công ty Sen", sector="Doanh nghiệp FDI", founded_on="15/10/2023")
    ended = add_union(session, "CĐCS Cũ", sector="Doanh nghiệp nhà nước", founded_on="1/1/2015")
    report(session, Q3, school, workers=20, members=18, women_members=10)
    report(session, Q3, ended, workers=9, members=7)
    report(session, Q4, school, workers=21, members=19, women_members=11, admitted=2, left=1)
    report(session, Q4, firm, workers=30, members=25)
    close_union(session, ended, "1/11/2023")
    return session


def of(session: Session, key: str, span: Span = Q4) -> FormRow:
    return next(row for row in statistics_forms.rows(session, span) if row.key == key)


def measured(session: Session) -> dict[str, int | None]:
    """What the program counts, by measure."""
    measures = {line["key"]: line["measure"] for line in records.rows(session, StatisticLine)}
    return {measures[row.key]: row.value for row in statistics_forms.rows(session, Q4) if row.counted}


def enter(session: Session, key: str, name: str, raw: object, span: Span = Q4) -> list[str]:
    """Type into a cell; why it was refused."""
    entered = statistics_forms.enter(session, span, [Entry(of(session, key, span).id, name, raw)])
    return [one.reason for one in entered.refused]


def test_what_the_program_counts_is_counted(ward: Session) -> None:
    wanted = {
        "unions": 2,
        "unions_public": 1,
        "unions_state_enterprise": 0,
        "unions_private_enterprise": 1,
        "unions_founded": 1,
        "unions_closed": 1,
        "unions_merged": 0,
        "workers": 51,
        "members": 44,
        "women_members": 11,
        "admitted": 2,
        "left": 1,
    }
    assert wanted.items() <= measured(ward).items()


def test_what_nobody_told_is_blank_and_not_zero(ward: Session) -> None:
    unknown = ("women_workers", "officers", "agreements", "conferences", "initiatives", "enterprises_without_union")
    found = measured(ward)

    assert {found[name] for name in unknown} == {None}


def test_the_period_before_stands_beside_it(ward: Session) -> None:
    enter(ward, WAGE, "value", "8.200", Q3)

    assert (of(ward, WORKERS).value, of(ward, WORKERS).before) == (51, 29)
    assert (of(ward, WAGE).value, of(ward, WAGE).before) == (None, 8_200)


def test_a_typed_figure_belongs_to_its_period(ward: Session) -> None:
    assert enter(ward, WAGE, "value", "8.500") == []
    assert enter(ward, WAGE, "note", "Theo 20 phiếu khảo sát") == []

    row = of(ward, WAGE)
    assert (row.value, row.unit, row.note, row.missing) == (8_500, "nghìn đồng", "Theo 20 phiếu khảo sát", False)
    assert of(ward, WAGE, YEAR).value is None
    assert [one.key for one in statistics_forms.typed_rows(ward, Q4)] == [WAGE]


@pytest.mark.parametrize(
    ("key", "raw", "says"),
    [
        (WORKERS, "60", "chương trình tự tính"),
        ("1-hdcd.i", "60", "dòng tiêu đề"),
        (OWED, "-3", "không được âm"),
        (OWED, "nhiều", "nhiều"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(ward: Session, key: str, raw: str, says: str) -> None:
    before = statistics_forms.rows(ward, Q4)
    (reason,) = enter(ward, key, "value", raw)

    assert says in reason
    assert statistics_forms.rows(ward, Q4) == before


def test_a_counted_line_may_have_a_remark(ward: Session) -> None:
    assert enter(ward, WORKERS, "note", "Chưa gồm 2 đơn vị") == []
    assert (of(ward, WORKERS).value, of(ward, WORKERS).note) == (51, "Chưa gồm 2 đơn vị")


def test_a_figure_in_another_unit_is_pointed_out(ward: Session) -> None:
    enter(ward, WAGE, "value", "8.200", Q3)
    (judged,) = statistics_forms.judge(ward, Q4, [Entry(of(ward, WAGE).id, "value", "8.500.000")])
    assert judged.fate == "new"
    assert "khác kỳ trước nhiều lần (8.200)" in judged.reason


def test_lines_are_data_with_days_between_which_the_form_has_them(ward: Session) -> None:
    line = of(ward, OWED)
    records.update_row(ward, StatisticLine, line.id, {"valid_to": date(2023, 9, 30)})

    assert OWED in [row.key for row in statistics_forms.rows(ward, Q3)]
    assert OWED not in [row.key for row in statistics_forms.rows(ward, Q4)]


def test_shipped_lines_know_what_counts_them_and_where_they_come_from(session: Session) -> None:
    lines = records.rows(session, StatisticLine)
    assert {line["measure"] for line in lines if line["measure"]} <= MEASURES.keys()
    assert {line["measure"] for line in lines if line["heading"]} == {None}
    assert all(line["source"] for line in lines)
    assert all(line["unit"] for line in lines if not line["heading"])


@pytest.mark.parametrize(("span", "day"), [(HALF, (2023, 5, 31)), (YEAR, (2023, 11, 30)), (Q3, (2023, 8, 31))])
def test_figures_are_cut_off_where_the_form_says(session: Session, span: Span, day: tuple[int, int, int]) -> None:
    assert PeriodFigures(session, span).cut_off == date(*day)
