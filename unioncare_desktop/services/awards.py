"""Awards of a round: proposed from what was achieved or by hand, given with a decision, or declined.

A title or form stands in the words of the catalogue. What was proposed in a closed round stays as it is; decisions may
come later than that. What is odd about awards is in `award_checks`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import (
    Award,
    AwardForm,
    AwardTitle,
    CampaignRound,
    RecognitionLevel,
    Registration,
    RegistrationKind,
)
from unioncare_desktop.domain.records.awards import TITLE_FORMS
from unioncare_desktop.domain.records.registration import (
    AWARDED,
    DECISION_FIELDS,
    DECLINED,
    FAILED,
    FORM,
    PROPOSED,
    TITLE,
)
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain, in_parts
from unioncare_desktop.services import campaigns, cell_entry, records, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.cell_entry import Entered, Entry, Sheet
from unioncare_desktop.services.records import Row
from unioncare_desktop.services.registration_rows import as_of, holds
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import fold

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award as lists show it, its union as it was at the end of the round (today, where that is ahead).

    `registered` says whether the union had registered for it in that year; `level` is the name of the level.
    """

    id: int
    round: RoundRow
    union: UnionRow
    registration_id: int | None
    kind: str
    name: str
    honorific: str | None
    person: str | None
    position: str | None
    quantity: int
    state: str
    proposal: str | None
    proposed_on: date | None
    decision: str | None
    decided_on: date | None
    level_id: int | None
    level: str
    note: str | None
    registered: bool
    search: str

    @property
    def day(self) -> date:
        """The day whose law and catalogue count: of the decision, of the proposal, or the end of the round."""
        return self.decided_on or self.proposed_on or self.round.end


_TAKEN = tuple(name for name in AwardRow.__dataclass_fields__ if name in fields_of(Award))


def rows(session: Session, round_id: int) -> list[AwardRow]:
    """The awards of a round, by title or form, union and person."""
    one = campaigns.round_of(session, round_id)
    stored = records.rows(session, Award, round_id=round_id)
    ids = {row["union_id"] for row in stored}
    around = {union.id: union for union in unions.listed(session, on=as_of(one), with_closed=True, always=ids)}
    levels, registered = records.choices(session, RecognitionLevel), _registered(session, one.year, ids)
    found = [
        AwardRow(
            id=row["id"],
            round=one,
            union=around[row["union_id"]],
            level=levels.get(row["level_id"], ""),
            registered=row["registration_id"] is not None or (row["union_id"], fold(row["name"])) in registered,
            search=f"{around[row['union_id']].search} {fold(row['name'])} {fold(row['person'] or '')}",
            **{name: row[name] for name in _TAKEN},
        )
        for row in stored
    ]
    return sorted(found, key=lambda row: (row.kind != TITLE, fold(row.name), row.union.sort_key, row.union.id, row.id))


def _registered(session: Session, year: int, union_ids: Collection[int]) -> set[tuple[int, str]]:
    """What unions have registered for in rounds that end in a year, folded: titles, and proposed forms of award."""
    row, one = Registration.__table__.c, CampaignRound.__table__.c
    query = (
        select(row.union_id, row.content, row.award)
        .join(CampaignRound, one.id == row.round_id)
        .where(row.union_id.in_(union_ids), one.end.between(date(year, 1, 1), date(year, 12, 31)))
    )
    return {
        (union_id, fold(words))
        for union_id, content, award in session.execute(query)
        for words in (content, award)
        if words
    }


# The catalogue


@dataclass(frozen=True)
class Entitled:
    """A title or form of award of the catalogue."""

    kind: str
    name: str
    applies_to: str
    level_id: int | None
    valid_from: date | None
    valid_to: date | None


def catalogue(session: Session) -> list[Entitled]:
    """All titles, then all forms of award, in the order in which they are offered."""
    found = []
    for kind, record_type in ((TITLE, AwardTitle), (FORM, AwardForm)):
        listed = sorted(records.rows(session, record_type), key=lambda row: (row["position"], row["id"]))
        shown = ("name", "applies_to", "level_id", "valid_from", "valid_to")
        found += [Entitled(kind, **{name: row[name] for name in shown}) for row in listed]
    return found


def offered(session: Session, on: date) -> list[str]:
    """The names of the titles and forms that may be given on a day."""
    return [one.name for one in catalogue(session) if holds(vars(one), on)]


