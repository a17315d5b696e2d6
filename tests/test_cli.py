import json
import os
import re
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.commands import Command, Run
from tests.competitions import WORK, found_campaign, register
from tests.offices import Q1, add_union, copy_of, found_office, report
from tests.storage.test_backup import files_in, names_in
from unioncare_desktop import __version__, cli
from unioncare_desktop.domain.records import Union
from unioncare_desktop.services import checking, events, office, records
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.storage import backup

ROOT = Path(__file__).parent.parent
ASCII = os.environ | {"PYTHONIOENCODING": "ascii"}  # as a console of Windows may have it
SAMPLES = Path(__file__).parent / "imports"
REGISTER = SAMPLES / "dang-ky-thi-dua.xlsx"
LIST, QUARTER, BROKEN = (
    SAMPLES / name for name in ("danh-sach-theo-phuong.xlsx", "so-lieu-quy-1.xlsx", "so-lieu-co-loi.xlsx")
)


@pytest.fixture
def filled(database_file: Path) -> Path:
    """An office with two unions, one of which reported for the first quarter."""
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.write("Nhập") as session:
        found_office(session)
        sen = add_union(session, "Hoa Sen", code="CS01", area="Bách Hoa", sector="Hợp tác xã")
        add_union(session, "Hoa Mai", code="CS02", area="Đống Đa")
        report(session, Q1, sen, workers=1200, women_workers=500, members=9, women_members=4, admitted=2, left=1)
    return database_file


# In a process of its own


def test_a_command_in_a_process_of_its_own(filled: Path) -> None:
    command = [sys.executable, "main.py", "--database", str(filled), "status", "--period", "2023-Q1", "--json"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=ASCII)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Hợp tác xã" in json.loads(ended.stdout.decode())["unions"]["by_sector"]


def test_a_failing_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "--database", str(tmp_path / "không có.db"), "check"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=ASCII)

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == f"Không tìm thấy tệp dữ liệu {tmp_path / 'không có.db'}.\n"


