"""The reports page as a secretary uses it: choose a period, see what is missing, look at the report, export, print."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from tests import competitions, offices
from tests.ui.hands import CTRL, SHIFT, Key, Reader, press, type_text
from unioncare_desktop.domain.records import DocumentType, MemberCount, Office
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports.document import SignatureBlock
from unioncare_desktop.services import counts, issued, mergers, office, records
from unioncare_desktop.services.counts import Entry
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.issue_dialog import IssueDialog
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]
LAST = Span(2026, 4, "quarter")


def text_of(pdf: bytes, page: int = 0) -> str:
    return " ".join(PdfPages(pdf).text(page).split())


def shown(qtbot: QtBot, work: Work, context: Context) -> ReportsPage:
    page = ReportsPage(work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.arrive("members")
    page.refresh()
    return page


def wait_for(qtbot: QtBot, page: ReportsPage, **wanted: object) -> None:
    """Wait until the preview is of a request with the *wanted* span."""

    def ready() -> bool:
        preview = page.report.preview
        if preview is None or page.report.busy:
            return False
        return all(getattr(preview.request, name) == value for name, value in wanted.items())

    qtbot.waitUntil(ready, timeout=20_000)


@pytest.fixture
def page(qtbot: QtBot, work: Work, context: Context) -> ReportsPage:
    page = shown(qtbot, work, context)
    wait_for(qtbot, page, span=LAST)
    return page


def test_it_opens_with_the_latest_quarter_and_what_is_missing(page: ReportsPage, work: Work, context: Context) -> None:
    with work.read() as session:
        missing = counts.totals(session, LAST).missing

    assert page.report.preview is not None
    assert "Quý IV/2026" in text_of(page.report.preview.pdf)
    assert missing > 0
    assert page.report.panel.doors["missing"].accessibleName() == f"{missing} đơn vị chưa nộp số liệu"
    assert (context.period, context.period_title) == (LAST.code, "Quý IV/2026")
    reader = page.report.reader
    assert (reader.number.text(), reader.count.text()) == ("1", f"/ {len(reader.pages or ())}")


def test_ctrl_page_keys_and_the_kind_of_period_change_the_report(qtbot: QtBot, page: ReportsPage) -> None:
    page.previous_period()
    wait_for(qtbot, page, span=LAST.previous)
    page.next_period()
    page.next_period()
    assert page.span == LAST, "there is nothing after the last quarter"

    page.kind.setCurrentIndex(1)
    wait_for(qtbot, page, span=Span(2026, 2, "half"))
    page.previous_period()
    assert page.span == Span(2026, 1, "half")

    page.kind.setCurrentIndex(2)
    wait_for(qtbot, page, span=Span(2026, 1, "year"))
    assert page.report.preview is not None
    assert "năm 2026" in text_of(page.report.preview.pdf)


def test_changed_figures_change_the_preview(qtbot: QtBot, page: ReportsPage, work: Work) -> None:
    with work.read() as session:
        missing = next(row.union.id for row in counts.rows(session, LAST) if row.missing)
    before = page.report.preview
    work.write("Nhập", lambda session: counts.enter(session, LAST, [Entry(missing, "members", 12)]))

    page.refresh()

    qtbot.waitUntil(lambda: page.report.preview is not before, timeout=20_000)
    assert page.report.preview is not None
    assert before is not None
    assert page.report.preview.standing.counts["missing"] == before.standing.counts["missing"] - 1


def test_the_chips_are_doors_to_the_figures(qtbot: QtBot, page: ReportsPage) -> None:
    opened: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: opened.append((name, argument)))

    QTest.keyClick(page.report.panel.doors["missing"], Qt.Key.Key_Return)
    QTest.mouseClick(page.report.panel._office, Qt.MouseButton.LeftButton)

    assert opened == [("counts", "missing"), ("settings", "office")]
    qtbot.wait(1)


def test_both_files_go_into_the_remembered_folder(
    page: ReportsPage, context: Context, work: Work, tmp_path: Path, idle: Idle
) -> None:
    context.settings.last_export_folder = str(tmp_path)

    press(page, Key.Key_E, modifier=CTRL | SHIFT)
    idle(work)

    [xlsx, pdf] = page.report.panel.saved.paths
    assert page.report.panel.saved.isVisible()
    assert (xlsx.suffix, pdf.suffix) == (".xlsx", ".pdf")
    assert page.report.preview is not None
    assert pdf.read_bytes() == page.report.preview.pdf, "what was previewed is what is signed"
    assert CalamineWorkbook.from_path(xlsx).sheet_names


def test_the_folder_is_asked_for_once(
    page: ReportsPage, context: Context, work: Work, tmp_path: Path, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [str(tmp_path / "Báo cáo"), ""]
    (tmp_path / "Báo cáo").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: asked.pop(0))

    page.export()
    idle(work)
    page.export()
    idle(work)

    assert asked == [""], "the second time nothing was asked"
    assert context.settings.last_export_folder == str(tmp_path / "Báo cáo")
    assert sorted(path.suffix for path in (tmp_path / "Báo cáo").iterdir()) == [".xlsx", ".xlsx"]


def test_nothing_is_written_where_no_folder_is_chosen(page: ReportsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: "")

    page.export()

    assert page.report.panel.saved.paths == []


def test_what_is_previewed_is_printed(
    page: ReportsPage, work: Work, tmp_path: Path, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages 2 to 3, twice, each as it is seen: the printer is a PDF file, its pages are compared pixel by pixel."""

    def accept(dialog: QPrintDialog) -> int:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        printer.setResolution(150)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)
        printer.setCopyCount(2)
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)

    page.print_out()
    idle(work)

    printed, seen = PdfPages((tmp_path / "paper.pdf").read_bytes()), page.report.reader.pages
    assert seen is not None
    assert len(printed) == 4
    for place, index in enumerate((1, 2, 1, 2)):
        sheet = printed.image(place, 1)
        same, *others = (difference(sheet, seen.image(one, 1)) for one in (index, *({0, 1, 2} - {index})))
        assert same < 8, f"sheet {place + 1}: only thin lines of tables fall otherwise between the dots"
        assert 2 * same < min(others), "another page is not like it"


