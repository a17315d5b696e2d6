"""Bảng đăng ký giao ước thi đua: the movements and targets of each union that made a pact.

Form: Thông tư 35/2011/TT-BLĐTBXH, mẫu 1a (domain.md 4.3).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.awards import PACT
from unioncare_desktop.domain.records.registration import MOVEMENT, TARGET
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters
from unioncare_desktop.reports import competition_parts as parts
from unioncare_desktop.reports.competition_parts import Competition
from unioncare_desktop.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Table,
    Text,
)
from unioncare_desktop.services import registrations
from unioncare_desktop.services.registrations import PactRow, RegistrationRow

_FOR_A_DAY = 0.14
"""The share of the page in which a day is written by hand."""


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The pacts registered in the rounds of *span*; an empty *number* and *day* are left for the clerk to write."""
    told = parts.read(session, span)
    subject = _("Giao ước thi đua {rounds}").format(rounds=told.rounds_words)
    heading = told.heading(number, day, _("BẢNG ĐĂNG KÝ"), subject, "BĐK")
    return parts.document(told, heading, _body(session, told))


def _body(session: Session, told: Competition) -> Iterator[Block]:
    found = [row for row in told.by_union if row.form == PACT]
    if not found:
        words = _("Chưa có {unit} nào đăng ký giao ước thi đua {rounds}.")
        yield Text(words.format(unit=told.view.kind.unit, rounds=told.rounds_words))
        return
    yield from told.text(session, "pacts.intro")
    items = registrations.pact_items(session, [row.id for row in found])
    yield _overview(told, found, items)
    for row in found:
        yield from _pact(told, row, items.get(row.id, []))


def _overview(told: Competition, found: Sequence[RegistrationRow], items: dict[int, list[PactRow]]) -> Table:
    """Who has made a pact, in which words, and how many movements and targets it has."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            row.union.name,
            row.content,
            told.label(row.round),
            row.registered_on,
            *(sum(item.part == part for item in items.get(row.id, ())) for part in (MOVEMENT, TARGET)),
        )
        for number, row in enumerate(found, 1)
    ]
    return Table(
        (
            chapters.ORDINAL,
            Column(_("Tên CĐCS"), width=2),
            Column(_("Giao ước"), width=2),
            Column(parts.label_of("round_id")),
            Column(parts.label_of("registered_on"), Kind.DAY),
            Column(_("Số phong trào"), Kind.WHOLE, total=True),
            Column(_("Số chỉ tiêu"), Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    ).filled


def _pact(told: Competition, row: RegistrationRow, items: Sequence[PactRow]) -> Iterator[Block]:
    """What one union registers; nothing for a pact without any line."""
    movements = [item for item in items if item.part == MOVEMENT]
    targets = [item for item in items if item.part == TARGET]
    if items:
        yield Heading(f"{row.union.name} - {told.label(row.round)}" if len(told.rounds) > 1 else row.union.name)
    if movements:
        yield _movements(movements)
    if targets:
        yield _targets(targets)


def _movements(found: Sequence[PactRow]) -> Table:
    return Table(
        (
            chapters.LIST_ORDINAL,
            Column(_("Tên phong trào"), width=2),
            Column(_("Mục tiêu"), width=2),
            Column(_("Thời gian phát động"), Kind.DAY, room=_FOR_A_DAY),
            Column(_("Thời gian tổng kết"), Kind.DAY, room=_FOR_A_DAY),
        ),
        tuple((number, item.name, item.goal, item.starts_on, item.ends_on) for number, item in enumerate(found, 1)),
        title=_("I. Các phong trào thi đua"),
    )


def _targets(found: Sequence[PactRow]) -> Table:
    return Table(
        (
            chapters.LIST_ORDINAL,
            Column(_("Nội dung các chỉ tiêu"), width=3),
            Column(_("Đơn vị tính")),
            Column(_("Kế hoạch năm"), Kind.WHOLE),
            Column(_("Ghi chú"), width=1.5),
        ),
        tuple((number, item.name, item.unit, item.planned, item.note) for number, item in enumerate(found, 1)),
        title=_("II. Các chỉ tiêu thi đua"),
    )
