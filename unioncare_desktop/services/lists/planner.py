"""What all kinds of lists have in common on the way from a row to a line of the plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from unioncare_desktop.domain.fields import Field
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.plan import Fate, Line, Repair, Work
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.services.records import Row


class Names(Protocol):
    """Knows the entries of lists by their ids."""

    def shown(self, described: Field, value: Any) -> str:  # noqa: ANN401 - a value of any field
        """The value as a user reads it; of a list, the name of its entry."""
        ...


class Planner:
    """Makes lines of the rows of one file, collecting what there is to tell of them.

    `stored` are the records that change, as they are now, by id.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.repairs: list[Repair] = []
        self.stored: dict[int, Row] = {}

    def lines(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Line, Work | None]]:
        """What becomes of each row, in their order, and what is to be stored for it."""
        raise NotImplementedError

    def remarks(self) -> list[str]:
        """All warnings, once all lines are made."""
        return self.warnings

    def warn(self, candidate: Candidate, text: str) -> None:
        """Keep what is odd about a row; it is told if the row is taken in."""
        sentence = _("Sheet “{sheet}”, dòng {row}, {name}: {text}.")
        name = candidate.name or candidate.code
        candidate.remarks.append(sentence.format(sheet=candidate.sheet, row=candidate.row, name=name, text=text))

    def note(self, candidate: Candidate, problems: Iterable[Problem]) -> None:
        """Refuse a row for what is wrong with it, without the label that stands beside it; keep what is odd.

        Hints are for those who type: nothing is told of them.
        """
        for problem in problems:
            if problem.severity is Severity.ERROR:
                label = candidate.family.fields[problem.field].label
                candidate.reject(problem.field, problem.text.removeprefix(f"{label}: "))
            elif problem.severity is Severity.WARNING:
                self.warn(candidate, problem.text)


@dataclass(frozen=True)
class Found:
    """What a row means: the *stored* record or a new one, what it *changes* of it, all values of a new one (*whole*).

    `about` tells it from other rows of the same union.
    """

    stored: Row | None
    changes: Mapping[str, Any]
    whole: Mapping[str, Any]
    about: str = ""


class RecordPlanner(Planner):
    """Makes lines of rows that are one record each, with these *fields*; *names* knows the lists they choose from.

    What stands in the columns *elsewhere* is not told again as the content of a new record.
    """

    def __init__(self, fields: Mapping[str, Field], names: Names, elsewhere: Collection[str] = ()) -> None:
        super().__init__()
        self._fields, self._names, self._elsewhere = fields, names, elsewhere

    def settled(self, candidate: Candidate, union: Row | None, found: Found) -> tuple[Line, Work | None]:
        """The line of a row that has been judged, and what is to be stored for it."""
        if candidate.rejections:
            return line_of(candidate, union, Fate.REJECTED, about=found.about), None
        if not found.changes:
            return line_of(candidate, union, Fate.SAME, about=found.about), None
        self.warnings += candidate.remarks
        if found.stored is None:
            content = "; ".join(part for part in (found.about, self._content(found.changes)) if part)
            line = line_of(candidate, union, Fate.NEW, about=found.about, content=content)
            return line, Work(None, found.whole)
        self.stored[found.stored["id"]] = found.stored
        line = line_of(candidate, union, Fate.CHANGED, self._changes(found.stored, found.changes), about=found.about)
        return line, Work(found.stored["id"], found.changes)

    def _changes(self, stored: Row, changes: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
        """What changes, as shown: labels with the old and the new values."""
        return tuple(
            (described.label, self._names.shown(described, stored[name]), self._names.shown(described, changes[name]))
            for name, described in self._fields.items()
            if name in changes
        )

    def _content(self, values: Mapping[str, Any]) -> str:
        """What a new record brings: "Số lượng: 2; Ngày đăng ký: 01/07/2023"."""
        shown = (
            (described.label, self._names.shown(described, values[name]))
            for name, described in self._fields.items()
            if name in values and name not in self._elsewhere
        )
        return "; ".join(f"{label}: {text}" for label, text in shown if text)


def line_of(
    candidate: Candidate,
    known: Mapping[str, Any] | None,
    fate: Fate,
    changes: tuple[tuple[str, str, str], ...] = (),
    *,
    about: str = "",
    content: str = "",
) -> Line:
    """The line of a row, named as in the file, else as the *known* union is."""
    name, code = (known["name"], known["code"]) if known is not None else ("", "")
    return Line(
        candidate.sheet,
        candidate.row,
        fate,
        candidate.name or name,
        candidate.code or code or "",
        changes,
        tuple(candidate.rejections),
        about,
        content,
    )
