"""E-mails and the log of deliveries by keys: a draft is made, opened, marked; what goes on paper is typed in."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4, add_union, found_office, report
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, Reader, answer, escape, press, type_text
from unioncare_desktop import clock, reports
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import emails, issuing
from unioncare_desktop.services import correspondents, deliveries, history, issued, office
from unioncare_desktop.services.deliveries import DeliveryRow
from unioncare_desktop.services.line_entry import Entry
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.deliveries_view import DeliveriesView
from unioncare_desktop.ui.email_dialog import EmailDialog, What
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.work import Work

BOOK = (
    {"name": "LĐLĐ thành phố", "person": "chị Lan", "email": "lan@cdhanoi.vn", "usual": "x"},
    {"name": "Quận ủy", "usual": "x"},
    {"name": "Ban Nữ công", "email": "nucong@cdhanoi.vn"},
)
MEMBERS = reports.find("members")
TODAY = clock.today()


@pytest.fixture(scope="module")
def issued_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has issued one report, with three bodies in its address book."""
    file = tmp_path_factory.mktemp("correspondence") / "unioncare.db"
    copyfile(template_database, file)
    with closing(office.open_office(file)) as opened, opened.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Ba Đình", symbol="LĐLĐ")
        report(session, Q4, add_union(session, "CĐCS Sen"), workers=20, members=9)
        entries = [Entry(NewRow(place), *typed) for place, one in enumerate(BOOK, 1) for typed in one.items()]
        correspondents.enter(session, entries)
        drain(issuing.issue(session, MEMBERS, Q4, date(2023, 12, 5)))
    return file


