"""The catalogue at the door for files: what stands in a list is judged as what is typed, and every repair is told."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.bad_inputs.cases import DOUBTED, REFUSED, Case, cases
from tests.plans import planned, unions_list
from tests.sheets import TITLE, book, sheet
from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.services import workbook
from unioncare_desktop.services.lists.plan import Plan
from unioncare_desktop.services.lists.sheets import Book, Cell
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import code_key

OF_UNIONS = ("code", "address", "business", "decision", "chair", "founded_on", "phone", "email", "note")
DAY = "Ngày thành lập"


def listed(described: Field, found: Sequence[Case], title: str) -> Book:
    """A list with a union for each case."""
    rows = [(number, f"CĐCS {number}", case.typed) for number, case in enumerate(found, 1)]
    return book(sheet(((title,), (), ("STT", "Tên CĐCS", described.label), *rows)))


def judged(plan: Plan, found: Sequence[Case], name: str) -> None:
    """Each row became what the catalogue says."""
    works = {work.values["name"]: {**work.values, **work.count} for work in plan.work}
    for number, (case, line) in enumerate(zip(found, plan.lines, strict=True), 1):
        against = [rejection.reason for rejection in line.reasons]
        about = f"{case.id} {case.typed[:30]!r}: {against} {works.get(f'CĐCS {number}')}"
        if case.outcome == REFUSED:
            assert any(case.words.casefold() in reason.casefold() for reason in against), about
            assert f"CĐCS {number}" not in works, about
            continue
        assert works[f"CĐCS {number}"].get(name) == case.stored, about
        if case.outcome == DOUBTED:
            assert any(f"dòng {line.row}," in warning and case.words in warning for warning in plan.warnings), about


@pytest.mark.parametrize("name", OF_UNIONS)
def test_cells_of_unions_meet_every_bad_input(session: Session, name: str) -> None:
    described = fields_of(Union)[name]
    given = (case for case in cases(described.kind) if case.typed.strip())
    found = distinct(given) if name == "code" else list(given)

    judged(planned(session, listed(described, found, "DANH SÁCH CĐCS")), found, name)


@pytest.mark.parametrize("name", FIGURES)
def test_cells_of_figures_meet_every_bad_input(session: Session, name: str) -> None:
    described = fields_of(MemberCount)[name]
    found = [case for case in cases(described.kind) if case.typed.strip()]

    judged(planned(session, listed(described, found, TITLE)), found, name)


def distinct(found: Iterable[Case]) -> list[Case]:
    """The cases without those whose text another one has: a code is given once."""
    first: dict[str | int, Case] = {}
    for number, case in enumerate(found):
        first.setdefault(code_key(case.stored) if isinstance(case.stored, str) else number, case)
    return list(first.values())


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        pytest.param(912345678, "0912345678", id="T39 number"),
        pytest.param("0912.345.678", "0912345678", id="T39 dots"),
    ],
)
def test_a_phone_is_mended_and_told(session: Session, cell: Cell, stored: str) -> None:
    plan = planned(session, unions_list(("CĐCS Một", cell), headings=("STT", "Tên CĐCS", "Điện thoại")))

    assert plan.work[0].values["phone"] == stored
    assert [(repair.before, repair.after) for repair in plan.repairs] == [(str(cell), stored)]


def test_a_short_year_is_spelled_out_in_the_preview(session: Session) -> None:
    """D06."""
    plan = planned(session, unions_list(("CĐCS Một", "5/6/23"), headings=("STT", "Tên CĐCS", DAY)))

    assert plan.work[0].values["founded_on"] == date(2023, 6, 5)
    assert [repair.after.replace("\u00a0", " ") for repair in plan.repairs] == ["ngày 05 tháng 6 năm 2023"]


def test_days_that_may_stand_for_months_are_doubted(session: Session) -> None:
    """D08: a real day says nothing of how it was typed, a column of them does."""
    days = [(f"CĐCS {number}", date(2020, number, 12 - number)) for number in range(1, 11)]
    headings = ("STT", "Tên CĐCS", DAY)

    doubted = planned(session, unions_list(*days, headings=headings))
    sure = planned(session, unions_list(*days, ("CĐCS 13", date(2020, 1, 13)), headings=headings))

    assert "không có ngày nào sau ngày 12" in doubted.warnings[0]
    assert doubted.rejected == ()
    assert not any("sau ngày 12" in warning for warning in sure.warnings)


def test_a_number_that_looks_like_thousands_is_pointed_out(session: Session, tmp_path: Path) -> None:
    """N12: Excel shows 22 as 22.000, and the list is read as it is."""
    written = Workbook()
    page = written.worksheets[0]
    for row in ([TITLE], [], ["STT", "Tên CĐCS", "Đoàn viên"], [1, "CĐCS Một", 22], [2, "CĐCS Hai", 22_000]):
        page.append(row)
    page["C4"].number_format = "0.000"
    page["C5"].number_format = "#,##0"
    written.save(tmp_path / "so-lieu.xlsx")

    plan = planned(session, workbook.read(tmp_path / "so-lieu.xlsx"))

    assert [work.count["members"] for work in plan.work] == [22, 22_000]
    [warning] = [warning for warning in plan.warnings if "ba số lẻ" in warning]
    assert "ô C4 (22)" in warning
    assert "C5" not in warning


def test_text_of_an_old_font_is_offered_in_unicode(session: Session) -> None:
    """T36, T37: never stored as it is."""
    plan = planned(session, unions_list(("C«ng ®oµn Kim M·", None), headings=("STT", "Tên CĐCS", DAY)))

    assert plan.work == ()
    assert "ý bạn là “Công đoàn Kim Mã”?" in plan.rejected[0].reason
