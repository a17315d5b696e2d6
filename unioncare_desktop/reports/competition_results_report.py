"""Kết quả thi đua: what was achieved of what was registered, who recognised it, which awards were given, who leads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import RecognitionLevel
from unioncare_desktop.domain.records.registration import (
    ACHIEVED,
    AWARD_KINDS,
    AWARDED,
    DECLINED,
    FAILED,
    PARTLY,
    PROPOSED,
)
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters
from unioncare_desktop.reports import competition_parts as parts
from unioncare_desktop.reports.competition_parts import Competition
from unioncare_desktop.reports.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Kind,
    Series,
    Table,
    Text,
)
from unioncare_desktop.services import awards, counts, records, scores
from unioncare_desktop.services.awards import AwardRow
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.vietnamese import counted, show_day, show_percent, show_whole, sort_key

_OUTCOMES = {ACHIEVED: _("Đạt"), PARTLY: _("Đạt một phần"), FAILED: _("Không đạt"), None: _("Chưa đánh giá")}
_REGISTERED, _ACHIEVED = _("SL đăng ký"), _("SL đạt")
_STATES = {PROPOSED: _("Đang đề nghị"), AWARDED: _("Đã khen thưởng"), DECLINED: _("Không khen thưởng")}
_FIRST_PLACES = 10


@dataclass(frozen=True)
class Results:
    """Everything the report says, read once; `ranked` are the scores of each round by its id, the best first."""

    told: Competition
    awards: tuple[AwardRow, ...]
    catalogue: tuple[str, ...]
    ranked: Mapping[int, Sequence[ScoreRow]]
    levels: tuple[str, ...]

    @property
    def reviewed(self) -> list[RegistrationRow]:
        """The registrations whose result is known."""
        return [row for row in self.told.by_union if row.outcome is not None]


def read(session: Session, span: Span) -> Results:
    """The results of the rounds of *span*."""
    told = parts.read(session, span, added_later=True)
    return Results(
        told,
        tuple(row for one in told.rounds for row in awards.rows(session, one.id)),
        tuple(one.name for one in awards.catalogue(session)),
        {one.id: scores.ranked(session, one.id) for one in told.rounds},
        tuple(records.choices(session, RecognitionLevel).values()),
    )


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The results of the rounds of *span*; an empty *number* and *day* are left for the clerk to write."""
    found = read(session, span)
    subject = _("Kết quả thi đua {rounds}").format(rounds=found.told.rounds_words)
    heading = found.told.heading(number, day, _("BÁO CÁO"), subject, "BC")
    return parts.document(found.told, heading, _body(session, found), chapters.annexes(*_lists(found)))


def _body(session: Session, found: Results) -> Iterator[Block]:
    told = found.told
    yield from told.text(session, "competition_results.intro")
    titled: list[tuple[str, Sequence[Block]]] = [
        (_("Kết quả chung"), (Text(summary(found)), *map(Text, _remarks(told)))),
        (_("Kết quả theo loại đăng ký"), by_kind(told)),
        (_("Kết quả theo loại hình"), _groups(told, "sector", _("Loại hình"))),
        (_("Kết quả theo địa bàn"), _groups(told, "area", _("Địa bàn"))),
        (_("Cấp công nhận"), _recognised(found)),
        (_("Khen thưởng"), _awards(found)),
        (_("Xếp hạng"), tuple(_ranking(found))),
    ]
    yield from chapters.numbered(titled)


# Registered and achieved


def achieved(row: RegistrationRow) -> int:
    """How many persons, works or initiatives were achieved; all of them where it was achieved and no figure is said."""
    if row.achieved is not None:
        return row.achieved
    return row.quantity if row.outcome == ACHIEVED else 0


def summary(found: Results) -> str:
    """The paragraph that says it all: how many registrations were reviewed, and what came of them."""
    rows, reviewed = found.told.registrations, found.reviewed
    if not rows:
        return _("Chưa có đăng ký thi đua nào nên chưa có kết quả.")
    if not reviewed:
        return _("Có {count}, chưa có kết quả nào được đánh giá.").format(count=counted(len(rows), _("đăng ký")))
    of = {code: sum(row.outcome == code for row in rows) for code in _OUTCOMES}
    sentence = _(
        "Đã đánh giá {reviewed} trên {all}: {achieved} đạt, {partly} đạt một phần, {failed} không đạt{left}. So với số"
        " lượng đăng ký là {registered}, đã đạt {reached}, bằng {share}{of_reviewed} {annex}."
    )
    return sentence.format(
        reviewed=show_whole(len(reviewed)),
        all=counted(len(rows), _("đăng ký")),
        achieved=show_whole(of[ACHIEVED]),
        partly=show_whole(of[PARTLY]),
        failed=show_whole(of[FAILED]),
        left=_("; còn {count} chưa đánh giá").format(count=show_whole(of[None])) if of[None] else "",
        registered=show_whole(parts.quantity(rows)),
        reached=show_whole(sum(map(achieved, rows))),
        share=_share(rows),
        of_reviewed=_("; riêng các đăng ký đã đánh giá: {share}").format(share=_share(reviewed)) if of[None] else "",
        annex=chapters.in_annex(1),
    )


