"""A line with a list below it: choosing from names by typing a part of one, without accents if one likes.

The list only proposes: nothing is completed in the line, nothing is chosen until ↓ or a click chooses it. That is what
Vietnamese input methods need, which take letters back and send them again.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Picture, row
from unioncare_desktop.vietnamese import fold

LONGEST = 400
_MOST_SHOWN = 8
_ROW_HEIGHT = 26
_ROOM_FOR_ARROW = 22


class PickBox(QLineEdit):
    """One of several names. `left` tells that the user has finished with it; `raw` then is what was meant."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self._options: dict[object, str] = {}
        self._keys: dict[object, str] = {}
        self._shown: list[object] = []
        self._names = QStringListModel(self)
        self._list: QListView | None = None
        self.setLayout(row(1, Picture("down", size=12), margins=(0, 0, 8, 0)))
        self.textEdited.connect(self._propose)
        self.editingFinished.connect(self.left)
        theme.current().changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        self.setTextMargins(0, 0, theme.current().px(_ROOM_FOR_ARROW), 0)

    def set_options(self, options: Mapping[Any, str]) -> None:
        """Offer *options*: what each name stands for, and the name."""
        chosen = self.raw()
        self._options = dict(options)
        self._keys = {value: fold(name) for value, name in options.items()}
        self.show_value(chosen)

    def raw(self) -> object:
        """What the name in the line stands for; the text itself where it is none of the names; None for a blank."""
        key = fold(self.text())
        if not key:
            return None
        return next((value for value, known in self._keys.items() if known == key), self.text())

    def show_value(self, value: object, text: str | None = None) -> None:
        """Show the name of *value*, or *text* that is none of the names."""
        shown = text if text is not None else self._options.get(value, str(value or ""))
        if shown != self.text():
            self.setText(shown)
            self.setCursorPosition(0)  # a long name is read from its beginning
        self.setModified(False)

    # The list

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def open_list(self, part: str = "") -> None:
        """Show the names that contain *part*, all of them for an empty one."""
        if self.isReadOnly() or not self.isEnabled():
            return
        key = fold(part)
        self._shown = [value for value, known in self._keys.items() if key in known]
        self._names.setStringList([self._options[value] for value in self._shown])
        if not self._shown:
            self.close_list()
            return
        shown = self._list or self._made_list()
        height = min(len(self._shown), _MOST_SHOWN) * theme.current().px(_ROW_HEIGHT) + theme.current().px(6)
        shown.setGeometry(*self._place(height), self.width(), height)
        shown.show()
        shown.raise_()

    def close_list(self) -> None:
        """Hide the list."""
        if self._list is not None:
            self._list.hide()

    def take_pointed(self) -> bool:
        """Take what the list points at; whether it points at anything."""
        pointed = self._pointed_at()
        if pointed.isValid():
            self._accept(pointed)
        return pointed.isValid()

    def _made_list(self) -> QListView:
        made = QListView(self.window())
        made.setObjectName("suggestions")
        made.setModel(self._names)
        self._names.setParent(made)  # a list that outlives its model complains
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setUniformItemSizes(True)
        made.setAccessibleName(_("Gợi ý"))
        made.clicked.connect(self._accept)
        self.destroyed.connect(made.deleteLater)
        self._list = made
        return made

    def _place(self, height: int) -> tuple[int, int]:
        window = self.window()
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        above = self.mapTo(window, QPoint(0, -height - 2))
        chosen = above if below.y() + height > window.height() and above.y() >= 0 else below
        return chosen.x(), chosen.y()

    def _propose(self, text: str) -> None:
        self.open_list(text)
        if self._list is not None:
            self._list.setCurrentIndex(QModelIndex())

    def _accept(self, index: QModelIndex) -> None:
        self.close_list()
        self.setText(self._options[self._shown[index.row()]])
        self.setModified(True)
        self.selectAll()
        self.left.emit()

    def _highlight(self, step: int) -> None:
        if self._list is None:
            return
        current = self._list.currentIndex()
        number = current.row() + step if current.isValid() else (0 if step > 0 else len(self._shown) - 1)
        self._list.setCurrentIndex(self._names.index(min(max(number, 0), len(self._shown) - 1), 0))

    # What the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ and ↑ go through the list, Enter takes what they point at, Esc closes it."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4):
            if not self.is_open:
                self.open_list("" if not self.isModified() else self.text())
                self._point_at(self.raw())
            elif key != Qt.Key.Key_F4:
                self._highlight(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed_at().isValid():
            self._accept(self._pointed_at())
        elif key == Qt.Key.Key_Escape and self.is_open:
            self.close_list()
        else:
            super().keyPressEvent(event)

    def _point_at(self, value: object) -> None:
        if self._list is not None and value in self._shown:
            self._list.setCurrentIndex(self._names.index(self._shown.index(value), 0))

    def _pointed_at(self) -> QModelIndex:
        return self._list.currentIndex() if self._list is not None and self.is_open else QModelIndex()

    def event(self, event: QEvent) -> bool:
        """Tab takes what the list points at, and goes on."""
        tab = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
        if tab and self._pointed_at().isValid():
            self._accept(self._pointed_at())
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow shows all names."""
        if event.position().x() > self.width() - theme.current().px(_ROOM_FOR_ARROW + 8):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.close_list() if self.is_open else self.open_list()
        else:
            super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving closes the list."""
        self.close_list()
        super().focusOutEvent(event)
