"""Named looks of a page: its columns, its order and everything it is filtered by, saved, chosen, renamed, deleted."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column, row, set_property
from unioncare_desktop.ui.widgets.overlay import Overlay
from unioncare_desktop.vietnamese import clean, sort_key

LONGEST_NAME = 60
Filter = FilterChip | QLineEdit
_GRID, _PAGE, _NAME = "grid", "page", "view"


class ViewBar(QWidget):
    """A menu of looks, and the columns. *filters* are the page's own chips and its search box, by name."""

    def __init__(self, grid: RecordGrid, context: Context, name: str, filters: Mapping[str, Filter]) -> None:
        super().__init__()
        self.grid, self._context, self._filters = grid, context, filters
        self._views: MutableMapping[str, Any] = context.settings.views.setdefault(name, {})
        self._last: MutableMapping[str, Any] = context.settings.grids.setdefault(name, {})
        self.menu = QMenu(self)
        self.button = QPushButton()
        self.button.setProperty("role", "filter")
        self.button.setAutoDefault(False)
        self.button.setMenu(self.menu)
        self.columns = Button("", self._choose_columns, picture="columns", tip=_("Chọn cột"))
        self.columns.setProperty("role", "filter")
        self.columns.setAccessibleName(_("Chọn cột"))
        self.setLayout(row(self.button, self.columns))
        self.menu.aboutToShow.connect(self._fill)
        for one in filters.values():
            if isinstance(one, FilterChip):
                one.chosen.connect(self._remember)
        self._show_name()

    # The last look

    def restore(self) -> None:
        """At the start: filter the page as it was when it was left, without the words that were searched for."""
        self._apply(_group(self._last.get(_PAGE)))

    def _remember(self) -> None:
        self._last[_PAGE] = {name: _state(one) for name, one in self._filters.items() if isinstance(one, FilterChip)}

    def _apply(self, states: Mapping[str, Any]) -> None:
        for name, one in self._filters.items():
            _set_state(one, states.get(name))

    @property
    def name(self) -> str:
        """The view that was chosen last; empty for the look that a page has at first."""
        name = self._last.get(_NAME)
        return name if isinstance(name, str) and name in self._views else ""

    def _call(self, name: str) -> None:
        self._last[_NAME] = name
        self._context.save_settings()
        self._show_name()

    def _show_name(self) -> None:
        words = _("Khung nhìn: {name} ▾").format(name=self.name) if self.name else _("Khung nhìn ▾")
        self.button.setText(words.replace("&", "&&"))
        set_property(self.button, "filtering", bool(self.name))

    # Views

    def look(self) -> dict[str, Any]:
        """Everything that a view keeps, as plain data."""
        return {_GRID: self.grid.look, _PAGE: {name: _state(one) for name, one in self._filters.items()}}

    def choose(self, name: str) -> None:
        """Show the view *name*; "" is the look that the page has at first."""
        view = _group(self._views.get(name))
        self._apply(_group(view.get(_PAGE)))
        self.grid.apply_look(_group(view.get(_GRID)))
        self._call(name)

    def save(self, name: str) -> None:
        """Keep the present look as the view *name*."""
        self._views[name] = self.look()
        self._call(name)

    def rename(self, before: str, after: str) -> None:
        """Call a view otherwise."""
        self._views[after] = self._views.pop(before)
        self._call(after)

    def delete(self, name: str) -> None:
        """Forget a view after asking; what is shown stays."""
        if messages.ask(_("Xóa khung nhìn “{name}”?").format(name=name), _("&Xóa"), parent=self):
            del self._views[name]
            self._call("")

    # The menu

    def _fill(self) -> None:
        self.menu.clear()
        here = self.name
        for name in ("", *sorted(self._views, key=sort_key)):
            action = self._add((name or _("Mặc định")).replace("&", "&&"), partial(self.choose, name))
            action.setCheckable(True)
            action.setChecked(name == here)
        self.menu.addSeparator()
        if here and self._views[here] != self.look():
            self._add(_("&Cập nhật “{name}”").format(name=here.replace("&", "&&")), partial(self.save, here))
        self._add(_("&Lưu khung nhìn mới…"), partial(self._ask, _("Lưu khung nhìn"), "", self.save))
        if here:
            self._add(_("Đổ&i tên…"), partial(self._ask, _("Đổi tên khung nhìn"), here, partial(self.rename, here)))
            self._add(_("&Xóa khung nhìn…"), partial(self.delete, here))
        self.menu.addSeparator()
        self._add(_("Chọn cộ&t…"), self._choose_columns)

    def _add(self, text: str, use: Callable[[], None]) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda _checked: use())
        return action

    def _ask(self, title: str, name: str, use: Callable[[str], None]) -> None:
        taken = [other for other in self._views if other != name]
        NamePanel(self.grid, title, name, taken, use).open_at(self._below(self.button))

    def _choose_columns(self) -> None:
        self.grid.arrangement.choose_columns(self._below(self.columns))

    def _below(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height() + 2))


class NamePanel(Overlay):
    """Asks for the name of a view."""

    def __init__(self, owner: QWidget, title: str, name: str, taken: list[str], use: Callable[[str], None]) -> None:
        super().__init__(owner)
        self._taken, self._use = taken, use
        self.line = QLineEdit(name)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setPlaceholderText(_("Tên khung nhìn"))
        self.line.setAccessibleName(_("Tên khung nhìn"))
        self._save = Button(_("&Lưu"), self.accept, role="primary")
        self._problem = Label("", "warning", wrap=True)
        self.setLayout(
            column(
                Label(title, "heading"),
                self.line,
                self._problem,
                row(1, Button(_("Đón&g"), self.leave), self._save),
                margins=(12, 10, 12, 12),
            )
        )
        self.line.textChanged.connect(self._judge)
        self._judge()

    def enter(self) -> None:
        """Typing replaces the name."""
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.selectAll()

    def _judge(self) -> None:
        name = clean(self.line.text())
        self._save.setEnabled(bool(name))
        self._problem.setText(_("Đã có khung nhìn tên này; lưu sẽ thay nó.") if name in self._taken else "")
        self._problem.setVisible(name in self._taken)
        self._place()

    def accept(self) -> None:
        """Enter."""
        name = clean(self.line.text())
        if name:
            self.leave()
            self._use(name)


def _group(data: object) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _state(one: Filter) -> str | bool:
    """What a filter of the page is set to."""
    if isinstance(one, QLineEdit):
        return one.text()
    return one.isChecked() if one.isCheckable() else one.value


def _set_state(one: Filter, state: object) -> None:
    """Set a filter; what makes no sense sets it to nothing."""
    text = state if isinstance(state, str) else ""
    if isinstance(one, QLineEdit):
        one.setText(text)
    elif one.isCheckable():
        one.setChecked(state is True)
    else:
        one.choose(text)
