"""A campaign is put together by keys: template, rounds, occasions, sectors, pilots; nothing that is typed is lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, CTRL, Key, Reader, answer, focused, press, type_text
from tests.ui.small_office import HOA, MAI, SEN, id_of
from tests.ui.test_promises import alt_keys, doubled
from unioncare_desktop.domain.records import Sector
from unioncare_desktop.services import campaign_founding, campaigns, history, records, registrations, round_closing
from unioncare_desktop.services.campaigns import CampaignRow
from unioncare_desktop.services.registrations import KIND, UNION, Entry, NewRow
from unioncare_desktop.ui.campaign_dialog import PLAN, ROUNDS, WHO, CampaignDialog, edit_campaign, found_campaign
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.competitions import CompetitionsPage
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.work import Work

YEAR = 2023
NAME = "Phong trào thi đua trong CNVCLĐ năm 2023"


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[CompetitionsPage]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.fill(small_work, (CompetitionsPage,))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = window.page
    assert isinstance(page, CompetitionsPage)
    yield page
    for dialog in window.findChildren(QDialog):
        dialog.done(0)
    qtbot.waitUntil(lambda: not page._background.busy)


@pytest.fixture
def campaign(small_work: Work) -> CampaignRow:
    with small_work.database.write("Lập phong trào") as session:
        founded = campaign_founding.found(session, campaign_founding.template_for(YEAR, (1, 2)), YEAR)
        return campaigns.campaign(session, founded)


@pytest.fixture
def reader() -> Iterator[Reader]:
    reading = Reader()
    yield reading
    reading.stop()


def active(qtbot: QtBot, dialog: CampaignDialog | None) -> CampaignDialog:
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def founding(qtbot: QtBot, page: CompetitionsPage) -> CampaignDialog:
    return active(qtbot, found_campaign(page.work, page, YEAR))


def editing(qtbot: QtBot, page: CompetitionsPage, campaign: CampaignRow) -> CampaignDialog:
    return active(qtbot, edit_campaign(page.work, campaign.id, page))


def stored(work: Work) -> list[CampaignRow]:
    with work.read() as session:
        return campaigns.listed(session)


def type_cell(grid: RecordGrid, row: int, column: str, text: str) -> None:
    """Type into a cell and leave it with Enter."""
    grid.view.go(row, grid.model.place_of_column(column))
    grid.view.setFocus()
    type_text(text)
    press(None, Key.Key_Return)


def text_of(grid: RecordGrid, row: int, column: str) -> str:
    return grid.model.text(row, grid.model.place_of_column(column))


def problem_of(grid: RecordGrid, row: int, column: str) -> str:
    problem = grid.model.problem(row, grid.model.place_of_column(column))
    return problem.text if problem is not None else ""


def type_field(dialog: CampaignDialog, name: str, text: str) -> None:
    dialog.form.go_to(name)
    press(None, Key.Key_A, modifier=CTRL)
    type_text(text)
    press(None, Key.Key_Tab)


# Founding


def test_a_template_becomes_a_campaign_with_rounds_and_occasions_with_one_key(
    page: CompetitionsPage, qtbot: QtBot
) -> None:
    dialog = founding(qtbot, page)
    assert dialog.form.draft.values["name"] == NAME
    assert not dialog.dirty
    press(None, Key.Key_S, modifier=CTRL)

    (told,) = stored(page.work)
    assert (told.name, told.plan_number, told.template) == (NAME, "667/KH-LĐLĐ", "gia-lam-667")
    assert [one.title for one in told.rounds] == ["Đợt 1 (01/01–30/06/2023)", "Đợt 2 (01/07–31/12/2023)"]
    with page.work.read() as session:
        words = campaigns.occasions(session, told.rounds[0].id)[0].words
        assert history.actions(session)[0].title == f"Lập phong trào “{NAME}”"
    assert words == "Kỷ niệm 93 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2023)"
    assert page.round is None or page.round.campaign == NAME


def test_founding_is_one_action_that_is_taken_back_whole(page: CompetitionsPage, qtbot: QtBot) -> None:
    founding(qtbot, page)
    press(None, Key.Key_Return, modifier=CTRL)
    assert len(stored(page.work)) == 1
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.setFocus()
    press(window, Key.Key_Z, modifier=CTRL)
    qtbot.waitUntil(lambda: not page.work.busy_with)
    assert stored(page.work) == []


def test_another_year_brings_the_template_of_that_year_and_its_days(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    type_field(dialog, "year", "2025")
    assert dialog.form.draft.values["name"] == "Phong trào thi đua trong CNVCLĐ năm 2025"
    assert text_of(dialog.rounds.rounds.grid, 0, "end") == "30/06/2025"
    assert not dialog.dirty


def test_a_year_typed_after_other_things_changes_nothing_else(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    type_field(dialog, "name", "Thi đua xanh")
    type_field(dialog, "year", "2025")
    assert dialog.form.draft.values["name"] == "Thi đua xanh"
    assert text_of(dialog.rounds.rounds.grid, 0, "end") == "30/06/2023"
    assert "không thuộc năm 2025" in problem_of(dialog.rounds.rounds.grid, 0, "start")


def test_a_template_is_chosen_by_keys_and_asks_before_it_takes_what_was_typed(
    page: CompetitionsPage, qtbot: QtBot, reader: Reader
) -> None:
    dialog = founding(qtbot, page)
    type_field(dialog, "plan_number", "1/KH")
    dialog.template.setFocus()
    dialog.template.selectAll()
    type_text("long bien")
    press(None, Key.Key_Down, Key.Key_Return)
    assert reader.read == ["Thay nội dung đã gõ bằng mẫu này?"]
    assert dialog.form.draft.values["plan_number"] == "1/KH"

    reader.answer = answer("Thay")
    active(qtbot, dialog)
    dialog.template.setFocus()
    dialog.template.selectAll()
    type_text("long bien")
    press(None, Key.Key_Down, Key.Key_Return)
    assert dialog.form.draft.values["template"] == "long-bien-2023"
    assert problem_of(dialog.rounds.rounds.grid, 0, "deadline").startswith("Kế hoạch ghi “chậm nhất ngày 30/02/2023”")


def test_a_second_campaign_of_that_name_is_refused_and_stays_open(
    page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow
) -> None:
    dialog = founding(qtbot, page)
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert dialog.notice.label.text().startswith(f"Chưa lưu: Năm 2023 đã có phong trào “{NAME}”")
    assert stored(page.work) == [campaign]


# Rounds


def test_a_day_that_does_not_exist_stays_red_and_the_nearest_one_is_a_key_away(
    page: CompetitionsPage, qtbot: QtBot
) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    type_cell(grid, 0, "deadline", "30/02/2023")
    assert text_of(grid, 0, "deadline") == "30/02/2023"
    assert "không phải là một ngày có thật; ý bạn là 28/02/2023?" in problem_of(grid, 0, "deadline")
    grid.view.go(0, grid.model.place_of_column("deadline"))
    assert "Alt+Enter" in dialog.told.text()

    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert stored(page.work) == []
    assert text_of(grid, 0, "deadline") == "30/02/2023"

    grid.view.go(0, grid.model.place_of_column("deadline"))
    grid.view.setFocus()
    press(None, Key.Key_Return, modifier=ALT)
    press(None, Key.Key_S, modifier=CTRL)
    assert stored(page.work)[0].rounds[0].deadline == date(2023, 2, 28)


def test_what_contradicts_stands_in_its_cell_and_nothing_is_stored(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    type_cell(grid, 0, "end", "31/7/2023")
    type_cell(grid, 1, "deadline", "1/2/2024")
    assert "Trùng ngày với Đợt 2" in problem_of(grid, 0, "start")
    assert "sau ngày cuối đợt" in problem_of(grid, 1, "deadline")
    assert dialog.tabs.tabText(ROUNDS).endswith("3 lỗi")
    type_cell(grid, 0, "end", "31/12/2022")
    assert "trước ngày đầu đợt" in problem_of(grid, 0, "end")
    dialog.tabs.setCurrentIndex(PLAN)
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.tabs.currentIndex() == ROUNDS
    assert stored(page.work) == []


def test_a_round_typed_into_the_empty_row_gets_number_name_and_the_year_of_the_campaign(
    page: CompetitionsPage, qtbot: QtBot
) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    type_cell(grid, 1, "end", "30/9")
    press(None, Key.Key_Insert, modifier=CTRL)
    assert grid.view.currentIndex().row() == 2
    type_cell(grid, 2, "start", "1/10")
    assert text_of(grid, 2, "number") == "3"
    assert text_of(grid, 2, "name") == "Đợt 3"
    assert problem_of(grid, 2, "end") == "thiếu đến ngày"
    type_cell(grid, 2, "end", "31.12")
    press(None, Key.Key_S, modifier=CTRL)
    assert [one.title for one in stored(page.work)[0].rounds][1:] == [
        "Đợt 2 (01/07–30/09/2023)",
        "Đợt 3 (01/10–31/12/2023)",
    ]


def test_the_next_round_is_offered_with_the_days_that_are_left(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    type_cell(grid, 1, "end", "31/10")
    dialog.rounds.add.click()
    assert [text_of(grid, 2, name) for name in ("number", "start", "end")] == ["3", "01/11/2023", "31/12/2023"]


def test_the_day_of_an_event_brings_its_anniversary_in_words(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    dialog.rounds.rounds.grid.view.go(1, 0)
    assert dialog.rounds.heading.text() == "Đợt 2 kỷ niệm"
    grid = dialog.rounds.occasions.grid
    row = next(n for n, line in enumerate(dialog.rounds.occasions.lines) if not line.touched)
    type_cell(grid, row, "name", "Ngày Phụ nữ Việt Nam")
    type_cell(grid, row, "since", "20/10/1930")
    assert text_of(grid, row, "on") == "20/10/2023"
    assert text_of(grid, row, "words") == "Kỷ niệm 93 năm Ngày Phụ nữ Việt Nam (20/10/1930 - 20/10/2023)"
    dialog.rounds.rounds.grid.view.go(0, 0)
    press(None, Key.Key_S, modifier=CTRL)
    with page.work.read() as session:
        names = [one.name for one in campaigns.occasions(session, stored(page.work)[0].rounds[1].id)]
    assert names[-1] == "Ngày Phụ nữ Việt Nam"


# Sectors, pilots


def test_sectors_are_ticked_with_space_and_pilots_found_by_a_part_of_their_names(
    page: CompetitionsPage, qtbot: QtBot
) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(WHO)
    dialog.sectors.setFocus()
    dialog.sectors.setCurrentIndex(dialog.sectors.model().index(1, 0))
    press(None, Key.Key_Space)
    grid = dialog.pilots.grid
    for row, part in enumerate(("hoa dao", "mai vang", "sen")):
        grid.view.go(row, 0)
        grid.view.setFocus()
        type_text(part)
        press(None, Key.Key_Down, Key.Key_Return)
    type_cell(grid, 0, "launched_on", "20/2")
    assert "kế hoạch ghi nhiều nhất 2" in dialog.pilot_hint.text()
    assert "sau hạn của kế hoạch (15/02/2023)" in problem_of(grid, 0, "launched_on")
    press(None, Key.Key_S, modifier=CTRL)

    (told,) = stored(page.work)
    assert [one.union for one in told.pilots] == [HOA, MAI, SEN]
    assert told.pilots[0].launched_on == date(2023, 2, 20)
    with page.work.read() as session:
        assert told.sectors == (list(records.choices(session, Sector).values())[1],)


def test_one_pilot_twice_is_refused_in_its_cell(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(WHO)
    grid = dialog.pilots.grid
    words = grid.model.column("union_id").choices()[id_of(page.work, HOA)]
    for row in range(2):
        type_cell(grid, row, "union_id", words)
    assert problem_of(grid, 1, "union_id") == "Đơn vị này đã có ở dòng trên."
    dialog.tabs.setCurrentIndex(PLAN)
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.tabs.currentIndex() == WHO
    assert stored(page.work) == []


# Closing


def test_esc_asks_only_where_something_would_be_lost(page: CompetitionsPage, qtbot: QtBot, reader: Reader) -> None:
    dialog = founding(qtbot, page)
    press(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    assert reader.read == []

    dialog = founding(qtbot, page)
    dialog.tabs.setCurrentIndex(ROUNDS)
    type_cell(dialog.rounds.rounds.grid, 0, "start", "30/02/2023")
    press(dialog, Key.Key_Escape)
    assert reader.read == ["Bỏ nội dung vừa gõ?"]
    assert dialog.isVisible()
    reader.answer = answer("Bỏ")
    press(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    assert stored(page.work) == []


# Changing


def test_a_stored_campaign_is_changed_and_what_did_not_change_stays(
    page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow
) -> None:
    dialog = editing(qtbot, page, campaign)
    assert not dialog.dirty
    type_field(dialog, "theme", "Xanh, sạch, đẹp")
    press(None, Key.Key_S, modifier=CTRL)
    (told,) = stored(page.work)
    assert told.theme == "Xanh, sạch, đẹp"
    assert told.rounds == campaign.rounds
    with page.work.read() as session:
        assert history.actions(session)[0].title == f"Sửa phong trào “{NAME}”"


def register(work: Work, round_id: int) -> None:
    """One work of one union."""
    cells = {UNION: HOA, KIND: "Công trình, phần việc", "content": "Vườn hoa"}
    with work.database.write("Đăng ký") as session:
        entered = registrations.enter(session, round_id, [Entry(NewRow(1), *cell) for cell in cells.items()])
    assert entered.refused == ()


def test_a_round_in_which_something_is_registered_stays_and_says_so(
    page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow, reader: Reader
) -> None:
    register(page.work, campaign.rounds[0].id)
    dialog = editing(qtbot, page, campaign)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    grid.view.go(0, 0)
    grid.view.setFocus()
    press(None, Key.Key_Delete, modifier=CTRL)
    assert "đang có 1 đăng ký" in reader.read[0]
    assert text_of(grid, 0, "name") == "Đợt 1"
    active(qtbot, dialog)
    grid.view.go(1, 0)
    press(grid.view, Key.Key_Delete, modifier=CTRL)
    press(dialog, Key.Key_S, modifier=CTRL)
    assert [one.name for one in stored(page.work)[0].rounds] == ["Đợt 1"]


def test_a_closed_round_does_not_change_and_what_was_typed_stays(
    page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow
) -> None:
    with page.work.database.write("Chốt") as session:
        round_closing.close(session, campaign.rounds[0].id, date(2023, 7, 5))
    dialog = editing(qtbot, page, campaign)
    dialog.tabs.setCurrentIndex(ROUNDS)
    grid = dialog.rounds.rounds.grid
    assert text_of(grid, 0, "state") == "đã chốt 05/07/2023"
    type_cell(grid, 0, "theme", "Chủ đề khác")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert "đã chốt kết quả ngày 05/07/2023" in dialog.notice.label.text()
    assert text_of(grid, 0, "theme") == "Chủ đề khác"


def test_a_campaign_is_deleted_only_while_nothing_is_registered(
    page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow, reader: Reader
) -> None:
    register(page.work, campaign.rounds[0].id)
    reader.answer = answer("Xóa")
    dialog = editing(qtbot, page, campaign)
    dialog.delete()
    assert reader.read == [f"Xóa phong trào “{NAME}” cùng 2 đợt?"]
    assert dialog.isVisible()
    assert "đang có 1 đăng ký" in dialog.notice.label.text()
    with page.work.database.write("Bỏ") as session:
        registrations.delete(session, [row.id for row in registrations.rows(session, [campaign.rounds[0].id])])
    dialog.delete()
    assert not dialog.isVisible()
    assert stored(page.work) == []


def test_alt_keys_are_unique_in_every_part(page: CompetitionsPage, qtbot: QtBot, campaign: CampaignRow) -> None:
    """K40."""
    for dialog in (founding(qtbot, page), editing(qtbot, page, campaign)):
        for place in (PLAN, ROUNDS, WHO):
            dialog.tabs.setCurrentIndex(place)
            assert doubled(alt_keys(dialog)) == []
        dialog.done(0)


def test_every_part_is_reached_by_keys(page: CompetitionsPage, qtbot: QtBot) -> None:
    dialog = founding(qtbot, page)
    assert focused() is dialog.form._rows["name"].editor
    press(None, Key.Key_PageDown, modifier=CTRL)
    assert focused() is dialog.rounds.rounds.grid.view
    press(None, Key.Key_PageDown, modifier=CTRL)
    assert focused() is dialog.pilots.grid.view
    press(None, Key.Key_PageUp, Key.Key_PageUp, modifier=CTRL)
    assert dialog.tabs.currentIndex() == PLAN
    type_field(dialog, "plan_date", "30/2/2023")
    press(None, Key.Key_F8)
    assert focused() is dialog.form._rows["plan_date"].editor