def _share(found: Sequence[RegistrationRow]) -> str:
    return show_percent(sum(map(achieved, found)) / parts.quantity(found), 2)


def _remarks(told: Competition) -> Iterator[str]:
    """Which rounds are closed and which are not, and how much was added without being registered."""
    for one in told.rounds:
        if one.closed_on is not None:
            yield _("{round} đã chốt kết quả ngày {day}.").format(round=told.label(one), day=show_day(one.closed_on))
    if still_open := ", ".join(told.label(one) for one in told.rounds if not one.closed):
        yield _("{rounds} chưa chốt kết quả; số liệu có thể còn thay đổi.").format(rounds=still_open)
    if added := sum(row.added_later for row in told.registrations):
        yield _("Số liệu gồm cả {count} bổ sung sau, không có trong bảng đăng ký.").format(
            count=counted(added, _("kết quả"))
        )


def by_kind(told: Competition) -> Sequence[Block]:
    """Registered and achieved of each kind, as a picture and as a table; nothing where nothing is registered."""
    groups = {kind.name: [row for row in told.registrations if row.kind_id == kind.id] for kind in told.kinds}
    return _compared({name: rows for name, rows in groups.items() if rows}, parts.label_of("kind_id"))


def _groups(told: Competition, attribute: str, title: str) -> Sequence[Block]:
    groups = counts.grouped(told.units, attribute, told.sectors if attribute == "sector" else ())
    if not set(groups) - {counts.UNSORTED}:
        return ()
    rows = {name: [row for unit in units for row in unit.registrations] for name, units in groups.items()}
    return _compared({name: own for name, own in rows.items() if own}, title)


def _compared(groups: Mapping[str, Sequence[RegistrationRow]], title: str) -> Sequence[Block]:
    """Registered and achieved of each group, as a table and as a picture."""
    if not groups:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for number, (name, own) in enumerate(groups.items(), 1):
        outcomes = (sum(row.outcome == code for row in own) for code in _OUTCOMES)
        registered, reached = parts.quantity(own), sum(map(achieved, own))
        rows.append((number, name, *outcomes, registered, reached, reached / registered))
    table = Table(
        (
            chapters.ORDINAL,
            Column(title, width=3),
            *(Column(words, Kind.WHOLE, total=True) for words in _OUTCOMES.values()),
            Column(_REGISTERED, Kind.WHOLE, total=True),
            Column(_ACHIEVED, Kind.WHOLE, total=True),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT, ratio=(_ACHIEVED, _REGISTERED)),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )
    series = (
        Series(_("Số lượng đăng ký"), tuple(map(parts.quantity, groups.values()))),
        Series(_("Số lượng đạt"), tuple(sum(map(achieved, own)) for own in groups.values())),
    )
    words = _("Số lượng đăng ký và số lượng đạt theo {group}").format(group=title.lower())
    return (Chart(words, tuple(groups), series), table)


def _recognised(found: Results) -> Sequence[Block]:
    """What was achieved by the level that recognised it."""
    groups: defaultdict[str, list[RegistrationRow]] = defaultdict(list)
    for row in found.reviewed:
        if row.outcome != FAILED:
            groups[row.level].append(row)
    if not set(groups) - {""}:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (number, level or _("Chưa ghi cấp công nhận"), len(groups[level]), sum(map(achieved, groups[level])))
        for number, level in enumerate((one for one in (*found.levels, "") if one in groups), 1)
    ]
    columns = (
        chapters.ORDINAL,
        Column(_("Cấp công nhận"), width=3),
        Column(_("Số đăng ký đạt"), Kind.WHOLE, total=True),
        Column(_("Số lượng đạt"), Kind.WHOLE, total=True),
    )
    return (Table(columns, tuple(rows), totals_label=_("Cộng")),)


# Awards and places


def _awards(found: Results) -> Sequence[Block]:
    """The titles, then the forms: for how many they are proposed, given, declined."""
    groups = {words: [row for row in found.awards if row.kind == kind] for kind, words in AWARD_KINDS.items()}
    return tuple(_by_award(found, rows, words) for words, rows in groups.items() if rows)


