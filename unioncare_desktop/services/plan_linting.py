"""Checking the text of a plan, and taking over the targets and deadlines that it sets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Indicator, PlanDeadline, PlanRegister, PlanTarget, RegistrationKind
from unioncare_desktop.domain.rules.plan_text import (
    Finding,
    Linted,
    ProposedDeadline,
    ProposedPlan,
    ProposedRegister,
    ProposedTarget,
)
from unioncare_desktop.domain.rules.plan_text.linter import Knowledge
from unioncare_desktop.domain.rules.plan_text.linter import lint as lint_text
from unioncare_desktop.domain.rules.plan_text.recognition import Known
from unioncare_desktop.domain.rules.plan_text.slips import Slips, parsed
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.services import indicators, office, plan_drafts, plans, records
from unioncare_desktop.services.plans import PlanRow, TargetRow
from unioncare_desktop.storage.failures import explained
from unioncare_desktop.vietnamese import clean, fold, show_whole

MOST_LETTERS = 200_000
"""A plan of fifty pages has some 150.000 letters."""
_MOST_BYTES = 4 * MOST_LETTERS


# Checking


def lint(session: Session | None, text: str, issued_on: date | None = None) -> Linted:
    """What is found in *text*.

    With a session, indicators are recognised by the words of the office's own catalogue, else by those of the program.

    Raises:
        UserError: the text is empty, or longer than any plan.
    """
    refuse_too_long(text)
    if not clean(text):
        raise UserError(_("Chưa có chữ nào để soát: hãy dán hoặc gõ văn bản kế hoạch."))
    return lint_text(text, _knowledge(session), issued_on)


def refuse_too_long(text: str) -> None:
    """Nothing for a text that can be checked.

    Raises:
        UserError: it is longer than any plan.
    """
    if len(text) > MOST_LETTERS:
        words = _("Văn bản dài {count} chữ; mỗi lần soát được nhiều nhất {most} chữ. Hãy soát từng phần.")
        raise UserError(words.format(count=show_whole(len(text)), most=show_whole(MOST_LETTERS)))


def read_file(path: Path) -> str:
    """The text of a file.

    Raises:
        UserError: it cannot be opened, is no plain text, or is longer than any plan.
    """
    words = _("Không mở được {path}: {reason}. Hãy kiểm tra tên tệp và quyền truy cập.")
    with explained(words, path=path), path.open("rb") as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        words = _("{path} quá lớn; mỗi lần soát được nhiều nhất {most} chữ. Hãy soát từng phần.")
        raise UserError(words.format(path=path, most=show_whole(MOST_LETTERS)))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeError as error:
        raise _no_text(path) from error
    if "\0" in text:
        raise _no_text(path)
    return text


def _no_text(path: Path) -> UserError:
    words = _("{path} không phải văn bản thuần UTF-8. Hãy mở bằng Word, chọn Lưu thành “Plain Text”, mã UTF-8.")
    return UserError(words.format(path=path))


def _knowledge(session: Session | None) -> Knowledge:
    """The slips that are known, and the words by which indicators are recognised."""
    if session is None:
        shipped = (Known(row["key"], row["unit"], _lines(row.get("words"))) for row in office.shipped(Indicator))
        return Knowledge(_slips(), tuple(shipped))
    known = (Known(row.key, row.unit, row.words) for row in indicators.catalogue(session).values())
    return Knowledge(_slips(), tuple(known))


def _lines(words: str | None) -> tuple[str, ...]:
    return tuple((words or "").splitlines())


@cache
def _slips() -> Slips:
    return parsed(json.loads(resource("structure", "plan_slips.json").read_text(encoding="utf-8")))


# Taking over

Proposal = ProposedTarget | ProposedDeadline | ProposedRegister


def as_row(one: ProposedTarget) -> TargetRow:
    """A proposed target as those of plans are read, to be shown in the same words."""
    return TargetRow(
        id=None,
        plan_id=None,
        plan="",
        indicator=one.indicator or "",
        indicator_name="",
        unit=one.unit,
        words=one.words,
        comparator=one.comparator,
        value=one.value,
        by=one.by,
        rhythm=one.rhythm,
        base=one.base,
        merger_base_id=None,
        sector_id=None,
        sector="",
        area_id=None,
        area="",
        line=str(one.line),
        note=None,
    )


def is_in(plan: PlanRow, one: Proposal) -> bool:
    """Whether a plan has what is proposed: the same target, the same deadline of a line, the same register."""
    if isinstance(one, ProposedTarget):
        return any(map(partial(_same_target, one), plan.targets))
    if isinstance(one, ProposedDeadline):
        wanted = (one.due, one.rule, str(one.line))
        return any((known.due, known.rule, known.line) == wanted for known in plan.deadlines)
    return any(fold(known.name) == fold(one.title) for known in plan.registers)


def _same_target(one: ProposedTarget, known: TargetRow) -> bool:
    wanted = (one.indicator, one.comparator, one.value, one.by, one.rhythm)
    return wanted == (known.indicator, known.comparator, known.value, known.by, known.rhythm)


@dataclass(frozen=True)
class Accepted:
    """The proposals that were chosen; each target has an indicator."""

    targets: tuple[ProposedTarget, ...] = ()
    deadlines: tuple[ProposedDeadline, ...] = ()
    registers: tuple[ProposedRegister, ...] = ()

    @property
    def count(self) -> int:
        """How many records they become."""
        return len(self.targets) + len(self.deadlines) + len(self.registers)


def accept(session: Session, accepted: Accepted, into: int | ProposedPlan) -> int:
    """Store what was chosen in the plan with an id, or in a new one of the office itself; return the plan's id.

    Raises:
        UserError: the plan is gone, or an indicator is. InvalidRecord: something is wrong with one of the records.
    """
    plan_id = into if isinstance(into, int) else _new_plan(session, into)
    keys = {row["key"]: row["id"] for row in records.rows(session, Indicator)}
    kinds = _kinds(records.rows(session, RegistrationKind))
    plan_drafts.add(session, plan_id, PlanTarget, [_target(one, keys) for one in accepted.targets])
    plan_drafts.add(session, plan_id, PlanDeadline, [_deadline(one) for one in accepted.deadlines])
    plan_drafts.add(session, plan_id, PlanRegister, [_register(one, kinds) for one in accepted.registers])
    return plan_id


def title(accepted: Accepted, into: int | ProposedPlan) -> str:
    """What the action is called."""
    words = (
        _("Lập kế hoạch từ văn bản, {count} mục") if isinstance(into, ProposedPlan) else _("Lấy {count} mục từ văn bản")
    )
    return words.format(count=accepted.count)


def _new_plan(session: Session, proposed: ProposedPlan) -> int:
    draft = plan_drafts.new(
        number=proposed.number,
        issued_on=proposed.issued_on,
        issuer=office.view(session).name,
        name=proposed.name or _("Kế hoạch lấy từ văn bản"),
    )
    return plan_drafts.save(session, draft)


def _target(one: ProposedTarget, keys: Mapping[str, int]) -> dict[str, Any]:
    if one.indicator is None or one.indicator not in keys:
        raise UserError(_("Chỉ tiêu “{words}” chưa được chọn chỉ tiêu thống kê.").format(words=one.words))
    return {
        "indicator_id": keys[one.indicator],
        "words": one.words,
        "comparator": one.comparator,
        "value": one.value,
        "by": one.by,
        "rhythm": one.rhythm,
        "base": one.base,
        "line": str(one.line),
    }


def _deadline(one: ProposedDeadline) -> dict[str, Any]:
    return {
        "name": one.title,
        "kind": one.kind,
        "who": one.who,
        "due": one.due,
        "rule": one.rule,
        "words": one.words,
        "problem": one.problem,
        "line": str(one.line),
    }


def _register(one: ProposedRegister, kinds: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    kind = kinds.get(one.kind or "")
    return {"name": one.title, "kind_id": kind["id"] if kind else None, "line": str(one.line)}


def _kinds(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The first kind of registration of each form."""
    return {row["form"]: row for row in reversed(rows)}


# Plain values


def as_json(found: Linted) -> dict[str, Any]:
    """Everything found, as plain JSON values; targets and deadlines as those of plans are."""
    kinds = _kinds(office.shipped(RegistrationKind))
    return {
        "plan": {
            "number": found.plan.number,
            "date": found.plan.issued_on.isoformat() if found.plan.issued_on else None,
            "title": found.plan.name,
        },
        "findings": [_finding_as_json(one) for one in found.findings],
        "targets": [plans.target_as_json(one) for one in found.targets],
        "deadlines": [plans.deadline_as_json(one.title, one) for one in found.deadlines],
        "registers": [
            {"title": one.title, "kind": kinds[one.kind]["name"] if one.kind in kinds else None, "line": one.line}
            for one in found.registers
        ],
    }


def _finding_as_json(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "serious": one.serious,
        "line": one.line,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "sentence": one.sentence,
        "proposals": list(one.proposals),
    }
