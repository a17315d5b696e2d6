"""The page of yearly facts as a secretary meets it: typed, pasted, taken over; enterprises up to their unions."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN, id_of
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.records import Office
from unioncare_desktop.services import enterprises, history, line_entry, records, unions, yearly_facts
from unioncare_desktop.services.enterprises import EnterpriseRow
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.cell_history import CellHistory
from unioncare_desktop.ui.enterprise_form import EnterpriseForm
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.pages.yearly import ENTERPRISES, FACTS, YearlyPage
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.union_form import UnionForm
from unioncare_desktop.ui.widgets.basics import Button
from unioncare_desktop.ui.work import Work


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context) -> YearlyPage:
    """The facts of 2023, of which nothing is known yet, in a window of their own."""
    context.choose_period("2023-Q4", "Quý IV/2023")
    return shown(qtbot, small_work, context)


def shown(qtbot: QtBot, work: Work, context: Context) -> YearlyPage:
    """The page, loading again when what it shows changes, as in the main window."""
    page = YearlyPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda change: page.follow(change) if page.tables() & change.tables else None)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    idle(qtbot, page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.facts.grid.setFocus()
    return page


@pytest.fixture
def window(qtbot: QtBot, small_work: Work, context: Context) -> MainWindow:
    """The page in the main window, which undoes and searches everywhere."""
    context.choose_period("2023-Q4", "Quý IV/2023")
    window = MainWindow(context)
    qtbot.addWidget(window, before_close_func=MainWindow.empty)
    window.resize(1366, 768)
    window.show()
    window.fill(small_work, (RegistryPage, YearlyPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go("yearly")
    idle(qtbot, page_of(window))
    return window


def page_of(window: MainWindow) -> YearlyPage:
    assert isinstance(window.page, YearlyPage)
    return window.page


@pytest.fixture
def listed(qtbot: QtBot, page: YearlyPage) -> YearlyPage:
    """The other view, with two enterprises."""
    return with_enterprises(qtbot, page)


def with_enterprises(qtbot: QtBot, page: YearlyPage) -> YearlyPage:
    _enterprise(page.work, name="Công ty Hoa Mai", code="777", workers="30", phone="0912345678")
    _enterprise(page.work, name="Công ty Sao Bắc", workers="24")
    page.tabs.setCurrentIndex(ENTERPRISES)
    idle(qtbot, page)
    return page


def idle(qtbot: QtBot, page: YearlyPage) -> None:
    """Wait until everything has been read that was asked for."""
    qtbot.waitUntil(lambda: not page._background.busy)


def _enterprise(work: Work, **typed: object) -> None:
    entries = [line_entry.Entry(NewRow(1), name, raw) for name, raw in typed.items()]
    assert work.write("Thêm", lambda session: enterprises.enter(session, entries))


def give(work: Work, name: str, year: int, **typed: object) -> None:
    """Facts of a union, as they were typed before."""
    entries = [Entry(id_of(work, name), field, raw) for field, raw in typed.items()]
    entered = work.write("Nhập", lambda session: yearly_facts.enter(session, year, entries))
    assert entered is not None
    assert entered.refused == ()


def facts(work: Work, name: str, year: int = 2023) -> dict[str, object]:
    """What is stored of a union, without blanks."""
    with work.read() as session:
        rows = {row.union.name: row.facts for row in yearly_facts.rows(session, year)}
    return {field: value for field, value in rows[name].items() if value is not None}


def go(page: YearlyPage, name: str, column: str) -> None:
    page.facts.grid.go_to(id_of(page.work, name), column)


def text(grid: RecordGrid, key: object, column: str) -> str:
    place = grid.model.place_of(key)
    assert place is not None
    return grid.model.text(place, grid.model.place_of_column(column))


def totals(grid: RecordGrid) -> dict[str, str]:
    return grid._totals.texts


def last_action(work: Work) -> str:
    with work.read() as session:
        return history.actions(session)[0].title


def paste(block: str) -> None:
    Clipboard().text = block
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)


# What is shown


def test_every_union_stands_there_with_its_people(page: YearlyPage) -> None:
    grid = page.facts.grid

    assert [row.union.name for row in grid.shown_rows] == [HOA, MAI, LON, SEN]
    assert text(grid, id_of(page.work, LON), "members") == "40"
    assert text(grid, id_of(page.work, LON), "workers") == "41"
    assert totals(grid)["name"] == "Đã nhập 0/4 CĐCS"
    assert page.facts.only_missing.text() == "Chưa nhập 4"


def test_the_people_of_the_quarter_are_only_read(page: YearlyPage) -> None:
    go(page, LON, "members")
    type_text("50")
    press(None, Key.Key_Return)

    assert facts(page.work, LON) == {}
    assert not page.facts.grid.model.column("members").editable


# What is typed and pasted


def test_cells_are_stored_as_they_are_left(page: YearlyPage) -> None:
    go(page, LON, "conference")
    type_text("co")
    press(None, Key.Key_Tab)
    type_text("2")
    press(None, Key.Key_Tab)
    type_text("5")
    press(None, Key.Key_Return)

    assert facts(page.work, LON) == {"conference": "yes", "dialogues": 2, "officers": 5}
    assert last_action(page.work) == f"Nhập Số cán bộ CĐ năm 2023, {LON}"
    assert totals(page.facts.grid)["conference"] == "1 có"
    assert page.facts.only_missing.text() == "Chưa nhập 3"


def test_a_rating_is_chosen_or_typed_and_proposed_where_only_a_part_is(page: YearlyPage) -> None:
    go(page, LON, "rating_id")
    type_text("xuat sac")
    press(None, Key.Key_Return)
    assert facts(page.work, LON) == {}
    assert page.facts.grid.refused[0][0].text == "xuat sac"

    go(page, LON, "rating_id")
    press(None, Key.Key_Return, modifier=ALT)

    assert text(page.facts.grid, id_of(page.work, LON), "rating_id") == "Hoàn thành xuất sắc nhiệm vụ"
    assert totals(page.facts.grid)["rating_id"] == "1/4"


def test_the_day_of_an_agreement_says_that_there_is_one_and_is_of_the_year(page: YearlyPage) -> None:
    go(page, LON, "agreement_from")
    type_text("15/3")
    press(None, Key.Key_Return)

    assert facts(page.work, LON) == {"agreement": "yes", "agreement_from": date(2023, 3, 15)}
    assert text(page.facts.grid, id_of(page.work, LON), "agreement") == "có"


def test_an_impossible_day_stays_in_its_cell_with_a_proposal(page: YearlyPage) -> None:
    go(page, LON, "agreement_until")
    type_text("30/02/2025")
    press(None, Key.Key_Return)
    (entry, reason), *_others = page.facts.grid.refused
    assert (entry.text, "28/02/2025" in reason) == ("30/02/2025", True)

    go(page, LON, "agreement_until")
    press(None, Key.Key_Return, modifier=ALT)

    assert facts(page.work, LON)["agreement_until"] == date(2025, 2, 28)


def test_what_contradicts_stays_red_until_its_row_is_right(page: YearlyPage) -> None:
    go(page, LON, "officers_trained")
    type_text("6")
    press(None, Key.Key_Return)
    go(page, LON, "officers")
    type_text("5")
    press(None, Key.Key_Return)
    assert "lớn hơn số cán bộ công đoàn (5)" in page.facts.grid.refused[0][1]
    assert page.facts.only_odd.text() == "Có lỗi, cảnh báo 1"

    go(page, LON, "officers")
    type_text("7")
    press(None, Key.Key_Return)

    assert page.facts.grid.refused == []
    assert facts(page.work, LON) == {"officers": 7, "officers_trained": 6}


def test_a_sheet_with_headings_finds_rows_and_columns_and_is_one_step_to_undo(window: MainWindow) -> None:
    page = page_of(window)
    page.facts.grid.setFocus()
    go(page, HOA, "rating_id")
    paste(
        "Mã CĐCS\tĐối thoại\tXếp loại TƯLĐTT\tHội nghị CBCCVC\tSáng kiến\n"
        "CS4\t3\tB\tx\t4\n"
        "CS1\t1\t\tkhông\t0\n"
        "CS4\t2\tA\tcó\t1"
    )

    assert facts(page.work, LON)["dialogues"] == 3
    assert facts(page.work, LON)["agreement"] == "yes"
    assert facts(page.work, HOA) == {"dialogues": 1, "conference": "no", "initiatives": 0}
    assert last_action(page.work) == "Dán 7 ô, năm 2023"

    press(page.facts.grid.view, Key.Key_Z, modifier=CTRL)
    assert facts(page.work, LON) == facts(page.work, HOA) == {}


def test_warnings_stand_in_their_cells_and_f8_goes_there(page: YearlyPage) -> None:
    go(page, LON, "participants")
    type_text("41")
    press(None, Key.Key_Return)
    assert facts(page.work, LON) == {"participants": 41}

    go(page, HOA, "rating_id")
    press(None, Key.Key_F8)

    assert (page.facts.grid.current_key, page.facts.grid.current_column) == (id_of(page.work, LON), "participants")
    assert "41 lớn hơn số đoàn viên (40)" in page.facts.grid.current_problem
    page.facts.only_odd.click()
    assert [row.union.name for row in page.facts.grid.shown_rows] == [LON]


def test_who_changed_a_fact_is_told(page: YearlyPage) -> None:
    give(page.work, LON, 2023, dialogues="1")
    give(page.work, LON, 2023, dialogues="2")
    go(page, LON, "dialogues")

    press(None, Key.Key_H, modifier=CTRL | SHIFT)

    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, CellHistory) and one.isVisible())
    assert dialog.heading.text() == f"Số cuộc đối thoại · {LON}, năm 2023"
    assert [one.change.new for one in dialog.grid.shown_rows] == ["2", "1"]
    dialog.reject()


# Years, filters, what lasts


def test_the_year_goes_with_the_quarter_of_all_pages(page: YearlyPage, context: Context, qtbot: QtBot) -> None:
    give(page.work, LON, 2022, dialogues="9")

    page.previous_period()
    idle(qtbot, page)

    assert (page.facts.year, context.period) == (2022, "2022-Q4")
    assert text(page.facts.grid, id_of(page.work, LON), "dialogues") == "9"
    context.choose_period("2023-Q2", "Quý II/2023")
    idle(qtbot, page)
    assert page.facts.year == 2023
    assert text(page.facts.grid, id_of(page.work, LON), "dialogues") == ""


def test_refused_texts_wait_in_their_year(page: YearlyPage, qtbot: QtBot) -> None:
    go(page, LON, "dialogues")
    type_text("nhiều")
    press(None, Key.Key_Return)

    page.previous_period()
    idle(qtbot, page)
    assert page.facts.grid.refused == []

    page.next_period()
    idle(qtbot, page)
    assert [entry.text for entry, _reason in page.facts.grid.refused] == ["nhiều"]


def test_closing_asks_about_texts_that_are_not_stored(page: YearlyPage, reader: Reader) -> None:
    assert page.may_close()
    go(page, LON, "dialogues")
    type_text("nhiều")
    press(None, Key.Key_Return)

    assert not page.may_close()
    reader.answer = answer("Đóng")
    assert page.may_close()

    assert reader.read == ["1 ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?"] * 2


def test_a_blank_fact_is_filtered_by(page: YearlyPage) -> None:
    give(page.work, LON, 2023, rating_id="Hoàn thành nhiệm vụ")

    page.facts.by_blank.choose("Xếp loại")
    assert [row.union.name for row in page.facts.grid.shown_rows] == [HOA, MAI, SEN]
    page.arrive("missing")
    assert page.facts.by_blank.value == ""
    assert page.facts.only_missing.isChecked()
    assert [row.union.name for row in page.facts.grid.shown_rows] == [HOA, MAI, SEN]


def test_how_complete_a_fact_is_stands_in_the_status_bar(page: YearlyPage, qtbot: QtBot) -> None:
    give(page.work, LON, 2023, dialogues="1")

    with qtbot.waitSignal(page.status) as told:
        go(page, HOA, "dialogues")

    assert told.args == ["4 CĐCS · Số cuộc đối thoại: đã ghi 1/4"]


def test_an_agreement_in_force_is_taken_over_after_asking(page: YearlyPage, reader: Reader) -> None:
    give(page.work, LON, 2022, agreement_from="1/5/2021", agreement_until="30/4/2024", agreement_grade_id="A")
    give(page.work, HOA, 2022, agreement_until="31/12/2022")
    go(page, LON, "rating_id")

    reader.answer = answer("Ghi 1 CĐCS")
    page.facts.as_before.click()

    assert "Ghi TƯLĐTT của 1 CĐCS như năm 2022" in reader.read[0]
    assert facts(page.work, LON).keys() == {"agreement", "agreement_from", "agreement_until"}
    assert facts(page.work, HOA) == {}
    page.facts.as_before.click()
    assert len(reader.read) == 1, "nothing is left to be taken over"


def test_an_office_of_one_union_has_no_enterprises(page: YearlyPage, qtbot: QtBot) -> None:
    with page.work.read() as session:
        (stored,) = records.rows(session, Office)
    page.work.write("Sửa", lambda session: records.update_row(session, Office, stored["id"], {"kind": "single"}))
    idle(qtbot, page)

    assert not page.tabs.isVisible()
    page.arrive("enterprises")
    assert page.tabs.currentIndex() == FACTS


# Enterprises


def names(page: YearlyPage) -> list[str]:
    return [row.name for row in page.enterprises.grid.shown_rows]


def stored(page: YearlyPage, name: str) -> EnterpriseRow:
    with page.work.read() as session:
        return next(row for row in enterprises.listed(session) if row.name == name)


def choose(page: YearlyPage, name: str, column: str = "name") -> None:
    page.enterprises.grid.go_to(stored(page, name).id, column)


def test_an_enterprise_is_typed_into_the_blank_line(listed: YearlyPage, qtbot: QtBot) -> None:
    grid = listed.enterprises.grid
    grid.view.go(len(names(listed)), grid.model.place_of_column("name"))
    grid.view.setFocus()
    type_text("Bếp ăn Phú Thịnh")
    press(None, Key.Key_Return)
    idle(qtbot, listed)

    assert stored(listed, "Bếp ăn Phú Thịnh").waits
    assert names(listed) == ["Công ty Hoa Mai", "Công ty Sao Bắc", "Bếp ăn Phú Thịnh"]
    assert last_action(listed.work) == "Thêm doanh nghiệp Bếp ăn Phú Thịnh"


def test_a_block_becomes_enterprises_in_one_action(listed: YearlyPage, qtbot: QtBot) -> None:
    grid = listed.enterprises.grid
    grid.view.go(len(names(listed)), grid.model.place_of_column("name"))
    grid.view.setFocus()
    paste("Tên công ty\tMST\tLao động\tSĐT\nCông ty Một\t101\t25\t0912000111\nCông ty Hai\t777\t9\t0912000222")
    idle(qtbot, listed)

    assert stored(listed, "Công ty Một").workers == 25
    reasons = [reason for entry, reason in grid.refused if entry.text == "777"]
    assert "đã là của “Công ty Hoa Mai”" in reasons[0]
    assert "Công ty Hai" not in names(listed)


def test_large_ones_and_those_that_wait_are_filtered_by(listed: YearlyPage) -> None:
    view = listed.enterprises
    assert view.only_large.text() == "Từ 25 lao động 1"

    view.only_large.click()
    assert names(listed) == ["Công ty Hoa Mai"]
    view.only_large.click()
    view.words.setText("sao bac")
    view.words.searched.emit("sao bac")
    assert names(listed) == ["Công ty Sao Bắc"]


def test_the_form_is_opened_changed_and_saved_by_keys(listed: YearlyPage, qtbot: QtBot) -> None:
    choose(listed, "Công ty Sao Bắc")
    press(None, Key.Key_F4)
    form = listed.enterprises.form
    assert form is not None
    qtbot.waitUntil(form.isActiveWindow)
    press(None, Key.Key_A, modifier=CTRL)
    type_text("Công ty Sao Nam")
    press(None, Key.Key_S, modifier=CTRL)

    assert stored(listed, "Công ty Sao Nam").workers == 24


def test_the_form_asks_before_something_is_lost(listed: YearlyPage, qtbot: QtBot, reader: Reader) -> None:
    listed.add()
    form = listed.enterprises.form
    assert form is not None
    qtbot.waitUntil(form.isActiveWindow)
    type_text("Cong ty Hoa Mai")
    press(None, Key.Key_Tab)
    assert "Gần giống: Công ty Hoa Mai" in form.form.notice.label.text()

    press(form, Key.Key_Escape)
    assert form.isVisible()
    reader.answer = answer("Bỏ thay đổi")
    press(form, Key.Key_Escape)

    assert not form.isVisible()
    assert len(names(listed)) == 2


def test_the_form_says_what_is_wrong(listed: YearlyPage, qtbot: QtBot) -> None:
    form = _new_form(listed, qtbot)
    press(None, Key.Key_S, modifier=CTRL)
    assert form.isVisible()
    type_text("Công ty Ba")
    form.form._rows["code"].editor.setFocus()
    type_text("777")
    press(None, Key.Key_S, modifier=CTRL)

    assert "đã là của “Công ty Hoa Mai”" in form.form.notice.label.text()
    assert form.isVisible()
    form.form._rows["code"].editor.setFocus()
    press(None, Key.Key_A, modifier=CTRL)
    type_text("778")
    press(None, Key.Key_Return, modifier=CTRL)
    assert stored(listed, "Công ty Ba").code == "778"
    assert form.form.draft.id is None, "another one may be added"
    form.reject()


def _new_form(page: YearlyPage, qtbot: QtBot) -> EnterpriseForm:
    page.arrive("add")
    form = page.enterprises.form
    assert form is not None
    qtbot.waitUntil(form.isActiveWindow)
    return form


def test_a_deleted_enterprise_comes_back_with_undo(window: MainWindow, reader: Reader, qtbot: QtBot) -> None:
    page = with_enterprises(qtbot, page_of(window))
    reader.answer = answer("Xóa")
    choose(page, "Công ty Hoa Mai")
    press(None, Key.Key_Delete, modifier=CTRL)
    assert names(page) == ["Công ty Sao Bắc"]
    assert "Xóa doanh nghiệp “Công ty Hoa Mai”?" in reader.read[0]

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(page.enterprises.grid.view, Key.Key_Z, modifier=CTRL)
    qtbot.waitUntil(lambda: set(names(page)) == {"Công ty Hoa Mai", "Công ty Sao Bắc"})


def test_a_union_of_the_registry_is_linked(listed: YearlyPage, qtbot: QtBot) -> None:
    choose(listed, "Công ty Hoa Mai")
    _ask_for_union(listed, qtbot)
    type_text("mai vang")
    press(None, Key.Key_Down, Key.Key_Return, Key.Key_Return)
    idle(qtbot, listed)

    row = stored(listed, "Công ty Hoa Mai")
    assert (row.waits, row.union) == (False, MAI)
    assert listed.tabs.tabText(ENTERPRISES).endswith(" 1")


def _ask_for_union(page: YearlyPage, qtbot: QtBot) -> AskDialog:
    page.enterprises.found.click()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, AskDialog) and one.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_a_union_is_founded_with_what_is_known(listed: YearlyPage, qtbot: QtBot) -> None:
    choose(listed, "Công ty Hoa Mai")
    dialog = _ask_for_union(listed, qtbot)
    next(one for one in dialog.findChildren(Button) if "mới" in one.text()).click()
    form = next(one for one in QApplication.topLevelWidgets() if isinstance(one, UnionForm) and one.isVisible())
    qtbot.waitUntil(form.isActiveWindow)
    press(form, Key.Key_S, modifier=CTRL)
    idle(qtbot, listed)

    assert stored(listed, "Công ty Hoa Mai").union == "CĐCS Công ty Hoa Mai"
    with listed.work.read() as session:
        union = next(row for row in unions.listed(session) if row.name == "CĐCS Công ty Hoa Mai")
    assert union.phone == "0912345678"


def test_search_everywhere_leads_to_an_enterprise(window: MainWindow, qtbot: QtBot) -> None:
    page = with_enterprises(qtbot, page_of(window))
    page.enterprises.only_large.click()
    window.go("registry")
    key = stored(page, "Công ty Sao Bắc").id

    window.go("yearly", key)

    assert window.page is page
    assert page.tabs.currentIndex() == ENTERPRISES
    assert page.enterprises.grid.current_key == key


def test_an_office_without_unions_is_told_what_to_do(empty_work: Work, context: Context, qtbot: QtBot) -> None:
    page = shown(qtbot, empty_work, context)

    assert page._nothing.isVisible()
    assert not page.switch.isVisible()
