"""What an invented office does in its year: officers, a campaign with two rounds, yearly facts, enterprises asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import (
    AgreementGrade,
    Area,
    Award,
    CampaignRound,
    Enterprise,
    Officer,
    OfficerRole,
    PactItem,
    Rating,
    Registration,
    RegistrationKind,
    Sector,
    Union,
    YearlyFact,
)
from unioncare_desktop.services import campaign_founding, records
from unioncare_desktop.services.records import Row

_TITLES = ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Lao động giỏi, lao động sáng tạo")
_COLLECTIVE_TITLES = ("Tập thể lao động tiên tiến", "Công đoàn cơ sở vững mạnh")
_REGISTERED, _REGISTERED_AGAIN, _WITH_COLLECTIVE_TITLE, _WITH_INITIATIVE = 0.86, 0.6, 0.5, 0.4
_REPORTED, _WITHOUT_AGREEMENT = 0.9, 0.25
_ELECTED, _LAST_ELECTION, _DAYS_OF_ENDS, _YEARS = (3, 15), (9, 30), 290, 5
_ENTERPRISE_SECTOR = "Doanh nghiệp ngoài nhà nước"


def officers(session: Session, year: int) -> None:
    """Every chair of the registry holds a term of five years; each fourth union's ends in the year, most go on."""
    role = records.rows(session, OfficerRole, leads=True)[0]["id"]
    values = [
        {"union_id": row["id"], "role_id": role, "name": row["chair"], "phone": row["phone"]} | term
        for number, row in enumerate(records.rows(session, Union))
        for term in _terms(number, date(year, *_ELECTED))
    ]
    records.insert_rows(session, Officer, values)


def _terms(number: int, elected: date) -> Iterator[Row]:
    """The terms of a chair, by the *number* of the union."""
    if number % 4:
        yield _term(elected)
        return
    last = elected + timedelta(days=number * 7 % _DAYS_OF_ENDS - 1)
    yield _term(_years_from(last + timedelta(days=1), -_YEARS))
    if last < date(elected.year, *_LAST_ELECTION) and number % 12:
        yield _term(last + timedelta(days=1))


def _term(begun: date) -> Row:
    return {"term_from": begun, "term_to": _years_from(begun, _YEARS) - timedelta(days=1)}


