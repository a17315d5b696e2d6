"""CĐCS chưa đăng ký thi đua: who has not registered in each round, or not what the plan demands, and whom to call."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters
from unioncare_desktop.reports import competition_parts as parts
from unioncare_desktop.reports.competition_parts import Competition
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Kind,
    Table,
    Text,
)
from unioncare_desktop.reports.registrations_report import last_of_campaigns, required_words
from unioncare_desktop.services import counts
from unioncare_desktop.services.registering import Standing, StandingRow
from unioncare_desktop.vietnamese import counted, show_percent, show_whole

_EXPECTED, _REGISTERED, _MISSING = _("Phải đăng ký"), _("Đã đăng ký"), _("Chưa đăng ký")


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """Who has not registered in the rounds of *span*; an empty *number* and *day* are left for the clerk to write."""
    told = parts.read(session, span)
    subject = _("{units} chưa đăng ký thi đua {rounds}").format(units=told.view.kind.units, rounds=told.rounds_words)
    heading = replace(told.heading(number, day, _("DANH SÁCH"), subject, "DS"), addressed_to="")
    return parts.document(told, heading, _body(session, told), _annexes(told))


def _body(session: Session, told: Competition) -> Iterator[Block]:
    yield from told.text(session, "registrations_missing.intro")
    titled: list[tuple[str, Sequence[Block]]] = [
        (_("So với yêu cầu 100 % đơn vị đăng ký"), (*map(Text, _round_words(told)), _by_round(told))),
        (_("Chưa đăng ký theo địa bàn"), _by_area(told)),
        (_("Theo yêu cầu của kế hoạch"), tuple(_demands(told))),
    ]
    yield from chapters.numbered(titled)
    if any(one.missing or one.without_required for one in told.standings):
        yield from told.text(session, "registrations_missing.closing")


def _round_words(told: Competition) -> Iterator[str]:
    """How each round stands, and where its list is."""
    number = 0
    for one in told.standings:
        words = {
            "round": told.label(one.round),
            "expected": counted(one.expected, told.view.kind.unit),
            "missing": show_whole(len(one.missing)),
            "registered": show_whole(one.registered),
            "share": show_percent(one.share, 2),
        }
        if not one.expected:
            yield _("{round}: không có đơn vị nào phải đăng ký.").format(**words)
        elif not one.missing:
            yield _("{round}: tất cả {expected} đã đăng ký, đạt 100 %.").format(**words)
        else:
            number += 1
            sentence = _(
                "{round}: {registered} trên {expected} đã đăng ký, đạt {share}; còn {missing} chưa đăng ký {annex}."
            )
            yield sentence.format(**words, annex=chapters.in_annex(number))


def _by_round(told: Competition) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (number, told.label(one.round), one.round.last_day, one.expected, one.registered, len(one.missing), one.share)
        for number, one in enumerate(told.standings, 1)
    ]
    return Table(
        (
            chapters.ORDINAL,
            Column(parts.label_of("round_id"), width=2),
            Column(_("Hạn đăng ký"), Kind.DAY),
            Column(_EXPECTED, Kind.WHOLE),
            Column(_REGISTERED, Kind.WHOLE),
            Column(_MISSING, Kind.WHOLE),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT),
        ),
        tuple(rows),
    )


def _demands(told: Competition) -> Iterator[Text]:
    number = sum(bool(one.missing) for one in told.standings)
    for standing in last_of_campaigns(told):
        if not standing.required_least or not standing.expected:
            continue
        words = required_words(told, standing)
        if standing.without_required:
            number += 1
            words += " " + _("Còn {count} chưa đủ {annex}.").format(
                count=show_whole(len(standing.without_required)), annex=chapters.in_annex(number)
            )
        yield Text(words)


def _by_area(told: Competition) -> Sequence[Block]:
    """Areas in which anybody is missing: of how many unions, in each round."""
    areas = dict.fromkeys(name for one in told.standings for name in counts.grouped(one.rows, "area"))
    groups = [(counts.grouped(one.rows, "area"), counts.grouped(one.missing, "area")) for one in told.standings]
    names = [name for name in areas if any(name in missing for _all, missing in groups)]
    if not names or set(areas) == {counts.UNSORTED}:
        return ()
    several = len(groups) > 1
    pairs = [
        tuple(f"{title} {told.label(one.round)}" if several else title for title in (_EXPECTED, _MISSING))
        for one in told.standings
    ]
    rows: list[tuple[Cell, ...]] = [
        (number, name, *(len(group.get(name, ())) for pair in groups for group in pair))
        for number, name in enumerate(names, 1)
    ]
    return (
        Table(
            (
                chapters.ORDINAL,
                Column(_("Địa bàn"), width=3),
                *(Column(title, Kind.WHOLE, total=True) for pair in pairs for title in pair),
            ),
            tuple(rows),
            totals_label=_("Cộng"),
        ),
    )


# Lists


def _annexes(told: Competition) -> Iterator[Annex]:
    units = told.view.kind.units
    lists = [
        (_("{units} chưa đăng ký thi đua {round}").format(units=units, round=_of_year(told, one)), _listed(one.missing))
        for one in told.standings
    ]
    for one in last_of_campaigns(told):
        title = _("{units} chưa có đủ {least} {kind} tính đến hết {round}").format(
            units=units,
            least=show_whole(one.required_least),
            kind=one.required_kind.lower(),
            round=_of_year(told, one),
        )
        lists.append((title, _listed(one.without_required)))
    return chapters.annexes(*lists)


def _of_year(told: Competition, one: Standing) -> str:
    return _("{name} năm {year}").format(name=told.label(one.round), year=one.round.year)


def _listed(found: Iterable[StandingRow]) -> Table:
    """Unions with what is needed to ask them, and what they have registered otherwise."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            row.union.code,
            row.union.name,
            row.union.area or None,
            row.union.sector or None,
            row.union.chair,
            row.union.phone,
            row.email,
            _otherwise(row),
        )
        for number, row in enumerate(found, 1)
    ]
    return Table(
        (
            chapters.LIST_ORDINAL,
            parts.CODE,
            parts.NAME,
            parts.AREA,
            parts.SECTOR,
            Column(_("Chủ tịch"), width=1.5),
            Column(_("Điện thoại")),
            Column(_("E-mail"), width=1.5),
            Column(_("Đăng ký khác"), width=1.5),
        ),
        tuple(rows),
    )


def _otherwise(row: StandingRow) -> str | None:
    """What a union has registered in this round and before, and who merged into it has."""
    told = [
        _("đợt này {count} đăng ký").format(count=show_whole(row.here)) if row.here else "",
        _("các đợt trước {count} đăng ký").format(count=show_whole(row.before)) if row.before else "",
        _("đơn vị đã sáp nhập vào có đăng ký: {names}").format(names=", ".join(row.merged)) if row.merged else "",
    ]
    return "; ".join(filter(None, told)) or None
