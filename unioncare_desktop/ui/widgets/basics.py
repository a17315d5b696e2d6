"""The small parts of every page: plain-text labels, chips, buttons, cards, and layouts that scale with the theme."""

import html
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.icons import SIZE, icon, pixmap

Tone = Literal["neutral", "primary", "error", "warning", "good"]
Role = Literal["", "title", "heading", "figure", "brand", "muted", "small", "error", "warning", "good", "keys"]
Margins = tuple[int, int, int, int]
_NONE: Margins = (0, 0, 0, 0)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet looks at, and let the widget look anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def plain_tip(text: str) -> str:
    """A tooltip that shows *text* as it is, wrapped, whatever marks it contains."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


class Label(QLabel):
    """Text that is never taken for markup; *role* is its place in the stylesheet."""

    def __init__(self, text: str = "", role: Role = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        if role == "keys":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_role(self, role: Role) -> None:
        """Show the text in another role."""
        set_property(self, "role", role)


class Chip(QLabel):
    """A few words on a coloured, rounded ground: a state or a count."""

    def __init__(self, text: str = "", tone: Tone = "neutral") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setProperty("chip", tone)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: Tone = "neutral") -> None:
        """Show *text* in *tone*; nothing at all for an empty text."""
        self.setText(text)
        set_property(self, "chip", tone if text else "")


class Box(QBoxLayout):
    """A row or column whose margins and gaps, given at 100 %, follow the size of the theme."""

    def __init__(self, direction: QBoxLayout.Direction, gap: int, margins: Margins) -> None:
        super().__init__(direction)
        self._gap, self._margins = gap, margins
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        px = theme.current().px
        self.setSpacing(px(self._gap))
        left, top, right, bottom = self._margins
        self.setContentsMargins(px(left), px(top), px(right), px(bottom))

    def add(self, *parts: QWidget | QLayout | int) -> None:
        """Add widgets, layouts, and stretches (numbers) one after the other."""
        for part in parts:
            if isinstance(part, QWidget):
                self.addWidget(part)
            elif isinstance(part, int):
                self.addStretch(part)
            else:
                self.addLayout(part)


def row(*parts: QWidget | QLayout | int, gap: int = 8, margins: Margins = _NONE) -> Box:
    """Parts beside each other; a number is a stretch."""
    box = Box(QBoxLayout.Direction.LeftToRight, gap, margins)
    box.add(*parts)
    return box


def beside(*parts: QWidget | QLayout | int, gap: int = 12) -> QWidget:
    """Parts beside each other, as one widget."""
    whole = QWidget()
    whole.setLayout(row(*parts, gap=gap))
    return whole


def column(*parts: QWidget | QLayout | int, gap: int = 8, margins: Margins = _NONE) -> Box:
    """Parts below each other; a number is a stretch."""
    box = Box(QBoxLayout.Direction.TopToBottom, gap, margins)
    box.add(*parts)
    return box


def fit_height(widget: QWidget) -> None:
    """Make a widget as high as what is in it needs at its width: wrapped text is asked for too much before it is seen.

    A dialog never grows beyond the screen.
    """
    layout = widget.layout()
    if layout is not None:
        layout.activate()
        width = max(widget.width(), widget.minimumWidth())
        widget.resize(width, min(layout.totalHeightForWidth(width), widget.screen().availableSize().height()))


class Button(QPushButton):
    """A quiet button; *primary* makes it the one main action of its page. `&` before a letter is its Alt key."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        picture: str = "",
        role: Literal["", "primary", "link", "search"] = "",
        tip: str = "",
    ) -> None:
        super().__init__(f" {text}" if picture and text else text)
        self._picture = picture
        self.setProperty("role", role)
        self.setToolTip(plain_tip(tip))
        self.setAutoDefault(False)
        if on_click is not None:
            self.clicked.connect(lambda _checked: on_click())
        if picture:
            theme.current().changed.connect(self._draw)
            self._draw()

    def _draw(self) -> None:
        self.setIconSize(QSize(*[theme.current().px(SIZE)] * 2))
        colour = {"primary": "on_primary", "link": "primary"}.get(self.property("role"), "muted")
        self.setIcon(icon(self._picture, colour))


