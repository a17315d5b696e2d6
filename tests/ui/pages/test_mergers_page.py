"""The page of mergers in the real window: small unions, a plan made and changed by hand, saved, carried out, undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.offices import Q1, Q3, Q4, add_union, copy_of, found_office, report
from tests.ui.hands import CTRL, Clipboard, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import Merger, MergerBase, MergerLock, Threshold
from unioncare_desktop.domain.records.merger import ABSORBED, LEAVE
from unioncare_desktop.domain.rules.merging.arrangement import LEFT_OVER, NEW_GROUP, Arrangement
from unioncare_desktop.domain.rules.merging.planning import Gap, Goal
from unioncare_desktop.services import merger_bases, merger_locks, mergers, office, records, small_unions, undo
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui import merger_wizard
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.document_dialog import DocumentDialog
from unioncare_desktop.ui.locks_dialog import LocksDialog
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.mergers import LISTED, PLAN, SMALL, MergersPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import NO_BREAK

LEFT = Qt.MouseButton.LeftButton
SIZES = (
    ("CĐCS Văn phòng", 9, "Cơ quan Đảng", "Kim Mã"),
    ("CĐCS Ban Dân vận", 5, "Cơ quan Đảng", "Kim Mã"),
    ("CĐCS Ban Tổ chức", 4, "Cơ quan Đảng", "Cống Vị"),
    ("CĐCS Trường Hoa Mai", 7, "Trường học", "Cống Vị"),
    ("CĐCS Trường Sơn Ca", 6, "Trường học", "Cống Vị"),
    ("CĐCS Tòa án", 8, "Tư pháp", "Kim Mã"),
    ("CĐCS Viện kiểm sát", 30, "Tư pháp", "Kim Mã"),
    ("CĐCS Phòng Kinh tế", 10, "Kinh tế", "Kim Mã"),
)
OFFICE, MASSES, ORGANISERS, MAI, CA, COURT, _PROSECUTORS, EXACT = range(1, 9)


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six small unions in the fourth quarter of 2023, one of exactly ten, a large one, and one that owes its report."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    database = office.open_office(path, create=True, user="Lan")
    with database.write("Tạo dữ liệu") as session:
        found_office(session, "district", name="LĐLĐ quận Ba Đình")
        for number, (name, members, bloc, area) in enumerate(SIZES, 1):
            union = add_union(session, name, code=f"CS{number:04}", level="Công đoàn cơ sở", bloc=bloc, area=area)
            report(session, Q4, union, workers=members + 5, members=members)
        add_union(session, "CĐCS Hợp tác xã", code="CS0099", level="Công đoàn cơ sở", bloc="Kinh tế", area="Kim Mã")
    database.close()
    return path


@pytest.fixture
def work(office_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need it
    work = Work(office.open_office(copy_of(office_file, tmp_path / "office.db"), user="Lan"))
    yield work
    work.close()


@pytest.fixture
def window(qtbot: QtBot, work: Work) -> MainWindow:
    context = Context(Settings(), lambda _path, _create: None)
    window = MainWindow(context)
    qtbot.addWidget(window, before_close_func=MainWindow.empty)  # which asks nothing
    window.resize(1366, 768)
    window.show()
    window.fill(work, (MergersPage, RegistryPage, CountsPage, ReportsPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def page(window: MainWindow) -> MergersPage:
    return page_of(window)


@pytest.fixture
def planned(page: MergersPage, work: Work, idle: Callable[[Work], None]) -> MergersPage:
    """The page after F6."""
    press(page.small.grid.view, Key.Key_F6)
    idle(work)
    assert page.tabs.currentIndex() == PLAN
    return page


def page_of(window: MainWindow) -> MergersPage:
    page = window._pages["mergers"]
    assert isinstance(page, MergersPage)
    return page


def listed(page: MergersPage) -> list[str]:
    return [line.union.name for line in page.small.grid.shown_rows]


def groups(page: MergersPage) -> list[set[int]]:
    return [{bubble.id for bubble in card.bubbles} for card in page.planner.board.cards]


def left(page: MergersPage) -> list[int]:
    return [line.bubble.id for line in page.planner.board.left]


def tile(page: MergersPage, name: str) -> str:
    shown = getattr(page.planner.tiles, name)
    return f"{shown.figure.text()} | {shown.detail.text()}".replace(NO_BREAK, " ")


def drag(page: MergersPage, unit: int, to: QPoint) -> None:
    board = page.planner.board
    start = board.rect_of(unit).center()
    QTest.mousePress(board.viewport(), LEFT, pos=start)
    for stop in (start + QPoint(12, 0), to):
        QTest.mouseMove(board.viewport(), stop)
        QApplication.processEvents()
    QTest.mouseRelease(board.viewport(), LEFT, pos=to)


def card_of(page: MergersPage, unit: int) -> QPoint:
    """The middle of the card in which a unit is."""
    hand = page.planner.hand
    assert hand is not None
    return page.planner.board.rect_of_card(hand.now.number_of[unit]).center()


def stored(work: Work, record_type: type) -> int:
    with work.read() as session:
        return len(records.rows(session, record_type))


# Small unions


def test_the_small_ones_are_listed_with_their_state_and_counted_in_the_navigation(
    page: MergersPage, window: MainWindow
) -> None:
    assert listed(page) == [
        "CĐCS Ban Dân vận",
        "CĐCS Ban Tổ chức",
        "CĐCS Tòa án",
        "CĐCS Trường Hoa Mai",
        "CĐCS Trường Sơn Ca",
        "CĐCS Văn phòng",
    ]
    assert page.tabs.tabText(SMALL) == "Đơn vị nhỏ 6"
    assert window.status.content.text() == "6 CĐCS dưới 10 đoàn viên, 6 chưa có đề nghị"
    (masses, organisers, *_others) = page.small.grid.shown_rows
    assert (masses.legal, organisers.legal) == (True, False)
    assert masses.state.text == "chưa có đề nghị"
    assert page.small.unknown.text() == "1 đơn vị chưa nộp số liệu"


def test_the_navigation_counts_them_before_the_page_is_seen(qtbot: QtBot, work: Work) -> None:
    context = Context(Settings(), lambda _path, _create: None)
    context.choose_period(Q4.code, Q4.title)
    told: dict[str, int] = {}
    context.badged.connect(told.__setitem__)
    registry = RegistryPage(work, context)
    qtbot.addWidget(registry)
    for drafts in ([], [MergerDraft(ABSORBED, (MAI, CA), Q4, result_id=MAI)]):
        work.write("Đề nghị", partial(mergers.propose, drafts=drafts))
        told.clear()
        registry.refresh()
        qtbot.waitUntil(lambda: "mergers" in told)
        with work.read() as session:
            assert told["mergers"] == len(small_unions.overview(session, Q4).candidates) == 6 - 2 * len(drafts)


def test_after_a_merger_the_list_says_what_became_of_them(page: MergersPage, work: Work, window: MainWindow) -> None:
    draft = MergerDraft(ABSORBED, (MAI, CA), Q4, result_id=MAI, effective_on=date(2024, 1, 1))
    work.write("Sáp nhập", partial(mergers.carry_out, planned=[draft]))

    states = {line.union.id: line.state.text for line in page.small.grid.shown_rows}
    assert (states[CA], states[MAI]) == ("đã ghép vào CĐCS Trường Hoa Mai", "nay 13 ĐV")
    assert window.status.content.text() == "4 CĐCS dưới 10 đoàn viên, 4 chưa có đề nghị"


def test_exactly_ten_is_neither_small_nor_more_than_ten_and_shown_on_demand(page: MergersPage) -> None:
    assert page.small.exactly.text() == "Đúng 10 đoàn viên: 1"
    page.small.exactly.click()

    assert listed(page) == ["CĐCS Phòng Kinh tế"]
    assert page.small.grid.shown_rows[0].state.text == "không nhỏ, cũng chưa trên 10"


def test_the_list_is_filtered_by_words_and_copied(page: MergersPage, clipboard: Clipboard) -> None:
    press(page, Key.Key_F, modifier=CTRL)
    type_text("truong")
    assert listed(page) == ["CĐCS Trường Hoa Mai", "CĐCS Trường Sơn Ca"]

    press(None, Key.Key_Down)
    page.small.grid.view.go(0, 1)
    press(page.small.grid.view, Key.Key_C, modifier=CTRL)
    assert "CĐCS Trường Hoa Mai" in clipboard.text


def test_enter_opens_the_union(page: MergersPage, window: MainWindow) -> None:
    page.small.grid.go_to(MAI)
    press(page.small.grid.view, Key.Key_Return)

    assert isinstance(window.page, RegistryPage)
    assert window.page._form is not None
    assert window.page._form.isVisible()


def test_two_unions_are_kept_apart_and_the_wish_is_taken_off_again(qtbot: QtBot, page: MergersPage, work: Work) -> None:
    select(qtbot, page, MAI, CA)
    page.small._lock_actions["apart"].trigger()
    assert page.small.locks.text() == "&Ràng buộc 1 ▾"

    page.small._list_locks.trigger()
    dialog = page.findChild(LocksDialog)
    assert dialog is not None
    dialog.grid.view.go(0, 0)
    dialog.take_off.click()
    assert stored(work, MergerLock) == 0
    dialog.reject()


def test_a_wish_that_contradicts_another_is_refused_with_the_reason(
    qtbot: QtBot, page: MergersPage, work: Work, reader: Reader
) -> None:
    select(qtbot, page, MAI, CA)
    page.small._lock_actions["together"].trigger()
    page.small._lock_actions["leave"].trigger()

    assert stored(work, MergerLock) == 1
    assert "để nguyên" in reader.read[0]


def test_selected_unions_go_to_the_wizard_by_hand(qtbot: QtBot, page: MergersPage) -> None:
    select(qtbot, page, MAI)
    assert not page.small.merge.isEnabled()
    select(qtbot, page, MAI, CA)
    page.small.merge.click()

    wizard = page.findChild(merger_wizard.MergerWizard)
    assert wizard is not None
    assert wizard.isVisible()
    wizard.done(0)


def select(qtbot: QtBot, page: MergersPage, *unions: int) -> None:
    view, model = page.small.grid.view, page.small.grid.model
    view.clearSelection()
    for number, union in enumerate(unions):
        row = model.place_of(union)
        assert row is not None
        place = view.visualRect(model.index(row, 1)).center()
        held = CTRL if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(view.viewport(), LEFT, held, place)
    assert set(page.small.grid.selected_keys) == set(unions)
    leave = page.small._lock_actions["leave"]
    qtbot.waitUntil(lambda: leave.isEnabled() and page.small.merge.isEnabled() == (len(unions) > 1))


# The plan


def test_the_plan_is_made_proven_and_told(planned: MergersPage) -> None:
    assert groups(planned) == [{OFFICE, MASSES, ORGANISERS}, {MAI, CA}]
    assert left(planned) == [COURT]
    line = planned.planner.board.left[0]
    assert line.reason == "không có CĐCS nhỏ nào khác cùng khối Tư pháp"
    assert line.advice.startswith("gợi ý: nhập vào CĐCS Viện kiểm sát (30 đoàn viên")
    assert tile(planned, "grouped") == "5 / 6 | 2 CĐCS mới, mỗi nhóm trên 10"
    assert tile(planned, "proof") == "Tối ưu, đã chứng minh | không cách ghép nào còn ít hơn 1 đơn vị"
    assert tile(planned, "target") == "0,00 % → 83,33 % | đã đạt chỉ tiêu trên 65 %"
    assert tile(planned, "crossing") == "1 nhóm | ít nhất có thể khi được 2 CĐCS mới"
    assert [card.foot for card in planned.planner.board.cards] == [
        "khác địa bàn: Cống Vị, Kim Mã",
        "cùng địa bàn Cống Vị",
    ]


def test_what_is_not_proven_is_shown_as_a_number_with_its_meaning(planned: MergersPage) -> None:
    hand, situation = planned.planner.hand, planned.situation
    assert hand is not None
    assert situation is not None
    unproven = replace(hand.now.plan, gaps=(Gap(Goal.UNIONS, 2, 4),))
    planned.planner.tiles.show_plan(Arrangement.of(unproven), situation.target)

    assert planned.planner.tiles.proof.caption.text() == "Phương án, chưa chứng minh xong"
    assert tile(planned, "proof") == "Lệch tối đa 2 | được 2 CĐCS mới; chưa loại trừ cách được 4"


def test_another_alternative_keeps_to_one_area(planned: MergersPage) -> None:
    titles = [planned.planner.alternatives.itemText(place) for place in range(planned.planner.alternatives.count())]
    planned.planner.alternatives.setCurrentIndex(1)

    assert "Không ghép khác địa bàn" in titles[1]
    assert groups(planned) == [{OFFICE, MASSES}, {MAI, CA}]
    assert tile(planned, "proof").endswith("ghép cùng địa bàn thì không thể ít hơn 2 đơn vị")


def test_a_unit_is_dragged_and_everything_follows(planned: MergersPage) -> None:
    drag(planned, ORGANISERS, card_of(planned, MAI))

    assert groups(planned) == [{OFFICE, MASSES}, {MAI, CA, ORGANISERS}]
    assert planned.planner.board.cards[1].problem == "7 + 6 + 4 = 17: khác khối: Cơ quan Đảng – Trường học"
    assert tile(planned, "proof").startswith("Đã sửa tay | ")
    assert planned.planner.alternatives.currentText() == "1/2 · Nhiều CĐCS mới nhất · sửa tay"
    assert planned.planner.board.current == ORGANISERS


def test_the_same_by_keys(planned: MergersPage) -> None:
    board = planned.planner.board
    board.go_to(ORGANISERS)
    press(board, Key.Key_X, modifier=CTRL)
    board.go_to(COURT)
    press(board, Key.Key_V, modifier=CTRL)

    assert left(planned) == [ORGANISERS, COURT]
    assert board.left[0].reason == "được để lại khi sửa tay"
    assert groups(planned)[0] == {OFFICE, MASSES}


def test_a_plan_without_any_group_tells_why(page: MergersPage, work: Work, idle: Callable[[Work], None]) -> None:
    """A single small union is left over, with what else can be done."""
    for union in (MASSES, ORGANISERS, OFFICE, MAI, CA):
        work.write("Để nguyên", partial(merger_locks.lock, kind=LEAVE, union_id=union))
    press(page.small.grid.view, Key.Key_F6)
    idle(work)

    assert groups(page) == []
    assert COURT in left(page)
    assert tile(page, "grouped").startswith("0 / ")
    assert page.planner.board.isVisible()
    assert not page.start.isVisible()


def test_the_menu_offers_groups_of_the_same_bloc_with_what_would_come(planned: MergersPage, work: Work) -> None:
    planned.planner._move(ORGANISERS, LEFT_OVER)
    menu = planned.planner.menu_of(ORGANISERS)
    targets = menu.actions()[0].menu()
    assert isinstance(targets, QMenu)
    assert [action.text() for action in targets.actions()] == ["Nhóm 1: 9 + 5 + 4 = 18 đoàn viên"]
    targets.actions()[0].trigger()
    assert groups(planned)[0] == {OFFICE, MASSES, ORGANISERS}

    leave = next(action for action in planned.planner.menu_of(COURT).actions() if "nguyên" in action.text())
    leave.trigger()
    assert stored(work, MergerLock) == 1


def test_control_z_takes_back_the_change_of_the_plan_and_nothing_stored(
    planned: MergersPage, work: Work, window: MainWindow
) -> None:
    work.write("Để nguyên", partial(merger_locks.lock, kind="leave", union_id=COURT))
    board = planned.planner.board
    before = groups(planned)
    drag(planned, ORGANISERS, card_of(planned, MAI))
    board.setFocus()
    for _step in range(3):
        press(board, Key.Key_Z, modifier=CTRL)
        assert groups(planned) == before
    assert window.status.selection.text() == "Phương án không còn thay đổi nào để hoàn tác"

    press(board, Key.Key_Y, modifier=CTRL)
    assert groups(planned) != before
    planned.planner.start_over.click()
    assert groups(planned) == before
    assert not planned.planner.start_over.isVisible()


def test_a_group_below_the_least_is_allowed_but_marked(planned: MergersPage) -> None:
    drag(planned, CA, planned.planner.board.strips()[NEW_GROUP].center())

    problems = [card.problem for card in planned.planner.board.cards]
    assert problems == ["", "7: mới có một đơn vị · chưa trên 10", "6: mới có một đơn vị · chưa trên 10"]
    planned.planner.only_broken.click()
    assert groups(planned) == [{MAI}, {CA}]


def test_searching_shows_only_what_is_meant(planned: MergersPage) -> None:
    press(planned.planner.board, Key.Key_F, modifier=CTRL)
    type_text("toa an")
    assert (groups(planned), left(planned)) == ([], [COURT])
    press(None, Key.Key_Return)

    assert planned.planner.board.hasFocus()
    assert planned.planner.board.current == COURT


def test_every_tile_is_a_door(planned: MergersPage) -> None:
    tiles = planned.planner.tiles
    press(tiles.grouped, Key.Key_Return)
    assert planned.planner.board.current == COURT
    press(tiles.crossing, Key.Key_Return)
    assert groups(planned) == [{OFFICE, MASSES, ORGANISERS}]
    press(tiles.target, Key.Key_Return)

    dialog = planned.findChild(AskDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Chốt danh sách gốc"
    dialog.reject()


def test_the_target_follows_the_ticks(planned: MergersPage) -> None:
    board = planned.planner.board
    board.go_to(OFFICE)
    press(board, Key.Key_Space)

    assert tile(planned, "grouped") == "2 / 6 | đã chọn 1/2 nhóm"
    assert tile(planned, "target").startswith("0,00 % → 33,33 % | cần trên 65 %: còn phải ghép thêm 2")


def test_the_picture_has_the_same_numbers(planned: MergersPage) -> None:
    planned.planner.show_picture.click()

    assert planned.planner.picture.isVisible()
    assert planned.planner.picture.words() == ("Trước: 6 CĐCS, 0 trên 10, 6 chưa", "Sau: 3 CĐCS, 2 trên 10, 1 chưa")


def test_the_rules_of_a_plan_are_changed_for_it_alone(
    planned: MergersPage, work: Work, idle: Callable[[Work], None]
) -> None:
    dialog = planned.planner.ask_rules()
    assert dialog is not None
    assert [editor.text() for editor in dialog.editors.values()] == ["10", "11", "4"]
    dialog.editors["least"].setText("ba")
    dialog.finish()
    assert dialog.problem.text().startswith("Sau khi ghép: ít nhất")
    dialog.editors["least"].setText("14")
    dialog.finish()
    idle(work)

    assert groups(planned) == [{OFFICE, MASSES, ORGANISERS}]
    assert planned.planner.board.left[0].reason
    with work.read() as session:
        assert office.threshold(session, "merged_above", date(2023, 12, 31)) == 10


def test_a_plan_that_no_longer_fits_the_figures_says_so(planned: MergersPage, work: Work) -> None:
    assert not planned.planner.notice.isVisible()
    work.write("Nhập số liệu", lambda session: report(session, Q4, MAI, members="8"))

    assert planned.planner.notice.isVisible()
    assert "F6 để lập lại" in planned.planner.notice.label.text()


# What is done with it


def test_groups_become_proposals_in_one_action_and_leave_the_plan(planned: MergersPage, work: Work) -> None:
    board = planned.planner.board
    board.go_to(MAI)
    press(board, Key.Key_Space)
    press(board, Key.Key_S, modifier=CTRL)

    with work.read() as session:
        (proposal,) = mergers.listed(session)
        name = undo.next_undo(session, "Lan")
    assert [part.union_id for part in proposal.parts] == [OFFICE, MASSES, ORGANISERS]
    assert name is not None
    assert "Lưu 1 nhóm ghép thành đề nghị" in name.name
    assert groups(planned) == [{MAI, CA}]
    assert planned.saved.words.text() == "Đã lưu 1 nhóm thành đề nghị."
    assert not planned.planner.notice.isVisible()
    assert tile(planned, "proof").startswith("Tối ưu, đã chứng minh")


def test_the_paper_of_what_was_saved_is_shown_until_something_else_happens(
    qtbot: QtBot, planned: MergersPage, work: Work
) -> None:
    planned.planner.propose()
    planned.saved.paper.click()
    dialog = planned.findChild(DocumentDialog)
    assert dialog is not None
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: bool(dialog.pdf), timeout=20_000)
    dialog.reject()

    work.write("Nhập số liệu", lambda session: report(session, Q4, COURT, members="9"))
    assert not planned.saved.isVisible()


def test_when_all_is_proposed_the_page_says_so_and_shows_the_way(planned: MergersPage, work: Work) -> None:
    planned.planner._leave(COURT)
    planned.planner.propose()
    assert planned.planner.hand is None

    assert stored(work, Merger) == 2
    assert [line.state.text for line in planned.small.grid.shown_rows].count("trong đề nghị") == 5
    planned.planner.proposals_wanted.emit()
    assert planned.tabs.currentIndex() == LISTED
    assert len(planned.listed.grid.shown_rows) == 2


def test_nothing_ticked_is_nothing_to_save(planned: MergersPage, work: Work, reader: Reader) -> None:
    planned.planner.all_ticked.click()
    planned.planner.propose()
    planned.start.click()

    assert stored(work, Merger) == 0
    assert ["Chưa chọn nhóm nào" in words for words in reader.read] == [True, True]


def test_the_wizard_gets_the_ticked_groups(planned: MergersPage) -> None:
    planned.planner.board.go_to(MAI)
    press(planned.planner.board, Key.Key_Space)
    planned.start.click()

    wizard = planned.findChild(merger_wizard.MergerWizard)
    assert wizard is not None
    assert [edit.units for edit in wizard.edits] == [[OFFICE, MASSES, ORGANISERS]]
    assert [edit.draft.values["name"] for edit in wizard.edits] == ["CĐCS Văn phòng"]
    assert wizard.may_go_on()
    wizard.done(0)


def test_the_window_asks_before_a_plan_changed_by_hand_is_lost(
    planned: MergersPage, window: MainWindow, reader: Reader
) -> None:
    assert planned.may_close()
    drag(planned, ORGANISERS, card_of(planned, MAI))
    window.go("registry")
    assert reader.read == [], "leaving the page loses nothing"
    assert not window.close()
    assert "chưa lưu thành đề nghị" in reader.read[0]

    reader.answer = answer("Đóng")
    assert window.close()


def test_planning_again_asks_before_changes_are_lost(
    qtbot: QtBot,
    planned: MergersPage,
    work: Work,
    idle: Callable[[Work], None],
    reader: Reader,
) -> None:
    drag(planned, ORGANISERS, card_of(planned, MAI))
    changed = groups(planned)
    press(planned.planner.board, Key.Key_F6)
    assert groups(planned) == changed

    reader.answer = answer("Lập lại")
    planned.activateWindow()
    qtbot.waitUntil(planned.isActiveWindow)
    press(planned.planner.board, Key.Key_F6)
    idle(work)
    assert groups(planned) != changed


# Quarters, the base, and when there is nothing to do


def test_the_base_is_frozen_at_a_day_and_stays_in_view(page: MergersPage, work: Work) -> None:
    assert page.base.text() == "&Chốt danh sách gốc…"
    dialog = page.ask_base()
    assert dialog is not None
    dialog.finish()

    assert stored(work, MergerBase) == 1
    assert page.base.text() == "m&ốc 30/11/2023: 6 CĐCS"
    again = page.ask_base()
    assert again is not None
    again.editors["on"].setText("31/12/2099")
    again.reject()
    with work.read() as session:
        assert [base.frozen_on for base in merger_bases.listed(session)] == [date(2023, 11, 30)]


def test_a_quarter_without_figures_says_what_to_do_first(page: MergersPage, window: MainWindow) -> None:
    page.previous_period()

    assert page.situation is not None
    assert page.situation.span == Q3
    assert page._nothing.sentence.text() == "Chưa có số liệu Quý III/2023, nên chưa biết đơn vị nào nhỏ."
    page.tabs.setCurrentIndex(PLAN)
    assert page.planner._nothing.isVisible()
    press(page, Key.Key_PageDown, modifier=CTRL)
    assert page.situation.span == Q4
    assert window.context.period == Q4.code


def test_no_small_union_is_good_news(page: MergersPage, work: Work) -> None:
    with work.read() as session:
        (row,) = records.rows(session, Threshold, key="small_below")
    work.write("Ngưỡng", lambda session: records.update_row(session, Threshold, row["id"], {"value": 3}))

    assert page._nothing.sentence.text() == "Tin vui: Quý IV/2023 không còn đơn vị nào dưới 3 đoàn viên."


def test_without_a_threshold_the_page_tells_why_instead_of_failing(page: MergersPage, work: Work) -> None:
    with work.read() as session:
        (row,) = records.rows(session, Threshold, key="small_below")
    work.write("Bỏ ngưỡng", lambda session: records.delete(session, Threshold, [row["id"]]))

    assert page.situation is None
    assert page._nothing.isVisible()
    assert not page.make.isVisible()
    page.plan()


def test_without_unions_the_way_to_get_them_is_shown(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    page = MergersPage(empty_work, context)
    qtbot.addWidget(page)
    page.show()
    page.refresh()

    assert page._no_unions.isVisible()
    assert not page.switch.isVisible()


def test_commands_lead_to_the_list_and_make_a_plan(
    page: MergersPage, window: MainWindow, work: Work, idle: Callable[[Work], None]
) -> None:
    commands = MergersPage.commands(window.context.words)
    window.go("registry")
    window.go("mergers", commands["Lập phương án ghép"])
    idle(work)
    assert page.planner.hand is not None

    window.go("mergers", commands["Danh sách CĐCS nhỏ"])
    assert page.tabs.currentIndex() == SMALL

    window.go("mergers", commands["Chốt danh sách gốc của chỉ tiêu ghép"])
    asked = page.findChild(AskDialog)
    assert asked is not None
    assert asked.editors["on"].selectedText() == asked.editors["on"].text() != ""
    asked.reject()


def test_another_page_leads_to_a_merger(planned: MergersPage, window: MainWindow) -> None:
    planned.planner.propose()
    second = planned.listed.grid.shown_rows[1].merger.id
    window.go("registry")
    window.go("mergers", second)

    assert planned.tabs.currentIndex() == LISTED
    assert planned.listed.grid.current_key == second


def test_a_plan_is_kept_for_each_quarter(planned: MergersPage) -> None:
    drag(planned, ORGANISERS, card_of(planned, MAI))
    changed = groups(planned)
    planned.previous_period()
    assert planned.planner.hand is None
    planned.next_period()

    assert groups(planned) == changed
    assert Q1 < Q4
