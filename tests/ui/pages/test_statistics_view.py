"""The statistical form as a secretary fills it in: typed, pasted, undone; what the program counts stays as it is."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4
from tests.ui.hands import CTRL, Clipboard, Key, press, type_text
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import closing
from unioncare_desktop.services import history, statistics_forms, undo
from unioncare_desktop.services.statistics_forms import FormRow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.statistics_view import StatisticsView
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.work import Work

WORKERS, WAGE, OWED = "1-hdcd.1", "1-hdcd.5", "1-hdcd.6"


@pytest.fixture
def view(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[StatisticsView]:
    """The form of the fourth quarter of 2023: 58 members of 62 workers, nothing typed."""
    view = StatisticsView(small_work, context)
    qtbot.addWidget(view)
    small_work.changed.connect(lambda _change: view.refresh())
    view.resize(1182, 640)
    view.show()
    view.show_span(Q4)
    idle(qtbot, view)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.grid.setFocus()
    yield view
    idle(qtbot, view)


def idle(qtbot: QtBot, view: StatisticsView) -> None:
    qtbot.waitUntil(lambda: not view.busy)


def row_of(view: StatisticsView, key: str) -> FormRow:
    return next(row for row in view.rows.values() if row.key == key)


def stored(view: StatisticsView, key: str) -> FormRow:
    with view.work.read() as session:
        return next(row for row in statistics_forms.rows(session, Q4) if row.key == key)


def go(view: StatisticsView, key: str, column: str = "value") -> None:
    view.grid.go_to(row_of(view, key).id, column)


def test_what_the_program_counts_is_there_and_what_is_missing_is_told(view: StatisticsView) -> None:
    state = view.grid.model.column("state").value_of

    assert (row_of(view, WORKERS).value, state(row_of(view, WORKERS))) == (62, Badge("chương trình tính"))
    assert state(row_of(view, WAGE)) == Badge("cần nhập tay", "warning")
    assert "tính đến ngày 30/11/2023" in view.detail.text()


def test_a_figure_is_typed_and_undone(qtbot: QtBot, view: StatisticsView) -> None:
    go(view, WAGE)
    type_text("8500")
    press(None, Key.Key_Return)
    assert row_of(view, WAGE).value == stored(view, WAGE).value == 8_500
    with view.work.read() as session:
        (action,) = history.actions(session, limit=1)
    assert action.title == "Nhập Số lượng Quý IV/2023, dòng 5"

    with view.work.read() as session:
        offer = undo.next_undo(session)
    assert offer is not None
    view.work.write(offer.title, lambda session: undo.undo(session, offer.action_id), undoes=offer.action_id)
    idle(qtbot, view)
    assert row_of(view, WAGE).value is None


def test_a_column_from_excel_is_pasted_and_counted_lines_are_refused(
    qtbot: QtBot, view: StatisticsView, clipboard: Clipboard
) -> None:
    go(view, WAGE)
    clipboard.text = "8.500\n120\n3\n"
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)
    idle(qtbot, view)
    assert [stored(view, key).value for key in (WAGE, "1-hdcd.5a", OWED)] == [8_500, 120, 3]

    go(view, WORKERS)
    type_text("70")
    press(None, Key.Key_Return)
    go(view, WORKERS)
    assert "chương trình tự tính" in view.grid.current_problem
    assert stored(view, WORKERS).value == 62


def test_another_period_shows_its_own_figures_and_those_before(qtbot: QtBot, view: StatisticsView) -> None:
    view.show_span(Q3)
    idle(qtbot, view)
    go(view, WAGE)
    type_text("8200")
    press(None, Key.Key_Return)
    view.show_span(Q4)
    idle(qtbot, view)

    assert (row_of(view, WAGE).value, row_of(view, WAGE).before) == (None, 8_200)
    assert view.grid.model.title("before") == "Quý III"


def test_only_what_is_still_blank(view: StatisticsView) -> None:
    view.only_blank.click()
    shown = {row.key for row in view.grid.shown_rows}

    assert WAGE in shown
    assert not {WORKERS, "1-hdcd.i"} & shown


def test_the_form_is_seen_as_it_will_be_printed(qtbot: QtBot, view: StatisticsView) -> None:
    with qtbot.waitSignal(view.go) as asked:
        view.print.click()
    assert asked.args == ["reports", "statistics"]


def test_a_closed_period_is_only_read(qtbot: QtBot, view: StatisticsView) -> None:
    view.work.write("Khóa sổ", lambda session: drain(closing.close(session, Q4)))
    idle(qtbot, view)

    assert "Quý IV/2023 đã khóa sổ" in view.detail.text()
    go(view, WAGE)
    type_text("8500")
    press(None, Key.Key_Return)
    assert stored(view, WAGE).value is None
