"""The commands that find small unions and plan their mergers."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import Command
from tests.offices import Q3, Q4, add_union, found_office, report
from tests.test_cli import ASCII, ROOT
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.services import mergers, office, unions
from unioncare_desktop.services.mergers import MergerDraft


@pytest.fixture
def filled(database_file: Path) -> Path:
    """Five small unions of which four can be merged, one of ten members, and one that has not reported."""
    sizes = {"Hoa Sen": 5, "Hoa Mai": 6, "Hoa Lan": 4, "Hoa Đào": 9}
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.write("Nhập") as session:
        found_office(session)
        for number, (name, members) in enumerate(sizes.items(), 1):
            code = f"CS0{number}" if name != "Hoa Mai" else None
            union_id = add_union(session, name, code=code, level="Công đoàn cơ sở", bloc="Kinh tế", area="Kim Mã")
            report(session, Q3, union_id, workers=50, members=members)
            report(session, Q4, union_id, workers=50, members=members)
        alone = add_union(session, "Hoa Cúc", code="CS08", level="Công đoàn cơ sở", bloc="Tư pháp", area="Giảng Võ")
        report(session, Q4, alone, workers=9, members=3)
        ten = add_union(session, "Hoa Ban", code="CS09", level="Công đoàn cơ sở", bloc="Kinh tế")
        report(session, Q4, ten, workers=50, members=10)
        add_union(session, "Hoa Ly", level="Công đoàn cơ sở")
    return database_file


def propose(file: Path) -> None:
    """Propose to merge the last two of economy."""
    with closing(office.open_office(file, user="Lan")) as opened, opened.write("Đề nghị") as session:
        ids = tuple(union.id for union in unions.listed(session) if union.name in ("Hoa Lan", "Hoa Đào"))
        mergers.propose(session, [MergerDraft(ABSORBED, ids, Q4, result_id=ids[0])])


def test_candidates_as_json(run: Command, filled: Path) -> None:
    ended = run("--database", filled, "mergers", "candidates", "--period", "2023-Q4", "--json")

    assert (ended.status, ended.err) == (0, "")
    assert [one["name"] for one in ended.json] == ["Hoa Cúc", "Hoa Đào", "Hoa Lan", "Hoa Mai", "Hoa Sen"]
    assert ended.json[0] == {
        "code": "CS08",
        "name": "Hoa Cúc",
        "bloc": "Tư pháp",
        "area": "Giảng Võ",
        "sector": None,
        "upper": None,
        "members": 3,
        "series": [None, None, None, 3],
        "small_since": "2023-Q4",
        "legal": False,
        "in_proposal": None,
        "unconfirmed": False,
    }


def test_candidates_as_a_table(run: Command, filled: Path) -> None:
    propose(filled)

    lines = run("--database", filled, "mergers", "candidates", "--period", "2023-Q4").out.splitlines()

    assert lines == [
        "Quý IV/2023: 5 CĐCS dưới 10 đoàn viên",
        "Mã    Tên công đoàn  ĐV  4 quý gần nhất  Nhỏ từ   Khối     Địa bàn",
        "CS08  Hoa Cúc        3   – – – 3         2023-Q4  Tư pháp  Giảng Võ  dưới mức thành lập",
        "CS04  Hoa Đào        9   – – 9 9         2023-Q3  Kinh tế  Kim Mã    đã đề nghị ghép (1)",
        "CS03  Hoa Lan        4   – – 4 4         2023-Q3  Kinh tế  Kim Mã    dưới mức thành lập, đã đề nghị ghép (1)",
        "–     Hoa Mai        6   – – 6 6         2023-Q3  Kinh tế  Kim Mã",
        "CS01  Hoa Sen        5   – – 5 5         2023-Q3  Kinh tế  Kim Mã",
        "1 CĐCS có đúng 10 đoàn viên: không thuộc diện nhỏ, cũng chưa đạt mức trên 10.",
        "1 CĐCS chưa nộp số liệu nên chưa biết.",
    ]


def test_a_period_without_figures_has_no_candidates(run: Command, filled: Path) -> None:
    lines = run("--database", filled, "mergers", "candidates", "--period", "2024-Q1").out.splitlines()

    assert lines == ["Quý I/2024: 0 CĐCS dưới 10 đoàn viên", "7 CĐCS chưa nộp số liệu nên chưa biết."]
    plan = run("--database", filled, "mergers", "plan", "--period", "2024-Q1", "--json")
    assert (plan.json["candidates"], plan.json["groups"], plan.json["left"]) == (0, [], [])


def test_a_plan_as_json(run: Command, filled: Path) -> None:
    ended = run("--database", filled, "mergers", "plan", "--period", "2023-Q4", "--json")

    assert (ended.status, ended.err) == (0, "")
    assert list(ended.json)[:6] == ["period", "candidates", "optimal", "gap", "groups", "left"]
    assert {
        name: ended.json[name] for name in ("period", "candidates", "optimal", "gap", "min_result", "max_units")
    } == {
        "period": "2023-Q4",
        "candidates": 5,
        "optimal": True,
        "gap": 0,
        "min_result": 11,
        "max_units": 4,
    }
    assert [(group["unions"], group["members"], group["bloc"], group["area"]) for group in ended.json["groups"]] == [
        (["Hoa Mai", "CS01"], 11, "Kinh tế", "Kim Mã"),
        (["CS04", "CS03"], 13, "Kinh tế", "Kim Mã"),
    ]
    (left,) = ended.json["left"]
    assert (left["code"], left["members"]) == ("CS08", 3)
    assert left["reason"] == "không có CĐCS nhỏ nào khác cùng khối Tư pháp"
    assert left["alternative"] == "xem xét giải thể (dưới mức 5 đoàn viên để thành lập)"


def test_a_plan_to_read(run: Command, filled: Path) -> None:
    lines = run("--database", filled, "mergers", "plan", "--period", "2023-Q4").out.splitlines()

    assert lines == [
        "5 CĐCS nhỏ: 2 nhóm, còn 1 đơn vị chưa ghép",
        "Tối ưu, đã chứng minh: không có cách ghép nào tốt hơn.",
        "Nếu ghép hết: 4/5 CĐCS, đạt 80,00\N{NO-BREAK SPACE}% (đã đạt chỉ tiêu trên 65 %).",
        "Nhóm 1: 11 đoàn viên, khối Kinh tế, địa bàn Kim Mã",
        "    Hoa Mai (6)",
        "    CS01 Hoa Sen (5)",
        "Nhóm 2: 13 đoàn viên, khối Kinh tế, địa bàn Kim Mã",
        "    CS04 Hoa Đào (9)",
        "    CS03 Hoa Lan (4)",
        "Chưa ghép:",
        (
            "CS08 Hoa Cúc (3): không có CĐCS nhỏ nào khác cùng khối Tư pháp. "
            "Cách khác: xem xét giải thể (dưới mức 5 đoàn viên để thành lập)."
        ),
    ]


def test_a_plan_by_other_numbers(run: Command, filled: Path) -> None:
    numbers = ("--min-result", 20, "--max-units", 3, "--threshold", 11)

    found = run("--database", filled, "mergers", "plan", "--period", "2023-Q4", *numbers, "--json").json

    assert (found["candidates"], found["min_result"], found["max_units"]) == (6, 20, 3)
    assert {len(group["unions"]) for group in found["groups"]} <= {2, 3}
    assert min(group["members"] for group in found["groups"]) >= 20


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--max-units", "1"), "Số đơn vị nhiều nhất của một nhóm phải từ 2 trở lên"),
        (("--min-result", "0"), "phải từ 1 trở lên"),
        (("--threshold", "0"), "Ngưỡng CĐCS nhỏ phải từ 1 đoàn viên trở lên"),
        (("--threshold", "mười"), "“mười” không phải là số nguyên"),
        (("--max-units", "-3"), "--max-units"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    run: Command,
    filled: Path,
    wrong: tuple[str, str],
    words: str,
) -> None:
    assert words in run("--database", filled, "mergers", "plan", "--period", "2023-Q4", *wrong).failure


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "thiếu ACTION"),
        (("plan",), "thiếu --period"),
        (("candidates", "--period", "2023-Q5"), "2023-Q5"),
    ],
)
def test_an_incomplete_command_says_what_is_missing(
    run: Command,
    filled: Path,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    assert words in run("--database", filled, "mergers", *arguments).failure


def test_in_a_process_of_its_own(filled: Path) -> None:
    command = [sys.executable, "main.py", "--database", str(filled), "mergers", "plan", "--period", "2023-Q4", "--json"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=ASCII)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(json.loads(ended.stdout.decode())["groups"]) == 2
