"""Long tasks: a generator yields a `Step` now and then and returns its result. No Qt, no threads here."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
_PART = 500


@dataclass(frozen=True)
class Step:
    """How far a task is: *done* of *total* units (0 where unknown), and what it is doing."""

    done: int
    total: int
    text: str = ""


Task = Generator[Step, None, T]


def in_parts(rows: Sequence[T], do: Callable[[Sequence[T]], object]) -> Task[None]:
    """*do* something to all *rows*, some hundreds at a time, with a step before each part."""
    for start in range(0, len(rows), _PART):
        yield Step(start, len(rows))
        do(rows[start : start + _PART])


def drain(task: Task[T], report: Callable[[Step], None] | None = None) -> T:
    """Run *task* to its end and return its result, telling *report* of each step."""
    while True:
        try:
            step = next(task)
        except StopIteration as end:
            result: T = end.value
            return result
        if report is not None:
            report(step)
