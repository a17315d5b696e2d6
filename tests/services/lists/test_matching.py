"""Which union of the registry a row means."""

from datetime import date

import pytest

from tests.offices import Q1, Q2, add_union, close_union, report
from tests.plans import outcomes, planned, reasons, taken, unions_list
from tests.sheets import book, figures, sheet
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.records.union_event import RENAMED
from unioncare_desktop.services import events, mergers, unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.importing import Options
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session


def test_code_and_name_of_two_unions_contradict_each_other(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1")
    add_union(session, "CĐCS Hai", code="CS2")

    plan = planned(session, figures(("CS1", "CĐCS Hai", 5, 2, 4, 1)))

    assert reasons(plan) == ["mã này là của “CĐCS Một”, còn tên là của “CĐCS Hai” (mã CS2)"]


def test_a_name_that_has_another_code_is_refused(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1")

    plan = planned(session, figures(("CS9", "CĐCS Một", 5, 2, 4, 1)))

    assert reasons(plan) == ["“CĐCS Một” đã có mã CS1"]


@pytest.mark.parametrize("written", ["cs1", "CS 1", " CS1 ", "ＣＳ１"])
def test_a_code_is_the_same_however_it_is_spaced(session: Session, written: str) -> None:
    add_union(session, "CĐCS Một", code="CS1")

    plan = taken(session, figures((written, "CĐCS Một", 5, 2, 4, 1)))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert unions.listed(session)[0].code == "CS1"


def test_a_code_on_a_quite_different_name_is_not_believed(session: Session) -> None:
    add_union(session, "CĐCS Trường Hoa Sen", code="CS1")

    plan = planned(session, figures(("CS1", "CĐCS Bệnh viện Bưu điện", 5, 2, 4, 1), ("CS1x", "x", 5, 2, 4, 1)))

    assert reasons(plan)[0] == "mã CS1 là của “CĐCS Trường Hoa Sen”"


def test_figures_of_unknown_unions_found_them_only_on_request_or_in_an_empty_registry(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1")
    unknown = figures(("CS2", "CĐCS Hai", 5, 2, 4, 1))

    assert reasons(planned(session, unknown)) == ["chưa có trong sổ công đoàn"]
    assert outcomes(planned(session, unknown, Options(add_unions=True))) == (1, 0, 0, 0)


def test_an_empty_registry_may_be_kept_empty(session: Session) -> None:
    plan = planned(session, figures(("CS2", "CĐCS Hai", 5, 2, 4, 1)), Options(add_unions=False))

    assert outcomes(plan) == (0, 0, 0, 1)


def test_a_closed_union_takes_no_later_figures_but_may_stand_in_a_list(session: Session) -> None:
    union_id = add_union(session, "CĐCS Một", code="CS1")
    report(session, Q1, union_id, workers=5, members=4)
    close_union(session, union_id, "31/03/2023")

    same = planned(session, figures(("CS1", "CĐCS Một", 5, None, 4, None)))
    corrected = planned(session, figures(("CS1", "CĐCS Một", 5, None, 3, None)))
    later = planned(session, figures(("CS1", "CĐCS Một", 5, None, 3, None)), Options(period=Q2))

    assert outcomes(same) == (0, 0, 1, 0)
    assert outcomes(corrected) == (0, 1, 0, 0)
    assert "đã giải thể từ ngày 31/03/2023" in reasons(later)[0]


def test_a_merged_union_names_its_successor(session: Session) -> None:
    """M03, X36."""
    one, two = (add_union(session, f"CĐCS {name}", code=code) for name, code in (("Một", "CS1"), ("Hai", "CS2")))
    draft = MergerDraft(ABSORBED, (one, two), Q1, two, effective_on=date(2023, 4, 1))
    mergers.carry_out(session, [draft])

    earlier = taken(session, figures(("CS1", "CĐCS Một", 5, None, 3, None)))
    plan = planned(session, figures(("CS1", "CĐCS Một", 5, None, 3, None)), Options(period=Q2))

    assert outcomes(earlier) == (1, 0, 0, 0)  # the period before stays with it
    assert reasons(plan) == [
        (
            "“CĐCS Một” đã sáp nhập vào “CĐCS Hai” từ ngày 01/04/2023 nên không nhận số liệu mới; hãy ghi số liệu vào"
            " “CĐCS Hai”"
        )
    ]


def test_two_rows_that_mean_one_union_by_code_and_by_name(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1")

    plan = planned(session, figures(("CS1", "CĐCS một.", 5, 2, 4, 1), (None, "CĐCS Một", 5, 2, 4, 1)))

    assert plan.rejected_rows == 2
    assert all("dòng 4, dòng 5" in reason for reason in reasons(plan))


def test_one_name_in_two_wards_is_refused_with_both_places(session: Session) -> None:
    rows = (("STT", "Tên CĐCS", "Chủ tịch"), (1, "CĐCS Trường Hoa Sen", "Lan"))

    plan = planned(session, book(sheet(rows, "Ngọc Hà"), sheet(rows, "Kim Mã")))

    assert plan.rejected_rows == 2
    assert "dòng 2 sheet “Ngọc Hà”, dòng 2 sheet “Kim Mã”" in reasons(plan)[0]


def test_new_unions_that_look_like_known_ones_are_pointed_out(session: Session) -> None:
    add_union(session, "CĐCS Trường Mầm non Hoa Sen")

    plan = planned(session, unions_list(("CĐCS Trường MN Hoa Sen", "Lan", None)))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert "gần giống “CĐCS Trường Mầm non Hoa Sen”" in plan.warnings[0]


def renamed(session: Session, union_id: int, name: str) -> None:
    events.record(session, EventDraft(union_id, RENAMED, date(2023, 7, 1), {"name": name}))


@pytest.fixture
def renamed_unions(session: Session) -> Session:
    """“Một” is “Mới” today; “Hai” has the name that “Một” had."""
    first = add_union(session, "CĐCS Một", code="CS1")
    second = add_union(session, "CĐCS Hai", code="CS2")
    third = add_union(session, "CĐCS Ba", code="CS3")
    for union_id, name in ((first, "CĐCS Bệnh viện Mới"), (second, "CĐCS Một"), (third, "CĐCS Trường Hoa Sen")):
        report(session, Q1, union_id, members=union_id, workers=union_id)
        renamed(session, union_id, name)
    return session


def test_an_old_report_is_taken_in_by_the_names_of_its_day(renamed_unions: Session) -> None:
    rows = [(f"CS{number}", name, number, None, number, None) for number, name in enumerate(("Một", "Hai", "Ba"), 1)]

    plan = planned(renamed_unions, figures(*((code, f"CĐCS {name}", *rest) for code, name, *rest in rows)))

    assert (outcomes(plan), reasons(plan)) == ((0, 0, 3, 0), [])


def test_an_old_list_does_not_give_unions_their_old_names_back(renamed_unions: Session) -> None:
    headings = ("STT", "Mã CĐCS", "Tên CĐCS", "Chủ tịch")

    plan = taken(renamed_unions, unions_list(("CS3", "CĐCS Ba", "Lê Thị Lan"), headings=headings))

    assert outcomes(plan) == (0, 1, 0, 0)
    assert "là tên cũ của “CĐCS Trường Hoa Sen”" in plan.warnings[0]
    (found,) = [row for row in unions.listed(renamed_unions) if row.code == "CS3"]
    assert found.name == "CĐCS Trường Hoa Sen"


def test_without_a_code_a_former_name_means_the_only_union_that_had_it(renamed_unions: Session) -> None:
    assert outcomes(planned(renamed_unions, figures((None, "CĐCS Ba", 3, None, 3, None)))) == (0, 0, 1, 0)


def test_another_code_beside_a_former_name_is_another_union(renamed_unions: Session) -> None:
    plan = planned(renamed_unions, figures(("CS9", "CĐCS Ba", 3, None, 3, None)), Options(add_unions=True))

    assert outcomes(plan) == (1, 0, 0, 0)
