"""Tổng hợp đăng ký thi đua: how many unions have registered, by kind, title, sector and area, and the full register.

The register has the headings of the office's own, so that it can be imported again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import AwardTitle
from unioncare_desktop.domain.records.awards import INITIATIVE, TITLE_FORMS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters
from unioncare_desktop.reports import competition_parts as parts
from unioncare_desktop.reports.competition_parts import Competition, Unit
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Kind,
    Series,
    Style,
    Table,
    Text,
)
from unioncare_desktop.services import counts, records
from unioncare_desktop.services.registering import Standing
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.vietnamese import counted, fold, show_percent, show_whole, sort_key

REGISTRATIONS, QUANTITY = _("Số đăng ký"), parts.label_of("quantity")
_EXPECTED, _REGISTERED = _("Phải đăng ký"), _("Đã đăng ký")
_MOST_SERIES = 3  # bars that can be told apart without colours
_REGISTER = ("round_id", "kind_id", "content", "quantity", "registered_on")
_DETAILS = ("honorific", "person", "position", "award", "work_field", "performer", "due_on")
_TICKS = ("recognised", "in_programme")


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The registrations of the rounds of *span*; an empty *number* and *day* are left for the clerk to write."""
    told = parts.read(session, span)
    subject = _("Tổng hợp đăng ký thi đua {rounds}").format(rounds=told.rounds_words)
    return parts.document(
        told,
        told.heading(number, day, _("BÁO CÁO"), subject, "BC"),
        _body(session, told),
        _annexes(told),
    )


def _body(session: Session, told: Competition) -> Iterator[Block]:
    yield from told.text(session, "registrations.intro")
    titled: list[tuple[str, Sequence[Block]]] = [
        (_("Tình hình chung"), (Text(summary(told)), by_round(told), *_remarks(told))),
        (_("Đăng ký theo loại"), _kinds(told)),
        (_("Đăng ký theo danh hiệu"), _titles(told, list(records.choices(session, AwardTitle).values()))),
        (_("Đăng ký theo loại hình"), _groups(told, "sector", _("Loại hình"))),
        (_("Đăng ký theo địa bàn"), _groups(told, "area", _("Địa bàn"))),
    ]
    yield from chapters.numbered(titled)


# In general


def summary(told: Competition) -> str:
    """The paragraph that says it all: how many unions have registered, of how many, and how much."""
    expected = sum(unit.expected for unit in told.units)
    registered = sum(unit.registered for unit in told.units)
    sentence = _("{rounds} có {registered} trên {expected} đã đăng ký thi đua{share}, với {registrations}")
    words = sentence.format(
        rounds=told.rounds_words[0].upper() + told.rounds_words[1:],
        registered=show_whole(registered),
        expected=counted(expected, told.view.kind.unit),
        share=_(", đạt {share}").format(share=show_percent(registered / expected, 2)) if expected else "",
        registrations=counted(len(told.registrations), _("đăng ký")),
    )
    return words + (f" {chapters.in_annex(1)}." if told.registrations else ".")


