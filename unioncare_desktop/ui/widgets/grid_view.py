"""The keys and the mouse of a grid: what hands that know Excel expect."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.grid_contents import GridContents, block
from unioncare_desktop.ui.widgets.grid_delegate import CellDelegate, Move
from unioncare_desktop.ui.widgets.grid_model import GridModel, Index

ROW_HEIGHT = 28
_SELECT = QItemSelectionModel.SelectionFlag
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_EDITABLE = Qt.ItemFlag.ItemIsEditable
_ARROWS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_CURSOR = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Left: QAbstractItemView.CursorAction.MoveLeft,
    Qt.Key.Key_Right: QAbstractItemView.CursorAction.MoveRight,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}
_STEPS: dict[Move, tuple[int, int]] = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class GridView(QTableView):
    """A table over a `GridModel`. `opened` tells that the row of a cell that cannot be edited is to be opened."""

    opened = Signal(object, str)
    summary = Signal(str)
    said = Signal(str)
    current_changed = Signal()

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.grid = model
        self.enter_moves = "down"
        self.opened_by_typing = False
        self._tab_start: int | None = None
        self._anchor = QPersistentModelIndex()
        self._extending = False
        self._whole = _SELECT.NoUpdate
        self.selects_rows = False
        self.kept_free: Callable[[], int] = int
        """How many pixels at the left are covered by columns that do not scroll."""
        self._kept: tuple[set[Hashable], Hashable | None, int] = (set(), None, 0)
        self.setModel(model)
        self.delegate = CellDelegate(self)
        self.contents = GridContents(self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionsClickable(True)
        self._tell_later = QTimer(self)
        self._tell_later.setSingleShot(True)
        self._tell_later.timeout.connect(lambda: self.summary.emit(self.contents.summary()))
        self.selectionModel().selectionChanged.connect(lambda *_changes: self._tell_later.start(0))
        self.selectionModel().currentChanged.connect(self._current_moved)
        model.modelAboutToBeReset.connect(self._keep_place)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.current().px(ROW_HEIGHT))

    def is_active(self) -> bool:
        """Whether keys go to the grid, so that the current cell wears its ring."""
        return self.hasFocus() or self.state() is QAbstractItemView.State.EditingState

    # Places

    def go(self, row: int, place: int, *, extend: bool = False) -> None:
        """Make a cell the current one; *extend* selects everything between it and where the selection began."""
        index = self.grid.index(row, place)
        if not index.isValid():
            return
        self._extending = extend
        if extend and self._anchor.isValid():
            selection = block(self.grid.index(self._anchor.row(), self._anchor.column()), index)
            self.selectionModel().select(selection, _SELECT.ClearAndSelect | self._whole)
            self.selectionModel().setCurrentIndex(index, _SELECT.NoUpdate)
        else:
            self.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect | self._whole)
        self._extending = False

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, out from under the columns that do not scroll."""
        super().scrollTo(index, hint)
        hidden = self.kept_free() - self.visualRect(index).left()
        if hidden > 0 and not self.grid.columns[index.column()].frozen:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def select_whole_rows(self) -> None:
        """Select rows instead of cells: what is shown here is opened, not typed into."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._whole = _SELECT.Rows
        self.selects_rows = True

    def _current_moved(self, current: QModelIndex) -> None:
        if not self._extending and self.state() is not QAbstractItemView.State.DragSelectingState:
            self._anchor = QPersistentModelIndex(current)
        self.current_changed.emit()

    def step(self, move: Move) -> None:
        """Go to the next cell as Enter, Tab or an arrow does."""
        current = self.currentIndex()
        if move in ("next", "previous") or (move == "down" and self.enter_moves == "right"):
            self._next_editable(1 if move != "previous" else -1)
            return
        rows, places = _STEPS.get(move, (0, 0))
        place = current.column() + places
        if move == "down" and self._tab_start is not None:
            place, self._tab_start = self._tab_start, None
        row = min(max(current.row() + rows, 0), self.grid.rowCount() - 1)
        self.go(row, min(max(place, 0), len(self.grid.columns) - 1))

    def _next_editable(self, step: int) -> bool:
        current, width = self.currentIndex(), len(self.grid.columns)
        if self._tab_start is None:
            self._tab_start = current.column()
        position = current.row() * width + current.column() + step
        while 0 <= position < self.grid.rowCount() * width:
            row, place = divmod(position, width)
            if self.grid.is_editable(row, place) and not self.isColumnHidden(place):
                self.go(row, place)
                return True
            position += step
        return False

    def next_problem(self) -> None:
        """Go to the next cell with an error or a warning, from the top again after the last."""
        cells = self.grid.problem_cells()
        if not cells:
            self.said.emit(_("Không có lỗi hay cảnh báo nào trong bảng."))
            return
        self._tab_start = None
        here = (self.currentIndex().row(), self.currentIndex().column())
        self.go(*next((cell for cell in cells if cell > here), cells[0]))
        self.setFocus()

    def _to_edge(self, row_step: int, place_step: int, *, extend: bool) -> None:
        self._tab_start = None
        row, place = self.currentIndex().row(), self.currentIndex().column()
        rows, places = self.grid.rowCount(), len(self.grid.columns)

        def inside(row: int, place: int) -> bool:
            return 0 <= row < rows and 0 <= place < places

        def filled(row: int, place: int) -> bool:
            return inside(row, place) and bool(self.grid.text(row, place))

        run = filled(row, place) and filled(row + row_step, place + place_step)
        while inside(row + row_step, place + place_step):
            row, place = row + row_step, place + place_step
            if run and not filled(row + row_step, place + place_step):
                break
            if not run and filled(row, place):
                break
        self.go(row, place, extend=extend)

    def _keep_place(self) -> None:
        if self.grid.rowCount() == 0 or not self.currentIndex().isValid():
            return
        rows = {index.row() for index in self.selectionModel().selectedIndexes()}
        keys = {self.grid.key_at(row) for row in rows} if len(rows) > 1 else set()
        self._kept = keys, self.grid.key_at(self.currentIndex().row()), self.currentIndex().column()

    def find_place(self) -> None:
        """After other rows are shown: make the same row the current one again, and select the same ones."""
        keys, key, place = self._kept
        row = self.grid.place_of(key)
        if row is None:
            self.clearSelection()
            return
        self.go(row, place)
        for other in keys:
            row = self.grid.place_of(other)
            if row is not None:
                self.selectionModel().select(self.grid.index(row, place), _SELECT.Select | self._whole)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a grid; letters open an editor, everything else is Qt's."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.currentIndex().isValid() and self.grid.rowCount() and key in _ARROWS:
            self.go(0, self._first_place())
            return
        if self._by_keys(event) or self._by_place(key, modifiers) or self._by_content(key, modifiers):
            event.accept()
            return
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if not self.grid.has_editable() or not self._next_editable(1 if key == Qt.Key.Key_Tab else -1):
                event.ignore()
            return
        if _types(event):
            self._type(event)
        elif key == Qt.Key.Key_Escape and self.currentIndex().isValid():
            event.setAccepted(self.grid.forget_refused(self.currentIndex().row(), self.currentIndex().column()))
        else:
            self._tab_start = None
            super().keyPressEvent(event)

    def _by_keys(self, event: QKeyEvent) -> bool:
        for keys, action in (
            (QKeySequence.StandardKey.Copy, self.contents.copy),
            (QKeySequence.StandardKey.Paste, self.contents.paste),
            (QKeySequence.StandardKey.Cut, self.contents.cut),
            (QKeySequence.StandardKey.SelectAll, self.selectAll),
        ):
            if event.matches(keys):
                action()
                return True
        return False

    def _by_place(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_F8 and modifiers == _PLAIN:
            self.next_problem()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers in (_PLAIN, _SHIFT):
            self._enter(back=modifiers == _SHIFT)
        elif key in _CURSOR and modifiers in (_SHIFT, _CTRL | _SHIFT) and not (key in _ARROWS and modifiers & _CTRL):
            target = self.moveCursor(_CURSOR[key], modifiers & ~_SHIFT)
            self.go(target.row(), target.column(), extend=True)
        elif key in _ARROWS and modifiers in (_CTRL, _CTRL | _SHIFT):
            self._to_edge(*_ARROWS[key], extend=bool(modifiers & _SHIFT))
        elif key == Qt.Key.Key_Space and modifiers == _SHIFT:
            self.contents.select(self.contents.rows(), range(len(self.grid.columns)))
        elif key == Qt.Key.Key_Space and modifiers == _CTRL:
            self.contents.select(range(self.grid.rowCount()), self.contents.places())
        else:
            return False
        return True

    def _by_content(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key == Qt.Key.Key_F2 and modifiers == _PLAIN:
            self.edit_here()
        elif key == Qt.Key.Key_Delete and modifiers == _PLAIN:
            self.contents.clear()
        elif key == Qt.Key.Key_D and modifiers == _CTRL:
            self.contents.fill_down()
        else:
            return False
        return True

    def _enter(self, *, back: bool) -> None:
        current = self.currentIndex()
        if not self.grid.has_editable() and current.isValid():
            self._open(current)
        elif back:
            self.step("up")
        else:
            self.step("down")

    def _open(self, index: Index) -> None:
        self.opened.emit(self.grid.key_at(index.row()), self.grid.columns[index.column()].name)

    def _type(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if current.isValid() and self.grid.is_editable(current.row(), current.column()):
            self.opened_by_typing = True
            if event.key() == Qt.Key.Key_Backspace:
                self.edit(current)
                if self.delegate.editor is not None:
                    self.delegate.editor.clear()
            else:
                super().keyPressEvent(event)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """An input method that sends a finished letter opens the cell, and the letter is not lost."""
        current = self.currentIndex()
        if event.commitString() and self.delegate.editor is None and self.grid.flags(current) & _EDITABLE:
            self.opened_by_typing = True
            self.edit(current)
            if self.delegate.editor is not None:
                QApplication.sendEvent(self.delegate.editor, event)
        else:
            super().inputMethodEvent(event)

    def edit_here(self) -> None:
        """Open the current cell with the caret behind its text; a row that cannot be edited is opened instead."""
        current = self.currentIndex()
        if not current.isValid():
            return
        if not self.grid.is_editable(current.row(), current.column()):
            self._open(current)
            return
        self.opened_by_typing = False
        self.edit(current)
        if self.delegate.editor is not None:
            self.delegate.editor.setCursorPosition(len(self.delegate.editor.text()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click starts at a new place; with Shift it extends the selection."""
        self._tab_start = None
        index = self.indexAt(event.position().toPoint())
        if event.modifiers() == _SHIFT and event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.go(index.row(), index.column(), extend=True)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits a cell or opens its row."""
        if self.indexAt(event.position().toPoint()).isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.edit_here()
        else:
            super().mouseDoubleClickEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Arriving by keyboard, there is always a current cell."""
        nowhere = not self.currentIndex().isValid()  # asked first: Qt's own answer is a cell that is not selected
        super().focusInEvent(event)
        by_keyboard = event.reason() is not Qt.FocusReason.MouseFocusReason
        if by_keyboard and nowhere and self.grid.rowCount():
            self.go(0, self._first_place())

    def _first_place(self) -> int:
        places = range(len(self.grid.columns))
        return next((place for place in places if self.grid.is_editable(0, place)), 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selection."""
        menu = QMenu(self)
        changes = self.grid.has_editable()
        for text, keys, action, shown in (
            (_("Sao &chép"), "Ctrl+C", self.contents.copy, True),
            (_("&Dán"), "Ctrl+V", self.contents.paste, changes),
            (_("Điền &xuống"), "Ctrl+D", self.contents.fill_down, changes),
            (_("Xóa &nội dung"), "Del", self.contents.clear, changes),
        ):
            if shown:
                menu.addAction(f"{text}\t{keys}").triggered.connect(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def _types(event: QKeyEvent) -> bool:
    if event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return False
    return event.key() == Qt.Key.Key_Backspace or (event.text() != "" and event.text().isprintable())
