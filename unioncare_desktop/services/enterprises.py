"""Enterprises that have no union: listed, entered in cells or a form, and how far each has come on the way to a union.

A tax code belongs to one enterprise; names that are nearly the same are hints, among enterprises and beside unions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Link, Unreadable
from unioncare_desktop.domain.records import Area, Enterprise, Sector, Union
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.domain.records.yearly import ENTERPRISE_STATES, FOUNDED
from unioncare_desktop.errors import Duplicate, Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import line_entry, office, records, unions
from unioncare_desktop.services.line_entry import Entered, Entry, Key, Lines
from unioncare_desktop.services.unions import likeness_key
from unioncare_desktop.vietnamese import code_key, fold

FIELDS = {name: field for name, field in fields_of(Enterprise).items() if name != "union_id"}
"""What is entered of an enterprise; its union is chosen or founded."""
LISTS: Mapping[str, type[ListEntry]] = {"area_id": Area, "sector_id": Sector}
"""Which list the choices of a field come from."""
_Codes = dict[str, tuple[Key | None, str]]
"""Whose each tax code is: the key and name of the enterprise by the code's key."""


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """An enterprise as lists show it; `union` is the name of the union that was founded in it."""

    id: int
    name: str
    code: str | None
    area_id: int | None
    area: str
    sector_id: int | None
    sector: str
    address: str | None
    business: str | None
    workers: int | None
    contact: str | None
    phone: str | None
    email: str | None
    surveyed_on: date | None
    state: str
    union_id: int | None
    union: str
    note: str | None
    sort_key: str
    search: str

    @property
    def waits(self) -> bool:
        """Whether it has no union yet."""
        return self.state != FOUNDED

    @property
    def state_words(self) -> str:
        """How far it has come, as a user reads it: "đã thành lập công đoàn “CĐCS Hoa Mai”"."""
        return ENTERPRISE_STATES[self.state] + (_(" “{name}”").format(name=self.union) if self.union else "")


def listed(session: Session, ids: Collection[int] | None = None) -> list[EnterpriseRow]:
    """All enterprises, or those with these *ids*, in the Vietnamese order of their names, those with a union too."""
    wanted = {} if ids is None else {"id": frozenset(ids)}
    areas, sectors, named = (records.choices(session, kind) for kind in (Area, Sector, Union))
    found = sorted(records.rows(session, Enterprise, **wanted), key=lambda row: (row["sort_key"], row["id"]))
    return [
        EnterpriseRow(
            **{name: row[name] for name in ("id", *FIELDS, "union_id", "sort_key")},
            area=areas.get(row["area_id"], ""),
            sector=sectors.get(row["sector_id"], ""),
            union=named.get(row["union_id"], ""),
            search=_searched(row, areas.get(row["area_id"], "")),
        )
        for row in found
    ]


def _searched(row: Mapping[str, Any], area: str) -> str:
    others = (row["contact"], row["address"], row["business"], area)
    return " ".join((row["name_key"], (row["code"] or "").casefold(), *(fold(text) for text in others if text)))


def large_from(session: Session, on: date) -> int | None:
    """From how many workers on an enterprise is to have a union; None where the office has no such rule on a day."""
    return office.thresholds(session, on).get("enterprise_base")


def problems(session: Session, found: Sequence[EnterpriseRow]) -> dict[int, tuple[Problem, ...]]:
    """What looks wrong with enterprises, by id: doubtful texts, two with nearly one name, a union that is there."""
    alike: defaultdict[str, list[EnterpriseRow]] = defaultdict(list)
    for row in found:
        alike[likeness_key(row.name)].append(row)
    living = {likeness_key(union.name): union.name for union in unions.listed(session)}
    return {
        row.id: (*_of_fields(row), *_like_another(row, alike[key]), *_like_a_union(row, living.get(key)))
        for row in found
        for key in (likeness_key(row.name),)
    }


def _of_fields(row: EnterpriseRow) -> Iterable[Problem]:
    values = {name: getattr(row, name) for name in FIELDS}
    for name, described in FIELDS.items():
        yield from described.problems(values[name], values)


def _like_another(row: EnterpriseRow, alike: Sequence[EnterpriseRow]) -> Iterable[Problem]:
    other = next((one for one in alike if one.id != row.id), None)
    if other is not None:
        sentence = _("Tên gần giống “{name}”; nếu là một, hãy xóa bớt.")
        yield Problem("name", sentence.format(name=other.name), Severity.WARNING)


def _like_a_union(row: EnterpriseRow, union: str | None) -> Iterable[Problem]:
    if union is not None and row.waits:
        sentence = _("Đã có “{name}” trong danh sách công đoàn; nếu là đơn vị này, hãy ghi đã thành lập.")
        yield Problem("state", sentence.format(name=union), Severity.WARNING)


# What is entered


