"""Every alternative that is proposed for a small union left over comes true, whatever the office."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.merging.planning import (
    Contradiction,
    Locks,
    Preference,
    Problem,
    Reason,
    Rules,
    Unit,
    plan,
)
from unioncare_desktop.progress import drain
from unioncare_desktop.services.merger_alternatives import Alternative, Alternatives, Larger
from unioncare_desktop.services.unions import UnionRow

BLOCS, AREAS, UPPERS = ("Kinh tế", "Nông nghiệp", "Tư pháp", ""), ("Kim Mã", "Giảng Võ"), (None, 90)
LARGE = 100
FOUNDING = 5


def row(unit: Unit) -> UnionRow:
    """The union behind a unit."""
    empty = dict.fromkeys(("level", "sector", "upper", "search"), "") | dict.fromkeys(
        ("code", "chair", "phone", "founded_on", "closed_on")
    )
    name = f"CĐCS {unit.id}"
    return UnionRow(
        id=unit.id,
        name=name,
        bloc=unit.bloc,
        area=unit.area,
        state="active",
        reports=True,
        sort_key=name,
        upper_id=unit.upper,
        **empty,  # type: ignore[arg-type] # texts and blanks
    )


@st.composite
def units(draw: st.DrawFn, first: int, sizes: st.SearchStrategy[int], most: int) -> tuple[Unit, ...]:
    """Some unions whose ids begin at *first*."""
    count = draw(st.integers(0, most))
    kinds = st.tuples(sizes, st.sampled_from(UPPERS), st.sampled_from(BLOCS), st.sampled_from(AREAS))
    found = [draw(kinds) for _number in range(count)]
    return tuple(Unit(first + number, f"{number:02}", *kind) for number, kind in enumerate(found))


@st.composite
def locks(draw: st.DrawFn, ids: tuple[int, ...]) -> Locks:
    """A few locks among *ids*."""
    pairs = [frozenset(pair) for pair in combinations(ids, 2)]
    some = st.frozensets(st.sampled_from(pairs), max_size=2) if pairs else st.just(frozenset())
    leave = st.frozensets(st.sampled_from(ids), max_size=1) if ids else st.just(frozenset())
    return Locks(draw(some), draw(some), draw(leave))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A small office."""
    small = draw(units(1, st.integers(0, 9), 9))
    rules = Rules(draw(st.sampled_from((8, 11))), draw(st.integers(2, 4)))
    asked = draw(locks(tuple(unit.id for unit in small)))
    return Problem(small, rules, asked, draw(st.sampled_from(Preference)))


def left_of(problem: Problem) -> int:
    return len(drain(plan(problem)).left)


@settings(max_examples=150)
@given(problems(), units(LARGE, st.integers(10, 30), 4))
def test_an_alternative_comes_true(problem: Problem, large: tuple[Unit, ...]) -> None:
    try:
        found = drain(plan(problem))
    except Contradiction:
        return
    rows = {unit.id: row(unit) for unit in (*problem.units, *large)}
    ways = Alternatives(found, rows, [Larger(rows[unit.id], unit.members) for unit in large], FOUNDING)
    big = {unit.id: unit for unit in large}

    for left in found.left:
        best = ways.best(left)
        assert best.words
        if best.union_id is not None:
            joined = big[best.union_id]
            assert (joined.upper, joined.bloc) == (left.unit.upper, left.unit.bloc)
            assert joined.members + left.unit.members >= problem.rules.least
            assert not any(nearer(other, joined, left.unit, problem) for other in large)
        elif best.pair is not None:
            assert left_of(replace(problem, rules=paired(problem.rules, best.pair))) < len(found.left)
        elif "cho phép nhóm" in best.words:
            wider = replace(problem.rules, most_units=problem.rules.most_units + 1)
            assert left_of(replace(problem, rules=wider)) < len(found.left)
        else:
            assert is_alone(left.unit, best) or left.reason in (Reason.NO_BLOC, Reason.LOCKED)


def nearer(other: Unit, chosen: Unit, unit: Unit, problem: Problem) -> bool:
    """Whether *other* could take *unit* in and lies nearer, or as near and is smaller."""
    fits = (other.upper, other.bloc) == (unit.upper, unit.bloc)
    reaches = other.members + unit.members >= problem.rules.least
    return fits and reaches and (other.area != unit.area, other.members) < (chosen.area != unit.area, chosen.members)


def paired(rules: Rules, pair: tuple[str, str]) -> Rules:
    return replace(rules, pairs=rules.pairs | {frozenset(pair)})


def is_alone(unit: Unit, best: Alternative) -> bool:
    """Whether nothing is proposed but to grow, or to end where it is not legal."""
    return best.words.startswith("xem xét giải thể" if unit.members < FOUNDING else "giữ nguyên")
