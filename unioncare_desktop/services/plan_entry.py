"""Entering the parts of a plan in grids: its targets, its deadlines, what it wants registered.

`judge` says what would become of a block of entries, and `enter` does just that. Comparator and value of a target go
together: without a value nothing is compared.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Unreadable, quoted
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Area,
    Indicator,
    MergerBase,
    PlanDeadline,
    PlanRegister,
    PlanTarget,
    RegistrationKind,
    Sector,
)
from unioncare_desktop.domain.records.plan import AT_LEAST, QUALITATIVE
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.errors import Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadline_marks, line_entry, plan_checks, plan_drafts, records
from unioncare_desktop.services.line_entry import Entered, Entry, Key, Lines
from unioncare_desktop.services.plan_checks import Circumstances
from unioncare_desktop.vietnamese import clean, fold

TARGETS, DEADLINES, REGISTERS = "targets", "deadlines", "registers"
RECORDS: Mapping[str, type[Record]] = MappingProxyType(
    {TARGETS: PlanTarget, DEADLINES: PlanDeadline, REGISTERS: PlanRegister}
)
"""What the rows of each part of a plan are."""
LISTS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "indicator_id": Indicator,
        "merger_base_id": MergerBase,
        "sector_id": Sector,
        "area_id": Area,
        "kind_id": RegistrationKind,
    }
)
"""Which list the choices of a field come from."""
_NEEDS = {TARGETS: ("indicator_id", "value"), DEADLINES: ("name",), REGISTERS: ("name",)}
_MOST_PROPOSED = 3


@cache
def fields(part: str) -> Mapping[str, Field]:
    """What is entered of a part of a plan, by column, in the order of a grid's columns."""
    return MappingProxyType({name: one for name, one in fields_of(RECORDS[part]).items() if name != "plan_id"})


def judge(session: Session, plan_id: int, part: str, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries* in a part of the plan, in their order; nothing is stored."""
    return line_entry.judge(_lines(session, plan_id, part, entries), entries)


def enter(session: Session, plan_id: int, part: str, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a line that would be wrong stays as it was, a blank one waits for its needs."""
    return line_entry.enter(session, _lines(session, plan_id, part, entries), entries)


def delete(session: Session, part: str, ids: Collection[int]) -> None:
    """Put rows of a part into the trash, with the marks of deadlines."""
    if part == DEADLINES:
        deadline_marks.forget(session, deadline_marks.DEADLINE, ids)
    records.delete(session, RECORDS[part], ids)


def _lines(session: Session, plan_id: int, part: str, entries: Sequence[Entry]) -> Lines:
    record_type = RECORDS[part]
    about = plan_checks.circumstances(session, plan_id)
    lists = {name: records.choices(session, LISTS[name]) for name in fields(part) if name in LISTS}
    places = plan_drafts.free_places(session, record_type, plan_id)

    def blank() -> Draft:
        return plan_drafts.at_place(records.new(record_type, plan_id=plan_id), next(places))

    def read(entry: Entry) -> Any:  # noqa: ANN401 - a value of the field
        return _value(fields(part)[entry.field], entry.raw, lists.get(entry.field), about)

    def problems(_key: Key, draft: Draft) -> Iterable[Problem]:
        return plan_checks.problems(draft, about)

    return Lines(
        rows=line_entry.opened(session, record_type, line_entry.ids_in(entries)),
        blank=blank,
        read=read,
        problems=problems,
        lacks=lambda draft: _lacks(part, draft),
        agree=_agree,
    )


def _lacks(part: str, draft: Draft) -> str:
    """What a blank line still needs."""
    needed = [name for name in _NEEDS[part] if not (name == "value" and draft.values["comparator"] == QUALITATIVE)]
    missing = [fields(part)[name].label.lower() for name in needed if draft.values[name] is None]
    return _("thiếu {fields}").format(fields=", ".join(missing)) if missing else ""


def _agree(draft: Draft, typed: Collection[str]) -> None:
    """A value that is typed or cleared alone brings the comparator with it, and the other way round."""
    if draft.record_type is not PlanTarget:
        return
    values = draft.values
    if "comparator" in typed and values["comparator"] == QUALITATIVE and "value" not in typed:
        values["value"] = None
    elif "value" in typed and "comparator" not in typed:
        if values["value"] is None:
            values["comparator"] = QUALITATIVE
        elif values["comparator"] == QUALITATIVE:
            values["comparator"] = AT_LEAST


# Reading cells


def _value(of_field: Field, raw: object, names: Mapping[int, str] | None, about: Circumstances) -> Any:  # noqa: ANN401
    if names is not None:
        return _linked(of_field, raw, names, about)
    if of_field.name == "rule":
        return read_rule(raw)
    if of_field.name == "value" and isinstance(raw, str):
        raw = raw.strip().removesuffix("%").strip()
    return of_field.parse(raw)


def read_rule(raw: object) -> str | None:
    """The rule that was typed: as calendars write it, or in the words in which a rule is shown.

    Raises:
        Unreadable: it is neither; the sentence says what would do.
    """
    text = clean(str(raw or ""))
    if not text:
        return None
    rule = text if "=" in text else _rule_in_words(text)
    try:
        return str(recurrence.read(rule))
    except UserError as error:
        sentence = _("Lặp lại: không hiểu {text}; hãy chọn nhịp lặp trong danh sách, hoặc ghi như “{example}”")
        raise Unreadable(
            sentence.format(text=quoted(text), example=recurrence.words("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"))
        ) from error


def _rule_in_words(text: str) -> str:
    """The rule that a form can make and that is shown as *text*; the text itself where there is none."""
    days = [*sorted({int(number) for number in re.findall(r"\b[0-9]{1,2}\b", text)}), recurrence.LAST_DAY]
    choices = (
        recurrence.Choice(name, first, day)
        for name, rhythm in recurrence.RHYTHMS.items()
        for first in range(1, rhythm.step + 1)
        for day in days
    )
    rules = (_made(one) for one in choices)
    return next((rule for rule in rules if rule and fold(recurrence.words(rule)) == fold(text)), text)


def _made(choice: recurrence.Choice) -> str:
    """The rule that a choice makes; nothing where a month has no such day."""
    try:
        return recurrence.rule_of(choice)
    except UserError:
        return ""


def _linked(of_field: Field, raw: object, names: Mapping[int, str], about: Circumstances) -> int | None:
    if isinstance(raw, int) and raw in names:
        return raw
    text = clean("" if raw is None else str(raw))
    if not text:
        return None
    known = {fold(name): row_id for row_id, name in names.items()}
    if of_field.name == "indicator_id":
        known |= {fold(key): row_id for key, row_id in about.indicator_ids.items()}
    if fold(text) in known:
        return known[fold(text)]
    proposals = ", ".join(quoted(name) for name in nearest(text, names.values()))
    meant = _("; có phải: {proposals}?").format(proposals=proposals) if proposals else ""
    sentence = _("{label}: {text} không có trong danh mục{meant}")
    raise Unreadable(sentence.format(label=of_field.label, text=quoted(text), meant=meant))


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """The names that have most words in common with *text*, the nearest first; a few of all where none has any."""
    words = set(fold(text).split())

    def likeness(name: str) -> float:
        own = set(fold(name).split())
        return -len(words & own) / len(words | own)

    return sorted(names, key=likeness)[:_MOST_PROPOSED]
