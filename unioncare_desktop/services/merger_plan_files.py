"""Plans of mergers as files: what `mergers plan --json` prints, changed by hand where somebody knows better."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, periods, unions
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import code_key, fold, show_whole


@dataclass(frozen=True)
class Group:
    """A group of a file: codes of unions, or names where they have none.

    They go *into* one of them, the largest where that is blank, or found a new union called *name* where only that is
    given. *members* are those that the plan was made with.
    """

    units: tuple[str, ...]
    into: str = ""
    name: str = ""
    chair: str = ""
    members: int | None = None


@dataclass(frozen=True)
class PlanFile:
    """The groups of a file, and the period by whose figures they were planned; None where it does not say."""

    groups: tuple[Group, ...]
    period: Span | None


def read(path: Path) -> PlanFile:
    """The plan in the file at *path*.

    Raises:
        UserError: it holds no plan; the sentence says what is wrong with it. OSError: it cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise _broken(path, _("không đọc được theo dạng JSON")) from None
    try:
        return _understood(data)
    except _NotPlanError as error:
        raise _broken(path, str(error)) from None


class _NotPlanError(Exception):
    """What is wrong with a plan, without the file's name."""


def _broken(path: Path, reason: str) -> UserError:
    sentence = _("{file} không phải là phương án ghép: {reason}. Hãy lấy lại tệp bằng lệnh mergers plan --json.")
    return UserError(sentence.format(file=path.name, reason=reason))


def _understood(data: Any) -> PlanFile:  # noqa: ANN401 - whatever JSON holds
    groups = data.get("groups") if isinstance(data, dict) else None
    if not isinstance(groups, list):
        raise _NotPlanError(_("thiếu danh sách “groups”"))
    if not groups:
        raise _NotPlanError(_("không có nhóm nào"))
    code = data.get("period")
    if code is not None and not isinstance(code, str):
        raise _NotPlanError(_("kỳ “period” phải là chữ như 2023-Q4"))
    return PlanFile(
        tuple(_group(number, group) for number, group in enumerate(groups, 1)), Span.parse(code) if code else None
    )


def _group(number: int, group: Any) -> Group:  # noqa: ANN401 - whatever JSON holds
    units = group.get("unions") if isinstance(group, dict) else None
    if not isinstance(units, list) or not units or not all(isinstance(unit, str) and unit.strip() for unit in units):
        raise _NotPlanError(_("nhóm {number} thiếu danh sách mã “unions”").format(number=number))
    texts = {name: group.get(name) or "" for name in ("into", "name", "chair")}
    members = group.get("members")
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(members, int | None):
        raise _NotPlanError(_("nhóm {number} có giá trị sai kiểu").format(number=number))
    return Group(tuple(units), members=members, **texts)


# With the unions of the office


def drafts(
    session: Session, plan: PlanFile, *, decision: str, effective_on: date, decided_on: date | None = None
) -> list[MergerDraft]:
    """The mergers that a plan means, by one decision.

    Where it has no period, they go by the newest one with figures that was cut off by the day.

    Raises:
        UserError: a union is not there, or has other members than when the plan was made.
    """
    period = plan.period or _newest(session, effective_on)
    like = MergerDraft(ABSORBED, (), period, decision=decision, decided_on=decided_on, effective_on=effective_on)
    registry = _Registry(session, count_figures.comparable(session, period))
    return [registry.draft(number, group, like) for number, group in enumerate(plan.groups, 1)]


def _newest(session: Session, day: date) -> Span:
    found = periods.newest_with_counts(session, day)
    if found is None:
        raise UserError(_("Chưa có số liệu của quý nào trước ngày có hiệu lực. Hãy nhập số liệu trước."))
    return found


class _Registry:
    """The unions by codes and names, the living before all others, with their figures."""

    def __init__(self, session: Session, figures: Mapping[int, count_figures.Values]) -> None:
        rows = sorted(unions.listed(session, with_closed=True), key=lambda row: row.alive)
        self._figures = figures
        self._by_code = {code_key(row.code): row for row in rows if row.code}
        self._by_name = {fold(row.name): row for row in rows}

    def draft(self, number: int, group: Group, like: MergerDraft) -> MergerDraft:
        """The merger that a group means."""
        rows = [self._found(number, text) for text in group.units]
        self._refuse_stale(number, group, rows)
        ids = tuple(row.id for row in rows)
        chair = group.chair or None
        if group.name and not group.into:
            return replace(like, kind=FOUNDED_NEW, union_ids=ids, name=group.name, chair=chair)
        into = self._found(number, group.into) if group.into else self._largest(rows)
        return replace(like, kind=ABSORBED, union_ids=ids, result_id=into.id, name=group.name, chair=chair)

    def _found(self, number: int, text: str) -> UnionRow:
        row = self._by_code.get(code_key(text)) or self._by_name.get(fold(text))
        if row is None:
            sentence = _("Nhóm {number}: không có công đoàn nào có mã hoặc tên “{text}”. Hãy sửa tệp phương án.")
            raise UserError(sentence.format(number=number, text=text))
        return row

    def _refuse_stale(self, number: int, group: Group, rows: Iterable[UnionRow]) -> None:
        now = sum(self._members(row) for row in rows)
        if group.members is not None and group.members != now:
            sentence = _(
                "Nhóm {number}: phương án tính {planned} đoàn viên, nay là {now}. Số liệu đã thay đổi, hãy lập lại"
                " phương án."
            )
            raise UserError(sentence.format(number=number, planned=show_whole(group.members), now=show_whole(now)))

    def _members(self, row: UnionRow) -> int:
        return self._figures.get(row.id, count_figures.NOTHING)["members"] or 0

    def _largest(self, rows: Sequence[UnionRow]) -> UnionRow:
        """The union with the most members; of equal ones the first by code, then by name."""
        return min(rows, key=lambda row: (-self._members(row), code_key(row.code or ""), row.sort_key))
