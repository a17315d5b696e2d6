"""What the reports of competitions share: the rounds of a period and who registered what in them, read once.

A report of a period tells the rounds, of all campaigns of its year, that share a day with it. Unions are told as they
were at the end of a round; over several rounds, as they were in the last of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain import kinds as domain
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Registration, Sector
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Column,
    Document,
    Kind,
    OfficialHeading,
    Text,
)
from unioncare_desktop.services import campaigns, document_texts, office, records, registering, registrations
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.registering import Standing
from unioncare_desktop.services.registrations import KindRow, RegistrationRow
from unioncare_desktop.services.unions import UnionRow

CODE, NAME = Column(_("Mã CĐCS")), Column(_("Tên CĐCS"), width=3)
AREA, SECTOR = Column(_("Địa bàn")), Column(_("Loại hình"), width=1.5)
_MOST_ROUND_COLUMNS = 4
_FIELDS = fields_of(Registration)
_KINDS = {domain.Whole: Kind.WHOLE, domain.Day: Kind.DAY}
_WEIGHTS = {"content": 2.5, "kind_id": 2, "decision": 1.2, "level_id": 1.5}
_ROOMS = {"outcome": 0.055} | dict.fromkeys(("person", "position", "award", "performer", "note", "result_note"), 0.06)
"""The shares of the page that columns get in which few registrations have words, but any."""


@dataclass(frozen=True)
class Unit:
    """A union over all rounds that are told: whether it was expected to register in one, and did; and all it did."""

    union: UnionRow
    expected: bool
    registered: bool
    registrations: tuple[RegistrationRow, ...]


@dataclass(frozen=True)
class Competition:
    """What is told of a period; `campaigns` are all of its year, `standings` its rounds, the earliest first."""

    view: OfficeView
    span: Span
    campaigns: tuple[CampaignRow, ...]
    standings: tuple[Standing, ...]
    registrations: tuple[RegistrationRow, ...]
    kinds: tuple[KindRow, ...]
    sectors: tuple[str, ...]

    @property
    def rounds(self) -> tuple[RoundRow, ...]:
        """The rounds that are told."""
        return tuple(one.round for one in self.standings)

    @property
    def told_campaigns(self) -> tuple[CampaignRow, ...]:
        """The campaigns that have one of these rounds."""
        ids = {one.campaign_id for one in self.rounds}
        return tuple(one for one in self.campaigns if one.id in ids)

    @property
    def whole_year(self) -> bool:
        """Whether all rounds of the year are told."""
        return len(self.rounds) == sum(len(one.rounds) for one in self.campaigns)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All unions that are expected to register or have done so, in the order of their names."""
        rows = [row for standing in self.standings for row in standing.rows]
        expected = {row.union.id: row.union for row in rows}
        registered = {row.union.id for row in rows if row.registered}
        told: dict[int, UnionRow] = {row.union.id: row.union for row in self.registrations} | expected
        own: dict[int, list[RegistrationRow]] = {union_id: [] for union_id in told}
        for row in self.registrations:
            own[row.union.id].append(row)
        ordered = sorted(told.values(), key=lambda union: (union.sort_key, union.id))
        return tuple(
            Unit(union, union.id in expected, union.id in registered, tuple(own[union.id])) for union in ordered
        )

    @property
    def by_union(self) -> list[RegistrationRow]:
        """The registrations by the names of their unions; those of one union by round."""
        return [row for unit in self.units for row in unit.registrations]

    def label(self, one: RoundRow) -> str:
        """How a round is called: with its campaign where there are several."""
        return one.name if len(self.told_campaigns) == 1 else f"{one.name} - {one.campaign}"

    @property
    def rounds_words(self) -> str:
        """The rounds within a sentence: "năm 2023", "Đợt 1 năm 2023", "Đợt 1, Đợt 2 năm 2023"."""
        if self.whole_year:
            return _("năm {year}").format(year=self.span.year)
        names = ", ".join(dict.fromkeys(one.name for one in self.rounds))
        return _("{names} năm {year}").format(names=names or self.span.short, year=self.span.year)

    @property
    def campaign_words(self) -> str:
        """The campaigns with their plans: "Phong trào … (Kế hoạch số 667/KH-LĐLĐ ngày 26/12/2022)"."""
        return "; ".join(one.words for one in self.told_campaigns)

    def heading(self, number: str, day: date | None, *titles: str) -> OfficialHeading:
        """As `letterhead.heading`, of the office and the period."""
        return letterhead.heading(self.view, self.span, number, day, *titles)

    def text(self, session: Session, key: str) -> Iterator[Text]:
        """The paragraphs of the office's text *key*."""
        values = letterhead.fields(self.view, self.span) | {
            "phong trào": self.campaign_words,
            "đợt thi đua": self.rounds_words,
        }
        yield from map(Text, document_texts.filled(session, key, values).splitlines())


