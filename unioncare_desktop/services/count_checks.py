"""What is wrong or odd with the figures of one union, told the same way at typing, pasting and importing.

Errors stop storing, warnings are stored and counted, hints are only shown. By what numbers a change is called odd is
the office's matter: thresholds with dates, read into `Rules`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office
from unioncare_desktop.vietnamese import show_percent, show_whole

Figures = Mapping[str, Any]
_CHECKED = tuple(
    field for name, field in fields_of(MemberCount).items() if name == "note" or (name in FIGURES and field.checks)
)
"""The fields with something to check in them: figures that depend on others, and the letters of the note."""
_WATCHED = ("workers", "members")
"""The figures whose changes from one period to the next are looked at."""
_OF = {"women_workers": "workers", "women_members": "members"}
_MANY = 20
"""So many people without a woman among them make one ask."""


@dataclass(frozen=True)
class Jump:
    """What makes a change from one period to the next odd: more than *percent*, or *factor* times as many or as few.

    Changes of fewer people than *least* never are.
    """

    percent: int
    factor: int
    least: int


@dataclass(frozen=True)
class Rules:
    """By what the figures of a period are judged; *before* names the period before them: "Quý II"."""

    before: str
    more_members_allowed: bool
    jump: Jump | None


def rules(session: Session, span: Span) -> Rules:
    """The rules for *span*; where no thresholds hold at its end, no change is called odd."""
    holding = office.thresholds(session, span.end)
    numbers = [holding.get(f"jump_{name}") for name in ("percent", "factor", "least")]
    known = [number for number in numbers if number is not None]
    return Rules(
        span.previous.beside(span),
        bool(office.view(session)["more_members_than_workers"]),
        Jump(*known) if len(known) == len(numbers) else None,
    )


def problems(values: Figures, before: Figures, by: Rules) -> tuple[Problem, ...]:
    """What is wrong or odd with the figures of one union, beside those of the period *before*."""
    found = [
        problem
        for field in _CHECKED
        if (value := values.get(field.name)) is not None
        for problem in field.problems(value, values)
    ]
    found += _more_members_than_workers(values, allowed=by.more_members_allowed)
    found += _explained(values, jumps(values, before, by))
    found += _does_not_continue(values, before["members"])
    found += _stands_still(values, before["members"], by)
    found += _without_women(values)
    return tuple(found)


def _more_members_than_workers(values: Figures, *, allowed: bool) -> list[Problem]:
    members, workers = values.get("members"), values.get("workers")
    if members is None or workers is None or members <= workers:
        return []
    sentence = _("Đoàn viên: {members} lớn hơn tổng số lao động ({workers})").format(
        members=show_whole(members), workers=show_whole(workers)
    )
    if not allowed:
        return [Problem("members", sentence)]
    if not values.get("note"):
        return [Problem("members", sentence + _("; hãy ghi lý do ở cột Ghi chú"))]
    return [Problem("members", sentence, Severity.WARNING)]


# Beside the period before


def jumps(values: Figures, before: Figures, by: Rules) -> list[Problem]:
    """Warnings of figures that differ much from those *before*, whether or not that has been explained."""
    if by.jump is None:
        return []
    found = []
    for name in _WATCHED:
        now, earlier = values.get(name), before[name]
        if now is not None and earlier is not None and (words := _jump_words(now, earlier, by.jump, by.before)):
            label = fields_of(MemberCount)[name].label
            found.append(Problem(name, f"{label}: {words}", Severity.WARNING))
    return found


def _jump_words(now: int, before: int, jump: Jump, period: str) -> str:
    """How much *now* differs from *before*; nothing where the difference is usual."""
    difference = abs(now - before)
    if difference < jump.least:
        return ""
    words = {"period": period, "before": show_whole(before), "now": show_whole(now)}
    smaller, larger = sorted((now, before))
    if smaller and larger >= jump.factor * smaller:
        sentence = (
            _("gấp {times} lần so với {period} ({before} → {now}), hãy xem có gõ nhầm không")
            if now > before
            else _("chỉ bằng 1/{times} so với {period} ({before} → {now}), hãy xem có gõ nhầm không")
        )
        return sentence.format(times=show_whole(larger // smaller), **words)
    if not before:
        return _("{period} là 0, nay {now}").format(**words)
    if difference * 100 <= jump.percent * before:
        return ""
    sentence = (
        _("tăng {percent} so với {period} ({before} → {now})")
        if now > before
        else _("giảm {percent} so với {period} ({before} → {now})")
    )
    return sentence.format(percent=show_percent(difference / before, 0), **words)


def _explained(values: Figures, found: list[Problem]) -> list[Problem]:
    """The warnings themselves, or hints with the note by which they were accepted for this number of members."""
    accepted = values.get("accepted_members")
    if accepted is None or accepted != values.get("members"):
        return found
    words = _("{warning}; đã giải trình: {note}")
    return [
        Problem(problem.field, words.format(warning=problem.text, note=values["note"]), Severity.HINT)
        for problem in found
    ]


def _does_not_continue(values: Figures, before: int | None) -> list[Problem]:
    members, admitted, left = (values.get(name) for name in ("members", "admitted", "left"))
    if before is None or members is None or admitted is None or left is None or before + admitted - left == members:
        return []
    sentence = _("Đoàn viên: kỳ trước {before} + kết nạp {admitted} − giảm {left} = {expected}, khác {members}")
    figures_shown = {
        "before": before,
        "admitted": admitted,
        "left": left,
        "expected": before + admitted - left,
        "members": members,
    }
    shown = {name: show_whole(value) for name, value in figures_shown.items()}
    return [Problem("members", sentence.format(**shown), Severity.WARNING)]


# Hints


def _stands_still(values: Figures, before: int | None, by: Rules) -> list[Problem]:
    """As many members as before, though only one of admitted and left was given, and it is not zero."""
    members, flows = values.get("members"), [values.get("admitted"), values.get("left")]
    if members is None or members != before or None not in flows or not any(flows):
        return []
    sentence = _("Đoàn viên: bằng {period} dù có kết nạp hoặc giảm trong kỳ").format(period=by.before)
    return [Problem("members", sentence, Severity.HINT)]


def _without_women(values: Figures) -> list[Problem]:
    found = []
    for name, whole in _OF.items():
        people = values.get(whole)
        if values.get(name) == 0 and people is not None and people >= _MANY:
            sentence = _("{label}: không có ai trong số {people}").format(
                label=fields_of(MemberCount)[name].label, people=show_whole(people)
            )
            found.append(Problem(name, sentence, Severity.HINT))
    return found
