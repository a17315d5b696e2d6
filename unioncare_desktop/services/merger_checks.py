"""What contradicts a merger, and what is odd about it: asked before proposing, in the preview and before carrying out.

An error in `effective_on` or `across_uppers` does not stand in the way of a proposal; every other one does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Merger, MergerPart, Union
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW, PROPOSED
from unioncare_desktop.domain.records.union import ACTIVE, MERGED, STATES
from unioncare_desktop.domain.records.union_event import EVENT_KINDS, REOPENED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.chronicle import NOTHING, Chronicle, Past
from unioncare_desktop.errors import InvalidRecord, Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, merger_bases, merger_links, office, union_rules, unions
from unioncare_desktop.services.event_book import EventBook
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import code_key, fold, show_day, show_whole

ACROSS_UPPERS = "across_uppers"
"""The field of the problem that only a confirmation takes away."""
OF_THE_DAY = ("effective_on", ACROSS_UPPERS)
"""The fields whose problems a proposal may have."""
_MOST_NAMED = 4


class Known:
    """What is known of the unions of some drafts, read once."""

    def __init__(self, session: Session, drafts: Sequence[MergerDraft]) -> None:
        self.session, self.drafts = session, drafts
        self.ids = frozenset(union_id for draft in drafts for union_id in (*draft.union_ids, draft.result_id or 0))
        self.registry = {row.id: row for row in unions.listed(session, with_closed=True)}
        self.below = _below(session, self.ids)
        below = {child for children in self.below.values() for child in children}
        self.book = EventBook(session, self.ids | below)
        self.proposals = _proposals(session, self.ids)
        self.joined = merger_links.joined(session)
        self.bases = merger_bases.listed(session)
        self._thresholds: dict[date, dict[str, int]] = {}
        self._later: dict[date, dict[int, list[str]]] = {}
        self._figures: dict[Span, dict[int, count_figures.Values]] = {}

    def name(self, union_id: int) -> str:
        """The union's name in quotation marks."""
        row = self.registry.get(union_id)
        return f"“{row.name}”" if row else _("(đã xóa)")

    def names(self, ids: Iterable[int]) -> str:
        """The names of several unions."""
        return ", ".join(self.name(union_id) for union_id in ids)

    def there(self, draft: MergerDraft) -> list[UnionRow]:
        """The participants that are still in the registry, in their order."""
        return [self.registry[union_id] for union_id in draft.union_ids if union_id in self.registry]

    def figures(self, span: Span) -> dict[int, count_figures.Values]:
        """The figures of a period, by union id: each with those of all that were merged into it since."""
        if span not in self._figures:
            self._figures[span] = count_figures.comparable(self.session, span, self.ids)
        return self._figures[span]

    def members(self, draft: MergerDraft, union_id: int) -> int | None:
        """The members of a participant in the period by which the draft was planned."""
        found: int | None = self.figures(draft.period).get(union_id, count_figures.NOTHING)["members"]
        return found

    def later(self, day: date) -> dict[int, list[str]]:
        """The titles of the periods from *day* on that unions have figures for."""
        if day not in self._later:
            self._later[day] = union_rules.later_figures(self.session, self.ids, day)
        return self._later[day]

    def thresholds(self, day: date) -> dict[str, int]:
        """The thresholds that hold on a day."""
        if day not in self._thresholds:
            self._thresholds[day] = office.thresholds(self.session, day)
        return self._thresholds[day]

    def result_name(self, draft: MergerDraft) -> str:
        """What the result is called: as given, or as the participant that takes the others in."""
        row = self.registry.get(draft.result_id or 0)
        return draft.name or (row.name if row else "")


