"""Officers by keys: the panel of one union, edited in its cells, and the page of all unions."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Clipboard, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import Officer, OfficerRole, Union
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.services import officers, records
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui.officers_panel import OfficersDialog, OfficersPanel
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.officers import OfficersPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import show_day

TODAY = date.today()  # noqa: DTZ011 - the user's own calendar
UNION = 1


@pytest.fixture
def no_officers(work: Work) -> Work:
    """The invented ward before anybody has written down an officer."""
    work.write(
        "Chưa ghi ai",
        lambda session: records.delete(session, Officer, [row["id"] for row in records.rows(session, Officer)]),
    )
    return work


@pytest.fixture
def panel(qtbot: QtBot, no_officers: Work) -> Iterator[OfficersPanel]:
    panel = OfficersPanel(no_officers, UNION)
    qtbot.addWidget(panel)
    panel.resize(1100, 400)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.grid.setFocus()
    panel.grid.view.go(0, 0)
    yield panel
    QApplication.processEvents()


@pytest.fixture
def page(qtbot: QtBot, no_officers: Work, context: Context) -> OfficersPage:
    page = OfficersPage(no_officers, context)
    qtbot.addWidget(page)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    no_officers.changed.connect(page.refresh)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def settle() -> None:
    QApplication.processEvents()


def stored(work: Work, union_id: int | None = UNION) -> list[OfficerRow]:
    with work.read() as session:
        return officers.listed(session, TODAY, union_id)


def add(work: Work, name: str, role: str = "Chủ tịch", union_id: int = UNION, **typed: object) -> None:
    with work.database.write("Thêm") as session:
        draft = officers.new_draft(union_id)
        roles = {words: key for key, words in records.choices(session, OfficerRole).items()}
        for field, raw in {"role_id": roles[role], "name": name, **typed}.items():
            draft.enter(field, raw)
        officers.save(session, draft, TODAY)


def actions(work: Work) -> list[str]:
    titles: list[str] = []
    work.changed.connect(lambda change: titles.append(change.title))
    return titles


# The panel


def test_an_officer_is_typed_into_an_empty_row_by_keys_alone(panel: OfficersPanel, no_officers: Work) -> None:
    titles = actions(no_officers)
    type_text("chu tich")
    press(None, Key.Key_Tab)
    settle()
    assert stored(no_officers) == []
    assert panel.grid.shown_rows[0].badge.text == "chưa ghi: thiếu họ và tên"
    type_text("Đỗ Thị Ánh")
    press(None, Key.Key_Tab)
    settle()
    type_text("0912345678")
    press(None, Key.Key_Tab)
    settle()
    type_text("1/1/2024")
    press(None, Key.Key_Tab)
    settle()
    type_text("31/12/2028")
    press(None, Key.Key_Return)
    settle()

    (row,) = stored(no_officers)
    assert (row.role, row.name, row.phone) == ("Chủ tịch", "Đỗ Thị Ánh", "0912345678")
    assert (row.term_from, row.term_to) == (date(2024, 1, 1), date(2028, 12, 31))
    assert titles == ["Ghi cán bộ: Đỗ Thị Ánh"] * 4
    with no_officers.read() as session:
        (union,) = records.rows(session, Union, id=UNION)
    assert (union["chair"], union["phone"]) == ("Đỗ Thị Ánh", "0912345678")


def test_there_are_always_empty_rows(panel: OfficersPanel, no_officers: Work) -> None:
    assert len(panel.grid.shown_rows) == 4
    add(no_officers, "Đỗ Thị Ánh")
    panel.refresh()
    assert len(panel.grid.shown_rows) == 5


def test_what_an_input_method_sends_into_a_cell_arrives(panel: OfficersPanel, no_officers: Work) -> None:
    panel.grid.view.go(0, 1)
    type_text("d")
    type_text("d")
    press(None, Key.Key_Backspace, Key.Key_Backspace)
    type_text("đỗ Ánh")
    press(None, Key.Key_Return)
    settle()
    assert panel.grid.shown_rows[0].draft.values["name"] == "đỗ Ánh"
    assert stored(no_officers) == []
    assert panel.unsaved == 1


def test_an_unknown_role_is_refused_in_its_cell(panel: OfficersPanel) -> None:
    type_text("giám đốc")
    press(None, Key.Key_Return)
    settle()
    ((entry, reason),) = panel.grid.refused
    assert entry.text == "giám đốc"
    assert "không có trong danh mục" in reason


def test_a_term_that_ends_before_it_begins_stays_in_its_cell(panel: OfficersPanel, no_officers: Work) -> None:
    add(no_officers, "Đỗ Thị Ánh", term_from="1/1/2024")
    panel.refresh()
    panel.grid.view.go(0, 4)
    type_text("31/12/2023")
    press(None, Key.Key_Return)
    settle()

    ((entry, reason),) = panel.grid.refused
    assert entry.text == "31/12/2023"
    assert "trước ngày đầu nhiệm kỳ" in reason
    assert stored(no_officers)[0].term_to is None


def test_a_required_cell_is_not_emptied(panel: OfficersPanel, no_officers: Work) -> None:
    add(no_officers, "Đỗ Thị Ánh")
    panel.refresh()
    panel.grid.view.go(0, 1)
    press(None, Key.Key_Delete)
    settle()
    assert stored(no_officers)[0].name == "Đỗ Thị Ánh"
    assert "bắt buộc" in panel.grid.refused[0][1]


def test_ctrl_b_makes_the_successor_with_the_next_term(panel: OfficersPanel, no_officers: Work) -> None:
    add(no_officers, "Đỗ Thị Ánh", term_from="1/1/2020", term_to="31/12/2024")
    panel.refresh()
    panel.grid.view.go(0, 1)
    press(None, Key.Key_B, modifier=CTRL)
    type_text("Lê Thị Bình")
    press(None, Key.Key_Return)
    settle()

    after, before = stored(no_officers)
    assert (after.name, after.role) == ("Lê Thị Bình", "Chủ tịch")
    assert (after.term_from, after.term_to) == (date(2025, 1, 1), date(2029, 12, 31))
    assert before.state is TermState.PAST


def test_ctrl_delete_asks_and_removes(panel: OfficersPanel, no_officers: Work, reader: Reader) -> None:
    add(no_officers, "Đỗ Thị Ánh")
    panel.refresh()
    panel.grid.view.go(0, 1)
    press(None, Key.Key_Delete, modifier=CTRL)
    assert "Xóa 1 cán bộ: Đỗ Thị Ánh?" in reader.read[0]
    assert len(stored(no_officers)) == 1

    reader.answer = answer("Xóa")
    press(panel.grid.view, Key.Key_Delete, modifier=CTRL)
    assert stored(no_officers) == []


def test_ctrl_insert_goes_to_an_empty_row(panel: OfficersPanel, no_officers: Work) -> None:
    add(no_officers, "Đỗ Thị Ánh")
    panel.refresh()
    press(panel.grid.view, Key.Key_Insert, modifier=CTRL)
    type_text("phó chủ tịch")
    press(None, Key.Key_Tab)
    type_text("Trần Văn Ân")
    press(None, Key.Key_Return)
    settle()
    assert [row.name for row in stored(no_officers)] == ["Đỗ Thị Ánh", "Trần Văn Ân"]


def test_a_block_from_excel_is_one_action(panel: OfficersPanel, no_officers: Work, clipboard: Clipboard) -> None:
    titles = actions(no_officers)
    clipboard.text = "Chủ tịch\tĐỗ Thị Ánh\t0912345678\r\nPhó Chủ tịch\tLê Thị Bình\t\r\n"
    press(panel.grid.view, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)
    settle()
    assert [(row.role, row.name) for row in stored(no_officers)] == [
        ("Chủ tịch", "Đỗ Thị Ánh"),
        ("Phó Chủ tịch", "Lê Thị Bình"),
    ]
    assert titles == ["Ghi cán bộ: Đỗ Thị Ánh, Lê Thị Bình"]


def test_closing_asks_where_a_row_is_not_complete(panel: OfficersPanel, reader: Reader) -> None:
    assert panel.may_close()
    panel.grid.view.go(0, 1)
    type_text("Đỗ Thị Ánh")
    assert not panel.may_close()
    assert reader.read[0].startswith("1 dòng cán bộ chưa ghi được")
    reader.answer = answer("Bỏ các dòng này")
    assert panel.may_close()


# The page


def test_the_empty_page_says_what_to_do_and_takes_the_chairs(
    page: OfficersPage, no_officers: Work, reader: Reader
) -> None:
    assert "Chưa ghi cán bộ nào." in page._nothing.sentence.text()
    assert page._take_first.text() == "&Lấy Chủ tịch từ danh sách (96)"
    reader.answer = answer("Lấy vào")
    page._take_first.click()

    assert reader.read[0].startswith("Ghi 96 Chủ tịch")
    assert len(stored(no_officers, None)) == 96
    assert page.shown_of.text() == "96/96 dòng"
    assert not page._take.isVisible()


def test_ending_and_ended_terms_are_counted_filtered_and_told(
    page: OfficersPage, no_officers: Work, context: Context
) -> None:
    told: list[tuple[str, int]] = []
    context.badged.connect(lambda name, waiting: told.append((name, waiting)))
    soon, gone = show_day(TODAY + timedelta(days=30)), show_day(TODAY - timedelta(days=1))
    add(no_officers, "Sắp Hết", term_to=soon)
    add(no_officers, "Đã Hết", "Phó Chủ tịch", term_to=gone)
    add(no_officers, "Còn Lâu", "Trưởng ban Nữ công", union_id=2)
    page.refresh()

    assert told[-1] == ("officers", 2)
    assert page.only_ending.text() == "Sắp hết nhiệm kỳ 1"
    page.only_ended.click()
    assert [row.name for row in page.grid.shown_rows] == ["Đã Hết"]
    page.arrive("ending")
    assert {row.name for row in page.grid.shown_rows} == {"Sắp Hết", "Đã Hết"}


def test_another_page_opens_the_officers_of_a_union(page: OfficersPage, no_officers: Work) -> None:
    add(no_officers, "Sắp Hết")
    page.refresh()
    page.arrive(UNION)
    (dialog,) = page.findChildren(OfficersDialog)
    assert dialog.isVisible()
    dialog.close()
    page.arrive(999_999)
    assert [one for one in page.findChildren(OfficersDialog) if one.isVisible()] == []


def test_the_list_is_searched_and_filtered(page: OfficersPage, no_officers: Work) -> None:
    add(no_officers, "Đỗ Thị Ánh")
    add(no_officers, "Trần Văn Ân", "Phó Chủ tịch")
    page.refresh()
    page.activateWindow()
    assert page.start_search()
    type_text("do anh")
    assert [row.name for row in page.grid.shown_rows] == ["Đỗ Thị Ánh"]
    page.words.clear()
    page.by_role.choose("Phó Chủ tịch")
    assert [row.name for row in page.grid.shown_rows] == ["Trần Văn Ân"]


def test_past_terms_are_shown_when_asked_for(page: OfficersPage, no_officers: Work) -> None:
    add(no_officers, "Người Trước", term_from="1/1/2015", term_to="31/12/2019")
    add(no_officers, "Người Sau", term_from="1/1/2020")
    page.refresh()
    assert [row.name for row in page.grid.shown_rows] == ["Người Sau"]
    page.with_past.click()
    assert [row.name for row in page.grid.shown_rows] == ["Người Sau", "Người Trước"]


def test_enter_opens_the_officers_of_the_union(page: OfficersPage, no_officers: Work, qtbot: QtBot) -> None:
    add(no_officers, "Đỗ Thị Ánh")
    page.refresh()
    page.grid.setFocus()
    page.grid.view.go(0, 0)
    press(page.grid.view, Key.Key_Return)
    dialog = page.findChild(OfficersDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.panel.grid.shown_rows[0].draft.values["name"] == "Đỗ Thị Ánh"
    press(dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(OfficersDialog) is None)


def test_from_there_the_form_of_the_union_is_one_step_away(page: OfficersPage, no_officers: Work) -> None:
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    add(no_officers, "Đỗ Thị Ánh")
    page.refresh()
    page.open(page.grid.shown_rows[0].id)
    dialog = page.findChild(OfficersDialog)
    assert dialog is not None
    next(button for button in dialog.findChildren(QPushButton) if "phiếu" in button.text()).click()
    assert asked == [("registry", UNION)]


def test_ctrl_e_leads_to_the_report(page: OfficersPage) -> None:
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    page.export()
    page.print_out()
    assert asked == [("reports", "terms")] * 2


# In the form of the union


def test_the_form_of_a_union_has_its_officers_and_follows_the_chair(
    qtbot: QtBot, no_officers: Work, context: Context, reader: Reader
) -> None:
    registry = RegistryPage(no_officers, context)
    qtbot.addWidget(registry)
    registry.show()
    registry.refresh()
    registry.open(UNION)
    form = registry._form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.tabs.setCurrentIndex(2)
    panel = form.findChild(OfficersPanel)
    assert panel is not None
    panel.grid.view.go(0, 0)
    for text, key in (("chu tich", Key.Key_Tab), ("Đỗ Thị Ánh", Key.Key_Tab)):
        type_text(text)
        press(None, key)
        settle()
    assert form.form.draft.values["chair"] == "Đỗ Thị Ánh"

    panel.grid.view.go(1, 1)
    type_text("Chưa Có Chức Danh")
    form.save()
    assert form.isVisible()
    assert reader.read[0].startswith("1 dòng cán bộ chưa ghi được")
    reader.answer = answer("Bỏ các dòng này")
    form.save()
    assert not form.isVisible()
    with no_officers.read() as session:
        (union,) = records.rows(session, Union, id=UNION)
    assert union["chair"] == "Đỗ Thị Ánh"
