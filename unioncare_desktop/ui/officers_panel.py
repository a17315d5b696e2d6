"""The officers of one union in a grid, edited in its cells. Each action is stored at once; empty rows wait for more.

A new officer is stored as soon as role and name are there. Until then what was typed waits in its row.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Officer, OfficerRole
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.errors import Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists, officers, records
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_FIELDS = fields_of(Officer)
_EMPTY_ROWS = 4
_WIDTHS = {
    "role_id": 176,
    "name": 186,
    "phone": 104,
    "term_from": 104,
    "term_to": 104,
    "email": 170,
    "decision": 150,
    "note": 170,
}
_TITLES = {"term_from": _("Từ ngày"), "term_to": _("Đến ngày"), "decision": _("Quyết định")}
_DIALOG_SIZE, _LEAST_HEIGHT = (980, 480), 200
TONES = {TermState.ENDING: "warning", TermState.ENDED: "error", TermState.CURRENT: "good"}


@dataclass
class Line:
    """A row: what is stored or typed of an officer, and how the stored one stands."""

    key: int
    draft: Draft
    stored: OfficerRow | None = None

    @property
    def touched(self) -> bool:
        """Whether something was typed into a row that is not stored yet."""
        typed = any(value is not None for name, value in self.draft.values.items() if name != "union_id")
        return self.draft.id is None and typed

    @property
    def badge(self) -> Badge | None:
        """How the term stands, or why the row is not stored yet."""
        if self.stored is not None:
            return badge_of(self.stored)
        if not self.touched:
            return None
        missing = [_FIELDS[name].label for name in ("role_id", "name") if self.draft.values.get(name) is None]
        return Badge(_("chưa ghi: thiếu {fields}").format(fields=", ".join(missing).lower()), "warning")


def badge_of(row: OfficerRow) -> Badge:
    """How an officer's term stands, in words and colour."""
    return Badge(row.state_words, TONES.get(row.state, "neutral"))  # type: ignore[arg-type] # names of tones


