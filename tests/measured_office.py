"""An office for which every indicator is known by hand; the sums stand in `services/test_six_plans.py`.

The office at the end of 2023: ten unions of enterprises (E1–E10; E5 and E6 are foreign, E7 is the state's, E8 a
co-operative), a school S1 into which two small schools S2 and S3 were merged on 1/7/2023, two bodies of the
administration A1 and A2, a union of a trade N1. E10 has not reported anything.
"""

from datetime import date

from tests.competitions import PERSON, WORK, found_campaign, register
from tests.offices import Q4, add_union, report
from unioncare_desktop.domain.records import Enterprise, IndicatorValue
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import indicators, merger_bases, mergers, records, yearly_facts
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.storage.database import Session

BEFORE = Span.parse("2022-Q4")
NEW_YEARS_EVE = date(2022, 12, 31)
PRIVATE, FOREIGN, STATE, CO_OPERATIVE = (
    *("Doanh nghiệp ngoài nhà nước", "Doanh nghiệp FDI", "Doanh nghiệp nhà nước", "Hợp tác xã"),
)
SCHOOL, ADMINISTRATION, TRADE = "Sự nghiệp công lập", "Hành chính nhà nước", "Nghiệp đoàn"
BEST, WELL, DONE = "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ"

# What each union is: its sector, the day of its founding, members and workers at the end of 2023.
UNIONS: dict[str, tuple[str, str, int | None, int | None]] = {
    "E1": (PRIVATE, "1/1/2010", 100, 120),
    "E2": (PRIVATE, "", 40, 50),
    "E3": (PRIVATE, "", 25, 25),
    "E4": (PRIVATE, "", 24, 30),
    "E5": (FOREIGN, "", 200, 260),
    "E6": (FOREIGN, "", 10, 10),
    "E7": (STATE, "", 30, 30),
    "E8": (CO_OPERATIVE, "15/5/2023", 8, 9),
    "E9": (PRIVATE, "1/1/2023", 12, 15),
    "E10": (PRIVATE, "31/12/2022", None, None),
    "S1": (SCHOOL, "", 63, 65),
    "A1": (ADMINISTRATION, "", 30, 40),
    "A2": (ADMINISTRATION, "", 9, 9),
    "N1": (TRADE, "10/3/2023", 20, 20),
    "S2": (SCHOOL, "", None, None),
    "S3": (SCHOOL, "", None, None),
}
FACTS: dict[str, dict[str, object]] = {
    "E1": {
        "rating_id": BEST,
        "agreement": "có",
        "agreement_grade_id": "A",
        "conference": "có",
        "officers": 5,
        "officers_trained": 5,
        "participants": 80,
        "hardship": 4,
        "helped": 4,
        "studying": 50,
        "taught": 120,
    },
    "E2": {
        "rating_id": WELL,
        "agreement": "có",
        "agreement_grade_id": "B",
        "conference": "có",
        "officers": 3,
        "officers_trained": 3,
        "participants": 40,
        "hardship": 2,
        "helped": 2,
        "studying": 30,
        "taught": 50,
    },
    "E3": {
        "rating_id": WELL,
        "agreement": "không",
        "conference": "không",
        "officers": 3,
        "officers_trained": 2,
        "participants": 20,
        "hardship": 0,
        "helped": 0,
        "studying": 20,
        "taught": 20,
    },
    "E4": {"agreement": "có", "agreement_grade_id": "C", "conference": "có"},
    "E5": {"rating_id": DONE, "agreement": "có", "conference": "có"},
    "E7": {"agreement": "có", "agreement_grade_id": "Không xếp loại", "conference": "có"},
    "E8": {"agreement": "không", "conference": "có"},
    "S1": {
        "rating_id": WELL,
        "officers": 7,
        "officers_trained": 7,
        "participants": 60,
        "hardship": 3,
        "helped": 3,
        "taught": 65,
        "initiatives": 20,
        "initiatives_entered": 15,
    },
    "A1": {"rating_id": WELL, "hardship": 1, "helped": 1, "initiatives": 8, "initiatives_entered": 8},
    "A2": {"rating_id": BEST},
}
WITH_WORK = ("E1", "E2", "E3", "E4", "E5", "S1", "S2", "A1", "A2")
BY_HAND: dict[str, tuple[int, int]] = {
    "theme_participation": (570, 571),
    "tasks_assigned": (9, 10),
    "plan_deployed": (14, 14),
    "initiative_quota": (50, 40),
    "unorganised_gathered": (120, 300),
}


def found_measured_office(session: Session) -> dict[str, int]:
    """Found it, and return the ids of the unions by their names."""
    ids = _unions(session)
    _merging(session, ids)
    _reports(session, ids)
    _registrations(session, ids)
    _enterprises(session)
    _values_by_hand(session)
    return ids


def _unions(session: Session) -> dict[str, int]:
    return {
        name: add_union(session, name, sector=sector, founded_on=founded, level="Công đoàn cơ sở")
        for name, (sector, founded, _members, _workers) in UNIONS.items()
    }


def _merging(session: Session, ids: dict[str, int]) -> None:
    """The small unions of 2022 are frozen, two of them merged into the large school."""
    for name, members in {"S1": 50, "S2": 6, "S3": 7, "A2": 9, "E10": 5, "E1": 90}.items():
        report(session, BEFORE, ids[name], members=members, workers=members)
    merger_bases.freeze(session, BEFORE, NEW_YEARS_EVE)
    schools = tuple(ids[name] for name in ("S1", "S2", "S3"))
    day = date(2023, 7, 1)
    draft = MergerDraft(
        ABSORBED, schools, BEFORE, result_id=ids["S1"], decision="12/QĐ-LĐLĐ", decided_on=day, effective_on=day
    )
    mergers.carry_out(session, [draft])


def _reports(session: Session, ids: dict[str, int]) -> None:
    for name, (_sector, _founded, members, workers) in UNIONS.items():
        if members is not None:
            report(session, Q4, ids[name], members=members, workers=workers)
    for name, facts in FACTS.items():
        entries = [Entry(ids[name], field, raw) for field, raw in facts.items()]
        assert yearly_facts.enter(session, 2023, entries).refused == ()


def _registrations(session: Session, ids: dict[str, int]) -> None:
    first, second = found_campaign(session)
    for name in WITH_WORK:
        register(session, first if name in ("S2", "E1") else second, ids[name], WORK, f"Trồng cây ở {name}")
    register(session, second, ids["E6"], PERSON, "Lao động giỏi")


def _enterprises(session: Session) -> None:
    workers = {"Công ty Ba Mươi": 30, "Công ty Hai Lăm": 25, "Công ty Hai Tư": 24, "Công ty Chưa Rõ": None}
    records.insert_rows(
        session, Enterprise, [{"name": name, "workers": count, "state": "not_yet"} for name, count in workers.items()]
    )


def _values_by_hand(session: Session) -> None:
    catalogue = indicators.catalogue(session)
    told = {"on": date(2023, 12, 20), "note": "Theo báo cáo của CĐCS"}
    values = [
        {"indicator_id": catalogue[key].id, "numerator": part, "denominator": whole} | told
        for key, (part, whole) in BY_HAND.items()
    ]
    records.insert_rows(session, IndicatorValue, values)
