"""Who would bring a target nearer soonest, and what speaks for it: unions, and enterprises without one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import AgreementGrade, Rating
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records, small_unions, yearly_entry
from unioncare_desktop.services.measures import MERGED
from unioncare_desktop.services.situation import Firm, Situation, Unit, Value
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.services.yearly_rows import YearlyRow
from unioncare_desktop.vietnamese import show_day, show_whole

_AGREEMENTS = ("agreements_large_enterprises", "agreements_large_units", "agreements_units")
_LAST_DAY = date.max


@dataclass(frozen=True)
class ClosestRow:
    """What would bring a target nearer: a union or an enterprise without one, by `name`, and why."""

    name: str
    why: str
    union: UnionRow | None = None
    enterprise_id: int | None = None


def closest_to(session: Session, situation: Situation, measure: str, value: Value, limit: int) -> list[ClosestRow]:
    """The first *limit* unions, or enterprises without one, that would count next for what a *measure* came to."""
    clues = _Clues(session, situation)
    unions = [clues.unions[union_id] for union_id in value.open if union_id in clues.unions]
    why = _WHY.get(measure, _nothing)
    told = [ClosestRow(one.name, "; ".join(why(clues, one)), one) for one in _ordered(clues, measure, unions)[:limit]]
    firms = {firm.id: firm for firm in situation.firms}
    return told or [_of_firm(firms[firm_id]) for firm_id in value.enterprises[:limit]]


def _of_firm(firm: Firm) -> ClosestRow:
    workers = _("không rõ số lao động") if firm.workers is None else _workers(firm.workers)
    state = _("đang vận động thành lập công đoàn") if firm.called_on else _("chưa có công đoàn")
    return ClosestRow(firm.name, f"{workers}; {state}", enterprise_id=firm.id)


class _Clues:
    """What is known of the unions that may count next, each read when it is asked for."""

    def __init__(self, session: Session, situation: Situation) -> None:
        self.session, self.situation = session, situation
        self.unions = {union.id: union for union in situation.registry}

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The people of the newest quarter, by union id."""
        return {unit.union.id: unit for unit in self.situation.units}

    @cached_property
    def asked(self) -> dict[int, YearlyRow]:
        """The facts of the year, by union id."""
        return {row.union.id: row for row in self.situation.asked}

    @cached_property
    def agreements_before(self) -> dict[int, date | None]:
        """Who had an agreement in the year before, and until when."""
        found = yearly_entry.stored_facts(self.session, self.situation.span.year - 1)
        return {union_id: facts["agreement_until"] for union_id, facts in found.items() if facts["agreement"] == YES}

    @cached_property
    def proposed(self) -> Mapping[int, int]:
        """Who is in a proposed merger."""
        return small_unions.in_proposals(self.session)

    @cached_property
    def grades(self) -> dict[int, str]:
        """The grades of agreements by id."""
        return records.choices(self.session, AgreementGrade)

    @cached_property
    def ratings(self) -> dict[int, str]:
        """The ratings of unions by id."""
        return records.choices(self.session, Rating)


def _ordered(clues: _Clues, measure: str, unions: list[UnionRow]) -> list[UnionRow]:
    """The unions with the strongest evidence first, else in the order of the measure."""
    if measure in _AGREEMENTS:
        before = clues.agreements_before
        return sorted(unions, key=lambda one: (one.id not in before, -(before.get(one.id) or _LAST_DAY).toordinal()))
    if measure == MERGED:
        return sorted(unions, key=lambda one: one.id not in clues.proposed)
    return unions


# What speaks for a union


def _nothing(_clues: _Clues, _union: UnionRow) -> Iterator[str]:
    yield from ()


def _members(clues: _Clues, union: UnionRow) -> Iterator[str]:
    unit = clues.units[union.id]
    members, workers = unit.members or 0, unit.workers or 0
    yield _("{count} lao động chưa là đoàn viên").format(count=show_whole(workers - members))
    yield _of_whole(members, workers)


def _agreement(clues: _Clues, union: UnionRow) -> Iterator[str]:
    row = clues.asked[union.id]
    if union.id in clues.agreements_before:
        until = clues.agreements_before[union.id]
        yield _("TƯLĐTT cũ hết hạn {day}").format(day=show_day(until)) if until else _("năm trước có TƯLĐTT")
    if row.facts["dialogues"]:
        yield _("đã đối thoại {count} cuộc").format(count=show_whole(row.facts["dialogues"]))
    yield _count_of_members(row.about.members)
    yield from _silent(row, "agreement")


def _grade(clues: _Clues, union: UnionRow) -> Iterator[str]:
    grade = clues.asked[union.id].facts["agreement_grade_id"]
    yield _("TƯLĐTT chưa xếp loại") if grade is None else _("TƯLĐTT loại {name}").format(name=clues.grades[grade])


