"""The form of one event of a union: recorded, corrected, or made of what was changed in the union's own form.

Only the fields that matter for the kind of event are asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QWidget

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union, UnionEvent
from unioncare_desktop.domain.records.union_event import CHANGED_BY, EVENT_KINDS, MERGED
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import events, records
from unioncare_desktop.services.event_book import EventDraft, Scan
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

SCANS = _("Bản quét (*.pdf *.png *.jpg *.jpeg *.tif *.tiff);;Mọi tệp (*)")
_DECISION = ("effective_on", "decision", "decided_on", "note")
_WIDTH, _HEIGHT = 620, 560
Options = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True)
class Changes:
    """What was typed into a union's form and happened on a day: in words, the fields, and what else to store first."""

    words: str
    values: Mapping[str, Any]
    before: "Callable[[Session], object]"


class EventForm(QDialog):
    """One event of the union with an id; *options* are the choices of the union's linked fields."""

    saved = Signal()
    merge_wanted = Signal(object)
    """A merger is more than an event of one union: what was typed of its papers, by field."""

    def __init__(
        self, work: "Work", union_id: int, name: str, options: Options, parent: QWidget, changes: Changes | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._union, self._name, self._changes = work, union_id, name, changes
        self._event: int | None = None
        self._version: int | None = None
        self._given: dict[str, Any] = {}
        self._scan: Scan | None = None
        fields = _DECISION if changes else ("kind", *_DECISION)
        self.form = RecordForm(UnionEvent, (Group("", fields),), options={"kind": EVENT_KINDS})
        self.values = {
            kind: RecordForm(Union, (Group(_("Thay đổi thành"), names),), options=options)
            for kind, names in CHANGED_BY.items()
        }
        self._stack, self._nothing = QStackedWidget(), QWidget()
        self._stack.addWidget(self._nothing)
        for one in self.values.values():
            self._stack.addWidget(one)
        self.scanned = Label("", "muted")
        self._tell_scan(None)
        self.attach = Button(_("Đính kèm &bản quét…"), self._attach, picture="folder")
        self.store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        self.store.setDefault(True)
        self._lay_out()
        self.form.edited.connect(self._edited)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Biến động của {name}").format(name=self._name))
        heading = Label(self.windowTitle(), "title", wrap=True)
        told = Label(self._changes.words if self._changes else "", wrap=True)
        told.setVisible(self._changes is not None)
        scan = row(self.attach, self.scanned, 1, gap=12)
        inside = QWidget()
        inside.setLayout(column(told, self.form, self._stack, scan, 1, gap=12, margins=(20, 4, 20, 12)))
        self._stack.setVisible(self._changes is None)
        top, bottom = QWidget(), QWidget()
        top.setLayout(column(heading, margins=(20, 16, 20, 4)))
        bottom.setLayout(row(1, Button(_("Đón&g"), self.reject), self.store, gap=12, margins=(20, 12, 20, 16)))
        whole = column(top, scrolled(inside), bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        px = theme.current().px
        self.resize(px(_WIDTH), min(px(_HEIGHT), int(self.screen().availableSize().height() * 0.94)))

    # What is shown

    def add(self, kind: str | None = None, effective_on: date | None = None) -> None:
        """Ask for a new event."""
        draft = records.new(UnionEvent, union_id=self._union, kind=kind, effective_on=effective_on)
        self.form.set_draft(replace(draft, original=dict(draft.values)))
        self._show_values({})
        self.form.start()
        self.open()

    def edit(self, event_id: int) -> None:
        """Show a recorded event, to correct it."""
        with self._work.read() as session:
            draft = records.open_draft(session, UnionEvent, event_id)
            self._given = events.changed_by(session, event_id)
        self._event, self._version = event_id, draft.version
        self.form.set_draft(draft)
        self._tell_scan(draft.values["scan_name"])
        self._show_values(self._given)
        self.form.start()
        self.open()

    def _show_values(self, given: Mapping[str, Any]) -> None:
        """The union's fields as they are now, and over them what the event made of them."""
        with self._work.read() as session:
            draft = records.open_draft(session, Union, self._union)
        now = {**draft.values, **given}
        for one in self.values.values():
            one.set_draft(replace(draft, original=dict(now), values=dict(now)))
        self._edited("kind")

    def _edited(self, name: str) -> None:
        if name == "kind" and self._event is None and self.form.draft.values.get("kind") == MERGED:
            self._leave_for_merger()
        elif name == "kind":
            shown = self.values.get(self.form.draft.values.get("kind") or "", self._nothing)
            self._stack.setCurrentWidget(shown)
            self._stack.setMaximumHeight(0 if shown is self._nothing else shown.sizeHint().height())

    def _leave_for_merger(self) -> None:
        """A merger has other unions too: it is put together by itself, with what was typed here."""
        values = self.form.draft.values
        super().reject()
        self.merge_wanted.emit({name: values[name] for name in _DECISION})

    def _tell_scan(self, name: str | None) -> None:
        self.scanned.setText(name or _("chưa có bản quét quyết định"))

    def _attach(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Chọn bản quét quyết định"), "", SCANS)
        if chosen:
            self.attach_file(Path(chosen))

    def attach_file(self, path: Path) -> None:
        """Take the file at *path* as the scan of the decision."""
        try:
            self._scan = events.read_scan(path)
        except UserError as error:
            messages.show(error, self)
            return
        self._tell_scan(self._scan.name)

    # Closing and saving

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        values = self._value_form()
        return self.form.take_in().dirty or self._scan is not None or (values is not None and values.take_in().dirty)

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.dirty or messages.ask(_("Bỏ biến động vừa gõ?"), _("&Bỏ"), parent=self):
            super().reject()

    def _value_form(self) -> RecordForm | None:
        return None if self._changes else self.values.get(self.form.draft.values.get("kind") or "")

    def save(self) -> None:
        """Ctrl+S: store the event and close."""
        draft = self.form.take_in()
        if self._changes is not None:
            draft.values["kind"] = next(iter(EVENT_KINDS))  # each of the changes brings its own
        values = self._value_form()
        wrong = bool(self.form.show_problems())
        if values is not None:
            values.take_in()
            wrong = values.show_problems() or wrong
        if not wrong and self._stored(draft.values):
            self.saved.emit()
            self.accept()

    def _stored(self, typed: Mapping[str, Any]) -> bool:
        title = _("Ghi biến động của {name}") if self._event is None else _("Sửa biến động của {name}")

        def store(session: "Session") -> bool:
            self._store(session, typed)
            return True

        return bool(self._work.write(title.format(name=self._name), store, self._refused))

    def _store(self, session: "Session", typed: Mapping[str, Any]) -> None:
        told = {name: typed[name] for name in ("decision", "decided_on", "note")}
        if self._changes is not None:
            self._changes.before(session)
            drafts = events.of_changes(self._union, self._changes.values, typed["effective_on"])
            events.record_many(session, [replace(draft, **told, scan=self._scan) for draft in drafts])
            return
        draft = EventDraft(
            self._union, typed["kind"], typed["effective_on"], self._new_values(), **told, scan=self._scan
        )
        if self._event is None:
            events.record(session, draft)
        else:
            events.correct(session, self._event, draft, version=self._version)

    def _new_values(self) -> dict[str, Any]:
        form = self._value_form()
        if form is None:
            return {}
        names = CHANGED_BY[self.form.draft.values["kind"]]
        given = {name: value for name, value in self._given.items() if name in names}
        return given | {name: value for name, value in form.draft.changes.items() if name in names}

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, InvalidRecord):
            self.form.show_advice(str(error))
            return
        values = self._value_form()
        theirs = [problem for problem in error.problems if problem.field in fields_of(Union)]
        if values is None or not theirs:
            shown = [Problem("" if self._changes and p.field == "kind" else p.field, p.text) for p in error.problems]
            self.form.show_problems(shown)
        else:
            values.show_problems(theirs)