def read(session: Session, span: Span, *, added_later: bool = False) -> Competition:
    """The rounds of *span*, who registered what in them, and who did not; *added_later*: also such results."""
    of_year = tuple(one for one in campaigns.listed(session) if one.year == span.year)
    rounds = campaigns.in_span(session, span)
    found = registrations.rows(session, [one.id for one in rounds]) if rounds else []
    return Competition(
        view=office.view(session),
        span=span,
        campaigns=of_year,
        standings=tuple(registering.standing(session, one.id) for one in rounds),
        registrations=tuple(row for row in found if added_later or not row.added_later),
        kinds=tuple(registrations.kinds(session)),
        sectors=tuple(records.choices(session, Sector).values()),
    )


def document(
    told: Competition, heading: OfficialHeading, body: Iterable[Block], annexes: Iterable[Annex] = ()
) -> Document:
    """The document; where the period has no round, one that says so and what to do."""
    signature = letterhead.signature(told.view)
    if not told.rounds:
        return Document(heading, (Text(_no_round_words(told)),), signature)
    return Document(heading, tuple(body), signature, tuple(annexes))


def _no_round_words(told: Competition) -> str:
    if not told.campaigns:
        return _(
            "Năm {year} chưa có phong trào thi đua nào để báo cáo. Hãy lập phong trào và các đợt ở trang Thi đua, hoặc"
            " nhập bảng đăng ký thi đua từ Excel, rồi lập lại báo cáo."
        ).format(year=told.span.year)
    rounds = "; ".join(one.title for row in told.campaigns for one in row.rounds)
    if not rounds:
        return _("Phong trào thi đua năm {year} chưa có đợt nào. Hãy thêm đợt ở trang Thi đua.").format(
            year=told.span.year
        )
    return _("{period} không có đợt thi đua nào. Hãy chọn kỳ báo cáo có một trong các đợt: {rounds}.").format(
        period=told.span.title, rounds=rounds
    )


# Fields of registrations, rounds as columns


def label_of(name: str) -> str:
    """How the field *name* of a registration is headed, so that the import finds it again."""
    return _FIELDS[name].label


def column_of(told: Competition, name: str) -> Column:
    """The column of the field *name* in a list of registrations."""
    kind = _KINDS.get(type(_FIELDS[name].kind), Kind.TEXT)
    said = name in _ROOMS and any(getattr(row, name) for row in told.registrations)
    room = _ROOMS[name] if said else 0
    return Column(label_of(name), kind, _WEIGHTS.get(name, 1), total=kind is Kind.WHOLE, room=room)


def words_of(name: str, value: Any) -> str | None:  # noqa: ANN401 - a value of the field
    """The value of the field *name* of a registration as it is typed; None for a blank, and for a "no"."""
    return _FIELDS[name].kind.show(value) if value else None


def round_columns(told: Competition) -> tuple[Column, ...]:
    """A column of figures for each round; none where there is one round, or too many for a page."""
    if not 1 < len(told.rounds) <= _MOST_ROUND_COLUMNS:
        return ()
    return tuple(Column(told.label(one), Kind.WHOLE, total=True) for one in told.rounds)


def by_round(told: Competition, found: Sequence[RegistrationRow]) -> list[list[RegistrationRow]]:
    """Those of *found* that belong to each of the `round_columns`."""
    return [
        [row for row in found if row.round.id == one.id]
        for one, _column in zip(told.rounds, round_columns(told), strict=False)
    ]


def unions_among(found: Iterable[RegistrationRow]) -> int:
    """How many unions have registered these."""
    return len({row.union.id for row in found})


def quantity(found: Iterable[RegistrationRow]) -> int:
    """How many persons, works or initiatives these are."""
    return sum(row.quantity for row in found)
