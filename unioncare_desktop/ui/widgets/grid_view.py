"""The keys and the mouse of a grid: what hands that know Excel expect."""

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import (
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QTableView

from unioncare_desktop.domain.kinds import Flag
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.grid_cell import HIDDEN, Entry
from unioncare_desktop.ui.widgets.grid_contents import GridContents, block
from unioncare_desktop.ui.widgets.grid_delegate import CellDelegate, Move
from unioncare_desktop.ui.widgets.grid_header import GridHeader
from unioncare_desktop.ui.widgets.grid_model import GridModel, Index
from unioncare_desktop.ui.widgets.grid_paste import PastePreview

ROW_HEIGHT = 28
_SELECT = QItemSelectionModel.SelectionFlag
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLAIN, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
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
    """A table over a `GridModel`. `opened` tells that the row of a cell that cannot be edited is to be opened.

    What is only wanted is done by those who connect to it; without them neither its key nor its menu does anything.
    """

    opened = Signal(object, str)
    summary = Signal(str)
    said = Signal(str)
    current_changed = Signal()
    typed = Signal()
    """Something was typed into the open editor."""
    row_wanted = Signal()
    """A new row is asked for."""
    delete_wanted = Signal(object)
    """The keys of the selected rows, which are to be deleted."""
    note_wanted = Signal(object, str)
    """The key and the column of the cell whose note is asked for."""
    history_wanted = Signal(object, str)
    """The key and the column of the cell whose history is asked for."""
    filter_wanted = Signal(str)
    """The column in which Alt+↓ asked what is to be shown."""

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.grid = model
        self.enter_moves = "down"
        self.opened_by_typing = False
        self.why_locked = ""
        """Why nothing can be typed here; empty where nothing is to be said of it."""
        self._interrupted: Entry | None = None
        self.pasting = False
        """Whether what is being entered comes from the clipboard."""
        self._tab_start: int | None = None
        self._anchor = QPersistentModelIndex()
        self._extending = False
        self._whole = _SELECT.NoUpdate
        self.selects_rows = False
        self.kept_free: Callable[[], int] = int
        """How many pixels at the left are covered by columns that do not scroll."""
        self._kept: tuple[set[Hashable], Hashable | None, list[str]] = (set(), None, [])
        self._kept_row = 0
        self.header = GridHeader(model, whole=True)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.delegate = CellDelegate(self)
        self.contents = GridContents(self)
        self.preview = PastePreview(self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
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
        """Go to the next cell that takes something; Enter returns to the column of the first such cell."""
        current, width = self.currentIndex(), len(self.grid.columns)
        if self._tab_start is None and self.grid.is_editable(current.row(), current.column()):
            self._tab_start = current.column()
        position = current.row() * width + current.column() + step
        while 0 <= position < self.grid.rowCount() * width:
            row, place = divmod(position, width)
            if self.grid.is_editable(row, place):
                self._tab_start = place if self._tab_start is None else self._tab_start
                self.go(row, place)
                return True
            position += step
        return False

    def next_problem(self) -> None:
        """Go to the next cell with an error or a warning, from the top again after the last.

        While a block to be pasted is shown, its rejected cells are meant.
        """
        cells = self.preview.problem_cells() if self.preview.is_open else self.grid.problem_cells()
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
        self._interrupted = self.half_typed()
        self._kept_row = max(self.currentIndex().row(), 0)
        if self.grid.rowCount() == 0 or not self.currentIndex().isValid():
            return
        rows, places = self.contents.rows(), self.contents.places()
        keys = {self.grid.key_at(row) for row in rows} if len(rows) > 1 else set()
        names = [self.grid.columns[place].name for place in (self.currentIndex().column(), *places)]
        self._kept = keys, self.grid.key_at(self.currentIndex().row()), names

    def find_place(self) -> None:
        """After other rows are shown: make the same row the current one again, and select the same ones.

        Where it is gone, and not only filtered away, the keys go on at its place.
        """
        keys, key, names = self._kept
        row = self.grid.place_of(key)
        places = [self.grid.place_of_column(name) for name in names if self.grid.shows(name)]
        if row is None:
            self.clearSelection()
            gone = all(key != one for one, _row in self.grid.rows_by_key())
            if gone and self.hasFocus() and self.grid.rowCount():
                self.go(min(self._kept_row, self.grid.rowCount() - 1), (places or [self._first_place()])[0])
            self._type_on()
            return
        places = places or [0]
        self.go(row, places[0])
        rows = sorted(place for place in map(self.grid.place_of, keys | {key}) if place is not None)
        self.contents.select(rows, sorted(set(places)))
        self._type_on()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a grid; letters open an editor, everything else is Qt's. Nothing here while an editor is open."""
        if self.delegate.editor is not None:
            event.ignore()
            return
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.currentIndex().isValid() and self.grid.rowCount() and key in _ARROWS:
            self.go(0, self._first_place())
            return
        if self.preview.is_open and self.preview.takes(key, modifiers):
            event.accept()
            return
        if self._asks(key, modifiers) or self._by_keys(event) or self._by_place(key, modifiers):
            event.accept()
            return
        if self._by_content(key, modifiers):
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

    def _asks(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Keys that ask for something that is not the grid's own business, if somebody answers them."""
        if key == Qt.Key.Key_F2 and modifiers == _SHIFT:
            return self._ask_about_cell(self.note_wanted)
        if key == Qt.Key.Key_H and modifiers == _CTRL | _SHIFT:
            return self._ask_about_cell(self.history_wanted)
        if (key == Qt.Key.Key_Insert and modifiers == _CTRL) or (key == Qt.Key.Key_Plus and modifiers & _CTRL):
            return self.ask_for_row()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Minus) and modifiers == _CTRL:
            return self.ask_to_delete()
        return False

    def answered(self, signal: SignalInstance) -> bool:
        """Whether anybody is connected to one of this view's signals."""
        return self.isSignalConnected(QMetaMethod.fromSignal(signal))

    def _ask_about_cell(self, signal: SignalInstance) -> bool:
        current = self.currentIndex()
        if not current.isValid() or self.grid.is_line(current.row()) or not self.answered(signal):
            return False
        signal.emit(self.grid.key_at(current.row()), self.grid.columns[current.column()].name)
        return True

    def ask_for_row(self) -> bool:
        """Go to the blank line, or ask for a new row; whether that is of any use."""
        if self.grid.adds and self.grid.has_editable():
            self.go(self.grid.first_blank(), self._first_place())
            return True
        answered = self.answered(self.row_wanted)
        if answered:
            self.row_wanted.emit()
        return answered

    @property
    def takes_rows(self) -> bool:
        """Whether a new row can be asked for."""
        return (bool(self.grid.adds) and self.grid.has_editable()) or self.answered(self.row_wanted)

    def ask_to_delete(self) -> bool:
        """Ask for the selected rows to be deleted; whether anybody answers. Lines that are no rows yet just go."""
        answered = self.answered(self.delete_wanted)
        selected = self.contents.rows()
        lines = [self.grid.key_at(row) for row in selected if self.grid.is_line(row)]
        keys = [self.grid.key_at(row) for row in selected if not self.grid.is_line(row)]
        if lines:
            self.grid.drop_lines(lines)
        if answered and keys:
            self.delete_wanted.emit(keys)
        return answered or bool(lines)

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
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers == _ALT and self.proposals():
            self._take_proposal(self.proposals()[0])
        elif key == Qt.Key.Key_Delete and modifiers == _PLAIN:
            self.contents.clear()
        elif key == Qt.Key.Key_Space and modifiers == _PLAIN and self._ticks():
            self.contents.tick()
        elif key == Qt.Key.Key_Down and modifiers == _ALT:
            self._open_list()
        elif modifiers == _CTRL and key in _FILLING:
            _FILLING[key](self.contents)
        else:
            return False
        return True

    def _ticks(self) -> bool:
        """Whether the current cell is one that is ticked."""
        current = self.currentIndex()
        return current.isValid() and isinstance(self.grid.columns[current.column()].kind, Flag)

    def _open_list(self) -> None:
        """What may be chosen in the current cell; where texts are free, the filter of its column."""
        current = self.currentIndex()
        if not current.isValid():
            return
        row, place = current.row(), current.column()
        if self.grid.is_editable(row, place) and self.grid.offered(row, place):
            self.edit_here()
            self.delegate.open_list()
        else:
            self.filter_wanted.emit(self.grid.columns[place].name)

    def _enter(self, *, back: bool) -> None:
        current = self.currentIndex()
        if not self.grid.has_editable() and current.isValid():
            self._open(current)
        elif back:
            self.step("up")
        else:
            self.step("down")

    def _open(self, index: Index) -> None:
        if not self.grid.is_line(index.row()):
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
        elif not self.tells_locked():
            event.ignore()

    def tells_locked(self) -> bool:
        """Whether nothing at all can be typed here for a reason that the grid knows; then it is told."""
        if self.why_locked:
            self.said.emit(self.why_locked)
        return bool(self.why_locked)

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
        if not current.isValid() or self.preview.is_open:
            return
        if not self.grid.is_editable(current.row(), current.column()):
            self._open(current)
            return
        self.opened_by_typing = False
        self.edit(current)
        if self.delegate.editor is not None:
            self.delegate.editor.setCursorPosition(len(self.delegate.editor.text()))

    def half_typed(self) -> Entry | None:
        """What is being typed at this moment; None where nothing is."""
        editor, current = self.delegate.editor, self.currentIndex()
        if editor is None or not editor.isModified() or not current.isValid():
            return None
        return Entry(self.grid.key_at(current.row()), self.grid.columns[current.column()].name, editor.text())

    def _type_on(self) -> None:
        """Open the cell again in which something was being typed when other rows came."""
        entry, self._interrupted = self._interrupted, None
        row = self.grid.place_of(entry.key) if entry is not None else None
        if entry is None or row is None or not self.grid.shows(entry.column):
            self.grid.restore([(entry, HIDDEN)] if entry is not None else [])
            return
        self.edit(self.grid.index(row, self.grid.place_of_column(entry.column)))
        if self.delegate.editor is not None:
            self.delegate.editor.setText(entry.text)
            self.delegate.editor.setModified(True)

    def finish_editing(self) -> None:
        """Enter what is being typed, as if the cell were left."""
        if self.delegate.editor is not None:
            self.delegate.leave(self.delegate.editor)

    def stop_editing(self) -> None:
        """Close the open cell and show what is stored in it."""
        if self.delegate.editor is not None:
            self.delegate.closeEditor.emit(self.delegate.editor, CellDelegate.EndEditHint.RevertModelCache)

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
        """Arriving by keyboard, there is always a current cell; where there was one, only its row is painted anew."""
        current = self.currentIndex()
        if current.isValid():
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, bool(self.grid.flags(current) & _EDITABLE))
            self._repaint_current()
            return
        super().focusInEvent(event)  # Qt's own answer is a cell that is not selected
        if event.reason() is not Qt.FocusReason.MouseFocusReason and self.grid.rowCount():
            self.go(0, self._first_place())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: ARG002 - Qt's
        """The current cell loses its ring; Qt would paint everything anew, whenever a cell is opened."""
        self._repaint_current()

    def _repaint_current(self) -> None:
        """Paint the current row, also in the columns that do not scroll."""
        place = self.visualRect(self.currentIndex())
        edge = self.viewport().geometry()
        self.update(0, edge.top() + place.top(), self.width(), place.height())

    def _first_place(self) -> int:
        places = range(len(self.grid.columns))
        return next((place for place in places if self.grid.is_editable(0, place)), 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selection."""
        menu = QMenu(self)
        changes = self.grid.has_editable() and not self.preview.is_open
        for proposal in self.proposals():
            words = _("Sửa thành “{text}”").format(text=proposal.replace("&", "&&") or _("(trống)"))
            menu.addAction(words).triggered.connect(partial(self._take_proposal, proposal))
        for text, keys, action, shown in (
            (_("Sao &chép"), "Ctrl+C", self.contents.copy, True),
            (_("&Dán"), "Ctrl+V", self.contents.paste, changes),
            (_("Điền &xuống"), "Ctrl+D", self.contents.fill_down, changes),
            (_("Điền sang &phải"), "Ctrl+R", self.contents.fill_right, changes),
            (_("Xóa &nội dung"), "Del", self.contents.clear, changes),
            (_("&Thêm dòng"), "Ctrl+Insert", self.ask_for_row, self.takes_rows),
            (_("Xóa d&òng"), "Ctrl+Delete", self.ask_to_delete, self.answered(self.delete_wanted)),
            (
                _("&Ghi chú…"),
                "Shift+F2",
                partial(self._ask_about_cell, self.note_wanted),
                self.answered(self.note_wanted),
            ),
            (
                _("&Lịch sử ô này"),
                "Ctrl+Shift+H",
                partial(self._ask_about_cell, self.history_wanted),
                self.answered(self.history_wanted),
            ),
        ):
            if shown:
                menu.addAction(f"{text}\t{keys}").triggered.connect(lambda _checked, action=action: action())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def proposals(self) -> tuple[str, ...]:
        """What may have been meant by the refused text of the current cell."""
        current = self.currentIndex()
        return self.grid.proposals(current.row(), current.column()) if current.isValid() else ()

    def _take_proposal(self, proposal: str, *_checked: object) -> None:
        """What was meant takes the place of the refused text."""
        current = self.currentIndex()
        self.grid.enter([(current.row(), current.column(), proposal)])


_FILLING: dict[int, Callable[[GridContents], None]] = {
    Qt.Key.Key_D: GridContents.fill_down,
    Qt.Key.Key_R: GridContents.fill_right,
    Qt.Key.Key_Apostrophe: GridContents.take_from_above,
    Qt.Key.Key_Semicolon: GridContents.enter_today,
    Qt.Key.Key_Return: GridContents.fill_with_current,
    Qt.Key.Key_Enter: GridContents.fill_with_current,
}


def _types(event: QKeyEvent) -> bool:
    if event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return False
    return event.key() == Qt.Key.Key_Backspace or (event.text() != "" and event.text().isprintable())
