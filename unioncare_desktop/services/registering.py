"""Who has registered in a round and who has not, against the unions that are expected to and the plan's rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Registration, Union
from unioncare_desktop.services import campaigns, merger_links, unions
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.services.registration_rows import as_of, kinds
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage.snapshot import once
from unioncare_desktop.vietnamese import sort_key


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A union that is expected to register, and what it did: numbers of registrations here and in earlier rounds.

    `required_here` and `required` count the works (quantities) of the kind that the plan demands: in this round, and in
    the campaign so far. `merged` names unions merged into it that have registered in this round themselves.
    """

    union: UnionRow
    email: str | None
    here: int
    before: int
    required_here: int
    required: int
    merged: tuple[str, ...]

    @property
    def registered(self) -> bool:
        """Whether it has registered anything in the round."""
        return self.here > 0


@dataclass(frozen=True, slots=True)
class KindSum:
    """How many registrations of a kind there are, of how many unions, and the sum of their quantities."""

    registrations: int
    unions: int
    quantity: int


@dataclass(frozen=True)
class Standing:
    """How a round stands; `rows` are all unions that are expected, in the order of their names.

    `others` counts registrations of unions that are not expected (merged, closed, of another sector); they are in
    `by_kind` too. `required_least` of `required_kind` is what the plan demands of each; 0 and empty where nothing.
    """

    round: RoundRow
    rows: tuple[StandingRow, ...]
    others: int
    required_kind: str
    required_least: int
    by_kind: Mapping[str, KindSum]

    @property
    def expected(self) -> int:
        """How many unions are expected to register."""
        return len(self.rows)

    @property
    def registered(self) -> int:
        """How many of them have registered anything."""
        return sum(row.registered for row in self.rows)

    @property
    def missing(self) -> tuple[StandingRow, ...]:
        """Those that have not."""
        return tuple(row for row in self.rows if not row.registered)

    @property
    def without_required(self) -> tuple[StandingRow, ...]:
        """Those that have not registered what the plan demands in the campaign so far."""
        return tuple(row for row in self.rows if row.required < self.required_least)

    @property
    def without_required_here(self) -> tuple[StandingRow, ...]:
        """Those that have not registered what the plan demands in this round."""
        return tuple(row for row in self.rows if row.required_here < self.required_least)

    @property
    def share(self) -> float | None:
        """Registered of expected, 0 to 1; None where nobody is expected."""
        return self.registered / self.expected if self.expected else None

    @property
    def registrations(self) -> int:
        """All registrations of the round."""
        return sum(one.registrations for one in self.by_kind.values())


def standing(session: Session, round_id: int) -> Standing:
    """Who has registered in a round, by the registry as of its end, or of today where that is ahead.

    Raises:
        UserError: the round is gone.
    """
    return once(session, ("standing", round_id, clock.today()), lambda: _standing(session, round_id))


def _standing(session: Session, round_id: int) -> Standing:
    one = campaigns.round_of(session, round_id)
    campaign = campaigns.campaign(session, one.campaign_id)
    here = sums(session, [round_id])
    rows = tuple(_rows(session, one, campaign, here))
    others = here.total - sum(row.here for row in rows)
    return Standing(one, rows, others, campaign.required_kind, campaign.required_least or 0, here.by_kind(session))


def _rows(session: Session, one: RoundRow, campaign: CampaignRow, here: "Sums") -> Iterator[StandingRow]:
    """The unions that are expected in a round, in which they have registered what is *here*."""
    before = sums(session, [other.id for other in campaign.rounds if other.number < one.number])
    merged, required_id = _merged(session, one, here), campaign.required_kind_id
    emails = dict(session.execute(select(Union.id, Union.email)).all())
    for union in unions.listed(session, on=as_of(one)):
        if is_expected(union, campaign):
            required_here = here.quantity(union.id, required_id)
            yield StandingRow(
                union,
                emails[union.id],
                here.registrations(union.id),
                before.registrations(union.id),
                required_here,
                required_here + before.quantity(union.id, required_id),
                tuple(merged.get(union.id, ())),
            )


