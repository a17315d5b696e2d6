"""The page of figures as a secretary meets it: opened, gone about by code and column, read again from the file."""

import sqlite3

from pytestqt.qtbot import QtBot

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.work import Work

LAST = Span(2026, 4, "quarter")


def shown(qtbot: QtBot, work: Work, context: Context) -> CountsPage:
    """The page in a window of its own, loading again when its figures change, as in the main window."""
    page = CountsPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda change: page.follow(change) if page.tables() & change.tables else None)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.grid.setFocus()
    return page


def stored(page: CountsPage, code: str, span: Span = LAST) -> dict[str, int | str | None]:
    """The figures of a union as another program reads them from the file."""
    path = page.work.database.path
    assert path is not None
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    row = connection.execute(
        "SELECT c.* FROM member_count c JOIN trade_union u ON u.id = c.union_id JOIN period p ON p.id = c.period_id"
        " WHERE u.code = ? AND p.code = ?",
        (code, span.code),
    ).fetchone()
    connection.close()
    return dict(row) if row else {}


def actions(page: CountsPage) -> list[str]:
    """The titles of all actions in the history."""
    path = page.work.database.path
    assert path is not None
    connection = sqlite3.connect(path)
    titles = [title for (title,) in connection.execute("SELECT title FROM action ORDER BY id")]
    connection.close()
    return titles


def rows(page: CountsPage) -> list[CountRow]:
    return page.grid.shown_rows


def codes(page: CountsPage) -> list[str | None]:
    return [row.union.code for row in rows(page)]


def row_of(page: CountsPage, code: str | None) -> CountRow:
    return next(row for row in rows(page) if row.union.code == code)


def go(page: CountsPage, code: str | None, column: str) -> None:
    page.grid.go_to(row_of(page, code).union.id, column)


def reported(page: CountsPage) -> CountRow:
    """A union with figures that leave room for tests."""
    return next(row for row in rows(page) if (row.members or 0) > 20 and (row.women_members or 0) > 5)


def cell(page: CountsPage, code: str | None, column: str) -> str:
    model = page.grid.model
    place = model.place_of(row_of(page, code).union.id)
    assert place is not None
    return model.text(place, model.place_of_column(column))


def reason(page: CountsPage, code: str | None, column: str) -> str:
    """What is wrong with a cell; nothing where it is right."""
    model = page.grid.model
    place = model.place_of(row_of(page, code).union.id)
    assert place is not None
    problem = model.problem(place, model.place_of_column(column))
    return problem.text if problem else ""


def badge(page: CountsPage, code: str | None) -> Badge:
    model = page.grid.model
    place = model.place_of(row_of(page, code).union.id)
    assert place is not None
    found = model.badge(place, model.place_of_column("state"))
    assert found is not None
    return found
