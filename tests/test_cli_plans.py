"""The commands that tell of plans and load them."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands import Command
from unioncare_desktop.services import office, plan_drafts, plans

PLAN = {"id", "number", "date", "issuer", "title", "loaded", "targets", "deadlines", "registers"}
TARGET = {"indicator", "comparator", "value", "unit", "milestone", "every", "base", "line", "words"}
DEADLINE = {"title", "due", "rule", "line", "problem", "words", "who"}
KEYS = [one.key for one in plans.shipped()]


@pytest.fixture
def own_plan(database_file: Path) -> Path:
    """An office with a plan that it typed itself."""
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.write("Thêm kế hoạch") as session:
        plan_drafts.save(session, plan_drafts.new(issuer="Công đoàn phường Bách Hoa", name="Công tác năm"))
    return database_file


def one_of(found: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(one for one in found if one["id"] == key)


def test_the_plans_as_json(run: Command, own_plan: Path) -> None:
    ended = run("--database", own_plan, "plans", "--json")

    assert (ended.status, ended.err) == (0, "")
    found = ended.json
    assert [one["id"] for one in found] == [*KEYS, "1"]
    assert [one["loaded"] for one in found] == [False] * 6 + [True]
    for one in found:
        assert set(one) == PLAN
        assert all(set(target) == TARGET for target in one["targets"])
        assert all(set(deadline) == DEADLINE for deadline in one["deadlines"])
        assert all(set(register) == {"title", "kind", "line"} for register in one["registers"])
    assert found[-1] == {
        "id": "1",
        "number": None,
        "date": None,
        "issuer": "Công đoàn phường Bách Hoa",
        "title": "Công tác năm",
        "loaded": True,
        "targets": [],
        "deadlines": [],
        "registers": [],
    }


def test_a_plan_in_full(run: Command, own_plan: Path) -> None:
    found = one_of(run("--database", own_plan, "plans", "--json").json, "ba-dinh-10-2022")

    assert (found["number"], found["date"]) == ("10/KH-UBND", "2022-01-11")
    assert found["targets"][:2] == [
        {
            "indicator": "members",
            "comparator": "~",
            "value": 22000,
            "unit": "đoàn viên",
            "milestone": "2023",
            "every": None,
            "base": None,
            "line": 33,
            "words": "toàn quận có khoảng 22.000 đoàn viên công đoàn",
        },
        {
            "indicator": "new_unions_private",
            "comparator": ">=",
            "value": 25,
            "unit": "CĐCS",
            "milestone": "2023",
            "every": "year",
            "base": None,
            "line": 33,
            "words": "mỗi năm thành lập mới ít nhất 25 Công đoàn cơ sở doanh nghiệp ngoài khu vực Nhà nước",
        },
    ]
    (most,) = (one for one in found["targets"] if one["indicator"] == "unorganised_gathered")
    assert (most["comparator"], most["value"]) == ("qualitative", None)


def test_deadlines_and_registers_of_a_plan(run: Command, own_plan: Path) -> None:
    found = one_of(run("--database", own_plan, "plans", "--json").json, "long-bien-2023")

    assert found["deadlines"][-1] == {
        "title": "Báo cáo quý, 6 tháng, năm về LĐLĐ quận",
        "due": None,
        "rule": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14",
        "line": 94,
        "problem": None,
        "words": "Định kỳ hàng quý, 6 tháng, năm báo cáo kết quả thực hiện về Liên đoàn Lao động quận Long Biên"
        " qua địa chỉ email: ldldlongbien@gmail.com trước ngày 15 tháng cuối quý",
        "who": "CĐCS",
    }
    (impossible,) = (one for one in found["deadlines"] if one["line"] == 92)
    assert (impossible["due"], impossible["rule"]) == (None, None)
    assert "30/02/2023" in impossible["problem"]
    assert found["deadlines"][0]["due"] == "2023-11-06"
    assert found["registers"][1] == {
        "title": "Công trình, phần việc chào mừng kỷ niệm 20 năm thành lập quận Long Biên",
        "kind": "Công trình, phần việc",
        "line": "60, 92",
    }


@pytest.mark.parametrize("key", KEYS)
def test_a_plan_is_loaded(run: Command, database_file: Path, key: str) -> None:
    ended = run("--database", database_file, "plan", "load", key, "--json")

    assert (ended.status, ended.err) == (0, "")
    assert ended.json == one_of(run("--database", database_file, "plans", "--json").json, key)
    assert ended.json["loaded"]
    assert [one["loaded"] for one in run("--database", database_file, "plans", "--json").json].count(True) == 1


def test_loading_is_told_and_can_be_taken_back(run: Command, database_file: Path) -> None:
    loaded = run("--database", database_file, "plan", "load", "lai-chau-324-2022")

    assert loaded.out == (
        "lai-chau-324-2022\t324/KH-LĐLĐ\t28/03/2022\tLiên đoàn Lao động tỉnh Lai Châu"
        "\t9 chỉ tiêu, 3 thời hạn, 0 nội dung đăng ký\tđã nạp\n"
    )
    assert "Nạp kế hoạch 324/KH-LĐLĐ" in run("--database", database_file, "undo").out
    assert "đã nạp" not in run("--database", database_file, "plans").out


def test_a_plan_is_not_loaded_twice(run: Command, database_file: Path) -> None:
    run("--database", database_file, "plan", "load", "lai-chau-324-2022")

    again = run("--database", database_file, "plan", "load", "lai-chau-324-2022")

    assert again.failure.startswith("Kế hoạch 324/KH-LĐLĐ đã được nạp.")


def test_a_plan_that_is_not_shipped(run: Command, database_file: Path) -> None:
    ended = run("--database", database_file, "plan", "load", "moon")

    assert ended.failure.startswith("Không có kế hoạch mẫu “moon”; hãy chọn một trong: duong-minh-chau-94-2021, ")


@pytest.mark.parametrize(("arguments", "words"), [(("plan",), "thiếu ACTION"), (("plan", "load"), "thiếu ID")])
def test_what_is_missing_is_said(run: Command, arguments: tuple[str, ...], words: str) -> None:
    assert words in run(*arguments).failure


def test_without_a_database_the_shipped_plans_are_told(run: Command) -> None:
    assert [one["id"] for one in run("plans", "--json").json] == KEYS
    assert run("plan", "load", KEYS[0]).status == 2


def test_a_database_that_is_named_must_be_there(run: Command, tmp_path: Path) -> None:
    assert "Không tìm thấy tệp dữ liệu" in run("--database", tmp_path / "moon.db", "plans").failure


def test_the_targets_of_one_plan_are_reported(run: Command, database_file: Path, tmp_path: Path) -> None:
    for key in ("ba-dinh-10-2022", "long-bien-2023"):
        run("--database", database_file, "plan", "load", key)
    command = ("--database", database_file, "report", "targets", "--period", "2023-Q4", "--out", tmp_path)

    ended = run(*command, "--plan", "long-bien-2023", "--format", "xlsx", "--json")

    assert (ended.status, ended.err) == (0, "")
    (written,) = ended.json["files"]
    sheet = load_workbook(written)["Báo cáo"]
    told = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Liên đoàn Lao động quận Long Biên" in told
    assert "10/KH-UBND" not in told
    unknown = run(*command, "--plan", "khong-co")
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err.startswith("Chưa nạp kế hoạch “khong-co”. Các kế hoạch đã nạp: ")