def test_the_self_check_passes(run: Command) -> None:
    ended = run("--self-check")

    assert (ended.status, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == 9
    assert "LỖI" not in ended.out


def test_the_version(run: Command) -> None:
    assert run("--version") == Run(0, f"UnionCare {__version__}\n", "")


def test_help_names_every_command(run: Command) -> None:
    ended = run("--help")

    assert ended.status == 0
    for name in ("import", "report", "reports", "status", "demo", "check", "backup", "restore"):
        assert re.search(rf"^ +{name} ", ended.out, re.MULTILINE)


# status


def test_status_as_json(run: Command, filled: Path) -> None:
    ended = run("--database", filled, "status", "--period", "2023-Q1", "--json")

    assert (ended.status, ended.err) == (0, "")
    assert {name: ended.json[name] for name in ("period", "unions", "counts")} == {
        "period": "2023-Q1",
        "unions": {
            "active": 2,
            "by_sector": {"Hợp tác xã": 1, "Chưa phân loại": 1},
            "by_area": {"Bách Hoa": 1, "Đống Đa": 1},
            "small": 1,
            "missing": 1,
            "unconfirmed": 0,
        },
        "counts": {
            "workers": 1200,
            "women_workers": 500,
            "members": 9,
            "women_members": 4,
            "admitted": 2,
            "left": 1,
        },
    }


def test_status_in_words(run: Command, filled: Path) -> None:
    ended = run("--database", filled, "status", "--period", "2023-q1")

    assert ended.out.splitlines() == [
        "Quý I/2023",
        "Công đoàn cơ sở: 2, nhỏ: 1, chưa nộp: 1",
        "CNVCLĐ: 1.200 (nữ 500); đoàn viên: 9 (nữ 4)",
        "Kết nạp: 2, giảm: 1",
        "Nộp số liệu: 1/2; đúng hạn 0, muộn 0, không rõ ngày 1",
        "Việc đến hạn trong kỳ: 1; trễ hạn 1, sắp đến hạn 0, đã xong 0",
    ]


def test_status_tells_how_the_targets_of_a_plan_stand(run: Command, filled: Path) -> None:
    run("--database", filled, "plan", "load", "duong-minh-chau-94-2021")

    told = run("--database", filled, "status", "--period", "2023-Q1", "--json").json["targets"]
    assert told == [
        {
            "plan": "duong-minh-chau-94-2021",
            "indicator": "member_share",
            "comparator": ">=",
            "target": 80,
            "value": 0.75,
            "numerator": 9,
            "denominator": 1200,
            "met": False,
            "gap": 951,
            "milestone": None,
        }
    ]
    words = "Chỉ tiêu: 0 đạt, 1 chưa đạt, 0 chưa có số liệu hoặc không nêu con số"
    assert words in run("--database", filled, "status", "--period", "2023-Q1").out.splitlines()


def test_status_tells_who_has_registered(run: Command, filled: Path) -> None:
    with closing(office.open_office(filled, user="Lan")) as opened, opened.write("Thi đua") as session:
        first, _second = found_campaign(session)
        sen = next(iter(records.choices(session, Union)))
        register(session, first, sen, WORK, "Trồng hoa")

    told = run("--database", filled, "status", "--period", "2023-Q1", "--json").json
    assert told["registrations"] == {
        "round 1": {"registered_unions": 1, "missing_unions": 1, "by_kind": {WORK: 1}},
        "round 2": {"registered_unions": 0, "missing_unions": 2, "by_kind": {}},
    }
    assert run("--database", filled, "status", "--period", "2023-Q1").out.splitlines()[4:6] == [
        "Thi đua, đợt 1: 1 đơn vị đã đăng ký, 1 đơn vị chưa",
        "Thi đua, đợt 2: 0 đơn vị đã đăng ký, 2 đơn vị chưa",
    ]


@pytest.mark.parametrize("period", ["2023-H1", "2023", "2030-Q4"])
def test_status_of_any_period(run: Command, filled: Path, period: str) -> None:
    assert run("--database", filled, "status", "--period", period, "--json").json["period"] == period


# report


def test_the_kinds_of_report(run: Command) -> None:
    titles = {
        "periodic": "Báo cáo định kỳ",
        "members": "Số liệu đoàn viên, CĐCS",
        "small-unions": "Danh sách CĐCS nhỏ",
        "mergers": "Kết quả sáp nhập CĐCS",
        "targets": "Thực hiện chỉ tiêu",
        "statistics": "Biểu thống kê 1-HĐCĐ",
        "registrations": "Tổng hợp đăng ký",
        "registrations-missing": "CĐCS chưa đăng ký",
        "title-list": "Đăng ký danh hiệu",
        "pacts": "Giao ước thi đua",
        "competition-results": "Kết quả thi đua",
        "correction": "Báo cáo đính chính",
        "calls": "Danh sách cần liên hệ",
        "terms": "Danh sách cán bộ sắp hết nhiệm kỳ",
        "deadlines": "Danh sách việc đến hạn",
        "documents": "Sổ văn bản đi",
    }

    assert run("reports").out == "".join(f"{kind}\t{title}\n" for kind, title in titles.items())
    assert run("reports", "--json").json == [{"kind": kind, "title": title} for kind, title in titles.items()]


def test_a_report_is_written_in_both_formats(run: Command, filled: Path, tmp_path: Path) -> None:
    ended = run("--database", filled, "report", "members", "--period", "2023-Q1", "--out", tmp_path, "--json")

    assert (ended.status, ended.err) == (0, "")
    assert list(ended.json) == ["files"]
    written = [Path(name) for name in ended.json["files"]]
    assert [path.suffix for path in written] == [".xlsx", ".pdf"]
    assert [path.read_bytes()[:4] for path in written] == [b"PK\x03\x04", b"%PDF"]
    assert all("2023Q1" in path.name and path.parent == tmp_path for path in written)


def test_a_report_overwrites_nothing(run: Command, filled: Path, tmp_path: Path) -> None:
    command = ("--database", filled, "report", "members", "--period", "2023-Q1", "--out", tmp_path, "--format", "pdf")

    first, second = run(*command).out.split("\n")[0], run(*command).out.split("\n")[0]

    assert first != second
    assert Path(first).read_bytes() == Path(second).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("report", "moon", "--period", "2023-Q1", "--out", "."),
            "Không có báo cáo “moon”. Các báo cáo: periodic, members, small-unions, mergers, targets, statistics,",
        ),
        (("report", "members", "--period", "2023-Q1", "--out", "{tmp}/none"), "Không có thư mục"),
        (("report", "members", "--period", "2023-Q1", "--out", "{tmp}/unioncare.db"), "Không có thư mục"),
        (("report", "members", "--period", "2023-Q9", "--out", "."), "Kỳ “2023-Q9” không hợp lệ"),
        (("report", "members", "--period", "2023-Q1"), "thiếu --out"),
        (
            ("report", "members", "--period", "2023-Q1", "--out", ".", "--format", "doc"),
            "--format không nhận 'doc'; chọn",
        ),
        (("status", "--json"), "thiếu --period"),
        (("status", "--period", "1.2023"), "Kỳ “1.2023” không hợp lệ"),
        (("status", "--period"), "--period cần một giá trị"),
        (("destroy",), "COMMAND không nhận 'destroy'"),
        (("check", "--hard"), "không hiểu --hard"),
        (("mergers", "documents", "--kind", "decision", "--out", "."), "cần một trong các lựa chọn --merger"),
        (
            ("mergers", "documents", "--kind", "decision", "--out", ".", "--merger", "1", "--all-proposed"),
            "--all-proposed không đi cùng --merger",
        ),
        (("import",), "thiếu FILE"),
        (("demo", "{tmp}/new.db", "--office", "moon"), "--office không nhận 'moon'"),
        (("demo", "{tmp}/unioncare.db"), "tệp cũ không bị ghi đè"),
        (("backup", "--to", "{tmp}/unioncare.db"), "tệp cũ không bị ghi đè"),
        (("restore", "{tmp}/none.db"), "Không tìm thấy tệp dữ liệu"),
        (("import", "{tmp}/none.xlsx"), "none.xlsx"),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, tuple) else "",
)
def test_a_wrong_command_says_what_is_wrong(run: Command, filled: Path, arguments: tuple[str, ...], words: str) -> None:
    before = filled.read_bytes()

    failure = run("--database", filled, *(word.format(tmp=filled.parent) for word in arguments)).failure

    assert words in failure
    assert filled.read_bytes() == before


