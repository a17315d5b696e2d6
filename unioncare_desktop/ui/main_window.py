"""The window: a shell of navigation, stack of pages, top bar and status bar. What is on a page is the page's business.

It imports no record and no service, so that it can be painted before the database is loaded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget, QTabBar, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page import AFTER_PAINTING, Context, Page
from unioncare_desktop.ui.undoing import Steps
from unioncare_desktop.ui.widgets.basics import Button, Chip, EmptyState, Label, column, row, scrolled
from unioncare_desktop.ui.widgets.drop_area import dropped_files
from unioncare_desktop.ui.widgets.navigation import NUMBERED_PAGES, Navigation
from unioncare_desktop.ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.everywhere import Everywhere
    from unioncare_desktop.ui.work import Work

SIZE = (1280, 740)
_NARROW = 1000
"""Below this width at 100 % the navigation shows only its pictures."""


@dataclass(frozen=True)
class Key:
    """Keys that work everywhere in the window, what they mean, and what they do."""

    keys: tuple[str, ...]
    meaning: str
    do: Callable[[], object]


class MainWindow(QMainWindow):
    """Empty until `fill` brings the work and the pages; each page is made when it is first visited."""

    painted = Signal()
    """The window can be seen for the first time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.work: Work | None = None
        self._seen = False
        self.page: Page | None = None
        self._types: dict[str, type[Page]] = {}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._said: dict[str, tuple[str, str]] = {}
        self.navigation = Navigation()
        self.status = StatusBar()
        self.steps = Steps(self)
        self.stack = QStackedWidget()
        self.search = Button(
            _("Tìm công đoàn, kỳ, báo cáo, lệnh…"), self.search_everywhere, picture="search", role="search"
        )
        self._search_keys = Label("Ctrl K", "keys")
        self._everywhere: Everywhere | None = None
        self._office, self._period = Label("", "heading"), Chip()
        self.setCentralWidget(self._laid_out())
        self.setAcceptDrops(True)
        self.navigation.chosen.connect(self.go)
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+K is its key
        theme.current().changed.connect(self._fit)
        context.changed.connect(self._name_everything)
        context.badged.connect(self.navigation.set_count)
        self.keys = tuple(self._keys())
        self.commands = (*self.keys, *self._commands_without_keys())
        self._bind_keys()
        self._restore_geometry()
        self.show_alone(EmptyState("home", _("Đang mở dữ liệu…")))
        self._name_everything()

    def _laid_out(self) -> QWidget:
        top = QFrame()
        top.setObjectName("topBar")
        self._brand = Label("UnionCare", "brand")
        self._brand.setObjectName("brand")
        shown = (self._brand, self._office, self._period, 1, self.search, self._search_keys)
        bar = row(*shown, gap=12, margins=(16, 0, 16, 0))
        bar.setStretch(shown.index(self.search), 2)
        top.setLayout(bar)
        middle = row(self.navigation, self.stack, gap=0)
        middle.setStretch(1, 1)
        whole = QWidget()
        layout = column(top, middle, self.status, gap=0)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        return whole

    # Pages

    @property
    def page_types(self) -> tuple[type[Page], ...]:
        """The pages that are offered, in the order of the navigation."""
        return tuple(self._types.values())

    def fill(self, work: "Work", pages: Sequence[type[Page]]) -> None:
        """Show the *pages* over *work*, the first one opened; those of a database shown before are closed."""
        self.empty()
        self.work = work
        work.changed.connect(self._reload)
        self.navigation.show()
        self.status.show_saved(work.saved_at)
        self.status.show_user(work.database.user)
        self.status.show_news("")
        QTimer.singleShot(AFTER_PAINTING, self, self.steps.look)
        self.add_pages(pages)
        if self._types:
            self.go(next(iter(self._types)))

    def add_pages(self, pages: Sequence[type[Page]]) -> None:
        """Offer more *pages*; those that are offered already stay as they are."""
        for page in sorted(pages, key=lambda page: page.tool):
            if page.name not in self._types:
                self._types[page.name] = page
                self.navigation.add(page.name, page.short_label(self.context.words), page.icon, tool=page.tool)
        self._show_search(shown=bool(self._types))

    def empty(self) -> None:
        """Close all pages."""
        self.navigation.clear()
        while (widget := self.stack.widget(0)) is not None:
            self.stack.removeWidget(widget)
            widget.deleteLater()
        self.work = self.page = None
        for known in (self._types, self._pages, self._stale, self._said):
            known.clear()

    def show_alone(self, widget: QWidget) -> None:
        """Show one *widget* without navigation: the first start, or why the data cannot be opened."""
        self.empty()
        self.navigation.hide()
        self._show_search(shown=False)
        self._show_status()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def _show_search(self, *, shown: bool) -> None:
        self.search.setVisible(shown)
        self._search_keys.setVisible(shown)

    def go(self, name: str, argument: object = None) -> None:
        """Show the page *name* and hand it *argument*, unless the present page holds the user back."""
        before = self.page
        if before is not None and before.name != name and not before.may_leave():
            self.navigation.mark(before.name)
            return
        page = self._pages.get(name) or self._made(name)
        if name in self._stale:
            self._stale.discard(name)
            page.refresh()
        self.page = page
        self.stack.setCurrentIndex(list(self._pages).index(name))
        self.navigation.mark(name)
        self._show_status()
        if argument is not None:
            page.arrive(argument)
        page.setFocus()

    def _made(self, name: str) -> Page:
        if self.work is None:
            raise KeyError(name)
        page = self._types[name](self.work, self.context)
        page.go.connect(self.go)
        page.status.connect(lambda text: self._say(name, 0, text))
        page.summary.connect(lambda text: self._say(name, 1, text))
        self._pages[name] = page
        frame = scrolled()
        self.stack.addWidget(frame)  # from outside to inside: a page that moves is polished again
        frame.setWidget(page)
        self._stale.add(name)
        return page

    def _reload(self, change: "Change") -> None:
        self._stale |= {name for name, page in self._pages.items() if page.tables() & change.tables}
        if self.work is not None:
            self.status.show_saved(self.work.saved_at)
        self.status.show_news("")
        self.steps.look()
        if self.page is not None and self.page.name in self._stale:
            self._stale.discard(self.page.name)
            self.page.follow(change)

    def _refresh(self) -> None:
        if self.page is not None:
            self._stale.discard(self.page.name)
            self.page.refresh()

    def _say(self, name: str, place: int, text: str) -> None:
        said = list(self._said.get(name, ("", "")))
        said[place] = text
        self._said[name] = (said[0], said[1])
        self._show_status()

    def _show_status(self) -> None:
        content, selection = self._said.get(self.page.name, ("", "")) if self.page else ("", "")
        self.status.content.setText(content)
        self.status.selection.setText(selection)

    def _name_everything(self) -> None:
        context = self.context
        self._office.setText(context.office)
        self._period.show_text(context.period_title)
        if self.work is not None:
            self.status.show_user(self.work.database.user)
        self.setWindowTitle(f"{context.office} – UnionCare" if context.office else "UnionCare")
        for name, page in self._types.items():
            self.navigation.set_title(name, page.short_label(context.words))
        for page_shown in self._pages.values():
            page_shown.header.set_title(page_shown.label(context.words))

    # Keys

    def _keys(self) -> Iterator[Key]:
        yield Key(("Ctrl+K",), _("Tìm khắp nơi"), self.search_everywhere)
        yield Key(("Ctrl+F", "F3"), _("Tìm trong trang"), self._find)
        yield Key(("Ctrl+Z",), _("Hoàn tác"), self.steps.undo)
        yield Key(("Ctrl+Y", "Ctrl+Shift+Z"), _("Làm lại"), self.steps.redo)
        yield Key(("Ctrl+PgUp",), _("Kỳ trước"), self._ask_page(Page.previous_period))
        yield Key(("Ctrl+PgDown",), _("Kỳ sau"), self._ask_page(Page.next_period))
        yield Key(("Ctrl+Tab",), _("Phần sau của trang"), lambda: self._step_part(1))
        yield Key(("Ctrl+Shift+Tab",), _("Phần trước của trang"), lambda: self._step_part(-1))
        yield Key(("Ctrl+N",), _("Thêm mới"), self._ask_page(Page.add))
        yield Key(("Ctrl+S",), _("Lưu (mọi thay đổi đều đã tự lưu)"), self._save)
        yield Key(("Ctrl+E",), _("Xuất Excel"), self._ask_page(Page.export))
        yield Key(("Ctrl+P",), _("In"), self._ask_page(Page.print_out))
        yield Key(("F5",), _("Nạp lại"), self._refresh)
        yield Key(("F9",), _("Sắp xếp lại"), self._ask_page(Page.resort))
        yield Key(("Ctrl+0",), _("Cỡ chữ thường; Ctrl+lăn chuột: to, nhỏ"), lambda: self._zoom(0))
        yield Key(("F1",), _("Giải thích ô đang chọn"), self._help)
        yield Key(("Ctrl+/",), _("Bảng phím tắt này"), self._list_keys)

    def _bind_keys(self) -> None:
        for key in self.keys:
            for keys in key.keys:
                QShortcut(QKeySequence(keys), self).activated.connect(key.do)
        for number in range(1, NUMBERED_PAGES + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self._go_to_number(number))

    def _ask_page(self, action: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: self.page and getattr(self.page, action.__name__)()

    def _go_to_number(self, number: int) -> None:
        if number <= len(self._types):
            self.go(list(self._types)[number - 1])

    def _step_part(self, by: int) -> None:
        """Show the part of the page after or before the one that is shown, around the end, and go to it."""
        tabs = next((bar for bar in self.stack.findChildren(QTabBar) if bar.isVisible()), None)
        if tabs is None or self.page is None:
            return
        places = [place for place in range(tabs.count()) if tabs.isTabVisible(place)]
        tabs.setCurrentIndex(places[(places.index(tabs.currentIndex()) + by) % len(places)])
        if not tabs.hasFocus():
            self.page.setFocus()

    def _find(self) -> None:
        if self.page is None or not self.page.start_search():
            self.search_everywhere()

    def search_everywhere(self) -> None:
        """Ctrl+K: the palette that finds unions, periods, pages, reports and commands."""
        from unioncare_desktop.ui.everywhere import Everywhere

        if self._everywhere is None:
            self._everywhere = Everywhere(self)
        self._everywhere.open()

    def _commands_without_keys(self) -> Iterator[Key]:
        for choice, meaning in (("dark", _("Nền tối")), ("light", _("Nền sáng")), ("system", _("Nền theo Windows"))):
            yield Key((), meaning, partial(self._choose_theme, choice))

    def _choose_theme(self, choice: str) -> None:
        self.context.settings.theme = choice
        self.context.save_settings()
        theme.current().choose(choice)

    def _save(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
            focused.setFocus()
        if self.page is not None:
            self.page.save()

    def _help(self) -> None:
        from PySide6.QtWidgets import QWhatsThis

        widget = QApplication.focusWidget()
        start = widget
        while widget is not None and not widget.whatsThis():
            widget = widget.parentWidget()
        if widget is not None and start is not None:
            QWhatsThis.showText(start.mapToGlobal(QPoint(0, start.height())), widget.whatsThis(), start)

    def _list_keys(self) -> None:
        from unioncare_desktop.ui.widgets.shortcuts import ShortcutsDialog

        numbered = (f"Ctrl+1 … Ctrl+{min(len(self._types), NUMBERED_PAGES)}", _("Mở từng trang"))
        listed = [(" · ".join(key.keys), key.meaning) for key in self.keys]
        of_page = self.page.keys if self.page is not None else ()
        ShortcutsDialog([numbered, *listed, *of_page], self).open()

    # Size, place and closing

    def _zoom(self, steps: int) -> None:
        look = theme.current()
        look.set_zoom(look.zoom + steps * theme.ZOOM_STEP if steps else 100)
        self.context.settings.zoom = look.zoom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window, or large letters, leave the navigation only its pictures."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < theme.current().px(_NARROW)
        self.navigation.set_narrow(narrow)
        self._brand.setHidden(narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the wheel before it reaches a list that would scroll."""
        super().showEvent(event)
        self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+wheel makes everything larger or smaller; the first picture is told."""
        if event.type() == QEvent.Type.Expose and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)
        if (
            isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and not self._zooms_itself(event.globalPosition().toPoint())
        ):
            turned = event.angleDelta().y()
            if turned:
                self._zoom(1 if turned > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def _zooms_itself(self, at: QPoint) -> bool:
        """Whether what lies there has a zoom of its own, as the preview of a report has."""
        widget = self.childAt(self.mapFromGlobal(at))
        while widget is not None and not widget.property("zooms"):
            widget = widget.parentWidget()
        return widget is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere in the window, if a page takes them."""
        if self._taker_of_files() and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand dropped files to the page that takes them."""
        taker = self._taker_of_files()
        if taker is not None:
            event.acceptProposedAction()
            self.go(taker, dropped_files(event.mimeData()))

    def _taker_of_files(self) -> str | None:
        return next((page.name for page in self._types.values() if page.takes_files), None)

    def _restore_geometry(self) -> None:
        saved = self.context.settings.window_geometry.encode()
        if not (saved and self.restoreGeometry(QByteArray.fromBase64(QByteArray(saved)))):
            self.resize(*SIZE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is still being typed is saved; a page that holds something unsaved may keep the window open."""
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if not all(page.may_close() for page in self._pages.values()):
            event.ignore()
            return
        self.context.settings.window_geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.context.save_settings()
        super().closeEvent(event)
