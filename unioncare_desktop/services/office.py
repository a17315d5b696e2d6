"""The office itself: what kind it is, how it is founded in an empty database, its thresholds on a day.

The kinds of office and the lists shipped with the program are data in `resources/structure`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Kind, Link
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    AgreementGrade,
    AwardForm,
    AwardTitle,
    Bloc,
    DocumentText,
    DocumentType,
    Indicator,
    LayoutSize,
    Level,
    Office,
    OfficerRole,
    Rating,
    RecognitionLevel,
    RegistrationKind,
    Sector,
    StatisticLine,
    Threshold,
)
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.services import records
from unioncare_desktop.storage.database import Database
from unioncare_desktop.storage.history import SETUP
from unioncare_desktop.storage.migrate import open_database
from unioncare_desktop.vietnamese import show_day

_SHIPPED: dict[str, type[Record]] = {
    "levels": Level,
    "sectors": Sector,
    "blocs": Bloc,
    "officer_roles": OfficerRole,
    "registration_kinds": RegistrationKind,
    "recognition_levels": RecognitionLevel,
    "award_titles": AwardTitle,
    "award_forms": AwardForm,
    "ratings": Rating,
    "agreement_grades": AgreementGrade,
    "thresholds": Threshold,
    "document_texts": DocumentText,
    "indicators": Indicator,
    "document_types": DocumentType,
    "layout_sizes": LayoutSize,
    "statistic_lines": StatisticLine,
}
_KEYED: tuple[type[Record], ...] = (Threshold, DocumentText, Indicator, LayoutSize, StatisticLine)
"""Lists with keys: what the database lacks of these is added one by one."""


@dataclass(frozen=True)
class OfficeKind:
    """A kind of office with its vocabulary and the first values of its record.

    `unit` is what it keeps rows for; `short_form` names the fields of a union that matter to it (empty: all);
    `small_matters` says whether unions below the threshold are its business.
    """

    code: str
    name: str
    about: str
    unit: str
    units: str
    unit_short: str
    place_of_units: str
    committee: str
    signer_position: str
    symbol: str
    population: str
    recipients: str
    level: str
    short_form: tuple[str, ...]
    small_matters: bool


@cache
def kinds() -> dict[str, OfficeKind]:
    """The kinds of office shipped with the program, by code, the most common first."""
    shipped = _load(resource("structure", "offices.json"))
    return {
        code: OfficeKind(code, **(values | {"short_form": tuple(values["short_form"])}))
        for code, values in shipped.items()
    }


DEFAULT_KIND = "ward"


@dataclass(frozen=True)
class OfficeView:
    """The office as pages and reports need it; `named` is false until the office has been set up."""

    kind: OfficeKind
    values: Mapping[str, Any]
    named: bool

    @property
    def name(self) -> str:
        """Its name, or a reminder that it has none yet."""
        return str(self.values.get("name") or _("Chưa đặt tên đơn vị"))

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - the value of any field
        return self.values.get(field)


def open_office(location: str | Path, *, create: bool = False, user: str | None = None) -> Database:
    """The database at *location*, with the shipped lists in it.

    Raises:
        EnvironmentProblem: it is missing, damaged, too new or busy.
    """
    database = open_database(location, create=create, user=user)
    with database.read() as session:
        missing = _missing_entries(session)
    if missing:
        with database.write(_("Nạp danh mục của chương trình"), kind=SETUP) as session:
            for record_type, entries in _missing_entries(session).items():
                records.insert_rows(session, record_type, _linked(session, record_type, entries))
    return database


def _linked(session: Session, record_type: type[Record], entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The *entries* with ids in place of the names of entries of other lists."""
    types = {other.__tablename__: other for other in _SHIPPED.values()}
    ids = {
        name: {words: row_id for row_id, words in records.choices(session, types[described.kind.table]).items()}
        for name, described in fields_of(record_type).items()
        if isinstance(described.kind, Link)
    }
    return [
        dict(entry) | {name: known[entry[name]] for name, known in ids.items() if entry.get(name) is not None}
        for entry in entries
    ]


def _missing_entries(session: Session) -> dict[type[Record], list[dict[str, Any]]]:
    """What `resources/structure` ships and the database lacks: whole lists that are empty, new thresholds and texts."""
    lists = [record_type for record_type in _SHIPPED.values() if record_type not in _KEYED]
    filled = session.execute(select(*(exists().where(one.id.is_not(None)) for one in lists))).one()
    found = {one: shipped(one) for one, any_there in zip(lists, filled, strict=True) if not any_there}
    for one in _KEYED:
        known = set(session.scalars(select(one.__table__.c.key)))
        if lacking := [entry for entry in shipped(one) if entry["key"] not in known]:
            found[one] = lacking
    return {one: found[one] for one in _SHIPPED.values() if one in found}


def shipped(record_type: type[Record]) -> list[dict[str, Any]]:
    """The rows of a list that come with the program; a text of several lines is a list of them in the file.

    Where one names an entry of another list, the name stands in place of its id.
    """
    return [dict(entry) for entry in _shipped(record_type)]


