"""A report the office can stand by, through the window and by keys: made, issued, closed, mailed, and corrected later.

The real window over a real file, after the fourth quarter of 2023; one union of thirty has not reported.
"""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import which
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4, found_office
from tests.ui.hands import ALT, CTRL, SHIFT, Clipboard, Key, press, type_text
from tests.ui.secretary import Secretary, at_work, rows_of, text_of
from unioncare_desktop import clock
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.records import Correspondent, MemberCount, Signer, Union
from unioncare_desktop.reports import content, issuing
from unioncare_desktop.services import closings, deliveries, issued, office, periods, records
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.closing_dialogs import CloseDialog, ReopenDialog
from unioncare_desktop.ui.differences_dialog import DifferencesDialog
from unioncare_desktop.ui.email_dialog import EmailDialog
from unioncare_desktop.ui.issue_dialog import IssueDialog
from unioncare_desktop.ui.narrative_dialog import NarrativeDialog
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.report_view import ReportView
from unioncare_desktop.vietnamese import NO_BREAK

ON, LATER = date(2024, 1, 5), date(2024, 12, 20)
UNIONS = 30
SUPERIOR = "LĐLĐ thành phố Thử"
BOTH = CTRL | SHIFT
Shown = TypeVar("Shown", bound=QWidget)


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of thirty unions, a deputy who may sign, and the superior's address."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    with closing(office.open_office(path, create=True, user="Lan")) as database, database.write("Nhập") as session:
        named = {"superior": SUPERIOR, "place": "Quận Thử", "symbol": "LĐLĐ", "addressed_to": SUPERIOR}
        found_office(session, "district", name="LĐLĐ quận Thử", signer_name="Nguyễn Thị An", **named)
        deputy = {"form": "kt", "on_behalf": "BAN THƯỜNG VỤ", "head": "CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH"}
        records.insert_rows(session, Signer, [{"name": "Trần Văn Bình", **deputy}])
        records.insert_rows(session, Correspondent, [{"name": SUPERIOR, "email": "vp@thu.vn", "usual": True}])
        names = [
            {"code": f"CS{number:03}", "name": f"CĐCS Đơn vị {number:02}", "founded_on": date(2015, 2, 1)}
            for number in range(1, UNIONS + 1)
        ]
        ids = records.insert_rows(session, Union, names)
        for quarter, missing in ((Q3, 0), (Q4, 1)):
            counted = {"workers": 40, "members": 30, "period_id": periods.ensure(session, quarter).id}
            records.insert_rows(session, MemberCount, [{"union_id": one} | counted for one in ids[: UNIONS - missing]])
    return path


@pytest.fixture
def desk(
    office_file: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(clock, "today", lambda: ON)
    yield from at_work(office_file, tmp_path, qapp, qtbot)


class Reporter(Secretary):
    """A secretary who leads a report out of the office."""

    @property
    def view(self) -> ReportView:
        """The reports, on their page."""
        page = self.desk.window.page
        assert isinstance(page, ReportsPage)
        assert isinstance(page.view, ReportView)
        return page.view

    def step(self, name: str) -> str:
        """How a step of the report stands."""
        return self.view.panel.steps[name].state

    @property
    def words(self) -> str:
        """All that is previewed."""
        pages = self.view.reader.pages
        assert pages is not None
        text = " ".join(pages.text(index) for index in range(len(pages)))
        return " ".join(text.replace(NO_BREAK, " ").split())

    def ask(self, kind: type[Shown], key: Qt.Key, modifier: Qt.KeyboardModifier = ALT) -> Shown:
        """Press a key that opens a dialog of a *kind*."""
        self.open(key, modifier)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind), dialog
        return dialog

    def go_on(self, kind: type[Shown], verb: str) -> Shown:
        """Ctrl+Enter: the one main button, which says *verb*, and what it asks."""
        assert self.view.main.text().replace("&", "") == verb
        return self.ask(kind, Key.Key_Return, CTRL)

    @property
    def register(self) -> list[IssuedRow]:
        """What was issued, the newest first."""
        assert self.desk.work is not None
        with self.desk.work.read() as session:
            return issued.listed(session)

    def stored(self, document_id: int) -> dict[str, bytes]:
        """The files of an issued document by their names."""
        assert self.desk.work is not None
        with self.desk.work.read() as session:
            return dict(issuing.files_of(session, document_id))


@pytest.fixture
def reporter(desk: Desk, qtbot: QtBot, clipboard: Clipboard) -> Reporter:
    return Reporter(desk, qtbot, clipboard)


def test_a_quarter_is_reported_closed_mailed_and_corrected_a_year_later(
    reporter: Reporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "giay.pdf"
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: _to_paper(dialog, paper))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    make(reporter)
    issue(reporter, tmp_path)
    print_for_signature(reporter, paper)
    close(reporter)
    exported = export(reporter)
    refuse_to_type(reporter)
    mail(reporter, tmp_path)

    monkeypatch.setattr(clock, "today", lambda: LATER)
    assert export(reporter) == exported, "a closed quarter tells the same for ever"
    reopen_and_mend(reporter)
    correct(reporter, tmp_path)
    assert [one for one in tmp_path.iterdir() if one.suffix == ".tmp"] == []
    print_register(reporter, paper)


