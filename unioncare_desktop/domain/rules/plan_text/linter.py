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
from unioncare_desktop.domain.rules.plan_text.findings import FORM, LETTERS, Finding, Linted, ProposedPlan
from unioncare_desktop.domain.rules.plan_text.reading import Reading, read
from unioncare_desktop.domain.rules.plan_text.recognition import Known
from unioncare_desktop.domain.rules.plan_text.slips import Slips
from unioncare_desktop.domain.rules.plan_text.structure import Plan
from unioncare_desktop.i18n import _

MOST_FINDINGS = 500
"""Nobody looks at more; a text with so many is no plan."""


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
        return Linted(findings=broken)
    plans = structure.plans(reading, issued_on)
    wanted = [tuple(targets.proposals(reading, plan, knowledge.indicators)) for plan in plans]
    found = [*dates.findings(reading), *slips.findings(reading, knowledge.slips)]
    found += _further(reading, plans[1:])
    for plan, of_plan in zip(plans, wanted, strict=True):
        found += structure.findings(reading, plan)
        found += deadlines.findings(reading, plan)
        found += periods.findings(reading, plan)
        found += limits.findings(reading, plan, of_plan)
    ordered = sorted(set(found), key=_place)
    return Linted(
        findings=tuple(ordered[:MOST_FINDINGS]),
        more=max(0, len(ordered) - MOST_FINDINGS),
        targets=tuple(chain.from_iterable(wanted)),
        deadlines=tuple(chain.from_iterable(deadlines.proposals(reading, plan) for plan in plans)),
        registers=tuple(chain.from_iterable(registers.proposals(reading, plan) for plan in plans)),
        plan=ProposedPlan(plans[0].number, plans[0].issued_on, plans[0].name),
    )


def _place(finding: Finding) -> tuple[int, int, str, str]:
    return finding.start, finding.end, finding.kind, finding.sentence


def _further(reading: Reading, plans: Sequence[Plan]) -> list[Finding]:
    """Where a text goes on with another plan, whose targets do not belong to the first."""
    sentence = _("Từ đây là một kế hoạch khác: hãy soát và lấy chỉ tiêu riêng từng bản.")
    return [
        reading.finding(FORM, plan.title, 0, len(plan.title.text), sentence) for plan in plans if plan.title is not None
    ]


def _broken_letters(reading: Reading) -> list[Finding]:
    """The first line whose letters are of an old font or were read by the wrong code page."""
    for line, start in enumerate(reading.line_starts, 1):
        end = reading.line_starts[line] if line < len(reading.line_starts) else len(reading.given)
        text = reading.given[start:end].rstrip()
        if wrong := trouble(text):
            return [Finding(LETTERS, start, start + len(text), line, text, wrong.sentence)]
    return []