class Elided(Label):
    """A text that ends with dots where there is no room for all of it."""

    def __init__(self, text: str = "", role: Role = "") -> None:
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """It gives way to everything else."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as there is room for."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter, self.rect(), self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )


class FilterChip(QPushButton):
    """A filter: a menu of choices, or (without choices) a switch. Filled while it filters.

    `chosen` tells the value: one of the choices, "" for all; for a switch True or False.
    """

    chosen = Signal(object)

    def __init__(self, label: str, everything: str = "") -> None:
        super().__init__(label)
        self._label, self._everything = label, everything
        self.value = ""
        self.setProperty("role", "filter")
        self.setCheckable(not everything)
        self.setAutoDefault(False)
        if everything:
            self.setMenu(QMenu(self))
            self.set_choices(())
        else:
            self.toggled.connect(self._switched)

    def set_choices(self, choices: Sequence[str]) -> None:
        """Offer *choices* beside "all"; a value that is no longer offered is given up, and told."""
        menu = self.menu()
        menu.clear()
        for choice in ("", *choices):
            action = menu.addAction((choice or self._everything).replace("&", "&&"))
            action.triggered.connect(partial(self._picked, choice))
        self.choose(self.value if self.value in choices else "")

    def _switched(self, on: bool) -> None:  # noqa: FBT001 - Qt's
        self.chosen.emit(on)

    def _picked(self, value: str, _checked: bool) -> None:  # noqa: FBT001 - Qt's
        self.choose(value)

    def choose(self, value: str) -> None:
        """Filter by *value*."""
        changed = value != self.value
        self.value = value
        shown = (value or self._everything).replace("&", "&&")
        self.setText(f"{self._label}: {shown} ▾" if value else f"{self._label} ▾")
        self.setAccessibleName(f"{self._label}: {shown}")
        set_property(self, "filtering", bool(value))
        if changed:
            self.chosen.emit(value)

    def set_label(self, label: str) -> None:
        """Rename a switch: "Chưa nộp 27"."""
        self._label = label
        self.setText(label)


def scrolled(widget: QWidget | None = None) -> QScrollArea:
    """A frame around *widget*, or one that is yet to come, that scrolls where there is less room than it needs."""
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if widget is not None:
        frame.setWidget(widget)
    return frame


class Door(QFrame):
    """A frame that opens something: once it is made a door, a click, Enter or space on it emits `pressed`."""

    pressed = Signal()

    def make_door(self) -> None:
        """Let a click or Enter on it emit `pressed`."""
        self.setProperty("door", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a door opens it."""
        if self.property("door") and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space open a door like a click."""
        if self.property("door") and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class Card(Door):
    """A white, rounded ground; it may be made a door to a list."""

    def __init__(self, *parts: QWidget | QLayout | int, gap: int = 8, margins: Margins = (14, 12, 14, 12)) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = column(*parts, gap=gap, margins=margins)
        self.setLayout(self.body)


class Picture(QLabel):
    """An icon that stands by itself and follows the theme."""

    def __init__(self, name: str, colour: str = "muted", size: int = SIZE) -> None:
        super().__init__()
        self._name, self._colour, self._size = name, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, self._colour, self._size))


class Stack(QStackedWidget):
    """Shows one of several widgets; given the focus, it hands it on to the one that is shown."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys belong to what is shown."""
        shown = self.currentWidget()
        if shown is None:
            super().focusInEvent(event)
        else:
            shown.setFocus(event.reason())


class Place(QWidget):
    """One of what a stack shows. A stack asks all of them how high they would be; one that is ignored needs nothing."""

    def heightForWidth(self, width: int) -> int:
        """As high as what is in it, while it counts."""
        ignored = self.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Ignored
        return -1 if ignored else super().heightForWidth(width)


class EmptyState(QWidget):
    """What an empty page says: an icon, one sentence on what to do first, and the buttons, the main one last."""

    def __init__(self, picture: str, sentence: str, *buttons: QPushButton, detail: str = "") -> None:
        super().__init__()
        self.sentence = Label(sentence, "heading", wrap=True)
        self.detail = Label(detail, "muted", wrap=True)
        if not detail:
            self.detail.hide()
        for label in (self.sentence, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(
            column(
                1,
                row(1, Picture(picture, "primary", 40), 1),
                self.sentence,
                self.detail,
                row(1, *buttons, 1, margins=(0, 8, 0, 0)),
                2,
                gap=8,
                margins=(24, 24, 24, 24),
            )
        )
        if buttons:
            self.setFocusProxy(buttons[-1])


class Notice(QFrame):
    """A line of advice above what it is about; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.label = Label("", "", wrap=True)
        box = row(Picture("warning", "warning"), self.label, margins=(10, 6, 10, 6))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show *text*; an empty one hides the notice."""
        self.label.setText(text)
        self.setVisible(bool(text))


def line() -> QFrame:
    """A hairline."""
    drawn = QFrame()
    drawn.setProperty("role", "line")
    return drawn
