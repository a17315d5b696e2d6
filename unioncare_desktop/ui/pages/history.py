"""Nhật ký: what everybody did, what each action changed, and a way to take it back; the trash is its other side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from unioncare_desktop.domain.kinds import Day, Unreadable
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import history, trash, undo
from unioncare_desktop.services.history import ActionRow, Changes, FieldChange, Filter
from unioncare_desktop.services.trash import Deleted
from unioncare_desktop.services.undo import Offer, Undone
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.undoing import take_back
from unioncare_desktop.ui.widgets.basics import (
    Button,
    EmptyState,
    FilterChip,
    Label,
    Tone,
    column,
    plain_tip,
    set_property,
)
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH, _DAY_WIDTH = 220, 104
_ACTIONS, _TRASH, _NOTHING = range(3)
_TONES: dict[str, Tone] = {history.UNDONE: "warning"}


@dataclass(frozen=True)
class Found:
    """What the filters want: the newest actions, or what was deleted; and everybody who ever did something."""

    people: list[str]
    actions: list[ActionRow]
    deleted: list[Deleted]


class HistoryPage(Page):
    """The actions, newest first, above what the chosen one changed; or what was deleted."""

    name, title, icon, tool = "history", _("Nhật ký"), "history", True
    shows = RECORDS

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._most = history.MOST_ACTIONS
        self._shown: int | None = None
        self._background = Background()
        self._searching = False
        self.words = SearchBox(_("Tìm thao tác…"))
        self.by_person = FilterChip(_("Người"), _("tất cả"))
        self.by_kind = FilterChip(_("Loại"), _("tất cả"))
        self.since, self.until = DayBox(_("Từ ngày")), DayBox(_("Đến ngày"))
        self.only_live = FilterChip(_("Chưa hoàn tác"))
        self.in_trash = FilterChip(_("Thùng rác"))
        looks = context.settings.grids
        self.done = RecordGrid(_action_columns(), look=looks.setdefault(self.name, {}))
        self.changes = RecordGrid(_change_columns(), _change_key, look=looks.setdefault("changes", {}), filters=False)
        self.trash = RecordGrid(_trash_columns(), attrgetter("key"), look=looks.setdefault("trash", {}))
        self.about = Label("", "heading")
        self.more = Button(_("Xem &thêm"), self._show_more)
        self.undo = Button(_("&Hoàn tác thao tác này"), self._undo)
        self.redo = Button(_("&Làm lại thao tác này"), self._redo)
        self.restore = Button(_("&Khôi phục"), self._restore, role="primary")
        self.header.add_actions(self.more, self.redo, self.undo, self.restore)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = (self.words, self.by_person, self.by_kind, self.since, self.until, self.only_live, self.in_trash)
        for grid in (self.done, self.changes, self.trash):
            grid.select_whole_rows()
        below = QWidget()
        below.setLayout(column(self.about, self.changes, gap=8, margins=(0, 8, 0, 0)))
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.done)
        both.addWidget(below)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        self._nothing = EmptyState("history", "")
        self._stack = QStackedWidget()
        self.body.addLayout(Flow(*filters, gap=12))
        self.body.addWidget(self._stack, 1)
        for widget in (both, self.trash, self._nothing):
            self._stack.addWidget(widget)
        self.setFocusProxy(self.done)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        px = theme.current().px
        self.words.setFixedWidth(px(_SEARCH_WIDTH))
        for box in (self.since, self.until):
            box.setFixedWidth(px(_DAY_WIDTH))

    def _connect(self) -> None:
        self.by_kind.set_choices(tuple(history.KINDS.values()))
        self.words.searched.connect(self._search)
        self._background.answered.connect(self._show_searched)
        for chip in (self.by_person, self.by_kind, self.only_live):
            chip.chosen.connect(self._filter)
        for box in (self.since, self.until):
            box.left.connect(self._filter)
        self.words.left.connect(self._go_to_rows)
        self.in_trash.chosen.connect(self._turn)
        self.done.current_changed.connect(self._show_changes)
        self.done.opened.connect(lambda _key, _column: self.changes.setFocus())
        self.trash.opened.connect(lambda _key, _column: self._restore())
        for grid in (self.done, self.changes, self.trash):
            grid.summary.connect(self.summary)

    # What is shown

    @property
    def _grid(self) -> RecordGrid:
        return self.trash if self.in_trash.isChecked() else self.done

    @property
    def current(self) -> ActionRow | None:
        """The action that is chosen."""
        key = self.done.current_key
        return next((one for one in self.done.shown_rows if one.id == key), None)

    def refresh(self) -> None:
        """Load the newest actions that the filters want, and the trash."""
        self._searching = False
        self._show(self._found(self._wanted(), self._most, trashed=self.in_trash.isChecked()))

    def _search(self) -> None:
        """While one types, thousands of titles are looked through beside the window."""
        self._most = history.MOST_ACTIONS
        self._searching = True
        self._background.ask(partial(self._found, self._wanted(), self._most, trashed=self.in_trash.isChecked()))

    def _show_searched(self, found: Found) -> None:
        if self._searching:  # else the page was loaded after the question
            self._searching = False
            self._show(found)

    def _found(self, wanted: Filter, most: int, *, trashed: bool) -> Found:
        with self.work.read() as session:
            return Found(
                history.people(session),
                history.actions(session, wanted, limit=most),
                trash.listed(session, wanted.text) if trashed else [],
            )

    def _show(self, found: Found) -> None:
        trashed = self.in_trash.isChecked()
        self.by_person.set_choices(found.people)
        self.by_person.setVisible(len(found.people) > 1 and not trashed)
        counted = _("Thùng rác {count} ×").format(count=show_whole(len(found.deleted)))
        self.in_trash.set_label(counted if trashed else _("Thùng rác"))
        self.done.set_rows(found.actions)
        self.trash.set_rows(found.deleted)
        self.more.setVisible(len(found.actions) == self._most and not trashed)
        self._show_side()
        self._shown = None
        self._show_changes()

    def _wanted(self) -> Filter:
        kinds = {words: kind for kind, words in history.KINDS.items()}
        return Filter(
            text=self.words.text(),
            who=self.by_person.value,
            kind=kinds.get(self.by_kind.value, ""),
            since=self.since.day,
            until=self.until.day,
            live_only=self.only_live.isChecked(),
        )

    def _go_to_rows(self) -> None:
        self._grid.setFocus()

    def _filter(self) -> None:
        self._most = history.MOST_ACTIONS
        self.refresh()

    def _show_more(self) -> None:
        self._most += history.MOST_ACTIONS
        self.refresh()

    def _turn(self) -> None:
        self.setFocusProxy(self._grid)
        self.refresh()

    def _show_side(self) -> None:
        """The actions or the trash, or what an empty one is for."""
        trashed = self.in_trash.isChecked()
        count = len(self._grid.shown_rows)
        for widget in (self.by_kind, self.since, self.until, self.only_live):
            widget.setVisible(not trashed)
        for button in (self.undo, self.redo):
            button.setVisible(not trashed)
        self.restore.setVisible(trashed)
        self.restore.setEnabled(count > 0)
        self.words.setPlaceholderText(_("Tìm trong thùng rác…") if trashed else _("Tìm thao tác…"))
        self._nothing.sentence.setText(self._why_empty(trashed=trashed))
        self._stack.setCurrentIndex(_NOTHING if not count else _TRASH if trashed else _ACTIONS)
        words = _("{count} mục đã xóa") if trashed else _("{count} thao tác")
        self.status.emit(words.format(count=show_whole(count)))

    def _why_empty(self, *, trashed: bool) -> str:
        if trashed:
            return _("Thùng rác trống. Những gì bị xóa sẽ nằm ở đây và luôn khôi phục được.")
        if self._wanted() != history.EVERYTHING:
            return _("Không có thao tác nào khớp bộ lọc.")
        return _("Chưa có thao tác nào. Mọi thay đổi sẽ được ghi lại ở đây: ai, lúc nào, từ gì thành gì.")

    def _show_changes(self) -> None:
        """What the chosen action changed."""
        chosen = self.current
        self.undo.setEnabled(chosen is not None and chosen.state == history.LIVE)
        self.redo.setEnabled(chosen is not None and chosen.state in (history.UNDONE, history.UNDO))
        if chosen is None or chosen.id != self._shown:
            found = Changes()
            if chosen is not None:
                with self.work.read() as session:
                    found = history.changes_of(session, chosen.id)
            self._shown = chosen.id if chosen is not None else None
            self.changes.set_rows(found.fields)
            self.about.setText(_about(chosen, found))

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show an action by its id, or the "trash"."""
        self.in_trash.setChecked(argument == "trash")
        if isinstance(argument, int):
            self._clear_filters()
            while argument not in [one.id for one in self.done.shown_rows] and self.more.isVisibleTo(self):
                self._show_more()
            self.done.go_to(argument)

    def _clear_filters(self) -> None:
        self.words.clear()
        for chip in (self.by_person, self.by_kind):
            chip.choose("")
        for box in (self.since, self.until):
            box.clear()
        self.only_live.setChecked(False)
        self._filter()

    def start_search(self) -> bool:
        """Ctrl+F: the page's own box."""
        self.words.start()
        return True

    def resort(self) -> None:
        """F9: the newest first again."""
        self._grid.resort()

    # What is taken back

    def _undo(self) -> None:
        self._take_back(undo.offer, _("&Hoàn tác"))

    def _redo(self) -> None:
        chosen = self.current
        self._take_back(undo.offer if chosen and chosen.state == history.UNDO else undo.offer_redo, _("&Làm lại"))

    def _take_back(self, find: Callable[[Any, int], Offer], verb: str) -> None:
        chosen = self.current
        if chosen is None:
            return
        try:
            with self.work.read() as session:
                offered = find(session, chosen.id)
        except UserError as error:
            messages.show(error, self)
            return
        if messages.ask(_question(offered, chosen), verb, parent=self):
            take_back(self.work, offered, self._taken_back, lambda error: messages.show(error, self))

    def _taken_back(self, done: Undone) -> None:
        self.status.emit(_("Đã trả lại {count} dòng").format(count=show_whole(done.rows)))

    def _restore(self) -> None:
        chosen: list[Deleted] = [one for one in self.trash.shown_rows if one.key in self.trash.selected_keys]
        if not chosen:
            return
        keys = [one.key for one in chosen]
        name = chosen[0].name if len(chosen) == 1 else _("{count} mục").format(count=show_whole(len(chosen)))
        title = _("Khôi phục {name}").format(name=name)
        count = self.work.write(title, lambda session: trash.restore(session, keys))
        if count is not None:
            self.status.emit(_("Đã khôi phục {count} dòng").format(count=show_whole(count)))


