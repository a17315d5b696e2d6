from datetime import date

import pytest

from tests.offices import add_union, found_office
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Area, Bloc, Level, Office, Sector, Threshold, Union
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.services import office, records
from unioncare_desktop.storage.database import Database, Session

KINDS = tuple(office.kinds())


def test_a_new_database_has_the_shipped_lists(session: Session) -> None:
    assert "Công đoàn cơ sở" in records.choices(session, Level).values()
    assert "Doanh nghiệp FDI" in records.choices(session, Sector).values()
    assert "Trường học" in records.choices(session, Bloc).values()
    assert records.choices(session, Area) == {}


def test_the_lists_are_loaded_once(any_database: Database) -> None:
    with any_database.read() as session:
        before = records.rows(session, Level)
    location = any_database.path or any_database._reading.url.render_as_string(hide_password=False)

    office.open_office(location).close()

    with any_database.read() as session:
        assert records.rows(session, Level) == before


@pytest.mark.parametrize(
    ("record_type", "name", "until"),
    [(Level, "Liên đoàn Lao động quận, huyện", date(2025, 6, 30)), (Sector, "Hành chính nhà nước", date(2025, 6, 30))],
)
def test_what_ended_in_2025_says_so(
    session: Session, record_type: type[Level | Sector], name: str, until: date
) -> None:
    (row,) = records.rows(session, record_type, name=name)

    assert row["valid_to"] == until


# The office


def test_an_office_that_was_not_set_up_is_nameless_and_of_the_default_kind(session: Session) -> None:
    view = office.view(session)

    assert not view.named
    assert view.name == "Chưa đặt tên đơn vị"
    assert view.kind.code == office.DEFAULT_KIND
    assert view["population"] == view.kind.population


@pytest.mark.parametrize("kind", KINDS)
def test_offices_of_every_kind_can_be_founded(session: Session, kind: str) -> None:
    found_office(session, kind, name="Công đoàn Hoa Sen")

    view = office.view(session)

    assert view.named
    assert (view.name, view.kind.code) == ("Công đoàn Hoa Sen", kind)
    assert view["committee"].startswith("TM. BAN")
    assert view.kind.level in records.choices(session, Level).values()
    assert set(view.kind.short_form) <= set(fields_of(Union))
    add_union(session, "Hoa Mai")


def test_an_office_is_founded_once_and_then_changed(session: Session) -> None:
    found_office(session, name="Công đoàn Hoa Sen")
    found_office(session, "district", name="Liên đoàn Lao động quận Đống Đa")

    assert len(records.rows(session, Office)) == 1
    assert office.view(session).kind.code == "ward"


def test_an_office_needs_a_name(session: Session) -> None:
    with pytest.raises(InvalidRecord, match="Tên đơn vị: bắt buộc"):
        found_office(session, name=" ")


def test_there_is_no_other_kind(session: Session) -> None:
    with pytest.raises(UserError, match="Không có loại đơn vị “hội”"):
        office.draft(session, "hội")


def test_a_kind_that_this_program_does_not_know_is_shown_as_the_default(session: Session) -> None:
    found_office(session)
    (row,) = records.rows(session, Office)
    records.update_row(session, Office, row["id"], {"kind": "federation"})

    assert office.view(session).kind.code == office.DEFAULT_KIND


def test_the_kind_brings_its_words_and_leaves_the_offices_own(session: Session) -> None:
    draft = office.draft(session, "ward")
    draft.enter("symbol", "CĐHS")

    office.change_kind(draft, "zone")

    assert (draft.values["kind"], draft.values["population"], draft.values["symbol"]) == ("zone", "CNLĐ", "CĐHS")


# Thresholds


def test_a_threshold_holds_between_its_days(session: Session) -> None:
    records.insert_rows(
        session,
        Threshold,
        [
            {"key": "test", "name": "Thử", "value": 10, "valid_from": date(2020, 1, 1), "valid_to": date(2022, 12, 31)},
            {"key": "test", "name": "Thử", "value": 15, "valid_from": date(2023, 1, 1)},
            {"key": "test", "name": "Thử", "value": 25, "valid_from": date(2025, 7, 1)},
        ],
    )

    days = (date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1), date(2025, 6, 30), date(2025, 7, 1))

    assert [office.threshold(session, "test", day) for day in days] == [10, 10, 15, 15, 25]
    with pytest.raises(UserError, match="Chưa có ngưỡng “Thử” cho ngày 31/12/2019"):
        office.threshold(session, "test", date(2019, 12, 31))


@pytest.mark.parametrize(
    ("key", "value"), [("small_below", 10), ("merged_above", 10), ("founding_members", 5), ("agreement_base", 25)]
)
def test_the_thresholds_of_law_and_plans_are_shipped(session: Session, key: str, value: int) -> None:
    assert office.threshold(session, key, date(2023, 3, 31)) == value
