"""Named looks of a page, and the last one without a name: saved, chosen, renamed, deleted, found at the next start."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, Key, Reader, answer, focused, press, type_text
from unioncare_desktop import settings
from unioncare_desktop.services import office
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.widgets.filter_panel import FilterPanel
from unioncare_desktop.ui.widgets.view_bar import NamePanel, ViewBar
from unioncare_desktop.ui.work import Work

PAGES = (RegistryPage, CountsPage)


def started(qtbot: QtBot, work: Work) -> MainWindow:
    """The window as it starts: what it knows of its user stands in the file of the settings."""
    context = Context(settings.load(), lambda _location, _create: True)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    with work.read() as session:
        view = office.view(session)
    context.show_office(view.name, view.kind)
    window.fill(work, PAGES)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def window(qtbot: QtBot, work: Work) -> Iterator[MainWindow]:
    window = started(qtbot, work)
    yield window
    window.close()


def registry(window: MainWindow) -> RegistryPage:
    window.go("registry")
    assert isinstance(window.page, RegistryPage)
    return window.page


def figures(window: MainWindow) -> CountsPage:
    window.go("counts")
    assert isinstance(window.page, CountsPage)
    return window.page


def menu(bar: ViewBar) -> list[str]:
    """What the menu offers; the view that is chosen is marked."""
    bar.menu.aboutToShow.emit()
    words = (one.text().replace("&", "") for one in bar.menu.actions() if not one.isSeparator())
    chosen = {one.text().replace("&", "") for one in bar.menu.actions() if one.isChecked()}
    return [f"[{one}]" if one in chosen else one for one in words]


def pick(bar: ViewBar, words: str) -> None:
    bar.menu.aboutToShow.emit()
    next(one for one in bar.menu.actions() if words in one.text().replace("&", "")).trigger()


def save(bar: ViewBar, name: str) -> None:
    pick(bar, "Lưu khung nhìn mới")
    type_text(name)
    press(None, Key.Key_Return)


def look_at_one_area(page: RegistryPage) -> int:
    """Filter by a chip, by words and by a column, sort, hide a column; how many rows are left."""
    area = next(row.union.area for row in page.rows if row.union.area)
    page.by_area.choose(area)
    page.words.setText("truong")
    page.grid.view.setFocus()
    page.grid.view.go(0, page.grid.model.place_of_column("sector"))
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    type_text("su nghiep")
    press(None, Key.Key_Return)
    page.grid.sort_by("members", descending=True)
    page.grid.arrangement.hide({"chair"})
    return len(page.grid.shown_rows)


def test_a_look_is_saved_under_a_name_and_chosen_again(window: MainWindow) -> None:
    page = registry(window)
    everything = len(page.grid.shown_rows)
    few = look_at_one_area(page)
    assert 0 < few < everything
    save(page.views, "Trường công của phường")
    assert page.views.button.text() == "Khung nhìn: Trường công của phường ▾"
    assert focused() is page.grid.view

    pick(page.views, "Mặc định")
    assert len(page.grid.shown_rows) == everything
    assert (page.words.text(), page.by_area.value, page.views.button.text()) == ("", "", "Khung nhìn ▾")
    assert page.grid.model.shows("chair")

    pick(page.views, "Trường công của phường")
    assert len(page.grid.shown_rows) == few
    assert page.words.text() == "truong"
    members = [row.members or 0 for row in page.grid.shown_rows]
    assert members == sorted(members, reverse=True)
    assert not page.grid.model.shows("chair")
    assert menu(page.views)[:2] == ["Mặc định", "[Trường công của phường]"]


def test_views_are_found_after_a_restart_even_of_a_program_that_was_killed(
    qtbot: QtBot, work: Work, window: MainWindow
) -> None:
    few = look_at_one_area(registry(window))
    save(registry(window).views, "Trường")
    pick(registry(window).views, "Mặc định")

    again = registry(started(qtbot, work))
    assert len(again.grid.shown_rows) > few
    pick(again.views, "Trường")
    assert len(again.grid.shown_rows) == few


def test_the_last_look_is_remembered_without_a_name_but_not_what_was_searched_for(
    qtbot: QtBot, work: Work, window: MainWindow
) -> None:
    page = registry(window)
    look_at_one_area(page)
    page.with_closed.setChecked(True)
    figures(window).only_missing.setChecked(True)
    area = page.by_area.value
    window.close()

    again = started(qtbot, work)
    there = registry(again)
    assert (there.by_area.value, there.words.text(), there.with_closed.isChecked()) == (area, "", True)
    assert not there.grid.model.shows("chair")
    assert list(there.grid.look["filters"]) == ["sector"]
    assert [row.union.area for row in there.grid.shown_rows] == [area] * len(there.grid.shown_rows)
    assert figures(again).only_missing.isChecked()
    assert all(row.missing for row in figures(again).grid.shown_rows)


def test_a_view_is_changed_renamed_and_deleted(window: MainWindow, reader: Reader) -> None:
    page = figures(window)
    page.only_missing.setChecked(True)
    save(page.views, "Đang chờ")
    assert not any("Cập nhật" in one for one in menu(page.views))
    page.grid.arrangement.hide({"note"})
    pick(page.views, "Cập nhật “Đang chờ”")

    pick(page.views, "Đổi tên")
    type_text("Ai chưa nộp")
    press(None, Key.Key_Return)
    assert menu(page.views)[:2] == ["Mặc định", "[Ai chưa nộp]"]
    pick(page.views, "Mặc định")
    pick(page.views, "Ai chưa nộp")
    assert page.only_missing.isChecked()
    assert not page.grid.model.shows("note")

    reader.answer = answer("Xóa")
    pick(page.views, "Xóa khung nhìn")
    assert reader.read == ["Xóa khung nhìn “Ai chưa nộp”?"]
    assert menu(page.views)[0] == "[Mặc định]"
    assert page.only_missing.isChecked()  # what is shown stays


def test_a_name_is_cleaned_when_it_is_saved_and_a_known_one_is_warned_of(window: MainWindow) -> None:
    page = figures(window)
    save(page.views, "Phường")
    page.only_odd.setChecked(True)
    pick(page.views, "Lưu khung nhìn mới")
    panel = next(one for one in window.findChildren(NamePanel) if one.isVisible())
    press(None, Key.Key_Return)
    assert panel.isVisible()  # a view needs a name
    type_text("  Phu\u031bo\u031b\u0300ng ")
    assert panel.line.text() == "  Phu\u031bo\u031b\u0300ng "
    assert "lưu sẽ thay nó" in panel._problem.text()
    press(None, Key.Key_Return)
    assert list(page.context.settings.views["counts"]) == ["Phường"]
    assert page.context.settings.views["counts"]["Phường"]["page"]["odd"] is True


def test_escape_saves_nothing(window: MainWindow) -> None:
    page = figures(window)
    pick(page.views, "Lưu khung nhìn mới")
    type_text("x")
    press(None, Key.Key_Escape)
    assert menu(page.views)[0] == "[Mặc định]"
    assert focused() is page.grid.view


def test_the_button_opens_the_columns(window: MainWindow) -> None:
    page = figures(window)
    page.views.columns.click()
    press(None, Key.Key_Down, Key.Key_Space)
    assert not page.grid.model.shows("code")


def test_a_panel_goes_with_its_page_and_stays_inside_the_window(window: MainWindow) -> None:
    page = figures(window)
    page.grid.arrangement.open_filter("state")
    panel = next(one for one in window.findChildren(FilterPanel) if one.isVisible())
    window.resize(1000, 600)
    assert window.rect().contains(panel.geometry())
    registry(window)
    assert not panel.isVisible()


def test_views_of_nonsense_do_no_harm(qtbot: QtBot, work: Work) -> None:
    nonsense = {"Lạ": {"grid": [1], "page": {"area": 5, "missing": "x", "words": None}}, "Khác": 7, "Trống": {}}
    saved = settings.Settings(views={"counts": dict(nonsense)}, grids={"counts": {"page": 3, "view": ["x"]}})
    saved.save()
    page = figures(started(qtbot, work))
    for name in ("Lạ", "Khác", "Trống"):
        page.views.choose(name)
        assert len(page.grid.shown_rows) == len(page._rows)


def test_what_another_page_counted_is_shown_in_full(window: MainWindow) -> None:
    page = figures(window)
    page.grid.view.go(0, page.grid.model.place_of_column("name"))
    page.grid.view.setFocus()
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    type_text("mam non")
    press(None, Key.Key_Return)
    assert len(page.grid.shown_rows) < len(page._rows)
    page.arrive("missing")
    assert len(page.grid.shown_rows) == sum(row.missing for row in page._rows)


def test_sums_follow_the_filters_of_columns(window: MainWindow) -> None:
    page = figures(window)
    page.grid.view.go(0, page.grid.model.place_of_column("members"))
    page.grid.view.setFocus()
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    press(None, Key.Key_Tab, Key.Key_Tab)
    type_text("20")
    press(None, Key.Key_Return)
    shown = [row.members for row in page.grid.shown_rows]
    assert all(members is not None and members >= 20 for members in shown)
    assert page.grid._totals.texts["members"].replace(".", "") == str(sum(members or 0 for members in shown))
    chip = next(one for one in page.grid.arrangement.active_filters.findChildren(QPushButton) if one.isVisible())
    chip.click()
    assert len(page.grid.shown_rows) == len(page._rows)


def test_the_registry_says_the_number_of_rows_once(window: MainWindow) -> None:
    page = registry(window)
    assert page.shown_of.isVisible()
    page.grid.view.go(0, page.grid.model.place_of_column("name"))
    page.grid.arrangement.open_filter("name")
    type_text("mam non")
    press(None, Key.Key_Return)
    assert not page.shown_of.isVisible()
    assert page.grid.arrangement.active_filters.isVisible()
