"""The codes that a form may hold, in groups, with their names and present values; searched and copied."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QTreeWidget, QTreeWidgetItem

from unioncare_desktop.i18n import _
from unioncare_desktop.services.form_values import FormValue
from unioncare_desktop.ui import theme
from unioncare_desktop.vietnamese import fold

_NAME, _CODE, _VALUE = range(3)
_WIDTHS, _INDENT = {_CODE: 176, _VALUE: 104}, 14


class CodeList(QTreeWidget):
    """Ctrl+C, Enter and a double click copy the mark of a code: "{{doan_vien}}". `copied` tells it."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels((_("Nội dung"), _("Mã"), _("Giá trị")))
        self.setAccessibleName(_("Các mã dùng được trong mẫu"))
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        theme.current().changed.connect(self._scale)
        self._scale()
        self.itemActivated.connect(lambda _item, _column: self.copy())

    def show_values(self, values: Iterable[FormValue]) -> None:
        """Show these codes, in the order in which their groups come first."""
        self.clear()
        groups: dict[str, list[QTreeWidgetItem]] = {}
        for one in values:
            item = QTreeWidgetItem((one.name, one.code, one.shown))
            item.setToolTip(_NAME, one.name)
            item.setTextAlignment(_VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            groups.setdefault(one.group, []).append(item)
        for name, items in groups.items():
            group = QTreeWidgetItem((name,))
            group.setFirstColumnSpanned(True)
            group.addChildren(items)
            self.addTopLevelItem(group)
            group.setExpanded(True)
        self._go_to_first()

    def search(self, text: str) -> None:
        """Show only codes whose name or code has all words of *text*, without regard to marks and capitals."""
        words = fold(text).split()
        for group in self._groups():
            items = _inside(group)
            for item in items:
                told = fold(f"{item.text(_NAME)} {item.text(_CODE)} {group.text(_NAME)}")
                item.setHidden(not all(word in told for word in words))
            group.setHidden(all(item.isHidden() for item in items))
        self._go_to_first()

    def _go_to_first(self) -> None:
        seen = (item for group in self._groups() for item in _inside(group) if not item.isHidden())
        if first := next(seen, None):
            self.setCurrentItem(first)

    def copy(self) -> None:
        """Put the mark of the current code on the clipboard."""
        item = self.currentItem()
        if item is not None and item.text(_CODE):
            mark = f"{{{{{item.text(_CODE)}}}}}"
            QApplication.clipboard().setText(mark)
            self.copied.emit(mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _groups(self) -> list[QTreeWidgetItem]:
        return [one for at in range(self.topLevelItemCount()) if (one := self.topLevelItem(at))]

    def _scale(self) -> None:
        px = theme.current().px
        self.setIndentation(px(_INDENT))
        for section, width in _WIDTHS.items():
            self.setColumnWidth(section, px(width))


def _inside(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [one for at in range(group.childCount()) if (one := group.child(at))]
