"""The import page as a secretary uses it: drop files, look, choose, take them in, see what came of it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from unioncare_desktop.domain.records import Area, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, records
from unioncare_desktop.storage import backup
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.imports import ImportsPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.widgets.plan_view import WITHOUT_FIGURES
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]
Cells = Sequence[object]
LIST = ("STT", "Tên công đoàn cơ sở", "Địa bàn", "Ngày thành lập", "Tổng số CNVCLĐ", "Đoàn viên")
FIGURES = ("STT", "Mã", "Tên công đoàn cơ sở", "Tổng số CNVCLĐ", "Đoàn viên")
QUARTER = Span(2023, 1, "quarter")


def workbook(path: Path, title: str, headings: Cells, *rows: Cells) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ((title,), headings, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "danh-sach.xlsx",
        "DANH SÁCH CĐCS (Số liệu tính đến ngày 31/12/2022)",
        LIST,
        (1, "CĐCS Trường Mầm non Hoa Mai", "Phúc Xá", "15/3/2010", 20, 18),
        (2, "CĐCS  Công ty Tân Long", "Phúc Xá", "1/2/2015", "1.234", 1000),
        (3, "CĐCS Phòng Tư pháp", "Kim Mã", None, 12, 12),
    )


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "quy-1.xlsx",
        "SỐ LIỆU ĐOÀN VIÊN QUÝ I/2023",
        FIGURES,
        (1, "CS0001", "CĐCS Trường Mầm non Hoa Mai", 21, 19),
        (2, "CS0002", "CĐCS Công ty Tân Long", 1230, -5),
        (3, "CS0003", "CĐCS Phòng Tư pháp", 12, 12),
    )


@pytest.fixture
def page(qtbot: QtBot, empty_work: Work, context: Context) -> ImportsPage:
    page = ImportsPage(empty_work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.refresh()
    return page


@pytest.fixture
def add(page: ImportsPage, idle: Idle) -> Callable[..., None]:
    def add(*paths: Path) -> None:
        page.add_files(paths)
        idle(page.work)

    return add


@pytest.fixture
def take_in(page: ImportsPage, idle: Idle, add: Callable[..., None]) -> Callable[[Path], None]:
    def take_in(path: Path) -> None:
        add(path)
        page.accept.click()
        idle(page.work)

    return take_in


def unions(page: ImportsPage) -> dict[str, str | None]:
    with page.work.read() as session:
        return {row["name"]: row["code"] for row in records.rows(session, Union)}


def tabs(page: ImportsPage) -> list[str]:
    return [page.preview.tabs.tabText(place) for place in range(page.preview.tabs.count())]


def stage(page: ImportsPage) -> QWidget | None:
    return page._stages.currentWidget()


def test_nothing_is_written_before_the_user_agrees(page: ImportsPage, registry: Path, add: Callable[..., None]) -> None:
    add(registry)

    assert unions(page) == {}
    assert page.preview.head.text() == "danh-sach.xlsx · Danh sách công đoàn"
    assert page.preview.plan is not None
    repairs = len(page.preview.plan.repairs)
    assert repairs > 0
    assert page.preview._totals.text() == (
        f"3 mới, 0 thay đổi, 0 không đổi, 0 bị từ chối · {repairs} chỗ đã sửa khi đọc"
    )
    assert tabs(page)[:4] == ["Mới 3", "Thay đổi 0", "Không đổi 0", "Bị từ chối 0"]
    assert page.preview.period.currentText() == "Quý IV/2022"
    assert "Số liệu tính đến ngày 31/12/2022" in page.preview._source.text()
    assert page.preview._entries.text() == "Sẽ thêm vào danh mục: địa bàn Phúc Xá, Kim Mã."
    assert page.accept.text() == "&Nhập 3 dòng"


def test_what_will_be_stored_of_a_new_union_is_shown(
    page: ImportsPage, registry: Path, add: Callable[..., None]
) -> None:
    add(registry)

    row = page.preview._grids.currentWidget().shown_rows[0]  # type: ignore[union-attr] # a grid
    assert row.name == "CĐCS Trường Mầm non Hoa Mai"
    assert "Đoàn viên: 18" in row.after
    assert "Ngày thành lập: 15/03/2010" in row.after
    assert "Địa bàn: Phúc Xá" in row.after


def test_after_agreeing_the_result_leads_to_the_figures(
    qtbot: QtBot, page: ImportsPage, context: Context, registry: Path, take_in: Callable[[Path], None]
) -> None:
    take_in(registry)

    assert len(unions(page)) == 3
    assert stage(page) is page.result
    assert "3 đơn vị mới" in page.result.text.text()
    assert page.result.see.text() == "&Xem số liệu Quý IV/2022"
    with qtbot.waitSignal(page.go) as opened:
        page.result.see.click()
    assert opened.args == ["counts", None]
    assert context.period == "2022-Q4"

    page.result.go_on.click()
    assert stage(page) is page.area
    assert page.jobs == []


def test_rejected_rows_hold_the_rest_back_until_they_are_left_out(
    page: ImportsPage,
    registry: Path,
    figures: Path,
    take_in: Callable[[Path], None],
    add: Callable[..., None],
    idle: Idle,
) -> None:
    take_in(registry)
    add(figures)

    assert not page.accept.isEnabled()
    assert page.preview._reason.text().startswith("1 dòng bị từ chối")
    assert page.preview.tabs.tabText(page.preview.tabs.currentIndex()) == "Bị từ chối 1"
    [row] = page.preview._grids.currentWidget().shown_rows  # type: ignore[union-attr] # a grid
    assert (row.name, row.column, row.before) == ("CĐCS Công ty Tân Long", "Đoàn viên", "-5")

    page.preview.skip_rejected.click()
    idle(page.work)
    assert page.accept.isEnabled()
    assert page.accept.text() == "&Nhập 2 dòng"

    page.accept.click()
    idle(page.work)
    with page.work.read() as session:
        assert counts.totals(session, QUARTER).members == 19 + 12
    assert page.result.left_out.isVisible()
    assert page.save_rejected.isVisible()


def test_rejected_rows_come_back_as_a_workbook(
    page: ImportsPage,
    registry: Path,
    figures: Path,
    take_in: Callable[[Path], None],
    add: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    take_in(registry)
    add(figures)
    target = tmp_path / "bị từ chối.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))

    page.save_rejected.click()

    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert any("CĐCS Công ty Tân Long" in row for row in rows)
    assert not any("CĐCS Phòng Tư pháp" in row for row in rows)


def test_the_same_file_again_has_nothing_to_bring(
    page: ImportsPage, registry: Path, take_in: Callable[[Path], None], add: Callable[..., None]
) -> None:
    take_in(registry)
    add(registry)

    assert page.preview._totals.text().startswith("0 mới, 0 thay đổi, 3 không đổi")
    assert not page.accept.isEnabled()
    assert page.preview._reason.text() == "Không có gì để nhập: mọi dòng trong tệp đều đã có."


def test_figures_may_go_into_another_quarter_or_be_left_out(
    page: ImportsPage, registry: Path, add: Callable[..., None], idle: Idle
) -> None:
    add(registry)

    page.preview.period.setCurrentIndex(page.preview.period.findText("Quý I/2023"))
    idle(page.work)
    assert page.preview.plan is not None
    assert page.preview.plan.period == QUARTER
    assert page.preview.period.currentText() == "Quý I/2023"

    page.preview.period.setCurrentIndex(page.preview.period.findData(WITHOUT_FIGURES))
    idle(page.work)
    page.accept.click()
    idle(page.work)
    assert len(unions(page)) == 3
    assert page.result.see.text() == "&Xem danh sách"
    with page.work.read() as session:
        assert counts.totals(session, QUARTER.previous).reported == 0


def test_figures_without_a_period_ask_for_one(
    page: ImportsPage, tmp_path: Path, add: Callable[..., None], idle: Idle
) -> None:
    add(workbook(tmp_path / "số liệu.xlsx", "SỐ LIỆU", FIGURES, (1, "CS1", "CĐCS Trường Hoa Mai", 20, 18)))

    assert stage(page) is page.problem
    assert "không ghi số liệu của kỳ nào" in page.problem.sentence.text()

    page._choose_period.menu().actions()[1].trigger()
    idle(page.work)

    assert stage(page) is page.preview
    assert page.preview.plan is not None
    assert page.preview.plan.period == Span.quarter_of(date.today()).previous  # noqa: DTZ011 - as the page does
    assert page.accept.isEnabled()


def test_a_file_that_is_no_list_is_explained_in_place_and_the_next_one_goes_on(
    page: ImportsPage, registry: Path, tmp_path: Path, add: Callable[..., None], idle: Idle
) -> None:
    letter = tmp_path / "thư.xlsx"
    letter.write_bytes(b"Kinh gui")
    add(letter, registry)

    assert stage(page) is page.problem
    assert "thư.xlsx" in page.problem.sentence.text()
    assert [page.files.item(row).text() for row in range(page.files.count())] == [
        "thư.xlsx\nkhông đọc được",
        "danh-sach.xlsx\nchưa nhập",
    ]

    QTest.keyClick(page, Qt.Key.Key_Escape)
    idle(page.work)
    assert stage(page) is page.preview
    assert [job.path for job in page.jobs] == [registry]


def test_files_follow_each_other_each_on_what_the_one_before_left(
    page: ImportsPage, registry: Path, figures: Path, add: Callable[..., None], idle: Idle
) -> None:
    add(registry, figures)
    page.accept.click()
    idle(page.work)
    assert page.result.go_on.text() == "&Tệp tiếp theo: quy-1.xlsx"

    page.result.go_on.click()
    idle(page.work)

    assert page.preview.plan is not None
    assert page.preview.plan.rejected_rows == 1, "the registry of the first file is known, one figure is wrong"
    page.files.setCurrentRow(0)
    assert stage(page) is page.result


def test_a_change_elsewhere_makes_the_preview_anew(
    page: ImportsPage, registry: Path, add: Callable[..., None], idle: Idle
) -> None:
    add(registry)
    page.hide()
    page.work.write("Thêm", lambda session: records.insert_rows(session, Union, [{"name": "CĐCS Phòng Tư pháp"}]))

    page.show()
    idle(page.work)

    assert page.preview._totals.text().startswith("2 mới, 1 thay đổi")


def test_the_data_are_backed_up_before_anything_comes_in(
    page: ImportsPage, registry: Path, take_in: Callable[[Path], None]
) -> None:
    page.work.write("Thêm", lambda session: records.insert_rows(session, Area, [{"name": "Phúc Xá"}]))

    take_in(registry)

    path = page.work.database.path
    assert path is not None
    [made] = backup.backups(path)
    assert made.reason == "import"
    assert (made.rows["area"], made.rows["trade_union"]) == (1, 0)


def drop(target: QWidget, *paths: Path) -> None:
    """Drag *paths* over *target* and let them go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy, at = Qt.DropAction.CopyAction, target.rect().center()
    enter = QDragEnterEvent(at, copy, data, left, none)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, data, left, none))


