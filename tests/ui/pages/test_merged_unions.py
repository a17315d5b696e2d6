"""What the form of a union tells of mergers, and how one begins there: events that lead to the wizard, doors."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4
from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN, draft, id_of, row_of
from unioncare_desktop.services import mergers
from unioncare_desktop.ui.event_form import EventForm
from unioncare_desktop.ui.events_panel import EventsPanel
from unioncare_desktop.ui.hand_over_dialog import HandOverDialog
from unioncare_desktop.ui.lineage_panel import LineagePanel
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.merger_wizard import MergerWizard
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.mergers import MergersPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.split_dialog import SplitDialog
from unioncare_desktop.ui.union_form import UnionForm
from unioncare_desktop.ui.work import Work

DAY = date(2024, 1, 1)
P = TypeVar("P", EventsPanel, LineagePanel)
EVENTS, FIGURES = 1, 3


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[RegistryPage]:
    """The small ones Hoa and Sen are in the large one."""
    with small_work.database.write("Sáp nhập") as session:
        mergers.carry_out(session, [draft(small_work, HOA, SEN, LON, effective_on=DAY, decision="12/QĐ-LĐLĐ")])
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    context.choose_period(Q4.code, Q4.title)
    window.fill(small_work, (RegistryPage, MergersPage))
    assert isinstance(window.page, RegistryPage)
    yield window.page
    for dialog in window.findChildren(QDialog):
        dialog.done(0)


def opened(page: RegistryPage, qtbot: QtBot, name: str) -> UnionForm:
    page.open(id_of(page.work, name))
    form = page._form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def panel(form: UnionForm, kind: type[P], tab: int) -> P:
    form.tabs.setCurrentIndex(tab)
    return form.findChildren(kind)[-1]


def test_a_merged_union_says_first_into_what_it_went(page: RegistryPage, qtbot: QtBot) -> None:
    form = opened(page, qtbot, HOA)
    assert form.successor.told.text() == f"Đã sáp nhập vào “{LON}” từ 01/01/2024."
    form.successor.door.click()
    assert form.form.draft.values["name"] == LON
    assert not form.successor.isVisible()


def test_the_figures_of_a_union_are_beside_those_that_went_into_it(page: RegistryPage, qtbot: QtBot) -> None:
    form = opened(page, qtbot, LON)
    shown = panel(form, LineagePanel, FIGURES)
    told = [
        (point.span.code, point.own["members"], point.predecessors["members"], point.comparable["members"])
        for point in shown.grid.shown_rows
    ]
    assert told == [("2023-Q4", 40, 9, 49), ("2023-Q3", 40, 9, 49)]
    assert [door.text() for door in shown.doors] == [
        f"Nhận từ 01/01/2024: {HOA} (5 đoàn viên)",
        f"Nhận từ 01/01/2024: {SEN} (4 đoàn viên)",
    ]
    shown.doors[0].click()
    assert form.form.draft.values["name"] == HOA


def test_a_union_without_predecessors_shows_its_own_figures_only(page: RegistryPage, qtbot: QtBot) -> None:
    shown = panel(opened(page, qtbot, MAI), LineagePanel, FIGURES)

    assert [column.name for column in shown.grid.model.columns] == ["span", "own members", "own workers", "note"]
    assert shown.doors == []


@pytest.mark.parametrize("name", [HOA, LON])
def test_an_event_of_a_merger_leads_to_it_and_is_not_changed_alone(
    page: RegistryPage, qtbot: QtBot, reader: Reader, name: str
) -> None:
    form = opened(page, qtbot, name)
    events = panel(form, EventsPanel, EVENTS)
    assert "sáp nhập" in events.rows[0].words
    events.delete()
    assert "không sửa riêng được" in reader.read[0]
    assert form.findChildren(EventForm) == []

    reader.answer = answer("Xem việc ấy")
    events.edit()
    window = page.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, MergersPage)
    assert not form.isVisible()
    assert window.page.listed.chosen[0].merger.name == LON


def test_recording_a_merger_as_an_event_leads_to_the_wizard_with_what_was_typed(
    page: RegistryPage, qtbot: QtBot
) -> None:
    form = opened(page, qtbot, MAI)
    panel(form, EventsPanel, EVENTS).add()
    event = form.findChildren(EventForm)[-1]
    qtbot.waitUntil(event.isVisible)
    event.activateWindow()
    qtbot.waitUntil(event.isActiveWindow)
    for name, text in (("effective_on", "1/3/2024"), ("decision", "15/QĐ-LĐLĐ"), ("kind", "sáp nhập")):
        event.form.go_to(name)
        type_text(text)
        press(None, Key.Key_Tab)

    assert not form.isVisible()
    (wizard,) = page.findChildren(MergerWizard)
    assert [entry.union.name for entry in wizard.form.parts.shown_rows] == [MAI]
    assert (wizard.drafts()[0].effective_on, wizard.drafts()[0].decision) == (date(2024, 3, 1), "15/QĐ-LĐLĐ")
    assert wizard.dirty


def test_the_state_merged_is_not_typed_into_the_form(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    form = opened(page, qtbot, MAI)
    for name, text in (("state", "đã sáp nhập"), ("closed_on", "1/3/2024")):
        form.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(text)
        press(None, Key.Key_Tab)
    form.save()
    assert f"“{MAI}” sáp nhập vào đâu?" in reader.read[0]
    assert form.isVisible()

    reader.answer = answer("Lập việc sáp nhập")
    form.save()
    (wizard,) = page.findChildren(MergerWizard)
    assert wizard.drafts()[0].effective_on == date(2024, 3, 1)
    assert row_of(page.work, MAI).alive


def test_merging_and_splitting_begin_in_the_form(page: RegistryPage, qtbot: QtBot) -> None:
    panel(opened(page, qtbot, MAI), EventsPanel, EVENTS).merge_button.click()
    (wizard,) = page.findChildren(MergerWizard)
    assert wizard.isVisible()
    wizard.done(0)
    panel(opened(page, qtbot, LON), EventsPanel, EVENTS).split_button.click()
    (split,) = page.findChildren(SplitDialog)
    assert split.had == 40
    split.done(0)
    panel(opened(page, qtbot, LON), EventsPanel, EVENTS).hand_button.click()
    (handover,) = page.findChildren(HandOverDialog)
    assert [row.name for row in handover.listed.shown_rows] == [LON]


def test_alt_keys_are_unique_on_every_tab(page: RegistryPage, qtbot: QtBot) -> None:
    """K40."""
    from tests.ui.test_promises import alt_keys, doubled

    form = opened(page, qtbot, LON)
    for tab in range(form.tabs.count()):
        form.tabs.setCurrentIndex(tab)
        assert doubled(alt_keys(form)) == [], tab
