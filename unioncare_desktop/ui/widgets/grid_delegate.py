"""How a cell is painted and edited. Text is drawn as it is, never as markup; editors are plain lines.

Nothing is rewritten while one types: input methods send Backspace and letters, and they must arrive untouched.
"""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QStaticText
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day, Text
from unioncare_desktop.errors import Severity
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.day_keys import turn_day
from unioncare_desktop.ui.widgets.grid_cell import Proposed
from unioncare_desktop.ui.widgets.grid_column import Badge, GridColumn
from unioncare_desktop.ui.widgets.grid_model import LONGEST_SHOWN, GridModel
from unioncare_desktop.ui.widgets.pick_box import PickBox

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_view import GridView

Move = Literal["down", "up", "next", "previous", "left", "right", "stay"]
Index = QModelIndex | QPersistentModelIndex
Style = tuple[bool, bool]
"""Bold, italic."""
PADDING = 9
_CHIP_PADDING = 9
_CHIP_HEIGHT = 19
_CHIP_FONT = 12
_WIDEST = 480
_MOST_TEXTS = 8000
_FIGURE_LENGTH = 40

_LEAVING: dict[tuple[int, bool], Move] = {
    (Qt.Key.Key_Return, False): "down",
    (Qt.Key.Key_Return, True): "up",
    (Qt.Key.Key_Enter, False): "down",
    (Qt.Key.Key_Enter, True): "up",
    (Qt.Key.Key_Tab, False): "next",
    (Qt.Key.Key_Backtab, True): "previous",
    (Qt.Key.Key_Backtab, False): "previous",
}
_LEAVING_IF_TYPED: dict[int, Move] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


_GROUNDS = {"new": "good_soft", "changed": "primary_soft", "same": "", "rejected": "error_soft"}
_CTRL = Qt.KeyboardModifier.ControlModifier
_SELECTED = QStyle.StateFlag.State_Selected.value  # flags are compared as numbers, once for each cell that is painted


