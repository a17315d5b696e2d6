"""Campaigns founded from the templates that are shipped: plans of 2022 and 2023 as data, and one for any year."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Campaign, CampaignRound, RegistrationKind, RoundOccasion
from unioncare_desktop.domain.records.campaign import HISTORY
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.services import records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import fold, parse_day

_YEAR = "{năm}"


@dataclass(frozen=True)
class TemplateOccasion:
    """What a round of a template celebrates; `since` is the day of the event."""

    name: str
    since: date | None


@dataclass(frozen=True)
class TemplateRound:
    """A round of a template; its days are dd/mm of the campaign's year."""

    number: int
    name: str
    start: str
    end: str
    values: Mapping[str, Any]
    occasions: tuple[TemplateOccasion, ...]


@dataclass(frozen=True)
class Template:
    """A campaign that is shipped; *year* is the year it is for, None where it serves any."""

    key: str
    name: str
    year: int | None
    required_kind: str | None
    values: Mapping[str, Any]
    rounds: tuple[TemplateRound, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its rounds."""
        return frozenset(one.number for one in self.rounds)

    def serves(self, year: int) -> bool:
        """Whether a campaign of that year can be founded from it."""
        return self.year in (None, year)

    @property
    def title(self) -> str:
        """What it is called among the templates, with dots for the year where it serves any."""
        return self.name.replace(_YEAR, "…")

    def name_in(self, year: int) -> str:
        """What the campaign of that year is called."""
        return self.name.replace(_YEAR, str(year))


@cache
def templates() -> tuple[Template, ...]:
    """The shipped templates: those of a year first, the one for any year last."""
    shipped = json.loads(resource("structure", "campaigns.json").read_text(encoding="utf-8"))
    return tuple(_template(one) for one in shipped)


def template(key: str) -> Template:
    """The shipped template called *key*.

    Raises:
        UserError: there is none.
    """
    found = next((one for one in templates() if one.key == key), None)
    if found is None:
        raise UserError(_("Không có mẫu phong trào “{key}”.").format(key=key))
    return found


def template_for(year: int, rounds: Collection[int]) -> Template:
    """The first template for a campaign of *year* that has the *rounds*, by number.

    Raises:
        UserError: none has them.
    """
    found = next((one for one in templates() if one.serves(year) and one.numbers.issuperset(rounds)), None)
    if found is None:
        named = ", ".join(str(number) for number in sorted(rounds))
        raise UserError(
            _(
                "Không có mẫu phong trào nào có đủ các đợt {rounds}. Hãy lập phong trào thi đua năm {year} với các đợt"
                " ấy ở trang Thi đua rồi thử lại."
            ).format(rounds=named, year=year)
        )
    return found


def found(session: Session, template: Template, year: int, **changes: object) -> int:
    """Found the campaign of *template* in *year*, with rounds and occasions, and return its id.

    *changes* are values of the campaign's fields that differ from the template's.

    Raises:
        UserError: the template is the plan of another year. Duplicate: the year has a campaign of that name already.
    """
    values = campaign_values(session, template, year) | changes
    refuse_second(session, year, str(values["name"]), None)
    (campaign_id,) = records.insert_rows(session, Campaign, [values])
    for one in template.rounds:
        (round_id,) = records.insert_rows(
            session, CampaignRound, [round_values(one, year) | {"campaign_id": campaign_id}]
        )
        records.insert_rows(
            session, RoundOccasion, [occasion | {"round_id": round_id} for occasion in occasion_values(one, year)]
        )
    return campaign_id


def campaign_values(session: Session, template: Template, year: int) -> Row:
    """The fields of the campaign that *template* makes in *year*.

    Raises:
        UserError: the template is the plan of another year.
    """
    if not template.serves(year):
        raise UserError(
            _("Mẫu “{name}” là kế hoạch của năm {own}; năm {year} hãy dùng mẫu hai đợt rồi sửa lại.").format(
                name=template.name, own=template.year, year=year
            )
        )
    return {
        **template.values,
        "name": template.name_in(year),
        "year": year,
        "template": template.key,
        **_requirement(session, template),
    }


def _requirement(session: Session, template: Template) -> Row:
    """The rule of the template, where the office's list has the kind that it names; otherwise no rule."""
    known = {fold(name): kind_id for kind_id, name in records.choices(session, RegistrationKind).items()}
    kind_id = known.get(fold(template.required_kind or ""))
    least = template.values.get("required_least") if kind_id is not None else None
    return {"required_kind_id": kind_id, "required_least": least}


def round_values(one: TemplateRound, year: int) -> Row:
    """The fields of a round in *year*."""
    days = {"start": parse_day(one.start, year), "end": parse_day(one.end, year)}
    return {**one.values, "number": one.number, "name": one.name, **days}


def occasion_values(one: TemplateRound, year: int) -> list[Row]:
    """The fields of the occasions of a round in *year*, in order; each with its anniversary."""
    start, end = parse_day(one.start, year), parse_day(one.end, year)
    return [
        {"name": told.name, "since": told.since, "on": anniversary(told.since, start, end), "position": position}
        for position, told in enumerate(one.occasions, 1)
    ]


def anniversary(since: date | None, start: date, end: date) -> date | None:
    """The first day from *start* to *end* on which it is some years since a day; 28/02 stands for 29/02.

    Where the round does not contain it, that of the year in which the round begins.
    """
    if since is None:
        return None
    days = [_in_year(since, year) for year in range(start.year, end.year + 1)]
    return next((day for day in days if start <= day <= end), days[0])


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def refuse_second(session: Session, year: int, name: str, except_id: int | None) -> None:
    """Refuse a campaign whose name the year has already.

    Raises:
        Duplicate: it has.
    """
    others = [row["name"] for row in records.rows(session, Campaign, year=year) if row["id"] != except_id]
    same = next((other for other in others if fold(other) == fold(name)), None)
    if same is not None:
        raise Duplicate(
            _("Năm {year} đã có phong trào “{name}”. Hãy đặt tên khác hoặc sửa phong trào ấy.").format(
                year=year, name=same
            )
        )


# Reading the file

_OWN = ("key", "name", "year", "required_kind", "rounds", "lines")
_OF_ROUND = ("number", "name", "start", "end", "occasions")


def _template(shipped: dict[str, Any]) -> Template:
    return Template(
        key=shipped["key"],
        name=shipped["name"],
        year=shipped.get("year"),
        required_kind=shipped.get("required_kind"),
        values=_parsed(Campaign, shipped, _OWN),
        rounds=tuple(_round(one) for one in shipped["rounds"]),
    )


def _round(shipped: dict[str, Any]) -> TemplateRound:
    return TemplateRound(
        **{name: shipped[name] for name in ("number", "name", "start", "end")},
        values=_parsed(CampaignRound, shipped, _OF_ROUND),
        occasions=tuple(
            TemplateOccasion(one["name"], parse_day(one["since"], first=HISTORY) if "since" in one else None)
            for one in shipped["occasions"]
        ),
    )


def _parsed(record_type: type[Record], shipped: dict[str, Any], without: Collection[str]) -> Row:
    """The values of a record's fields; a text of several lines is a list of them in the file."""
    described = fields_of(record_type)
    return {
        name: described[name].parse("\n".join(value) if isinstance(value, list) else value)
        for name, value in shipped.items()
        if name not in without
    }