def _to_paper(dialog: QPrintDialog, paper: Path) -> int:
    """The first page alone, into a file."""
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    printer.setResolution(50)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    return QPrintDialog.DialogCode.Accepted


def make(her: Reporter) -> None:
    """One button on the start page; what is missing is told; the words of the quarter are written into the report."""
    her.rest()
    her.push(Key.Key_L, lambda: isinstance(her.desk.window.page, ReportsPage))
    request = her.view.request
    assert request is not None
    assert (request.report.code, request.span) == ("periodic", Q4)
    assert her.step("check") == "không có lỗi; 1 nơi chưa đủ"
    assert her.view.panel.doors["missing"].accessibleName() == "1 đơn vị chưa nộp số liệu"

    dialog = her.ask(NarrativeDialog, Key.Key_2)
    press(None, Key.Key_Backtab, modifier=SHIFT)
    type_text("Kh")
    her.press(Key.Key_Tab)
    her.press(Key.Key_A, modifier=CTRL)
    type_text("Còn {số đơn vị thiếu} đơn vị chưa nộp vì đổi kế toán.")
    her.press(Key.Key_S, modifier=CTRL)
    assert "{số đơn vị thiếu}" in dialog.problem.text()
    her.press(Key.Key_A, modifier=CTRL)
    type_text("Còn {số đơn vị chưa nộp} đơn vị chưa nộp vì đổi kế toán.")
    her.press(Key.Key_S, modifier=CTRL)
    assert dialog.seen.text().replace(NO_BREAK, " ") == "Còn 1 đơn vị chưa nộp vì đổi kế toán."
    her.press(Key.Key_Escape)
    assert "Còn 1 đơn vị chưa nộp vì đổi kế toán." in her.words


def issue(her: Reporter, folder: Path) -> None:
    """The office began the year on paper, so the first number is 38; the deputy signs. The files are those kept."""
    dialog = her.go_on(IssueDialog, "Phát hành…")
    press(None, Key.Key_S, modifier=ALT)
    type_text("38")
    press(None, Key.Key_Tab)
    type_text("4/1/2024")
    press(None, Key.Key_Tab)
    type_text("binh")
    press(None, Key.Key_Down, Key.Key_Return)
    her.press(Key.Key_Tab)
    assert not dialog.problem.isVisible()
    her.press(Key.Key_Return)

    (document,) = her.register
    assert (document.number_text, document.issued_on, document.signer) == (
        "38/BC-LĐLĐ",
        date(2024, 1, 4),
        "Trần Văn Bình",
    )
    assert her.step("issue") == "38/BC-LĐLĐ, 04/01/2024"
    stored = her.stored(document.id)
    assert sorted(Path(name).suffix for name in stored) == [".pdf", ".xlsx"]
    for name, kept in stored.items():
        assert (folder / name).read_bytes() == kept
    workbook, pdf = her.view.panel.saved.paths
    words = read_by_others(pdf)
    for told in (
        "Số: 38/BC-LĐLĐ",
        "Quận Thử, ngày 04 tháng 01 năm 2024",
        "KT. CHỦ TỊCH",
        "Trần Văn Bình",
        "Còn 1 đơn vị chưa nộp vì đổi kế toán.",
        f"Mã số liệu {content.shown(document.data_hash or '')}",
    ):
        assert told in words
    assert any(row[1:3] == ["CS007", "CĐCS Đơn vị 07"] for row in rows_of(workbook))


def read_by_others(pdf: Path) -> str:
    """The words of a PDF as another program reads them, where it is installed."""
    if which("pdftotext") is None:
        return text_of(pdf).replace(NO_BREAK, " ")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return " ".join(text.replace(NO_BREAK, " ").split())


def print_for_signature(her: Reporter, paper: Path) -> None:
    assert her.view.main.text().replace("&", "") == "In để ký…"
    her.press(Key.Key_Return, modifier=CTRL)
    assert her.step("print") == "đã in"
    assert one_page(paper)


def one_page(paper: Path) -> bool:
    """Whether the range that was asked for came out."""
    return paper.read_bytes().count(b"/Type /Page\n") == 1


def close(her: Reporter) -> None:
    """What is missing is told again before it is done."""
    dialog = her.go_on(CloseDialog, "Khóa sổ kỳ…")
    assert "đơn vị chưa nộp số liệu" in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    her.press(Key.Key_Return)
    assert her.step("close") == "đã khóa ngày 05/01/2024"


def export(her: Reporter) -> list[bytes]:
    """The report as it is exported: the bytes of both files."""
    her.make_report()
    return [path.read_bytes() for path in her.view.panel.saved.paths]


def refuse_to_type(her: Reporter) -> None:
    """The figures of the closed quarter stay, and she is told why."""
    her.press(Key.Key_3, modifier=CTRL)
    page = her.desk.window.page
    assert isinstance(page, CountsPage)
    her.find("don vi 07")
    press(None, Key.Key_Right)
    type_text("9")
    assert "Quý IV/2023 đã khóa sổ ngày 05/01/2024: số liệu chỉ để xem." in her.desk.window.status.content.text()
    (row,) = page.grid.shown_rows
    assert row.workers == 40
    her.press(Key.Key_9, modifier=CTRL)