def difference(one: QImage, other: QImage) -> float:
    """How far two pictures lie apart, seen from a little away: 0 to 255, on the average of their points."""
    first, second = (
        image.scaled(210, 297, mode=Qt.TransformationMode.SmoothTransformation).convertToFormat(
            QImage.Format.Format_Grayscale8
        )
        for image in (one, other)
    )
    pairs = zip(bytes(first.constBits()), bytes(second.constBits()), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (first.width() * first.height())


def test_what_the_head_of_the_document_lacks_is_said(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    def fill(session: object) -> None:
        draft = office.draft(session, "single")  # type: ignore[arg-type] # a session is opaque here
        draft.values["name"] = "CĐCS Trường Mầm non Hoa Ban"
        records.save(session, draft)  # type: ignore[arg-type] # the same

    empty_work.write("Đặt tên", fill)
    page = shown(qtbot, empty_work, context)
    with empty_work.read() as session:
        assert records.rows(session, Office)[0]["signer_name"] is None
        assert records.rows(session, MemberCount) == []

    page.report.panel.show_document(SignatureBlock("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", ""), "")

    assert page.report.panel._unfinished.text() == "Còn thiếu: nơi gửi, họ tên người ký."


def test_an_empty_office_is_told_what_to_do_first(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    page = shown(qtbot, empty_work, context)
    opened: list[str] = []
    page.go.connect(lambda name, _argument: opened.append(name))

    assert page._stack.currentWidget() is page.empty
    for button in page._stack.findChildren(QPushButton):
        if button.isVisible():
            button.click()

    assert not any(button.isVisible() for button in page.report.buttons)
    assert sorted(opened) == ["counts", "imports"]


def test_ctrl_and_the_wheel_zoom_the_preview_not_the_window(
    qtbot: QtBot, work: Work, context: Context, look: Theme
) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.fill(work, (ReportsPage,))
    window.show()
    qtbot.waitExposed(window)
    page = window.page
    assert isinstance(page, ReportsPage)
    wait_for(qtbot, page, span=LAST)
    fitted = page.report.view.scale()

    wheel(window, page.report.view)
    assert (look.zoom, page.report.view.scale() > fitted) == (100, True)
    wheel(window, page.report.panel)
    assert look.zoom == 110


def test_a_quarter_in_which_unions_were_merged_has_reports(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    def merged(session: Session) -> None:
        ids = tuple(offices.add_union(session, name, level="Công đoàn cơ sở") for name in ("CĐCS Sen", "CĐCS Mai"))
        for union_id in ids:
            offices.report(session, offices.Q4, union_id, workers=9, members=8)
        day = date(2024, 1, 1)
        mergers.carry_out(session, [MergerDraft(ABSORBED, ids, offices.Q4, result_id=ids[0], effective_on=day)])

    empty_work.write("Ghép", merged)
    page = shown(qtbot, empty_work, context)
    page.arrive("mergers")
    page.next_period()
    wait_for(qtbot, page, span=Span(2024, 1, "quarter"))

    assert page.report.preview is not None
    assert "2/2 CĐCS, đạt 100,00 %" in text_of(page.report.preview.pdf)


def wheel(window: MainWindow, over: QWidget) -> None:
    """Turn the wheel by one notch with Ctrl held down."""
    at = QPointF(over.mapTo(window, over.rect().center()))
    event = QWheelEvent(
        at,
        QPointF(window.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's
    )
    QApplication.sendEvent(window.windowHandle(), event)


def test_a_round_of_a_competition_has_reports_before_there_are_figures(
    qtbot: QtBot, empty_work: Work, context: Context
) -> None:
    def found(session: Session) -> None:
        offices.found_office(session)
        first, _second = competitions.found_campaign(session)
        union_id = offices.add_union(session, "CĐCS Hoa Sen")
        competitions.register(session, first, union_id, competitions.WORK, "Trồng cây")

    empty_work.write("Thi đua", found)
    page = shown(qtbot, empty_work, context)
    page.arrive("registrations")
    page.kind.setCurrentIndex(page.kind.findData("year"))
    wait_for(qtbot, page, span=offices.YEAR)

    assert page.report.preview is not None
    assert "1 trên 1 công đoàn cơ sở đã đăng ký thi đua" in text_of(page.report.preview.pdf)
    assert not any(door.isVisible() for door in page.report.panel.doors.values()), "no figures are told"


def test_what_is_missing_of_figures_is_shown_beside_reports_of_them(qtbot: QtBot, page: ReportsPage) -> None:
    page.arrive("pacts")
    qtbot.waitUntil(lambda: not page.report.panel.doors["missing"].isVisible(), timeout=20_000)
    page.arrive("members")
    qtbot.waitUntil(page.report.panel.doors["missing"].isVisible, timeout=20_000)


def test_it_needs_no_more_height_than_a_small_screen_has(page: ReportsPage) -> None:
    """The panel scrolls by itself: at 150 % there are 660 / 1.5 for the page, and the window would scroll too."""
    assert page.heightForWidth(page.width()) < 660 / 1.5


def test_alt_keys_are_unique(page: ReportsPage) -> None:
    letters = [
        button.text()[button.text().index("&") + 1].lower()
        for button in page.findChildren(QPushButton)
        if "&" in button.text() and (button.isVisible() or page.report.panel.isAncestorOf(button))
    ]

    assert len(letters) == len(set(letters))


def test_the_register_can_be_printed_before_there_are_any_figures(
    qtbot: QtBot, empty_work: Work, context: Context
) -> None:
    """An office that has only written letters: no report to make of figures, but its register."""
    empty_work.write("Ghi công văn", _enter_letter)
    page = ReportsPage(empty_work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.refresh()
    assert page.empty.isVisible()
    page.arrive("documents")
    qtbot.waitUntil(lambda: not page.documents.busy and len(page.documents.lines) == 1, timeout=20_000)

    page.print_out()
    wait_for(qtbot, page, span=Span(2023, 1, "year"))

    assert not page.empty.isVisible()
    assert page.report.preview is not None
    assert "đã cấp số 1 văn bản" in text_of(page.report.preview.pdf).replace("\xa0", " ")


def _enter_letter(session: Session) -> None:
    offices.found_office(session, "district", name="LĐLĐ quận Thử")
    draft = issued.new_draft(session, date(2023, 5, 4))
    letter = next(key for key, name in records.choices(session, DocumentType).items() if name == "Công văn")
    draft.values |= {"type_id": letter, "subject": "Mời họp"}
    issued.enter(session, draft)


def test_an_office_without_a_name_is_told_that_it_gets_no_number(
    qtbot: QtBot, page: ReportsPage, work: Work, reader: Reader
) -> None:
    work.write("Bỏ tên", lambda session: records.delete(session, Office, [1]))
    page.refresh()
    wait_for(qtbot, page, span=LAST)

    page.report.issue()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, IssueDialog) and one.isVisible())
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
    assert dialog.problem.text() == "Hãy đặt tên đơn vị ở Thiết lập trước khi cấp số văn bản."
    assert not dialog.go_on.isEnabled()
    dialog.reject()

    other = page.documents.ask_other()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    for name, text in (("type_id", "Công văn"), ("subject", "Mời họp")):
        other.editors[name].setFocus()
        type_text(text)
    other.finish()
    assert reader.read == ["Hãy đặt tên đơn vị ở Thiết lập trước khi cấp số văn bản."]
    assert other.isVisible()
    assert other.editors["subject"].raw() == "Mời họp", "what was typed is not lost"
    other.reject()
