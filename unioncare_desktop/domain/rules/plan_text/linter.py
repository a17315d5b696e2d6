"""The door: a text goes in, what is wrong in it and what it sets comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from unioncare_desktop.domain.old_fonts import trouble
from unioncare_desktop.domain.rules.plan_text import (
    dates,
    deadlines,
    limits,
    periods,
    registers,
    slips,
    structure,
    targets,
)
from unioncare_desktop.domain.rules.plan_text.findings import LETTERS, Finding, Linted
from unioncare_desktop.domain.rules.plan_text.reading import Reading, read
from unioncare_desktop.domain.rules.plan_text.recognition import Known
from unioncare_desktop.domain.rules.plan_text.slips import Slips


@dataclass(frozen=True)
class Knowledge:
    """What the linter knows besides the language: the slips, and the words of the indicators."""

    slips: Slips
    indicators: Sequence[Known] = ()


def lint(text: str, knowledge: Knowledge, issued_on: date | None = None) -> Linted:
    """Everything found in *text*, in the order of the text.

    *issued_on* is the day of issue where the text itself does not say it. A text whose letters are broken is only
    told so: in it nothing can be read.
    """
    reading = read(text)
    broken = tuple(_broken_letters(reading))
    if broken:
        return Linted(findings=broken, issued_on=issued_on)
    plans = structure.plans(reading, issued_on)
    wanted = [tuple(targets.proposals(reading, plan, knowledge.indicators)) for plan in plans]
    found = [*dates.findings(reading), *slips.findings(reading, knowledge.slips)]
    for plan, of_plan in zip(plans, wanted, strict=True):
        found += structure.findings(reading, plan)
        found += deadlines.findings(reading, plan)
        found += periods.findings(reading, plan)
        found += limits.findings(reading, plan, of_plan)
    return Linted(
        findings=tuple(sorted(set(found), key=lambda finding: (finding.start, finding.end))),
        targets=tuple(chain.from_iterable(wanted)),
        deadlines=tuple(chain.from_iterable(deadlines.proposals(reading, plan) for plan in plans)),
        registers=tuple(chain.from_iterable(registers.proposals(reading, plan) for plan in plans)),
        issued_on=plans[0].issued_on,
    )


def _broken_letters(reading: Reading) -> list[Finding]:
    """The first line whose letters are of an old font or were read by the wrong code page."""
    for line, start in enumerate(reading.line_starts, 1):
        end = reading.line_starts[line] if line < len(reading.line_starts) else len(reading.given)
        text = reading.given[start:end].rstrip()
        if wrong := trouble(text):
            return [Finding(LETTERS, start, start + len(text), line, text, wrong.sentence)]
    return []