def _by_award(found: Results, of_kind: Iterable[AwardRow], words: str) -> Table:
    groups: defaultdict[str, list[AwardRow]] = defaultdict(list)
    for row in of_kind:
        groups[row.name].append(row)
    places = {name: at for at, name in enumerate(found.catalogue)}
    ordered = sorted(groups, key=lambda name: (places.get(name, len(places)), sort_key(name)))
    rows: list[tuple[Cell, ...]] = [
        (number, name, *(sum(row.quantity for row in groups[name] if row.state == state) for state in _STATES))
        for number, name in enumerate(ordered, 1)
    ]
    columns = (
        chapters.ORDINAL,
        Column(words[0].upper() + words[1:], width=3),
        *(Column(state, Kind.WHOLE, total=True) for state in _STATES.values()),
    )
    return Table(columns, tuple(rows), totals_label=_("Cộng"))


def _ranking(found: Results) -> Iterator[Block]:
    """The first places of each round."""
    for one in found.told.rounds:
        rows = [row for row in found.ranked[one.id] if row.rank is not None and row.rank <= _FIRST_PLACES]
        if rows:
            title = _("{count} thứ hạng đầu, {round}").format(count=_FIRST_PLACES, round=found.told.label(one))
            columns = (_RANK, parts.NAME, _POINTS)
            yield Table(columns, tuple((row.rank, row.union.name, row.score) for row in rows), title=title)


_RANK, _POINTS = Column(_("Xếp thứ"), Kind.ORDINAL), Column(_("Điểm"), Kind.POINTS)


# Lists


def _lists(found: Results) -> Iterator[tuple[str, Table]]:
    told = found.told
    yield _("Kết quả thực hiện đăng ký thi đua {rounds}").format(rounds=told.rounds_words), _results(told)
    yield awarded(found)
    for one in told.rounds:
        title = _("Điểm và xếp hạng thi đua {round} năm {year}").format(round=told.label(one), year=one.year)
        yield title, _ranked(found.ranked[one.id])


def awarded(found: Results) -> tuple[str, Table]:
    """The list of the awards that were given, with its title."""
    given = [row for row in found.awards if row.state == AWARDED]
    return _("Danh sách khen thưởng {rounds}").format(rounds=found.told.rounds_words), _given(given)


def _ranked(found: Iterable[ScoreRow]) -> Table:
    columns = (_RANK, parts.CODE, parts.NAME, _POINTS, Column(_("Ghi chú"), width=2))
    return Table(columns, tuple((row.rank, row.union.code, row.union.name, row.score, row.note) for row in found))


def _results(told: Competition) -> Table:
    """Every registration with what came of it."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            row.union.code,
            row.union.name,
            row.round.name,
            row.kind,
            row.content,
            row.person,
            row.quantity,
            parts.words_of("outcome", row.outcome),
            row.achieved,
            row.decision,
            row.decided_on,
            row.level or None,
            row.result_note,
            parts.words_of("added_later", row.added_later),
        )
        for number, row in enumerate(told.by_union, 1)
    ]
    columns = (parts.column_of(told, name) for name in _RESULT_COLUMNS)
    return Table((chapters.LIST_ORDINAL, parts.CODE, parts.NAME, *columns), tuple(rows), totals_label=_("Tổng cộng"))


_RESULT_COLUMNS = (
    *("round_id", "kind_id", "content", "person", "quantity", "outcome", "achieved", "decision", "decided_on"),
    *("level_id", "result_note", "added_later"),
)


def _given(found: Sequence[AwardRow]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            parts.words_of("honorific", row.honorific),
            row.person or chapters.counted_in_two_digits(row.quantity, _("trường hợp")),
            f"{row.position}, {row.union.name}" if row.position else row.union.name,
            row.name,
            row.quantity,
            row.decision,
            row.decided_on,
            row.level or None,
        )
        for number, row in enumerate(found, 1)
    ]
    columns = (
        chapters.LIST_ORDINAL,
        Column(_("Ông (bà)")),
        Column(_("Họ và tên"), width=1.5),
        Column(_("Chức vụ, đơn vị"), width=2.5),
        Column(_("Danh hiệu, hình thức khen thưởng"), width=2.5),
        Column(parts.label_of("quantity"), Kind.WHOLE, total=True),
        Column(_("Số quyết định")),
        Column(_("Ngày quyết định"), Kind.DAY),
        Column(_("Cấp khen thưởng"), width=1.2),
    )
    return Table(columns, tuple(rows), totals_label=_("Cộng"))
