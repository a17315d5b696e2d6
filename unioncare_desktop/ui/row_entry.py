"""What is typed or pasted into a grid of a round or a quarter: judged beforehand, stored as one action with a name."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.domain.record import Record
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import cell_entry
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work


class Service(Protocol):
    """A service into whose rows is typed; it knows what they belong to by the id of a round, or by a quarter."""

    def judge(self, session: "Session", of: Any, entries: Sequence[cell_entry.Entry], /) -> list[Judgement]:  # noqa: ANN401
        """What would become of entries."""

    def enter(self, session: "Session", of: Any, entries: Sequence[cell_entry.Entry], /) -> cell_entry.Entered:  # noqa: ANN401
        """Store entries."""


class RowEntry:
    """Entering into the rows of *record_type* of one round or quarter; *called* names a row of the grid by its key.

    The texts of columns named in *values* are handed over as the values that the grid understands.
    """

    def __init__(
        self,
        work: "Work",
        parent: QWidget,
        service: Service,
        record_type: type[Record],
        called: Callable[[Any], str],
        values: Sequence[str] = (),
    ) -> None:
        self._work, self._parent, self._service = work, parent, service
        self._fields, self._called, self._values = fields_of(record_type), called, values
        self.grid: RecordGrid | None = None
        self.of: Any = None
        self._name = ""

    def belong_to(self, of: Any, name: str) -> None:  # noqa: ANN401 - as the service knows it
        """Say what the rows belong to, None for nothing, and what that is called."""
        self.of, self._name = of, name

    def judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        """What would become of *entries*."""
        if self.of is None:
            return []
        with self._work.read() as session:
            return self._service.judge(session, self.of, self._asked(entries))

    def enter(self, entries: Sequence[Entry]) -> None:
        """Store *entries*; what is refused stays in its cell with the reason."""
        if self.of is None or self.grid is None:
            return
        errors: list[UserError] = []
        pasting = self.grid.pasting
        entered = self._work.write(
            self._title(entries, pasting=pasting),
            lambda session: self._service.enter(session, self.of, self._asked(entries)),
            errors.append,
            kind=PASTE if pasting else EDIT,
        )
        if entered is None:
            messages.show(errors[0], self._parent)
        refused = (
            [(entry.key, entry.column, str(errors[0])) for entry in entries]
            if entered is None
            else [(one.entry.key, one.entry.field, one.reason) for one in entered.refused]
        )
        texts = {(entry.key, entry.column): entry.text for entry in entries}
        for key, column, reason in refused:
            self.grid.refuse(key, column, texts[key, column], reason)

    def _asked(self, entries: Sequence[Entry]) -> list[cell_entry.Entry]:
        return [cell_entry.Entry(entry.key, entry.column, self._raw(entry)) for entry in entries]  # type: ignore[arg-type] # ids

    def _raw(self, entry: Entry) -> object:
        if self.grid is None or entry.column not in self._values:
            return entry.text
        try:
            return self.grid.model.column(entry.column).parse(entry.text)
        except Unreadable:  # the service says why
            return entry.text

    def _title(self, entries: Sequence[Entry], *, pasting: bool) -> str:
        count = show_whole(len(entries))
        if pasting:
            return _("Dán {count} ô, {of}").format(count=count, of=self._name)
        if len(entries) > 1:
            return _("Nhập {count} ô, {of}").format(count=count, of=self._name)
        (entry,) = entries
        words = _("Nhập {field} {of}, {row}") if entry.text else _("Xóa {field} {of}, {row}")
        return words.format(field=self._fields[entry.column].label, of=self._name, row=self._called(entry.key))