def by_round(told: Competition) -> Table:
    """Each round with the unions that are expected and have registered."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            told.label(one.round),
            one.round.days,
            one.expected,
            one.registered,
            one.share,
            one.registrations,
        )
        for number, one in enumerate(told.standings, 1)
    ]
    return Table(
        (
            chapters.ORDINAL,
            Column(parts.label_of("round_id"), width=2),
            Column(_("Thời gian"), width=1.5),
            Column(_EXPECTED, Kind.WHOLE),
            Column(_REGISTERED, Kind.WHOLE),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT),
            Column(REGISTRATIONS, Kind.WHOLE),
        ),
        tuple(rows),
    )


def _remarks(told: Competition) -> Iterator[Text]:
    """What the plan demands of every union, and what of the figures needs a word."""
    for standing in last_of_campaigns(told):
        if standing.required_least and standing.expected:
            yield Text(required_words(told, standing))
    if others := sum(standing.others for standing in told.standings):
        sentence = _("Số đăng ký gồm cả {count} của đơn vị nay không thuộc diện phải đăng ký.")
        yield Text(sentence.format(count=counted(others, _("đăng ký"))), Style.NOTE)


def last_of_campaigns(told: Competition) -> list[Standing]:
    """The last of the rounds that are told, of each campaign: it says how the campaign stands so far."""
    return list({one.round.campaign_id: one for one in told.standings}.values())


def required_words(told: Competition, standing: Standing) -> str:
    """How many unions have registered what the plan demands of each, in the campaign so far."""
    done = standing.expected - len(standing.without_required)
    sentence = _(
        "Theo yêu cầu mỗi {unit} đăng ký ít nhất {least} {kind}: tính đến hết {round} có {done}/{expected}"
        " {unit_short} đã đăng ký đủ, đạt {share} so với yêu cầu 100 %."
    )
    return sentence.format(
        unit=told.view.kind.unit,
        unit_short=told.view.kind.unit_short,
        least=show_whole(standing.required_least),
        kind=standing.required_kind[0].lower() + standing.required_kind[1:],
        round=told.label(standing.round),
        done=show_whole(done),
        expected=show_whole(standing.expected),
        share=show_percent(done / standing.expected, 2),
    )


# By kind and title


def _kinds(told: Competition) -> Sequence[Block]:
    found = [(kind.name, [row for row in told.registrations if row.kind_id == kind.id]) for kind in told.kinds]
    found = [(name, rows) for name, rows in found if rows]
    if not found:
        return ()
    lines: list[tuple[Cell, ...]] = [
        (
            number,
            name,
            parts.unions_among(rows),
            *map(len, parts.by_round(told, rows)),
            len(rows),
            parts.quantity(rows),
        )
        for number, (name, rows) in enumerate(found, 1)
    ]
    table = Table(
        (
            chapters.ORDINAL,
            Column(parts.label_of("kind_id"), width=3),
            Column(_("Số {unit}").format(unit=told.view.kind.unit_short), Kind.WHOLE),
            *parts.round_columns(told),
            Column(REGISTRATIONS, Kind.WHOLE, total=True),
            Column(QUANTITY, Kind.WHOLE, total=True),
        ),
        tuple(lines),
        totals_label=_("Cộng"),
    )
    return (_kind_chart(told, found), table, *_initiatives(told))


def _kind_chart(told: Competition, found: Sequence[tuple[str, Sequence[RegistrationRow]]]) -> Chart:
    rounds = [one for one in told.rounds if len(told.rounds) <= _MOST_SERIES]
    series = [
        Series(told.label(one), tuple(sum(row.round.id == one.id for row in rows) for _name, rows in found))
        for one in rounds
    ] or [Series(REGISTRATIONS, tuple(len(rows) for _name, rows in found))]
    return Chart(_("Số đăng ký theo loại"), tuple(name for name, _rows in found), tuple(series))


def _initiatives(told: Competition) -> Iterator[Text]:
    found = [row for row in told.registrations if row.form == INITIATIVE]
    recognised, entered = (sum(row.quantity for row in found if getattr(row, name)) for name in _TICKS)
    if recognised or entered:
        sentence = _(
            "Trong {count} đăng ký có {recognised} đã được công nhận, {entered} đã cập nhật chương trình 01 triệu"
            " sáng kiến."
        )
        yield Text(
            sentence.format(
                count=counted(parts.quantity(found), _("sáng kiến")),
                recognised=show_whole(recognised),
                entered=show_whole(entered),
            )
        )


def _titles(told: Competition, catalogue: Sequence[str]) -> Sequence[Block]:
    kinds = [kind for kind in told.kinds if kind.form in TITLE_FORMS]
    groups = {kind.name: [row for row in told.registrations if row.kind_id == kind.id] for kind in kinds}
    return tuple(title_table(told, found, catalogue, name) for name, found in groups.items() if found)


def title_table(told: Competition, found: Iterable[RegistrationRow], catalogue: Sequence[str], name: str = "") -> Table:
    """Each title, as the *catalogue* has them: how many unions register it, and for how many; under a *name*."""
    groups: defaultdict[str, list[RegistrationRow]] = defaultdict(list)
    for row in found:
        groups[fold(row.content)].append(row)
    places = {fold(title): at for at, title in enumerate(catalogue)}
    ordered = sorted(groups, key=lambda key: (places.get(key, len(places)), sort_key(key)))
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            groups[key][0].content,
            parts.unions_among(groups[key]),
            *(parts.quantity(rows) for rows in parts.by_round(told, groups[key])),
            parts.quantity(groups[key]),
        )
        for number, key in enumerate(ordered, 1)
    ]
    return Table(
        (
            chapters.ORDINAL,
            Column(_("Danh hiệu"), width=3),
            Column(_("Số {unit}").format(unit=told.view.kind.unit_short), Kind.WHOLE),
            *parts.round_columns(told),
            Column(QUANTITY, Kind.WHOLE, total=True),
        ),
        tuple(rows),
        title=name,
        totals_label=_("Cộng"),
    )


# By sector and area


def _groups(told: Competition, attribute: str, title: str) -> Sequence[Block]:
    groups = counts.grouped(told.units, attribute, told.sectors if attribute == "sector" else ())
    if not set(groups) - {counts.UNSORTED}:
        return ()
    table = by_group(groups, title)
    names = tuple(groups)
    series = tuple(
        Series(column, tuple(int(str(row[table.position(column)])) for row in table.rows))
        for column in (_EXPECTED, _REGISTERED)
    )
    words = _("Số {unit} phải đăng ký và đã đăng ký theo {group}")
    chart = Chart(words.format(unit=told.view.kind.unit_short, group=title.lower()), names, series)
    return (chart, table)


def by_group(groups: dict[str, list[Unit]], title: str) -> Table:
    """One row for each group: how many unions are expected and have registered, and how much."""
    rows: list[tuple[Cell, ...]] = []
    for number, (name, units) in enumerate(groups.items(), 1):
        expected, registered = (sum(getattr(unit, what) for unit in units) for what in ("expected", "registered"))
        own = [row for unit in units for row in unit.registrations]
        share = registered / expected if expected else None
        rows.append((number, name, expected, registered, share, len(own), parts.quantity(own)))
    return Table(
        (
            chapters.ORDINAL,
            Column(title, width=3),
            Column(_EXPECTED, Kind.WHOLE, total=True),
            Column(_REGISTERED, Kind.WHOLE, total=True),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT, ratio=(_REGISTERED, _EXPECTED)),
            Column(REGISTRATIONS, Kind.WHOLE, total=True),
            Column(QUANTITY, Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


# Lists


def _annexes(told: Competition) -> Iterator[Annex]:
    words = {"rounds": told.rounds_words}
    return chapters.annexes(
        (_("Bảng tổng hợp đăng ký thi đua {rounds}").format(**words), register(told)),
        by_union(told),
    )


def register(told: Competition) -> Table:
    """Every registration under the headings of the office's own register, then what else is known of any."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            row.union.code,
            row.union.name,
            row.round.name,
            row.kind,
            row.content,
            row.quantity,
            row.registered_on,
            *(_detail(row, name) for name in (*_DETAILS, *_TICKS, "note")),
        )
        for number, row in enumerate(told.by_union, 1)
    ]
    columns = (parts.column_of(told, name) for name in (*_REGISTER, *_DETAILS, *_TICKS, "note"))
    return Table((chapters.LIST_ORDINAL, parts.CODE, parts.NAME, *columns), tuple(rows), totals_label=_("Tổng cộng"))