class DayBox(LineEditor):
    """A day typed as a filter; what is none is marked, and filters nothing."""

    def __init__(self, label: str) -> None:
        super().__init__(Day())
        self.setPlaceholderText(label)
        self.setAccessibleName(label)

    @property
    def day(self) -> date | None:
        """The day, None where there is none."""
        try:
            day: date | None = Day().parse(self.text())
        except Unreadable as error:
            self.setToolTip(plain_tip(str(error)))
            set_property(self, "problem", "error")
            return None
        self.setToolTip("")
        set_property(self, "problem", "")
        return day


def _question(offered: Offer, chosen: ActionRow) -> str:
    question = _("{title}?\n\n{who}, {at:%H:%M %d/%m/%Y}. Các dòng được trả lại: {rows}.")
    return question.format(title=offered.title, who=chosen.who, at=chosen.at, rows=chosen.rows)


def _about(chosen: ActionRow | None, found: Changes) -> str:
    if chosen is None:
        return _("Chọn một thao tác để xem đã thay đổi những gì.")
    count = _("{title} · {count} thay đổi").format(title=chosen.title, count=show_whole(len(found.fields)))
    if not found.more:
        return count
    return _("{count}, và {more} dòng nữa").format(count=count, more=show_whole(found.more))


def _change_key(change: FieldChange) -> tuple[Any, ...]:
    return (change.table, change.row_id, change.field, change.values)


