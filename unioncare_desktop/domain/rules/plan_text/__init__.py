"""Reading the text of a plan: what is wrong in it, and which targets, deadlines and registers it sets.

`linter` is the door: `lint(text, knowledge, issued_on)`. Pure: no database, no files. A text is read as it was typed,
pasted or scanned; every finding tells its place in that text.
"""

from unioncare_desktop.domain.rules.plan_text.findings import (
    Finding,
    Linted,
    ProposedDeadline,
    ProposedPlan,
    ProposedRegister,
    ProposedTarget,
)

__all__ = ["Finding", "Linted", "ProposedDeadline", "ProposedPlan", "ProposedRegister", "ProposedTarget"]
