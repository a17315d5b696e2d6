"""A campaign being put together or changed, with its rounds, occasions, sectors and pilots: drafts, checks, saving.

Nothing of it is stored before `save`, which stores all of it or nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Campaign,
    CampaignPilot,
    CampaignRound,
    CampaignSector,
    RoundOccasion,
    RoundScore,
)
from unioncare_desktop.errors import Duplicate, InvalidRecord, Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaign_checks, campaign_founding, campaigns, records
from unioncare_desktop.services.campaign_founding import Template


@dataclass
class RoundDraft:
    """A round being changed, with what it celebrates in the order in which it is written."""

    round: Draft
    occasions: list[Draft] = field(default_factory=list)


@dataclass
class CampaignDraft:
    """A campaign being changed; what is taken out of its lists is deleted when it is saved.

    No sector means that it is for all.
    """

    campaign: Draft
    rounds: list[RoundDraft] = field(default_factory=list)
    pilots: list[Draft] = field(default_factory=list)
    sector_ids: set[int] = field(default_factory=set)

    @property
    def year(self) -> int | None:
        """The year of the campaign, as far as it is typed."""
        found = self.campaign.values.get("year")
        return found if isinstance(found, int) else None


@dataclass(frozen=True)
class Problems:
    """What is wrong or odd with a campaign and with each row of its lists, by their places."""

    campaign: tuple[Problem, ...]
    rounds: tuple[tuple[Problem, ...], ...]
    occasions: tuple[tuple[tuple[Problem, ...], ...], ...]
    pilots: tuple[tuple[Problem, ...], ...]

    def __iter__(self) -> Iterator[Problem]:
        """All of them, the campaign's own first."""
        yield from self.campaign
        for group in (*self.rounds, *(one for of_round in self.occasions for one in of_round), *self.pilots):
            yield from group

    @property
    def errors(self) -> list[Problem]:
        """Those for which it cannot be saved."""
        return [problem for problem in self if problem.severity is Severity.ERROR]


# Opening


def new(year: int) -> CampaignDraft:
    """A campaign of *year* that is not stored yet, without rounds."""
    return CampaignDraft(records.new(Campaign, year=year))


def from_template(session: Session, template: Template, year: int) -> CampaignDraft:
    """The campaign that *template* makes in *year*, to be looked at and changed before it is stored.

    Raises:
        UserError: the template is the plan of another year.
    """
    values = campaign_founding.campaign_values(session, template, year)
    rounds = [
        RoundDraft(
            records.new(CampaignRound, **campaign_founding.round_values(one, year)),
            [records.new(RoundOccasion, **_typed(told)) for told in campaign_founding.occasion_values(one, year)],
        )
        for one in template.rounds
    ]
    return CampaignDraft(records.new(Campaign, **values), rounds)


def _typed(values: records.Row) -> records.Row:
    """The values of the fields that are typed; places follow from the order."""
    return {name: value for name, value in values.items() if name in fields_of(RoundOccasion)}


def opened(session: Session, campaign_id: int) -> CampaignDraft:
    """The stored campaign with this id, to be changed.

    Raises:
        UserError: it is gone.
    """
    told = campaigns.campaign(session, campaign_id)
    rounds = [
        RoundDraft(
            records.open_draft(session, CampaignRound, one.id),
            [
                records.open_draft(session, RoundOccasion, occasion.id)
                for occasion in campaigns.occasions(session, one.id)
            ],
        )
        for one in told.rounds
    ]
    pilots = [records.open_draft(session, CampaignPilot, one.id) for one in told.pilots]
    return CampaignDraft(records.open_draft(session, Campaign, campaign_id), rounds, pilots, set(told.sector_ids))


def next_round(draft: CampaignDraft) -> RoundDraft:
    """A round after the last one, to be added to the *draft*: its number, its name, the days left of the year."""
    numbers = [one.round.values.get("number") or 0 for one in draft.rounds]
    ends = [one.round.values["end"] for one in draft.rounds if one.round.values.get("end")]
    number, values = max(numbers, default=0) + 1, {}
    if draft.year is not None:
        start = max(ends) + timedelta(days=1) if ends else date(draft.year, 1, 1)
        if start.year == draft.year:
            values = {"start": start, "end": date(draft.year, 12, 31)}
    name = _("Đợt {number}").format(number=number)
    return RoundDraft(records.new(CampaignRound, number=number, name=name, **values))


# Checking


def problems(session: Session, draft: CampaignDraft, today: date) -> Problems:
    """What is wrong or odd with the draft: of each field, between its rows, and beside what is stored."""
    campaign, rounds = draft.campaign.values, [one.round.values for one in draft.rounds]
    pilots = [one.values for one in draft.pilots]
    of_rounds = campaign_checks.of_rounds(rounds, draft.year)
    of_pilots = campaign_checks.of_pilots(pilots, campaign)
    own = (*campaign_checks.of_campaign(campaign, rounds, len(pilots), today), *_second(session, draft))
    return Problems(
        campaign=(*draft.campaign.problems, *own),
        rounds=tuple(
            (*_of_draft(one.round, "campaign_id"), *found, *_beside_stored(session, one.round))
            for one, found in zip(draft.rounds, of_rounds, strict=True)
        ),
        occasions=tuple(
            tuple(
                (*_of_draft(told, "round_id"), *campaign_checks.of_occasion(told.values, one.round.values))
                for told in one.occasions
            )
            for one in draft.rounds
        ),
        pilots=tuple(
            (*_of_draft(one, "campaign_id"), *found) for one, found in zip(draft.pilots, of_pilots, strict=True)
        ),
    )


