"""The register of issued documents by keys: entered, found, opened as it went out, cancelled, printed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4
from tests.ui.hands import Key, press, type_text
from tests.ui.wholeness import cut
from unioncare_desktop import reports
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import issuing
from unioncare_desktop.services import issued
from unioncare_desktop.ui.documents_view import DocumentsView
from unioncare_desktop.ui.issued_dialog import IssuedDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]


@pytest.fixture
def view(qtbot: QtBot, small_work: Work, context: Context) -> DocumentsView:
    view = DocumentsView(small_work, context)
    qtbot.addWidget(view)
    view.resize(1140, 600)
    view.show()
    small_work.changed.connect(view.refresh)
    return view


def shown(qtbot: QtBot, view: DocumentsView, count: int) -> None:
    view.refresh()
    qtbot.waitUntil(lambda: not view.busy and len(view.lines) == count, timeout=20_000)


def issue(work: Work) -> None:
    """The list of small unions, as workbook alone: of the PDF the content is kept."""
    task = {"report": reports.find("small-unions"), "span": Q4, "day": Q4.end, "formats": ("xlsx",)}
    work.write("Phát hành", lambda session: drain(issuing.issue(session, **task)))  # type: ignore[arg-type] # as named


def in_front(qtbot: QtBot, dialog: QDialog) -> None:
    """What is in front has the keys, as a desktop sees to."""
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def enter(qtbot: QtBot, view: DocumentsView, *texts: str) -> None:
    """Fill in the lines of the dialog for a document written elsewhere, and store it."""
    dialog = view.ask_other()
    in_front(qtbot, dialog)
    for editor, text in zip(dialog.editors.values(), texts, strict=False):
        editor.setFocus()
        editor.selectAll()
        type_text(text)
    press(dialog.editors["signer"], Key.Key_Return)
    assert not dialog.problem.isVisible(), dialog.problem.text()
    qtbot.waitUntil(lambda: not view.busy, timeout=20_000)


def test_an_empty_register_says_what_to_do(qtbot: QtBot, view: DocumentsView) -> None:
    wanted: list[str] = []
    view.report_wanted.connect(lambda code, _span: wanted.append(code))
    view.refresh()
    qtbot.waitUntil(lambda: view.stack.currentIndex() == 1, timeout=20_000)

    assert not view.open.isEnabled()
    nothing = view.stack.currentWidget()
    assert nothing is not None
    press(nothing.focusProxy(), Key.Key_Space)
    assert wanted == [""]


def test_documents_written_elsewhere_get_their_numbers_and_are_found_without_marks(
    qtbot: QtBot, view: DocumentsView
) -> None:
    enter(qtbot, view, "Công văn", "12", "5/1/2024", "Mời họp tổng kết", "LĐLĐ Thành phố; Quận ủy")
    enter(qtbot, view, "Công văn", "", "8/1/2024", "Góp ý dự thảo điều lệ")
    shown(qtbot, view, 2)

    assert [line.row.number for line in view.lines] == [13, 12], "the newest comes first"
    assert view.lines[1].row.recipients == ("LĐLĐ Thành phố", "Quận ủy")
    view.words.setText("quan uy")
    assert [line.row.subject for line in view.grid.shown_rows] == ["Mời họp tổng kết"]
    view.words.clear()
    told: list[str] = []
    view.summary.connect(told.append)
    view.grid.go_to(view.lines[0].id)
    view.open_current()
    assert "soạn ở nơi khác" in told[-1]


def test_a_document_is_opened_as_it_went_out_and_its_files_are_written_again(
    qtbot: QtBot,
    view: DocumentsView,
    small_work: Work,
    tmp_path: Path,
    idle: Idle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(tmp_path))
    issue(small_work)
    shown(qtbot, view, 1)
    view.grid.go_to(view.lines[0].id)
    press(view.grid.view, Key.Key_Return)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, IssuedDialog) and one.isVisible())
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)

    assert dialog.reader.pages is not None
    assert "Số: 01/" in dialog.reader.pages.text(0)
    dialog.write()
    idle(small_work)
    assert dialog.saved.text().startswith("Đã lưu DS_" if "DS" in view.lines[0].row.symbol else "Đã lưu BC_")
    assert [path.suffix for path in tmp_path.glob("*.xlsx")] == [".xlsx"]
    dialog.reject()


def test_a_document_is_cancelled_with_a_reason_and_keeps_its_number(
    qtbot: QtBot, view: DocumentsView, small_work: Work
) -> None:
    issue(small_work)
    shown(qtbot, view, 1)
    view.grid.go_to(view.lines[0].id)
    assert view.lines[0].state.text == "đã phát hành"

    dialog = view.ask_cancel()
    assert dialog is not None
    in_front(qtbot, dialog)
    press(dialog.editors["why"], Key.Key_Return)
    assert dialog.problem.text() == "Lý do hủy: chưa ghi"
    type_text("sai kỳ")
    press(dialog.editors["why"], Key.Key_Return)
    qtbot.waitUntil(lambda: not view.busy and view.lines[0].state.tone == "error", timeout=20_000)

    assert view.lines[0].state.text == "đã hủy: sai kỳ"
    assert view.ask_cancel() is None
    with small_work.read() as session:
        assert [row.number for row in issued.listed(session)] == [1]
    view._allow()
    enabled = [action.text() for action in view.acts.menu().actions() if action.isEnabled()]
    assert len(enabled) == 1, "only its files can still be written"


def test_the_register_is_printed_as_a_report_of_the_year(qtbot: QtBot, view: DocumentsView, small_work: Work) -> None:
    wanted: list[tuple[str, Span]] = []
    view.report_wanted.connect(lambda code, span: wanted.append((code, span)))
    issue(small_work)
    shown(qtbot, view, 1)

    view.print_out()

    assert wanted == [("documents", Span(2023, 1, "year"))]


def test_alt_keys_are_unique_in_what_is_asked(qtbot: QtBot, view: DocumentsView, small_work: Work) -> None:
    """K40."""
    from tests.ui.test_promises import alt_keys, doubled

    issue(small_work)
    shown(qtbot, view, 1)
    view.grid.go_to(view.lines[0].id)
    for dialog in (view.ask_other(), view.ask_cancel()):
        assert dialog is not None
        assert doubled(alt_keys(dialog)) == []
        assert [*cut(dialog)] == []
        dialog.reject()
