"""The line at the bottom of the window: saved or not, what is shown and selected, what waits, the last backup, who."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Elided, Label, plain_tip, row


class StatusBar(QFrame):
    """Each part is set by itself; an empty one takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.saved = Label()
        self.news, self.content, self.selection = Elided(), Elided(), Elided()
        self.due = Button("", role="link", tip=_("Mở danh sách việc đến hạn"))
        self.due.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+K finds the list too
        self.due.hide()
        self.backup, self.user = Label(), Label()
        for long in (self.news, self.content, self.selection):
            long.setMinimumWidth(1)  # a long sentence is cut, the window stays as wide as it is
        self.setLayout(
            row(
                *(self.saved, self.news, self.content, self.selection, 1, self.due, self.backup, self.user),
                gap=20,
                margins=(16, 0, 16, 0),
            )
        )

    def show_saved(self, at: datetime | None) -> None:
        """Everything typed was saved *at* a time; None before the first change."""
        self.saved.setText(_("● Đã lưu {time}").format(time=f"{at:%H:%M}") if at else _("● Chưa có thay đổi"))
        self.saved.set_role("good" if at else "")

    def show_news(self, text: str, whole: str = "") -> None:
        """What the last key did: "Đã hoàn tác: Dán 12 ô"; *whole* is all of it where *text* is cut."""
        self.news.setText(text)
        self.news.setToolTip(plain_tip(whole))

    def show_due(self, text: str) -> None:
        """How much is late or due soon; nothing hides it."""
        self.due.setText(text)
        self.due.setVisible(bool(text))

    def show_backup(self, text: str, *, worrying: bool = False) -> None:
        """When the last backup was made and checked, or that there is none."""
        self.backup.setText(text)
        self.backup.set_role("warning" if worrying else "")

    def show_user(self, name: str) -> None:
        """Under whose name changes go into the history."""
        self.user.setText(_("Người dùng: {name}").format(name=name) if name else "")
