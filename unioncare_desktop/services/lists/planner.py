"""What all kinds of lists have in common on the way from a row to a line of the plan."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


def changes_of(
    fields: Mapping[str, Field], stored: Mapping[str, Any], change: Mapping[str, Any], names: "Names"
) -> tuple[tuple[str, str, str], ...]:
    """What changes of a record, as shown: the labels of its *fields* with the old and the new values."""
    return tuple(
        (fields[name].label, names.shown(fields[name], stored[name]), names.shown(fields[name], value))
        for name, value in change.items()
    )


def content_of(fields: Mapping[str, Field], values: Mapping[str, Any], without: Collection[str], names: "Names") -> str:
    """What a new record brings: "Số lượng: 2; Ngày đăng ký: 01/07/2023"."""
    shown = (
        (fields[name].label, names.shown(fields[name], value))
        for name, value in values.items()
        if name in fields and name not in without
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
