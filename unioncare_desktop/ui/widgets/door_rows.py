"""Cards that list a few things, a row each; every row is a door to what stands behind it.

Rows are made once and filled later, so that nothing moves when the figures come.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import (
    Button,
    Card,
    Chip,
    Door,
    Elided,
    Label,
    Role,
    Stack,
    column,
    plain_tip,
    row,
)

Place = tuple[str, object]
"""The name of a page, and the argument it arrives with."""
_ROW = 26


class Cell(Elided):
    """A part of a row: as wide as its share of it, or of a *width*, whatever stands in it."""

    def __init__(self, role: Role = "", *, right: bool = False, width: int = 0) -> None:
        super().__init__("", role)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if width:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            theme.current().changed.connect(self._scale)
            self._scale()

    def _scale(self) -> None:
        self.setFixedWidth(theme.current().px(self._width))


class DoorRow(Door):
    """Cells beside each other, each with its share of the width; up and down go to the row above and below."""

    def __init__(self, *parts: tuple[QWidget, int], height: int = _ROW) -> None:
        super().__init__()
        self.place: Place | None = None
        self._height = height
        self.setProperty("role", "row")
        layout = row(*(part for part, _share in parts), gap=10, margins=(6, 0, 6, 0))
        for at, (_part, share) in enumerate(parts):
            layout.setStretch(at, share)
        self.setLayout(layout)
        self.make_door()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(self._height))

    def tell(self, name: str, tip: str, place: Place) -> None:
        """Call the row *name* for those who hear it, explain it by *tip*, and open *place*."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(tip))
        self.place = place
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down leave the row as Tab does; all else as any door."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class ListCard(Card):
    """A title with chips, rows, and a way to the whole list. `wanted` brings the place that is to be opened.

    Where there are no rows, a sentence and *remedies* stand in their room.
    """

    wanted = Signal(str, object)

    def __init__(self, title: str, rows: Sequence[DoorRow], more: str, place: Place, *remedies: Button) -> None:
        self.title = Elided(title, "heading")
        self.chips = (Chip(), Chip(), Chip())
        self.nothing = Label("", "muted", wrap=True)
        self.rows = rows
        self._stack, listed, empty = Stack(), QWidget(), QWidget()
        listed.setLayout(column(*rows, 1, gap=0))
        empty.setLayout(column(self.nothing, row(*remedies, 1), 1, gap=8, margins=(8, 4, 8, 0)))
        for part in (listed, empty):
            self._stack.addWidget(part)
        door = Button(more, lambda: self.wanted.emit(*place), role="link")
        head = row(self.title, *self.chips, 1, door, gap=6)
        super().__init__(head, self._stack, gap=0, margins=(10, 4, 10, 6))
        self.body.setStretch(1, 1)
        for one in rows:
            one.pressed.connect(lambda one=one: self.wanted.emit(*one.place) if one.place else None)

    def settle(self, count: int, nothing: str) -> None:
        """The first *count* rows are filled, the others stay blank; *nothing* says why where there is none."""
        for one in self.rows[count:]:
            one.hide()
        self.nothing.setText(nothing)
        self._stack.setCurrentIndex(0 if count else 1)