def by_name(session: Session) -> dict[str, Entitled]:
    """The catalogue by the folded names; where a title and a form are called the same, the title."""
    return {fold(one.name): one for one in reversed(catalogue(session))}


# Typed, pasted, saved


def judge(session: Session, round_id: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of entries into cells of awards, by their ids; nothing is stored."""
    return cell_entry.judge(_sheet(session, round_id, entries), entries)


def enter(session: Session, round_id: int, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells of awards, by their ids; of a closed round only what belongs to the decision."""
    return cell_entry.enter(session, _sheet(session, round_id, entries), entries)


def _sheet(session: Session, round_id: int, entries: Sequence[Entry]) -> Sheet:
    ids = frozenset(entry.key for entry in entries)
    one, known = campaigns.round_of(session, round_id), by_name(session)
    return Sheet(
        Award,
        {row["id"]: row for row in records.rows(session, Award, round_id=round_id, id=ids)},
        _wrong,
        lambda row, change: _follows(row, change, known),
        lambda _row, change: campaigns.closed_words(one) if one.closed and change.keys() - set(DECISION_FIELDS) else "",
        {"level_id": records.choices(session, RecognitionLevel)},
    )


def _follows(row: Values, change: Values, known: Mapping[str, Entitled]) -> Row:
    """What the catalogue says of a title or form that was typed: how it is written, what it is, who gives it."""
    entitled = known.get(fold(change.get("name") or ""))
    if entitled is None:
        return {}
    found: Row = {"name": entitled.name, "kind": entitled.kind}
    if row["level_id"] is None and "level_id" not in change and entitled.level_id is not None:
        found["level_id"] = entitled.level_id
    return found


def _wrong(values: Values) -> Iterator[Problem]:
    """What may not be stored of an award."""
    if values["quantity"] is not None and values["quantity"] < 1:
        yield Problem("quantity", _("Số lượng: phải từ 1 trở lên"))
    if values["state"] != AWARDED:
        return
    if values["decided_on"] is None:
        yield Problem("decided_on", _("Đã khen thưởng thì phải có ngày quyết định."))
    if values["level_id"] is None:
        yield Problem("level_id", _("Đã khen thưởng thì phải có cấp khen thưởng."))


def new_draft(round_id: int, **values: object) -> Draft:
    """A proposal that is not stored yet."""
    return records.new(Award, round_id=round_id, **values)


def save(session: Session, draft: Draft) -> int:
    """Store an award and return its id; the catalogue spells its name and tells its level where that is blank.

    Raises:
        InvalidRecord: something is missing, or it is given without day or level. Conflict: somebody was faster.
        UserError: its round is closed and more than the decision changes.
    """
    if draft.id is None or draft.changes.keys() - set(DECISION_FIELDS):
        campaigns.refuse_closed(session, [draft.values["round_id"]])
    draft.values |= _follows(draft.values, draft.changes, by_name(session))
    errors = [*draft.errors, *_wrong(draft.values)]
    if errors:
        raise InvalidRecord(errors)
    return records.save(session, draft)


def delete(session: Session, ids: Collection[int]) -> None:
    """Remove awards.

    Raises:
        UserError: one belongs to a closed round.
    """
    drain(deleting(session, ids))


def deleting(session: Session, ids: Collection[int]) -> Task[None]:
    """`delete` as a long task."""
    yield Step(0, len(ids))
    campaigns.refuse_closed(session, {row["round_id"] for row in records.rows(session, Award, id=frozenset(ids))})
    yield from in_parts(list(ids), lambda part: records.delete(session, Award, part))


# Proposing


@dataclass(frozen=True)
class Proposed:
    """How many awards were proposed, and how many registrations brought none: not achieved, or proposed before."""

    added: int
    without: int


def propose_from(
    session: Session, registration_ids: Collection[int], proposal: str | None = None, proposed_on: date | None = None
) -> Proposed:
    """Propose what was achieved of registrations: the title that was registered, and the form of award beside it.

    Raises:
        UserError: a round is closed, or nothing of it can be proposed; the sentence says why.
    """
    return drain(proposing(session, registration_ids, proposal, proposed_on))


def proposing(
    session: Session, registration_ids: Collection[int], proposal: str | None = None, proposed_on: date | None = None
) -> Task[Proposed]:
    """`propose_from` as a long task, for everything that was achieved in a round."""
    yield Step(0, len(registration_ids))
    chosen = records.rows(session, Registration, id=frozenset(registration_ids))
    campaigns.refuse_closed(session, {row["round_id"] for row in chosen})
    forms = {row["id"]: row["form"] for row in records.rows(session, RegistrationKind)}
    known = by_name(session)
    there = {
        (row["registration_id"], row["kind"])
        for row in records.rows(session, Award, registration_id=frozenset(registration_ids))
    }
    paper = {"proposal": proposal, "proposed_on": proposed_on}
    proposed = {
        row["id"]: [
            one | paper | _follows(one | {"level_id": None}, one, known)
            for one in _worth(row, forms[row["kind_id"]])
            if (row["id"], one["kind"]) not in there
        ]
        for row in chosen
    }
    added = [one for ones in proposed.values() for one in ones]
    if not added:
        raise UserError(
            _(
                "Không có gì để đề nghị: chỉ danh hiệu đã đạt, hoặc đăng ký đã đạt có ghi “Đề nghị khen thưởng”, và"
                " chưa có trong danh sách."
            )
        )
    yield from in_parts(added, lambda part: records.insert_rows(session, Award, part))
    return Proposed(len(added), sum(not ones for ones in proposed.values()))


def _worth(row: Row, form: str) -> Iterator[Row]:
    """The awards that a registration is worth, by what was achieved of it."""
    if row["outcome"] in (None, FAILED) or not _achieved(row):
        return
    of_it = {name: row[name] for name in ("round_id", "union_id", "honorific", "person", "position")}
    of_it |= {"registration_id": row["id"], "quantity": _achieved(row)}
    if form in TITLE_FORMS:
        yield of_it | {"kind": TITLE, "name": row["content"][:_NAME_LENGTH]}
    if row["award"]:
        yield of_it | {"kind": FORM, "name": row["award"]}


_NAME_LENGTH = fields_of(Award)["name"].kind.most  # type: ignore[attr-defined] # a text


def _achieved(row: Values) -> int:
    return int(row["quantity"] if row["achieved"] is None else row["achieved"])


# Deciding


def award(
    session: Session, ids: Collection[int], decision: str | None, decided_on: date | None, level_id: int | None = None
) -> int:
    """Give awards with one decision and return how many; without a *level_id* each keeps its own level.

    Raises:
        InvalidRecord: the day is missing, or a level. UserError: all of them are given already, or gone.
    """
    return drain(awarding(session, ids, decision, decided_on, level_id))


def awarding(
    session: Session, ids: Collection[int], decision: str | None, decided_on: date | None, level_id: int | None = None
) -> Task[int]:
    """`award` as a long task."""
    yield Step(0, len(ids))
    waiting = {row["id"]: row for row in records.rows(session, Award, id=frozenset(ids)) if row["state"] != AWARDED}
    if not waiting:
        raise UserError(_("Các dòng đã chọn đều đã khen thưởng rồi. Hãy chọn những dòng đang đề nghị."))
    change: Row = {"state": AWARDED, "decision": decision, "decided_on": decided_on}
    changes = {key: change | {"level_id": level_id or row["level_id"]} for key, row in waiting.items()}
    for one in changes.values():
        errors = list(_wrong({"quantity": None} | one))
        if errors:
            raise InvalidRecord(errors)
    yield from records.updating(session, Award, changes, waiting)
    return len(changes)


def decline(session: Session, ids: Collection[int], note: str | None = None) -> int:
    """Record that proposed awards were not given, for a reason where there is a *note*; return how many.

    Raises:
        UserError: none of them is a proposal.
    """
    return drain(declining(session, ids, note))


def declining(session: Session, ids: Collection[int], note: str | None = None) -> Task[int]:
    """`decline` as a long task."""
    yield Step(0, len(ids))
    waiting = {row["id"]: row for row in records.rows(session, Award, id=frozenset(ids)) if row["state"] == PROPOSED}
    if not waiting:
        raise UserError(_("Trong các dòng đã chọn không có dòng nào đang đề nghị."))
    changes = {key: {"state": DECLINED, "note": note or row["note"]} for key, row in waiting.items()}
    yield from records.updating(session, Award, changes, waiting)
    return len(changes)
