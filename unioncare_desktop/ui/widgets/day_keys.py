"""Keys that turn the day in a line to another: ↑ ↓ by days, PgUp PgDn by months, + and − while all is selected."""

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from unioncare_desktop.domain.kinds import Day, Unreadable

_SIGNS: dict[int, int] = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
_DAYS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1} | _SIGNS
_MONTHS: dict[int, int] = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def turn_day(event: QKeyEvent, editor: QLineEdit, kind: Day, *, arrows: bool = True) -> bool:
    """Whether a key changed the day in *editor* to another; without *arrows* only + and − do.

    These only while a whole day is selected: "15-3-23" is typed as it is written.
    """
    signs = event.key() in _SIGNS
    all_selected = editor.hasSelectedText() and editor.selectedText() == editor.text()
    if event.modifiers() & ~_IGNORED or not (all_selected if signs else arrows):
        return False
    try:
        turned = _turned(kind.parse(editor.text()), event.key())
        shown = kind.show(kind.parse(turned))
    except (Unreadable, OverflowError):
        return False
    if not shown:
        return False
    editor.selectAll()
    editor.insert(shown)
    editor.selectAll()
    return True


def _turned(day: date | None, key: int) -> date | None:
    """The day to which a key leads: the next, the one before, the same of another month; None for other keys."""
    if day is None:
        return None
    if key in _DAYS:
        return day + timedelta(days=_DAYS[key])
    if key not in _MONTHS:
        return None
    year, month = divmod(12 * day.year + day.month - 1 + _MONTHS[key], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
