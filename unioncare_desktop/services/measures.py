"""What the indicators of the catalogue come to: each computed from the records of a situation, or as typed by hand.

How an indicator went until now lies in `trends`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from unioncare_desktop.domain.records.lists import ADMINISTRATION, PRIVATE_ENTERPRISE, SERVICE
from unioncare_desktop.i18n import _
from unioncare_desktop.services import returns
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.situation import Firm, Situation, Unit, Value
from unioncare_desktop.services.yearly_rows import YearlyRow
from unioncare_desktop.services.yearly_shares import at_least, tally
from unioncare_desktop.vietnamese import show_day, show_whole

__all__ = ["MEASURES", "NOTHING", "Situation", "Value", "measured"]

NOTHING = Value(None)
MERGED = "merged_small_unions"
Measure = Callable[[Situation], Value]


def measured(situation: Situation, key: str, merger_base_id: int | None = None) -> Value:
    """What the indicator called *key* comes to; where it is entered by hand, the newest value by the day.

    A share of merged unions is of the frozen list *merger_base_id*, or of the newest one by the day.
    """
    asked = (key, merger_base_id)
    if asked not in situation.values:
        situation.values[asked] = _measured(situation, situation.records.catalogue[key], merger_base_id)
    return situation.values[asked]


def _measured(situation: Situation, indicator: IndicatorRow, merger_base_id: int | None) -> Value:
    if indicator.measure == MERGED:
        return _merged_small_unions(situation, merger_base_id)
    if indicator.measure in MEASURES:
        return MEASURES[indicator.measure](situation)
    return _typed(situation, indicator)


def _typed(situation: Situation, indicator: IndicatorRow) -> Value:
    found = situation.records.typed.get(indicator.id)
    if found is None:
        return NOTHING
    note = _("nhập tay, số liệu đến ngày {day}: {note}").format(day=show_day(found["on"]), note=found["note"])
    if indicator.is_share and found["denominator"] is None:
        return Value(None, note=note)
    return Value(found["numerator"], found["denominator"], note=note)


# Figures of a quarter


def _members(situation: Situation) -> Value:
    units = situation.units
    return Value(
        added(unit.members for unit in units),
        open=_most_missing(units),
        unknown=_silent(units),
        note=_of_quarter(situation),
    )


def _silent(units: Iterable[Unit]) -> int:
    return sum(unit.expected and unit.members is None for unit in units)


def _of_quarter(situation: Situation) -> str:
    quarter = situation.records.quarter
    return "" if quarter == situation.span.quarters[-1] else _("số liệu {quarter}").format(quarter=quarter.title)


def _most_missing(units: Iterable[Unit]) -> tuple[int, ...]:
    """The unions with workers who are not members, the most of them first."""
    missing = [((unit.workers or 0) - (unit.members or 0), unit.union.id) for unit in units if unit.members is not None]
    return tuple(union_id for count, union_id in sorted(missing, key=lambda one: -one[0]) if count > 0)


def _member_share(situation: Situation) -> Value:
    return _share_of_members(situation, situation.units)


def _member_share_enterprises(situation: Situation) -> Value:
    return _share_of_members(situation, [unit for unit in situation.units if unit.union.in_enterprise])


def _share_of_members(situation: Situation, units: Collection[Unit]) -> Value:
    """Members of workers, of the unions that told both."""
    both = [unit for unit in units if unit.members is not None and unit.workers is not None]
    if not both:
        return Value(None, unknown=_silent(units))
    told = {unit.union.id for unit in both}
    return Value(
        added(unit.members for unit in both),
        added(unit.workers for unit in both),
        _most_missing(both),
        unknown=sum(unit.expected and unit.union.id not in told for unit in units),
        note=_of_quarter(situation),
    )


# Unions founded, enterprises without one


def _new_unions(situation: Situation) -> Value:
    return _founded(situation, lambda _employer: True)


def _new_unions_private(situation: Situation) -> Value:
    return _founded(situation, lambda employer: employer == PRIVATE_ENTERPRISE)


def _founded(situation: Situation, wanted: Callable[[str], bool]) -> Value:
    first, joined = situation.span.whole_year.start, situation.records.merger_results
    found = sum(
        union.founded_on is not None
        and first <= union.founded_on <= situation.day
        and union.reports
        and union.id not in joined
        and wanted(union.employer)
        for union in situation.registry
    )
    undated = sum(union.founded_on is None and wanted(union.employer) for union in situation.living.values())
    return Value(
        found,
        enterprises=_ids(situation.firms),
        note=_("không kể đơn vị ra đời do sáp nhập, chia tách"),
        doubt=_("{count} CĐCS chưa ghi ngày thành lập").format(count=show_whole(undated)) if undated else "",
    )


def _ids(firms: Iterable[Firm]) -> tuple[int, ...]:
    return tuple(one.id for one in firms)


def _large_firms(situation: Situation) -> list[Firm]:
    base = situation.records.thresholds.get("enterprise_base")
    return [one for one in situation.firms if at_least(one.workers, base)]


def _large_enterprises_with_union(situation: Situation) -> Value:
    base, waiting = situation.records.thresholds.get("enterprise_base"), _large_firms(situation)
    unions = [unit for unit in situation.units if unit.union.in_enterprise]
    large = sum(at_least(unit.workers, base) for unit in unions)
    unknown = sum(unit.workers is None for unit in unions) + sum(one.workers is None for one in situation.firms)
    return Value(
        large, large + len(waiting), enterprises=_ids(waiting), unknown=unknown, doubt=_none_listed(situation.firms)
    )


def _large_enterprises_without_union(situation: Situation) -> Value:
    waiting = _large_firms(situation)
    unknown = sum(one.workers is None for one in situation.firms)
    return Value(len(waiting), enterprises=_ids(waiting), unknown=unknown, doubt=_none_listed(situation.firms))


def _none_listed(firms: Collection[Firm]) -> str:
    """That nobody has listed an enterprise without a union yet, which is not that there is none."""
    return "" if firms else _("chưa ghi doanh nghiệp nào chưa có CĐCS")


# Mergers


def _merged_small_unions(situation: Situation, base_id: int | None = None) -> Value:
    told = situation.records.merged(base_id)
    base, merged = told.base_ids & situation.ids, told.merged_ids & situation.ids
    left = [situation.living[union_id] for union_id in base - merged if union_id in situation.living]
    beside = Counter((union.upper_id, union.bloc) for union in left)
    nearest = sorted(left, key=lambda union: (-beside[union.upper_id, union.bloc], union.sort_key, union.id))
    return Value(len(merged), len(base), tuple(union.id for union in nearest), note=told.base_words)


# Facts of the year


def _of_tally(name: str, nearest: Callable[[YearlyRow], int] = lambda _row: 0) -> Measure:
    """The measure that is a share of the year's facts; the *nearest* of those that lack are those with the least."""

    def measure(situation: Situation) -> Value:
        found = tally(situation.facts, name)
        part = found.share.part if found.told else None
        lacking = sorted(found.lacking, key=nearest)
        return Value(part, found.share.whole, tuple(row.union.id for row in lacking), unknown=found.silent)

    return measure


