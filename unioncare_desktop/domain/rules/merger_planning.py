"""The best grouping of small unions, proven: the door of the planner of mergers. Pure; no database.

The words it speaks are those of `merger_problem.py`; a grouping made by hand is judged in `merger_judgement.py`.
"""

from unioncare_desktop.domain.rules.merger_judgement import Broken, JudgedGroup, Judgement, Rule, judged
from unioncare_desktop.domain.rules.merger_problem import (
    LEAST,
    MOST_UNITS,
    NO_LOCKS,
    Conflict,
    Contradiction,
    Gap,
    Goal,
    Group,
    Left,
    Locks,
    Plan,
    Preference,
    Problem,
    Reason,
    Rules,
    Score,
    Unit,
)

__all__ = [
    "LEAST",
    "MOST_UNITS",
    "NO_LOCKS",
    "Broken",
    "Conflict",
    "Contradiction",
    "Gap",
    "Goal",
    "Group",
    "JudgedGroup",
    "Judgement",
    "Left",
    "Locks",
    "Plan",
    "Preference",
    "Problem",
    "Reason",
    "Rule",
    "Rules",
    "Score",
    "Unit",
    "judged",
]
