"""The plans of the office as a secretary meets them: loaded, opened, typed, pasted, copied, deleted, taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, CTRL, Clipboard, Key, Reader, answer, press, type_text
from unioncare_desktop.services import history, plan_drafts, plans
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.plan_part import PlanPart
from unioncare_desktop.ui.plans_view import PlansView
from unioncare_desktop.ui.record_dialog import RecordDialog
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.work import Work

LAI_CHAU = "lai-chau-324-2022"


@pytest.fixture
def window(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[MainWindow]:
    """The page in the main window, which undoes, at the list of plans of an office that has none."""
    context.choose_period("2023-Q4", "Quý IV/2023")
    window = MainWindow(context)
    qtbot.addWidget(window, before_close_func=MainWindow.empty)
    window.resize(1366, 768)
    window.show()
    window.fill(small_work, (PlansPage, RegistryPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go("targets", "plans")
    page = page_of(window)
    yield window
    qtbot.waitUntil(lambda: not page.busy)


def page_of(window: MainWindow) -> PlansPage:
    assert isinstance(window.page, PlansPage)
    return window.page


@pytest.fixture
def view(window: MainWindow) -> PlansView:
    shown = page_of(window).view
    assert isinstance(shown, PlansView)
    return shown


@pytest.fixture
def own(view: PlansView) -> PlanRow:
    """A plan of the office's own in which nothing stands yet, opened at its targets."""
    draft = plan_drafts.new(number="12/KH-LĐLĐ", issuer="LĐLĐ quận Thử", name="Công tác năm 2023")
    draft.enter("issued_on", "15/01/2023")
    plan_id = view.work.write("Thêm", lambda session: plan_drafts.save(session, draft))
    assert plan_id is not None
    view.open(plan_id)
    (plan,) = stored(view)
    return plan


def stored(view: PlansView) -> list[PlanRow]:
    with view.work.read() as session:
        return plans.listed(session)


def last_action(view: PlansView) -> str:
    with view.work.read() as session:
        return history.actions(session)[0].title


def text(grid: RecordGrid, row: int, column: str) -> str:
    return grid.model.text(row, grid.model.place_of_column(column))


def go(part: PlanPart, row: int, column: str) -> None:
    part.grid.view.go(row, part.grid.model.place_of_column(column))
    part.grid.view.setFocus()


def type_row(part: PlanPart, row: int, **cells: str) -> None:
    """Type into cells of a row, Enter after each."""
    for column, words in cells.items():
        go(part, row, column)
        type_text(words)
        press(None, Key.Key_Return)


def dialog_of(qtbot: QtBot) -> RecordDialog:
    def opened() -> RecordDialog | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, RecordDialog) else None

    qtbot.waitUntil(lambda: opened() is not None)
    dialog = opened()
    assert dialog is not None
    active(qtbot, dialog)
    return dialog


