"""A report on its way out, by keys: issued under its number, printed, closed, mailed; what changed since is told."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4
from tests.ui.hands import ALT, CTRL, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, id_of
from tests.ui.wholeness import cut
from unioncare_desktop.domain.records import Signer
from unioncare_desktop.services import counts, issued, records
from unioncare_desktop.services.counts import Entry
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.closing_dialogs import CloseDialog, ReopenDialog
from unioncare_desktop.ui.differences_dialog import DifferencesDialog
from unioncare_desktop.ui.email_dialog import EmailDialog
from unioncare_desktop.ui.issue_dialog import IssueDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.report_view import ReportView
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def view(qtbot: QtBot, small_work: Work, context: Context, tmp_path: Path) -> ReportView:
    """The report of the members of the fourth quarter of 2023; files go into a folder of the test."""
    small_work.write("Người ký", _add_signer)
    context.settings.last_export_folder = str(tmp_path / "ra")
    (tmp_path / "ra").mkdir()
    page = ReportsPage(small_work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    small_work.changed.connect(page.refresh)
    context.choose_period(Q4.code, Q4.title)
    page.refresh()
    page.arrive("members")
    qtbot.waitUntil(lambda: page.report.preview is not None and not page.report.busy, timeout=20_000)
    page.activateWindow()
    return page.report


def _add_signer(session: Session) -> None:
    deputy = {"form": "kt", "on_behalf": "BAN THƯỜNG VỤ", "head": "CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH"}
    records.insert_rows(session, Signer, [{"name": "Trần Văn Bình", **deputy}])


def opened(qtbot: QtBot, kind: type[D]) -> D:
    """The dialog of a *kind* that is open, when it has read what it shows."""
    found: list[D] = []

    def there() -> bool:
        found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        return bool(found) and not getattr(found[0], "busy", False)

    qtbot.waitUntil(there, timeout=20_000)
    return found[0]


def rest(qtbot: QtBot, view: ReportView) -> None:
    """Wait until nothing is done or read; then the window has the keys again, as a desktop sees to."""
    qtbot.waitUntil(lambda: not view.work.busy_with and not view.busy, timeout=20_000)
    view.window().activateWindow()
    qtbot.waitUntil(view.window().isActiveWindow)


def issue(qtbot: QtBot, view: ReportView) -> None:
    """Issue what is previewed, with what the dialog proposes."""
    view.issue()
    press(opened(qtbot, IssueDialog), Key.Key_Return)
    qtbot.waitUntil(lambda: view.preview is not None and view.preview.kept and not view.busy, timeout=20_000)
    rest(qtbot, view)


def close(qtbot: QtBot, view: ReportView) -> None:
    """Close the period in the dialog that is open."""
    dialog = opened(qtbot, CloseDialog)
    qtbot.waitUntil(lambda: dialog._ready, timeout=20_000)
    dialog.anyway.setChecked(True)
    press(dialog, Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: step(view, "close").startswith("đã khóa ngày"), timeout=20_000)
    rest(qtbot, view)


def step(view: ReportView, name: str) -> str:
    return view.panel.steps[name].state


def change_figures(work: Work) -> None:
    work.write("Sửa", lambda session: counts.enter(session, Q4, [Entry(id_of(work, HOA), "members", 3)]))


def test_from_the_report_to_the_draft_of_the_mail_with_one_key(
    qtbot: QtBot, view: ReportView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+Enter is the next open step, each time."""

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "paper.pdf"))
        dialog.printer().setResolution(50)
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    assert view.main.text() == "Phát hà&nh…"
    assert "Số: " in text_of(view)
    assert step(view, "issue") == "chưa cấp số"

    press(view, Key.Key_Return, modifier=CTRL)
    dialog = opened(qtbot, IssueDialog)
    assert dialog.number.text() == "1"
    assert "số đầu tiên của sổ" in dialog._symbol.text()
    for editor, text in ((dialog.number, "38"), (dialog.day, "5/2/2024"), (dialog.signer, "binh")):
        editor.setFocus()
        editor.selectAll()
        type_text(text)
    press(dialog.signer, Key.Key_Down, Key.Key_Return, Key.Key_Tab)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
    press(dialog, Key.Key_Return)
    qtbot.waitUntil(lambda: view.preview is not None and view.preview.kept, timeout=20_000)
    rest(qtbot, view)

    assert step(view, "issue") == "38/BC-LĐLĐ, 05/02/2024"
    words = text_of(view, last=True)
    assert "KT. CHỦ TỊCH" in words
    assert "Trần Văn Bình" in words
    xlsx, pdf = sorted(view.panel.saved.paths, key=lambda path: path.suffix, reverse=True)
    assert view.preview is not None
    assert pdf.read_bytes() == view.preview.pdf, "what is seen is the file itself"
    assert (xlsx.suffix, pdf.parent) == (".xlsx", tmp_path / "ra")

    assert view.main.text() == "I&n để ký…"
    press(view, Key.Key_Return, modifier=CTRL)
    rest(qtbot, view)
    assert step(view, "print") == "đã in"
    assert len(PdfPages((tmp_path / "paper.pdf").read_bytes())) == len(view.reader.pages or ())

    assert view.main.text() == "&Khóa sổ kỳ…"
    press(view, Key.Key_Return, modifier=CTRL)
    close(qtbot, view)
    assert "Bản đã phát hành: 38/BC-LĐLĐ" in view.shown.text()
    assert not view.compare.isVisible(), "closing changes no figure"

    assert view.main.text() == "&Soạn e-mail…"
    press(view, Key.Key_Return, modifier=CTRL)
    mail = opened(qtbot, EmailDialog)
    assert mail.what == view.issued_id
    mail.close()


