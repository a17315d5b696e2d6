"""The start page as it is met in the morning: figures in their places, doors behind every one, empty offices."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4
from tests.ui.hands import SHIFT, Key, focused, press
from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, overview, plans
from unioncare_desktop.services.overview import Overview
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.home import HomePage
from unioncare_desktop.ui.widgets.door_rows import DoorRow
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import NO_BREAK, show_whole

ON = date(2023, 12, 8)
LAST = Span.parse("2026-Q4")
"""The last quarter of the invented ward."""
Shown = Callable[[Work], HomePage]


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six days before the returns of the fourth quarter of 2023 are due."""
    monkeypatch.setattr(clock, "today", lambda: ON)


@pytest.fixture
def shown(qtbot: QtBot, context: Context) -> Iterator[Shown]:
    """Open the page over an office and wait for its figures."""
    pages: list[HomePage] = []

    def opened(work: Work) -> HomePage:
        page = HomePage(work, context)
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(1182, 698)
        page.show()
        page.activateWindow()
        page.refresh()
        qtbot.waitUntil(lambda: page.seen is not None and not page._background.busy)
        return page

    yield opened
    for page in pages:
        qtbot.waitUntil(lambda page=page: not page._background.busy)  # type: ignore[misc] # bound now


@pytest.fixture
def asked() -> list[tuple[str, object]]:
    return []


def seen(page: HomePage) -> Overview:
    assert page.seen is not None
    return page.seen


def words(page: HomePage) -> list[tuple[str, str, str]]:
    """What the tiles say."""
    texts = ((tile.caption.text(), tile.figure.text(), tile.detail.text()) for tile in page.tiles)
    return [(caption, figure.replace(NO_BREAK, " "), detail) for caption, figure, detail in texts]


def click(row: DoorRow) -> None:
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)


def change(work: Work, name: str, members: int | None) -> None:
    """Another number of members of a union for the fourth quarter."""
    with work.read() as session:
        union = next(row.union for row in counts.rows(session, Q4) if row.union.name == name)
    entry = counts.Entry(union.id, "members", "" if members is None else str(members))
    work.write("Sửa", lambda session: counts.enter(session, Q4, [entry]))


def test_the_tiles_answer_the_first_questions(small_work: Work, shown: Shown, context: Context) -> None:
    change(small_work, "CĐCS Mai Vàng", None)
    context.choose_period(Q4.code, Q4.title)

    assert words(shown(small_work)) == [
        ("Đã nộp số liệu Quý IV", "3 / 4", "1 chưa nộp · hạn 14/12, còn 6 ngày"),
        ("Đoàn viên", "49", "bằng Quý III"),
        ("Tỷ lệ đoàn viên / CNVCLĐ", "94,2 %", "49 trên 52 CNVCLĐ"),
        ("CĐCS dưới 10 đoàn viên", "2", "trong 3 CĐCS đã nộp"),
    ]


def test_places_are_taken_before_the_figures_come(small_work: Work, context: Context, qtbot: QtBot) -> None:
    page = HomePage(small_work, context)
    qtbot.addWidget(page)
    page.resize(1182, 698)
    page.show()
    before = [tile.geometry() for tile in page.tiles], [row.geometry() for row in page.goal_rows]
    page.refresh()
    qtbot.waitUntil(lambda: page.seen is not None)
    page.body.activate()

    assert ([tile.geometry() for tile in page.tiles], [row.geometry() for row in page.goal_rows]) == before