def _talkers(row: YearlyRow) -> int:
    """Those that hold dialogues are nearest to an agreement, then those with most members."""
    return -(row.facts["dialogues"] or 0) * 10_000_000 - (row.about.members or 0)


def _largest(row: YearlyRow) -> int:
    return -(row.about.workers or 0)


def _ungraded(row: YearlyRow) -> int:
    """What is not graded yet may be good; then the grades in their order."""
    return row.facts["agreement_grade_id"] or 0


def _rated(row: YearlyRow) -> int:
    return row.facts["rating_id"] or 0


def _summed(name: str, *, fewest_first: bool) -> Measure:
    """The measure that adds a fact up; `open` are the unions with fewest or most of it."""

    def measure(situation: Situation) -> Value:
        told = [(row.facts[name], row) for row in situation.asked]
        given = [(count, row) for count, row in told if count is not None]
        if fewest_first:
            shown = sorted(((count, row) for count, row in told if not count), key=lambda one: _largest(one[1]))
        else:
            shown = sorted(((count, row) for count, row in given if count), key=lambda one: -one[0])
        return Value(
            added(count for count, _row in given),
            open=tuple(row.union.id for _count, row in shown),
            unknown=len(told) - len(given),
        )

    return measure


def _initiatives_public(situation: Situation) -> Value:
    public = [row for row in situation.asked if row.union.employer in (ADMINISTRATION, SERVICE)]
    counted = [row for row in public if row.about.workers is not None]
    entered = {row.union.id: row.facts["initiatives_entered"] for row in counted}
    left = sorted((row for row in counted if not entered[row.union.id]), key=_largest)
    return Value(
        added(entered.values()),
        sum(row.about.workers or 0 for row in counted),
        tuple(row.union.id for row in left),
        unknown=sum(count is None for count in entered.values()) + len(public) - len(counted),
        note=_("đếm sáng kiến, không đếm người: một người có hai sáng kiến được đếm hai lần"),
    )


