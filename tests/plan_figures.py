"""How well the linter of plans does: errors found, targets and deadlines proposed, false findings.

`python -m tests.plan_figures` measures the paragraphs of tests/domain/plan_paragraphs.json;
`python -m tests.plan_figures FOLDER` the whole texts, named as those files are that hold them.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from unioncare_desktop.domain.rules.plan_text import Finding, Linted, ProposedTarget
from unioncare_desktop.domain.rules.plan_text.findings import IMPOSSIBLE_DATE
from unioncare_desktop.services import plan_linting, plans
from unioncare_desktop.services.plans import PlanRow, TargetRow

PARAGRAPHS = Path(__file__).parent / "domain" / "plan_paragraphs.json"
_TEXTS = {
    "long-bien-2023": ("000", range(1, 999)),
    "lai-chau-324-2022": ("001", range(1, 999)),
    "gia-lam-667-2022": ("002", range(1, 999)),
    "duong-minh-chau-94-2021": ("003", range(1, 999)),
    "ba-dinh-10-2022": ("004", range(1, 150)),
    "ba-dinh-55-2021": ("004", range(150, 999)),
}


@dataclass(frozen=True)
class Found:
    """What one plan gave, by the lines of the document."""

    findings: tuple[tuple[int, Finding], ...]
    targets: tuple[tuple[int, ProposedTarget], ...]
    deadlines: tuple[tuple[int, Any], ...]


@dataclass(frozen=True)
class Figures:
    """The figures of one plan, or their sums."""

    errors: int = 0
    errors_found: int = 0
    targets: int = 0
    targets_right: int = 0
    targets_too_many: int = 0
    deadlines: int = 0
    deadlines_right: int = 0
    false_dates: int = 0
    other_findings: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@cache
def described() -> Mapping[str, Any]:
    """The paragraphs, what is wrong in them, and what of that no linter could tell."""
    data: Mapping[str, Any] = json.loads(PARAGRAPHS.read_text(encoding="utf-8"))
    return data


def harmless(key: str) -> list[int]:
    """The lines of a plan's paragraphs in which nothing is wrong."""
    plan = described()["plans"][key]
    wrong = {one["line"] for one in (*plan["errors"], *plan["also"])}
    return [one["line"] for one in plan["paragraphs"] if one["line"] not in wrong]


def of_paragraphs(key: str) -> Found:
    """What the paragraphs of one plan gave, read as one text."""
    paragraphs = described()["plans"][key]["paragraphs"]
    text = "\n\n".join(paragraph["text"] for paragraph in paragraphs)
    return _by_lines(plan_linting.lint(None, text), {2 * at + 1: one["line"] for at, one in enumerate(paragraphs)})


def of_document(key: str, folder: Path) -> Found:
    """What the whole text of one plan gave; one file holds two plans."""
    start, lines = _TEXTS[key]
    path = next(folder.glob(f"{start}*.txt"))
    return _by_lines(plan_linting.lint(None, plan_linting.read_file(path)), {line: line for line in lines})


def _by_lines(found: Linted, lines: Mapping[int, int]) -> Found:
    return Found(
        tuple((lines[one.line], one) for one in found.findings if one.line in lines),
        tuple((lines[one.line], one) for one in found.targets if one.line in lines),
        tuple((lines[one.line], one) for one in found.deadlines if one.line in lines),
    )


def figures(key: str, found: Found) -> Figures:
    """The figures of one plan: against its errors, and the targets and deadlines of the shipped plan."""
    plan = next(one for one in plans.shipped() if one.key == key)
    named, also = (described()["plans"][key][kind] for kind in ("errors", "also"))
    missed = missed_errors(key, found)
    wanted = {_target(one, one.line or "") for one in plan.targets if one.value is not None}
    proposed = {_target(one, str(line)) for line, one in found.targets if one.value is not None}
    return Figures(
        errors=len(named),
        errors_found=len(named) - len(missed),
        targets=len(wanted),
        targets_right=len(wanted & proposed),
        targets_too_many=len(proposed - wanted),
        deadlines=len(plan.deadlines),
        deadlines_right=_deadlines_right(plan, found),
        false_dates=sum(_is_false_date(one) for _line, one in found.findings),
        other_findings=len(found.findings) - (len(named) - len(missed)) - _matched(also, found),
    )


def missed_errors(key: str, found: Found) -> list[Mapping[str, Any]]:
    """The errors of a plan that were not found; each finding answers for one of them."""
    named = described()["plans"][key]["errors"]
    left = [(line, one) for line, one in found.findings if not _is_further(one)]
    missed = []
    for error in named:
        answer = next((pair for pair in left if _answers(error, *pair)), None)
        if answer is None:
            missed.append(error)
        else:
            left.remove(answer)
    return missed


def _matched(errors: list[Mapping[str, Any]], found: Found) -> int:
    return sum(any(_answers(error, *pair) for pair in found.findings) for error in errors)


def _answers(error: Mapping[str, Any], line: int, finding: Finding) -> bool:
    return line == error["line"] and error["text"].replace("*", "") in finding.text.replace("*", "")


def _is_further(finding: Finding) -> bool:
    return "kế hoạch khác" in finding.sentence


def _is_false_date(finding: Finding) -> bool:
    return finding.kind == IMPOSSIBLE_DATE and finding.text != "30/02/2023"


def _target(one: TargetRow | ProposedTarget, line: str) -> tuple[object, ...]:
    return one.indicator, one.comparator, one.value, one.by, one.rhythm, line


def _deadlines_right(plan: PlanRow, found: Found) -> int:
    return sum(
        any(
            line in _lines(wanted.line or "") and (one.due, one.rule) == (wanted.due, wanted.rule)
            for line, one in found.deadlines
        )
        for wanted in plan.deadlines
    )


def _lines(written: str) -> range:
    first, _dash, last = written.partition("-")
    return range(int(first), int(last or first) + 1)


def measured(folder: Path | None) -> Iterator[tuple[str, Figures]]:
    """The figures of each plan: of its paragraphs, or of its whole text in *folder*."""
    for key in _TEXTS:
        yield key, figures(key, of_document(key, folder) if folder else of_paragraphs(key))


def main() -> None:
    """Print the figures of each plan and their sums."""
    total = Figures()
    for key, one in measured(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        sys.stdout.write(_line(key, one))
        total += one
    sys.stdout.write(_line("", total))


def _line(key: str, one: Figures) -> str:
    return f"{key:26}{' '.join(f'{name}={value}' for name, value in vars(one).items())}\n"


if __name__ == "__main__":
    main()
