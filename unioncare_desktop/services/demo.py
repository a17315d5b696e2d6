"""An invented office with four quarters of figures, to try the program without real data. Always the same figures."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Area, Bloc, Level, MemberCount, Office, Sector, Union
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.services import demo_plans, demo_returns, demo_year, office, periods, records
from unioncare_desktop.storage.history import SETUP

OFFICES = ("ward", "district")
"""The invented offices: files in `resources/demo`."""
_QUARTERS = 4
_STEPS = _QUARTERS + 3


@dataclass(frozen=True)
class _Unit:
    """An invented union before it gets its code."""

    name: str
    sector: str
    bloc: str
    business: str | None


def create(path: Path, which: str = "ward") -> None:
    """Write a new database with the invented office *which* to *path*.

    Raises:
        UserError: there is a file already, or no such invented office.
    """
    if path.exists():
        raise UserError(_("Đã có tệp {path}. Hãy chọn tên khác; tệp cũ không bị ghi đè.").format(path=path))
    _refuse_unknown(which)
    database = office.open_office(path, create=True)
    try:
        with database.write(_("Tạo dữ liệu thử"), kind=SETUP) as session:
            for _step in fill(session, which):
                pass
    finally:
        database.close()


def fill(session: Session, which: str = "ward") -> Task[None]:
    """Fill the empty database of *session* with the invented office *which*.

    Raises:
        UserError: no such invented office, or the database has unions already.
    """
    _refuse_unknown(which)
    if records.choices(session, Union):
        raise UserError(_("Dữ liệu thử chỉ nạp được vào tệp còn trống."))
    plan, words = _load(f"{which}.json"), _load("words.json")
    random = Random(plan["seed"])  # noqa: S311 - invented figures
    yield Step(0, _STEPS, _("Đơn vị"))
    records.insert_rows(session, Office, [plan["office"] | {"more_members_than_workers": False}])
    records.insert_rows(
        session, Area, [{"name": name, "position": number} for number, name in enumerate(plan["areas"], 1)]
    )
    yield Step(1, _STEPS, _("Công đoàn cơ sở"))
    ids = _unions(session, plan, words, random)
    sizes = [_size(random, plan) for _id in ids]
    for number in range(1, _QUARTERS + 1):
        yield Step(1 + number, _STEPS, _("Số liệu quý {number}").format(number=number))
        late = plan["late_in_last_quarter"] if number == _QUARTERS else 0
        sizes = _quarter(session, Span(plan["year"], number, QUARTER), ids, sizes, random, late)
    yield Step(2 + _QUARTERS, _STEPS, _("Cán bộ, thi đua, số liệu năm"))
    members, more_words = dict(zip(ids, sizes, strict=True)), _load("year.json")
    demo_year.officers(session, plan["year"])
    demo_year.competitions(session, plan["year"], members, more_words, random)
    demo_year.facts(session, plan["year"], members, more_words, random)
    demo_plans.load(session, plan["plans"], plan.get("own_plan"), plan["year"])


def _refuse_unknown(which: str) -> None:
    if which not in OFFICES:
        raise UserError(_("Không có dữ liệu thử “{which}”; chọn ward hoặc district.").format(which=which))


def _load(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(resource("demo", name).read_text(encoding="utf-8"))


def _unions(session: Session, plan: dict[str, Any], words: dict[str, Any], random: Random) -> list[int]:
    units = list(_units(plan, words, random))
    random.shuffle(units)
    blocs = _ids(session, Bloc)
    missing = sorted({unit.bloc for unit in units} - blocs.keys())
    records.insert_rows(session, Bloc, [{"name": name, "position": 100} for name in missing])
    blocs, sectors, areas = _ids(session, Bloc), _ids(session, Sector), list(_ids(session, Area).values())
    level = _ids(session, Level)[office.kinds()[plan["office"]["kind"]].level]
    values = [
        {
            "code": f"CS{number:04}",
            "name": f"CĐCS {unit.name}",
            "level_id": level,
            "sector_id": sectors[unit.sector],
            "bloc_id": blocs[unit.bloc],
            "area_id": random.choice(areas),
            "business": unit.business,
            "founded_on": date(random.randint(1995, plan["year"] - 1), random.randint(1, 12), random.randint(1, 28)),
            "committee_size": random.choice((3, 3, 3, 5, 7)),
            "chair": " ".join(random.choice(words[part]) for part in ("families", "middles", "given")),
            "phone": f"09{random.randint(10_000_000, 99_999_999)}",
            "state": "active",
        }
        for number, unit in enumerate(units, 1)
    ]
    values[3]["founded_on"] = date(plan["year"], 2, 14)
    return records.insert_rows(session, Union, values)


def _units(plan: dict[str, Any], words: dict[str, Any], random: Random) -> Iterator[_Unit]:
    for name, bloc in plan["bodies"]:
        yield _Unit(name, "Hành chính nhà nước", bloc, None)
    schools = [f"Trường {level} {name}" for level in words["school_levels"] for name in words["school_names"]]
    for name in random.sample(schools, plan["schools"]):
        yield _Unit(name, "Sự nghiệp công lập", "Trường học", None)
    firms = [(form, trade, brand) for form in words["forms"] for trade in words["trades"] for brand in words["brands"]]
    for (form, sector), trade, brand in random.sample(firms, plan["unions"] - plan["schools"] - len(plan["bodies"])):
        yield _Unit(f"{form} {trade} {brand}", sector, f"DN {trade.lower()}", trade)


def _ids(session: Session, record_type: type[Area | Bloc | Level | Sector]) -> dict[str, int]:
    return {name: row_id for row_id, name in records.choices(session, record_type).items()}


def _size(random: Random, plan: dict[str, Any]) -> int:
    """Members of a union: many small ones, a few large ones, as real offices have them."""
    size: float = random.lognormvariate(0, plan["spread"]) * plan["typical_members"]
    return max(3, min(900, round(size)))


def _quarter(session: Session, span: Span, ids: list[int], sizes: list[int], random: Random, late: int) -> list[int]:
    """Store the figures of one quarter and return the members of each union at its end."""
    period = periods.ensure(session, span)
    silent = set(random.sample(range(len(ids)), late))
    values, after = [], []
    for index, (union_id, size) in enumerate(zip(ids, sizes, strict=True)):
        admitted, left = random.choice((0, 0, 0, 1, 1, 2, 3)), random.choice((0, 0, 0, 0, 1))
        left = min(left, size - 1)
        members = size + admitted - left
        after.append(members)
        if index not in silent:
            values.append(
                {"union_id": union_id, "period_id": period.id, "members": members, "admitted": admitted, "left": left}
                | _around(members, index + 1)
            )
    records.insert_rows(session, MemberCount, values)
    quiet = [ids[index] for index in sorted(silent)]
    demo_returns.load(session, span, [value["union_id"] for value in values], quiet, clock.today())
    return after


def _around(members: int, number: int) -> dict[str, int]:
    """Workers and women that fit *members*; the shares differ from union to union and stay over the quarters."""
    share = Random(number)  # noqa: S311 - invented figures
    workers = members + round(members * share.uniform(0, 0.35))
    women_members = round(members * share.uniform(0.2, 0.8))
    women_workers = women_members + round((workers - members) * share.uniform(0.3, 0.7))
    return {"workers": workers, "women_workers": women_workers, "women_members": women_members}
