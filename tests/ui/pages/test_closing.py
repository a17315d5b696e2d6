"""Closing a quarter from the window: what is said before, what figures do after, what differs from the report."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4, report
from tests.ui import count_page
from tests.ui.hands import CTRL, Clipboard, Key, press, type_text
from unioncare_desktop import reports
from unioncare_desktop.domain.records import PeriodClosing
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import issuing
from unioncare_desktop.services import closings, counts, periods, records, unions
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.closing_dialogs import CloseDialog, ReopenDialog
from unioncare_desktop.ui.differences_dialog import DifferencesDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def close(work: Work) -> None:
    """Closed without its reports, which are looked at elsewhere."""

    def store(session: Session) -> None:
        row = {"period_id": periods.ensure(session, Q4).id, "closed_on": date(2023, 12, 20)}
        records.insert_rows(session, PeriodClosing, [row])

    work.write("Khóa sổ Quý IV/2023", store)


def is_closed(work: Work) -> bool:
    with work.read() as session:
        return closings.closing_of(session, Q4) is not None


def test_a_quarter_is_closed_by_keys_once_what_is_odd_is_accepted(
    qtbot: QtBot, small_work: Work, window: QWidget, idle: Idle
) -> None:
    with small_work.read() as session:
        ids = [one.id for one in unions.listed(session) if one.reports]
    small_work.write("Như quý trước", lambda session: counts.take_over(session, Q4.next, ids))
    dialog = CloseDialog(small_work, Q4.next, window)
    dialog.open()
    qtbot.waitUntil(dialog.anyway.isVisible)

    assert dialog.told.text() == "Sẽ khóa sổ: Quý I/2024."
    assert not dialog.close_period.isEnabled()
    press(None, Key.Key_Space)
    assert dialog.close_period.isEnabled()
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        press(dialog, Key.Key_Return, modifier=CTRL)
    idle(small_work)
    with small_work.read() as session:
        assert [one.span for one in closings.listed(session)] == [Q4.next]


def test_a_period_that_cannot_be_closed_says_why(qtbot: QtBot, small_work: Work, window: QWidget) -> None:
    close(small_work)
    dialog = CloseDialog(small_work, Q4, window)
    dialog.open()

    qtbot.waitUntil(lambda: dialog.told.text() == "Quý IV/2023 đã khóa sổ ngày 20/12/2023.")
    assert not dialog.close_period.isEnabled()
    press(dialog, Key.Key_Escape)


def test_a_reason_opens_a_period_again(qtbot: QtBot, small_work: Work, window: QWidget) -> None:
    close(small_work)
    dialog = ReopenDialog(small_work, Q4, window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)

    press(None, Key.Key_Return)
    assert dialog.problem.text() == "Lý do: chưa ghi"
    type_text("Sai số")
    press(None, Key.Key_Return)
    assert not is_closed(small_work)


def test_figures_of_a_closed_quarter_are_read_and_say_why(
    qtbot: QtBot, small_work: Work, context: Context, clipboard: Clipboard
) -> None:
    context.choose_period(Q4.code, Q4.title)
    page = count_page.shown(qtbot, small_work, context)
    assert page.banner.isHidden()
    close(small_work)
    assert page.banner.isVisible()
    before, said = count_page.rows(page), list[str]()
    page.status.connect(said.append)

    page.grid.view.go(0, [one.name for one in page.grid.model.columns].index("members"))
    type_text("9")
    assert "Quý IV/2023 đã khóa sổ ngày 20/12/2023" in said[-1]
    said.clear()
    clipboard.text = "9"
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Delete)
    assert ["đã khóa sổ" in words for words in said] == [True, True]
    assert count_page.rows(page) == before

    page.previous_period()
    assert page.span == Q3
    assert page.banner.isHidden()
    assert page.grid.model.editable
    page.next_period()
    small_work.write("Mở lại", lambda session: closings.reopen(session, Q4, "Sai số"))
    assert page.banner.words.text() == "Quý IV/2023 được mở lại để sửa: Sai số"
    assert page.grid.model.editable


def test_what_differs_from_the_issued_report_is_shown_copied_and_corrected(
    qtbot: QtBot, small_work: Work, window: QWidget, clipboard: Clipboard
) -> None:
    members = reports.find("members")

    def compared() -> DifferencesDialog:
        dialog = DifferencesDialog(small_work, members, Q4, window)
        dialog.open()
        qtbot.waitUntil(lambda: bool(dialog.nothing.sentence.text()))
        return dialog

    assert compared().nothing.sentence.text().startswith("Chưa phát hành Số liệu đoàn viên, CĐCS Quý IV/2023")
    small_work.write(
        "Phát hành",
        lambda session: drain(issuing.issue(session, members, Q4, date(2023, 12, 20), formats=())),
    )
    assert compared().nothing.sentence.text().startswith("Không khác gì Báo cáo số 01/BC-")
    with small_work.read() as session:
        union = next(row.union for row in counts.rows(session, Q4) if row.members)
    small_work.write("Sửa", lambda session: report(session, Q4, union.id, workers=500, members=400))

    dialog = compared()
    dialog.copy_all()
    lines = [line.split("\t") for line in clipboard.text.splitlines()]
    assert lines[0][3:] == ["Bản đã gửi", "Nay là", "Tăng, giảm", "Bảng"]
    assert [union.name, "Đoàn viên", "5", "400", "395"] in [line[1:-1] for line in lines]
    with qtbot.waitSignal(dialog.correction_wanted):
        dialog.correct.click()
