"""The registry of unions: listed, searched, filtered, and looked at for doubles."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Area, Bloc, Level, MemberCount, Period, Sector, Union
from unioncare_desktop.domain.records.union import ACTIVE, CLOSED, STATES
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord, Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records
from unioncare_desktop.vietnamese import clean, code_key, fold, show_day, show_whole, sort_key


@dataclass(frozen=True, slots=True)
class UnionRow:
    """A union as lists show it; names instead of links, `search` is what typed words are looked up in."""

    id: int
    code: str | None
    name: str
    level: str
    sector: str
    bloc: str
    area: str
    chair: str | None
    phone: str | None
    founded_on: date | None
    closed_on: date | None
    state: str
    reports: bool
    sort_key: str
    search: str

    @property
    def alive(self) -> bool:
        """Whether it is active now."""
        return self.state == ACTIVE

    @property
    def state_words(self) -> str:
        """Its state as a user reads it."""
        return STATES[self.state]

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
            and matches(union.search, self.text)
        )


EVERYONE = Scope()


def matches(search: str, text: str) -> bool:
    """Whether every word of *text* stands in the folded *search* key, without regard to accents and case."""
    return all(word in search for word in _words(text))


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(clean(text)).split())


def listed(session: Session, *, with_closed: bool = False, only: Collection[int] | None = None) -> list[UnionRow]:
    """The unions of the registry, or *only* those with these ids, in the Vietnamese order of their names."""
    table = Union.__table__.c
    query: Select[Any] = select(
        table.id,
        table.code,
        table.name,
        table.level_id,
        table.sector_id,
        table.bloc_id,
        table.area_id,
        table.chair,
        table.phone,
        table.founded_on,
        table.closed_on,
        table.state,
        table.sort_key,
        table.name_key,
    ).order_by(table.sort_key, table.id)
    if not with_closed:
        query = query.where(table.state == ACTIVE)
    if only is not None:
        query = query.where(table.id.in_(only))
    levels = {row["id"]: row for row in records.rows(session, Level)}
    sectors, blocs, areas = (records.choices(session, kind) for kind in (Sector, Bloc, Area))
    found = []
    for (
        union_id,
        code,
        name,
        level,
        sector,
        bloc,
        area,
        chair,
        phone,
        founded,
        closed,
        state,
        key,
        folded,
    ) in session.execute(query):
        area_name = areas.get(area, "")
        search = " ".join((folded, (code or "").casefold(), fold(chair or ""), fold(area_name)))
        found.append(
            UnionRow(
                union_id,
                code,
                name,
                levels[level]["name"] if level else "",
                sectors.get(sector, ""),
                blocs.get(bloc, ""),
                area_name,
                chair,
                phone,
                founded,
                closed,
                state,
                levels[level]["reports"] if level else True,
                key,
                search,
            )
        )
    return found


def in_use(rows: Iterable[UnionRow], attribute: str) -> list[str]:
    """The areas, sectors or blocs that occur among *rows*, in Vietnamese order."""
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


def _digits(key: str) -> list[str]:
    return [word for word in key.split() if any(letter.isdigit() for letter in word)]


def save(session: Session, draft: Draft) -> int:
    """Store the union of *draft* and return its id.

    Raises:
        Duplicate: another living union has its code or folded name.
        InvalidRecord: what is typed is wrong, the upper unions go in a circle, or it reported before it was founded.
    """
    _refuse_double(session, draft)
    _refuse_circle(session, draft)
    _refuse_late_founding(session, draft)
    return records.save(session, draft)


def _refuse_double(session: Session, draft: Draft) -> None:
    code, name = draft.values.get("code"), draft.values.get("name") or ""
    table = Union.__table__.c
    same_name = table.name_key == fold(name)
    same = or_(same_name, table.code_key == code_key(code)) if code else same_name
    query = select(table.code, table.name).where(and_(table.state == ACTIVE, same, table.id != (draft.id or 0)))
    other = session.execute(query.limit(1)).first()
    if draft.values.get("state") == ACTIVE and other is not None:
        raise Duplicate(
            _("Đã có “{name}” (mã {code}). Hãy sửa bản ghi đó, hoặc đổi tên, đổi mã cho khác.").format(
                name=other.name, code=other.code or "–"
            )
        )


_MOST_LEVELS = 6


def _refuse_circle(session: Session, draft: Draft) -> None:
    names = {row.id: row for row in session.execute(select(Union.id, Union.upper_id, Union.name))}
    path, upper = [draft.id], draft.values.get("upper_id")
    while upper is not None:
        if upper in path:
            sentence = _("Công đoàn cấp trên không được là chính nó hoặc cấp dưới của nó: {name}.")
            raise InvalidRecord([Problem("upper_id", sentence.format(name=names[upper].name))])
        path.append(upper)
        upper = names[upper].upper_id if upper in names else None
    if len(path) > _MOST_LEVELS:
        sentence = _("Công đoàn cấp trên: quá {most} cấp, hãy chọn lại.")
        raise InvalidRecord([Problem("upper_id", sentence.format(most=_MOST_LEVELS))])


def _refuse_late_founding(session: Session, draft: Draft) -> None:
    founded = draft.values.get("founded_on")
    if draft.id is None or founded is None:
        return
    first = select(func.min(Period.end)).join(MemberCount, MemberCount.period_id == Period.id)
    end = session.scalar(first.where(MemberCount.union_id == draft.id))
    if end is not None and end < founded:
        sentence = _("Ngày thành lập: {day} sau kỳ đã có số liệu (hết ngày {end})")
        raise InvalidRecord([Problem("founded_on", sentence.format(day=show_day(founded), end=show_day(end)))])


def delete(session: Session, ids: Sequence[int]) -> None:
    """Remove unions that nothing refers to.

    Raises:
        InUse: figures of a union are recorded; close it instead.
    """
    if count := reports_of(session, ids):
        sentence = _("Đã có {count} lần nộp số liệu nên không xóa được. Hãy cho kết thúc hoạt động thay vì xóa.")
        raise InUse(sentence.format(count=show_whole(count)))
    records.delete(session, Union, ids)


def reports_of(session: Session, ids: Sequence[int]) -> int:
    """How many figures of a period are recorded for these unions."""
    count = MemberCount.__table__.c
    return session.scalar(select(func.count()).where(count.union_id.in_(ids))) or 0


def close(session: Session, ids: Sequence[int], on: date) -> None:
    """Let unions end on a day; what they have reported stays."""
    stored = {row["id"]: row for row in records.rows(session, Union) if row["id"] in ids and row["state"] == ACTIVE}
    records.update_rows(session, Union, {key: {"state": CLOSED, "closed_on": on} for key in stored}, stored)
