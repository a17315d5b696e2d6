"""The commands that carry mergers out, list them and take them back."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.actions import office_of
from tests.commands import Command
from tests.offices import Q4, report
from tests.test_cli_mergers import filled, propose  # noqa: F401 - a fixture
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import events, office, unions
from unioncare_desktop.services.event_book import EventDraft

DECISION = ("--decision", "12/QĐ-LĐLĐ", "--effective", "2024-01-01")


def plan_of(file: Path, *groups: dict[str, Any], **more: Any) -> Path:  # noqa: ANN401 - JSON
    """A plan beside the database."""
    path = file.parent / "plan.json"
    path.write_text(json.dumps({"period": "2023-Q4", "groups": groups} | more), encoding="utf-8")
    return path


def contents(file: Path) -> Any:  # noqa: ANN401 - compared with another
    with closing(office.open_office(file)) as opened, opened.read() as session:
        return office_of(session)


def test_a_plan_is_carried_out_listed_and_taken_back(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    before = contents(filled)
    planned = run("--database", filled, "mergers", "plan", "--period", "2023-Q4", "--json")
    path = filled.parent / "plan.json"
    path.write_text(planned.out, encoding="utf-8-sig")

    done = run("--database", filled, "mergers", "apply", path, *DECISION, "--decided", "20/12/2023", "--json").json
    number = done.pop("id")
    assert done == {
        "mergers": [
            {"id": 1, "result": "Hoa Mai", "sources": ["CS01"], "members": 11},
            {"id": 2, "result": "CS04", "sources": ["CS03"], "members": 13},
        ],
        "target": "4/5 CĐCS, đạt 80,00\N{NO-BREAK SPACE}%",
    }
    (first, _second) = run("--database", filled, "mergers", "list", "--json").json
    assert first == {
        "id": 2,
        "action": number,
        "kind": "absorbed",
        "state": "done",
        "result": "CS04",
        "name": "Hoa Đào",
        "sources": ["CS03"],
        "members": 13,
        "period": "2023-Q4",
        "proposal": None,
        "proposed_on": None,
        "decision": "12/QĐ-LĐLĐ",
        "decided_on": "2023-12-20",
        "effective_on": "2024-01-01",
    }
    registry = {one["name"]: one for one in run("--database", filled, "registry", "--json").json}
    assert (registry["Hoa Lan"]["state"], registry["Hoa Lan"]["successor"]) == ("merged", "Hoa Đào")
    assert run("--database", filled, "check").status == 0

    undone = run("--database", filled, "mergers", "undo", number)
    assert undone.out == "Hoàn tác: Sáp nhập 2 nhóm CĐCS theo 12/QĐ-LĐLĐ\n"
    assert contents(filled) == before
    assert "đã được hoàn tác rồi" in run("--database", filled, "mergers", "undo", number).failure


def test_groups_say_into_what_or_how_it_is_called(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    path = plan_of(
        filled,
        {"unions": ["CS01", "hoa mai"], "name": "Vườn Hoa", "chair": "Lê An"},
        {"unions": ["CS03", "CS04"], "into": "CS03"},
    )
    lines = run("--database", filled, "mergers", "apply", path, *DECISION).out.splitlines()

    number = lines[0].partition(":")[0]
    assert lines == [
        (
            f"{number}: hợp nhất thành đơn vị mới (đã thực hiện), CS01, Hoa Mai → Vườn Hoa, 11 đoàn viên, 12/QĐ-LĐLĐ"
            " 01/01/2024"
        ),
        f"{number}: sáp nhập vào một đơn vị (đã thực hiện), CS04 → CS03, 13 đoàn viên, 12/QĐ-LĐLĐ 01/01/2024",
        "4/5 CĐCS, đạt 80,00\N{NO-BREAK SPACE}%",
        f"Hoàn tác: mergers undo {number}",
    ]
    assert run("--database", filled, "mergers", "list").out.splitlines() == lines[1::-1]


def test_a_plan_without_a_period_goes_by_the_newest_figures(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    path = plan_of(filled, {"unions": ["CS03", "CS04"]}, period=None)

    (merger,) = run("--database", filled, "mergers", "apply", path, *DECISION, "--json").json["mergers"]
    assert (merger["result"], merger["members"]) == ("CS04", 13)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "plan.json không phải là phương án ghép: không đọc được theo dạng JSON."),
        ("[1]", "thiếu danh sách “groups”"),
        ('{"groups": []}', "không có nhóm nào"),
        ('{"groups": [7]}', "nhóm 1 thiếu danh sách mã “unions”"),
        ('{"groups": [{"unions": [1, 2]}]}', "nhóm 1 thiếu danh sách mã “unions”"),
        ('{"groups": [{"unions": ["CS01", "CS03"], "into": 5}]}', "nhóm 1 có giá trị sai kiểu"),
        ('{"period": 2023, "groups": [{"unions": ["CS01", "CS03"]}]}', "kỳ “period” phải là chữ"),
        ('{"period": "2023-Q7", "groups": [{"unions": ["CS01", "CS03"]}]}', "Kỳ “2023-Q7” không hợp lệ."),
        ("[" * 100_000, "không đọc được theo dạng JSON"),
    ],
)
def test_a_broken_plan_is_refused(run: Command, filled: Path, text: str, words: str) -> None:  # noqa: F811 - the fixture
    before = contents(filled)
    path = filled.parent / "plan.json"
    path.write_text(text, encoding="utf-8")

    assert words in run("--database", filled, "mergers", "apply", path, *DECISION).failure
    assert contents(filled) == before


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ({"unions": ["CS01", "CS99"]}, "Nhóm 2: không có công đoàn nào có mã hoặc tên “CS99”."),
        ({"unions": ["CS01", "Hoa Mai"], "into": "CS99"}, "có mã hoặc tên “CS99”."),
        ({"unions": ["CS01", "Hoa Mai"], "members": 12}, "Nhóm 2: phương án tính 12 đoàn viên, nay là 11."),
        ({"unions": ["CS01", "CS03"]}, "cũng nằm trong nhóm"),
        ({"unions": ["CS01"]}, "Cần ít nhất hai đơn vị"),
        ({"unions": ["CS01", "Hoa Mai"], "into": "CS08"}, "không nằm trong nhóm"),
    ],
)
def test_all_of_a_plan_or_nothing(
    run: Command,
    filled: Path,  # noqa: F811 - a fixture
    group: dict[str, Any],
    words: str,
) -> None:
    before = contents(filled)
    path = plan_of(filled, {"unions": ["CS03", "CS04"]}, group)

    assert words in run("--database", filled, "mergers", "apply", path, *DECISION).failure
    assert contents(filled) == before


def test_other_upper_unions_are_confirmed(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    with closing(office.open_office(filled, user="Lan")) as opened, opened.write("Chuyển") as session:
        ids = {union.code: union.id for union in unions.listed(session)}
        events.record(session, EventDraft(ids["CS03"], "moved", Span.parse("2023").start, {"upper_id": ids["CS09"]}))
    path = plan_of(filled, {"unions": ["CS03", "CS04"]})

    refused = run("--database", filled, "mergers", "apply", path, *DECISION).failure
    assert "cấp trên khác nhau" in refused
    assert "--across-uppers" in refused
    assert run("--database", filled, "mergers", "apply", path, *DECISION, "--across-uppers").status == 0


def test_a_future_day_and_a_missing_file_are_refused(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    path = plan_of(filled, {"unions": ["CS03", "CS04"]})
    ahead = ("--decision", "1", "--effective", "2199-01-01")

    assert "còn ở tương lai" in run("--database", filled, "mergers", "apply", path, *ahead).failure
    missing = run("--database", filled, "mergers", "apply", filled.parent / "none.json", *DECISION).failure
    assert "Không đọc hoặc không ghi được" in missing


def test_only_mergers_are_taken_back(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    propose(filled)
    ids = [action["id"] for action in run("--database", filled, "history", "--json").json]

    for number in ids[:2]:
        assert "không phải là việc sáp nhập" in run("--database", filled, "mergers", "undo", number).failure
    assert "Không có thao tác số 999" in run("--database", filled, "mergers", "undo", 999).failure


def test_what_depends_on_a_merger_is_named(run: Command, filled: Path) -> None:  # noqa: F811 - the fixture
    path = plan_of(filled, {"unions": ["CS03", "CS04"]})
    number = run("--database", filled, "mergers", "apply", path, *DECISION, "--json").json["id"]
    with closing(office.open_office(filled, user="Lan")) as opened, opened.write("Nhập quý sau") as session:
        result = next(union.id for union in unions.listed(session) if union.code == "CS04")
        report(session, Q4.next, result, members=13)

    refused = run("--database", filled, "mergers", "undo", number)
    assert refused.status == 2
    assert "sau đó “Hoa Đào” đã có thêm 1 số liệu đoàn viên. Chưa có gì thay đổi." in refused.err
    assert "• Nhập quý sau – Lan" in refused.err
