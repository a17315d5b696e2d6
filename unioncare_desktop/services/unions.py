"""The registry of unions: listed, searched, filtered, and looked at for doubles."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Area,
    Award,
    Bloc,
    CampaignPilot,
    Enterprise,
    Level,
    MemberCount,
    Merger,
    MergerLock,
    MergerPart,
    Officer,
    PeriodReturn,
    Registration,
    RoundScore,
    Sector,
    Union,
    UnionEvent,
    YearlyFact,
)
from unioncare_desktop.domain.records.lists import ENTERPRISES, OTHER, employer_of
from unioncare_desktop.domain.records.union import ACTIVE, MERGED, STATES
from unioncare_desktop.domain.records.union_event import CLOSED, REMEMBERED
from unioncare_desktop.domain.rules.chronicle import NOTHING, Values
from unioncare_desktop.errors import InUse
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadline_marks, event_book, events, merger_links, office, records, union_rules
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.storage.snapshot import once
from unioncare_desktop.vietnamese import clean, code_key, fold, show_whole, sort_key


@dataclass(frozen=True, slots=True)
class UnionRow:
    """A union as lists show it; names instead of links, `search` is what typed words are looked up in.

    `successor` is the name of the union that it was merged into, `employer` the group of its sector.
    """

    id: int
    code: str | None
    name: str
    level: str
    sector: str
    bloc: str
    area: str
    upper: str
    chair: str | None
    phone: str | None
    founded_on: date | None
    closed_on: date | None
    state: str
    reports: bool
    sort_key: str
    search: str
    upper_id: int | None = None
    successor: str = ""
    employer: str = OTHER

    @property
    def in_enterprise(self) -> bool:
        """Whether it is the union of an enterprise."""
        return self.employer in ENTERPRISES

    @property
    def alive(self) -> bool:
        """Whether it is active now."""
        return self.state == ACTIVE

    @property
    def state_words(self) -> str:
        """Its state as a user reads it: "đang hoạt động", "đã sáp nhập vào “CĐCS Hoa Mai”"."""
        into = _(" vào “{name}”").format(name=self.successor) if self.successor else ""
        return STATES[self.state] + into

    @property
    def described(self) -> str:
        """The union by name, code and place: "CĐCS Trường MN Hoa Mai (CS0012), Kim Mã"."""
        code = f" ({self.code})" if self.code else ""
        area = f", {self.area}" if self.area else ""
        return f"{self.name}{code}{area}"

    def alive_on(self, day: date) -> bool:
        """Whether it existed on *day*."""
        founded = self.founded_on is None or self.founded_on <= day
        return founded and (self.alive or (self.closed_on is not None and self.closed_on > day))


@dataclass(frozen=True)
class Scope:
    """Which unions are looked at: the names of one area, sector or bloc (empty: all), and typed words."""

    area: str = ""
    sector: str = ""
    bloc: str = ""
    text: str = ""

    def holds(self, union: UnionRow) -> bool:
        """Whether *union* is meant."""
        return (
            (not self.area or union.area == self.area)
            and (not self.sector or union.sector == self.sector)
            and (not self.bloc or union.bloc == self.bloc)
            and (not self.text or matches(union.search, self.text))
        )


EVERYONE = Scope()


def matches(search: str, text: str) -> bool:
    """Whether every word of *text* stands in the folded *search* key, without regard to accents and case."""
    return all(word in search for word in _words(text))


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(clean(text)).split())


def listed(
    session: Session,
    *,
    on: date | None = None,
    with_closed: bool = False,
    always: Container[int] = (),
) -> list[UnionRow]:
    """The unions of the registry in the Vietnamese order of their names.

    *on* is the day as of which they are told: names, upper unions, levels, sectors, blocs, areas and states as they
    were, without those that were not yet founded or received, unless *always* holds their ids.
    """
    told = once(session, ("unions", on), lambda: _told(session, on))
    return [one for one, absent in told if (not absent or one.id in always) and (with_closed or one.alive)]


def _told(session: Session, on: date | None) -> list[tuple[UnionRow, bool]]:
    """All unions as `listed` tells them, and whether they were absent then; those are told as they are now."""
    stored = _stored(session)
    held = event_book.held_on(session, on) if on is not None else {}
    names = {union_id: row["name"] for union_id, row in stored.items()}
    names |= {union_id: values["name"] for union_id, values in held.items() if values}
    words = _Words(session, names, on)
    found = []
    for union_id, row in stored.items():
        values = held.get(union_id, row)
        absent = on is not None and _absent(row, values, on)
        found.append((words.row(row, row if absent else values), absent))
    if held:
        found.sort(key=lambda one: (one[0].sort_key, one[0].id))
    return found


_SHOWN = ("id", "code", *REMEMBERED, "chair", "phone", "founded_on", "sort_key", "name_key")


def _stored(session: Session) -> dict[int, dict[str, Any]]:
    """What the rows of unions hold now, by id, in the order of their names."""
    table = Union.__table__.c
    query: Select[Any] = select(*(table[name] for name in _SHOWN)).order_by(table.sort_key, table.id)
    return {row[0]: dict(zip(_SHOWN, row, strict=True)) for row in session.execute(query).all()}


def _absent(row: Mapping[str, Any], values: Values, on: date) -> bool:
    return values == NOTHING or (row["founded_on"] is not None and row["founded_on"] > on)


class _Words:
    """The names behind the links of unions."""

    def __init__(self, session: Session, names: Mapping[int, str], on: date | None) -> None:
        self._names, self._on = names, on
        self._merged = merger_links.last_by(merger_links.joined(session), on)
        self._levels = {row["id"]: row for row in records.rows(session, Level)}
        self._sectors, self._blocs, self._areas = (records.choices(session, kind) for kind in (Sector, Bloc, Area))
        sectors = records.rows(session, Sector)
        self._employers = {row["id"]: employer_of(row["name"], row["employer"]) for row in sectors}

    def row(self, row: Mapping[str, Any], values: Values) -> UnionRow:
        """The union of *row*, when it was *values*."""
        name, level = values["name"], values["level_id"]
        area = self._areas.get(values["area_id"], "")
        renamed = name != row["name"]
        folded = fold(name) if renamed else row["name_key"]
        alive = values["state"] == ACTIVE if self._on is None else event_book.living(values, self._on)
        return UnionRow(
            row["id"],
            row["code"],
            name,
            self._levels[level]["name"] if level else "",
            self._sectors.get(values["sector_id"], ""),
            self._blocs.get(values["bloc_id"], ""),
            area,
            self._names.get(values["upper_id"], ""),
            row["chair"],
            row["phone"],
            row["founded_on"],
            None if alive else values["closed_on"],
            ACTIVE if alive else values["state"],
            self._levels[level]["reports"] if level else True,
            sort_key(name) if renamed else row["sort_key"],
            " ".join((folded, (row["code"] or "").casefold(), fold(row["chair"] or ""), fold(area))),
            values["upper_id"],
            "" if alive or values["state"] != MERGED else self._successor(row["id"]),
            self._employers.get(values["sector_id"], OTHER),
        )

    def _successor(self, union_id: int) -> str:
        """The name of what a merged union went into, as it was then told."""
        merger = self._merged.get(union_id)
        return self._names[merger.result] if merger else ""


def in_use(rows: Iterable[object], attribute: str) -> list[str]:
    """The areas, sectors or blocs that occur among *rows* of unions or the like, in Vietnamese order."""
    return sorted({getattr(row, attribute) for row in rows} - {""}, key=sort_key)


def new_draft(session: Session) -> Draft:
    """A new union with the level that the office keeps rows for."""
    wanted = fold(office.view(session).kind.level)
    level = next((row["id"] for row in records.rows(session, Level) if row["name_key"] == wanted), None)
    return records.new(Union, level_id=level)


# Doubles (features 15): names that differ only in accents, abbreviations and filling words

_ALIKE = 0.9
_ABBREVIATIONS = {
    "mn": "mam non",
    "th": "tieu hoc",
    "cp": "co phan",
    "cty": "cong ty",
    "tnhh": "trach nhiem huu han",
    "ubnd": "uy ban nhan dan",
    "htx": "hop tac xa",
    "mtv": "mot thanh vien",
    "bv": "benh vien",
    "tt": "trung tam",
    "vp": "van phong",
    "dn": "doanh nghiep",
}
_FILLING = ("cong doan co so", "cong doan", "cdcs", "cd", "truong")


@lru_cache(maxsize=65536)
def likeness_key(name: str) -> str:
    """A name without filling words and with abbreviations written out: "CĐCS Trường MN Hoa Sen" → "mam non hoa sen"."""
    plain = f" {fold(name).replace('.', ' ').replace('-', ' ')} "
    for words in _FILLING:
        plain = plain.replace(f" {words} ", " ")
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain.split())


def similar(session: Session, name: str, except_id: int | None = None) -> list[UnionRow]:
    """Living unions whose names are nearly *name*, the nearest first; numbers in names must agree."""
    key = likeness_key(name)
    digits = _digits(key)
    ranked: list[tuple[float, UnionRow]] = []
    for union in listed(session):
        other = likeness_key(union.name)
        if union.id == except_id or _digits(other) != digits:
            continue
        matcher = SequenceMatcher(None, key, other, autojunk=False)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
            ranked.append((matcher.ratio(), union))
    return [union for _ratio, union in sorted(ranked, key=lambda pair: (-pair[0], pair[1].sort_key))]


def like_code(session: Session, code: str, except_id: int | None = None) -> list[UnionRow]:
    """Living unions whose codes differ from *code* only in marks (Đ01, D01); the very same code is not only like it."""
    key, exact = fold(code_key(code)), code_key(code)
    return [
        union
        for union in listed(session)
        if union.id != except_id and union.code and fold(code_key(union.code)) == key and code_key(union.code) != exact
    ]


def _digits(key: str) -> list[str]:
    return [word for word in key.split() if any(letter.isdigit() for letter in word)]


def save(session: Session, draft: Draft) -> int:
    """Store the union of *draft* and return its id; what was written wrong before is corrected in its past too.

    A union that ends or lives again is recorded as an event.

    Raises:
        Duplicate: another living union has its code or folded name.
        InvalidRecord: what is typed is wrong, the upper unions go in a circle, or it reported before it was founded.
    """
    values = draft.values
    if values.get("state") == ACTIVE:
        union_rules.refuse_double(session, values.get("name") or "", values.get("code"), draft.id)
    _refuse_circle(session, draft)
    if draft.id is not None and values.get("founded_on") is not None:
        union_rules.refuse_late_founding(session, draft.id, values["founded_on"])
    if draft.id is not None and not draft.errors:
        events.follow(session, {draft.id: draft.changes}, {draft.id: draft.original})
    return records.save(session, draft)


def _refuse_circle(session: Session, draft: Draft) -> None:
    rows = session.execute(select(Union.id, Union.upper_id, Union.name)).all()
    uppers = {row.id: row.upper_id for row in rows}
    own = draft.id or 0
    uppers[own] = draft.values.get("upper_id")
    union_rules.refuse_circle(uppers, {row.id: row.name for row in rows}, (own,))


def delete(session: Session, ids: Sequence[int]) -> None:
    """Remove unions of which nothing is recorded, with officers, events and locks: together they go to the trash.

    Raises:
        InUse: figures, registrations or facts of a union are recorded, it takes part in a merger, or another stands or
            stood under it; close it instead.
    """
    if words := recorded(session, ids):
        sentence = _("Đã có {recorded} nên không xóa được. Hãy cho kết thúc hoạt động thay vì xóa.")
        raise InUse(sentence.format(recorded=words))
    _refuse_uppers(session, ids)
    _refuse_merging(session, ids)
    officer = Officer.__table__.c
    of_officers = session.scalars(select(officer.id).where(officer.union_id.in_(ids)))
    deadline_marks.forget(session, deadline_marks.OFFICER, of_officers)
    for kind in (Officer, UnionEvent):
        of_kind = kind.__table__.c
        records.delete(session, kind, session.scalars(select(of_kind.id).where(of_kind.union_id.in_(ids))).all())
    lock = MergerLock.__table__.c
    of_locks = select(lock.id).where(or_(lock.union_id.in_(ids), lock.other_id.in_(ids)))
    records.delete(session, MergerLock, session.scalars(of_locks).all())
    records.delete(session, Union, _lowest_first(session, ids))


def _refuse_merging(session: Session, ids: Collection[int]) -> None:
    """Refuse to delete what is proposed to be merged or split, or took part in that."""
    part, merger = MergerPart.__table__.c, Merger.__table__.c
    mine = select(part.merger_id).where(part.union_id.in_(ids))
    query = select(merger.name).where(or_(merger.id.in_(mine), merger.union_id.in_(ids))).order_by(merger.id).limit(1)
    name = session.scalar(query)
    if name is not None:
        sentence = _("Có trong việc sáp nhập, chia tách “{name}” nên không xóa được. Nếu là đề nghị, hãy rút trước.")
        raise InUse(sentence.format(name=name))


_MOST_NAMED = 3


def _refuse_uppers(session: Session, ids: Collection[int]) -> None:
    """Refuse to delete what unions that stay stand under, or stood under before an event."""
    table, event = Union.__table__.c, UnionEvent.__table__.c
    moved = select(event.union_id).where(event.was_upper_id.in_(ids))
    query = select(table.name).where(or_(table.upper_id.in_(ids), table.id.in_(moved)), table.id.not_in(ids))
    if below := session.scalars(query.order_by(table.sort_key)).all():
        names = ", ".join(f"“{name}”" for name in below[:_MOST_NAMED])
        rest = len(below) - _MOST_NAMED
        names += _(" và {count} đơn vị khác").format(count=show_whole(rest)) if rest > 0 else ""
        sentence = _("Là (hoặc từng là) công đoàn cấp trên của {names} nên không xóa được. Hãy cho kết thúc hoạt động.")
        raise InUse(sentence.format(names=names))


def _lowest_first(session: Session, ids: Collection[int]) -> list[int]:
    """The unions so that each comes before the one that it stands under."""
    table = Union.__table__.c
    left = dict(session.execute(select(table.id, table.upper_id).where(table.id.in_(ids))).all())
    ordered: list[int] = []
    while left:
        lowest = left.keys() - set(left.values())
        ordered += sorted(lowest)
        left = {union_id: upper for union_id, upper in left.items() if union_id not in lowest}
    return ordered


def attached(session: Session, ids: Collection[int]) -> tuple[int, int]:
    """How many officers and events go with these unions when they are deleted."""
    officers, happened = (
        session.scalar(select(func.count()).where(kind.__table__.c.union_id.in_(ids))) or 0
        for kind in (Officer, UnionEvent)
    )
    return officers, happened


_RECORDED: dict[type[Record], str] = {
    MemberCount: _("lần nộp số liệu"),
    **{
        kind: kind.title
        for kind in (Registration, Award, RoundScore, CampaignPilot, YearlyFact, Enterprise, PeriodReturn)
    },
}
"""What never goes with a union, and what one of it is called."""


def recorded(session: Session, ids: Collection[int]) -> str:
    """What keeps these unions from being deleted, in words: "2 lần nộp số liệu, 3 đăng ký thi đua"; else nothing."""
    counts = {
        words: session.scalar(select(func.count()).where(kind.__table__.c.union_id.in_(ids)))
        for kind, words in _RECORDED.items()
    }
    return ", ".join(f"{show_whole(count)} {words}" for words, count in counts.items() if count)


def close(session: Session, ids: Collection[int], on: date) -> None:
    """Let the living among these unions end on a day, each by an event; what they have reported stays.

    Raises:
        InvalidRecord: one of them has figures of later periods, or something happened to it after that day.
    """
    table = Union.__table__.c
    alive = session.scalars(select(table.id).where(table.id.in_(ids), table.state == ACTIVE).order_by(table.id))
    events.record_many(session, [EventDraft(union_id, CLOSED, on) for union_id in alive])