def active(qtbot: QtBot, widget: QWidget) -> None:
    """The window that a box has left comes to the front again."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)


def fill_in(dialog: RecordDialog, **fields: str) -> None:
    for name, words in fields.items():
        dialog.form.go_to(name)
        type_text(words)


# Loading


def test_an_office_without_plans_is_told_what_to_do_first(view: PlansView) -> None:
    assert view.first.isVisible()
    assert "Nạp kế hoạch đơn vị đang thực hiện" in view.first.text()
    assert [text(view.grid, row, "state") for row in range(6)] == ["có sẵn, chưa nạp"] * 6


def test_enter_loads_a_shipped_plan_and_undoing_takes_it_back(view: PlansView) -> None:
    view.grid.go_to(LAI_CHAU)
    press(None, Key.Key_Return)
    (plan,) = stored(view)
    assert plan.template == LAI_CHAU
    assert not view.first.isVisible()
    assert last_action(view) == "Nạp kế hoạch 324/KH-LĐLĐ"
    assert view.current == plan  # it stands among the office's own now, and is the current one
    assert len(view.grid.shown_rows) == 6
    press(None, Key.Key_Z, modifier=CTRL)
    assert stored(view) == []
    assert view.first.isVisible()


def test_what_is_in_a_plan_is_read_before_it_is_loaded(view: PlansView) -> None:
    view.grid.go_to(LAI_CHAU)
    headings = [heading.text() for heading in view.contents.headings]
    (plan,) = [one for one in plans.shipped() if one.key == LAI_CHAU]
    assert headings[:2] == [f"Chỉ tiêu {len(plan.targets)}", f"Thời hạn {len(plan.deadlines)}"]
    first = view.contents.lists[0].item(0).text()
    assert plan.targets[0].wanted in first
    assert f"dòng {plan.targets[0].line}" in first


def test_a_plan_says_whether_it_is_in_force_in_the_quarter_that_is_shown(view: PlansView, context: Context) -> None:
    view.work.write("Nạp", lambda session: plans.load(session, "gia-lam-667-2022"))
    assert text(view.grid, 0, "state") == "đang thực hiện"
    context.choose_period("2024-Q1", "Quý I/2024")
    assert text(view.grid, 0, "state") == "đã hết hạn"


def test_words_and_the_chip_filter_the_list(view: PlansView) -> None:
    press(None, Key.Key_F, modifier=CTRL)
    type_text("lai chau")
    assert [line.plan.key for line in view.grid.shown_rows] == [LAI_CHAU]
    view.words.clear()
    view.only_own.setChecked(True)
    assert view.grid.shown_rows == []


# Opening and typing


def test_enter_opens_a_plan_and_a_key_leads_back(view: PlansView, own: PlanRow) -> None:
    assert view.is_open
    assert view.editor.title.text() == "12/KH-LĐLĐ: Công tác năm 2023"
    press(None, Key.Key_Left, modifier=ALT)
    assert not view.is_open
    assert view.current == own
    press(None, Key.Key_Return)
    assert view.is_open


def test_a_target_is_typed_into_the_blank_line_and_undone(view: PlansView, own: PlanRow) -> None:
    type_row(view.editor.part, 0, indicator_id="Đoàn viên công đoàn", comparator="khoang", value="22.000")
    (plan,) = stored(view)
    assert [one.wanted for one in plan.targets] == ["khoảng 22.000 đoàn viên"]
    assert last_action(view) == "Thêm chỉ tiêu, KH 12/KH-LĐLĐ"
    assert view.editor.chips["targets"].text() == "Chỉ tiêu 1"
    press(None, Key.Key_Z, modifier=CTRL)
    assert stored(view) == [own]
    assert view.is_open


def test_a_blank_line_says_what_it_waits_for(view: PlansView, own: PlanRow) -> None:
    type_row(view.editor.part, 0, indicator_id="Đoàn viên công đoàn")
    model = view.editor.part.grid.model
    badge = model.badge(0, model.place_of_column("state"))
    assert badge is not None
    assert "thiếu mức phải đạt" in badge.text
    assert stored(view) == [own]


@pytest.mark.usefixtures("own")
def test_what_cannot_be_is_refused_in_its_cell_and_waits_there(view: PlansView) -> None:
    part = view.editor.part
    type_row(part, 0, indicator_id="TƯLĐTT xếp loại B trở lên", value="55 %")
    type_row(part, 0, value="155")
    assert stored(view)[0].targets[0].value == 5500
    assert text(part.grid, 0, "value") == "155"
    assert "không quá 100 %" in part.grid.refused[0][1]
    view.close_plan()
    view.open_current()
    assert text(view.editor.part.grid, 0, "value") == "155"
    assert view.kept[0].count() == 1


@pytest.mark.usefixtures("own")
def test_an_indicator_that_is_not_known_is_answered_with_those_that_may_be_meant(view: PlansView) -> None:
    type_row(view.editor.part, 0, indicator_id="Sáng kiến được khen", value="10")
    (refused, *_others) = view.editor.part.grid.refused
    assert "không có trong danh mục" in refused[1]
    assert "Sáng kiến được công nhận trong năm" in refused[1]


@pytest.mark.usefixtures("own")
def test_targets_are_pasted_from_excel_as_one_action(view: PlansView, clipboard: Clipboard) -> None:
    clipboard.text = (
        "Chỉ tiêu\tSo sánh\tMức phải đạt\tĐến ngày\n"
        "CĐCS nhỏ đã ghép\ttrên\t65\t31/12/2023\n"
        "Sáng kiến được công nhận trong năm\tít nhất\t1.200\t\n"
    )
    go(view.editor.part, 0, "indicator_id")
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)
    (plan,) = stored(view)
    assert [(one.wanted, one.milestone) for one in plan.targets] == [
        ("trên 65 %", "2023"),
        ("từ 1.200 sáng kiến trở lên", ""),
    ]
    assert last_action(view).startswith("Dán ")
    press(None, Key.Key_Z, modifier=CTRL)
    assert stored(view)[0].targets == ()


@pytest.mark.usefixtures("own")
def test_deadlines_take_a_day_or_a_rule_in_words(view: PlansView) -> None:
    press(None, Key.Key_F6)
    part = view.editor.part
    assert part.part == "deadlines"
    type_row(part, 0, name="Báo cáo tổng kết", due="30/11/2023")
    type_row(part, 1, name="Báo cáo quý", rule="ngày 14 các tháng 3, 6, 9, 12 hằng năm")
    one, other = stored(view)[0].deadlines
    assert (one.due.isoformat() if one.due else "", one.rule) == ("2023-11-30", None)
    assert other.rule == "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"
    assert text(part.grid, 1, "rule") == "ngày 14 các tháng 3, 6, 9, 12 hằng năm"


@pytest.mark.usefixtures("own")
def test_days_that_cannot_be_stay_in_their_cells(view: PlansView) -> None:
    view.editor.show_part("deadlines")
    part = view.editor.part
    type_row(part, 0, name="Đại hội", due="30/02/2023")
    assert [(one.name, one.due) for one in stored(view)[0].deadlines] == [("Đại hội", None)]
    assert text(part.grid, 0, "due") == "30/02/2023"
    type_row(part, 0, due="10/01/2023")
    assert "hạn trước ngày ban hành kế hoạch (15/01/2023)" in part.grid.refused[0][1]
    type_row(part, 0, due="28/02/2023")
    assert part.grid.refused == []
    assert [str(one.due) for one in stored(view)[0].deadlines] == ["2023-02-28"]


@pytest.mark.usefixtures("own")
def test_rows_are_deleted_after_asking_and_come_back(view: PlansView, qtbot: QtBot, reader: Reader) -> None:
    view.editor.show_part("registers")
    part = view.editor.part
    type_row(part, 0, name="Công trình chào mừng đại hội")
    reader.answer = answer("Xóa")
    go(part, 0, "name")
    press(None, Key.Key_Delete, modifier=CTRL)
    assert reader.read == [
        "Xóa nội dung đăng ký “Công trình chào mừng đại hội” của KH 12/KH-LĐLĐ?\n\nCó thể hoàn tác bằng Ctrl+Z."
    ]
    assert stored(view)[0].registers == ()
    active(qtbot, view)
    press(None, Key.Key_Z, modifier=CTRL)
    assert [one.name for one in stored(view)[0].registers] == ["Công trình chào mừng đại hội"]


# Plans themselves


def test_a_new_plan_is_asked_for_and_opened(view: PlansView, qtbot: QtBot) -> None:
    press(None, Key.Key_N, modifier=CTRL)
    dialog = dialog_of(qtbot)
    fill_in(dialog, number="5/KH", issuer="Công đoàn phường")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()  # it has no name yet
    fill_in(dialog, name="Kế hoạch tháng công nhân")
    press(None, Key.Key_S, modifier=CTRL)
    assert [one.title for one in stored(view)] == ["5/KH"]
    assert last_action(view) == "Thêm kế hoạch 5/KH"
    assert view.is_open


@pytest.mark.usefixtures("own")
def test_what_a_plan_is_can_be_changed_but_not_end_before_it_begins(view: PlansView, qtbot: QtBot) -> None:
    press(None, Key.Key_F4)
    dialog = dialog_of(qtbot)
    fill_in(dialog, valid_from="1/2/2023", valid_to="1/1/2023")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert stored(view)[0].valid_to is None
    dialog.form.go_to("valid_to")
    press(None, Key.Key_A, modifier=CTRL)
    type_text("31/12/2023")
    press(None, Key.Key_S, modifier=CTRL)
    (plan,) = stored(view)
    assert (str(plan.valid_from), str(plan.valid_to)) == ("2023-02-01", "2023-12-31")
    assert "01/02/2023 – 31/12/2023" in view.editor.about.text()


def test_a_copy_is_another_plan(view: PlansView) -> None:
    view.grid.go_to(LAI_CHAU)
    press(None, Key.Key_Return)
    view.copy_current()
    copied, original = sorted(stored(view), key=lambda one: one.template is not None)
    assert copied.name == f"{original.name} (bản chép)"
    assert len(copied.targets) == len(original.targets)
    assert view.current == copied


def test_a_plan_is_deleted_with_what_is_in_it_and_comes_back(view: PlansView, qtbot: QtBot, reader: Reader) -> None:
    view.grid.go_to(LAI_CHAU)
    press(None, Key.Key_Return)
    (plan,) = stored(view)
    press(None, Key.Key_Delete, modifier=CTRL)
    assert f"cùng {len(plan.targets)} chỉ tiêu, {len(plan.deadlines)} thời hạn" in reader.read[0]
    assert stored(view) == [plan]
    reader.answer = answer("Xóa")
    active(qtbot, view)
    press(None, Key.Key_Delete, modifier=CTRL)
    assert stored(view) == []
    active(qtbot, view)
    press(None, Key.Key_Z, modifier=CTRL)
    assert [len(one.targets) for one in stored(view)] == [len(plan.targets)]


def test_another_page_opens_a_plan_by_its_id(window: MainWindow, view: PlansView, own: PlanRow) -> None:
    view.close_plan()
    window.go("registry")
    window.go("targets", own.id)
    assert page_of(window).view is view
    assert view.is_open
    assert view.editor.plan == own
