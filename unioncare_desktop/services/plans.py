"""Plans, shipped ones and those of the office: their targets, their deadlines and what they want registered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Area,
    Indicator,
    Plan,
    PlanDeadline,
    PlanRegister,
    PlanTarget,
    RegistrationKind,
    Sector,
)
from unioncare_desktop.domain.records.plan import AT_LEAST, WANTED, YEARLY
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadline_marks, office, plan_files, records
from unioncare_desktop.services.names import plan_name
from unioncare_desktop.services.plan_files import PlanFile
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import fold, show_day

if TYPE_CHECKING:
    from unioncare_desktop.domain.rules.plan_text.findings import ProposedDeadline, ProposedTarget

PERCENT = "%"
HUNDREDTHS = 100
_ALL = 100 * HUNDREDTHS
_LAST_MONTH, _LAST_DAY = 12, 31
_WITHOUT_FIGURE = (_("hầu hết"), _("phần lớn"), _("cao nhất"))


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of a plan; without an id it is one of a shipped plan.

    `indicator` is the key in the catalogue, `indicator_name` and `unit` what the catalogue says of it. `value` is in
    hundredths of the unit, None where the plan names no figure. `plan` is the plan in short words.
    """

    id: int | None
    plan_id: int | None
    plan: str
    indicator: str
    indicator_name: str
    unit: str
    words: str | None
    comparator: str
    value: int | None
    by: date | None
    rhythm: str
    base: str | None
    merger_base_id: int | None
    sector_id: int | None
    sector: str
    area_id: int | None
    area: str
    line: str | None
    note: str | None

    @property
    def wanted(self) -> str:
        """What the plan wants: "trên 55 %", "khoảng 22.000 đoàn viên", "100 %", "hầu hết"."""
        if self.value is None:
            return self._without_figure
        figure = _("{value} {unit}").format(value=fields_of(PlanTarget)["value"].kind.show(self.value), unit=self.unit)
        if self.unit == PERCENT and self.comparator == AT_LEAST and self.value == _ALL:
            return figure
        return WANTED[self.comparator].format(figure=figure)

    @property
    def _without_figure(self) -> str:
        said = fold(self.words or "")
        return next((words for words in _WITHOUT_FIGURE if fold(words) in said), _("kế hoạch không nêu con số"))

    @property
    def milestone(self) -> str:
        """The day by which it is wanted: the year where that is its last day, else dd/mm/yyyy; blank where none is."""
        if self.by is None:
            return ""
        return str(self.by.year) if (self.by.month, self.by.day) == (_LAST_MONTH, _LAST_DAY) else show_day(self.by)

    @property
    def yearly(self) -> bool:
        """Whether it is wanted anew each year."""
        return self.rhythm == YEARLY


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline of a plan: on the day `due`, by the `rule`, or only in `words`; `problem` is what is to be asked."""

    id: int | None
    plan_id: int | None
    plan: str
    name: str
    kind: str
    who: str | None
    due: date | None
    rule: str | None
    words: str | None
    problem: str | None
    line: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What a plan wants registered; `kind` is the name of the kind of registration, blank where none is meant."""

    id: int | None
    plan_id: int | None
    name: str
    kind_id: int | None
    kind: str
    line: str | None
    note: str | None


