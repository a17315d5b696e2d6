"""The points and places of unions in a round: entered, ranked with shared places, and what is odd about them (R05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import CampaignRound, RoundScore
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, cell_entry, records, registering, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.cell_entry import Entered, Entry, Sheet
from unioncare_desktop.services.records import Row
from unioncare_desktop.services.registration_rows import as_of
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import show_whole

_NOTHING: Row = {"score": None, "rank": None, "note": None}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A union in a round: its points in hundredths, the place that was entered, and the one that the points mean.

    Unions with the same points share a place, and as many places after it stay free: 1, 2, 2, 4.
    """

    union: UnionRow
    score: int | None
    entered_rank: int | None
    place: int | None
    note: str | None

    @property
    def id(self) -> int:
        """The id of the union: there is one row of each."""
        return self.union.id

    @property
    def rank(self) -> int | None:
        """The place: as it was entered, otherwise by the points."""
        return self.entered_rank if self.entered_rank is not None else self.place


def rows(session: Session, round_id: int) -> list[ScoreRow]:
    """The unions that are expected in a round, and all others that have points in it, in the order of their names."""
    one = campaigns.round_of(session, round_id)
    stored = {row["union_id"]: row for row in records.rows(session, RoundScore, round_id=round_id)}
    campaign = campaigns.campaign(session, one.campaign_id)
    places = _places({union_id: row["score"] for union_id, row in stored.items() if row["score"] is not None})
    listed = unions.listed(session, on=as_of(one), with_closed=True, always=stored.keys())
    return [
        _row(union, stored.get(union.id, _NOTHING), places.get(union.id))
        for union in listed
        if union.id in stored or (union.alive and registering.is_expected(union, campaign))
    ]


def _row(union: UnionRow, stored: Row, place: int | None) -> ScoreRow:
    return ScoreRow(union, stored["score"], stored["rank"], place, stored["note"])


def ranked(session: Session, round_id: int) -> list[ScoreRow]:
    """The unions of a round that have a place, the best first."""
    found = [row for row in rows(session, round_id) if row.rank is not None]
    return sorted(found, key=lambda row: (row.rank, -(row.score or 0), row.union.sort_key))


def _places(scores: Mapping[int, int]) -> dict[int, int]:
    """The places that points mean, by union."""
    first: dict[int, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), 1):
        first.setdefault(score, place)
    return {union_id: first[score] for union_id, score in scores.items()}


# Typed and pasted


def judge(session: Session, round_id: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of entries into points, places and notes, by the ids of unions; nothing is stored."""
    return cell_entry.judge(_sheet(session, round_id), entries)


def enter(session: Session, round_id: int, entries: Sequence[Entry]) -> Entered:
    """Store points, places and notes that were typed into cells, by the ids of unions.

    In a closed round every entry that would change something is refused with how to reopen it.
    """
    entered = cell_entry.enter(session, _sheet(session, round_id), entries)
    emptied = records.rows(session, RoundScore, round_id=round_id, **_NOTHING)
    records.delete(session, RoundScore, [row["id"] for row in emptied])
    return entered


def _sheet(session: Session, round_id: int) -> Sheet:
    one = campaigns.round_of(session, round_id)
    blank = _NOTHING | {"round_id": round_id}
    known = {row.union.id: blank | {"union_id": row.union.id} for row in rows(session, round_id)}
    stored = {row["union_id"]: row for row in records.rows(session, RoundScore, round_id=round_id)}
    return Sheet(
        RoundScore,
        known | stored,
        lambda row: _wrong(row, one),
        closed=lambda _row, _change: campaigns.closed_words(one) if one.closed else "",
    )


def _wrong(row: Row, one: RoundRow) -> list[Problem]:
    found = []
    if row["score"] is not None and row["score"] > one.most_score:
        kind = fields_of(CampaignRound)["most_score"].kind
        sentence = _("{score} lớn hơn điểm tối đa của đợt ({most})")
        words = sentence.format(score=kind.show(row["score"]), most=kind.show(one.most_score))
        found.append(Problem("score", words))
    if row["rank"] == 0:
        found.append(Problem("rank", _("thứ hạng bắt đầu từ 1")))
    return found


# What is odd


def problems(found: Sequence[ScoreRow]) -> dict[int, tuple[Problem, ...]]:
    """The warnings about entered places, by the ids of unions: against the points, or with gaps between them."""
    entered = sorted(row.entered_rank for row in found if row.entered_rank is not None)
    told = {row.id: _odd(row, entered) for row in found if row.entered_rank is not None}
    return {union_id: (Problem("rank", words, Severity.WARNING),) for union_id, words in told.items() if words}


def _odd(row: ScoreRow, entered: Sequence[int]) -> str:
    rank = row.entered_rank or 0
    if row.place is not None:
        words = _("Ghi thứ {rank} nhưng theo điểm là thứ {place}.")
        return "" if rank == row.place else words.format(rank=show_whole(rank), place=show_whole(row.place))
    before = sum(other < rank for other in entered)
    if rank == before + 1:
        return ""
    words = _("Ghi thứ {rank} nhưng có {before} đơn vị xếp trên; các đơn vị cùng thứ thì bỏ trống những thứ liền sau.")
    return words.format(rank=show_whole(rank), before=show_whole(before))
