"""Emulation campaigns and their rounds as they are stored: read, looked up by day and year, deleted.

Founding one from a shipped template is in `campaign_founding`, drafts and their checks in `campaign_drafts`, closing
and reopening a round in `round_closing`. Every service that writes into rounds calls `refuse_closed` first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Award,
    Campaign,
    CampaignPilot,
    CampaignRound,
    CampaignSector,
    Registration,
    RegistrationKind,
    RoundOccasion,
    RoundScore,
    Sector,
    Union,
)
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InUse, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadline_marks, records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import show_day, show_whole


class RoundState(StrEnum):
    """How far a round has come on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    LATE = "late"
    OVER = "over"
    CLOSED = "closed"


STATE_WORDS = {
    RoundState.AHEAD: _("chưa bắt đầu"),
    RoundState.OPEN: _("đang nhận đăng ký"),
    RoundState.LATE: _("hết hạn đăng ký, đang thi đua"),
    RoundState.OVER: _("đã hết đợt, chưa chốt"),
    RoundState.CLOSED: _("đã chốt"),
}


@dataclass(frozen=True)
class RoundRow:
    """A round as lists show it; `campaign` is the name of its campaign, `year` that of the campaign."""

    id: int
    campaign_id: int
    campaign: str
    year: int
    number: int
    name: str
    theme: str | None
    start: date
    end: date
    deadline: date | None
    deadline_text: str | None
    most_score: int
    closed_on: date | None
    reopened_why: str | None
    note: str | None

    @property
    def title(self) -> str:
        """The round with its days: "Đợt 1 (01/01–30/06/2023)"."""
        return _("{name} ({days})").format(name=self.name, days=self.days)

    @property
    def days(self) -> str:
        """Its days in short: "01/01–30/06/2023"."""
        start = show_day(self.start)
        return f"{start[:5] if self.start.year == self.end.year else start}–{show_day(self.end)}"

    @property
    def closed(self) -> bool:
        """Whether its results are closed: nothing in it changes until it is reopened."""
        return self.closed_on is not None

    @property
    def last_day(self) -> date:
        """The last day on which a registration is in time."""
        return self.deadline or self.end

    def state_on(self, day: date) -> RoundState:
        """How far the round has come on *day*."""
        if self.closed:
            return RoundState.CLOSED
        if day < self.start:
            return RoundState.AHEAD
        if day > self.end:
            return RoundState.OVER
        return RoundState.OPEN if day <= self.last_day else RoundState.LATE


@dataclass(frozen=True)
class OccasionRow:
    """What a round celebrates; `since` is the day of the event, `on` that of its anniversary in the round."""

    id: int
    round_id: int
    name: str
    since: date | None
    on: date | None

    @property
    def words(self) -> str:
        """As plans write it: "Kỷ niệm 93 năm Ngày thành lập … (03/02/1930 - 03/02/2023)"."""
        return occasion_words(self.name, self.since, self.on)


