"""Everything that may go wrong and be told to a user. Sorted at the source, shown in one place.

`str(error)` of a `UserError` is the Vietnamese sentence to show: what, where, how to mend it.
Anything that is not an `AppError` is a bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class AppError(Exception):
    """An error the program knows."""


class Cancelled(AppError):
    """The user stopped a long task; nothing is shown."""


class UserError(AppError):
    """Something the user can mend; the text says how."""


class Severity(StrEnum):
    """How much a problem weighs: an error stops saving, a warning is saved and counted, a hint is only shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a record; `field` is empty when the whole record is meant.

    `proposals` are texts that may have been meant instead; an empty one is a blank.
    """

    field: str
    text: str
    severity: Severity = Severity.ERROR
    proposals: tuple[str, ...] = ()


class InvalidRecord(UserError):
    """A record that may not be saved as it is."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.text for problem in self.problems).replace(".; ", ". "))


class Duplicate(UserError):
    """Another living record has the same code or name."""


class InUse(UserError):
    """A record that others refer to and that therefore stays."""


class Conflict(UserError):
    """Somebody else changed the record in the meantime."""


class Depends(UserError):
    """An action that stays because of what was done after it; `actions` are the ids of that, newest first."""

    def __init__(self, sentence: str, actions: Sequence[int] = ()) -> None:
        self.actions = tuple(actions)
        super().__init__(sentence)


class PeriodClosed(UserError):
    """Something that would change a closed period; `period` is its code."""

    def __init__(self, sentence: str, period: str) -> None:
        self.period = period
        super().__init__(sentence)


class EnvironmentProblem(UserError):
    """The machine, not the data: a disk, a file, another program."""


class DatabaseTooNew(EnvironmentProblem):
    """The file was written by a newer version of the program."""


class DatabaseDamaged(EnvironmentProblem):
    """The file is empty, broken or not ours."""


class DatabaseBusy(EnvironmentProblem):
    """Another program holds the file."""


class DiskFull(EnvironmentProblem):
    """No room left on the disk."""


class FileLocked(EnvironmentProblem):
    """The file is open elsewhere, usually in Excel."""