def text_of(view: ReportView, *, last: bool = False) -> str:
    """The words of the first page that is shown, or of all."""
    pages = view.reader.pages
    assert pages is not None
    return " ".join(" ".join(pages.text(index) for index in range(len(pages) if last else 1)).split())


def test_the_next_number_cannot_be_typed_over_and_the_same_data_not_issued_twice_unasked(
    qtbot: QtBot, view: ReportView
) -> None:
    issue(qtbot, view)

    press(view, Key.Key_2, modifier=ALT)
    dialog = opened(qtbot, IssueDialog)
    assert [*cut(dialog)] == [], "the dialog is as high as what it says by now"
    assert "Lưu" in dialog._recipients.text()

    assert (dialog.number.text(), dialog.number.isReadOnly()) == ("2", True)
    assert "đã phát hành với đúng số liệu này" in dialog.notice.label.text()
    assert not dialog.go_on.isEnabled()
    press(dialog, Key.Key_Return)
    assert dialog.isVisible()

    dialog.again.click()
    press(dialog, Key.Key_Return)
    qtbot.waitUntil(lambda: step(view, "issue").startswith("02/"), timeout=20_000)
    rest(qtbot, view)


def test_a_day_that_does_not_exist_is_told_in_place_and_kept(qtbot: QtBot, view: ReportView) -> None:
    view.issue()
    dialog = opened(qtbot, IssueDialog)
    dialog.day.selectAll()
    type_text("30/02/2024")
    qtbot.waitUntil(lambda: not dialog.busy and dialog.problem.isVisible())

    assert "30/02/2024" in dialog.problem.text()
    assert dialog.day.text() == "30/02/2024"
    press(dialog, Key.Key_Escape)
    with view.work.read() as session:
        assert issued.listed(session) == []


def test_figures_that_changed_since_are_told_and_both_copies_can_be_seen(qtbot: QtBot, view: ReportView) -> None:
    issue(qtbot, view)
    assert view.preview is not None
    kept = view.preview.pdf
    change_figures(view.work)
    qtbot.waitUntil(view.compare.isVisible, timeout=20_000)
    rest(qtbot, view)

    assert "số liệu nay đã khác" in step(view, "issue")
    assert view.preview.pdf == kept, "the issued copy stays as it was"
    press(view, Key.Key_B, modifier=ALT)
    qtbot.waitUntil(lambda: view.preview is not None and not view.preview.kept and not view.busy, timeout=20_000)
    assert view.shown.text() == "Bản theo số liệu hiện nay, chưa cấp số"
    assert view.preview.pdf != kept

    view.compare.click()
    differences = opened(qtbot, DifferencesDialog)
    differences.correction_wanted.emit()
    differences.close()
    qtbot.waitUntil(
        lambda: view.preview is not None and view.preview.request.report.code == "correction", timeout=20_000
    )
    rest(qtbot, view)
    assert "ĐÍNH CHÍNH" in text_of(view).upper()


def test_a_closed_period_is_opened_again_from_its_step(qtbot: QtBot, view: ReportView) -> None:
    view.do_step("close")
    close(qtbot, view)

    press(view, Key.Key_4, modifier=ALT)
    dialog = opened(qtbot, ReopenDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text("CĐCS nộp lại")
    press(dialog.editors["why"], Key.Key_Return)
    qtbot.waitUntil(lambda: step(view, "close") == "kỳ đang mở", timeout=20_000)
    rest(qtbot, view)


def test_a_folder_that_refuses_loses_no_number_and_another_is_offered(
    qtbot: QtBot, view: ReportView, context: Context, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tệp").write_text("")
    context.settings.last_export_folder = str(tmp_path / "tệp")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(tmp_path / "ra"))
    reader.answer = answer("Lưu nơi khác")

    issue(qtbot, view)
    qtbot.waitUntil(lambda: bool(view.panel.saved.paths), timeout=20_000)

    assert len(reader.read) == 1
    assert sorted(path.suffix for path in (tmp_path / "ra").iterdir()) == [".pdf", ".xlsx"]
    with view.work.read() as session:
        assert [row.number_text for row in issued.listed(session)] == ["01/BC-LĐLĐ"]


def test_the_menu_offers_only_what_can_be_done(qtbot: QtBot, view: ReportView) -> None:
    def able() -> dict[str, bool]:
        view.more.menu().aboutToShow.emit()
        return {action.text().split("\t")[0]: action.isEnabled() for action in view.more.menu().actions()}

    assert not able()["Ký số bản đã phát hành…"]
    assert not able()["Mở lại kỳ đã khóa sổ…"]
    issue(qtbot, view)
    assert able()["Ký số bản đã phát hành…"]
    assert able()["Lưu lại tệp đã phát hành"]
    written = len(view.panel.saved.paths)
    view.write_issued()
    rest(qtbot, view)
    folder = Path(view.context.settings.last_export_folder)
    assert len(list(folder.iterdir())) == written, "the same files are not written twice"
