"""The returns of a quarter as a secretary meets them: days typed, received today, reminders copied and noted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4, add_union
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, MAI, id_of
from unioncare_desktop.reports import emails
from unioncare_desktop.services import history, returns
from unioncare_desktop.services.returns import MISSING, UNKNOWN, ReturnRow
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.cell_history import CellHistory
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.returns_view import ReturnsView
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import show_day

NEW, OTHER = "CĐCS Ánh Dương", "CĐCS Bình Minh"
TODAY = date.today()  # noqa: DTZ011 - the user's own calendar


@pytest.fixture
def view(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[ReturnsView]:
    """The fourth quarter of 2023: four returns have come, on days that nobody knows; two are missing."""

    def add(session: Session) -> None:
        add_union(session, NEW, code="CS8", chair="Lê Thị Ánh", phone="0912345678", email="anh@example.vn")
        add_union(session, OTHER, code="CS9")

    small_work.write("Thêm", add)
    view = ReturnsView(small_work, context)
    qtbot.addWidget(view)
    small_work.changed.connect(lambda _change: view.refresh())
    view.resize(1182, 640)
    view.show()
    view.show_span(Q4)
    idle(qtbot, view)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.grid.setFocus()
    yield view
    idle(qtbot, view)


def idle(qtbot: QtBot, view: ReturnsView) -> None:
    qtbot.waitUntil(lambda: not view.busy and not view.work.busy_with)


def stored(view: ReturnsView, name: str) -> ReturnRow:
    with view.work.read() as session:
        return next(row for row in returns.rows(session, Q4) if row.union.name == name)


def go(view: ReturnsView, name: str, column: str = "received_on") -> None:
    view.grid.go_to(id_of(view.work, name), column)


def shown(view: ReturnsView) -> list[str]:
    return [row.union.name for row in view.grid.shown_rows]


def state(view: ReturnsView, name: str) -> str:
    model = view.grid.model
    place = model.place_of(id_of(view.work, name))
    assert place is not None
    badge = model.value(place, model.place_of_column("state"))
    assert isinstance(badge, Badge)
    return badge.text


def last_action(view: ReturnsView) -> str:
    with view.work.read() as session:
        return history.actions(session)[0].title


def choose(view: ReturnsView, words: str) -> None:
    """An entry of the button's menu."""
    next(action for action in view.reminder.menu().actions() if words in action.text().replace("&", "")).trigger()


def test_who_is_missing_stands_first_and_is_counted(view: ReturnsView) -> None:
    assert shown(view)[:2] == [NEW, OTHER]
    assert view.headline.text() == "Quý IV/2023: 4/6 CĐCS đã nộp số liệu, đạt 66,67\N{NO-BREAK SPACE}%; còn 2"
    assert view.detail.text().startswith("Hạn nộp thứ Năm 14/12/2023 · đã quá ")
    assert [chip.text() for chip in view.by_state.values()] == [
        "Chưa nộp 2",
        "Nộp muộn 0",
        "Không rõ ngày nộp 4",
        "Đúng hạn 0",
    ]


def test_a_state_filters(view: ReturnsView) -> None:
    view.by_state[MISSING].click()
    assert shown(view) == [NEW, OTHER]
    assert view.by_state[MISSING].text() == "Chưa nộp 2 ×"

    view.by_state[UNKNOWN].click()
    assert len(shown(view)) == 6

    view.words.setText("anh duong")
    view.words.searched.emit("anh duong")
    assert shown(view) == [NEW]


def test_a_typed_day_tells_at_once_whether_it_was_in_time(qtbot: QtBot, view: ReturnsView) -> None:
    go(view, HOA)
    type_text("12/12")
    press(None, Key.Key_Return)

    assert state(view, HOA) == "đúng hạn, sớm 2 ngày"
    assert stored(view, HOA).received_on == date(2023, 12, 12)
    assert last_action(view) == f"Nhập Ngày nhận Quý IV/2023, {HOA}"
    idle(qtbot, view)
    assert state(view, HOA) == "đúng hạn, sớm 2 ngày"

    go(view, HOA)
    type_text("5/1")
    press(None, Key.Key_Return)
    assert state(view, HOA) == "nộp muộn 22 ngày"