@dataclass(frozen=True)
class PilotRow:
    """A unit that launches a campaign first; `code` and `union` are those of the registry now."""

    id: int
    union_id: int
    code: str | None
    union: str
    launched_on: date | None
    note: str | None


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with its rounds by number; `sectors` is empty where it is for all."""

    id: int
    name: str
    year: int
    plan_number: str | None
    plan_date: date | None
    issuer: str | None
    theme: str | None
    goal: str | None
    content: str | None
    measures: str | None
    participants: str | None
    required_kind_id: int | None
    required_kind: str
    required_least: int | None
    pilot_by: date | None
    pilot_most: int | None
    template: str | None
    note: str | None
    sector_ids: tuple[int, ...]
    sectors: tuple[str, ...]
    rounds: tuple[RoundRow, ...]

    @property
    def words(self) -> str:
        """The campaign with its plan: "Phong trào … (Kế hoạch số 667/KH-LĐLĐ ngày 26/12/2022)"."""
        if not self.plan_number:
            return self.name
        plan = _("Kế hoạch số {number}").format(number=self.plan_number)
        if self.plan_date:
            plan += _(" ngày {day}").format(day=show_day(self.plan_date))
        return f"{self.name} ({plan})"

    pilots: tuple[PilotRow, ...]


def occasion_words(name: str, since: date | None, on: date | None) -> str:
    """What is celebrated, with the anniversary and its days where they are known."""
    if since is None or on is None or on.year <= since.year:
        return name
    return _("Kỷ niệm {years} năm {name} ({since} - {on})").format(
        years=on.year - since.year, name=name, since=show_day(since), on=show_day(on)
    )


# Reading


def listed(session: Session) -> list[CampaignRow]:
    """All campaigns, the newest year first; those of one year in the order in which they were founded."""
    found = sorted(records.rows(session, Campaign), key=lambda row: (-row["year"], row["id"]))
    return _told(session, found)


def campaign(session: Session, campaign_id: int) -> CampaignRow:
    """The campaign with this id.

    Raises:
        UserError: it is gone.
    """
    found = _told(session, records.rows(session, Campaign, id=campaign_id))
    if not found:
        raise UserError(_("Không còn phong trào thi đua này; có thể đã bị xóa."))
    return found[0]


def round_of(session: Session, round_id: int) -> RoundRow:
    """The round with this id.

    Raises:
        UserError: it is gone.
    """
    found = _rounds(session, id=round_id)
    if not found:
        raise UserError(_("Không còn đợt thi đua này; có thể đã bị xóa."))
    return found[0]


def of_year(session: Session, year: int) -> CampaignRow | None:
    """The campaign a register of that year goes to: the first with rounds."""
    return next((one for one in _told(session, records.rows(session, Campaign, year=year)) if one.rounds), None)


def in_span(session: Session, span: Span) -> list[RoundRow]:
    """The rounds of the campaigns of its year that share a day with *span*, the earliest first."""
    rounds = (one for found in listed(session) if found.year == span.year for one in found.rounds)
    shared = [one for one in rounds if one.start <= span.end and one.end >= span.start]
    return sorted(shared, key=lambda one: (one.start, one.number, one.id))


def current(session: Session, on: date) -> RoundRow | None:
    """The round to show first: one that contains the day, else the newest that has begun, else the first of all."""
    rounds = _rounds(session)
    running = [one for one in rounds if one.start <= on <= one.end]
    if running:
        return running[0]
    begun = [one for one in rounds if one.start <= on]
    if begun:
        return max(begun, key=lambda one: one.start)
    return min(rounds, key=lambda one: one.start, default=None)


def occasions(session: Session, round_id: int) -> list[OccasionRow]:
    """What a round celebrates, in the order in which it was written."""
    rows = records.rows(session, RoundOccasion, round_id=round_id)
    rows.sort(key=lambda row: (row["position"], row["id"]))
    return [OccasionRow(**{name: row[name] for name in OccasionRow.__dataclass_fields__}) for row in rows]


def _told(session: Session, found: Collection[Row]) -> list[CampaignRow]:
    ids = frozenset(row["id"] for row in found)
    rounds, pilots = _by_campaign(_rounds(session, campaign_id=ids)), _pilots(session, ids)
    kinds, sectors = records.choices(session, RegistrationKind), _sectors(session, ids)
    own = [name for name in CampaignRow.__dataclass_fields__ if name in Campaign.__table__.columns]
    return [
        CampaignRow(
            **{name: row[name] for name in own},
            required_kind=kinds.get(row["required_kind_id"], ""),
            sector_ids=tuple(sectors[row["id"]]),
            sectors=tuple(sectors[row["id"]].values()),
            rounds=tuple(rounds[row["id"]]),
            pilots=tuple(pilots[row["id"]]),
        )
        for row in found
    ]


def _rounds(session: Session, **equal: object) -> list[RoundRow]:
    """The rounds with such values, by campaign and number."""
    campaigns = {row["id"]: row for row in records.rows(session, Campaign)}
    found = sorted(records.rows(session, CampaignRound, **equal), key=lambda row: (row["campaign_id"], row["number"]))
    own = [name for name in RoundRow.__dataclass_fields__ if name in CampaignRound.__table__.columns]
    return [
        RoundRow(
            **{name: row[name] for name in own},
            campaign=campaigns[row["campaign_id"]]["name"],
            year=campaigns[row["campaign_id"]]["year"],
        )
        for row in found
    ]


def _by_campaign(rounds: Iterable[RoundRow]) -> defaultdict[int, list[RoundRow]]:
    groups: defaultdict[int, list[RoundRow]] = defaultdict(list)
    for one in rounds:
        groups[one.campaign_id].append(one)
    return groups


def _sectors(session: Session, campaign_ids: frozenset[int]) -> defaultdict[int, dict[int, str]]:
    """The sectors of the campaigns by id, in the order of the list."""
    chosen: defaultdict[int, set[int]] = defaultdict(set)
    for row in records.rows(session, CampaignSector, campaign_id=campaign_ids):
        chosen[row["campaign_id"]].add(row["sector_id"])
    names = records.choices(session, Sector)
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for campaign_id, ids in chosen.items():
        found[campaign_id] = {sector_id: name for sector_id, name in names.items() if sector_id in ids}
    return found


def _pilots(session: Session, campaign_ids: frozenset[int]) -> defaultdict[int, list[PilotRow]]:
    pilot, union = CampaignPilot.__table__.c, Union.__table__.c
    query = (
        select(pilot.campaign_id, pilot.id, pilot.union_id, union.code, union.name, pilot.launched_on, pilot.note)
        .join(Union, union.id == pilot.union_id)
        .where(pilot.campaign_id.in_(campaign_ids))
        .order_by(union.sort_key, pilot.id)
    )
    found: defaultdict[int, list[PilotRow]] = defaultdict(list)
    for campaign_id, *values in session.execute(query):
        found[campaign_id].append(PilotRow(*values))
    return found


# What is closed


def refuse_closed(session: Session, round_ids: Collection[int]) -> None:
    """Refuse to change what belongs to rounds one of which is closed.

    Raises:
        UserError: it names the round and says how to reopen it.
    """
    closed = [one for one in _rounds(session, id=frozenset(round_ids)) if one.closed_on is not None]
    if closed:
        raise UserError(closed_words(closed[0]))


def closed_words(one: RoundRow) -> str:
    """Why nothing of a closed round changes, and what to do."""
    return _(
        "{name} ({campaign}) đã chốt kết quả ngày {day} nên không sửa được. Nếu cần sửa, hãy mở lại đợt và ghi lý do."
    ).format(name=one.name, campaign=one.campaign, day=show_day(one.closed_on) if one.closed_on else "")


# Deleting


def delete_round(session: Session, round_id: int) -> None:
    """Delete a round in which nothing is registered yet, with its occasions.

    Raises:
        InUse: it has registrations, results, awards or scores; the sentence counts them and offers to close it.
        UserError: it is closed, or gone.
    """
    refuse_deleting(session, round_id)
    _delete_rounds(session, [round_id])


def refuse_deleting(session: Session, round_id: int) -> None:
    """Refuse to delete a round that is closed or in which something is registered.

    Raises:
        InUse: something is registered in it; the sentence counts it and offers to close the round.
        UserError: it is closed, or gone.
    """
    _refuse_used(session, [round_of(session, round_id)])
    refuse_closed(session, [round_id])


def delete(session: Session, campaign_id: int) -> None:
    """Delete a campaign in whose rounds nothing is registered yet, with its rounds, occasions, sectors and pilots.

    Raises:
        InUse: one of its rounds has registrations, results, awards or scores. UserError: one is closed.
    """
    told = campaign(session, campaign_id)
    _refuse_used(session, told.rounds)
    refuse_closed(session, [one.id for one in told.rounds])
    _delete_rounds(session, [one.id for one in told.rounds])
    for belonging in (CampaignSector, CampaignPilot):
        ids = [row["id"] for row in records.rows(session, belonging, campaign_id=campaign_id)]
        records.delete(session, belonging, ids)
    records.delete(session, Campaign, [campaign_id])


def _delete_rounds(session: Session, round_ids: Collection[int]) -> None:
    celebrated = records.rows(session, RoundOccasion, round_id=frozenset(round_ids))
    records.delete(session, RoundOccasion, [row["id"] for row in celebrated])
    deadline_marks.forget(session, deadline_marks.ROUND, round_ids)
    records.delete(session, CampaignRound, round_ids)


_CLOSE_INSTEAD = _(
    "Hãy chốt kết quả để lưu lại đợt này thay vì xóa; sau khi chốt, số liệu được giữ nguyên và không sửa được."
)
_CLOSED_KEEPS = _("Đợt này đã chốt nên số liệu được giữ nguyên.")


def _refuse_used(session: Session, rounds: Iterable[RoundRow]) -> None:
    for one in rounds:
        counts = {
            _("{count} đăng ký"): _count(session, Registration, one.id),
            _("{count} kết quả"): _count_results(session, one.id),
            _("{count} khen thưởng"): _count(session, Award, one.id),
            _("{count} điểm thi đua"): _count(session, RoundScore, one.id),
        }
        used = ", ".join(words.format(count=show_whole(count)) for words, count in counts.items() if count)
        if used:
            words = _("Không xóa được {name} ({campaign}): đang có {used}. {advice}")
            advice = _CLOSED_KEEPS if one.closed else _CLOSE_INSTEAD
            raise InUse(words.format(name=one.name, campaign=one.campaign, used=used, advice=advice))


def _count(session: Session, record_type: type[Record], round_id: int) -> int:
    column = record_type.__table__.c.round_id
    return session.scalar(select(func.count()).where(column == round_id)) or 0


def _count_results(session: Session, round_id: int) -> int:
    query = select(func.count()).where(Registration.round_id == round_id, Registration.outcome.is_not(None))
    return session.scalar(query) or 0