def mail(her: Reporter, folder: Path) -> None:
    """One key makes the draft with the very files of the register; that it went out, and the answer, are marked."""
    assert her.view.main.text().replace("&", "") == "Soạn e-mail…"
    dialog = her.ask(EmailDialog, Key.Key_M, CTRL)
    assert dialog.drafted is not None
    assert dialog.drafted.path.parent == folder
    message = message_from_bytes(dialog.drafted.path.read_bytes(), policy=policy.SMTP)
    assert isinstance(message, EmailMessage)
    assert [one.addr_spec for one in message["To"].addresses] == ["vp@thu.vn"]
    assert message["X-Unsent"] == "1"
    attached = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    (document,) = her.register
    assert attached == her.stored(document.id)
    press(None, Key.Key_Space)
    her.press(Key.Key_Escape)
    assert her.step("email") == "đã gửi 1 nơi"

    her.press(*[Key.Key_Tab] * 3, modifier=CTRL)
    her.ask(AskDialog, Key.Key_R, BOTH)
    press(None, Key.Key_Tab)
    her.type("Đã nhận")
    assert her.desk.work is not None
    with her.desk.work.read() as session:
        (sent,) = deliveries.listed(session)
    assert (sent.document_id, sent.sent_on, sent.replied_on, sent.reply) == (document.id, ON, ON, "Đã nhận")
    her.press(Key.Key_Tab, modifier=CTRL)


def reopen_and_mend(her: Reporter) -> None:
    """For a reason, and one figure."""
    her.ask(ReopenDialog, Key.Key_5)
    her.type("CĐCS Đơn vị 07 báo nhầm")
    assert her.step("close") == "kỳ đang mở"
    her.press(Key.Key_3, modifier=CTRL)
    press(None, Key.Key_Home, modifier=CTRL)
    press(None, Key.Key_Tab)
    her.type("46")
    her.press(Key.Key_9, modifier=CTRL)
    assert her.step("issue") == "38/BC-LĐLĐ, 04/01/2024; số liệu nay đã khác"


def correct(her: Reporter, folder: Path) -> None:
    """What differs is that figure and its sums; the correction tells it, why, and who has the wrong version."""
    kept = her.stored(her.register[0].id)
    dialog = her.ask(DifferencesDialog, Key.Key_G)
    shown = [(one.code, one.name, one.figure, one.old, one.new) for one in dialog.grid.shown_rows if one.figure]
    assert [one for one in shown if one[0]] == [
        ("CS007", "CĐCS Đơn vị 07", "Tổng CNVCLĐ", 40, 46),
        ("CS007", "CĐCS Đơn vị 07", "Tỷ lệ", f"75,0{NO_BREAK}%", f"65,2{NO_BREAK}%"),
    ]
    sums = {one[3:] for one in shown if not one[0]}
    assert sums == {(1160, 1166), (-40, -34), (f"75,0{NO_BREAK}%", f"74,6{NO_BREAK}%")}, "nothing but what follows"
    her.push(Key.Key_L, lambda: her.view.report.code == "correction")
    her.go_on(IssueDialog, "Phát hành…")
    her.press(Key.Key_Return)
    newest = max(her.register, key=lambda one: one.id)
    assert newest.number_text == "39/BC-LĐLĐ"
    for told in ("Đính chính Báo cáo số 38/BC-LĐLĐ ngày 04/01/2024", "CĐCS Đơn vị 07 báo nhầm", SUPERIOR, "CS007"):
        assert told in her.words
    (row,) = [row for row in rows_of(her.view.panel.saved.paths[0]) if "CS007" in row]
    assert row[1:] == ["CS007", "CĐCS Đơn vị 07", "Tổng CNVCLĐ", 40, 46, 6]

    her.ask(CloseDialog, Key.Key_4)
    her.press(Key.Key_Return)
    assert her.desk.work is not None
    with her.desk.work.read() as session:
        assert closings.closing_of(session, Q4) is not None
    assert her.stored(next(one.id for one in her.register if one.number == 38)) == kept
    assert all((folder / name).read_bytes() == made for name, made in kept.items())


def print_register(her: Reporter, paper: Path) -> None:
    """The list of both, from the register itself; one key mails what was not sent yet, and asks about what was."""
    paper.unlink()
    her.press(*[Key.Key_Tab] * 2, modifier=CTRL)
    for number, made in ((38, False), (39, True)):
        dialog = her.ask(EmailDialog, Key.Key_M, CTRL)
        assert dialog.what == next(one.id for one in her.register if one.number == number)
        assert (dialog.drafted is not None) is made
        her.press(Key.Key_Escape)
        her.press(Key.Key_Up)
    her.press(Key.Key_P, modifier=CTRL)
    assert her.view.report.code == "documents"
    for told in ("38/BC-LĐLĐ", "39/BC-LĐLĐ"):
        assert told in her.words
    her.press(Key.Key_P, modifier=CTRL)
    assert one_page(paper)
