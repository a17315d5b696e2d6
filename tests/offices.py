"""An office in a few lines: what a test says of its unions and their figures."""

from pathlib import Path
from shutil import copyfile

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Area, Bloc, Level, Sector, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, office, records, unions
from unioncare_desktop.services.counts import Entry
from unioncare_desktop.storage.database import Session

Q1, Q2, Q3, Q4 = Span.parse("2023").quarters
HALF = Span.parse("2023-H1")
YEAR = Span.parse("2023")

_LISTS: dict[str, type[Record]] = {"level": Level, "sector": Sector, "bloc": Bloc, "area": Area}


def copy_of(file: Path, target: Path) -> Path:
    """A closed database file at another place."""
    copyfile(file, target)
    return target


def found_office(session: Session, kind: str = "ward", **typed: object) -> None:
    """Set the office up, as its first page does."""
    draft = office.draft(session, kind)
    enter(draft, **{"name": "Công đoàn phường Bách Hoa"} | typed)
    records.save(session, draft)


def add_union(session: Session, name: str, **typed: object) -> int:
    """Save a union as its form does; *level*, *sector*, *bloc* and *area* are names, made where they are new."""
    draft = unions.new_draft(session)
    for attribute, record_type in _LISTS.items():
        if attribute in typed:
            draft.enter(f"{attribute}_id", entry_of(session, record_type, str(typed.pop(attribute))))
    enter(draft, name=name, **typed)
    return unions.save(session, draft)


def change_union(session: Session, union_id: int, **typed: object) -> None:
    """Open a union's form, type, save."""
    draft = records.open_draft(session, Union, union_id)
    enter(draft, **typed)
    unions.save(session, draft)


def close_union(session: Session, union_id: int, day: str) -> None:
    """The union ended on *day*."""
    change_union(session, union_id, state="dissolved", closed_on=day)


def entry_of(session: Session, record_type: type[Record], name: str) -> int:
    """The id of the list's entry called *name*, a new one where there is none."""
    known = {words: row_id for row_id, words in records.choices(session, record_type).items()}
    return known[name] if name in known else records.insert_rows(session, record_type, [{"name": name}])[0]


def report(session: Session, span: Span, union_id: int, **figures: object) -> None:
    """Type a union's figures into the grid; all of them are good."""
    entries = [Entry(union_id, name, raw) for name, raw in figures.items()]
    assert counts.enter(session, span, entries).refused == ()


def enter(draft: Draft, **typed: object) -> None:
    """Type into the fields of a form."""
    for name, raw in typed.items():
        draft.enter(name, raw)
