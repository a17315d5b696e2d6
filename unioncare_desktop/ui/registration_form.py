"""The form of one registration: what its kind consists of, with the lines of the pact where it is one.

The fields of other kinds keep what stands in them; they are only not shown.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.records import PactItem, Registration
from unioncare_desktop.domain.records.awards import COLLECTIVE, INDIVIDUAL, INITIATIVE, PACT, TITLE_FORMS, WORK
from unioncare_desktop.domain.records.registration import MOVEMENT, TARGET
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import registrations
from unioncare_desktop.services.campaigns import RoundRow, closed_words
from unioncare_desktop.services.registrations import KIND, UNION
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.registration_columns import Offered
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row, scrolled
from unioncare_desktop.ui.widgets.draft_grid import DayOf, DraftGrid, draft_columns, state_column

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_PERSON = ("honorific", "person", "position")
_FIELDS = {
    INDIVIDUAL: ("content", "quantity", "registered_on", *_PERSON, "award", "note"),
    COLLECTIVE: ("content", "quantity", "registered_on", "award", "note"),
    WORK: ("content", "work_field", "performer", "quantity", "registered_on", "due_on", "note"),
    INITIATIVE: ("content", "work_field", "quantity", "registered_on", *_PERSON, "recognised", "in_programme", "note"),
    PACT: ("content", "registered_on", "note"),
}
"""What a registration of each form consists of."""
_MOVEMENTS = {"name": 260, "goal": 240, "starts_on": 104, "ends_on": 104, "note": 122}
_TARGETS = {"name": 300, "unit": 104, "planned": 124, "result": 104, "note": 150}
_SIZE, _PACT_SIZE, _PACT_HEIGHT = (760, 620), (1120, 700), 140


class RegistrationForm(QDialog):
    """A registration of the round *shown*, new or stored; *offered* are the unions, kinds and titles to choose from."""

    saved = Signal(int)
    """The id of a registration that was stored."""
    delete_wanted = Signal(int)
    """The registration with this id is to be deleted. The form is closed."""

    def __init__(self, work: "Work", shown: RoundRow, offered: Offered, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self.round, self._offered = work, shown, offered
        self.draft = Draft(Registration)
        options = {UNION: offered.unions, KIND: offered.kinds}
        self.about = RecordForm(Registration, (Group("", (UNION, KIND)),), options=options)
        self._parts: dict[str, RecordForm] = {}
        self._stack = QStackedWidget()
        self.movements, self.targets = _pact_grids(shown.year)
        self._items: list[Draft] = []
        self.heading, self.notice = Label("", "title", wrap=True), Notice()
        self.remove = Button(_("&Xóa…"), self._delete, picture="delete")
        self.past = Button(_("Lịc&h sử"), self._show_history, picture="history")
        self.again = Button(_("Lưu và thêm &mới"), lambda: self.save(again=True), tip="Ctrl+Enter")
        self.store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        self.store.setDefault(True)
        self.leave = Button(_("Đón&g"), self.reject)
        self._lay_out()
        self.about.edited.connect(self._edited)
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", lambda: self.save(again=True)),
            ("Ctrl+Enter", lambda: self.save(again=True)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _lay_out(self) -> None:
        self._pact = QWidget()
        self._pact.setLayout(
            column(
                Label(_("I. Phong trào thi đua"), "heading"),
                self.movements,
                Label(_("II. Chỉ tiêu thi đua"), "heading"),
                self.targets,
                gap=8,
            )
        )
        inside, top, bottom = QWidget(), QWidget(), QWidget()
        inside.setLayout(column(self.about, self._stack, self._pact, 1, gap=12, margins=(20, 4, 20, 12)))
        top.setLayout(column(self.heading, self.notice, gap=8, margins=(20, 16, 20, 4)))
        bottom.setLayout(
            row(self.remove, self.past, 1, self.leave, self.again, self.store, gap=12, margins=(20, 12, 20, 16))
        )
        whole = column(top, scrolled(inside), bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)

    # What is shown

    def add(self, **values: object) -> None:
        """Ask for a new registration; *values* are known already."""
        with self._work.read() as session:
            draft = registrations.new_draft(session, self.round.id, **values)
        self.heading.setText(_("Đăng ký mới, {round}").format(round=self.round.title))
        self._show(replace(draft, original=dict(draft.values)), [])
        self.open()

    def edit(self, registration_id: int) -> None:
        """Show a stored registration; where it is gone, say so."""
        try:
            with self._work.read() as session:
                draft = registrations.open_draft(session, registration_id)
                items = registrations.item_drafts(session, registration_id)
        except UserError as error:
            messages.show(error, self.parentWidget())
            return
        self.heading.setText(_("Đăng ký thi đua, {round}").format(round=self.round.title))
        self._show(draft, items)
        self.open()

    def _show(self, draft: Draft, items: list[Draft]) -> None:
        self.draft, self._items = replace(draft, year=self.round.year), items
        self.about.set_draft(self.draft)
        self.movements.show_drafts(item for item in items if item.values["part"] == MOVEMENT)
        self.targets.show_drafts(item for item in items if item.values["part"] == TARGET)
        self._show_part()
        self.setWindowTitle(self.heading.text())
        for button in (self.remove, self.past):
            button.setVisible(draft.id is not None)
        for button in (self.remove, self.again, self.store):
            button.setEnabled(not self.round.closed)
        self.notice.show_text(closed_words(self.round) if self.round.closed else "")
        self.movements.grid.set_editable(not self.round.closed)
        self.targets.grid.set_editable(not self.round.closed)
        for fields in (self.about, self._stack):
            fields.setEnabled(not self.round.closed)
        if self.round.closed:
            self.leave.setFocus()
        elif draft.values.get(UNION) is None:
            self.about.go_to(UNION)
        else:
            self._part.start()

    @property
    def _form(self) -> str:
        """What the kind of the draft consists of."""
        return self._offered.forms.get(self._offered.kinds.get(self.draft.values.get(KIND), ""), WORK)

    @property
    def _part(self) -> RecordForm:
        """The fields of that form, made when they are first shown."""
        if self._form not in self._parts:
            part = RecordForm(Registration, (Group("", _FIELDS[self._form]),), options=self._options())
            part.edited.connect(self._edited)
            self._parts[self._form] = part
            self._stack.addWidget(part)
        return self._parts[self._form]

    def _options(self) -> Mapping[str, Mapping[Any, str]]:
        """What is proposed in fields that take other words too."""
        titles = self._offered.titles.get(self._form, []) if self._form in TITLE_FORMS else []
        found = {"content": titles, "award": self._offered.award_forms}
        return {name: {one: one for one in names} for name, names in found.items() if names}

    def _show_part(self) -> None:
        """The fields of the draft's kind, and the lines of a pact where it is one."""
        typing = self._stack.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        part = self._part
        part.set_draft(self.draft)
        self._stack.setCurrentWidget(part)
        self._stack.setMaximumHeight(part.sizeHint().height())
        self._pact.setVisible(self._form == PACT)
        wanted = QSize(*(theme.current().px(side) for side in (_PACT_SIZE if self._form == PACT else _SIZE)))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))
        if typing:
            part.start()

    def _edited(self, name: str) -> None:
        if name == KIND:
            self._show_part()
        if self.draft.errors:
            return
        with self._work.read() as session:
            found = registrations.remarks(session, self.draft)
        self._part.show_advice("\n".join(problem.text for problem in found))

    # Closing and saving

    def take_in(self) -> Draft:
        """The draft with everything typed so far."""
        self.about.take_in()
        self._part.take_in()
        return self.draft

    def _taken_items(self) -> list[Draft]:
        return [*self.movements.take_in(), *self.targets.take_in()]

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        items = self._taken_items()
        return self.take_in().dirty or len(items) != len(self._items) or any(item.dirty for item in items)

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.dirty or messages.ask(_("Bỏ những gì vừa gõ trong phiếu này?"), _("&Bỏ"), parent=self):
            super().reject()

    def save(self, *, again: bool = False) -> None:
        """Ctrl+S: store the registration and close; *again* asks for another of the same union and kind."""
        if self.round.closed:
            return
        self.take_in()
        items = self._taken_items() if self._form == PACT else None
        if self._show_problems(()) or self._show_item_problem():
            return
        stored = self._stored(items)
        if stored is None:
            return
        self.saved.emit(stored)
        if again:
            self.add(**{name: self.draft.values[name] for name in (UNION, KIND)})
        else:
            self.accept()

    def _show_problems(self, told: tuple[Problem, ...]) -> bool:
        """Show what is wrong in the fields that it is about; whether there was anything."""
        above = [problem for problem in told if problem.field in (UNION, KIND)]
        wrong = self.about.show_problems(above)
        return self._part.show_problems([problem for problem in told if problem not in above]) or wrong

    def _show_item_problem(self) -> bool:
        for grid in (self.movements, self.targets):
            if self._form == PACT and grid.problem:
                self._part.show_advice(grid.problem)
                grid.grid.next_problem()
                return True
        return False

    def _stored(self, items: list[Draft] | None) -> int | None:
        union = self._offered.unions.get(self.draft.values[UNION], "")
        words = (
            _("Ghi đăng ký của {union}, {round}") if self.draft.id is None else _("Sửa đăng ký của {union}, {round}")
        )
        title = words.format(union=union, round=f"{self.round.name}/{self.round.year}")

        def store(session: "Session") -> int:
            return registrations.save(session, self.draft, items)

        return self._work.write(title, store, self._refused)

    def _refused(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self._show_problems(tuple(error.problems))
        else:
            self._part.show_advice(str(error))

    def _delete(self) -> None:
        registration_id = self.draft.id
        super().reject()
        if registration_id is not None:
            self.delete_wanted.emit(registration_id)

    def _show_history(self) -> None:
        from unioncare_desktop.ui import cell_history

        if self.draft.id is not None:
            content = str(self.draft.original["content"])
            cell_history.show(self._work, self, Registration, [self.draft.id], content)


def _pact_grids(year: int) -> tuple[DraftGrid, DraftGrid]:
    """The tables of a pact's movements and targets."""
    day = {"kind": DayOf(of=lambda: year)}
    name = {"strong": True, "kind": Text(most=500)}
    movements = draft_columns(
        PactItem,
        _MOVEMENTS,
        name=name | {"title": _("Tên phong trào")},
        starts_on=day | {"title": _("Phát động")},
        ends_on=day | {"title": _("Tổng kết")},
    )
    targets = draft_columns(PactItem, _TARGETS, name=name | {"title": _("Nội dung chỉ tiêu")})
    return _pact_grid(movements, MOVEMENT), _pact_grid(targets, TARGET)


def _pact_grid(columns: tuple[Any, ...], part: str) -> DraftGrid:
    return DraftGrid((*columns, state_column()), lambda: registrations.new_item(part), ("name",), height=_PACT_HEIGHT)
