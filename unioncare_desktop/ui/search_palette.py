"""The palette of Ctrl+K: a line to type in and, below it, what was found. What is typed is never rewritten.

Nothing is chosen until Enter or a click chooses it; ↑ and ↓ only point. So input methods that take letters back and
send them again find the line as they left it.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from unioncare_desktop.i18n import _
from unioncare_desktop.services import search
from unioncare_desktop.services.search import Findable, Found
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Label, column
from unioncare_desktop.ui.widgets.search_box import LONGEST
from unioncare_desktop.vietnamese import show_whole

_TITLES = {
    search.UNIONS: _("Công đoàn"),
    search.ENTERPRISES: _("Doanh nghiệp chưa có công đoàn"),
    search.PERIODS: _("Kỳ"),
    search.ROUNDS: _("Đợt thi đua"),
    search.PAGES: _("Trang"),
    search.REPORTS: _("Báo cáo"),
    search.COMMANDS: _("Lệnh"),
}
_RECENT = "recent"
_MOST_IN_A_GROUP, _MOST_RECENT = 8, 5
_WIDTH, _TOP, _ROW, _BESIDE_LIST = 620, 52, 30, 128
_PADDING = 10
_FIND = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MOST_IN_A_GROUP, Qt.Key.Key_PageUp: -8}


class SearchPalette(QFrame):
    """Lies over the window until something is chosen, Esc is pressed or the focus goes elsewhere."""

    chosen = Signal(object)
    """The `Findable` that the user wants."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("palette")
        self._among: list[Findable] = []
        self.complete = False
        """Whether everything is there that can be found."""
        self._recent: Sequence[tuple[str, str | int]] = ()
        self._before: QWidget | None = None
        self.line = PaletteLine()
        self.list = QListWidget()
        self.nothing = Label("", "muted", wrap=True)
        self.hint = Label(_("↑ ↓ chọn · Enter mở · Esc đóng"), "small")
        self._lay_out()
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.accepted.connect(self._choose_pointed)
        self.line.left.connect(self.close)
        self.list.itemClicked.connect(self._choose)
        theme.current().changed.connect(self._fit)
        self.hide()

    def _lay_out(self) -> None:
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(_("Kết quả tìm"))
        whole = column(self.line, self.list, self.nothing, self.hint, gap=8, margins=(10, 10, 10, 8))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    # Opening and closing

    def open(self, among: Sequence[Findable], recent: Sequence[tuple[str, str | int]]) -> None:
        """Look *among* these, and those that are added; the *recent* groups and keys are shown before one types."""
        self._among = list(among)
        self._recent = recent
        self.complete = False
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self, more: Sequence[Findable]) -> None:
        """Look among *more* too: everything is there now."""
        self._among += more
        self.complete = True
        if self.isVisible():
            self._search(self.line.text())

    def close(self) -> bool:
        """Go, and give the focus back to where it was, unless the user has taken it elsewhere."""
        before, self._before = self._before, None
        if self.line.hasFocus() and before is not None and isValid(before):
            before.setFocus()
        self.hide()
        return True

    def _fit(self) -> None:
        """Top and centre of the window, as high as what was found."""
        px, window = theme.current().px, self._window
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(min(rows + px(4), window.height() - px(_TOP + _BESIDE_LIST)))
        width = min(px(_WIDTH), window.width() - px(24))
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, px(_TOP))

    # Finding

    def _search(self, text: str) -> None:
        found = search.find(self._among, text, _MOST_IN_A_GROUP) if text.strip() else self._proposed()
        self.list.clear()
        for group in found:
            self._add_group(group)
        self.nothing.setText("" if found else self._not_found(text))
        self.nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        self._point_at(1 if found else -1)
        self._fit()

    def _proposed(self) -> list[Found]:
        """What was used last, the pages, and all commands: to be read, and to be learned from."""
        groups = {_RECENT: search.by_keys(self._among, self._recent[:_MOST_RECENT])}
        for group in (search.PAGES, search.COMMANDS):
            groups[group] = [one for one in self._among if one.group == group]
        return [Found(group, tuple(hits), len(hits)) for group, hits in groups.items() if hits]

    def _not_found(self, text: str) -> str:
        if not self.complete:
            return _("Đang tìm…")
        return _(
            "Không thấy “{text}”. Thử gõ ít chữ hơn, bỏ dấu, hoặc gõ mã đơn vị, tên Chủ tịch, địa bàn; gõ “quý 3” để"
            " tìm kỳ."
        ).format(text=text.strip()[:60])

    def _add_group(self, group: Found) -> None:
        title = _("Vừa dùng") if group.group == _RECENT else _TITLES[group.group]
        if group.total > len(group.hits):
            title = _("{group} · {shown} trong {total}, gõ thêm để thu hẹp").format(
                group=title, shown=show_whole(len(group.hits)), total=show_whole(group.total)
            )
        heading = QListWidgetItem(title)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)
        for one in group.hits:
            item = QListWidgetItem(one.title)
            item.setData(_FIND, one)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (one.title, one.detail))))
            self.list.addItem(item)

    # Choosing

    def _point_at(self, row: int) -> None:
        self.list.setCurrentRow(row)
        if row == 1:
            self.list.scrollToTop()

    def _move(self, step: int) -> None:
        """Point further down or up, over the headings, as far as there is something."""
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_FIND) is not None]
        if rows:
            place = rows.index(self.list.currentRow()) + step
            self._point_at(rows[min(max(place, 0), len(rows) - 1)])

    def _choose_pointed(self) -> None:
        pointed = self.list.currentItem()
        if pointed is not None:
            self._choose(pointed)

    def _choose(self, item: QListWidgetItem) -> None:
        chosen = item.data(_FIND)
        if not isinstance(chosen, Findable):
            return
        self.close()
        self.chosen.emit(chosen)