@pytest.fixture
def work(issued_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need it
    file = tmp_path / "unioncare.db"
    copyfile(issued_file, file)
    work = Work(office.open_office(file, user="Lan"))
    yield work
    work.close()


@pytest.fixture
def context(qtbot: QtBot) -> Context:  # noqa: ARG001 - signals need it
    return Context(Settings(), lambda _place, _create: True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open; it can open everything."""
    asked: list[str] = []

    def take(url: QUrl) -> bool:
        asked.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return asked


@pytest.fixture
def dialog(qtbot: QtBot, work: Work, context: Context) -> EmailDialog:
    return shown(qtbot, work, context, 1)


def shown(qtbot: QtBot, work: Work, context: Context, what: What) -> EmailDialog:
    dialog = EmailDialog(work, context, what)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: not dialog.busy)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def draft(qtbot: QtBot, dialog: EmailDialog) -> None:
    press(dialog, Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: not dialog.work.busy_with)


def log(work: Work) -> list[DeliveryRow]:
    with work.read() as session:
        return deliveries.listed(session)


def drafts(work: Work) -> list[Path]:
    assert work.database.path is not None
    return sorted((work.database.path.parent / issuing.FOLDER).glob("*.eml"))


def last_action(work: Work) -> str:
    with work.read() as session:
        return history.actions(session)[0].title


def test_the_usual_receivers_are_ticked_and_one_key_makes_and_opens_the_draft(
    qtbot: QtBot, dialog: EmailDialog, opened: list[str]
) -> None:
    assert dialog.ticks.offered == ["1", "3"]
    assert dialog.ticks.ticked == {"1"}
    assert "1 nơi trong danh bạ chưa có e-mail" in dialog.notice.label.text()
    assert "LĐLĐ thành phố, chị Lan" in dialog.body.toPlainText()
    draft(qtbot, dialog)

    (path,) = drafts(dialog.work)
    message = emails.read(path.read_bytes())
    assert opened == [path.as_posix()]
    assert [one.email for one in message.recipients] == ["lan@cdhanoi.vn"]
    assert message.subject.startswith("Báo cáo số 01/BC-LĐLĐ: ")
    with dialog.work.read() as session:
        assert [(one.name, one.content) for one in message.attachments] == issuing.files_of(session, 1)
    (row,) = log(dialog.work)
    assert (row.document_id, row.waits, row.files) == (1, True, tuple(one.name for one in message.attachments))
    assert last_action(dialog.work).startswith("Soạn thư gửi Báo cáo số 01/BC-LĐLĐ")

    press(None, Key.Key_Space)  # the focus is where it goes on: sent today
    assert [(one.sent_on, one.waits) for one in log(dialog.work)] == [(TODAY, False)]


def test_words_that_were_written_anew_stay_when_the_receivers_change(
    qtbot: QtBot, dialog: EmailDialog, opened: list[str]
) -> None:
    dialog.subject.setFocus()
    dialog.subject.selectAll()
    type_text("So lieu quy IV")
    dialog.list.setFocus()
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert dialog.ticks.ticked == {"1", "3"}
    assert "Ban Nữ công" in dialog.body.toPlainText()
    dialog.other.setFocus()
    type_text("chi@x.vn")
    draft(qtbot, dialog)

    message = emails.read(drafts(dialog.work)[0].read_bytes())
    assert message.subject == "So lieu quy IV"
    assert [one.email for one in message.recipients] == ["lan@cdhanoi.vn", "nucong@cdhanoi.vn", "chi@x.vn"]
    assert "chi@x.vn" in message.body
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("address", "says"), [("chi@x@y.vn", "“chi@x@y.vn” không phải là một địa chỉ e-mail"), ("", "Chưa chọn nơi nhận")]
)
def test_a_wrong_address_is_told_in_place_and_nothing_is_written(
    qtbot: QtBot, dialog: EmailDialog, address: str, says: str
) -> None:
    dialog.ticks.toggle(0)
    dialog.other.setFocus()
    type_text(address)
    draft(qtbot, dialog)

    assert says in dialog.notice.label.text()
    assert (drafts(dialog.work), log(dialog.work)) == ([], [])


def test_without_a_mail_program_the_words_are_copied_and_the_files_lie_beside(
    qtbot: QtBot, dialog: EmailDialog, clipboard: Clipboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()))
    draft(qtbot, dialog)

    (path,) = drafts(dialog.work)
    assert asked == [path.as_posix(), path.parent.as_posix()]
    assert clipboard.text.startswith("Gửi: lan@cdhanoi.vn\nChủ đề: Báo cáo số 01/BC-LĐLĐ: ")
    assert "Máy chưa có chương trình mở tệp thư" in dialog.told.text()
    assert {one.suffix for one in path.parent.iterdir()} == {".eml", ".xlsx", ".pdf"}


def test_a_folder_that_is_gone_is_told_and_another_is_asked_for(
    qtbot: QtBot,
    dialog: EmailDialog,
    opened: list[str],
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / issuing.FOLDER).write_text("no folder", encoding="utf-8")
    other = tmp_path / "khác"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(other))
    reader.answer = answer("Lưu nơi khác")
    draft(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.drafted is not None)

    assert "Không tạo được thư mục" in reader.read[0]
    assert [path.parent for path in other.glob("*.eml")] == [other]
    assert len(log(dialog.work)) == len(opened) == 1


def test_a_report_without_a_number_goes_as_it_stands(
    qtbot: QtBot, work: Work, context: Context, opened: list[str]
) -> None:
    dialog = shown(qtbot, work, context, (MEMBERS, Q4))
    draft(qtbot, dialog)

    (row,) = log(work)
    assert (row.document_id, row.report, row.period) == (None, "members", "Quý IV/2023")
    assert len(opened) == 1


def test_what_was_cancelled_is_not_sent(qtbot: QtBot, work: Work, context: Context) -> None:
    work.write("Hủy", lambda session: issued.cancel(session, 1, "Sai số liệu"))
    dialog = shown(qtbot, work, context, 1)

    assert dialog.notice.label.text() == "Báo cáo số 01/BC-LĐLĐ đã hủy nên không gửi được."
    assert not dialog.make.isEnabled()


# The log


@pytest.fixture
def view(qtbot: QtBot, work: Work, context: Context) -> DeliveriesView:
    """A draft to two bodies."""
    parcel = deliveries.Parcel("Báo cáo Quý IV/2023", ("BC.pdf",), None, document_id=1)
    receivers = [deliveries.Receiver(name, f"{name.lower()}@x.vn") for name in ("Lan", "Chi")]
    work.write("Soạn", lambda session: deliveries.draft(session, parcel, receivers, date(2023, 12, 5)))
    view = DeliveriesView(work, context)
    qtbot.addWidget(view)
    work.changed.connect(lambda _change: view.refresh())
    view.resize(1180, 640)
    view.show()
    view.show_span(Q4)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.log.setFocus()
    return view


def test_what_goes_on_paper_is_typed_into_the_blank_line(view: DeliveriesView) -> None:
    view.add()
    type_text("UBND phuong")
    press(None, Key.Key_Tab)
    type_text("6/12/2023")
    press(None, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    type_text("Nop bao cao")
    press(None, Key.Key_Return)

    row = log(view.work)[0]
    assert (row.recipient, row.channel, row.subject) == ("UBND phuong", "paper", "Nop bao cao")
    assert (row.sent_on, row.drafted_on) == (date(2023, 12, 6), date(2023, 12, 6))
    assert last_action(view.work) == "Thêm lần gửi"


def test_selected_drafts_are_sent_today_by_a_key_and_the_filters_count(view: DeliveriesView) -> None:
    assert (view.only_waiting.text(), view.only_silent.text()) == ("Chưa gửi 2", "Chưa phản hồi 0")
    view.log.go_to(view.rows[0].id)
    press(None, Key.Key_Return, modifier=CTRL | SHIFT)

    assert [row.sent_on for row in log(view.work)] == [TODAY, None]
    assert (view.only_waiting.text(), view.only_silent.text()) == ("Chưa gửi 1", "Chưa phản hồi 1")
    view.only_silent.click()
    assert [row.recipient for row in view.log.shown_rows] == ["Chi"]


def test_an_answer_is_noted_with_its_words(qtbot: QtBot, view: DeliveriesView) -> None:
    view.log.go_to(view.rows[0].id)
    press(None, Key.Key_R, modifier=CTRL | SHIFT)
    asking = view.findChild(AskDialog)
    assert asking is not None
    qtbot.waitUntil(asking.isActiveWindow)
    press(None, Key.Key_Tab)
    type_text("da nhan")
    press(None, Key.Key_Return)

    row = log(view.work)[0]
    assert (row.replied_on, row.reply, row.sent_on) == (TODAY, "da nhan", TODAY)
    assert last_action(view.work) == "Ghi phản hồi của Chi"


def test_the_address_book_is_pasted_and_wrong_addresses_stay_red(view: DeliveriesView, clipboard: Clipboard) -> None:
    view.book.begin_row({}, "name")
    view.book.view.go(view.book.model.first_blank(), view.book.model.place_of_column("name"))
    view.book.setFocus()
    clipboard.text = "UBMTTQ\tanh Ba\tba@x.vn\nTòa án\tchị Tư\ttu@x@y.vn"
    press(None, Key.Key_V, modifier=CTRL)
    if view.book.view.preview.bar.isVisible():
        press(None, Key.Key_Return)

    with view.work.read() as session:
        names = [row.name for row in correspondents.listed(session)]
    assert "UBMTTQ" in names
    assert "Tòa án" not in names
    assert [entry.text for entry, _reason in view.book.refused] == ["tu@x@y.vn"]


def test_what_was_sent_is_not_deleted_and_says_why(view: DeliveriesView, reader: Reader) -> None:
    view.log.go_to(view.rows[0].id)
    view.mark_sent()
    reader.answer = lambda box: (answer("Xóa") if "Xóa" in box.text() else escape)(box)
    press(None, Key.Key_Delete, modifier=CTRL)

    assert len(log(view.work)) == 2
    assert "ở lại trong sổ" in reader.read[-1]


def test_the_window_is_not_closed_unasked_over_an_address_that_is_not_stored(
    qtbot: QtBot, work: Work, context: Context, reader: Reader
) -> None:
    page = ReportsPage(work, context)
    qtbot.addWidget(page)
    page.arrive("deliveries")
    page.refresh()
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert page.may_close()
    book = page.deliveries.book
    book.view.go(0, book.model.place_of_column("email"))
    book.setFocus()
    type_text("lan@x@y.vn")
    press(None, Key.Key_Return)

    assert not page.may_close()
    reader.answer = answer("Đóng")
    assert page.may_close()
    assert reader.read == ["1 ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?"] * 2
