"""What an action would move, before it is done: what stands in the way, what is odd, a table for each kind of thing.

Knows nothing of mergers: whoever shows a preview brings sentences and tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTabWidget, QWidget

from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Label, column
from unioncare_desktop.vietnamese import show_whole

_MOST_SHOWN, _LEAST_TABLE = 3, 190
_STOPS, _ODD = _("Chưa thực hiện được:"), _("Cần xem lại trước khi thực hiện:")


@dataclass(frozen=True)
class MovesTable:
    """A table under a tab: its rows, and what is said above them."""

    title: str
    columns: tuple[GridColumn, ...]
    rows: Sequence[Any]
    about: str = ""


class MovesView(QWidget):
    """Shows one preview at a time; tables without rows are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.summary = Label("", "heading", wrap=True)
        self.refusals, self.warnings = _sentences("error"), _sentences("warning")
        self._problems = QFrame()
        self._problems.setProperty("role", "card")
        self._problems.setLayout(column(self.refusals, self.warnings, gap=6, margins=(10, 8, 10, 8)))
        self.tabs = QTabWidget()
        self.tabs.setMinimumHeight(theme.current().px(_LEAST_TABLE))
        layout = column(self.summary, self._problems, self.tabs, gap=8)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.tabs)

    def show_moves(self, summary: str, problems: Sequence[Problem], tables: Sequence[MovesTable]) -> None:
        """Show what would happen, what stands in the way and what is odd, and the *tables* of what moves."""
        self.summary.setText(summary)
        errors = list(dict.fromkeys(one.text for one in problems if one.severity is Severity.ERROR))
        others = list(dict.fromkeys(one.text for one in problems if one.severity is not Severity.ERROR))
        _tell(self.refusals, _STOPS, errors)
        _tell(self.warnings, _ODD, others)
        self._problems.setVisible(bool(problems))
        self._clear()
        if max(len(errors), len(others)) > _MOST_SHOWN:
            self._add_sentences(errors, others)
        for table in tables:
            if table.rows:
                self._add_table(table)

    def _clear(self) -> None:
        while (shown := self.tabs.widget(0)) is not None:
            self.tabs.removeTab(0)
            shown.deleteLater()

    def _add_sentences(self, errors: Sequence[str], others: Sequence[str]) -> None:
        """All sentences, where there is no room for them above the tables; hundreds are laid out as they are seen."""
        every = QPlainTextEdit()
        every.setReadOnly(True)
        every.setTabChangesFocus(True)
        parts = [(_STOPS, errors), (_ODD, others)]
        every.setPlainText("\n\n".join("\n".join((heading, *map(_point, told))) for heading, told in parts if told))
        self.tabs.addTab(every, _("Cần xem {count}").format(count=show_whole(len(errors) + len(others))))

    def _add_table(self, table: MovesTable) -> None:
        grid = RecordGrid(table.columns, id, filters=False)
        grid.set_rows(table.rows)
        about = Label(table.about, "muted", wrap=True)
        about.setVisible(bool(table.about))
        page = QWidget()
        layout = column(about, grid, gap=6, margins=(0, 8, 0, 0))
        layout.setStretch(1, 1)
        page.setLayout(layout)
        self.tabs.addTab(page, f"{table.title} {show_whole(len(table.rows))}")


def _sentences(role: Literal["error", "warning"]) -> Label:
    label = Label("", role, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _point(sentence: str) -> str:
    return f"• {sentence}"


def _tell(label: Label, heading: str, sentences: Sequence[str]) -> None:
    """A few sentences below a heading; of many, how many there are."""
    many = len(sentences) > _MOST_SHOWN
    more = _("{heading} {count} điều, xem thẻ “Cần xem”.").format(heading=heading, count=show_whole(len(sentences)))
    label.setText(more if many else "\n".join((heading, *map(_point, sentences))))
    label.setVisible(bool(sentences))