def judge(session: Session, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    return line_entry.judge(_lines(session, entries), entries)


def enter(session: Session, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; an enterprise that would be wrong stays as it was, a new one needs its name."""
    return line_entry.enter(session, _lines(session, entries), entries)


def _lines(session: Session, entries: Sequence[Entry]) -> Lines:
    codes = _taken_codes(session)
    choices = {
        name: {fold(words): row_id for row_id, words in records.choices(session, record_type).items()}
        for name, record_type in LISTS.items()
    }

    def take_code(key: Key, draft: Draft) -> None:
        if code := draft.values["code"]:
            codes[code_key(code)] = (key, draft.values["name"])

    return Lines(
        rows=line_entry.opened(session, Enterprise, line_entry.ids_in(entries)),
        blank=new_draft,
        read=lambda entry: _value(entry, choices),
        problems=lambda _key, draft: _double_code(draft, codes),
        lacks=lambda draft: _("thiếu tên doanh nghiệp") if draft.values["name"] is None else "",
        agree=lambda draft, _typed: _agree(draft),
        taken=take_code,
    )


def _taken_codes(session: Session) -> _Codes:
    table = Enterprise.__table__.c
    query = select(table.code_key, table.id, table.name).where(table.code_key.is_not(None))
    return {code: (row_id, name) for code, row_id, name in session.execute(query)}


def _value(entry: Entry, choices: Mapping[str, Mapping[str, int]]) -> Any:  # noqa: ANN401 - a value of the field
    described = FIELDS[entry.field]
    if not isinstance(described.kind, Link) or isinstance(entry.raw, int):
        return described.parse(entry.raw)
    key = fold(str(entry.raw or ""))
    if key and key not in choices[entry.field]:
        raise Unreadable(_("{label}: “{text}” không có trong danh mục").format(label=described.label, text=entry.raw))
    return choices[entry.field][key] if key else None


def _double_code(draft: Draft, codes: _Codes) -> Iterable[Problem]:
    code = draft.values.get("code")
    key, name = codes.get(code_key(code), (draft.id, "")) if code else (draft.id, "")
    if key != draft.id:
        sentence = _("{label}: {code} đã là của “{name}”")
        yield Problem("code", sentence.format(label=FIELDS["code"].label, code=code, name=name))


# The form


def new_draft() -> Draft:
    """An enterprise that is not stored yet."""
    return records.new(Enterprise)


def save(session: Session, draft: Draft) -> int:
    """Store an enterprise and return its id.

    Raises:
        InvalidRecord: something is wrong with it. Duplicate: another one has its tax code. Conflict: somebody else
            changed it.
    """
    code = draft.values.get("code")
    same = records.rows(session, Enterprise, code_key=code_key(code)) if code else []
    for row in same:
        if row["id"] != draft.id:
            sentence = _("Mã số thuế {code} đã là của “{name}”. Hãy mở doanh nghiệp đó, hoặc sửa mã.")
            raise Duplicate(sentence.format(code=code, name=row["name"]))
    _agree(draft)
    return records.save(session, draft)


def _agree(draft: Draft) -> None:
    """State and union go together: a union that is chosen was founded, and another state knows of no union."""
    if draft.changes.get("union_id") is not None:
        draft.values["state"] = FOUNDED
    elif draft.values.get("state") != FOUNDED:
        draft.values["union_id"] = None


def similar(found: Iterable[EnterpriseRow], name: str, except_id: int | None = None) -> list[EnterpriseRow]:
    """Those of *found* whose names are nearly *name*."""
    key = likeness_key(name)
    return [row for row in found if row.id != except_id and likeness_key(row.name) == key]


def delete(session: Session, ids: Collection[int]) -> None:
    """Put enterprises into the trash; their unions stay."""
    records.delete(session, Enterprise, ids)


# The union that was founded in it


def union_draft(session: Session, enterprise_id: int) -> Draft:
    """A new union with what is known of the enterprise, to be looked through and saved.

    Raises:
        UserError: the enterprise is gone.
    """
    known = records.open_draft(session, Enterprise, enterprise_id).values
    draft = unions.new_draft(session)
    for name in ("area_id", "sector_id", "address", "business", "phone", "email"):
        draft.values[name] = known[name]
    draft.values["name"] = _("CĐCS {name}").format(name=known["name"])
    return draft


def founded(session: Session, enterprise_id: int, union_id: int) -> None:
    """The enterprise has a union now: the one with this id.

    Raises:
        Conflict: the enterprise is gone.
    """
    records.update_row(session, Enterprise, enterprise_id, {"state": FOUNDED, "union_id": union_id})


def probable_union(session: Session, enterprise_id: int) -> int | None:
    """The living union that is called like the enterprise, if there is one.

    Raises:
        UserError: the enterprise is gone.
    """
    key = likeness_key(records.open_draft(session, Enterprise, enterprise_id).values["name"])
    return next((union.id for union in unions.listed(session) if likeness_key(union.name) == key), None)


def status(session: Session, on: date) -> dict[str, Any]:
    """How many enterprises there are, as plain JSON values; `large` are those that are to have a union on a day."""
    found, base = listed(session), large_from(session, on)
    waiting = [row for row in found if row.waits]
    large = [row for row in waiting if row.workers is not None and base is not None and row.workers >= base]
    return {
        "listed": len(found),
        "without_union": len(waiting),
        "large_without_union": len(large),
        "workers_without_union": sum(row.workers or 0 for row in waiting),
    }