def _moment(shown: ActionRow | Deleted) -> str:
    return f"{shown.at:%d/%m/%Y %H:%M}"


def _state(shown: ActionRow) -> Badge | None:
    return Badge(shown.state_words, _TONES.get(shown.state, "neutral")) if shown.state_words else None


def _action_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("at", _("Thời gian"), value=_moment, sort=attrgetter("id"), width=144, muted=True),
        GridColumn("who", _("Người"), width=104),
        GridColumn("title", _("Thao tác"), width=390, strong=True),
        GridColumn("kind", _("Loại"), value=attrgetter("kind_words"), width=112, muted=True),
        GridColumn("rows", _("Đã thay đổi"), width=220),
        GridColumn("state", _("Trạng thái"), value=_state, status=True, width=120),
    )


def _change_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("record", _("Của"), width=400, strong=True),
        GridColumn("label", _("Mục"), width=170),
        GridColumn("old", _("Trước"), width=240, muted=True),
        GridColumn("new", _("Sau"), width=240),
    )


def _trash_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("kind", _("Loại"), value=attrgetter("kind"), width=140, muted=True),
        GridColumn("name", _("Đã xóa"), width=380, strong=True),
        GridColumn("at", _("Lúc"), value=_moment, sort=attrgetter("at"), width=144, muted=True),
        GridColumn("who", _("Người"), width=110),
        GridColumn("title", _("Thao tác"), width=320),
    )
