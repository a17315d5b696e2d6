"""What is wrong or odd with a plan, and with its targets and deadlines beside the plan and the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Indicator, Plan, PlanDeadline, PlanTarget
from unioncare_desktop.domain.records.plan import ABOVE, QUALITATIVE
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.plans import HUNDREDTHS, PERCENT
from unioncare_desktop.vietnamese import fold, show_day

_ALL = 100 * HUNDREDTHS


@dataclass(frozen=True)
class Circumstances:
    """By what the parts of a plan are judged: its days, the units of the indicators by id, their ids by key."""

    issued_on: date | None
    valid_to: date | None
    units: Mapping[int, str]
    indicator_ids: Mapping[str, int]


def circumstances(session: Session, plan_id: int) -> Circumstances:
    """What the parts of the plan with this id are judged by.

    Raises:
        UserError: it is gone.
    """
    return around(session, records.open_draft(session, Plan, plan_id).values)


def around(session: Session, plan: Mapping[str, Any]) -> Circumstances:
    """What the parts of a plan with such values are judged by."""
    catalogue = records.rows(session, Indicator)
    return Circumstances(
        plan["issued_on"],
        plan["valid_to"],
        {row["id"]: row["unit"] for row in catalogue},
        {row["key"]: row["id"] for row in catalogue},
    )


def problems(draft: Draft, about: Circumstances) -> Iterator[Problem]:
    """What is wrong or odd with a target or a deadline beside its plan, besides what its fields say."""
    if draft.record_type is PlanTarget:
        yield from _of_target(draft.values, about)
    elif draft.record_type is PlanDeadline:
        yield from _of_deadline(draft.values, about)


def _of_target(values: Mapping[str, Any], about: Circumstances) -> Iterator[Problem]:
    value, comparator = values["value"], values["comparator"]
    label = fields_of(PlanTarget)["value"].label
    if comparator == QUALITATIVE and value is not None:
        sentence = _("{label}: kế hoạch không nêu con số thì để trống, hoặc chọn cách so sánh khác")
        yield Problem("value", sentence.format(label=label))
    elif comparator != QUALITATIVE and value is None:
        yield Problem("value", _("{label}: hãy nhập con số, hoặc chọn “không nêu con số”").format(label=label))
    elif value is not None:
        yield from _of_value(value, comparator, about.units.get(values["indicator_id"]), label)
    yield from _before_issue("by", fields_of(PlanTarget)["by"].label, values["by"], about)


def _of_value(value: int, comparator: str, unit: str | None, label: str) -> Iterator[Problem]:
    if unit == PERCENT and value > _ALL:
        yield Problem("value", _("{label}: tỷ lệ không quá 100 %").format(label=label))
    elif unit == PERCENT and value == _ALL and comparator == ABOVE:
        yield Problem("value", _("{label}: trên 100 % không bao giờ đạt được").format(label=label))
    elif unit not in (None, PERCENT) and value % HUNDREDTHS:
        yield Problem("value", _("{label}: đếm theo {unit} nên phải là số nguyên").format(label=label, unit=unit))


def _of_deadline(values: Mapping[str, Any], about: Circumstances) -> Iterator[Problem]:
    due, rule = values["due"], values["rule"]
    labels = {name: one.label for name, one in fields_of(PlanDeadline).items()}
    if due is not None and rule is not None:
        sentence = _("{due}: đã có nhịp lặp lại; hãy xóa ô “{rule}” trước, hoặc để trống ô này")
        yield Problem("due", sentence.format(due=labels["due"], rule=labels["rule"]))
    if rule is not None and (wrong := recurrence.problem(rule)):
        yield Problem("rule", wrong)
    if due is None and rule is None and values["words"] is None and values["name"] is not None:
        sentence = _("{due}: chưa có ngày; việc này sẽ ở danh sách chưa rõ ngày")
        yield Problem("due", sentence.format(due=labels["due"]), Severity.WARNING)
    yield from _before_issue("due", labels["due"], due, about)
    if due is not None and about.valid_to is not None and due > about.valid_to:
        sentence = _("{due}: sau ngày kế hoạch hết hiệu lực ({day})")
        yield Problem("due", sentence.format(due=labels["due"], day=show_day(about.valid_to)), Severity.WARNING)


def _before_issue(field: str, label: str, day: date | None, about: Circumstances) -> Iterator[Problem]:
    if day is not None and about.issued_on is not None and day < about.issued_on:
        sentence = _("{label}: hạn trước ngày ban hành kế hoạch ({day})")
        yield Problem(field, sentence.format(label=label, day=show_day(about.issued_on)))


def of_plan(session: Session, draft: Draft) -> Iterator[Problem]:
    """What is wrong or odd with a plan itself beside the other plans, besides what its fields say."""
    values = draft.values
    if values["number"] is not None:
        yield from _second(session, draft)
    if values["issued_on"] is not None and values["valid_to"] is not None and values["valid_to"] < values["issued_on"]:
        yield Problem("valid_to", _("Đến ngày: hết hiệu lực trước ngày ban hành"))


def _second(session: Session, draft: Draft) -> Iterator[Problem]:
    """A warning where another plan of the same issuer has the number."""
    number, issuer = fold(draft.values["number"]), fold(draft.values["issuer"] or "")
    for row in records.rows(session, Plan):
        if row["id"] != draft.id and fold(row["number"] or "") == number and fold(row["issuer"]) == issuer:
            sentence = _("Số, ký hiệu: đã có kế hoạch {number} của {issuer}")
            text = sentence.format(number=row["number"], issuer=row["issuer"])
            yield Problem("number", text, Severity.WARNING)
            return
