from datetime import date
from typing import Any

import pytest

from tests.offices import Q1, add_union
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Email, Flag, Kind, Link, Phone, Score, Whole, Year
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    RECORDS,
    Area,
    Campaign,
    DeadlineMark,
    Delivery,
    MemberCount,
    MergerLock,
    Period,
    PlanDeadline,
    Sector,
    Union,
)
from unioncare_desktop.errors import Conflict
from unioncare_desktop.services import periods, records
from unioncare_desktop.storage.database import Session

PLAIN = tuple(record_type for record_type in RECORDS if record_type is not MemberCount)


def value_of(kind: Kind) -> Any:  # noqa: ANN401 - a value of the kind
    """A value that every field of this kind takes."""
    known: dict[type[Kind], Any] = {
        Year: 2000,
        Whole: 1,
        Score: 950,
        Day: date(2020, 2, 29),
        Flag: True,
        Phone: "0912345678",
        Email: "a@b.vn",
        Link: None,
    }
    options = getattr(kind, "options", None)
    if options:
        return next(iter(options))
    return next((value for of, value in known.items() if isinstance(kind, of)), "Đá")


TOGETHER: dict[type[Record], dict[str, Any]] = {
    Union: {"state": "closed", "closed_on": date(2021, 1, 1)},
    Campaign: {"required_least": None},
    PlanDeadline: {"rule": None},
    DeadlineMark: {"until": None},
    Delivery: {"sent_on": None},
}
"""What fields hold that go together with others."""


def given_of(record_type: type[Record]) -> dict[str, Any]:
    """A value of every field."""
    given = {name: value_of(field.kind) for name, field in fields_of(record_type).items()}
    return given | TOGETHER.get(record_type, {})


def linked(session: Session, table: str, name: str) -> int:
    """A row of the table that a required link can refer to."""
    if table == Union.__tablename__:
        return add_union(session, name)
    if table == Period.__tablename__:
        return periods.ensure(session, Q1).id
    record_type = next(one for one in RECORDS if one.__tablename__ == table)
    given = given_of(record_type) | {"name": name}
    links = {one: field.kind.table for one, field in fields_of(record_type).items() if isinstance(field.kind, Link)}
    given |= {one: linked(session, to, one) for one, to in links.items() if fields_of(record_type)[one].required}
    return records.insert_rows(session, record_type, [given])[0]


@pytest.mark.parametrize("record_type", PLAIN, ids=lambda record_type: record_type.__tablename__)
def test_every_record_is_stored_as_it_was_given(session: Session, record_type: type[Record]) -> None:
    described = fields_of(record_type)
    given = given_of(record_type)
    if record_type is DeadlineMark:
        given["period_id"] = linked(session, "period", "")
    if record_type is MergerLock:
        given["other_id"] = linked(session, "trade_union", "Hoa Sen")
    given |= {
        name: linked(session, field.kind.table, name)
        for name, field in described.items()
        if isinstance(field.kind, Link) and field.required
    }
    if record_type is MergerLock:
        given["union_id"], given["other_id"] = given["other_id"], given["union_id"]

    (record_id,) = records.insert_rows(session, record_type, [given])

    (stored,) = records.rows(session, record_type, id=record_id)
    assert {name: stored[name] for name in described} == given
    assert (stored["version"], stored["created"]) == (1, stored["changed"])
    draft = records.open_draft(session, record_type, record_id)
    assert not draft.dirty
    assert not draft.errors


def test_many_rows_come_back_in_their_order(session: Session) -> None:
    values = [{"name": f"Xã {number}", "position": number} for number in range(1500)]

    ids = records.insert_rows(session, Area, values)

    by_id = {row["id"]: row["name"] for row in records.rows(session, Area)}
    assert [by_id[one] for one in ids] == [value["name"] for value in values]
    assert records.insert_rows(session, Area, []) == []


def test_rows_with_different_changes_are_changed_together(session: Session) -> None:
    first, second, third = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Cúc"))
    stored = {row["id"]: row for row in records.rows(session, Union)}

    records.update_rows(session, Union, {first: {"name": "Hoa Đào"}, second: {"chair": "Lan", "code": "CS2"}}, stored)

    rows = {row["id"]: row for row in records.rows(session, Union)}
    assert (rows[first]["name"], rows[first]["name_key"], rows[first]["version"]) == ("Hoa Đào", "hoa dao", 2)
    assert (rows[second]["chair"], rows[second]["code_key"], rows[second]["version"]) == ("Lan", "cs2", 2)
    assert rows[third] == stored[third]


def test_a_row_that_is_gone_cannot_be_changed(session: Session) -> None:
    with pytest.raises(Conflict):
        records.update_row(session, Sector, 999, {"name": "Khác"})


def test_lists_are_offered_in_the_offices_order(session: Session) -> None:
    records.insert_rows(session, Area, [{"name": "Hai", "position": 2}, {"name": "Một", "position": 1}])

    assert list(records.choices(session, Area).values()) == ["Một", "Hai"]


def test_a_new_record_has_its_defaults_and_is_not_dirty(session: Session) -> None:  # noqa: ARG001 - both databases
    draft = records.new(Union)

    assert draft.values["state"] == "active"
    assert not draft.dirty
    assert records.new(Union, level_id=1).dirty


# Periods


def test_a_period_is_made_once(session: Session) -> None:
    made = periods.ensure(session, Q1)

    assert periods.ensure(session, Q1) == periods.find(session, Q1) == made
    assert made.title == "Quý I/2023"
    assert (made.cut_off, made.due) == (date(2023, 2, 28), date(2023, 3, 14))


def test_periods_are_listed_newest_first(session: Session) -> None:
    assert periods.listed(session) == []
    for span in (Q1, Q1.previous, Q1.next):
        periods.ensure(session, span)

    assert [period.span for period in periods.listed(session)] == [Q1.next, Q1, Q1.previous]


def test_the_newest_quarter_with_figures(session: Session) -> None:
    assert periods.newest_with_counts(session) is None
    periods.ensure(session, Q1.next)
    period = periods.ensure(session, Q1)
    records.insert_rows(session, MemberCount, [{"union_id": add_union(session, "Hoa Sen"), "period_id": period.id}])

    assert periods.newest_with_counts(session) == Q1