@cache
def _shipped(record_type: type[Record]) -> Sequence[Mapping[str, Any]]:
    described = fields_of(record_type)
    file = next(name for name, listed in _SHIPPED.items() if listed is record_type)
    entries = [
        {name: _read(described[name].kind, value) for name, value in entry.items()}
        for entry in _load(resource("structure", f"{file}.json"))
    ]
    if record_type is Threshold:
        return entries
    return [entry | {"position": number} for number, entry in enumerate(entries, 1)]


def _read(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - JSON
    return value if isinstance(kind, Link) else kind.parse("\n".join(value) if isinstance(value, list) else value)


def view(session: Session) -> OfficeView:
    """The office; where it has not been set up, a nameless one of the default kind."""
    found = records.rows(session, Office)
    if not found:
        kind = kinds()[DEFAULT_KIND]
        return OfficeView(kind, _first_values(kind), named=False)
    values = found[0]
    return OfficeView(kinds().get(values["kind"], kinds()[DEFAULT_KIND]), values, named=True)


def draft(session: Session, kind_code: str | None = None) -> Draft:
    """The office being edited; a new one with the first values of its kind where there is none yet.

    Raises:
        UserError: there is no such kind.
    """
    found = records.rows(session, Office)
    if found:
        return records.open_draft(session, Office, found[0]["id"])
    kind = kinds().get(kind_code or DEFAULT_KIND)
    if kind is None:
        raise UserError(_("Không có loại đơn vị “{kind}”.").format(kind=kind_code))
    proposed = records.new(Office, **_first_values(kind))
    return replace(proposed, original=dict(proposed.values))


def change_kind(draft: Draft, code: str) -> None:
    """Make the office of *draft* one of another kind; what it had from its old kind it now has from the new one."""
    old, new = kinds()[draft.values["kind"]], kinds()[code]
    for name, value in _first_values(new).items():
        if name == "kind" or draft.values[name] == getattr(old, name):
            draft.values[name] = value


def told_fields() -> list[str]:
    """The fields by which the office is set from outside: all but the pictures, which are files."""
    return [name for name in fields_of(Office) if not name.startswith(("signature_", "seal_"))]


def enter(session: Session, said: Mapping[str, str]) -> None:
    """Set fields of the office, by name, as they are typed; a new kind brings its usual words along.

    Raises:
        UserError: a field or a kind that does not exist. InvalidRecord: a value that cannot be, or no name.
    """
    if unknown := [name for name in said if name not in told_fields()]:
        sentence = _("Đơn vị không có mục “{name}”. Các mục: {known}.")
        raise UserError(sentence.format(name=unknown[0], known=", ".join(told_fields())))
    edited = draft(session)
    if (kind := said.get("kind")) is not None:
        if kind not in kinds():
            sentence = _("Không có loại đơn vị “{kind}”. Các loại: {known}.")
            raise UserError(sentence.format(kind=kind, known=", ".join(kinds())))
        change_kind(edited, kind)
    for name, value in said.items():
        if name != "kind":
            edited.enter(name, value)
    records.save(session, edited)


def as_json(one: OfficeView) -> dict[str, Any]:
    """The office as plain JSON values; null where nothing is said."""
    values = {name: one[name] for name in told_fields()} | {"kind": one.kind.code}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _first_values(kind: OfficeKind) -> dict[str, Any]:
    copied = ("committee", "signer_position", "symbol", "population", "recipients")
    return {"kind": kind.code} | {name: getattr(kind, name) for name in copied}


def threshold(session: Session, key: str, on: date) -> int:
    """The value of the threshold *key* that holds on a day; the latest rule wins.

    Raises:
        UserError: none holds on that day.
    """
    holding = thresholds(session, on)
    if key not in holding:
        name = next((row["name"] for row in records.rows(session, Threshold, key=key)), key)
        sentence = _("Chưa có ngưỡng “{name}” cho ngày {day}. Hãy bổ sung ở Thiết lập, mục Ngưỡng.")
        raise UserError(sentence.format(name=name, day=show_day(on)))
    return holding[key]


def thresholds(session: Session, on: date) -> dict[str, int]:
    """The values of all thresholds that hold on a day, by key; the latest rule wins."""
    rules = sorted(records.rows(session, Threshold), key=lambda rule: rule["valid_from"])
    return {rule["key"]: int(rule["value"]) for rule in rules if rule["valid_from"] <= on <= (rule["valid_to"] or on)}


def course(session: Session, key: str) -> Callable[[date], int | None]:
    """The value of the threshold *key* by day, for many days at one reading; None where none holds."""
    rules = sorted(records.rows(session, Threshold, key=key), key=lambda rule: rule["valid_from"], reverse=True)

    def value(on: date) -> int | None:
        holding = (rule for rule in rules if rule["valid_from"] <= on <= (rule["valid_to"] or on))
        return next((int(rule["value"]) for rule in holding), None)

    return value


def _load(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_text(encoding="utf-8"))