def _proposals(session: Session, ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """The proposals that unions are in: ids and names, by union id."""
    merger, part = Merger.__table__.c, MergerPart.__table__.c
    query = (
        select(part.union_id, merger.id, merger.name)
        .join(Merger.__table__, part.merger_id == merger.id)
        .where(merger.state == PROPOSED, part.union_id.in_(ids))
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for union_id, merger_id, name in session.execute(query):
        found[union_id].append((merger_id, name))
    return dict(found)


def _below(session: Session, ids: Collection[int]) -> dict[int, list[int]]:
    """The living unions that stand under some."""
    table = Union.__table__.c
    query = select(table.upper_id, table.id).where(table.upper_id.in_(ids), table.state == ACTIVE)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for upper_id, union_id in session.execute(query.order_by(table.sort_key, table.id)):
        found[upper_id].append(union_id)
    return dict(found)


def problems(
    known: Known, *, across_uppers: bool = False, proposals: Collection[int] = ()
) -> list[tuple[Problem, ...]]:
    """Everything wrong or odd with each draft; *proposals* are the stored ones that the drafts are.

    Other upper unions are an error unless *across_uppers* confirms them.
    """
    doubles = _twice_in_batch(known)
    circles = _circles(known)
    return [
        (
            *_of_units(known, draft),
            *doubles[place],
            *proposed_elsewhere(known, draft.union_ids, proposals),
            *circles[place],
            *_of_name(known, draft),
            *_of_day(known, draft),
            *_of_uppers(known, draft, across_uppers=across_uppers),
            *_odd(known, draft),
            *_decided_late(draft),
            *_not_counted(known, draft),
        )
        for place, draft in enumerate(known.drafts)
    ]


def refuse(known: Known, found: Sequence[Sequence[Problem]], *, but: Collection[str] = ()) -> None:
    """Refuse drafts with errors, but for those in some fields; of several drafts each sentence names its result.

    Raises:
        InvalidRecord: there are errors.
    """
    several = len(known.drafts) > 1
    errors = [
        Problem(problem.field, f"{known.result_name(draft)}: {problem.text}" if several else problem.text)
        for draft, problems_of in zip(known.drafts, found, strict=True)
        for problem in problems_of
        if problem.severity is Severity.ERROR and problem.field not in but
    ]
    if errors:
        raise InvalidRecord(list(dict.fromkeys(errors)))


# Who takes part


def _of_units(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    twice = [union_id for union_id in dict.fromkeys(draft.union_ids) if draft.union_ids.count(union_id) > 1]
    if len(set(draft.union_ids)) == 1 and twice:
        sentence = _("{name} không sáp nhập với chính nó được. Hãy chọn thêm một đơn vị khác.")
        yield Problem("union_ids", sentence.format(name=known.name(twice[0])))
        return
    for union_id in twice:
        sentence = _("{name} có hai lần trong nhóm. Hãy bỏ bớt một lần.")
        yield Problem("union_ids", sentence.format(name=known.name(union_id)))
    if len(set(draft.union_ids)) < 2:  # noqa: PLR2004 - one and another
        yield Problem("union_ids", _("Cần ít nhất hai đơn vị để sáp nhập. Hãy chọn thêm đơn vị."))
    yield from _of_result(known, draft)
    for union_id in dict.fromkeys(draft.union_ids):
        yield from _gone(known, union_id)


def _of_result(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    if draft.kind == ABSORBED and draft.result_id is None:
        yield Problem("result_id", _("Chưa chọn đơn vị nhận sáp nhập. Hãy chọn một trong các đơn vị của nhóm."))
    elif draft.kind == ABSORBED and draft.result_id not in draft.union_ids:
        sentence = _("{name} không nằm trong nhóm. Hãy thêm nó vào nhóm, hoặc chọn đơn vị nhận khác.")
        yield Problem("result_id", sentence.format(name=known.name(draft.result_id or 0)))
        yield from _gone(known, draft.result_id or 0)


def _gone(known: Known, union_id: int) -> Iterator[Problem]:
    row = known.registry.get(union_id)
    if row is None:
        yield Problem("union_ids", _("Có một đơn vị đã bị xóa khỏi danh sách. Hãy nạp lại (F5) rồi chọn lại."))
    elif not row.alive:
        yield Problem("union_ids", ended_words(known, row))


def ended_words(known: Known, row: UnionRow) -> str:
    """Why a union that has ended cannot take part, and what to do."""
    merger = merger_links.last_by(known.joined, None).get(row.id)
    if row.state == MERGED and merger is not None:
        sentence = _("{name} đã sáp nhập vào {successor} từ {day}. Hãy bỏ nó khỏi nhóm, hoặc chọn {successor} thay nó.")
        return sentence.format(name=known.name(row.id), successor=known.name(merger.result), day=show_day(merger.on))
    sentence = _("{name} {state}{since}. Hãy bỏ nó khỏi nhóm, hoặc ghi biến động “{reopened}” trước.")
    since = _(" từ {day}").format(day=show_day(row.closed_on)) if row.closed_on else ""
    return sentence.format(
        name=known.name(row.id), state=STATES[row.state], since=since, reopened=EVENT_KINDS[REOPENED]
    )


def _twice_in_batch(known: Known) -> list[list[Problem]]:
    """For each draft the participants that are in a later draft too: each clash is told once."""
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, draft in enumerate(known.drafts):
        for union_id in dict.fromkeys(draft.union_ids):
            places[union_id].append(place)
    sentence = _("{name} cũng nằm trong nhóm “{other}”. Một đơn vị chỉ được ở một nhóm: hãy bỏ nó khỏi một trong hai.")
    return [
        [
            Problem(
                "union_ids", sentence.format(name=known.name(union_id), other=known.result_name(known.drafts[other]))
            )
            for union_id in dict.fromkeys(draft.union_ids)
            for other in places[union_id]
            if other > place
        ]
        for place, draft in enumerate(known.drafts)
    ]


def proposed_elsewhere(known: Known, union_ids: Iterable[int], own: Collection[int] = ()) -> Iterator[Problem]:
    """What unions are in a proposal that is not one of one's *own*."""
    for union_id in dict.fromkeys(union_ids):
        for merger_id, name in known.proposals.get(union_id, ()):
            if merger_id not in own:
                sentence = _("{name} đang nằm trong đề nghị “{other}”. Hãy sửa hoặc rút đề nghị ấy trước.")
                yield Problem("union_ids", sentence.format(name=known.name(union_id), other=name))


# Circles


def _circles(known: Known) -> list[list[Problem]]:
    """For each draft the circle that it would close with what was merged before and with the other drafts."""
    into: defaultdict[int, set[int]] = defaultdict(set)
    for one in known.joined:
        into[one.source].add(one.result)
    for draft in known.drafts:
        for source in draft.sources if draft.kind == ABSORBED and draft.result_id else ():
            into[source].add(draft.result_id or 0)
    return [list(_circle_of(known, draft, into)) for draft in known.drafts]


def _circle_of(known: Known, draft: MergerDraft, into: Mapping[int, Collection[int]]) -> Iterator[Problem]:
    if draft.kind != ABSORBED or draft.result_id is None:
        return
    for source in draft.sources:
        path = _path(draft.result_id, source, into)
        if path:
            way = " → ".join(known.name(union_id) for union_id in (source, *path))
            sentence = _(
                "Sáp nhập thành vòng tròn: {way}. Hãy chọn đơn vị nhận khác, hoặc hợp nhất thành một đơn vị mới."
            )
            yield Problem("result_id", sentence.format(way=way))
            return


def _path(start: int, end: int, into: Mapping[int, Collection[int]]) -> list[int]:
    """A way from one union to another along what was merged into what; empty where there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        if way[-1] == end:
            return way
        following = sorted(set(into.get(way[-1], ())) - seen)
        seen.update(following)
        ways += [[*way, union_id] for union_id in following]
    return []


# Name and code of the result


def _of_name(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    name = known.result_name(draft)
    if not name:
        yield Problem("name", _("Tên đơn vị sau sáp nhập: bắt buộc phải nhập"))
        return
    ending = {source for other in known.drafts for source in other.sources}
    own = draft.result_id if draft.kind == ABSORBED else None
    staying = [row for row in known.registry.values() if row.alive and row.id not in ending and row.id != own]
    double = next((row for row in staying if fold(row.name) == fold(name)), None)
    if double is not None:
        yield Problem("name", _("Đã có “{name}”. Hãy đặt tên khác.").format(name=double.described))
    elif any(other is not draft and fold(known.result_name(other)) == fold(name) for other in known.drafts):
        yield Problem("name", _("Hai nhóm cùng có tên “{name}”. Hãy đặt tên khác cho một nhóm.").format(name=name))
    if draft.kind == FOUNDED_NEW and draft.code:
        key = code_key(draft.code)
        same = next((row for row in staying if row.code and code_key(row.code) == key), None)
        if same is not None:
            sentence = _("Mã {code} đã là của “{name}”. Hãy chọn mã khác.")
            yield Problem("code", sentence.format(code=draft.code, name=same.name))


# The day


def _of_day(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    day = draft.effective_on
    if day is None:
        yield Problem("effective_on", _("Chưa có ngày có hiệu lực. Hãy ghi ngày theo quyết định."))
        return
    if day > clock.today():
        sentence = _(
            "Ngày có hiệu lực {day} còn ở tương lai: việc này được giữ trong đề nghị; đến ngày ấy hãy bấm Thực hiện."
        )
        yield Problem("effective_on", sentence.format(day=show_day(day)))
        return
    for row in known.there(draft):
        ends = row.id in draft.sources
        if row.alive:
            yield from of_its_day(known, row, day, ends=ends, renamed=not ends and bool(draft.name))
    for upper_id in draft.sources:
        for union_id in known.below.get(upper_id, ()):
            if union_id not in draft.sources:
                yield from _below_on_that_day(known, union_id, upper_id, day)


def of_its_day(
    known: Known, row: UnionRow, day: date, *, ends: bool = False, renamed: bool = False
) -> Iterator[Problem]:
    """What stands in the way of something happening to a living union on *day*: it *ends*, or is *renamed*, or not."""
    chronicle = known.book.chronicles[row.id]
    if (first := _begins_after(chronicle, row, day)) is not None:
        sentence = _("{day} trước ngày thành lập hoặc tiếp nhận {name} ({first}). Hãy chọn ngày từ {first} trở đi.")
        yield Problem("effective_on", _told(sentence, known, row.id, day=day, first=first))
        return
    later = _later_event(chronicle, day, None if ends else ("name", "state") if renamed else ("state",))
    if later is not None:
        sentence = _(
            "Sau ngày {day} đã ghi “{kind}” của {name} (ngày {later}). Hãy chọn ngày từ {later} trở đi, hoặc sửa biến"
            " động ấy trước."
        )
        kind = EVENT_KINDS[known.book.events[later.id]["kind"]]
        yield Problem("effective_on", _told(sentence, known, row.id, day=day, kind=kind, later=later.day))
    if ends:
        yield from _still_there(known, row, day)


def _still_there(known: Known, row: UnionRow, day: date) -> Iterator[Problem]:
    """What shows that a union had not ended on *day*."""
    if titles := known.later(day).get(row.id):
        sentence = _(
            "Từ {day} trở đi {name} vẫn có số liệu của {periods}. Hãy chọn ngày muộn hơn, hoặc xóa các số liệu ấy."
        )
        named = ", ".join(titles[:_MOST_NAMED]) + (" …" if len(titles) > _MOST_NAMED else "")
        yield Problem("effective_on", _told(sentence, known, row.id, day=day, periods=named))
    taken_in = next((one for one in known.joined if one.result == row.id and one.on > day), None)
    if taken_in is not None:
        sentence = _(
            "{name} đã nhận sáp nhập {source} ngày {later}. Hãy chọn ngày từ {later} trở đi, hoặc hoàn tác việc ấy."
        )
        words = {"source": known.name(taken_in.source), "later": taken_in.on}
        yield Problem("effective_on", _told(sentence, known, row.id, **words))


def _below_on_that_day(known: Known, union_id: int, upper_id: int, day: date) -> Iterator[Problem]:
    """A union that moves along must have stood there on that day."""
    row, chronicle = known.registry[union_id], known.book.chronicles[union_id]
    first = _begins_after(chronicle, row, day)
    moved = _later_event(chronicle, day, ("upper_id", "state"))
    if first is not None or moved is not None:
        sentence = _(
            "{name} về dưới {upper} sau ngày {day} (ngày {later}). Hãy chọn ngày từ {later} trở đi, hoặc chuyển nó đi"
            " trước."
        )
        later = first or (moved.day if moved else None)
        yield Problem(
            "effective_on", _told(sentence, known, union_id, upper=known.name(upper_id), day=day, later=later)
        )


def _begins_after(chronicle: Chronicle, row: UnionRow, day: date) -> date | None:
    """The first day of a union that was not there yet on *day*."""
    if chronicle.on(day) == NOTHING:
        return chronicle.events[0].day
    return row.founded_on if row.founded_on is not None and row.founded_on > day else None


def _later_event(chronicle: Chronicle, day: date, fields: Collection[str] | None) -> Past | None:
    """The first event after *day* that changed one of the *fields*, or anything."""
    later = (event for event in chronicle.events if event.day > day)
    return next((e for e in later if fields is None or chronicle.changes(e.id).keys() & set(fields)), None)


def _told(sentence: str, known: Known, union_id: int, **words: object) -> str:
    shown = {name: show_day(word) if isinstance(word, date) else word for name, word in words.items()}
    return sentence.format(name=known.name(union_id), **shown)


# Upper unions, and what is odd


def _of_uppers(known: Known, draft: MergerDraft, *, across_uppers: bool) -> Iterator[Problem]:
    rows = known.there(draft)
    if len({row.upper_id for row in rows}) > 1:
        sentence = _(
            "Các đơn vị thuộc những công đoàn cấp trên khác nhau: {units}. Chỉ sáp nhập khi cấp trên đã thống nhất."
        )
        units = ", ".join(f"“{row.name}” ({row.upper or _('không có cấp trên')})" for row in rows)
        severity = Severity.WARNING if across_uppers else Severity.ERROR
        yield Problem(ACROSS_UPPERS, sentence.format(units=units), severity)


_ALIKE = {"level": _("cấp công đoàn"), "sector": _("loại hình"), "bloc": _("khối"), "area": _("địa bàn")}


def _odd(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    rows = known.there(draft)
    for attribute, label in _ALIKE.items():
        values = {getattr(row, attribute) for row in rows}
        if len(values) > 1:
            sentence = _("Khác {label}: {units}.")
            units = ", ".join(f"“{row.name}” ({getattr(row, attribute) or _('chưa ghi')})" for row in rows)
            yield _warning(f"{attribute}_id", sentence.format(label=label, units=units))
    yield from _odd_size(known, draft)
    yield from _counted_twice(known, draft)


def _odd_size(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    thresholds = known.thresholds(draft.period.end)
    below, above = thresholds.get("small_below"), thresholds.get("merged_above")
    given = {row.id: known.members(draft, row.id) for row in known.there(draft)}
    for union_id, members in given.items():
        if members is None:
            sentence = _("{name} chưa báo cáo đoàn viên {period}.")
            yield _warning("union_ids", sentence.format(name=known.name(union_id), period=draft.period.phrase))
        elif below is not None and members >= below:
            sentence = _("{name} có {members} đoàn viên, không phải CĐCS nhỏ (dưới {below}).")
            words = {"members": show_whole(members), "below": show_whole(below)}
            yield _warning("union_ids", sentence.format(name=known.name(union_id), **words))
    total = sum(members or 0 for members in given.values())
    if above is not None and total <= above:
        sentence = _("Đơn vị sau sáp nhập có {members} đoàn viên: chưa trên {above}.")
        yield _warning("members", sentence.format(members=show_whole(total), above=show_whole(above)))


def _counted_twice(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    """Figures of a source for a quarter that is cut off after the merger."""
    day = draft.effective_on
    if day is None:
        return
    quarter = Span.quarter_of(day)
    if day > quarter.cut_off:
        return
    own = count_figures.figures(known.session, quarter, known.ids)
    reported = [source for source in draft.sources if source in own]
    if reported:
        sentence = _(
            "{names} đã có số liệu {period} (chốt {cut_off}, sau ngày sáp nhập). Số liệu kỳ ấy của đơn vị sau sáp nhập"
            " không được gồm lại phần này."
        )
        words = {"period": quarter.phrase, "cut_off": show_day(quarter.cut_off)}
        yield _warning("effective_on", sentence.format(names=known.names(reported), **words))


def _decided_late(draft: MergerDraft) -> Iterator[Problem]:
    if draft.decided_on is not None and draft.effective_on is not None and draft.decided_on > draft.effective_on:
        sentence = _("Ngày quyết định {decided} sau ngày có hiệu lực {day}.")
        words = {"decided": show_day(draft.decided_on), "day": show_day(draft.effective_on)}
        yield _warning("decided_on", sentence.format(**words))


def _not_counted(known: Known, draft: MergerDraft) -> Iterator[Problem]:
    """Lists of small unions that were frozen too late for the merger to count."""
    day = draft.effective_on
    for base in known.bases if day is not None else ():
        if day is not None and base.frozen_on >= day and base.unions.keys() & set(draft.union_ids):
            sentence = _(
                "Danh sách gốc “{name}” chốt ngày {frozen}, không trước ngày có hiệu lực {day}: không được tính vào chỉ"
                " tiêu của nó."
            )
            words = {"frozen": show_day(base.frozen_on), "day": show_day(day)}
            yield _warning("effective_on", sentence.format(name=base.name, **words))


def _warning(field: str, text: str) -> Problem:
    return Problem(field, text, Severity.WARNING)
