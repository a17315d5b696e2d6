"""The form of any record: its fields in groups over a `Draft`, with what is wrong below each. It saves nothing.

A page shows a draft, listens to `edited`, and hands `draft` to a service when the user saves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.kinds import Text, quoted
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.editors import Editor, NotesEditor, TickEditor, editor_of
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, plain_tip, row, set_property

_WIDE = 36
_ACROSS = 2


@dataclass(frozen=True)
class Group:
    """Some fields under a heading; a group that is `folded` waits behind "Thêm mục khác"."""

    title: str
    fields: tuple[str, ...]
    folded: bool = False


class RecordForm(QWidget):
    """All fields of a record type, or those of *groups*; *options* are the choices of linked fields by name.

    *labels* rename fields for an office that calls them otherwise.
    """

    edited = Signal(str)
    """The name of a field that was left with something new in it."""

    def __init__(
        self,
        record_type: type,
        groups: Sequence[Group] = (),
        *,
        options: Mapping[str, Mapping[Any, str]] | None = None,
        labels: Mapping[str, str] | None = None,
        across: int = _ACROSS,
    ) -> None:
        super().__init__()
        fields = fields_of(record_type)
        self.draft = Draft(record_type)
        self._told: dict[str, Problem] = {}
        self._touched: set[str] = set()
        self._rows: dict[str, FieldRow] = {}
        self._folded: list[FieldGroup] = []
        self.notice = Notice()
        self.unfold = Button(_("Thêm mục &khác ▾"), self.show_all_fields, role="link")
        layout = column(self.notice, gap=16)
        for group in groups or (Group("", tuple(fields)),):
            rows = [
                FieldRow(fields[name], (options or {}).get(name), (labels or {}).get(name)) for name in group.fields
            ]
            part = FieldGroup(group.title, rows, across)
            self._rows |= {one.field.name: one for one in rows}
            if group.folded:
                self._folded.append(part)
                part.hide()
            layout.addWidget(part)
        layout.add(row(self.unfold, 1), 1)
        self.unfold.setHidden(not self._folded)
        self.setLayout(layout)
        for name, one in self._rows.items():
            one.editor.left.connect(lambda name=name: self._left(name))
            one.taken.connect(lambda text, name=name: self._enter(name, text))

    # What pages do with it

    def set_draft(self, draft: Draft) -> None:
        """Show *draft*. Nothing is called wrong before the user has been there."""
        self.draft = draft
        self._told.clear()
        self._touched.clear()
        self.notice.show_text("")
        for name, one in self._rows.items():
            one.editor.show_value(draft.values.get(name), draft.unread_text(name))
        self._show_problems()

    def take_in(self) -> Draft:
        """The draft with everything typed so far, also in the field that has not been left."""
        for name, one in self._rows.items():
            if one.editor.isModified():
                self._left(name)
        return self.draft

    def set_options(self, name: str, options: Mapping[Any, str]) -> None:
        """Offer other choices in the field *name*."""
        editor = self._rows[name].editor
        if hasattr(editor, "set_options"):
            editor.set_options(options)

    def show_problems(self, problems: Iterable[Problem] = ()) -> bool:
        """Show everything wrong with the draft, and what a service found; go to the first. Whether there was any.

        What a service says of a field is forgotten when the field is edited.
        """
        self._touched = set(self._rows)
        found = tuple(problems)
        self._told = {problem.field: problem for problem in reversed(found) if problem.field in self._rows}
        self.show_advice("\n".join(problem.text for problem in found if problem.field not in self._rows))
        wrong = [problem.field for problem in (*self.draft.errors, *found) if problem.severity is Severity.ERROR]
        self._show_problems()
        first = next((name for name in self._rows if name in wrong), None)
        if first is not None:
            self.go_to(first)
        return bool(wrong)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Show what a service finds odd with the fields while they are typed; the caret stays where it is."""
        self._told = {problem.field: problem for problem in problems if problem.field in self._rows}
        self._show_problems()

    def show_advice(self, text: str) -> None:
        """Say something above the fields: that another record is nearly the same. An empty text says nothing."""
        self.notice.show_text(text)

    def go_to(self, name: str) -> None:
        """Put the caret into the field *name*."""
        if any(self._rows[name] in part.rows for part in self._folded):
            self.show_all_fields()
        self._rows[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Put the caret into the first field."""
        self.go_to(next(iter(self._rows)))

    def show_all_fields(self) -> None:
        """Show the groups that were folded away."""
        for part in self._folded:
            part.show()
        if self.unfold.hasFocus():
            self._folded[0].rows[0].editor.setFocus()
        self.unfold.hide()

    # What the user does

    def _left(self, name: str) -> None:
        editor = self._rows[name].editor
        if editor.isModified():
            self._enter(name, editor.raw())

    def _enter(self, name: str, raw: object) -> None:
        self.draft.enter(name, raw)
        self._told.pop(name, None)
        self._touched.add(name)
        self._rows[name].editor.show_value(self.draft.values.get(name), self.draft.unread_text(name))
        self._show_problems()
        self.edited.emit(name)

    def _show_problems(self) -> None:
        found: dict[str, Problem] = {}
        for problem in self.draft.problems:
            if problem.field in self._touched:
                found.setdefault(problem.field, problem)
        for name, one in self._rows.items():
            one.show_problem(self._told.get(name) or found.get(name))


class FieldRow(QWidget):
    """A label, its editor, and below it what helps or what is wrong, with what may have been meant."""

    taken = Signal(str)
    """The user meant this text, which was proposed."""

    def __init__(self, field: Field, options: Mapping[Any, str] | None, label: str | None) -> None:
        super().__init__()
        self.field = field
        self.editor: Editor = editor_of(field, options)
        self._name = label or field.label
        self._below = Label(field.help, "small", wrap=True)
        if not field.help:
            self._below.hide()
        self.editor.setAccessibleName(self._name)
        self.editor.setWhatsThis(plain_tip(field.help or self._name))
        self._proposals = row(gap=12)
        self._proposed: tuple[str, ...] = ()
        parts = column(self.editor, self._below, self._proposals, gap=3)
        if not isinstance(self.editor, TickEditor):
            shown = Label(_("{label} *").format(label=self._name) if field.required else self._name)
            shown.setBuddy(self.editor)
            parts.insertWidget(0, shown)
        parts.addStretch(1)
        self.setLayout(parts)

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width."""
        several = isinstance(self.editor, NotesEditor | TickEditor)
        return several or (isinstance(self.field.kind, Text) and self.field.width >= _WIDE)

    def show_problem(self, problem: Problem | None) -> None:
        """Show *problem* instead of the help, without the label that stands above it anyway."""
        tone = problem.severity.value if problem is not None and problem.severity is not Severity.HINT else ""
        set_property(self.editor, "problem", tone)
        text = problem.text.removeprefix(f"{self.field.label}: ") if problem is not None else self.field.help
        self._below.setText(text[:1].upper() + text[1:])
        self._below.set_role("small" if not tone else "error" if tone == "error" else "warning")
        self._below.setHidden(not text)
        self.editor.setAccessibleDescription(text)
        self._propose(problem.proposals if problem is not None else ())

    def _propose(self, texts: tuple[str, ...]) -> None:
        if texts == self._proposed:
            return
        self._proposed = texts
        while (item := self._proposals.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        before: QWidget = self.editor
        for text in texts:
            button = self._proposal(text)
            self._proposals.add(button)
            self.setTabOrder(before, button)
            before = button
        self._proposals.add(1)

    def _proposal(self, text: str) -> Button:
        words = _("Dùng {text}").format(text=quoted(text)) if text else _("Để trống")
        return Button(words.replace("&", "&&"), lambda: self._take(text), role="link", tip=text)

    def _take(self, text: str) -> None:
        self.editor.setFocus()
        self.taken.emit(text)


class FieldGroup(QWidget):
    """Fields side by side under a heading, wide ones over the whole width."""

    def __init__(self, title: str, rows: Sequence[FieldRow], across: int) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self._grid = QGridLayout()
        line, place = 0, 0
        for one in rows:
            width = across if one.wide else 1
            if place + width > across:
                line, place = line + 1, 0
            self._grid.addWidget(one, line, place, 1, width)
            place += width
        for number in range(across):
            self._grid.setColumnStretch(number, 1)
        heading = [Label(title, "heading")] if title else []
        self.setLayout(column(*heading, self._grid, gap=8))
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self._grid.setHorizontalSpacing(theme.current().px(16))
        self._grid.setVerticalSpacing(theme.current().px(10))
