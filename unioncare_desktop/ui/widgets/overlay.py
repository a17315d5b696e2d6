"""A panel above the page: opened where it was asked for, closed by Esc, by a click beside it, by going elsewhere.

It is a part of its window, not a window of its own: input methods write into it as into every other field.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from unioncare_desktop.ui import theme

_EDGE = 8


class Overlay(QFrame):
    """The frame; *owner* gets the focus back. What is in it is laid out by those that derive from it."""

    width_wanted = 300
    """At 100 %."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner, self._corner = owner, QPoint()
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAutoFillBackground(True)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr] # there is one
        theme.current().changed.connect(self._place)
        for watched in (owner, owner.window()):
            watched.installEventFilter(self)

    def open_at(self, point: QPoint) -> None:
        """Show the panel with a corner at *point* on the screen, inside the window, and go into it."""
        self._corner = self.window().mapFromGlobal(point)
        self._place()
        self.show()
        self.raise_()
        self.enter()

    def enter(self) -> None:
        """Put the focus where typing begins."""
        self.focusNextChild()

    def leave(self) -> None:
        """Close the panel and go back to where it was opened from."""
        self._owner.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()

    def accept(self) -> None:
        """Enter, where no button has the focus."""
        self.leave()

    def _place(self) -> None:
        window, edge = self.window(), theme.current().px(_EDGE)
        self.setFixedWidth(min(theme.current().px(self.width_wanted), window.width() - 2 * edge))
        height = min(self.sizeHint().height(), window.height() - 2 * edge)
        left = min(self._corner.x(), window.width() - self.width() - edge)
        top = min(self._corner.y(), window.height() - height - edge)
        self.setGeometry(QRect(max(left, edge), max(top, edge), self.width(), height))

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the page that is left; stay inside a window that is made smaller."""
        if event.type() == QEvent.Type.Hide:
            self.close()
        elif event.type() == QEvent.Type.Resize and watched is self.window() and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's
        """Tab goes around within the panel."""
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if stops:
            here = stops.index(now) if (now := self.focusWidget()) in stops else (-1 if forward else 0)
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return bool(stops)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Enter presses the button that has the focus, otherwise it accepts."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused.click() if isinstance(focused, QPushButton) else self.accept()
        else:
            super().keyPressEvent(event)
