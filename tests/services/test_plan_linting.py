"""Texts of plans checked with the office's catalogue, and what is taken over from them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.domain.rules.plan_text import Linted, ProposedPlan
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import plan_linting, plans, records
from unioncare_desktop.services.plan_linting import Accepted, Proposal
from unioncare_desktop.storage.database import Session

TEXT = (
    "Số: 12/KH-LĐLĐ\n\nQuận Ba, ngày 10 tháng 02 năm 2024\n\nKẾ HOẠCH\n\nCông tác công đoàn năm 2024\n\n"
    "Đến hết năm 2024 có trên 55% Thỏa ước lao động tập thể đạt loại B trở lên.\n\n"
    "Đăng ký công trình, phần việc gửi về LĐLĐ quận chậm nhất ngày 30/02/2024.\n\n"
    "Gửi báo cáo trước ngày 15 tháng cuối quý."
)


def everything(found: Linted) -> Accepted:
    return Accepted(found.targets, found.deadlines, found.registers)


def test_what_is_chosen_becomes_a_new_plan(session: Session) -> None:
    found = plan_linting.lint(session, TEXT)

    plan = plans.plan(session, plan_linting.accept(session, everything(found), found.plan))

    assert (plan.number, plan.issued_on, plan.name) == (
        "12/KH-LĐLĐ",
        date(2024, 2, 10),
        "Công tác công đoàn năm 2024",
    )
    (target,) = plan.targets
    assert (target.indicator, target.wanted, target.milestone, target.line) == (
        "good_agreements",
        "trên 55 %",
        "2024",
        "9",
    )
    registration, report = plan.deadlines
    assert (registration.due, registration.rule, registration.kind) == (None, None, "registration")
    assert "29/02/2024 hay 30/03/2024" in (registration.problem or "")
    assert report.rule == "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"
    assert [(one.name, one.kind) for one in plan.registers] == [("Công trình, phần việc", "Công trình, phần việc")]


def test_what_is_chosen_is_added_to_a_plan_behind_its_own(session: Session) -> None:
    found = plan_linting.lint(session, TEXT)
    plan_id = plans.load(session, "lai-chau-324-2022")
    before = plans.plan(session, plan_id)

    assert plan_linting.accept(session, Accepted(targets=found.targets), plan_id) == plan_id

    after = plans.plan(session, plan_id)
    assert [one.words for one in after.targets[:-1]] == [one.words for one in before.targets]
    assert after.targets[-1].indicator == "good_agreements"
    assert after.deadlines == before.deadlines


def test_a_plan_is_told_to_have_what_was_taken_over(session: Session) -> None:
    found = plan_linting.lint(session, TEXT)
    proposals: tuple[Proposal, ...] = (*found.targets, *found.deadlines, *found.registers)
    empty = plans.plan(session, plan_linting.accept(session, Accepted(), ProposedPlan(name="Kế hoạch trống")))
    full = plans.plan(session, plan_linting.accept(session, everything(found), found.plan))

    assert not any(plan_linting.is_in(empty, one) for one in proposals)
    assert all(plan_linting.is_in(full, one) for one in proposals)


def test_a_target_without_an_indicator_is_refused_whole(session: Session) -> None:
    found = plan_linting.lint(session, TEXT)
    unknown = replace(found.targets[0], indicator=None)

    with pytest.raises(UserError, match="chưa được chọn chỉ tiêu thống kê"):
        plan_linting.accept(session, Accepted(targets=(unknown,)), found.plan)


def test_a_text_without_a_head_still_makes_a_plan_with_a_name(session: Session) -> None:
    found = plan_linting.lint(
        session, "Phấn đấu trên 65% CĐCS có dưới 10 đoàn viên thực hiện ghép từ 2 đơn vị trở lên."
    )

    plan = plans.plan(session, plan_linting.accept(session, everything(found), found.plan))

    assert plan.name == "Kế hoạch lấy từ văn bản"
    assert [one.indicator for one in plan.targets] == ["merged_small_unions"]


def test_indicators_of_the_office_are_recognised_by_their_own_words(session: Session) -> None:
    text = "Phấn đấu trên 70% nữ đoàn viên được khám sức khỏe."
    assert plan_linting.lint(session, text).targets[0].indicator is None

    draft = records.new(
        Indicator,
        key="health",
        name="Khám sức khỏe",
        unit="%",
        counted="người",
        numerator="Nữ đoàn viên được khám",
        words="nữ đoàn viên được khám sức khỏe",
    )
    records.save(session, draft)

    assert plan_linting.lint(session, text).targets[0].indicator == "health"


@pytest.mark.parametrize("text", ["", "   \n\n\t", "\ufeff\u200b"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="Chưa có chữ nào"):
        plan_linting.lint(None, text)


def test_a_huge_text_is_refused_with_the_limit() -> None:
    with pytest.raises(UserError, match=r"1\.000\.000 chữ.*200\.000 chữ"):
        plan_linting.lint(None, "a" * 1_000_000)


def test_everything_found_is_plain_json_values() -> None:
    told = plan_linting.as_json(plan_linting.lint(None, TEXT))

    assert told["plan"] == {"number": "12/KH-LĐLĐ", "date": "2024-02-10", "title": "Công tác công đoàn năm 2024"}
    (target,) = told["targets"]
    assert target["comparator"] == ">"
    assert target["value"] == 55
    assert (target["unit"], target["milestone"], target["every"], target["line"]) == ("%", "2024", None, 9)
    (wrong,) = [one for one in told["findings"] if one["kind"] == "impossible_date"]
    assert (wrong["text"], wrong["line"], wrong["serious"]) == ("30/02/2024", 11, True)
    assert wrong["proposals"] == ["29/02/2024", "30/03/2024"]
    assert TEXT[wrong["start"] : wrong["end"]] == "30/02/2024"
    assert [one["due"] for one in told["deadlines"]] == [None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_read_in_the_codes_that_windows_writes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "kế hoạch.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))

    (one,) = [one for one in plan_linting.lint(None, plan_linting.read_file(path)).findings if one.serious]
    assert (one.text, one.line) == ("30/02/2024", 11)


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\xff\xfe", b"k\xea ho\x1a\x80ch", b"abc\x00def"])
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kh.docx"
    path.write_bytes(data)

    with pytest.raises(UserError, match=r"kh\.docx không phải văn bản thuần UTF-8"):
        plan_linting.read_file(path)


def test_a_missing_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không mở được"):
        plan_linting.read_file(tmp_path / "none.txt")
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"a" * 900_000)
    with pytest.raises(UserError, match="quá lớn"):
        plan_linting.read_file(huge)
