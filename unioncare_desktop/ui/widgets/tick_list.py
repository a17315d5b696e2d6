"""A list whose entries are ticked by Space or a click; the first one may stand for all."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
_ROW_HEIGHT, _FEWEST_ROWS, _MOST_ROWS = 26, 3, 10
_STATE = Qt.ItemDataRole.CheckStateRole


class TickModel(QAbstractListModel):
    """Entries as (key, words). With *everything* as words, a first row ticks and unticks all that are offered."""

    ticked_changed = Signal()

    def __init__(self, everything: str = "") -> None:
        super().__init__()
        self._everything = everything
        self._entries: list[tuple[str, str]] = []
        self.ticked: set[str] = set()

    def offer(self, entries: Sequence[tuple[str, str]], ticked: Iterable[str]) -> None:
        """Show *entries*, some of them *ticked*."""
        self.beginResetModel()
        self._entries, self.ticked = list(entries), set(ticked)
        self.endResetModel()
        self.ticked_changed.emit()

    @property
    def offered(self) -> list[str]:
        """The keys of the entries."""
        return [key for key, _words in self._entries]

    def key_at(self, row: int) -> str | None:
        """The key of an entry; None for the row that stands for all."""
        return self._entries[row - self._first][0] if row >= self._first else None

    def place_of(self, key: str) -> QModelIndex:
        """Where an entry stands."""
        return self.index(self.offered.index(key) + self._first)

    def toggle(self, row: int) -> None:
        """Tick what is not ticked, untick what is."""
        key = self.key_at(row)
        if key is not None:
            self.ticked ^= {key}
        else:
            self.ticked = set() if self._all_ticked() is Qt.CheckState.Checked else set(self.offered)
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        self.ticked_changed.emit()

    @property
    def _first(self) -> int:
        return 1 if self._everything else 0

    def _all_ticked(self) -> Qt.CheckState:
        count = sum(key in self.ticked for key, _words in self._entries)
        if count == len(self._entries):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """The entries, and the one for all."""
        return 0 if parent.isValid() else len(self._entries) + self._first

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: ARG002 - Qt's
        """Every row can be ticked."""
        return _FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words and ticks."""
        key = self.key_at(index.row())
        if role == _STATE:
            if key is None:
                return self._all_ticked()
            return Qt.CheckState.Checked if key in self.ticked else Qt.CheckState.Unchecked
        words = self._everything if key is None else self._entries[index.row() - self._first][1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)
        return words if role == Qt.ItemDataRole.DisplayRole else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ARG002 - Qt's
        """Space or a click."""
        if role == _STATE:
            self.toggle(index.row())
        return role == _STATE


class TickList(QListView):
    """The list itself."""

    def __init__(self, model: TickModel, name: str) -> None:
        super().__init__()
        self.setObjectName("ticks")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_WholeRowTicks(self))
        self.setModel(model)
        model.modelReset.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with an arrow is left to the panel, which may move the entry."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """All entries, but no more than a panel has room for; where there is less, it scrolls."""
        rows = min(max(self.model().rowCount(), 1), _MOST_ROWS)
        return QSize(super().sizeHint().width(), theme.current().px(rows * _ROW_HEIGHT + 6))

    def minimumSizeHint(self) -> QSize:
        """A few entries."""
        return QSize(0, min(self.sizeHint().height(), theme.current().px(_FEWEST_ROWS * _ROW_HEIGHT + 6)))


class _WholeRowTicks(QStyledItemDelegate):
    """A click anywhere in a row ticks it, not only one on the small box."""

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Clicks are ours, keys are Qt's."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        if event.type() == QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            return model.setData(index, None, _STATE)
        return False
