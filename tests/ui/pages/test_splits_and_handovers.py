"""Splitting a union and handing unions over: the sum is checked while it is typed, refused with reasons, taken back."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.offices import Q4
from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, id_of, row_of, state_of
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import count_figures, lineage, mergers, undo
from unioncare_desktop.ui.hand_over_dialog import HandOverDialog
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.split_dialog import SplitDialog, open_split
from unioncare_desktop.ui.step_dialog import StepDialog
from unioncare_desktop.ui.work import Work

MAY1, MAY2 = "CĐCS Phân xưởng May 1", "CĐCS Phân xưởng May 2"


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[RegistryPage]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    context.choose_period(Q4.code, Q4.title)
    window.fill(small_work, (RegistryPage,))
    assert isinstance(window.page, RegistryPage)
    yield window.page
    for dialog in window.findChildren(QDialog):
        dialog.done(0)


@pytest.fixture
def split(page: RegistryPage, qtbot: QtBot) -> SplitDialog:
    """The large union is about to be split."""
    return shown(qtbot, open_split(page, page.work, page.context, id_of(page.work, LON)))


D = TypeVar("D", bound=StepDialog)


def shown(qtbot: QtBot, dialog: D) -> D:
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def go_on() -> None:
    press(None, Key.Key_Return, modifier=CTRL)


def type_parts(split: SplitDialog, *parts: tuple[str, str]) -> None:
    """Names and members, cell after cell as one types them."""
    for line, (name, members) in zip(list(split.lines), parts, strict=False):
        split.parts.go_to(line.key, "name")
        type_text(name)
        press(None, Key.Key_Tab)
        split.parts.go_to(line.key, "members")
        type_text(members)
        press(None, Key.Key_Return)


def type_rest(split: SplitDialog, text: str) -> None:
    split.rest.setFocus()
    press(None, Key.Key_A, modifier=CTRL)
    type_text(text)


def split_on(split: SplitDialog, day: str) -> None:
    go_on()
    split.paper.go_to("effective_on")
    type_text(day)
    go_on()


def members(work: Work, span: Span, name: str) -> int | None:
    with work.read() as session:
        return count_figures.members(session, span).get(id_of(work, name))


# Splits


def test_the_sum_of_the_parts_is_checked_as_it_is_typed(split: SplitDialog) -> None:
    type_parts(split, (MAY1, "12"))
    assert split.sum.text() == "12 + 28 = 40: khớp với 40"
    type_parts(split, (MAY1, "12"), (MAY2, "15"))
    type_rest(split, "10")
    assert split.sum.text() == "12 + 15 + 10 = 37: thiếu 3"
    assert split.sum.property("chip") == "error"

    go_on()
    assert split.step == 0
    assert split.notice.label.text() == ("Các phần 27 + còn lại 10 = 37 đoàn viên, thiếu 3 so với 40 (Quý IV/2023).")
    assert [line.values["members"] for line in split.lines if line.touched] == [12, 15]
    type_rest(split, "13")
    assert split.sum.text() == "12 + 15 + 13 = 40: khớp với 40"
    go_on()
    assert split.step == 1


def test_a_union_is_split_and_put_together_again(page: RegistryPage, split: SplitDialog) -> None:
    work = page.work
    type_parts(split, (MAY1, "12"), (MAY2, "15"))
    split_on(split, "1/1/2024")
    assert split.moves.summary.text().startswith(f"2 đơn vị mới; “{LON}” còn 13 đoàn viên.")
    go_on()

    assert split.outcome is not None
    assert f"Đã tách 2 đơn vị từ “{LON}”." in [label.text() for label in split.outcome.findChildren(QLabel)]
    first = Span.parse("2024-Q1")
    assert [members(work, first, name) for name in (LON, MAY1, MAY2)] == [13, 12, 15]
    with work.read() as session:
        assert [one.name for one in lineage.series(session, id_of(work, LON)).split_into] == [MAY1, MAY2]
        offer = undo.next_undo(session)
    assert offer is not None
    assert offer.name == f"Tách 2 đơn vị từ {LON}"
    with work.database.write("Hoàn tác", undoes=offer.action_id) as session:
        undo.undo(session, offer.action_id)
    with work.read() as session:
        assert mergers.listed(session) == []


def test_a_division_ends_the_old_union(page: RegistryPage, split: SplitDialog) -> None:
    split.ends.setChecked(True)
    assert not split.rest.isVisible()
    type_parts(split, (MAY1, "22"), (MAY2, "18"))
    assert split.sum.text() == "22 + 18 = 40: khớp với 40"
    split_on(split, "1/1/2024")
    go_on()

    assert split.outcome is not None
    assert not row_of(page.work, LON).alive


def test_a_day_that_is_wrong_is_told_in_its_field(split: SplitDialog) -> None:
    type_parts(split, (MAY1, "12"))
    split_on(split, "1/1/2014")

    assert split.step == 1
    assert "trước ngày thành lập" in split.paper._rows["effective_on"]._below.text()
    assert split.paper.draft.values["effective_on"].year == 2014


def test_a_split_that_was_begun_is_not_lost_by_a_key(split: SplitDialog, reader: Reader) -> None:
    type_parts(split, (MAY1, "12"))
    press(split, Key.Key_Escape)
    assert reader.read == ["Bỏ việc chia, tách đang lập?"]
    assert split.isVisible()
    reader.answer = answer("Bỏ")
    press(split, Key.Key_Escape)
    assert not split.isVisible()


# Handing over


@pytest.fixture
def handover(page: RegistryPage, qtbot: QtBot) -> Callable[..., HandOverDialog]:
    def opened(*names: str) -> HandOverDialog:
        dialog = HandOverDialog(page.work, [id_of(page.work, name) for name in names], page)
        dialog.open()
        return shown(qtbot, dialog)

    return opened


def test_unions_go_and_come_back(page: RegistryPage, handover: Callable[..., HandOverDialog]) -> None:
    dialog = handover(HOA, MAI)
    type_text("LĐLĐ quận khác")
    go_on()
    assert dialog.step == 0
    assert dialog.paper._rows["effective_on"]._below.text().startswith("Bắt buộc")
    type_text("1/1/2024")
    go_on()
    assert dialog.moves.summary.text().startswith("2 đơn vị chuyển giao đi từ 01/01/2024.")
    go_on()
    assert dialog.outcome is not None
    assert state_of(page.work, HOA) == "đã chuyển giao"
    dialog.reject()

    dialog = handover(HOA)
    assert dialog.coming.isChecked()
    dialog.paper.go_to("effective_on")
    type_text("1/6/2024")
    go_on()
    go_on()
    assert dialog.outcome is not None
    assert state_of(page.work, HOA) == "đang hoạt động"
    assert state_of(page.work, MAI) == "đã chuyển giao"


def test_a_handover_that_contradicts_stays_open(handover: Callable[..., HandOverDialog]) -> None:
    dialog = handover(HOA)
    dialog.add.setFocus()
    type_text("mai vang")
    press(None, Key.Key_Down, Key.Key_Return)
    assert [row.name for row in dialog.listed.shown_rows] == [HOA, MAI]
    dialog.paper.go_to("effective_on")
    type_text("1/2/2023")
    go_on()

    assert dialog.step == 0
    assert "số liệu của" in dialog.paper._rows["effective_on"]._below.text()
    assert dialog.isVisible()


def test_alt_keys_are_unique(split: SplitDialog, handover: Callable[..., HandOverDialog]) -> None:
    """K40."""
    from tests.ui.test_promises import alt_keys, doubled

    for dialog in (split, handover(HOA)):
        for step in range(dialog.last + 1):
            dialog.show_step(step)
            assert doubled(alt_keys(dialog)) == [], (dialog.windowTitle(), step)