# Who has registered, who has returned


def _registered_unions(situation: Situation) -> Value:
    return _of_registrations(situation, situation.records.registered.any)


def _registered_works(situation: Situation) -> Value:
    return _of_registrations(situation, situation.records.registered.works)


def _of_registrations(situation: Situation, done: frozenset[int]) -> Value:
    if not situation.records.campaigns:
        return Value(None, note=_("năm {year} chưa có phong trào thi đua nào").format(year=situation.span.year))
    expected = situation.records.registered.expected & situation.ids
    members = {unit.union.id: unit.members or 0 for unit in situation.units}
    left = [one for one in expected - done if one in situation.living]
    nearest = sorted(left, key=lambda union_id: (-members.get(union_id, 0), union_id))
    return Value(len(done & expected), len(expected), tuple(nearest))


def _of_returns(counted: Callable[[returns.Summary], int], *, in_time: bool | None) -> Measure:
    """The measure that counts returns; those missing would count as long as they are *in_time* (None: always)."""

    def measure(situation: Situation) -> Value:
        told = returns.summed(situation.returns)
        missing = [row for row in situation.returns if row.missing]
        would = [row for row in missing if in_time is None or in_time == (situation.day <= row.asked.due)]
        unknown = 0 if in_time is None else told.unknown
        return Value(counted(told), told.expected, tuple(row.union.id for row in would), unknown=unknown)

    return measure


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "members": _members,
        "member_share": _member_share,
        "member_share_enterprises": _member_share_enterprises,
        "new_unions": _new_unions,
        "new_unions_private": _new_unions_private,
        "agreements_large_enterprises": _of_tally("agreements_of_large_enterprises", _talkers),
        "agreements_large_units": _of_tally("agreements_of_large", _talkers),
        "agreements_units": _of_tally("agreements", _talkers),
        "good_agreements": _of_tally("good_of_signed", _ungraded),
        "good_agreements_graded": _of_tally("good_of_graded", _ungraded),
        MERGED: _merged_small_unions,
        "conferences_enterprises": _of_tally("conferences_of_enterprises", _largest),
        "good_ratings": _of_tally("good_ratings", _rated),
        "good_ratings_all": _of_tally("good_ratings_of_all", _rated),
        "officers_trained": _of_tally("officers_trained"),
        "participation": _of_tally("participants"),
        "hardship_helped": _of_tally("helped"),
        "skills": _of_tally("studying_in_enterprises"),
        "policy_taught": _of_tally("taught"),
        "initiatives": _summed("initiatives", fewest_first=True),
        "initiatives_public": _initiatives_public,
        "registered_unions": _registered_unions,
        "registered_works": _registered_works,
        "returns_received": _of_returns(lambda told: told.received, in_time=None),
        "returns_on_time": _of_returns(lambda told: told.on_time, in_time=True),
        "returns_late": _of_returns(lambda told: told.late, in_time=False),
        "large_enterprises_with_union": _large_enterprises_with_union,
        "large_enterprises_without_union": _large_enterprises_without_union,
        "phantom_members": _summed("phantom", fewest_first=False),
        "double_members": _summed("double", fewest_first=False),
    }
)
"""How each indicator of the catalogue that the records tell is computed."""