# Databases that cannot be used

READING = (
    ("status", "--period", "2023-Q1"),
    ("report", "members", "--period", "2023-Q1", "--out", "."),
    ("check",),
    ("backup",),
)


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", bytes(8192)], ids=["missing", "empty", "zip", "zeros"])
def test_a_file_that_is_no_database_is_told(
    run: Command, tmp_path: Path, command: tuple[str, ...], content: bytes | None
) -> None:
    path = tmp_path / "unioncare.db"
    if content is not None:
        path.write_bytes(content)
    before = files_in(tmp_path)

    assert "unioncare.db" in run("--database", path, *command).failure

    assert files_in(tmp_path) == before


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_damaged_database_is_told(run: Command, filled: Path, command: tuple[str, ...]) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))

    assert "bản sao lưu" in run("--database", filled, *command).failure


@pytest.mark.parametrize(
    "location",
    [".", "\0", "a" * 300, "postgresql://nobody:secret@localhost:1/x", "mysql://u@h/x", "postgresql://h:port/x"],
)
def test_a_place_that_cannot_be_is_told(run: Command, location: str) -> None:
    for command in READING[:3]:
        assert "secret" not in run("--database", location, *command).failure


def test_without_a_name_it_is_the_users_own_database(run: Command, own_data_folder: Path, filled: Path) -> None:
    assert str(own_data_folder) in run("status", "--period", "2023-Q1").failure

    copy_of(filled, own_data_folder / "unioncare.db")

    assert run("status", "--period", "2023-Q1", "--json").json["counts"]["members"] == 9


# demo, check, backup, restore


@pytest.mark.parametrize("which", ["ward", "district"])
def test_a_demonstration_is_a_sound_database(run: Command, tmp_path: Path, which: str) -> None:
    path = tmp_path / "thử.db"

    assert run("demo", path, "--office", which) == Run(0, f"{path}\n", "")
    assert run("--database", path, "check") == Run(0, "Tệp dữ liệu tốt.\n", "")
    assert run("--database", path, "check", "--json").json == []


def test_a_check_tells_what_it_finds(run: Command, filled: Path) -> None:
    with closing(office.open_office(filled)) as opened, opened.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_member_count_update")
        connection.exec_driver_sql("UPDATE member_count SET members = 8")

    ended = run("--database", filled, "check", "--json")

    assert ended.status == 2
    assert ended.json == [{"check": "history", "text": "Dòng member_count 1 khác với nhật ký thay đổi."}]
    assert run("--database", filled, "check").out == "Dòng member_count 1 khác với nhật ký thay đổi.\n"


