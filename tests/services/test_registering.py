"""Who has registered in a round and who has not: expected unions, the plan's rule, shares, what `status` tells."""

from collections import Counter
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.campaigns import costly
from tests.competitions import GROUP, INITIATIVE, PERSON, WORK, found_campaign, register
from tests.offices import Q1, add_union, close_union, found_office, report
from unioncare_desktop.domain.records import CampaignSector, Registration, Sector, Union
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.services import campaigns, events, mergers, records, registering, registrations, status
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.registering import KindSum, StandingRow
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import show_percent


def names(rows: tuple[StandingRow, ...]) -> list[str]:
    """Which unions these are."""
    return [row.union.name for row in rows]


def test_who_has_not_registered_is_named_with_what_it_did_elsewhere(session: Session) -> None:
    first, second = found_campaign(session, template="gia-lam-667")
    mai = add_union(session, "Hoa Mai", chair="Trần An", phone="0912345678", email="mai@cd.vn")
    sen, dao = add_union(session, "Hoa Sen"), add_union(session, "Hoa Đào")
    register(session, first, mai, WORK, "Trồng hoa", quantity="2")
    register(session, first, mai, INITIATIVE, "Cải tiến", quantity="3")
    register(session, second, sen, PERSON, "Lao động tiên tiến", quantity="4")

    told = registering.standing(session, second)
    assert (told.expected, told.registered, told.registrations, told.others) == (3, 1, 1, 0)
    assert names(told.missing) == ["Hoa Đào", "Hoa Mai"]
    row = told.missing[1]
    assert (row.union.chair, row.union.phone, row.email) == ("Trần An", "0912345678", "mai@cd.vn")
    assert (row.here, row.before, row.required_here, row.required) == (0, 2, 0, 2)
    assert (told.required_kind, told.required_least) == (WORK, 1)
    assert names(told.without_required) == ["Hoa Đào", "Hoa Sen"]
    assert names(told.without_required_here) == ["Hoa Đào", "Hoa Mai", "Hoa Sen"]
    assert told.by_kind == {PERSON: KindSum(1, 1, 4)}
    before = registering.standing(session, first)
    assert names(before.without_required) == ["Hoa Đào", "Hoa Sen"]
    assert before.by_kind == {WORK: KindSum(1, 1, 2), INITIATIVE: KindSum(1, 1, 3)}
    assert dao in {one.union.id for one in before.missing}


def test_a_plan_without_a_rule_demands_nothing(session: Session) -> None:
    first, _second = found_campaign(session, required_kind_id=None, required_least=None)
    add_union(session, "Hoa Mai")
    told = registering.standing(session, first)
    assert (told.required_kind, told.required_least, told.without_required) == ("", 0, ())


def test_only_unions_that_the_campaign_is_for_are_expected(session: Session) -> None:
    first, _second = found_campaign(session)
    campaign_id = campaigns.round_of(session, first).campaign_id
    add_union(session, "Hoa Mai", sector="Hợp tác xã")
    other = add_union(session, "Hoa Sen", sector="Doanh nghiệp FDI")
    add_union(session, "LĐLĐ quận", level="Liên đoàn Lao động quận, huyện", sector="Hợp tác xã")
    (sector,) = records.rows(session, Sector, name="Hợp tác xã")
    records.insert_rows(session, CampaignSector, [{"campaign_id": campaign_id, "sector_id": sector["id"]}])
    register(session, first, other, WORK, "Trồng hoa")

    told = registering.standing(session, first)
    assert names(told.rows) == ["Hoa Mai"]
    assert (told.registered, told.others, told.registrations) == (0, 1, 1)


def test_unions_are_expected_as_they_were_at_the_end_of_the_round(session: Session) -> None:
    first, second = found_campaign(session)
    old, new = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai", founded_on="1/9/2023")
    register(session, first, old, WORK, "Trồng hoa")
    register(session, second, old, WORK, "Trồng hoa")
    close_union(session, old, "31/10/2023")
    events.record_many(session, [EventDraft(new, "renamed", date(2024, 2, 1), {"name": "Hoa Đào"})])

    assert names(registering.standing(session, first).rows) == ["Hoa Sen"]
    told = registering.standing(session, second)
    assert names(told.missing) == ["Hoa Mai"]
    assert (told.registered, told.others, told.registrations) == (0, 1, 1)


def test_a_round_that_is_ahead_expects_the_unions_of_today(session: Session) -> None:
    first, second = found_campaign(session, year=date.today().year + 1)  # noqa: DTZ011 - the user's own calendar
    mai = add_union(session, "Hoa Mai")
    register(session, first, mai, WORK, "Trồng hoa")
    assert names(registering.standing(session, first).missing) == []
    assert names(registering.standing(session, second).missing) == ["Hoa Mai"]