def _of_draft(draft: Draft, belongs_to: str) -> list[Problem]:
    """The problems of one row, but for the link to what it belongs to, which saving sets."""
    return [problem for problem in draft.problems if problem.field != belongs_to]


def _second(session: Session, draft: CampaignDraft) -> list[Problem]:
    name = draft.campaign.values.get("name")
    if not name or draft.year is None:
        return []
    try:
        campaign_founding.refuse_second(session, draft.year, name, draft.campaign.id)
    except Duplicate as error:
        return [Problem("name", str(error))]
    return []


def _beside_stored(session: Session, draft: Draft) -> list[Problem]:
    """A closed round stays as it is; points that were given stay possible (R05)."""
    if draft.id is None or not draft.changes:
        return []
    stored = campaigns.round_of(session, draft.id)
    if stored.closed:
        return [Problem("", campaigns.closed_words(stored))]
    most, column = draft.values.get("most_score"), RoundScore.__table__.c.score
    highest = session.scalar(select(func.max(column)).where(RoundScore.round_id == draft.id))
    if highest is None or most is None or highest <= most:
        return []
    kind = fields_of(CampaignRound)["most_score"].kind
    sentence = _("Điểm tối đa: đã có đơn vị được {highest} điểm. Hãy sửa điểm ấy trước.")
    return [Problem("most_score", sentence.format(highest=kind.show(highest)))]


# Saving


def save(session: Session, draft: CampaignDraft, today: date) -> int:
    """Store the campaign with everything in it, and return its id.

    Raises:
        InvalidRecord: something in it is wrong. InUse: a round that was taken out has registrations.
        Conflict: somebody else changed it since it was opened. UserError: a round that was taken out is closed.
    """
    errors = problems(session, draft, today).errors
    if errors:
        raise InvalidRecord(errors)
    campaign_id = records.save(session, draft.campaign)
    _save_rounds(session, campaign_id, draft.rounds)
    _save_pilots(session, campaign_id, draft.pilots)
    _save_sectors(session, campaign_id, draft.sector_ids)
    return campaign_id


def _save_rounds(session: Session, campaign_id: int, rounds: Sequence[RoundDraft]) -> None:
    kept = {one.round.id for one in rounds}
    for row in records.rows(session, CampaignRound, campaign_id=campaign_id):
        if row["id"] not in kept:
            campaigns.delete_round(session, row["id"])
    for one in sorted(rounds, key=_renumbered):
        round_id = records.save(session, _belonging(one.round, campaign_id=campaign_id))
        _save_occasions(session, round_id, one)


def _renumbered(one: RoundDraft) -> tuple[bool, int]:
    """Rounds that move down the line give way first, the last one first, as no two may have one number."""
    now, before = one.round.values["number"], one.round.original.get("number")
    return (before is None, -now if before is not None and now > before else now)


def _save_occasions(session: Session, round_id: int, one: RoundDraft) -> None:
    _delete_others(session, RoundOccasion, {"round_id": round_id}, one.occasions)
    start, end = one.round.values["start"], one.round.values["end"]
    for position, told in enumerate(one.occasions, 1):
        on = told.values["on"] or campaign_founding.anniversary(told.values["since"], start, end)
        occasion_id = records.save(session, _belonging(told, round_id=round_id, on=on))
        (stored,) = records.rows(session, RoundOccasion, id=occasion_id)
        if stored["position"] != position:
            records.update_rows(session, RoundOccasion, {occasion_id: {"position": position}}, {occasion_id: stored})


def _save_pilots(session: Session, campaign_id: int, pilots: Sequence[Draft]) -> None:
    _delete_others(session, CampaignPilot, {"campaign_id": campaign_id}, pilots)
    for one in pilots:
        records.save(session, _belonging(one, campaign_id=campaign_id))


def _save_sectors(session: Session, campaign_id: int, sector_ids: Iterable[int]) -> None:
    stored = {row["sector_id"]: row["id"] for row in records.rows(session, CampaignSector, campaign_id=campaign_id)}
    chosen = set(sector_ids)
    records.delete(session, CampaignSector, [row_id for sector, row_id in stored.items() if sector not in chosen])
    added = sorted(chosen - stored.keys())
    records.insert_rows(session, CampaignSector, [{"campaign_id": campaign_id, "sector_id": one} for one in added])


def _belonging(draft: Draft, **values: object) -> Draft:
    """The draft with the values that saving sets."""
    return replace(draft, values=draft.values | values)


def _delete_others(session: Session, record_type: type[Record], of: dict[str, int], drafts: Iterable[Draft]) -> None:
    kept = {one.id for one in drafts}
    gone = [row["id"] for row in records.rows(session, record_type, **of) if row["id"] not in kept]
    records.delete(session, record_type, gone)
