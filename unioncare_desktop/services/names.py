"""What the rows of the office are called when the history tells of them: "CĐCS Hoa Mai, Quý II/2023"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Choice, Link
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Campaign,
    CampaignRound,
    DeadlineMark,
    Delivery,
    DocumentType,
    Indicator,
    IndicatorValue,
    IssuedDocument,
    MemberCount,
    Period,
    PeriodClosing,
    Plan,
    PlanTarget,
    Union,
    YearlyFact,
)
from unioncare_desktop.domain.records.plan import WANTED
from unioncare_desktop.domain.rules import numbering
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.changes import TYPES
from unioncare_desktop.storage.history import History, gone, row_of
from unioncare_desktop.vietnamese import show_day

_POSITION = _("Thứ tự")


def moment(at: str) -> str:
    """A stored moment as the user's own clock shows it: "14/12/2023 10:32"."""
    return f"{local(at):%d/%m/%Y %H:%M}"


def local(at: str) -> datetime:
    """A stored moment (UTC) by the user's own clock."""
    return datetime.fromisoformat(at).astimezone()


def label(record_type: type[Record], column: str) -> str:
    """What a column is called on screen; nothing for those that the program keeps by itself."""
    described = fields_of(record_type).get(column)
    return described.label if described is not None else _POSITION if column == "position" else ""


class Names:
    """Names of rows by what the tables and the history say; each table is read once, when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[type[Record], dict[int, str]] = {}
        self._gone: dict[type[Record], dict[int, int]] = {}

    def of(self, record_type: type[Record], row_id: int) -> str:
        """The name of a row, also of one that was deleted."""
        if record_type not in self._known:
            self._known[record_type] = self._present(record_type)
        names = self._known[record_type]
        if row_id not in names:
            names[row_id] = self._of_gone(record_type, row_id)
        return names[row_id]

    def _present(self, record_type: type[Record]) -> dict[int, str]:
        if record_type is Period:
            return {row["id"]: _period(row) for row in records.rows(self._session, Period)}
        if record_type is Plan:
            return {row["id"]: plan_name(row) for row in records.rows(self._session, Plan)}
        if record_type is CampaignRound:
            return self._rounds()
        if record_type in _OF_OTHERS:
            return {row["id"]: self.called(record_type, row) for row in records.rows(self._session, record_type)}
        table = record_type.__table__.c
        own = _own_name(record_type)
        return dict(self._session.execute(select(table.id, table[own])).all()) if own else {}

    def _rounds(self) -> dict[int, str]:
        """Rounds with the years of their campaigns: "Đợt 1/2023"."""
        one, campaign = CampaignRound.__table__.c, Campaign.__table__.c
        query = select(one.id, one.name, campaign.year).join(Campaign, campaign.id == one.campaign_id)
        return {row.id: f"{row.name}/{row.year}" for row in self._session.execute(query)}

    def _of_gone(self, record_type: type[Record], row_id: int) -> str:
        if record_type not in self._gone:
            self._gone[record_type] = gone(self._session, record_type)
        last_change = self._gone[record_type].get(row_id, 0)
        written = self._session.scalar(select(History.old).where(History.id == last_change))
        row = row_of(record_type, written)
        return self.called(record_type, row) if row else _("số {id}").format(id=row_id)

    def called(self, record_type: type[Record], row: Mapping[str, Any]) -> str:
        """A row in a few words: its own name, or its kind, and what it belongs to."""
        if record_type is Period:
            return _period(row)
        if record_type is YearlyFact:
            return f"{self.of(Union, row['union_id'])}, {Span.parse(str(row['year'])).phrase}"
        if record_type in _OF_PLANS:
            return self._of_plans(record_type, row)
        if record_type is IssuedDocument:
            text = numbering.number_text(row["number"], row["symbol"])
            return document_name(self.of(DocumentType, row["type_id"]), text)
        if record_type is Delivery:
            return f"{row['recipient']}, {row['subject']}"
        fields = fields_of(record_type)
        name = _own_name(record_type)
        own = str(row[name]) if name else ""
        if not own:
            choice = next((name for name, field in fields.items() if isinstance(field.kind, Choice)), None)
            own = fields[choice].kind.show(row[choice]) if choice is not None else ""
        links = {
            name: field.kind.table for name, field in fields.items() if isinstance(field.kind, Link) and field.required
        }
        belongs = [self.of(TYPES[table], row[name]) for name, table in sorted(links.items(), key=_rounds_last)]
        return ", ".join(filter(None, (own, *belongs)))

    def _of_plans(self, record_type: type[Record], row: Mapping[str, Any]) -> str:
        """A plan, a target, what was done about a deadline, a value entered by hand."""
        if record_type is Plan:
            return plan_name(row)
        if record_type is DeadlineMark:
            links = {name: one.kind for name, one in fields_of(DeadlineMark).items() if isinstance(one.kind, Link)}
            of = next((self.of(TYPES[kind.table], row[name]) for name, kind in links.items() if row[name]), "")
            return _("{name}, hạn {day}").format(name=of, day=show_day(row["due"]))
        indicator = self.of(Indicator, row["indicator_id"])
        if record_type is IndicatorValue:
            return f"{indicator}, {show_day(row['on'])}"
        figure = fields_of(PlanTarget)["value"].kind.show(row["value"])
        wanted = WANTED[row["comparator"]].format(figure=figure)
        until = f", {show_day(row['by'])}" if row["by"] else ""
        return f"{indicator} ({wanted}{until}), {self.of(Plan, row['plan_id'])}"

    def shown(self, record_type: type[Record], column: str, value: Any) -> str:  # noqa: ANN401 - a value of the column
        """The value of a column as a user reads it; a blank is blank."""
        described = fields_of(record_type).get(column)
        if value is None or described is None:
            return "" if value is None else str(value)
        if isinstance(described.kind, Link):
            return self.of(TYPES[described.kind.table], value)
        if record_type is MemberCount and column == "unconfirmed":
            return ", ".join(label(MemberCount, name) for name in str(value).split())
        return described.kind.show(value)


_OF_PLANS = (Plan, PlanTarget, DeadlineMark, IndicatorValue)
_OF_OTHERS = (IssuedDocument, PeriodClosing)
"""Types whose rows are called after those that they belong to."""


def document_name(type_name: str, number_text: str) -> str:
    """What an issued document is called within a sentence: "Báo cáo số 05/BC-LĐLĐ"."""
    return _("{type} số {number}").format(type=type_name, number=number_text)


def plan_name(row: Mapping[str, Any]) -> str:
    """What actions call a plan: its number "324/KH-LĐLĐ"; its issuer and day where it has none."""
    if row["number"]:
        return str(row["number"])
    day = f" ({show_day(row['issued_on'])})" if row["issued_on"] else ""
    return f"{row['issuer']}{day}"


def _own_name(record_type: type[Record]) -> str:
    """The column in which a record says what it is; empty where none does."""
    return next((name for name in ("name", "content") if name in record_type.__table__.c), "")


def _rounds_last(link: tuple[str, str]) -> bool:
    return link[1] == CampaignRound.__tablename__


def _period(row: Mapping[str, Any]) -> str:
    return Span(row["year"], row["number"], row["kind"]).title
