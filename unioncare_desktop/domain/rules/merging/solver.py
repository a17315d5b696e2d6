"""Whole-number programs solved by HiGHS: the only place that knows the solver.

One thread and a fixed seed: the same program has the same answer every time that it is solved to its end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unioncare_desktop.progress import Step, Task

if TYPE_CHECKING:
    from highspy import Highs, HighsLp

WAIT = 0.1
"""Seconds between two steps while the solver works."""
TOLERANCE = 1e-6
_NOTHING_KNOWN = -(10**9)
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "presolve_rule_off": 1 << 15,  # probing: gains nothing here and does not keep to the time limit
    "mip_abs_gap": 0.999,  # goals are whole numbers: a bound less than one away proves the value
}
Terms = Mapping[int, int]
"""A sum: how often each column counts."""


@dataclass
class Program:
    """Columns from 0 to `upper` (whole numbers) and rows: sums that stay between two bounds."""

    upper: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def column(self, upper: int) -> int:
        """The number of a new column."""
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, terms: Terms, lower: float, upper: float) -> None:
        """Keep the sum *terms* between *lower* and *upper*."""
        self.rows.append((terms, lower, upper))

    def kept_by(self, values: tuple[int, ...]) -> bool:
        """Whether *values* of the columns keep to every bound and row, reckoned in whole numbers."""
        return all(0 <= value <= upper for value, upper in zip(values, self.upper, strict=True)) and all(
            lower <= total(terms, values) <= upper for terms, lower, upper in self.rows
        )


def total(terms: Terms, values: tuple[int, ...]) -> int:
    """The sum that *terms* are with *values* of the columns."""
    return sum(count * values[column] for column, count in terms.items())


@dataclass(frozen=True)
class Answer:
    """Values of the columns, None where none were found in time, and what the sum of no values gets below."""

    values: tuple[int, ...] | None
    bound: int


def solved(program: Program, goal: Terms, seconds: float, start: tuple[int, ...] | None = None) -> Task[Answer]:
    """The values of *program* that make the sum *goal* the least within *seconds*, from *start* where it is known.

    Closing the generator stops the solver.
    """
    from highspy import Highs, HighsSolution

    solver = Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.setOptionValue("time_limit", max(seconds, 0.0))
    solver.passModel(_model(program, goal))
    if start is not None:
        solution = HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    yield from _run(solver)
    return _answer(solver, program, goal)


def _run(solver: "Highs") -> Task[None]:
    solver.HandleUserInterrupt = True
    solver.startSolve()
    try:
        while not solver.wait(WAIT)[0]:
            yield Step(0, 0)
    finally:
        solver.cancelSolve()  # type: ignore[no-untyped-call]


def _model(program: Program, goal: Terms) -> "HighsLp":
    from highspy import HighsLp, HighsVarType, MatrixFormat

    model = HighsLp()
    columns = range(len(program.upper))
    model.num_col_, model.num_row_ = len(program.upper), len(program.rows)
    model.col_cost_ = [goal.get(column, 0) for column in columns]
    model.col_lower_, model.col_upper_ = [0.0] * len(columns), [float(upper) for upper in program.upper]
    model.row_lower_ = [lower for _terms, lower, _upper in program.rows]
    model.row_upper_ = [upper for _terms, _lower, upper in program.rows]
    model.integrality_ = [HighsVarType.kInteger] * len(columns)
    matrix, starts = model.a_matrix_, [0]
    for terms, _lower, _upper in program.rows:
        starts.append(starts[-1] + len(terms))
    matrix.format_ = MatrixFormat.kRowwise
    matrix.start_ = starts
    matrix.index_ = [column for terms, _lower, _upper in program.rows for column in terms]
    matrix.value_ = [count for terms, _lower, _upper in program.rows for count in terms.values()]
    return model


def _answer(solver: "Highs", program: Program, goal: Terms) -> Answer:
    """What *solver* found, where it stands when it is reckoned in whole numbers."""
    info = solver.getInfo()
    bound = math.ceil(info.mip_dual_bound - TOLERANCE) if math.isfinite(info.mip_dual_bound) else _NOTHING_KNOWN
    values = tuple(round(value) for value in solver.getSolution().col_value)
    if len(values) != len(program.upper) or not program.kept_by(values):
        return Answer(None, bound)
    return Answer(values, min(bound, total(goal, values)))
