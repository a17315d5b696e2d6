"""The filters of columns in words above a grid: a click takes one away, and how many rows they leave stands beside."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Label, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_whole


class ActiveFilters(QWidget):
    """Hidden while nothing is filtered. `dropped` tells the columns whose filters are not wanted any more."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, str] = {}
        self._chips: list[QPushButton] = []
        self._rows = Label("", "muted")
        self._flow = Flow(self._rows, gap=8, last_right=True)
        self.setLayout(column(self._flow, margins=(9, 6, 9, 6)))
        self.hide()

    def show_filters(self, words: Mapping[str, str], shown: int, everything: int) -> None:
        """Show what is wanted of each column, and that *shown* of the page's rows are left."""
        if words != self._words:
            self._words = dict(words)
            self._make_chips()
        count = _("{shown}/{everything} dòng") if shown else _("Không có dòng nào khớp · {shown}/{everything} dòng")
        self._rows.setText(count.format(shown=show_whole(shown), everything=show_whole(everything)))
        self.setVisible(bool(words))

    def _make_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(f"{words} ×", [name]) for name, words in self._words.items()]
        if len(self._chips) > 1:
            self._chips.append(self._chip(_("Bỏ mọi lọc"), list(self._words)))
        while self._flow.takeAt(0) is not None:
            pass
        for part in (*self._chips, self._rows):
            self._flow.addWidget(part)
            part.show()

    def _chip(self, text: str, names: list[str]) -> QPushButton:
        chip = Button(text.replace("&", "&&"), partial(self.dropped.emit, names), tip=_("Bấm để bỏ lọc"))
        chip.setProperty("role", "filter")
        chip.setProperty("filtering", "true")
        return chip