def test_a_backup_and_back_again(run: Command, filled: Path, tmp_path: Path) -> None:
    made = run("--database", filled, "backup", "--json").json
    copied = run("--database", filled, "backup", "--to", tmp_path / "usb" / "copy.db").out.strip()

    assert set(made) == {"file", "sha256", "rows"}
    assert made["sha256"] == backup.digest(Path(made["file"]))
    assert made["rows"]["trade_union"] == 2
    filled.write_bytes(b"")
    assert run("--database", filled, "restore", copied).status == 0
    assert names_in(filled) == ["Hoa Mai", "Hoa Sen"]
    assert run("--database", filled, "restore", made["file"]).out.startswith(f"Đã khôi phục {filled} từ {made['file']}")


def test_a_server_is_not_backed_up_from_here(run: Command) -> None:
    assert "pg_dump" in run("--database", "postgresql://localhost/x", "backup").failure


# import


def rows_of(path: Path) -> dict[str, int]:
    return backup.row_counts(path)


def test_importing_needs_no_set_up(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "mới" / "unioncare.db"

    ended = run("--database", path, "import", LIST, QUARTER, "--json")

    assert (ended.status, ended.err) == (0, "")
    for plan, file in zip(ended.json, (LIST, QUARTER), strict=True):
        assert list(plan) == ["file", "kind", "new", "changed", "same", "repairs", "rejected"]
        assert Path(plan["file"]).name == file.name
        assert plan["rejected"] == []
    assert ended.json[0]["new"] == 10
    with closing(office.open_office(path)) as opened:
        assert checking.check(opened) == []
    assert run("--database", path, "status", "--period", "2023-Q1", "--json").json["unions"]["active"] == 10


def test_importing_again_changes_nothing(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    command = ("--database", path, "import", LIST, QUARTER, "--json")
    run(*command)
    before = rows_of(path)

    again = run(*command).json

    assert [(plan["new"], plan["changed"]) for plan in again] == [(0, 0), (0, 0)]
    assert rows_of(path) == before


def test_a_dry_run_writes_nothing(run: Command, filled: Path) -> None:
    before = rows_of(filled)

    assert run("--database", filled, "import", LIST, "--dry-run", "--json").json["new"] == 10

    assert rows_of(filled) == before


def test_what_is_rejected_stops_the_import(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    run("--database", path, "import", LIST, QUARTER)
    before = rows_of(path)

    ended = run("--database", path, "import", BROKEN, "--json")

    assert ended.status == 1
    assert ended.json["rejected"]
    for rejected in ended.json["rejected"]:
        assert list(rejected) == ["sheet", "row", "column", "value", "reason"]
        assert isinstance(rejected["row"], int)
        assert rejected["reason"]
    assert rows_of(path) == before


def test_what_is_rejected_can_be_left_out(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    file = copy_of(BROKEN, tmp_path / BROKEN.name)
    run("--database", path, "import", LIST, QUARTER)

    ended = run("--database", path, "import", file, "--skip-rejected", "--json")

    assert ended.status == 1
    assert ended.json["changed"] == 1
    again = run("--database", path, "import", file, "--skip-rejected", "--json").json
    assert (again["changed"], again["same"], again["rejected"]) == (0, 1, ended.json["rejected"])


def test_what_is_rejected_is_told_line_by_line(run: Command, tmp_path: Path) -> None:
    ended = run("--database", tmp_path / "unioncare.db", "import", LIST, BROKEN)

    assert ended.status == 1
    assert "  Số liệu, dòng 6, Đoàn viên: không được âm" in ended.out.splitlines()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600), b"%PDF-1.7", b"<html>"])
def test_a_file_that_is_no_workbook_is_told(run: Command, filled: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "danh sách.xlsx"
    file.write_bytes(content)
    before = rows_of(filled)

    assert "danh sách.xlsx" in run("--database", filled, "import", LIST, file).failure

    assert rows_of(filled) == before


def test_a_folder_is_no_workbook(run: Command, filled: Path, tmp_path: Path) -> None:
    assert run("--database", filled, "import", tmp_path).failure


def test_a_register_is_taken_in_without_preparation(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    run("--database", path, "import", LIST, QUARTER)

    ended = run("--database", path, "import", REGISTER, "--json")
    assert (ended.status, ended.json["kind"], ended.json["new"]) == (1, "registrations", 6)
    assert ended.json["campaign"]["new"] is True
    assert [(one["row"], one["column"], one["value"]) for one in ended.json["rejected"]] == [
        (10, "Ngày đăng ký", "30/02/2023")
    ]
    assert run("--database", path, "status", "--period", "2023-Q1", "--json").json["registrations"] == {}

    told = run("--database", path, "import", REGISTER, "--skip-rejected")
    assert told.status == 1
    assert "lập mới phong trào “Phong trào thi đua trong CNVCLĐ năm 2023”: Đợt 1 (01/01–30/06/2023), Đợt 2" in told.out
    status = run("--database", path, "status", "--period", "2023-Q1", "--json").json
    assert status["registrations"]["round 1"]["by_kind"]["Công trình, phần việc"] == 1
    assert (status["competition"]["registrations"], status["competition"]["registered_unions"]) == (6, 3)

    again = run("--database", path, "import", REGISTER, "--skip-rejected", "--json").json
    assert (again["new"], again["changed"], again["same"], again["campaign"]["new"]) == (0, 0, 6, False)
    assert run("--database", path, "undo").out == "Hoàn tác: Nhập tệp Excel dang-ky-thi-dua.xlsx\n"
    assert run("--database", path, "status", "--period", "2023-Q1", "--json").json["registrations"] == {}


def test_an_import_is_preceded_by_a_backup(run: Command, filled: Path) -> None:
    run("--database", filled, "import", LIST)

    newest = backup.newest_backup(filled)

    assert newest is not None
    assert newest.reason == "import"
    assert names_in(newest.path) == ["Hoa Mai", "Hoa Sen"]


def test_stopping_with_the_keyboard_is_told(run: Command, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_session: object, _span: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("unioncare_desktop.services.status.status", stopped)

    assert run("--database", filled, "status", "--period", "2023-Q1").failure == "Đã dừng; chưa có gì được ghi."


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "members", "--period", "2023-Q1", "--out", "{long}"),
        ("demo", "{long}"),
        ("backup", "--to", "{long}"),
        ("restore", "{long}"),
        ("import", "{long}.xlsx"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_name_that_no_disk_takes_is_told(run: Command, filled: Path, arguments: tuple[str, ...]) -> None:
    long = filled.parent / ("a" * 300)

    assert "aaa" in run("--database", filled, *(word.format(long=long) for word in arguments)).failure


def test_no_command_opens_the_window() -> None:
    assert cli._parser().parse_args([]).command is None


# registry


def test_the_registry_as_of_a_day(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "so.db"
    with closing(office.open_office(path, create=True)) as database, database.write("Thử") as session:
        upper = add_union(session, "LĐLĐ quận")
        union_id = add_union(session, "Hoa Sen", code="CS01", area="Kim Mã", upper_id=upper, founded_on="2/2/2020")
        report(session, Q1, union_id, members=9)
        events.record(session, EventDraft(union_id, "renamed", date(2023, 7, 1), {"name": "Hoa Mai"}))
        events.record(session, EventDraft(union_id, "closed", date(2023, 9, 1)))

    (before, _upper) = run("--database", path, "registry", "--as-of", "2023-06-30", "--json").json
    assert before == {
        "code": "CS01",
        "name": "Hoa Sen",
        "level": "Công đoàn cơ sở",
        "upper": "LĐLĐ quận",
        "sector": None,
        "bloc": None,
        "area": "Kim Mã",
        "state": "active",
        "successor": None,
        "founded_on": "2020-02-02",
        "closed_on": None,
        "members": 9,
    }
    (now, _upper) = run("--database", path, "registry", "--json").json
    assert (now["name"], now["state"], now["closed_on"]) == ("Hoa Mai", "closed", "2023-09-01")
    (early,) = run("--database", path, "registry", "--as-of", "1/2/2020", "--json").json
    assert early["name"] == "LĐLĐ quận"
    assert run("--database", path, "registry").out.startswith("CS01\tHoa Mai\tLĐLĐ quận\tclosed\n")


def test_a_day_that_does_not_exist(run: Command) -> None:
    assert "30/02/2023" in run("registry", "--as-of", "30/02/2023").failure


# History and undo


@pytest.fixture
def office_with_changes(database_file: Path) -> Path:
    """A union whose members were typed by one and changed by another."""
    with closing(office.open_office(database_file, user="Lan")) as opened:
        with opened.write("Thêm CĐCS Hoa Sen") as session:
            union_id = add_union(session, "CĐCS Hoa Sen", code="CS1")
            add_union(session, "CĐCS Hoa Mai", code="CS2")
        with opened.write("Nhập Quý I/2023") as session:
            report(session, Q1, union_id, members=8)
    with (
        closing(office.open_office(database_file, user="Mai")) as opened,
        opened.write("Sửa đoàn viên") as session,
    ):
        report(session, Q1, union_id, members=9)
    return database_file


def test_history_tells_who_changed_what(run: Command, office_with_changes: Path) -> None:
    newest, typed, added, *_rest = run("--database", office_with_changes, "history", "--json").json

    assert [one["title"] for one in (newest, typed, added)] == ["Sửa đoàn viên", "Nhập Quý I/2023", "Thêm CĐCS Hoa Sen"]
    assert (newest["who"], newest["kind"], newest["undone"]) == ("Mai", "edit", False)
    (change,) = newest["changes"]
    assert (change["table"], change["field"], change["label"]) == ("member_count", "members", "Đoàn viên")
    assert (change["record"], change["old"], change["new"]) == ("CĐCS Hoa Sen, Quý I/2023", 8, 9)
    assert datetime.fromisoformat(newest["at"]).tzinfo is not None


def test_history_of_one_union(run: Command, office_with_changes: Path) -> None:
    found = run("--database", office_with_changes, "history", "--union", "cs2", "--json").json
    assert [one["title"] for one in found] == ["Thêm CĐCS Hoa Sen"]
    assert {change["record"] for change in found[0]["changes"]} == {"CĐCS Hoa Mai"}

    lines = run("--database", office_with_changes, "history", "--union", "CS1").out
    assert "CĐCS Hoa Sen, Quý I/2023, Đoàn viên: 8 → 9" in lines
    assert "CS9" in run("--database", office_with_changes, "history", "--union", "CS9").failure


def test_undo_takes_back_the_newest_action_and_does_it_again(run: Command, office_with_changes: Path) -> None:
    at = ("--database", office_with_changes)
    assert run(*at, "undo").out.strip() == "Hoàn tác: Sửa đoàn viên"
    undone, newest, *_rest = run(*at, "history", "--json").json
    assert (undone["state"], newest["undone"]) == ("undo", True)
    assert [(one["old"], one["new"]) for one in undone["changes"]] == [(9, 8)]

    assert run(*at, "undo", undone["id"]).out.strip() == "Làm lại: Sửa đoàn viên"
    assert run(*at, "check").status == 0


def test_an_undo_that_something_depends_on_is_refused(run: Command, office_with_changes: Path) -> None:
    at = ("--database", office_with_changes)
    typed = run(*at, "history", "--json").json[1]["id"]

    refused = run(*at, "undo", typed)

    assert (refused.status, refused.out) == (2, "")
    assert "Sửa đoàn viên – Mai" in refused.err
    assert "số 999" in run(*at, "undo", 999).failure


def test_a_server_that_is_not_found_is_said(run: Command) -> None:
    assert (
        "Không tìm thấy máy chủ dữ liệu" in run("--database", "postgresql+psycopg://x@khong.invalid/x", "check").failure
    )


@pytest.mark.parametrize("number", ["abc", "0x1", "1.5", "9" * 20])
def test_what_is_no_number_of_an_action_is_refused(run: Command, office_with_changes: Path, number: str) -> None:
    assert (
        f"“{number}” không phải là số của một thao tác"
        in run("--database", office_with_changes, "undo", number).failure
    )


def test_history_is_readable_without_json(run: Command, office_with_changes: Path) -> None:
    """Days and states as they are on screen, the moment by the clock of the user."""
    lines = run("--database", office_with_changes, "history").out

    assert "Liên đoàn Lao động quận, huyện, Dùng đến ngày: – → 30/06/2025" in lines
    assert "False" not in lines
    assert re.search(r"^\d+\t\d\d/\d\d/\d{4} \d\d:\d\d\tMai\tSửa đoàn viên$", lines, re.MULTILINE)


def test_a_registry_without_unions_prints_nothing(run: Command, database_file: Path) -> None:
    assert run("--database", database_file, "registry").out == ""
    assert run("--database", database_file, "registry", "--json").json == []


def test_where_nothing_is_left_undo_says_so(run: Command, database_file: Path) -> None:
    assert run("--database", database_file, "undo").failure == "Không còn gì để hoàn tác."
