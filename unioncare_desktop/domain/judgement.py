"""What becomes of something typed or pasted, told before it is stored: a service judges, a grid shows it."""

from dataclasses import dataclass
from typing import Literal

from unioncare_desktop.errors import Severity

Fate = Literal["new", "changed", "same", "rejected"]


@dataclass(frozen=True)
class Judgement:
    """What becomes of one entry; `reason` says why it is rejected, or what is odd about it (`severity`)."""

    fate: Fate
    reason: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, order=True)
class NewRow:
    """A blank line of a grid that becomes a row once enough is typed in it; lines are told apart by their numbers."""

    number: int
