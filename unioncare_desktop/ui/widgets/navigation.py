"""The bar at the left of the window: a button for each page, with the number of things that wait there."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.icons import SIZE, icon
from unioncare_desktop.ui.widgets.basics import Chip, column, line, plain_tip, row, set_property
from unioncare_desktop.vietnamese import show_whole

NUMBERED_PAGES = 9
_MOST_COUNTED, _MANY = 999, "999+"


def keys_of(number: int) -> str:
    """The keys that open the page with a *number*, counted from 1; nothing for those that have none."""
    return f"Ctrl+{number}" if number <= NUMBERED_PAGES else ""


class PageButton(QPushButton):
    """Opens a page; filled while the page is shown."""

    def __init__(self, name: str, picture: str, keys: str) -> None:
        super().__init__()
        self.page_name = name
        self._title = ""
        self._narrow = False
        self._count = 0
        self._picture = picture
        self._badge = Chip("", "error")
        self._badge.setIndent(0)  # the words beside it need the room
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._keys = keys
        self.setLayout(row(1, self._badge, margins=(0, 0, 2, 0)))
        theme.current().changed.connect(self._draw)
        self.toggled.connect(self._draw)
        self._draw()

    def set_title(self, title: str) -> None:
        """Call the page *title*."""
        self._title = title
        self._describe()

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Show only the picture, or the words too."""
        self._narrow = narrow
        self._describe()

    def set_count(self, count: int) -> None:
        """Show that *count* things wait; nothing for 0."""
        self._count = count
        self._badge.show_text(_MANY if count > _MOST_COUNTED else str(count or ""), "error")
        self._describe()

    def _describe(self) -> None:
        count, title = show_whole(self._count), self._title
        name = _("{page}, {count} việc cần xem").format(page=title, count=count) if self._count else title
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(f"{name} ({self._keys})" if self._keys else name))
        self.setText("" if self._narrow else "  " + title.replace("&", "&&"))
        self._badge.setHidden(self._narrow)

    def _draw(self) -> None:
        self.setIconSize(QSize(*[theme.current().px(SIZE)] * 2))
        self.setIcon(icon(self._picture, "primary" if self.isChecked() else "muted"))


class Navigation(QFrame):
    """The pages' buttons, tools below a line. `chosen` brings the name of the page."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.page_name))
        self._main, self._tools = column(gap=2), column(gap=2)
        self._line = line()
        self._line.hide()
        self.setLayout(column(self._main, self._line, self._tools, 1, gap=10, margins=(8, 12, 8, 12)))
        self._buttons: dict[str, PageButton] = {}

    def add(self, name: str, title: str, picture: str, *, tool: bool) -> None:
        """A button for the page *name*; the first nine get Ctrl+1 to Ctrl+9."""
        number = len(self._buttons) + 1
        button = PageButton(name, picture, keys_of(number))
        button.set_title(title)
        button.set_narrow(bool(self.property("narrow")))
        self._group.addButton(button)
        (self._tools if tool else self._main).addWidget(button)
        self._line.setVisible(self._line.isVisibleTo(self) or tool)
        self._buttons[name] = button

    def clear(self) -> None:
        """Forget all pages."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.setParent(None)
            button.deleteLater()
        self._buttons.clear()

    def set_title(self, name: str, title: str) -> None:
        """Call the page *name* by another title."""
        self._buttons[name].set_title(title)

    def set_count(self, name: str, count: int) -> None:
        """Show how many things wait on the page *name*."""
        if name in self._buttons:
            self._buttons[name].set_count(count)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Take little room: pictures with a tip instead of words."""
        if self.property("narrow") == narrow:
            return
        set_property(self, "narrow", narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)

    def mark(self, name: str) -> None:
        """Show that the page *name* is open."""
        self._buttons[name].setChecked(True)