class OfficersPanel(QWidget):
    """The officers of the union with an id. `saved` tells that something was stored, perhaps in the union too."""

    saved = Signal()
    said = Signal(str)

    def __init__(self, work: "Work", union_id: int) -> None:
        super().__init__()
        self._work, self._union = work, union_id
        self._keys = count(1)
        self._lines: list[Line] = []
        with work.read() as session:
            self._roles = office_lists.offered(session, OfficerRole, clock.today())
        self.grid = RecordGrid(_columns(self._roles), lambda line: line.key, filters=False)
        self.grid.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))
        self.buttons = (
            Button(_("&Thêm cán bộ"), self.add, picture="add", tip="Ctrl+Insert"),
            Button(_("&Bầu nhiệm kỳ mới"), self.succeed, tip="Ctrl+B"),
            Button(_("&Xóa cán bộ"), self.delete, picture="delete", tip="Ctrl+Delete"),
        )
        hint = Label(_("Gõ chức danh, họ tên vào dòng trống; Alt+↓ chọn chức danh"), "small")
        whole = column(self.grid, Flow(*self.buttons, hint, gap=8), gap=8)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.grid)
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self.said)
        self.grid.row_wanted.connect(self.add)
        self.grid.delete_wanted.connect(self._delete)
        shortcut = QShortcut(QKeySequence("Ctrl+B"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.succeed)
        self.refresh()

    # What is shown

    def refresh(self) -> None:
        """Load the officers; rows stay where they are, and what is not stored yet stays in its row."""
        with self._work.read() as session:
            rows = officers.listed(session, clock.today(), self._union)
            drafts = {row.id: records.open_draft(session, Officer, row.id) for row in rows}
        keys = {line.draft.id: line.key for line in self._lines if line.draft.id is not None}
        places = {line.key: place for place, line in enumerate(self._lines)}
        stored = [Line(keys.get(row.id) or next(self._keys), drafts[row.id], row) for row in rows]
        waiting = [line for line in self._lines if line.draft.id is None]
        self._lines = sorted([*stored, *waiting], key=lambda line: places.get(line.key, -1))
        self._show(officers.problems(rows))

    def _show(self, problems: dict[int, list[Problem]]) -> None:
        while sum(line.draft.id is None and not line.touched for line in self._lines) < _EMPTY_ROWS:
            self._lines.append(Line(next(self._keys), officers.new_draft(self._union)))
        self.grid.set_rows(
            self._lines, {line.key: problems.get(line.draft.id or 0, ()) for line in self._lines if line.draft.id}
        )

    @property
    def unsaved(self) -> int:
        """How many rows hold something that closing would lose."""
        refused = {entry.key for entry, _reason in self.grid.refused}
        return len(refused | {line.key for line in self._lines if line.touched})

    def may_close(self) -> bool:
        """Whether the panel may be closed; where rows are not stored, ask."""
        self.grid.finish_editing()
        question = _(
            "{count} dòng cán bộ chưa ghi được (thiếu chức danh, họ tên hoặc có ô sai). Đóng và bỏ các dòng này?"
        )
        return not self.unsaved or messages.ask(
            question.format(count=show_whole(self.unsaved)), _("&Bỏ các dòng này"), _("Ở l&ại"), parent=self
        )

    # What is entered

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: everything that is complete is stored as one action."""
        typed: defaultdict[Any, list[Entry]] = defaultdict(list)
        for entry in entries:
            typed[entry.key].append(entry)
        ready = [line.draft for line in self._lines if line.key in typed and self._take_in(line, typed[line.key])]
        if ready:
            self._store(ready, entries)
        QTimer.singleShot(0, self, self.refresh)  # when the cell has been left

    def _take_in(self, line: Line, entries: Sequence[Entry]) -> bool:
        """Take what was typed into a row; what is wrong stays in its cell. Whether the row can be stored."""
        texts = {entry.column: entry.text for entry in entries}
        for name, text in texts.items():
            line.draft.enter(name, self.grid.model.column(name).parse(text))
        for problem in line.draft.errors:
            if line.draft.id is None and line.draft.values.get(problem.field) is None:
                continue  # not there yet
            name = problem.field if problem.field in texts else entries[-1].column
            self.grid.refuse(line.key, name, texts[name], problem.text)
            line.draft.values[name] = line.draft.original.get(name)
        return not line.draft.errors

    def _store(self, drafts: Sequence[Draft], entries: Sequence[Entry]) -> None:
        def refuse(error: UserError) -> None:
            for entry in entries:
                self.grid.refuse(entry.key, entry.column, entry.text, str(error))
            messages.show(error, self)

        names = ", ".join(str(draft.values["name"]) for draft in drafts[:3])
        ids = self._work.write(
            _("Ghi cán bộ: {names}").format(names=names if len(drafts) <= 3 else f"{names}…"),  # noqa: PLR2004 - shown
            lambda session: [officers.save(session, draft, clock.today()) for draft in drafts],
            refuse,
        )
        for draft, officer_id in zip(drafts, ids or (), strict=False):
            draft.id = officer_id
        if ids:
            self.saved.emit()

    # What is done with rows

    def add(self) -> None:
        """Ctrl+Insert: go to the first empty row."""
        line = self._first_empty()
        self.grid.go_to(line.key, "role_id")

    def succeed(self) -> None:
        """Ctrl+B: an empty row takes the role and the next term of the current officer; the name is typed."""
        before = self._current()
        if before is None or before.draft.id is None:
            self.said.emit(_("Chọn dòng của người hết nhiệm kỳ, rồi bấm Ctrl+B để ghi người được bầu."))
            return
        officer_id, line = before.draft.id, self._first_empty()
        with self._work.read() as session:
            line.draft = officers.successor(session, officer_id, clock.today())
        self.refresh()
        self.grid.go_to(line.key, "name")

    def delete(self) -> None:
        """Ctrl+Delete: remove the officers of the selected rows after asking."""
        self._delete(self.grid.selected_keys)

    def _delete(self, keys: Sequence[object]) -> None:
        chosen = [line for line in self._lines if line.key in keys]
        stored = {line.draft.id: line.draft.values["name"] for line in chosen if line.draft.id is not None}
        names = ", ".join(list(stored.values())[:3]) + ("…" if len(stored) > 3 else "")  # noqa: PLR2004 - shown
        question = _("Xóa {count} cán bộ: {names}?\n\nNgười hết nhiệm kỳ thì nên giữ lại: ghi ngày kết thúc, đừng xóa.")
        if stored:
            asked = question.format(count=show_whole(len(stored)), names=names)
            if not messages.ask(asked, _("&Xóa"), parent=self):
                return
            self._work.write(
                _("Xóa cán bộ: {names}").format(names=names),
                lambda session: officers.delete(session, [key for key in stored if key is not None]),
            )
        self._lines = [line for line in self._lines if line.draft.id is not None or line not in chosen]
        self.refresh()
        if stored:
            self.saved.emit()

    def _current(self) -> Line | None:
        return next((line for line in self._lines if line.key == self.grid.current_key), None)

    def _first_empty(self) -> Line:
        return next(line for line in self._lines if line.draft.id is None and not line.touched)


class OfficersDialog(QDialog):
    """The panel by itself, where the whole form of the union is not wanted."""

    form_wanted = Signal()
    """The user wants to see the union's form."""

    def __init__(self, work: "Work", union_id: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Cán bộ {union}").format(union=name))
        self.panel = OfficersPanel(work, union_id)
        below = row(Button(_("&Mở phiếu đơn vị"), self._go_to_form), 1, Button(_("Đón&g"), self.reject))
        whole = column(Label(name, "title", wrap=True), self.panel, below, gap=12, margins=(20, 16, 20, 16))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        width, height = (theme.current().px(side) for side in _DIALOG_SIZE)
        self.resize(min(width, parent.window().width()), min(height, parent.window().height()))
        self.panel.setFocus()

    def _go_to_form(self) -> None:
        self.reject()
        if not self.isVisible():
            self.form_wanted.emit()

    def reject(self) -> None:
        """Esc: close, unless rows that are not stored are to be kept."""
        if self.panel.may_close():
            super().reject()


def _columns(roles: dict[int, str]) -> tuple[GridColumn, ...]:
    def of_field(name: str) -> GridColumn:
        described = _FIELDS[name]
        return GridColumn(
            name,
            _TITLES.get(name, described.label),
            described.kind,
            width=_WIDTHS[name],
            value=lambda line: line.draft.values.get(name),
            editable=True,
            strong=name == "name",
            headers=(described.label, *described.headers),
            options=roles if name == "role_id" else None,
        )

    first, others = ("role_id", "name", "phone", "term_from", "term_to"), ("email", "decision", "note")
    state = GridColumn("badge", _("Tình trạng"), width=196, status=True)
    return (*map(of_field, first), state, *map(of_field, others))
