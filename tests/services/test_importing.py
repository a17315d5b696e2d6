"""Lists from Excel as a secretary meets them: what is recognised, matched, refused, stored, and said."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.imports.generate import CSV, UNITS, WORKBOOKS, code, make, members
from tests.offices import Q1, Q2, add_union, close_union
from tests.plans import AS_FOUND, outcomes, planned, reasons
from tests.sheets import figures, save, sheet
from unioncare_desktop.domain.records import Area, Sector
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import excel, member_report
from unioncare_desktop.services import counts, importing, records, unions, workbook
from unioncare_desktop.services.importing import Options, Plan
from unioncare_desktop.storage import backup, history
from unioncare_desktop.storage.database import Database, Session

SAMPLES = Path(__file__).parents[1] / "imports"
LIST, QUARTER_1, QUARTER_2 = (
    SAMPLES / name for name in ("danh-sach-theo-phuong.xlsx", "so-lieu-quy-1.xlsx", "so-lieu-quy-2.xlsx")
)
END_OF_2022 = Span.parse("2022-Q4")


def run(database: Database, *paths: Path, options: Options = AS_FOUND, dry_run: bool = False) -> list[Plan]:
    return drain(importing.import_files(database, paths, options, dry_run=dry_run))


def sums(session: Session, span: Span) -> tuple[int, int, int, int]:
    totals = counts.totals(session, span)
    return totals.workers, totals.women_workers, totals.members, totals.women_members


# The samples


def test_the_samples_are_what_the_script_makes(tmp_path: Path) -> None:
    make(tmp_path)

    for name in WORKBOOKS:
        assert workbook.read(tmp_path / name).sheets == workbook.read(SAMPLES / name).sheets
    assert (tmp_path / CSV).read_bytes() == (SAMPLES / CSV).read_bytes()


def test_a_list_of_wards_founds_the_registry_with_its_figures(database: Database) -> None:
    (plan,) = run(database, LIST)

    assert (plan.kind, plan.period) == (importing.UNIONS, END_OF_2022)
    assert "(Số liệu tính đến ngày 31/12/2022)" in plan.period_source
    assert outcomes(plan) == (10, 0, 0, 0)
    assert plan.warnings == ("Bỏ qua sheet ẩn “Ghi chú”.",)
    with database.read() as session:
        listed = {union.name: union for union in unions.listed(session)}
        assert set(listed) == {unit.name for unit in UNITS}
        for unit in UNITS:
            union = listed[unit.name]
            assert (union.area, union.bloc, union.sector) == (unit.ward, unit.bloc, unit.sector)
            assert (union.chair, union.phone) == (unit.chair, unit.phone)
            assert (union.level, union.code) == ("Công đoàn cơ sở", None)
        expected = [(unit.workers, unit.women_workers, unit.members, unit.women) for unit in UNITS]
        assert sums(session, END_OF_2022) == tuple(map(sum, zip(*expected, strict=True)))
        assert history.differences_from_folding(session) == []


def test_every_repair_is_told(database: Database) -> None:
    (plan,) = run(database, LIST)

    told = {(repair.column, repair.before): (repair.after, repair.what) for repair in plan.repairs}
    assert told["Tổng số CNVCLĐ", "1.210"] == ("1210", "số gõ dạng chữ")
    assert told["SĐT", "912345678"] == ("0912345678", "thêm lại số 0 ở đầu số điện thoại")
    assert {repair.what for repair in plan.repairs} >= {
        "bỏ xuống dòng",
        "bỏ khoảng trắng thừa",
        "ghép dấu tiếng Việt (Unicode dựng sẵn)",
    }


def test_rows_set_aside_are_named_with_the_reason(database: Database) -> None:
    (plan,) = run(database, LIST)

    assert {row.reason for row in plan.skipped_rows} == {"dòng trống", "dòng cộng", "phần ký"}
    assert any("Người lập biểu" in row.text for row in plan.skipped_rows)


def test_list_entries_that_will_be_added_are_told(database: Database) -> None:
    (plan,) = run(database, LIST)

    assert [entry.name for entry in plan.new_entries if entry.table == "area"] == ["Phúc Lâm", "Trúc Đào", "Đội Mới"]
    with database.read() as session:
        assert set(records.choices(session, Area).values()) == {"Phúc Lâm", "Trúc Đào", "Đội Mới"}
        assert list(records.choices(session, Sector).values()).count("Sự nghiệp công lập") == 1


def test_quarter_files_give_their_codes_to_the_unions_of_the_list(database: Database) -> None:
    first, *quarters = run(database, LIST, QUARTER_1, QUARTER_2)

    assert [(plan.kind, plan.period) for plan in quarters] == [(importing.COUNTS, Q1), (importing.COUNTS, Q2)]
    assert [outcomes(plan) for plan in quarters] == [(10, 0, 0, 0), (10, 0, 0, 0)]
    assert ("Mã", "", "CS0001") in quarters[0].lines[0].changes
    assert first.warnings == ("Bỏ qua sheet ẩn “Ghi chú”.",)
    with database.read() as session:
        by_name = {union.name: union.code for union in unions.listed(session)}
        assert by_name == {unit.name: code(number) for number, unit in enumerate(UNITS)}
        assert sums(session, Q2)[2] == sum(members(number, 2) for number in range(len(UNITS)))


def test_the_same_files_again_change_nothing(database: Database) -> None:
    run(database, LIST, QUARTER_1, QUARTER_2)
    with database.read() as session:
        before = history.last_change(session)

    again = run(database, LIST, QUARTER_1, QUARTER_2)

    assert [outcomes(plan) for plan in again] == [(0, 0, 10, 0)] * 3
    with database.read() as session:
        assert history.last_change(session) == before


def test_a_quarter_file_may_come_before_the_list(database: Database) -> None:
    run(database, QUARTER_1)

    (plan,) = run(database, LIST)

    assert outcomes(plan) == (0, 10, 0, 0)
    with database.read() as session:
        assert {union.area for union in unions.listed(session)} == {"Phúc Lâm", "Trúc Đào", "Đội Mới"}
        assert sums(session, END_OF_2022)[2] == sum(unit.members for unit in UNITS)


def test_headings_over_two_rows_with_sections_subtotals_and_signatures(database: Database) -> None:
    run(database, LIST)

    (plan,) = run(database, SAMPLES / "tieu-de-hai-dong.xlsx")

    assert plan.period == Span.parse("2023-Q3")
    assert outcomes(plan) == (4, 0, 0, 0)
    wanted = [UNITS[0], UNITS[1], UNITS[4], UNITS[5]]
    with database.read() as session:
        assert sums(session, Span.parse("2023-Q3")) == (
            sum(unit.workers for unit in wanted),
            sum(unit.women_workers for unit in wanted),
            sum(unit.members for unit in wanted),
            sum(unit.women for unit in wanted),
        )
    assert [row.reason for row in plan.skipped_rows] == [
        *("tên nhóm", "dòng cộng", "tên nhóm", "dòng cộng", "dòng cộng", "phần ký", "phần ký", "phần ký"),
    ]


def test_groups_of_a_single_union_from_csv(database: Database) -> None:
    (plan,) = run(database, SAMPLES / CSV, options=Options(period=Q1))

    assert outcomes(plan) == (3, 0, 0, 0)
    with database.read() as session:
        found = {row.union.name: row for row in counts.rows(session, Q1)}
        assert found["Tổ Giáo viên khối 1"].members == 1005
        assert found["Tổ Văn phòng"].union.phone == "0912345678"


def test_a_list_of_another_kind_is_not_guessed(database: Database) -> None:
    with pytest.raises(UserError, match=r"chưa nhập được loại danh sách này.*“Số suất quà”"):
        run(database, SAMPLES / "qua-tet.xlsx")


def test_mistakes_stop_everything_and_are_named(database: Database) -> None:
    run(database, LIST)

    plans = run(database, QUARTER_1, SAMPLES / "so-lieu-co-loi.xlsx", options=Options(period=Q1))

    assert outcomes(plans[1]) == (0, 1, 0, 8)
    assert [(one["row"], one["column"], one["value"]) for one in plans[1].as_json()["rejected"]] == [
        (4, "Đoàn viên", "khoảng 30"),
        (5, "ĐV nữ", "1190"),
        (6, "Đoàn viên", "-1"),
        (7, "Đoàn viên", "12.5"),
        (8, "Tổng CNVCLĐ", "#REF!"),
        (9, "Tên CĐCS", UNITS[6].name),
        (10, "Tên CĐCS", UNITS[6].name),
        (11, "Tên CĐCS", "CĐCS Trường Mầm non Hoa Xen"),
    ]
    assert "dòng 9, dòng 10" in reasons(plans[1])[5]
    assert "gần giống “CĐCS Trường Mầm non Hoa Sen”" in reasons(plans[1])[7]
    with database.read() as session:
        assert counts.rows(session, Q1)[0].reported is False
        assert {union.code for union in unions.listed(session)} == {None}


def test_good_rows_are_stored_where_the_user_leaves_out_the_others(database: Database, tmp_path: Path) -> None:
    run(database, LIST)
    bad = SAMPLES / "so-lieu-co-loi.xlsx"

    (plan,) = run(database, bad, options=Options(skip_rejected=True))
    importing.rejected_workbook(plan, workbook.read(bad), tmp_path / "tra-lai.xlsx")

    with database.read() as session:
        assert [row.union.name for row in counts.rows(session, Q1) if row.reported] == [UNITS[0].name]
    again = load_workbook(tmp_path / "tra-lai.xlsx")
    given_back = again["Số liệu"]
    assert given_back["H2"].value == "Lý do không nhập"
    assert given_back["C3"].value == UNITS[1].name
    assert "khoảng 30" in str(given_back["H3"].value)

    given_back["F3"], given_back["G4"], given_back["F5"] = 31, 390, 8
    given_back["F6"], given_back["D7"] = 25, 47
    given_back.delete_rows(9, 2)
    again.save(tmp_path / "da-sua.xlsx")
    (mended,) = run(database, tmp_path / "da-sua.xlsx")
    assert outcomes(mended) == (6, 0, 0, 0)
    with database.read() as session:
        assert sums(session, Q1)[2] == 23 + 31 + 1180 + 8 + 25 + 45 + 4


def test_rows_given_back_know_their_ward_and_their_day(database: Database, tmp_path: Path) -> None:
    top = (("(Số liệu tính đến ngày 31/12/2022)",), ("STT", "Tên CĐCS", "Đoàn viên", "Chủ tịch"))
    path = save(
        tmp_path / "hai.xlsx",
        sheet((*top, (1, "CĐCS Một", "không", "Lan"), (2, "CĐCS Hai", 5, "Mai")), "Ngọc Hà"),
        sheet((*top, (1, "CĐCS Ba", 7, "Nga")), "Kim Mã"),
    )
    (plan,) = run(database, path, options=Options(skip_rejected=True))
    importing.rejected_workbook(plan, workbook.read(path), tmp_path / "tra-lai.xlsx")
    again = load_workbook(tmp_path / "tra-lai.xlsx")
    assert again.sheetnames == ["Ngọc Hà"]
    again["Ngọc Hà"]["C4"] = 9
    again.save(tmp_path / "da-sua.xlsx")

    run(database, tmp_path / "da-sua.xlsx")

    with database.read() as session:
        assert {union.name: union.area for union in unions.listed(session)}["CĐCS Một"] == "Ngọc Hà"
        assert sums(session, END_OF_2022)[2] == 21


# Transactions


def test_a_dry_run_shows_everything_and_writes_nothing(database: Database) -> None:
    plans = run(database, LIST, QUARTER_1, dry_run=True)

    assert [outcomes(plan) for plan in plans] == [(10, 0, 0, 0), (10, 0, 0, 0)]
    with database.read() as session:
        assert unions.listed(session) == []


def test_files_taken_in_together_are_one_action(database: Database) -> None:
    run(database, LIST, QUARTER_1)

    with database.read() as session:
        titles = [action.title for action in session.query(history.Action).order_by(history.Action.id)]
    assert titles[-1] == "Nhập 2 tệp Excel: danh-sach-theo-phuong.xlsx, so-lieu-quy-1.xlsx"


def test_a_file_that_cannot_be_read_stops_the_others(database: Database, tmp_path: Path) -> None:
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")

    with pytest.raises(UserError, match=r"hong\.xlsx"):
        run(database, LIST, tmp_path / "hong.xlsx")
    with database.read() as session:
        assert unions.listed(session) == []


def test_stopping_in_the_middle_leaves_nothing(database: Database) -> None:
    task = importing.import_files(database, [LIST, QUARTER_1], Options())
    steps = [next(task).text for _time in range(8)]
    task.close()

    assert any("Đang đối chiếu so-lieu-quy-1.xlsx" in text for text in steps)
    with database.read() as session:
        assert unions.listed(session) == []


def test_a_database_that_holds_something_is_backed_up_first(database: Database, database_file: Path) -> None:
    run(database, LIST)
    assert backup.backups(database_file) == []

    run(database, QUARTER_1)

    assert [one.reason for one in backup.backups(database_file)] == ["import"]


def test_a_plan_is_void_once_the_data_has_changed(session: Session) -> None:
    plan = planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1)))
    add_union(session, "CĐCS Hai")

    with pytest.raises(Conflict):
        importing.carry_out(session, plan)


# What the program itself writes


@pytest.mark.parametrize("period", ["2023-Q1", "2023-Q2", "2023-H1", "2023"])
def test_an_exported_report_can_be_taken_in_and_changes_nothing(
    database: Database, tmp_path: Path, period: str
) -> None:
    run(database, LIST, QUARTER_1, QUARTER_2)
    span = Span.parse(period)
    with database.write("Đóng") as session:
        closed = next(union.id for union in unions.listed(session) if union.name == UNITS[3].name)
        close_union(session, closed, "30/04/2023")
    with database.read() as session:
        excel.write(member_report.build(session, span), tmp_path / "bao-cao.xlsx")

    (plan,) = run(database, tmp_path / "bao-cao.xlsx")

    assert (plan.kind, plan.period) == (importing.COUNTS, span)
    assert (plan.new, plan.changed, plan.rejected_rows, len(plan.repairs)) == (0, 0, 0, 0)
    assert plan.same >= 9
    assert plan.ignored_columns == ("Tỷ lệ",)
