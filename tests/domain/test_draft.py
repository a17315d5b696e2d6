from datetime import date, timedelta
from typing import Any

import pytest

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import RECORDS, MemberCount, Union
from unioncare_desktop.errors import Severity

TODAY = date.today()  # noqa: DTZ011 - the user's own calendar


def counted(**values: object) -> Draft:
    """A return of one union with these figures typed in."""
    draft = Draft(MemberCount, values={"union_id": 1, "period_id": 1, "follow_up": False})
    for name, raw in values.items():
        draft.enter(name, raw)
    return draft


def sentences(draft: Draft) -> list[str]:
    return [problem.text for problem in draft.problems]


def test_what_is_typed_becomes_a_value() -> None:
    draft = counted(workers="1.234", note=" Một  câu ")

    assert draft.values["workers"] == 1234
    assert draft.values["note"] == "Một câu"
    assert not draft.problems


def test_unreadable_text_stays_with_its_reason() -> None:
    draft = counted(workers="khoảng 50")

    assert draft.unreadable["workers"][0] == "khoảng 50"
    assert draft.dirty
    assert [problem.field for problem in draft.errors] == ["workers"]
    assert sentences(draft)[0].startswith("Lao động: “khoảng 50”")


def test_a_mended_text_is_forgotten() -> None:
    draft = counted(workers="khoảng 50")

    draft.enter("workers", "50")

    assert not draft.unreadable
    assert not draft.problems


def test_only_what_differs_is_a_change() -> None:
    draft = Draft(Union, 1, 1, {"name": "Hoa Sen", "code": "CS01"}, {"name": "Hoa Sen", "code": "CS01"})

    draft.enter("code", "CS02")
    assert draft.changes == {"code": "CS02"}
    draft.enter("code", " CS01 ")
    assert not draft.dirty


def test_a_name_is_required() -> None:
    draft = Draft(Union, values={"state": "active"})
    draft.enter("name", "\u200b ")

    assert sentences(draft) == ["Tên công đoàn: bắt buộc phải nhập"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"members": 9, "women_members": 10}, "Đoàn viên nữ: 10 lớn hơn tổng số đoàn viên (9)", id="N05"),
        pytest.param(
            {"workers": 9, "women_workers": 10}, "Lao động nữ: 10 lớn hơn tổng số lao động (9)", id="N05 workers"
        ),
    ],
)
def test_a_part_is_not_more_than_the_whole(values: dict[str, Any], words: str) -> None:
    draft = counted(**values)

    assert sentences(draft) == [words]
    assert draft.errors


def test_more_women_members_than_women_workers_is_odd() -> None:
    (problem,) = counted(workers=20, women_workers=5, members=15, women_members=6).problems

    assert problem.severity is Severity.WARNING


def test_blanks_are_not_compared() -> None:
    assert not counted(women_members=10, women_workers=10).problems


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"founded_on": TODAY + timedelta(days=1)}, "còn ở tương lai", id="D12"),
        pytest.param({"closed_on": TODAY + timedelta(days=1)}, "còn ở tương lai", id="D12 closed"),
        pytest.param(
            {"founded_on": "5/6/2020", "closed_on": "4/6/2020"}, "04/06/2020 trước ngày thành lập", id="R01 P01"
        ),
    ],
)
def test_days_that_cannot_be(values: dict[str, object], words: str) -> None:
    draft = Draft(Union, values={"name": "Hoa Sen", "state": "closed"})
    for name, raw in values.items():
        draft.enter(name, raw)

    assert words in sentences(draft)[0]
    assert draft.errors


def test_today_is_not_the_future() -> None:
    draft = Draft(Union, values={"name": "Hoa Sen", "state": "active", "founded_on": TODAY})

    assert not draft.problems


def test_every_record_says_what_it_is() -> None:
    for record_type in RECORDS:
        assert record_type.title
        assert all(field.label and field.name == name for name, field in fields_of(record_type).items())


def test_no_two_fields_of_a_record_share_a_heading() -> None:
    for record_type in RECORDS:
        headings = [words for field in fields_of(record_type).values() for words in {field.label, *field.headers}]
        assert len(headings) == len(set(headings))