class PaletteLine(QLineEdit):
    """The line of the palette: ↑ ↓ point, Enter chooses, Esc leaves; every other key belongs to the text."""

    moved = Signal(int)
    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(_("Tìm công đoàn, kỳ, trang, báo cáo, lệnh…"))
        self.setAccessibleName(_("Tìm khắp nơi"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that are not text."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: ARG002, FBT001 - Qt's
        """Tab stays: there is nowhere else to type."""
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere closes the palette; another program in front does not."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


class PaletteDelegate(QStyledItemDelegate):
    """Paints headings small and muted, and finds with their detail at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - Qt's
        """Every row is as high as the next."""
        return QSize(0, theme.current().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        look, one, rect = theme.current(), index.data(_FIND), option.rect
        painter.save()
        if not isinstance(one, Findable):
            self._paint_heading(painter, rect, str(index.data()))
        else:
            state: QStyle.StateFlag = option.state
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            if chosen or state & QStyle.StateFlag.State_MouseOver:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("primary_soft" if chosen else "heading"))
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.px(6), look.px(6))
            self._paint_find(painter, rect, one, detail_colour="text" if chosen else "muted")
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        look = theme.current()
        painter.setFont(look.font(12, bold=True))
        painter.setPen(look.color("muted"))
        inside = rect.adjusted(look.px(_PADDING), 0, -look.px(_PADDING), -look.px(4))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)

    def _paint_find(self, painter: QPainter, rect: QRect, one: Findable, *, detail_colour: str) -> None:
        look = theme.current()
        inside = rect.adjusted(look.px(_PADDING), 0, -look.px(_PADDING), 0)
        small, font = look.font(12), look.font()
        detail = QFontMetrics(small).elidedText(one.detail, Qt.TextElideMode.ElideRight, inside.width() // 2)
        painter.setFont(small)
        painter.setPen(look.color(detail_colour))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        room = inside.width() - QFontMetrics(small).horizontalAdvance(detail) - look.px(16)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        title = QFontMetrics(font).elidedText(one.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