def _detail(row: RegistrationRow, name: str) -> Cell:
    value: Cell = getattr(row, name)
    return value if isinstance(value, date) else parts.words_of(name, value)


def by_union(told: Competition) -> tuple[str, Table]:
    """Every union with the quantities of each kind, those that have not registered too; with its title."""
    words = _("Tổng hợp đăng ký thi đua {rounds} của từng {unit}")
    return words.format(rounds=told.rounds_words, unit=told.view.kind.unit), _by_union(told)


def _by_union(told: Competition) -> Table:
    kinds = [kind for kind in told.kinds if any(row.kind_id == kind.id for row in told.registrations)]
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            unit.union.code,
            unit.union.name,
            unit.union.area or None,
            unit.union.sector or None,
            *(parts.quantity(row for row in unit.registrations if row.kind_id == kind.id) or None for kind in kinds),
            len(unit.registrations) or None,
            None if unit.registrations else _("chưa đăng ký"),
        )
        for number, unit in enumerate(told.units, 1)
    ]
    return Table(
        (
            chapters.LIST_ORDINAL,
            parts.CODE,
            parts.NAME,
            parts.AREA,
            parts.SECTOR,
            *(Column(kind.name, Kind.WHOLE, total=True) for kind in kinds),
            Column(REGISTRATIONS, Kind.WHOLE, total=True),
            Column(_("Ghi chú")),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
        note=_("Các cột loại đăng ký là số lượng (người, công trình, sáng kiến …)."),
    )