def is_expected(union: UnionRow, campaign: CampaignRow) -> bool:
    """Whether a living union is one that the campaign is for."""
    return union.reports and (not campaign.sectors or union.sector in campaign.sectors)


class Sums:
    """How many registrations there are, and how many works in them, by union and kind."""

    def __init__(self, found: Iterable[tuple[int, int, int, int]]) -> None:
        self._by_union: defaultdict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        for union_id, kind_id, count, quantity in found:
            self._by_union[union_id][kind_id] = (count, quantity)

    @property
    def union_ids(self) -> Collection[int]:
        """The unions that have registered anything."""
        return self._by_union.keys()

    @property
    def total(self) -> int:
        """All registrations."""
        return sum(self.registrations(union_id) for union_id in self._by_union)

    def registrations(self, union_id: int) -> int:
        """How many registrations a union has."""
        return sum(count for count, _quantity in self._by_union.get(union_id, {}).values())

    def quantity(self, union_id: int, kind_id: int | None) -> int:
        """The sum of the quantities that a union has registered of a kind."""
        return self._by_union.get(union_id, {}).get(kind_id or 0, (0, 0))[1]

    def by_kind(self, session: Session) -> dict[str, KindSum]:
        """The sums of the kinds that occur, in the order in which kinds are offered."""
        found = {}
        for kind in kinds(session):
            of_kind = [of_union[kind.id] for of_union in self._by_union.values() if kind.id in of_union]
            if of_kind:
                counts, quantities = zip(*of_kind, strict=True)
                found[kind.name] = KindSum(sum(counts), len(of_kind), sum(quantities))
        return found


def sums(session: Session, round_ids: Collection[int], by: date | None = None) -> Sums:
    """What was registered, *by* a day where one is given; results that were added later were not."""
    table = Registration.__table__.c
    query = (
        select(table.union_id, table.kind_id, func.count(), func.sum(table.quantity))
        .where(table.round_id.in_(round_ids), table.added_later.in_((False,)))
        .group_by(table.union_id, table.kind_id)
    )
    if by is not None:
        query = query.where(or_(table.registered_on.is_(None), table.registered_on <= by))
    found = session.execute(query).all()
    return Sums((union_id, kind_id, count, int(total)) for union_id, kind_id, count, total in found)


def _merged(session: Session, one: RoundRow, here: Sums) -> dict[int, list[str]]:
    """The names of unions that have registered here and were merged until the round's day, by what they went into."""
    into = {
        source: joined.result for source, joined in merger_links.lasting(session).items() if joined.on <= as_of(one)
    }
    names = dict(session.execute(select(Union.id, Union.name)).all()) if into else {}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for source in into.keys() & here.union_ids:
        found[merger_links.root(source, into)].append(names[source])
    return {union_id: sorted(merged, key=sort_key) for union_id, merged in found.items()}


# What `status` tells


def status(session: Session, year: int) -> dict[str, dict[str, Any]]:
    """The year's campaign by round ("registrations") and as a whole ("competition"), both {} where there is none."""
    campaign = campaigns.of_year(session, year)
    if campaign is None:
        return {"registrations": {}, "competition": {}}
    told = [standing(session, one.id) for one in campaign.rounds]
    return {"registrations": _by_round(told), "competition": _as_a_whole(campaign, told)}


def _by_round(told: Sequence[Standing]) -> dict[str, Any]:
    """{"round 1": {"registered_unions", "missing_unions", "by_kind"}, …}; `by_kind` are numbers of registrations."""
    return {
        f"round {one.round.number}": {
            "registered_unions": one.registered,
            "missing_unions": len(one.missing),
            "by_kind": {name: summed.registrations for name, summed in one.by_kind.items()},
        }
        for one in told
    }


def _as_a_whole(campaign: CampaignRow, told: Sequence[Standing]) -> dict[str, Any]:
    """Its registrations, and the unions that are expected in any round and have any."""
    registered = {row.union.id for one in told for row in one.rows if row.registered}
    expected = {row.union.id for one in told for row in one.rows}
    return {
        "year": campaign.year,
        "campaign": campaign.name,
        "registrations": sum(one.registrations for one in told),
        "registered_unions": len(registered),
        "missing_unions": len(expected - registered),
    }