def _rating(clues: _Clues, union: UnionRow) -> Iterator[str]:
    rating = clues.asked[union.id].facts["rating_id"]
    yield _("chưa xếp loại") if rating is None else _("xếp loại: {name}").format(name=clues.ratings[rating])


def _merging(clues: _Clues, union: UnionRow) -> Iterator[str]:
    unit = clues.units.get(union.id)
    if unit is not None:
        yield _count_of_members(unit.members)
    if union.id in clues.proposed:
        yield _("đã có trong đề nghị sáp nhập")
    elif mate := _largest_mate(clues.situation.units, union):
        sentence = _("cùng khối có {name} ({members})")
        yield sentence.format(name=mate.union.name, members=_count_of_members(mate.members))


def _largest_mate(units: Iterable[Unit], union: UnionRow) -> Unit | None:
    """The largest other living union of its bloc under the same upper union."""
    place = (union.bloc, union.upper_id)
    mates = (unit for unit in units if unit.union.alive and (unit.union.bloc, unit.union.upper_id) == place)
    others = (unit for unit in mates if unit.union.id != union.id and union.bloc)
    return max(others, key=lambda unit: unit.members or 0, default=None)


def _conference(clues: _Clues, union: UnionRow) -> Iterator[str]:
    row = clues.asked[union.id]
    yield _workers(row.about.workers or 0)
    yield from _silent(row, "conference")


def _initiatives(clues: _Clues, union: UnionRow) -> Iterator[str]:
    row = clues.asked[union.id]
    yield _workers(row.about.workers or 0)
    yield _("{count} sáng kiến được công nhận").format(count=show_whole(row.facts["initiatives"] or 0))


def _registering(_clues: _Clues, union: UnionRow) -> Iterator[str]:
    yield _("chưa đăng ký")
    yield from filter(None, (union.chair, union.phone))


def _returning(_clues: _Clues, union: UnionRow) -> Iterator[str]:
    yield _("chưa nộp")
    yield from filter(None, (union.chair, union.phone))


_Why = Callable[[_Clues, UnionRow], Iterator[str]]


def _part(name: str, whole: Callable[[YearlyRow], int | None], sentence: str) -> _Why:
    """How many people of a union a fact has not reached yet."""

    def why(clues: _Clues, union: UnionRow) -> Iterator[str]:
        row = clues.asked[union.id]
        part, of = row.facts[name] or 0, whole(row) or 0
        yield sentence.format(count=show_whole(of - part))
        yield _of_whole(part, of)

    return why


def _reported(name: str, sentence: str) -> _Why:
    """What a union reported."""

    def why(clues: _Clues, union: UnionRow) -> Iterator[str]:
        yield sentence.format(count=show_whole(clues.asked[union.id].facts[name] or 0))

    return why


def _of_whole(part: int, whole: int) -> str:
    return f"{show_whole(part)}/{show_whole(whole)}"


def _workers(count: int) -> str:
    return _("{count} lao động").format(count=show_whole(count))


def _count_of_members(count: int | None) -> str:
    return _("chưa rõ số đoàn viên") if count is None else _("{count} đoàn viên").format(count=show_whole(count))


def _silent(row: YearlyRow, name: str) -> Iterator[str]:
    yield _("chưa báo cáo") if row.facts[name] is None else _("báo cáo là chưa có")


_OF_MEMBERS, _OF_WORKERS = attrgetter("about.members"), attrgetter("about.workers")
_WHY: Mapping[str, _Why] = MappingProxyType(
    {
        **dict.fromkeys(("members", "member_share", "member_share_enterprises"), _members),
        **dict.fromkeys(_AGREEMENTS, _agreement),
        **dict.fromkeys(("good_agreements", "good_agreements_graded"), _grade),
        MERGED: _merging,
        "conferences_enterprises": _conference,
        **dict.fromkeys(("good_ratings", "good_ratings_all"), _rating),
        "officers_trained": _part(
            "officers_trained", lambda row: row.facts["officers"], _("{count} cán bộ chưa được tập huấn")
        ),
        "participation": _part("participants", _OF_MEMBERS, _("{count} đoàn viên chưa tham gia")),
        "hardship_helped": _part("helped", lambda row: row.facts["hardship"], _("{count} đoàn viên chưa được giúp")),
        "skills": _part("studying", _OF_MEMBERS, _("{count} đoàn viên chưa học nâng cao tay nghề")),
        "policy_taught": _part("taught", _OF_WORKERS, _("{count} người chưa được phổ biến")),
        **dict.fromkeys(("initiatives", "initiatives_public"), _initiatives),
        **dict.fromkeys(("registered_unions", "registered_works"), _registering),
        **dict.fromkeys(("returns_received", "returns_on_time", "returns_late"), _returning),
        "phantom_members": _reported("phantom", _("{count} đoàn viên ảo")),
        "double_members": _reported("double", _("{count} đoàn viên ở nhiều tổ chức")),
    }
)
"""What is told of a union that may count next, by indicator."""
