"""The text of a plan checked by hand: pasted, looked at, mended, taken over."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.hands import CTRL, Clipboard, Key, focused, press, type_text
from unioncare_desktop.services import plans, undo
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui.lint_dialog import LintDialog
from unioncare_desktop.ui.lint_rows import INDICATOR, TAKEN
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work

TEXT = (
    "Số: 12/KH-LĐLĐ\n\nQuận Ba, ngày 10 tháng 02 năm 2024\n\n"
    "Phân đầu đến hết năm 2024 có trên 55% Thỏa ước lao động tập thể đạt loại B trở lên.\n\n"
    "Đến năm 2024: trên 70% nữ đoàn viên được khám sức khỏe.\n\n"
    "Đăng ký gửi về LĐLĐ quận chậm nhất ngày 30/02/2024."
)


@pytest.fixture
def show(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[Callable[..., LintDialog]]:
    shown: list[LintDialog] = []

    def open_dialog(plan_id: int | None = None) -> LintDialog:
        dialog = LintDialog(small_work, context, None, plan_id)
        dialog.resize(1240, 720)
        dialog.show()
        qtbot.waitExposed(dialog)
        shown.append(dialog)
        return dialog

    yield open_dialog
    for dialog in shown:
        qtbot.waitUntil(partial(_is_idle, dialog))
        if isValid(dialog):
            dialog.close()


def _is_idle(dialog: LintDialog) -> bool:
    return not dialog._background.busy


@pytest.fixture
def dialog(show: Callable[..., LintDialog]) -> LintDialog:
    return show()


def checked(qtbot: QtBot, dialog: LintDialog) -> None:
    """Wait until what stands in the text has been checked."""
    qtbot.waitUntil(
        lambda: (
            not dialog._background.busy
            and not dialog._pause.isActive()
            and dialog._asked == dialog.text.toPlainText()
            and dialog.heading.text() != "Đang soát…"
        )
    )


def paste(qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard, text: str = TEXT) -> None:
    clipboard.text = text
    dialog.text.setFocus()
    press(dialog.text, Key.Key_V, modifier=CTRL)
    checked(qtbot, dialog)


def listed(work: Work) -> list[PlanRow]:
    with work.read() as session:
        return plans.listed(session)


def column(dialog: LintDialog, name: str) -> list[str]:
    place = dialog.grid.model.place_of_column(name)
    model = dialog.grid.model
    return [str(model.index(row, place).data() or "") for row in range(model.rowCount())]


def notice_of(dialog: LintDialog) -> str:
    return " ".join(label.text() for label in dialog.notice.findChildren(QLabel))


def test_a_pasted_text_is_marked_where_something_is_wrong(
    qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard
) -> None:
    paste(qtbot, dialog, clipboard)

    assert dialog.heading.text() == "2 chỗ cần xem, 1 chỗ sai"
    marks = dialog.text.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["Phân đầu", "30/02/2024"]
    for mark in marks:  # colour and underline: one of both is seen by everybody
        assert mark.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
        assert mark.format.background().color() != dialog.text.palette().base().color()


def test_enter_on_a_finding_goes_to_its_place(qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard) -> None:
    paste(qtbot, dialog, clipboard)

    press(dialog, Key.Key_F8, Key.Key_F8)
    assert "29/02/2024 hay 30/03/2024" in dialog.sentence.text()
    press(focused(), Key.Key_Return)

    assert dialog.text.hasFocus()
    assert dialog.text.textCursor().selectedText() == "30/02/2024"
    type_text("15/03/2024")
    checked(qtbot, dialog)
    assert dialog.heading.text() == "1 chỗ cần xem"


def test_a_slip_is_mended_only_when_asked_and_can_be_taken_back(
    qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard
) -> None:
    paste(qtbot, dialog, clipboard)
    assert dialog.text.toPlainText() == TEXT

    dialog.findings.go_to(0)
    dialog.replace.click()
    checked(qtbot, dialog)
    assert "Phấn đấu đến hết năm 2024" in dialog.text.toPlainText()

    press(dialog.text, Key.Key_Z, modifier=CTRL)
    assert dialog.text.toPlainText() == TEXT


def test_what_is_ticked_becomes_a_new_plan_in_one_action(
    qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard, small_work: Work
) -> None:
    paste(qtbot, dialog, clipboard)
    assert column(dialog, TAKEN) == ["có", "không", "có"]
    assert column(dialog, "wanted") == ["trên 55 %", "trên 70 %", ""]
    assert listed(small_work) == []

    press(dialog, Key.Key_Return, modifier=CTRL)

    (plan,) = listed(small_work)
    assert [one.indicator for one in plan.targets] == ["good_agreements"]
    assert [one.due for one in plan.deadlines] == [None]
    assert "Đã lấy 2 mục" in dialog.saved.text()
    assert column(dialog, "state") == ["đã có", "chọn chỉ tiêu", "đã có"]
    assert column(dialog, TAKEN) == ["không", "không", "không"]

    with small_work.read() as session:
        offer = undo.next_undo(session)
    assert offer is not None
    small_work.write(offer.title, lambda session: undo.undo(session, offer.action_id), undoes=offer.action_id)
    assert listed(small_work) == []


def test_a_target_that_was_not_recognised_is_taken_once_its_indicator_is_chosen(
    qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard, small_work: Work
) -> None:
    paste(qtbot, dialog, clipboard)
    dialog.none.click()
    dialog.grid.go_to(1, TAKEN)
    press(dialog.grid.view, Key.Key_Space)
    assert column(dialog, TAKEN)[1] == "không"
    assert "hãy chọn chỉ tiêu thống kê" in dialog.saved.text()

    dialog.grid.go_to(1, INDICATOR)
    type_text("Tỷ lệ đoàn viên trên CNVCLĐ")
    press(None, Key.Key_Return)
    assert column(dialog, TAKEN) == ["không", "có", "không"]
    dialog.take.click()

    (plan,) = listed(small_work)
    assert [(one.indicator, one.wanted) for one in plan.targets] == [("member_share", "trên 70 %")]


def test_proposals_go_into_the_plan_that_is_open(
    qtbot: QtBot, show: Callable[..., LintDialog], clipboard: Clipboard, small_work: Work
) -> None:
    plan_id = small_work.write("Nạp", lambda session: plans.load(session, "lai-chau-324-2022"))
    before = len(listed(small_work)[0].targets)
    dialog = show(plan_id)
    paste(qtbot, dialog, clipboard)

    dialog.take.click()

    (plan,) = listed(small_work)
    assert len(plan.targets) == before + 1


def test_the_text_is_there_again_after_the_dialog_was_closed(
    qtbot: QtBot, show: Callable[..., LintDialog], clipboard: Clipboard
) -> None:
    first = show()
    paste(qtbot, first, clipboard)
    press(first.text, Key.Key_Escape)

    again = show()
    checked(qtbot, again)
    assert again.text.toPlainText() == TEXT
    assert again.saved.text() == "Văn bản của lần trước, chưa xóa."
    again.text.clear()
    checked(qtbot, again)
    again.close()
    assert show().text.toPlainText() == ""


def test_a_huge_text_is_not_pasted_and_the_limit_is_said(
    qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard
) -> None:
    paste(qtbot, dialog, clipboard)
    clipboard.text = "a" * 1_000_000
    press(dialog.text, Key.Key_V, modifier=CTRL)

    assert dialog.text.toPlainText() == TEXT
    assert "200.000 chữ" in notice_of(dialog)


def test_a_file_is_opened_and_one_that_is_no_text_refused(qtbot: QtBot, dialog: LintDialog, tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    dialog.take_file(path)
    checked(qtbot, dialog)
    assert dialog.text.toPlainText() == TEXT

    path.write_bytes(b"PK\x03\x04\xff")
    dialog.take_file(path)
    assert "không phải văn bản thuần" in notice_of(dialog)
    assert dialog.text.toPlainText() == TEXT


def test_a_text_in_an_old_font_is_told_so(qtbot: QtBot, dialog: LintDialog, clipboard: Clipboard) -> None:
    paste(qtbot, dialog, clipboard, "KÕ ho¹ch B¶o Th¾ng: ngµy 30/02/2023")

    assert dialog.heading.text() == "1 chỗ cần xem, 1 chỗ sai"
    press(dialog, Key.Key_F8)
    assert "UniKey" in dialog.sentence.text()


def test_letters_of_an_input_method_arrive_untouched(qtbot: QtBot, dialog: LintDialog) -> None:
    """Backspace and the letter again, as UniKey sends it, also while the text is being checked."""
    dialog.text.setFocus()
    type_text("Phan")
    checked(qtbot, dialog)
    press(None, Key.Key_Backspace, Key.Key_Backspace)
    type_text("ấn đấu")

    assert dialog.text.toPlainText() == "Phấn đấu"
