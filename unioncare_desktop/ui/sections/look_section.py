"""Giao diện: theme, size, where Enter goes, and under which name changes are recorded."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_THEMES = {"system": _("Theo &Windows"), "light": _("Sán&g"), "dark": _("Tố&i")}
_MOVES = {"down": _("&Xuống ô dưới"), "right": _("Sang ô bên &phải")}
_NAME_WIDTH = 320


class LookSection(Section):
    """The user's own choices, kept on this machine."""

    title = _("Giao diện")

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context, self.title, _("Chỉ áp dụng cho máy này và có hiệu lực ngay."))
        settings = context.settings
        self.themes = Choice(_THEMES, settings.theme)
        self.moves = Choice(_MOVES, settings.enter_moves)
        self.zoom = Label("", "heading")
        self.smaller = Button("−", lambda: self._zoom(-1), tip=_("Nhỏ hơn (Ctrl+lăn chuột)"))
        self.larger = Button("+", lambda: self._zoom(1), tip=_("To hơn (Ctrl+lăn chuột)"))
        self.normal = Button(_("&Cỡ thường"), lambda: self._zoom(0), tip="Ctrl+0")
        self.user = QLineEdit(settings.user_name or work.database.user)
        self.user.editingFinished.connect(self._rename)
        name = Label(_("&Tên người dùng (ghi trong lịch sử thay đổi)"))
        name.setBuddy(self.user)
        self.body.addLayout(column(Label(_("Màu")), self.themes, gap=4))
        self.body.addLayout(
            column(Label(_("Cỡ chữ")), row(self.smaller, self.zoom, self.larger, self.normal, 1), gap=4)
        )
        self.body.addLayout(column(Label(_("Khi bấm Enter trong bảng")), self.moves, gap=4))
        self.body.addLayout(column(name, self.user, gap=4))
        self.body.addStretch(1)
        self.themes.group.idClicked.connect(self._choose_theme)
        self.moves.group.idClicked.connect(self._choose_move)
        theme.current().changed.connect(self._show_look)
        self._show_look()

    def _show_look(self) -> None:
        look = theme.current()
        self.zoom.setText(f"{look.zoom} %")
        self.themes.choose(look.choice)
        self.user.setMaximumWidth(look.px(_NAME_WIDTH))

    def _choose_theme(self) -> None:
        self.context.settings.theme = self.themes.value
        self.context.save_settings()
        theme.current().choose(self.themes.value)

    def _zoom(self, steps: int) -> None:
        look = theme.current()
        look.set_zoom(look.zoom + steps * theme.ZOOM_STEP if steps else 100)
        self.context.settings.zoom = look.zoom
        self.context.save_settings()

    def _choose_move(self) -> None:
        self.context.settings.enter_moves = self.moves.value
        self.context.save_settings()
        self.context.changed.emit()

    def _rename(self) -> None:
        name = " ".join(self.user.text().split())
        if name and name != self.work.database.user:
            self.work.database.user = name
            self.context.settings.user_name = name
            self.context.save_settings()
            self.context.changed.emit()
        self.user.setText(self.work.database.user)


class Choice(QWidget):
    """A few words beside each other, one of which is chosen."""

    def __init__(self, words: dict[str, str], chosen: str) -> None:
        super().__init__()
        self._codes = list(words)
        self.group = QButtonGroup(self)
        buttons = [QRadioButton(text) for text in words.values()]
        for number, button in enumerate(buttons):
            self.group.addButton(button, number)
        buttons[self._codes.index(chosen)].setChecked(True)
        self.setLayout(row(*buttons, 1, gap=16))

    def choose(self, code: str) -> None:
        """Show that *code* is chosen."""
        self.group.button(self._codes.index(code)).setChecked(True)

    @property
    def value(self) -> str:
        """The code of what is chosen."""
        return self._codes[self.group.checkedId()]