def test_a_day_that_does_not_exist_stays_in_its_cell_with_the_reason(view: ReturnsView) -> None:
    go(view, HOA)
    type_text("31/11")
    press(None, Key.Key_Return)

    ((entry, reason),) = view.grid.refused
    assert entry.text == "31/11"
    assert "30/11/2023" in reason
    assert stored(view, HOA).received_on is None


def test_what_was_refused_waits_while_another_quarter_is_shown(qtbot: QtBot, view: ReturnsView) -> None:
    go(view, HOA)
    type_text("31/11")
    press(None, Key.Key_Return)

    view.show_span(Q3)
    idle(qtbot, view)
    assert view.headline.text().startswith("Quý III/2023")
    assert not view.grid.refused

    view.show_span(Q4)
    idle(qtbot, view)
    assert [entry.text for entry, _reason in view.grid.refused] == ["31/11"]


def test_days_are_pasted_by_the_codes_of_unions(view: ReturnsView, clipboard: Clipboard) -> None:
    clipboard.text = "Mã\tNgày nhận\tGhi chú\nCS8\t13/12/2023\tbản giấy\nCS9\t20/12\t\n"
    press(view.grid.view, Key.Key_V, modifier=CTRL)
    press(view.grid.view, Key.Key_Return)

    assert stored(view, NEW).words == "đúng hạn, sớm 1 ngày (chưa nhập số liệu)"
    assert stored(view, NEW).note == "bản giấy"
    assert stored(view, OTHER).words == "nộp muộn 6 ngày (chưa nhập số liệu)"


def test_today_by_key_for_the_selected_rows(view: ReturnsView) -> None:
    go(view, NEW)
    press(None, Key.Key_Down, modifier=SHIFT)
    press(None, Key.Key_Return, modifier=CTRL | SHIFT)

    assert [stored(view, name).received_on for name in (NEW, OTHER)] == [TODAY, TODAY]
    assert last_action(view) == "Nhận số liệu Quý IV/2023 hôm nay của 2 CĐCS"
    assert shown(view)[:2] == [NEW, OTHER]  # they stay where they are until F9

    view.resort()
    assert shown(view)[0] != MAI


def test_today_goes_into_the_cell_too(view: ReturnsView) -> None:
    go(view, MAI)
    press(None, Key.Key_Semicolon, modifier=CTRL)
    assert stored(view, MAI).received_on == TODAY


def test_the_message_is_copied_by_key(view: ReturnsView, clipboard: Clipboard) -> None:
    told: list[str] = []
    view.status.connect(told.append)
    go(view, HOA)
    press(None, Key.Key_C, modifier=CTRL | SHIFT)

    assert "LĐLĐ quận Thử đang tổng hợp số liệu" in clipboard.text
    assert f"1. {NEW} (CS8)\n2. {OTHER} (CS9)" in clipboard.text
    assert "Đã sao chép cho 2 đơn vị" in told[-1]


def test_letters_lists_and_addresses_are_copied(view: ReturnsView, clipboard: Clipboard) -> None:
    for words, copied in (
        ("thư gửi từng", f"Gửi: anh@example.vn\nChủ đề: Đề nghị nộp số liệu Quý IV/2023 - {NEW}"),
        ("dạng chữ", f"1. {NEW} (CS8): Lê Thị Ánh, 0912 345 678, anh@example.vn\n2. {OTHER} (CS9): chưa có liên hệ"),
        ("Excel", "STT\tMã\tCông đoàn cơ sở\tChủ tịch\tĐiện thoại\tE-mail"),
        ("địa chỉ", "anh@example.vn"),
    ):
        choose(view, words)
        assert clipboard.text.startswith(copied)