def test_files_are_dropped_onto_the_page(page: ImportsPage, registry: Path, tmp_path: Path, idle: Idle) -> None:
    drop(page.area, registry, tmp_path / "ảnh.png")
    idle(page.work)

    assert [job.path for job in page.jobs] == [registry], "a picture is no list"
    assert stage(page) is page.preview


def test_files_are_dropped_anywhere_in_the_window(
    qtbot: QtBot, empty_work: Work, context: Context, registry: Path, idle: Idle
) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.fill(empty_work, (ReportsPage, ImportsPage))
    window.show()

    drop(window, registry)
    idle(empty_work)

    assert isinstance(window.page, ImportsPage)
    assert stage(window.page) is window.page.preview


def test_another_page_hands_over_files_and_the_dialog_chooses_more(
    page: ImportsPage, registry: Path, figures: Path, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.arrive([str(registry)])
    idle(page.work)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(figures)], ""))
    page.add()
    idle(page.work)

    assert [job.path for job in page.jobs] == [registry, figures]
    assert page.job is page.jobs[1]


def test_alt_keys_are_unique_on_the_preview(page: ImportsPage, registry: Path, add: Callable[..., None]) -> None:
    add(registry)

    texts = [
        *(button.text() for button in (page.save_rejected, page.leave, page.accept)),
        *(page.preview.skip_rejected.text(), page.preview.add_unions.text(), page.preview._period_label.text()),
    ]
    letters = [text[text.index("&") + 1].lower() for text in texts]

    assert len(letters) == len(set(letters))