def _years_from(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def competitions(
    session: Session, year: int, sizes: Mapping[int, int], words: Mapping[str, Any], random: Random
) -> None:
    """Two rounds of registrations of most unions, by their *sizes*; the first is closed with its results and awards."""
    campaign = campaign_founding.found(session, campaign_founding.template("two-rounds"), year)
    first, second = records.rows(session, CampaignRound, campaign_id=campaign)
    kinds = {row["form"]: row["id"] for row in records.rows(session, RegistrationKind)}
    registered = [union_id for union_id in sizes if random.random() < _REGISTERED]
    _round(session, first, [list(_of_union(one, sizes[one], kinds, words, random)) for one in registered], random)
    later = [one for one in sizes if random.random() < _REGISTERED_AGAIN]
    _round(session, second, [list(_of_union(one, sizes[one], kinds, words, random))[:2] for one in later], random)
    _close(session, first, random)
    _pacts(session, first, kinds, registered[:6], words["pact"])


def _of_union(
    union_id: int, size: int, kinds: Mapping[str, int], words: Mapping[str, Any], random: Random
) -> Iterator[Row]:
    """What one union registers: a work, and some of the rest."""
    of_union = {"union_id": union_id, "quantity": 1}
    work = {"content": random.choice(words["works"]), "work_field": random.choice(words["fields"])}
    yield of_union | {"kind_id": kinds["work"]} | work
    people = random.randint(1, max(1, size // 2))
    yield of_union | {"kind_id": kinds["individual"], "content": random.choice(_TITLES), "quantity": people}
    if random.random() < _WITH_COLLECTIVE_TITLE:
        yield of_union | {"kind_id": kinds["collective"], "content": random.choice(_COLLECTIVE_TITLES)}
    if random.random() < _WITH_INITIATIVE:
        initiative = {"content": random.choice(words["initiatives"]), "quantity": random.randint(1, 3)}
        yield of_union | {"kind_id": kinds["initiative"]} | initiative


def _round(session: Session, stored: Row, of_unions: Sequence[Sequence[Row]], random: Random) -> None:
    values = [
        row | {"round_id": stored["id"], "registered_on": stored["start"] + timedelta(days=random.randint(5, 50))}
        for of_union in of_unions
        for row in of_union
    ]
    records.insert_rows(session, Registration, values)


def _close(session: Session, stored: Row, random: Random) -> None:
    """Review everything of a round, award the titles that were won, close it."""
    found = records.rows(session, Registration, round_id=stored["id"])
    day = stored["end"] + timedelta(days=8)
    changes = {row["id"]: _reviewed(row, random) for row in found}
    records.update_rows(session, Registration, changes, {row["id"]: row for row in found})
    won = [row for row in found if changes[row["id"]]["outcome"] == "achieved" and row["content"] in _TITLES][:20]
    given = {
        "kind": "title",
        "state": "awarded",
        "decision": "45/QĐ-LĐLĐ",
        "proposed_on": stored["end"],
        "decided_on": day,
    }
    awards = [
        given
        | {name: row[name] for name in ("round_id", "union_id", "quantity")}
        | {"registration_id": row["id"], "name": row["content"]}
        for row in won
    ]
    records.insert_rows(session, Award, awards)
    records.update_row(session, CampaignRound, stored["id"], {"closed_on": day})


def _reviewed(row: Row, random: Random) -> Row:
    outcome = random.choices(("achieved", "partly", "failed"), (8, 2, 1))[0]
    if outcome == "partly" and row["quantity"] == 1:
        outcome = "achieved"
    share = {"achieved": row["quantity"], "partly": row["quantity"] // 2, "failed": 0}
    return {"outcome": outcome, "achieved": share[outcome]}


def _pacts(
    session: Session, stored: Row, kinds: Mapping[str, int], unions: Sequence[int], items: Sequence[Mapping[str, Any]]
) -> None:
    pact = {"round_id": stored["id"], "kind_id": kinds["pact"], "content": "Giao ước thi đua năm", "quantity": 1}
    reviewed = {"registered_on": stored["start"] + timedelta(days=20), "outcome": "achieved", "achieved": 1}
    ids = records.insert_rows(session, Registration, [pact | reviewed | {"union_id": one} for one in unions])
    lines = [
        dict(item) | {"registration_id": one, "position": place} for one in ids for place, item in enumerate(items, 1)
    ]
    records.insert_rows(session, PactItem, lines)


def facts(session: Session, year: int, sizes: Mapping[int, int], words: Mapping[str, Any], random: Random) -> None:
    """The yearly facts of most unions, and the enterprises that have none yet."""
    ratings = [row["id"] for row in records.rows(session, Rating)]
    grades = [row["id"] for row in records.rows(session, AgreementGrade)]
    enterprises = {row["id"] for row in records.rows(session, Sector) if row["name"].startswith("Doanh nghiệp")}
    sectors = {row["id"]: row["sector_id"] for row in records.rows(session, Union)}
    values = [
        _facts(size, ratings, random)
        | (_agreement(year, grades, random) if sectors[union_id] in enterprises else {})
        | {"union_id": union_id, "year": year}
        for union_id, size in sizes.items()
        if random.random() < _REPORTED
    ]
    records.insert_rows(session, YearlyFact, values)
    areas, sector = list(records.choices(session, Area)), _id_of(session, Sector, _ENTERPRISE_SECTOR)
    asked = [
        {
            "name": name,
            "area_id": random.choice(areas),
            "sector_id": sector,
            "workers": random.randint(8, 90),
            "phone": f"024{random.randint(30_000_000, 39_999_999)}",
            "surveyed_on": date(year, random.randint(3, 10), random.randint(1, 28)),
        }
        for name in words["enterprises"]
    ]
    records.insert_rows(session, Enterprise, asked)


def _facts(size: int, ratings: Sequence[int], random: Random) -> Row:
    hardship = random.randint(0, max(1, size // 8))
    return {
        "rating_id": random.choices(ratings, (3, 6, 2, 0))[0],
        "conference": random.choices(("yes", "no"), (8, 2))[0],
        "dialogues": random.randint(1, 3),
        "officers": 3,
        "officers_trained": random.randint(1, 3),
        "participants": random.randint(size // 2, size),
        "hardship": hardship,
        "helped": random.randint(hardship // 2, hardship),
        "studying": random.randint(0, size // 2),
        "taught": random.randint(size // 2, size),
        "initiatives": (made := random.randint(0, 4)),
        "initiatives_entered": random.randint(0, made),
    }


def _agreement(year: int, grades: Sequence[int], random: Random) -> Row:
    if random.random() < _WITHOUT_AGREEMENT:
        return {"agreement": "no"}
    begun = date(year - random.randint(0, 2), random.randint(1, 12), random.randint(1, 28))
    until = begun.replace(year=begun.year + 3) - timedelta(days=1)
    grade = random.choices(grades, (4, 8, 5, 1, 2))[0]
    return {"agreement": "yes", "agreement_from": begun, "agreement_until": until, "agreement_grade_id": grade}


def _id_of(session: Session, record_type: type[Sector], name: str) -> int:
    return next(row_id for row_id, words in records.choices(session, record_type).items() if words == name)