class CellDelegate(QStyledItemDelegate):
    """Paints cells from the tokens of the theme, and opens plain line editors in them."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self.editor: QLineEdit | None = None
        theme.current().changed.connect(self._take_look)
        self._take_look()

    def _take_look(self) -> None:
        look = theme.current()
        self._padding = look.px(PADDING)
        self._colours = {name: look.color(name) for name in vars(look.tokens)}
        self._fonts = {
            (bold, italic): look.font(bold=bold, italic=italic) for bold in (False, True) for italic in (False, True)
        }
        self._texts: dict[tuple[Style, int, str], tuple[QStaticText, float]] = {}
        self._metrics = {style: QFontMetrics(font) for style, font in self._fonts.items()}
        self._chip_font = look.font(_CHIP_FONT)
        self._chip_metrics = QFontMetrics(self._chip_font)

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell: ground, hairline, text or chip, and the ring of the current cell."""
        model = self._view.grid
        row, place = index.row(), index.column()
        column = model.columns[place]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state.value & _SELECTED)
        problem = model.problem(row, place)
        here = self._view.currentIndex()
        by_row = self._view.selects_rows
        current = not by_row and index == here and self._view.is_active()
        selected = selected and not current
        proposed = model.proposed(row, place)
        if proposed is not None:
            ground = self._proposed_ground(proposed)
        else:
            ground = self._ground(problem.severity if problem else None, selected=selected)
        if current and not ground:
            ground = "surface"
        if ground:
            painter.fillRect(rect, self._colours[ground])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._colours["line"])
        if column.status:
            self._paint_badge(painter, rect, model.badge(row, place))
        elif column.draws is not None:
            self._draw(painter, rect, column, model.value(row, place))
        else:
            invites = model.invitation(row, place) if model.is_line(row) else ""
            faded = bool(invites) or (proposed is None and model.faded is not None and model.is_faded(row, place))
            muted = faded or column.ordinal or (column.muted and ground in ("", "surface"))
            self._paint_text(painter, rect, invites or model.text(row, place), column, faded=faded, muted=muted)
        if problem is not None and problem.severity is Severity.ERROR:
            self._frame(painter, rect, "error", 1)
        if current:
            self._frame(painter, rect, "primary", 2)
        elif by_row and row == here.row() and self._view.is_active():
            self._frame_row(painter, rect, place)

    def _draw(self, painter: QPainter, rect: QRect, column: GridColumn, value: object) -> None:
        if column.draws is not None and value is not None:
            painter.save()
            column.draws(painter, rect.adjusted(self._padding, 0, -self._padding, 0), value)
            painter.restore()

    def _ground(self, severity: Severity | None, *, selected: bool) -> str:
        if severity is Severity.ERROR:
            return "error_soft"
        if severity is Severity.WARNING and not selected:
            return "warning_soft"
        return "primary_soft" if selected else ""

    def _proposed_ground(self, proposed: Proposed) -> str:
        warns = proposed.severity is Severity.WARNING
        return "warning_soft" if warns else _GROUNDS[proposed.judgement.fate]

    def _paint_text(
        self, painter: QPainter, rect: QRect, text: str, column: GridColumn, *, faded: bool, muted: bool
    ) -> None:
        if not text:
            return
        style = (column.strong, faded)
        laid_out, width = self._laid_out(style, rect.width() - 2 * self._padding, text)
        left = rect.right() + 1 - self._padding - width if column.numeric else rect.left() + self._padding
        top = rect.top() + (rect.height() - self._metrics[style].height()) // 2
        painter.setFont(self._fonts[style])
        painter.setPen(self._colours["muted" if muted else "text"])
        painter.drawStaticText(QPointF(left, top), laid_out)

    def _laid_out(self, style: Style, room: int, text: str) -> tuple[QStaticText, float]:
        """*text* as it fits into the *room*, and its width; kept, as shaping it is most of what painting costs."""
        key = (style, room, text)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            metrics, shown = self._metrics[style], text[:LONGEST_SHOWN].replace("\n", " ")
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
            laid_out = QStaticText(shown)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self._fonts[style])
            exact = QFontMetricsF(self._fonts[style])
            found = self._texts[key] = laid_out, exact.horizontalAdvance(shown)
        return found

    def _paint_badge(self, painter: QPainter, rect: QRect, badge: Badge | None) -> None:
        if badge is None or not badge.text:
            return
        px = theme.current().px
        room = rect.width() - 2 * self._padding - 2 * px(_CHIP_PADDING)
        text = self._chip_metrics.elidedText(badge.text[:LONGEST_SHOWN], Qt.TextElideMode.ElideRight, room)
        width = self._chip_metrics.horizontalAdvance(text) + 2 * px(_CHIP_PADDING)
        height = px(_CHIP_HEIGHT)
        chip = QRect(rect.left() + self._padding, rect.center().y() - height // 2, width, height)
        neutral = badge.tone == "neutral"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["heading" if neutral else f"{badge.tone}_soft"])
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setFont(self._chip_font)
        painter.setPen(self._colours["muted" if neutral else badge.tone])
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        painter.restore()

    def _frame_row(self, painter: QPainter, rect: QRect, place: int) -> None:
        """The part of the ring around the current row that runs through one cell."""
        header, drawn = self._view.horizontalHeader(), self._colours["primary"]
        painter.fillRect(rect.left(), rect.top(), rect.width(), 2, drawn)
        painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, drawn)
        if place == header.logicalIndex(0):
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), drawn)
        if place == header.logicalIndex(header.count() - 1):
            painter.fillRect(rect.right() - 1, rect.top(), 2, rect.height(), drawn)

    def _frame(self, painter: QPainter, rect: QRect, colour: str, width: int) -> None:
        drawn: QColor = self._colours[colour]
        painter.fillRect(rect.left(), rect.top(), rect.width(), width, drawn)
        painter.fillRect(rect.left(), rect.bottom() - width + 1, rect.width(), width, drawn)
        painter.fillRect(rect.left(), rect.top(), width, rect.height(), drawn)
        painter.fillRect(rect.right() - width + 1, rect.top(), width, rect.height(), drawn)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """The room a cell would like; what a double click on a column's edge gives it."""
        model = self._view.grid
        column = model.columns[index.column()]
        text = str(model.data(index) or "")
        if column.status:
            width = self._chip_metrics.horizontalAdvance(text) + 2 * theme.current().px(_CHIP_PADDING)
        else:
            width = self._metrics[column.strong, False].horizontalAdvance(text)
        return QSize(min(width + 2 * self._padding + 2, theme.current().px(_WIDEST)), theme.current().px(28))

    def font(self, *, bold: bool) -> QFont:
        """The font of cells, for what is painted below them."""
        return self._fonts[bold, False]

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002 - Qt's
        """A plain line in the cell; with a list below it where one of several names is meant, or names are proposed."""
        column = self._view.grid.columns[index.column()]
        choices = self._view.grid.offered(index.row(), index.column())
        editor = PickBox() if choices else QLineEdit()
        if isinstance(editor, PickBox):
            editor.set_options(choices)
        if isinstance(column.kind, Text):
            editor.setMaxLength(4 * column.kind.most)
        elif not choices:
            editor.setMaxLength(_FIGURE_LENGTH)
        editor.setParent(parent)
        editor.setProperty("role", "cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft)
        editor.setAccessibleName(str(self._view.grid.data(index, Qt.ItemDataRole.AccessibleTextRole)))
        editor.textEdited.connect(self._view.typed)
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the cell shows, as it was typed; what is being typed is left alone, whatever happens to the data."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(self._view.grid.text(index.row(), index.column()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed, if anything was."""
        if isinstance(editor, QLineEdit) and isinstance(model, GridModel) and editor.isModified():
            editor.setModified(False)
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002 - Qt's
        """The editor covers its cell."""
        editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The cell is left."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def leave(self, editor: QLineEdit) -> None:
        """Enter what was typed and close the editor."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def open_list(self) -> None:
        """Show what may be chosen in the cell that is being edited; nothing of it is chosen yet."""
        if isinstance(self.editor, PickBox):
            self.editor.open_list()

    # Keys in an editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that leave a cell or change its day; all others belong to the text."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if isinstance(watched, PickBox) and self._belongs_to_list(event, watched):
                return False
            if event.key() == Qt.Key.Key_Escape:
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.RevertModelCache)
                return True
            if self._turned(event, watched) or self._filled(event, watched) or self._left(event, watched):
                return True
        return super().eventFilter(watched, event)

    def _left(self, event: QKeyEvent, editor: QLineEdit) -> bool:
        """Whether a key left the cell."""
        move = self._move(event)
        if move is None:
            return False
        self.leave(editor)
        self._view.step(move)
        return True

    def _belongs_to_list(self, event: QKeyEvent, editor: PickBox) -> bool:
        """Whether the list below the editor wants a key; Enter and Tab take what it points at, and leave the cell."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return editor.is_open or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            editor.take_pointed()
            return False
        return event.key() == Qt.Key.Key_Escape and editor.is_open

    def _filled(self, event: QKeyEvent, editor: QLineEdit) -> bool:
        """Whether what is being typed went into all selected cells, or something was put into what is being typed."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != _CTRL:
            return False
        contents = self._view.contents
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = editor.text()
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
            contents.fill(text)
        elif event.key() == Qt.Key.Key_Apostrophe:
            editor.insert(contents.above())
        elif event.key() == Qt.Key.Key_Semicolon:
            editor.insert(Day().show(clock.today()))
        else:
            return False
        return True

    def _turned(self, event: QKeyEvent, editor: QLineEdit) -> bool:
        """Whether a key changed the day in the editor to another; arrows only where F2 opened it."""
        kind = self._view.grid.columns[self._view.currentIndex().column()].kind
        return isinstance(kind, Day) and turn_day(event, editor, kind, arrows=not self._view.opened_by_typing)

    def _move(self, event: QKeyEvent) -> Move | None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if not shift and modifiers != Qt.KeyboardModifier.NoModifier:
            return None
        if not shift and self._view.opened_by_typing and event.key() in _LEAVING_IF_TYPED:
            return _LEAVING_IF_TYPED[event.key()]
        return _LEAVING.get((event.key(), shift))