@dataclass(frozen=True)
class PlanRow:
    """A plan with what is in it; without an id it is a shipped one that is not loaded.

    `key` names it on the command line: that of the shipped plan it is or was loaded from, else its number. `template`
    is the key of the shipped plan.
    """

    id: int | None
    key: str
    number: str | None
    issued_on: date | None
    issuer: str
    name: str
    valid_from: date | None
    valid_to: date | None
    template: str | None
    note: str | None
    targets: tuple[TargetRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    registers: tuple[RegisterRow, ...]

    @property
    def short(self) -> str:
        """The plan in a few words: "KH 324/KH-LĐLĐ"; its day or its name where it has no number."""
        return _short(self.number, self.issued_on, self.name)

    @property
    def title(self) -> str:
        """What actions call it: "324/KH-LĐLĐ"; its issuer and day where it has no number."""
        return plan_name({"number": self.number, "issuer": self.issuer, "issued_on": self.issued_on})

    @property
    def since(self) -> date | None:
        """The day from which it holds, that of its issue where it names none."""
        return self.valid_from or self.issued_on

    def in_force(self, day: date) -> bool:
        """Whether it holds on *day*; ends that are not known are open."""
        return (self.since or day) <= day <= (self.valid_to or day)


def _short(number: str | None, issued_on: date | None, name: str) -> str:
    if number:
        return _("KH {number}").format(number=number)
    return _("KH ngày {day}").format(day=show_day(issued_on)) if issued_on else name


# Reading


@cache
def shipped() -> tuple[PlanRow, ...]:
    """The plans that come with the program, the oldest first."""
    catalogue = {row["key"]: row for row in office.shipped(Indicator)}
    return tuple(
        _plan_row(
            one.plan | {"id": None},
            [row | {"id": None} | _of_indicator(catalogue[row["indicator"]]) for row in one.targets],
            [row | {"id": None} for row in one.deadlines],
            [row | {"id": None, "kind": row["kind"] or ""} for row in one.registers],
        )
        for one in plan_files.files()
    )


def listed(session: Session) -> list[PlanRow]:
    """The plans of the office, the newest first."""
    found = _told(session, records.rows(session, Plan))
    return sorted(found, key=lambda one: (one.issued_on or date.min, one.id or 0), reverse=True)


def plan(session: Session, plan_id: int) -> PlanRow:
    """The office's plan with this id.

    Raises:
        UserError: it is gone.
    """
    found = _told(session, records.rows(session, Plan, id=plan_id))
    if not found:
        raise UserError(_("Không còn kế hoạch này; có thể đã bị xóa."))
    return found[0]


def _told(session: Session, plans: Sequence[Row]) -> list[PlanRow]:
    ids = frozenset(row["id"] for row in plans)
    catalogue = {row["id"]: row for row in records.rows(session, Indicator)}
    sectors, areas, kinds = (records.choices(session, one) for one in (Sector, Area, RegistrationKind))
    targets, deadlines, registers = (_by_plan(session, one, ids) for one in (PlanTarget, PlanDeadline, PlanRegister))
    return [
        _plan_row(
            row,
            [
                one
                | _of_indicator(catalogue[one["indicator_id"]])
                | {"sector": sectors.get(one["sector_id"], ""), "area": areas.get(one["area_id"], "")}
                for one in targets[row["id"]]
            ],
            deadlines[row["id"]],
            [one | {"kind": kinds.get(one["kind_id"], "")} for one in registers[row["id"]]],
        )
        for row in plans
    ]


def _by_plan(session: Session, part: type[Record], plan_ids: frozenset[int]) -> Mapping[int, list[Row]]:
    """The rows of a part of the plans, in the order in which they were written."""
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in sorted(records.rows(session, part, plan_id=plan_ids), key=lambda row: (row["position"], row["id"])):
        found[row["plan_id"]].append(row)
    return found


def _of_indicator(entry: Mapping[str, Any]) -> Row:
    return {"indicator": entry["key"], "indicator_name": entry["name"], "unit": entry["unit"]}


def _plan_row(plan: Row, targets: Iterable[Row], deadlines: Iterable[Row], registers: Iterable[Row]) -> PlanRow:
    short = {"plan": _short(plan["number"], plan["issued_on"], plan["name"]), "sector": "", "area": ""}
    return PlanRow(
        **_values(PlanRow, plan | {"key": plan["template"] or str(plan["id"])}),
        targets=tuple(TargetRow(**_values(TargetRow, short | one)) for one in targets),
        deadlines=tuple(DeadlineRow(**_values(DeadlineRow, short | one)) for one in deadlines),
        registers=tuple(RegisterRow(**_values(RegisterRow, one)) for one in registers),
    )


def _values(row_type: type[Any], row: Mapping[str, Any]) -> Row:
    return {name: row[name] for name in row_type.__dataclass_fields__ if name in row}


# Loading, copying, deleting


def load(session: Session, key: str) -> int:
    """Load the shipped plan called *key* into the office, and return its id.

    Raises:
        UserError: there is no such plan. Duplicate: it is loaded already.
    """
    wanted = plan_files.file(key)
    if records.rows(session, Plan, template=key):
        sentence = _("Kế hoạch {title} đã được nạp. Hãy sửa kế hoạch ấy, hoặc chép nó thành kế hoạch khác.")
        raise Duplicate(sentence.format(title=template(key).title))
    return insert(session, wanted)


def insert(session: Session, wanted: PlanFile) -> int:
    """Store a plan as a file has it, and return its id; kinds of registration are found by their names."""
    (plan_id,) = records.insert_rows(session, Plan, [wanted.plan])
    indicators = {row["key"]: row["id"] for row in records.rows(session, Indicator)}
    kinds = {fold(name): kind_id for kind_id, name in records.choices(session, RegistrationKind).items()}
    belonging = {"plan_id": plan_id}
    targets = [
        _stored(row, "indicator") | belonging | {"indicator_id": indicators[row["indicator"]]} for row in wanted.targets
    ]
    registers = [
        _stored(row, "kind") | belonging | {"kind_id": kinds.get(fold(row["kind"] or ""))} for row in wanted.registers
    ]
    records.insert_rows(session, PlanTarget, targets)
    records.insert_rows(session, PlanDeadline, [row | belonging for row in wanted.deadlines])
    records.insert_rows(session, PlanRegister, registers)
    return plan_id


def load_title(one: PlanRow) -> str:
    """What the action is called that loads the shipped plan *one*: "Nạp kế hoạch 324/KH-LĐLĐ"."""
    return _("Nạp kế hoạch {title}").format(title=one.title)


def template(key: str) -> PlanRow:
    """The shipped plan called *key*.

    Raises:
        UserError: there is none.
    """
    plan_files.file(key)
    return next(one for one in shipped() if one.key == key)


def _stored(row: Row, without: str) -> Row:
    return {name: value for name, value in row.items() if name != without}


def copy(session: Session, plan_id: int) -> int:
    """Copy a plan of the office with everything in it, to be changed into another one, and return the copy's id.

    Raises:
        UserError: it is gone.
    """
    told = plan(session, plan_id)
    (row,) = records.rows(session, Plan, id=plan_id)
    name = _("{name} (bản chép)").format(name=told.name)
    (copy_id,) = records.insert_rows(session, Plan, [_again(Plan, row) | {"name": name, "template": None}])
    for part in PARTS:
        rows = records.rows(session, part, plan_id=plan_id)
        records.insert_rows(session, part, [_again(part, row) | {"plan_id": copy_id} for row in rows])
    return copy_id


PARTS: tuple[type[Record], ...] = (PlanTarget, PlanDeadline, PlanRegister)
"""What a plan consists of."""


def _again(record_type: type[Record], row: Row) -> Row:
    """The values of a row that a copy of it has too."""
    return {name: value for name, value in row.items() if name in fields_of(record_type) or name == "position"}


def delete(session: Session, plan_id: int) -> None:
    """Put a plan into the trash with everything in it, the marks of its deadlines too.

    Raises:
        UserError: it is gone.
    """
    told = plan(session, plan_id)
    marked = [one.id for one in told.deadlines if one.id is not None]
    deadline_marks.forget(session, deadline_marks.DEADLINE, marked)
    for part in PARTS:
        records.delete(session, part, [row["id"] for row in records.rows(session, part, plan_id=plan_id)])
    records.delete(session, Plan, [plan_id])


# Plain values


def as_json(one: PlanRow, *, loaded: bool) -> dict[str, Any]:
    """The plan as plain JSON values."""
    return {
        "id": one.key,
        "number": one.number,
        "date": one.issued_on.isoformat() if one.issued_on else None,
        "issuer": one.issuer,
        "title": one.name,
        "loaded": loaded,
        "targets": [target_as_json(target) for target in one.targets],
        "deadlines": [deadline_as_json(deadline.name, deadline) for deadline in one.deadlines],
        "registers": [{"title": it.name, "kind": it.kind or None, "line": _line(it.line)} for it in one.registers],
    }


def target_as_json(one: "TargetRow | ProposedTarget") -> dict[str, Any]:
    """A target of a plan, or one that a text proposes, as plain JSON values."""
    return {
        "indicator": one.indicator,
        "comparator": one.comparator,
        "value": figure(one.value),
        "unit": one.unit,
        "milestone": one.milestone or None,
        "every": "year" if one.rhythm == YEARLY else None,
        "base": one.base,
        "line": _line(one.line),
        "words": one.words,
    }


def deadline_as_json(title: str, one: "DeadlineRow | ProposedDeadline") -> dict[str, Any]:
    """A deadline of a plan, or one that a text proposes, as plain JSON values."""
    return {
        "title": title,
        "due": one.due.isoformat() if one.due else None,
        "rule": one.rule,
        "line": _line(one.line),
        "problem": one.problem,
        "words": one.words,
        "who": one.who,
    }


def figure(hundredths: int | None) -> int | float | None:
    """A stored value as a number: whole where it is whole."""
    if hundredths is None:
        return None
    whole, places = divmod(hundredths, HUNDREDTHS)
    return hundredths / HUNDREDTHS if places else whole


def _line(line: str | int | None) -> int | str | None:
    return int(line) if isinstance(line, str) and line.isdecimal() else line


def everything(session: Session) -> Iterator[tuple[PlanRow, bool]]:
    """The shipped plans, the office's own ones where they are loaded, then the other plans; and which are loaded."""
    own = listed(session)
    of_template = {one.template: one for one in own}
    for one in shipped():
        yield of_template.get(one.key, one), one.key in of_template
    for one in own:
        if one.template is None:
            yield one, True