def test_every_number_opens_the_list_behind_it(
    small_work: Work, shown: Shown, context: Context, asked: list[tuple[str, object]]
) -> None:
    change(small_work, "CĐCS Mai Vàng", None)
    context.choose_period(Q4.code, Q4.title)
    page = shown(small_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    for tile in page.tiles:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    click(page.area_rows[0])
    click(page.sector_rows[0])
    click(page.done_rows[0])

    assert asked == [
        ("counts", "missing"),
        ("counts", "everything"),
        ("counts", "everything"),
        ("mergers", "small"),
        ("counts", ("area", "Kim Mã")),
        ("counts", "everything"),  # of those that are not sorted nothing can be asked
        ("history", seen(page).latest[0].id),
    ]


def test_a_point_of_the_course_opens_its_quarter(
    small_work: Work, shown: Shown, context: Context, asked: list[tuple[str, object]]
) -> None:
    context.choose_period(Q4.code, Q4.title)
    page = shown(small_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    page.members.opened.emit(0)

    assert context.period == Q3.code
    assert asked == [("counts", "everything")]


def test_the_keys_go_through_the_page_in_the_order_of_its_questions(
    small_work: Work, shown: Shown, asked: list[tuple[str, object]]
) -> None:
    page = shown(small_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    page.setFocus()
    order = []
    for _tile in page.tiles:
        order.append(focused())
        press(None, Key.Key_Return)
        press(None, Key.Key_Tab)
    assert order == list(page.tiles)
    assert [name for name, _argument in asked] == ["counts", "counts", "counts", "mergers"]

    page.done_rows[0].setFocus()
    press(None, Key.Key_Backtab, modifier=SHIFT)
    assert page.done.isAncestorOf(focused()), "the link to all of them comes before the rows"


def test_up_and_down_go_from_row_to_row(work: Work, shown: Shown, context: Context) -> None:
    context.choose_period(LAST.code, LAST.title)
    page = shown(work)
    page.area_rows[0].setFocus()
    press(None, Key.Key_Down)
    assert focused() is page.area_rows[1]
    press(None, Key.Key_Up)
    assert focused() is page.area_rows[0]


def test_rows_are_spoken(work: Work, shown: Shown, context: Context) -> None:
    context.choose_period(LAST.code, LAST.title)
    page = shown(work)
    part = seen(page).areas[0]

    assert page.area_rows[0].accessibleName() == f"{part.name}: {show_whole(part.members)} đoàn viên"
    assert all(tile.accessibleName() for tile in page.tiles)
    assert page.members.accessibleName() == "Đoàn viên qua các kỳ"


def test_a_change_elsewhere_is_followed(small_work: Work, shown: Shown, context: Context, qtbot: QtBot) -> None:
    context.choose_period(Q4.code, Q4.title)
    page = shown(small_work)
    small_work.changed.connect(page.follow)
    change(small_work, "CĐCS Nhà máy Lớn", 41)
    qtbot.waitUntil(lambda: seen(page).members == 59)

    assert words(page)[1] == ("Đoàn viên", "59", "+1 so với Quý III")


def test_another_quarter_is_read(small_work: Work, shown: Shown, context: Context, qtbot: QtBot) -> None:
    context.choose_period(Q4.code, Q4.title)
    page = shown(small_work)
    page.previous_period()
    qtbot.waitUntil(lambda: seen(page).span == Q3)
    assert words(page)[1] == ("Đoàn viên", "58", "chưa có Quý II để so sánh")

    page.next_period()
    qtbot.waitUntil(lambda: seen(page).span == Q4)
    page.next_period()
    assert context.period == Q4.code, "nothing is shown ahead of what there is"


def test_targets_stand_with_words_and_are_counted(small_work: Work, shown: Shown, context: Context) -> None:
    context.choose_period(Q4.code, Q4.title)
    small_work.write("Nạp", lambda session: plans.load(session, "ba-dinh-10-2022"))
    page = shown(small_work)
    goals = seen(page).goals
    rows = [row for row in page.goal_rows if row.isVisible()]

    assert len(rows) == len(goals.foremost) > 0
    assert [row.words.text() for row in rows] == [
        one.standing.remark or one.standing.state_words for one in goals.foremost
    ]
    assert all(row.words.text() for row in rows), "no light without words"
    assert not any("\\" in row.toolTip() for row in rows)
    chips = [chip.text() for chip in page.goals.chips if chip.text()]
    assert sum(int(text.split()[0]) for text in chips) == goals.met + goals.unmet + goals.open
    assert not page.load.isVisible()


def test_what_is_due_says_how_far_off_it_is_and_opens_its_source(
    small_work: Work, shown: Shown, context: Context, asked: list[tuple[str, object]]
) -> None:
    change(small_work, "CĐCS Mai Vàng", None)
    context.choose_period(Q4.code, Q4.title)
    page = shown(small_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    [row] = [row for row in page.due_rows if row.name.text() == "Nộp số liệu Quý IV/2023"]

    assert (row.day.text(), row.state.text()) == ("14/12", "còn 6 ngày")
    assert "còn 1 đơn vị chưa nộp" in row.accessibleName()
    click(row)
    assert asked == [("targets", "returns")]


def test_without_a_plan_the_page_says_what_to_do(
    small_work: Work, shown: Shown, asked: list[tuple[str, object]]
) -> None:
    page = shown(small_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))

    assert "Chưa nạp kế hoạch nào" in page.goals.nothing.text()
    page.load.click()
    assert asked == [("targets", "plans")]


def test_an_office_without_unions_is_told_to_begin(
    empty_work: Work, shown: Shown, asked: list[tuple[str, object]]
) -> None:
    page = shown(empty_work)
    page.go.connect(lambda name, argument: asked.append((name, argument)))
    page.setFocus()
    press(None, Key.Key_Space)

    assert not any(tile.isVisible() for tile in page.tiles)
    assert asked == [("imports", None)]


def test_unions_without_figures_are_told_so(small_work: Work, shown: Shown, context: Context) -> None:
    def forget(session: object) -> None:
        rows = [row for span in (Q3, Q4) for row in counts.rows(session, span)]  # type: ignore[arg-type]
        entries = [counts.Entry(row.union.id, name, "") for row in rows for name in ("workers", "members")]
        for span in (Q3, Q4):
            counts.enter(session, span, entries)  # type: ignore[arg-type]

    context.choose_period(Q4.code, Q4.title)
    small_work.write("Xóa số", forget)
    page = shown(small_work)

    assert words(page)[0][1] == "0 / 4"
    assert words(page)[1] == ("Đoàn viên", "–", "chưa có số liệu Quý IV")
    assert page.bring.isVisible()
    assert not page.members.isVisible()


def test_figures_missing_are_counted_in_the_navigation(
    small_work: Work, shown: Shown, context: Context, asked: list[tuple[str, object]]
) -> None:
    change(small_work, "CĐCS Mai Vàng", None)
    context.choose_period(Q4.code, Q4.title)
    context.badged.connect(lambda name, count: asked.append((name, count)))
    shown(small_work)

    assert asked == [("counts", 1)]


def test_where_there_is_little_room_words_and_figures_stay(small_work: Work, shown: Shown) -> None:
    page = shown(small_work)
    assert page.sectors.title.text() == "Đoàn viên theo loại hình"
    assert page.due_rows[0].day.isVisible()

    page.resize(860, 698)

    assert page.sectors.title.text() == "Theo loại hình"
    assert not page.due_rows[0].day.isVisible()
    assert page.due_rows[0].name.isVisible()
    assert not page.goal_rows[0].bar.isVisible()


def test_the_first_three_answers_need_no_scrolling(
    work: Work, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 8))
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    context.choose_period(LAST.code, LAST.title)
    window.fill(work, (HomePage,))
    page = window.page
    assert isinstance(page, HomePage)
    qtbot.waitUntil(lambda: page.seen is not None and not page._background.busy)
    foot = window.stack.mapToGlobal(window.stack.rect().bottomLeft()).y()

    for card in (*page.tiles, page.goals, page.due):
        assert card.mapToGlobal(card.rect().bottomLeft()).y() <= foot


def test_reading_it_changes_nothing(small_work: Work) -> None:
    with small_work.read() as session:
        once, twice = (overview.read(session, Q4, ON) for _time in range(2))

    assert once == twice
