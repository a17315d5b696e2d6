"""A chart on screen: its figures are told by mouse and keys, a point opens its quarter, in every size and theme."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.hands import Key, press
from unioncare_desktop.reports.document import Chart, Series
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.chart_view import ChartView
from unioncare_desktop.ui.widgets.target_bar import Shares, TargetBar, shares_of

QUARTERS = ("Q.I/23", "Q.II/23", "Q.III/23", "Q.IV/23")
VALUES = (9437, 9757, None, 10308)
TIPS = ("Quý I: 9.437", "Quý II: 9.757", "Quý III: chưa có", "Quý IV: 10.308")


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(360, 150)
    view.show_chart(Chart("Đoàn viên", QUARTERS, (Series("Đoàn viên", VALUES),), kind="line"), TIPS)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


@pytest.fixture
def opened(view: ChartView) -> list[int]:
    found: list[int] = []
    view.opened.connect(found.append)
    return found


def spot(view: ChartView, at: int) -> QPoint:
    place = view.place_of(at)
    assert place is not None
    return place.toPoint()


def colours(view: ChartView) -> set[int]:
    return set(memoryview(view.grab().toImage().constBits()).cast("I"))


def test_it_is_as_high_as_its_place_and_names_no_single_series(view: ChartView) -> None:
    picture = view.picture
    assert picture is not None

    assert picture.height == pytest.approx(view.height())
    assert "Đoàn viên" not in [label.text for label in picture.labels]
    assert "10.308" in [label.text for label in picture.labels]


def test_a_click_on_a_point_opens_its_quarter(view: ChartView, opened: list[int]) -> None:
    for at in (0, 3):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot(view, at))

    assert opened == [0, 3]


def test_a_click_beside_the_plot_opens_nothing(view: ChartView, opened: list[int]) -> None:
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(1, 20))

    assert opened == []


def test_the_keys_go_from_quarter_to_quarter_and_tell_them(view: ChartView, opened: list[int]) -> None:
    view.setFocus()
    press(view, Key.Key_Left)
    assert view.accessibleDescription() == TIPS[3]
    press(view, Key.Key_Left, Key.Key_Left)
    assert view.accessibleDescription() == TIPS[1]
    press(view, Key.Key_Return)
    press(view, *[Key.Key_Left] * 9)
    press(view, Key.Key_Space)

    assert opened == [1, 0]
    QToolTip.hideText()


def test_enter_without_a_mark_opens_the_newest(view: ChartView, opened: list[int]) -> None:
    view.setFocus()
    press(view, Key.Key_Return)

    assert opened == [3]


def test_the_mouse_marks_what_it_points_at(view: ChartView) -> None:
    QTest.mouseMove(view, spot(view, 1))
    QApplication.processEvents()
    assert view.marked == 1

    QTest.mouseMove(view, QPoint(1, 1))
    QApplication.processEvents()
    assert view.marked is None


def test_a_quarter_without_figures_has_no_point(view: ChartView) -> None:
    assert view.place_of(2) is None
    assert view.accessibleDescription() == "; ".join(TIPS)


def test_bars_are_shown_too(view: ChartView) -> None:
    view.show_chart(Chart("Theo loại hình", ("A", "B"), (Series("", (10, 4)),)), ("A: 10", "B: 4"))
    picture = view.picture
    assert picture is not None

    assert [bar.at for bar in picture.bars] == [0, 1]
    assert spot(view, 0).y() < spot(view, 1).y()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_it_follows_theme_and_size(view: ChartView, look: str) -> None:
    theme.current().choose(look)
    theme.current().set_zoom(150)
    picture = view.picture
    assert picture is not None

    assert picture.size == theme.current().px(11)
    assert theme.current().color("primary").rgb() in colours(view)
    assert theme.current().color("line").rgb() in colours(view)


def test_no_room_is_no_reason_to_fail(view: ChartView) -> None:
    view.setMinimumHeight(0)
    for width, height in ((1, 1), (20, 300), (300, 4)):
        view.resize(width, height)
        assert not view.grab().isNull()


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (shares_of(10_308, 22_000, None, "warning"), Shares(10_308 / 22_000, 1.0, "warning")),
        (shares_of(30, 25, None, "good"), Shares(1.0, 25 / 30, "good")),
        (shares_of(0.516, 0.65, 1, "warning"), Shares(0.516, 0.65, "warning")),
        (shares_of(0, 0, None, "good"), Shares(0.0, 0.0, "good")),
        (shares_of(5, None, None, "primary"), Shares(1.0, None, "primary")),
    ],
)
def test_a_bar_is_told_from_a_figure_and_what_is_wanted(shares: Shares, expected: Shares) -> None:
    assert shares == expected


def test_a_bar_reaches_as_far_as_its_share_and_marks_the_target(qtbot: QtBot) -> None:
    bar = TargetBar()
    qtbot.addWidget(bar)
    bar.resize(200, bar.height())
    bar.show_shares(Shares(0.5, 0.75, "good"))
    image = bar.grab().toImage()
    middle = image.height() // 2
    names: Callable[[int], str] = lambda x: image.pixelColor(x, middle).name().upper()  # noqa: E731 - four times

    assert names(50) == theme.LIGHT.good
    assert names(130) == theme.LIGHT.heading
    assert names(151) == theme.LIGHT.text
