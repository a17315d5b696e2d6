"""The form of a record: what is typed becomes a value when it is left, what is wrong stands below, nothing is lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, focused, press, type_text
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import RECORDS, Office, Union
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.ui.editors import LineEditor, NotesEditor, TickEditor
from unioncare_desktop.ui.record_form import FieldRow, Group, RecordForm
from unioncare_desktop.ui.widgets.pick_box import PickBox

AREAS = {1: "Phường Kim Mã", 2: "Phường Đội Cấn", 3: "Phường Đống Đa"}
GROUPS = (
    Group("Công đoàn", ("name", "area_id", "founded_on", "committee_size")),
    Group("Khác", ("state", "closed_on", "note"), folded=True),
)


class Desk:
    """A form in a window, and what it told."""

    def __init__(self, form: RecordForm) -> None:
        self.form = form
        self.edited: list[str] = []
        form.edited.connect(self.edited.append)

    def go(self, name: str) -> None:
        self.form.go_to(name)

    def row(self, name: str) -> FieldRow:
        return self.form._rows[name]

    def text(self, name: str) -> str:
        editor = self.row(name).editor
        return editor.toPlainText() if isinstance(editor, NotesEditor) else editor.text()

    def below(self, name: str) -> str:
        label = self.row(name)._below
        return "" if label.isHidden() else label.text()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    window.resize(700, 600)
    return window


def shown(qtbot: QtBot, window: QWidget, form: RecordForm) -> Desk:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(form)
    layout.addWidget(QPushButton("Lưu"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(form)


@pytest.fixture
def desk(qtbot: QtBot, window: QWidget) -> Desk:
    desk = shown(qtbot, window, RecordForm(Union, GROUPS, options={"area_id": AREAS}))
    desk.form.set_draft(Draft(Union, original={"state": "active"}, values={"state": "active"}))
    desk.form.start()
    return desk


@pytest.mark.parametrize("record_type", RECORDS, ids=lambda record: str(record.__name__))
def test_every_record_has_a_form_with_an_editor_for_each_field(qtbot: QtBot, record_type: type) -> None:
    form = RecordForm(record_type)
    qtbot.addWidget(form)

    assert set(form._rows) == set(fields_of(record_type))
    for one in form._rows.values():
        assert one.editor.accessibleName() == one.field.label


def test_kinds_have_the_editors_that_suit_them(qtbot: QtBot) -> None:
    form, office = RecordForm(Union), RecordForm(Office)
    qtbot.addWidget(form)
    qtbot.addWidget(office)
    kinds = {name: type(one.editor) for name, one in (form._rows | office._rows).items()}

    assert kinds["name"] is kinds["founded_on"] is kinds["committee_size"] is kinds["phone"] is LineEditor
    assert kinds["state"] is kinds["area_id"] is PickBox
    assert kinds["note"] is kinds["recipients"] is NotesEditor
    assert kinds["more_members_than_workers"] is TickEditor


def test_a_field_becomes_a_value_when_it_is_left_not_before(desk: Desk) -> None:
    type_text("  CĐCS   Ánh Sao ")
    assert desk.text("name") == "  CĐCS   Ánh Sao "
    assert desk.edited == []
    press(None, Key.Key_Tab)

    assert desk.text("name") == "CĐCS Ánh Sao"
    assert desk.form.draft.values["name"] == "CĐCS Ánh Sao"
    assert desk.edited == ["name"]


def test_looking_at_a_field_changes_nothing(desk: Desk) -> None:
    for _field in range(4):
        press(None, Key.Key_Tab)
    assert desk.edited == []
    assert not desk.form.draft.dirty


def test_tab_goes_as_one_reads(desk: Desk) -> None:
    visited = []
    desk.form.show_all_fields()
    desk.form.start()
    for _field in range(7):
        visited.append(focused().accessibleName())
        press(None, Key.Key_Tab)
    labels = fields_of(Union)
    assert visited == [labels[name].label for group in GROUPS for name in group.fields]
    press(None, Key.Key_Backtab, modifier=SHIFT)
    assert focused().accessibleName() == labels["note"].label


@pytest.mark.parametrize(("typed", "day"), [("15/3/2023", date(2023, 3, 15)), ("15032023", date(2023, 3, 15))])
def test_a_day_is_typed_as_one_writes_it(desk: Desk, typed: str, day: date) -> None:
    desk.go("founded_on")
    type_text(typed)
    press(None, Key.Key_Tab)
    assert desk.form.draft.values["founded_on"] == day
    assert desk.text("founded_on") == "15/03/2023"


def test_what_is_no_value_stays_with_its_reason(desk: Desk) -> None:
    desk.go("founded_on")
    type_text("30/02/2023")
    press(None, Key.Key_Tab)

    assert desk.text("founded_on") == "30/02/2023"
    assert "không phải là một ngày có thật" in desk.below("founded_on")
    assert desk.row("founded_on").editor.property("problem") == "error"
    assert desk.form.draft.dirty

    desk.go("founded_on")
    press(None, Key.Key_A, modifier=CTRL)
    type_text("28/02/2023")
    press(None, Key.Key_Tab)
    assert desk.below("founded_on") == ""
    assert desk.row("founded_on").editor.property("problem") == ""


def test_nothing_is_called_wrong_before_the_user_has_been_there(desk: Desk) -> None:
    assert desk.below("name") == ""
    assert desk.form.show_problems()
    assert desk.below("name") == "Bắt buộc phải nhập"
    assert desk.row("name").editor.hasFocus()


def test_a_rule_between_two_fields_shows_at_once(desk: Desk) -> None:
    desk.form.show_all_fields()
    desk.go("closed_on")
    type_text("1/1/2020")
    press(None, Key.Key_Tab)
    desk.go("founded_on")
    type_text("1/1/2021")
    press(None, Key.Key_Tab)
    assert desk.below("closed_on") == "01/01/2020 trước ngày thành lập (01/01/2021)"


def test_what_a_service_found_stands_at_its_field_until_that_is_edited(desk: Desk) -> None:
    type_text("CĐCS Ánh Sao")
    assert desk.form.take_in().values["name"] == "CĐCS Ánh Sao"
    assert desk.form.show_problems([Problem("name", "Tên đã có: CS0001"), Problem("", "Chưa lưu được")])
    assert desk.below("name") == "Tên đã có: CS0001"
    assert desk.form.notice.label.text() == "Chưa lưu được"

    type_text(" 2")
    press(None, Key.Key_Tab)
    assert desk.below("name") == ""


def test_a_warning_does_not_stop_saving(desk: Desk) -> None:
    type_text("CĐCS Ánh Sao")
    desk.form.take_in()
    assert not desk.form.show_problems([Problem("name", "Tên gần giống CS0007", Severity.WARNING)])
    assert desk.row("name").editor.property("problem") == "warning"


def test_folded_fields_open_when_something_is_wrong_there_or_on_request(desk: Desk) -> None:
    assert not desk.row("note").isVisible()
    type_text("CĐCS Ánh Sao")
    desk.form.take_in()
    desk.form.show_problems([Problem("closed_on", "thiếu ngày")])
    assert desk.row("note").isVisible()
    assert desk.row("closed_on").editor.hasFocus()
    assert not desk.form.unfold.isVisible()


def test_a_note_has_lines_and_tab_leaves_it(desk: Desk) -> None:
    desk.form.show_all_fields()
    desk.go("note")
    type_text("một")
    press(None, Key.Key_Return)
    type_text("hai")
    press(None, Key.Key_Tab)
    assert desk.form.draft.values["note"] == "một\nhai"


def test_text_that_is_too_long_is_told_not_cut(desk: Desk, clipboard: Clipboard) -> None:
    clipboard.text = "Đ" * 250
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Tab)
    assert len(desk.text("name")) == 250
    assert "dài 250 ký tự, tối đa 200" in desk.below("name").lower()


# Lists


@pytest.fixture
def box(desk: Desk) -> PickBox:
    desk.go("area_id")
    box = desk.row("area_id").editor
    assert isinstance(box, PickBox)
    return box


def proposed(box: PickBox) -> list[str]:
    return box._names.stringList() if box.is_open else []


def test_names_are_proposed_without_accents_and_nothing_is_completed(box: PickBox) -> None:
    type_text("do")
    assert proposed(box) == ["Phường Đội Cấn", "Phường Đống Đa"]
    assert box.text() == "do"
    assert not box._pointed_at().isValid()


def test_down_and_enter_choose(desk: Desk, box: PickBox) -> None:
    type_text("do")
    press(box, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert desk.form.draft.values["area_id"] == 3
    assert (box.text(), box.is_open) == ("Phường Đống Đa", False)
    assert desk.edited == ["area_id"]


def test_down_and_tab_choose_and_go_on(desk: Desk, box: PickBox) -> None:
    type_text("kim")
    press(box, Key.Key_Down, Key.Key_Tab)
    assert desk.form.draft.values["area_id"] == 1
    assert not box.hasFocus()


def test_enter_without_an_arrow_keeps_what_was_typed(desk: Desk, box: PickBox) -> None:
    type_text("kim")
    press(box, Key.Key_Return)
    assert box.text() == "kim"
    assert "area_id" not in desk.form.draft.values


def test_a_whole_name_is_understood_whatever_its_accents(desk: Desk, box: PickBox) -> None:
    type_text("phuong kim ma")
    press(box, Key.Key_Tab)
    assert desk.form.draft.values["area_id"] == 1
    assert box.text() == "Phường Kim Mã"


def test_a_name_that_is_not_in_the_list_is_refused_and_kept(desk: Desk, box: PickBox) -> None:
    type_text("Phường Lạ")
    press(box, Key.Key_Tab)
    assert box.text() == "Phường Lạ"
    assert desk.below("area_id") == "Hãy chọn trong danh mục"


def test_a_blank_takes_the_choice_away(desk: Desk, box: PickBox) -> None:
    desk.form.set_draft(Draft(Union, values={"area_id": 2}))
    assert box.text() == "Phường Đội Cấn"
    press(box, Key.Key_A, modifier=CTRL)
    press(box, Key.Key_Delete, Key.Key_Tab)
    assert desk.form.draft.values["area_id"] is None


def test_the_arrow_opens_all_names_and_escape_closes_only_the_list(desk: Desk, box: PickBox) -> None:
    desk.form.set_draft(Draft(Union, values={"area_id": 2}))
    middle = box.rect().center()
    middle.setX(box.width() - 6)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=middle)
    assert len(proposed(box)) == 3
    press(box, Key.Key_Escape)
    assert not box.is_open
    press(box, Key.Key_Down)
    assert box._pointed_at().data() == "Phường Đội Cấn"
    press(box, Key.Key_Up, Key.Key_Return)
    assert desk.form.draft.values["area_id"] == 1


def test_backspaces_of_an_input_method_arrive_with_the_list_open(box: PickBox) -> None:
    type_text("d")
    assert box.is_open
    press(None, Key.Key_Backspace)
    type_text("đ")
    assert box.text() == "đ"
    assert proposed(box) == ["Phường Đội Cấn", "Phường Đống Đa"]


def test_the_wheel_changes_nothing(desk: Desk, box: PickBox) -> None:
    desk.form.set_draft(Draft(Union, values={"area_id": 2}))
    middle = box.rect().center().toPointF()
    down = middle.toPoint() - middle.toPoint()
    down.setY(-120)
    nothing = middle.toPoint() - middle.toPoint()
    event = QWheelEvent(
        *(middle, middle, nothing, down, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(box, event)
    assert box.text() == "Phường Đội Cấn"


def test_a_tick_is_an_edit(qtbot: QtBot, window: QWidget) -> None:
    desk = shown(qtbot, window, RecordForm(Office, (Group("", ("more_members_than_workers",)),)))
    desk.form.start()
    press(None, Key.Key_Space)
    assert desk.form.draft.values["more_members_than_workers"] is True
    assert desk.edited == ["more_members_than_workers"]


def test_an_office_may_call_fields_otherwise(qtbot: QtBot, window: QWidget) -> None:
    desk = shown(qtbot, window, RecordForm(Union, GROUPS, labels={"name": "Tên tổ công đoàn"}))
    assert desk.row("name").editor.accessibleName() == "Tên tổ công đoàn"