def test_what_a_merged_union_registered_is_named_beside_its_successor(session: Session) -> None:
    first, second = found_campaign(session)
    sen, mai = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    register(session, first, mai, WORK, "Trồng hoa")
    report(session, Q1, sen, members=9)
    report(session, Q1, mai, members=3)
    draft = MergerDraft(ABSORBED, (sen, mai), Q1, sen, effective_on=date(2023, 5, 1), chair="Lê An")
    mergers.carry_out(session, [draft])

    told = registering.standing(session, first)
    assert [(row.union.name, row.registered, row.merged) for row in told.rows] == [("Hoa Sen", False, ("Hoa Mai",))]
    assert (told.registered, told.others) == (0, 1)
    assert [row.merged for row in registering.standing(session, second).rows] == [()]


def test_the_share_is_whole_only_where_all_have_registered(session: Session) -> None:
    first, _second = found_campaign(session)
    assert registering.standing(session, first).share is None
    rows = [{"name": f"Tổ {number}", "state": "active"} for number in range(2000)]
    ids = records.insert_rows(session, Union, rows)
    kind = registrations.kinds(session)[0].id
    told = [{"round_id": first, "union_id": one, "kind_id": kind, "content": "Lao động tiên tiến"} for one in ids]
    records.insert_rows(session, Registration, told[:-1])

    almost = registering.standing(session, first)
    assert (almost.registered, almost.expected, show_percent(almost.share)) == (1999, 2000, "99,9\N{NO-BREAK SPACE}%")
    records.insert_rows(session, Registration, told[-1:])
    assert registering.standing(session, first).share == 1


# What `status` tells


def test_the_status_of_the_rounds(session: Session) -> None:
    found_office(session)
    first, second = found_campaign(session)
    mai, sen, _dao = (add_union(session, name) for name in ("Hoa Mai", "Hoa Sen", "Hoa Đào"))
    register(session, first, mai, WORK, "Trồng hoa", quantity="7")
    register(session, first, mai, GROUP, "Tập thể lao động tiên tiến")
    register(session, second, mai, WORK, "Trồng cây")
    register(session, second, sen, WORK, "Trồng cây")

    told = status.status(session, Q1)
    assert told["registrations"] == {
        "round 1": {"registered_unions": 1, "missing_unions": 2, "by_kind": {GROUP: 1, WORK: 1}},
        "round 2": {"registered_unions": 2, "missing_unions": 1, "by_kind": {WORK: 2}},
    }
    assert told["competition"] == {
        "year": 2023,
        "campaign": "Phong trào thi đua trong CNVCLĐ năm 2023",
        "registrations": 4,
        "registered_unions": 2,
        "missing_unions": 1,
    }


# Whatever is registered


LINE = st.fixed_dictionaries(
    {
        "union": st.integers(0, 5),
        "kind": st.sampled_from([PERSON, GROUP, WORK, INITIATIVE]),
        "content": st.sampled_from(["Một việc", "Việc khác", "một VIỆC"]),
        "quantity": st.integers(1, 40),
    }
)


@costly()
@given(st.lists(LINE, max_size=12), st.integers(0, 6))
def test_sums_agree_whatever_is_registered(session: Session, lines: list[dict[str, Any]], others: int) -> None:
    """Entered is shown; registered and missing make expected; kinds make all; 100 % is all."""
    with session.begin_nested() as trial:
        first, _second = found_campaign(session)
        for number in range(6 + others):
            add_union(session, f"Tổ {number}", code=f"CS{number}")
        entries = [
            registrations.Entry(registrations.NewRow(number), name, raw)
            for number, line in enumerate(lines)
            for name, raw in (
                ("code", f"CS{line['union']}"),
                ("kind_id", line["kind"]),
                ("content", line["content"]),
                ("quantity", str(line["quantity"])),
            )
        ]
        judged = registrations.judge(session, first, entries)
        entered = registrations.enter(session, first, entries)
        rows = {row.id: row for row in registrations.rows(session, [first])}
        told = registering.standing(session, first)

        refused = len(lines) - len(rows)
        assert (entered.stored, len(entered.added), len(entered.waiting)) == (4 * len(rows), len(rows), refused)
        assert len(entered.refused) == sum(one.fate == "rejected" for one in judged) == refused
        for line, row_id in entered.added.items():
            shown, typed = rows[row_id], lines[line.number]
            assert (shown.union.code, shown.kind) == (f"CS{typed['union']}", typed["kind"])
            assert (shown.content, shown.quantity) == (typed["content"], typed["quantity"])
        assert told.registered + len(told.missing) == told.expected == 6 + others
        assert {row.union.id for row in told.rows if row.registered} == {row.union.id for row in rows.values()}
        assert {name: one.registrations for name, one in told.by_kind.items()} == Counter(
            row.kind for row in rows.values()
        )
        assert sum(one.quantity for one in told.by_kind.values()) == sum(row.quantity for row in rows.values())
        assert told.registrations == sum(row.here for row in told.rows) == len(rows)
        assert (told.share == 1) == (not told.missing)
        trial.rollback()