def test_nothing_is_copied_where_nobody_is_missing(view: ReturnsView, clipboard: Clipboard) -> None:
    clipboard.text = "của người dùng"
    view.by_state[UNKNOWN].click()
    choose(view, "Zalo)")
    assert clipboard.text == "của người dùng"


def test_reminders_are_noted_after_asking(qtbot: QtBot, view: ReturnsView, reader: Reader) -> None:
    reader.answer = answer("Ghi")
    go(view, HOA)
    choose(view, "qua Zalo")
    idle(qtbot, view)

    assert reader.read == [
        "Ghi là hôm nay đã nhắc 2 CĐCS qua Zalo nộp số liệu Quý IV/2023?\n\nCó thể hoàn tác bằng Ctrl+Z."
    ]
    for name in (NEW, OTHER):
        assert (stored(view, name).reminders, stored(view, name).reminded_on) == (1, TODAY)
    assert stored(view, NEW).note == f"nhắc qua Zalo {show_day(TODAY)}"
    assert stored(view, HOA).reminders == 0


def test_enter_leads_to_the_figures_of_the_union(view: ReturnsView, context: Context) -> None:
    gone: list[tuple[str, object]] = []
    view.go.connect(lambda page, argument: gone.append((page, argument)))
    go(view, NEW)
    press(None, Key.Key_F4)

    assert gone == [("counts", ("union", id_of(view.work, NEW)))]
    assert context.period == "2023-Q4"

    view.export()
    assert gone[-1] == ("reports", "calls")


def test_the_history_of_a_day_is_shown(view: ReturnsView) -> None:
    go(view, HOA)
    type_text("12/12")
    press(None, Key.Key_Return)
    go(view, HOA)
    press(None, Key.Key_H, modifier=CTRL | SHIFT)

    dialog = view.findChild(CellHistory)
    assert dialog is not None
    assert [row.change.new for row in dialog.grid.shown_rows] == ["12/12/2023"]
    dialog.reject()


def test_an_office_without_unions_says_what_to_do_first(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    view = ReturnsView(empty_work, context)
    qtbot.addWidget(view)
    view.show()
    view.show_span(Q4)
    idle(qtbot, view)
    assert view.stack.currentIndex() == 1


def test_drafts_are_written_for_those_that_have_an_address_and_the_others_are_named(
    qtbot: QtBot, view: ReturnsView, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path))

    def take(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    choose(view, "Soạn thư nhắc từng đơn vị")
    idle(qtbot, view)

    (path,) = tmp_path.glob("*.eml")
    message = emails.read(path.read_bytes())
    assert path.name == "Nhac_2023Q4_CDCS-Anh-Duong.eml"
    assert opened == [path.as_posix()]
    assert [one.email for one in message.recipients] == ["anh@example.vn"]
    assert message.subject == f"Đề nghị nộp số liệu Quý IV/2023 - {NEW}"
    assert message.body.startswith("Kính gửi đồng chí Lê Thị Ánh")
    assert reader.read == [f"1 đơn vị chưa có địa chỉ e-mail dùng được nên không có thư:\n{OTHER}"]
    assert (stored(view, NEW).reminders, stored(view, OTHER).reminders) == (1, 0)
    assert stored(view, NEW).note == f"nhắc qua e-mail {show_day(TODAY)}"


def test_a_folder_that_cannot_be_written_to_notes_nothing(
    qtbot: QtBot, view: ReturnsView, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    places = [str(tmp_path / "không có"), ""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: places.pop(0))
    reader.answer = answer("Lưu nơi khác")

    choose(view, "Soạn thư nhắc từng đơn vị")
    idle(qtbot, view)

    assert "Không có thư mục" in reader.read[0]
    assert stored(view, NEW).reminders == 0
    assert places == []
