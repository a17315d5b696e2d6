"""What is wrong with the figures of a text: shares above 100 % or of nothing, worded twice, leaving a number out."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from unioncare_desktop.domain.records.plan import ONCE
from unioncare_desktop.domain.rules.plan_text.findings import (
    BASES_DIFFER,
    BEFORE_ISSUE,
    DOUBLY_WORDED,
    LEFT_OUT,
    NO_BASE,
    NO_MILESTONE,
    NO_UNIT,
    OVER_100,
    Finding,
    ProposedTarget,
)
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Reading
from unioncare_desktop.domain.rules.plan_text.structure import Plan
from unioncare_desktop.domain.rules.plan_text.targets import MOST_PERCENT, PERCENTAGE, base_of, parts_of
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import fold, show_day

_LONG_BASE = 3
"""Bases of so few words differ because the targets do."""
_GROWTH = re.compile(r"\b(tang|vuot|so voi|gap)\b|% (chi tieu|ke hoach)\b")
_TWICE = {"it nhat", "toi thieu", "tren", "hon", "khong duoi", "khong it hon"}
_LIMIT = re.compile(r"\b(duoi|tren) ([0-9]{1,4}) (doan vien|lao dong|nguoi|cong nhan|nguoi lao dong)\b")
_THRESHOLD = re.compile(r"\bco (?:tu )?([0-9]{1,4}) ([a-z][a-z, ]{2,25}?) tro len\b")
_WITHOUT_UNIT = re.compile(
    r"\b(?:phan dau|chi tieu|muc tieu)[^.;]{0,40}?\b(?:dat|co|khoang|it nhat|tren|tu)"
    r" ((?!20[0-9]{2}\b)[0-9][0-9.]*)(?= ?[,;.]?(?: |$))"
    r"(?= ?(?:[,;.]|$|tro len ?[,;.]?$|vao |trong nam|den nam|nam ))"
)


def findings(reading: Reading, plan: Plan, targets: Sequence[ProposedTarget]) -> Iterator[Finding]:
    """Everything to look at in the figures of one plan."""
    for paragraph in plan.paragraphs:
        yield from _above_all(reading, paragraph)
        yield from _wordings(reading, paragraph)
        yield from _without_unit(reading, paragraph)
    yield from _left_out(reading, plan)
    yield from _thresholds(reading, plan)
    yield from _bases(reading, targets)
    if plan.issued_on is not None:
        yield from _past(reading, targets, plan.issued_on)
    if plan.year is None:
        yield from _without_milestone(reading, targets)


def _above_all(reading: Reading, paragraph: Paragraph) -> Iterator[Finding]:
    for match in PERCENTAGE.finditer(paragraph.plain):
        around = paragraph.plain[max(0, match.start() - 30) : match.end() + 30]
        if float(match[1].replace(",", ".")) > MOST_PERCENT and not _GROWTH.search(around):
            sentence = _(
                "{share} lớn hơn 100 %: chỉ đúng khi so kết quả với kế hoạch, không đúng với tỷ lệ trong tổng số."
            ).format(share=match[0])
            yield reading.finding(OVER_100, paragraph, *match.span(), sentence)


def _wordings(reading: Reading, paragraph: Paragraph) -> Iterator[Finding]:
    for sentence in paragraph.sentences:
        for clause in paragraph.clauses(sentence):
            for wanted, part in parts_of(paragraph, clause):
                shown = paragraph.text[wanted.before : wanted.end]
                if len(wanted.worded) > 1 and wanted.worded[0] in _TWICE:
                    yield _twice(reading, paragraph, wanted.before, wanted.end)
                if "%" in shown and base_of(paragraph, wanted, part) is None:
                    words = _("“{share}” không nói tính trên tổng số nào: hãy hỏi lại mẫu số.").format(share=shown)
                    yield reading.finding(NO_BASE, paragraph, wanted.before, wanted.end, words)


def _twice(reading: Reading, paragraph: Paragraph, start: int, end: int) -> Finding:
    shown = paragraph.text[start:end]
    once = re.sub(r" trở lên$", "", shown)
    if fold(shown).startswith(("tren", "hon")):
        words = _("“{shown}” tự trái nhau: “trên” không gồm con số ấy, “trở lên” thì có. Hãy hỏi lại.")
        return reading.finding(DOUBLY_WORDED, paragraph, start, end, words.format(shown=shown))
    words = _("“{shown}” so sánh hai lần: viết “{once}”.")
    return reading.finding(DOUBLY_WORDED, paragraph, start, end, words.format(shown=shown, once=once), (once,))


def _without_unit(reading: Reading, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _WITHOUT_UNIT.finditer(paragraph.unquoted):
        words = _("“{number}” không có đơn vị: đoàn viên, CĐCS hay %?").format(number=match[1].rstrip("."))
        yield reading.finding(NO_UNIT, paragraph, *match.span(1), words)


def _left_out(reading: Reading, plan: Plan) -> Iterator[Finding]:
    """Where limits are "dưới 10" and "trên 10" of the same, exactly 10 is in neither."""
    seen: set[tuple[str, str, str]] = set()
    opposite = {"duoi": "tren", "tren": "duoi"}
    for paragraph in plan.paragraphs:
        for match in _LIMIT.finditer(paragraph.plain):
            limit = (match[1], match[2], match[3])
            if (opposite[match[1]], match[2], match[3]) in seen and limit not in seen:
                words = _(
                    "Có “dưới {number}” và “trên {number}” {unit}: đúng {number} thì không thuộc bên nào."
                ).format(number=match[2], unit=paragraph.text[match.start(3) : match.end(3)])
                yield reading.finding(LEFT_OUT, paragraph, *match.span(), words)
            seen.add(limit)


def _thresholds(reading: Reading, plan: Plan) -> Iterator[Finding]:
    """The same number of members in one target and of workers in another."""
    known: dict[str, str] = {}
    for paragraph in plan.paragraphs:
        for match in _THRESHOLD.finditer(paragraph.unquoted):
            counted = paragraph.text[match.start(2) : match.end(2)]
            before = known.setdefault(match[1], counted)
            if fold(before) != fold(counted) and fold(counted) not in map(fold, known.values()):
                known[f"{match[1]} {counted}"] = counted
                words = _("Chỗ này đếm {number} {counted}, chỗ khác đếm {number} {before}: hãy hỏi lại cách tính.")
                sentence = words.format(number=match[1], counted=counted, before=before)
                yield reading.finding(BASES_DIFFER, paragraph, *match.span(), sentence)


def _bases(reading: Reading, targets: Sequence[ProposedTarget]) -> Iterator[Finding]:
    """The same target measured in one place by enterprises, in another by units and enterprises."""
    first: dict[str, ProposedTarget] = {}
    for target in targets:
        if target.base:
            first.setdefault(fold(target.base), target)
    based = list(first.values())
    told: set[str] = set()
    for before, target in ((one, other) for place, other in enumerate(based) for one in based[:place]):
        short, long = sorted((fold(before.base or ""), fold(target.base or "")), key=len)
        if long.endswith(f", {short}") and short.count(" ") >= _LONG_BASE and long not in told:
            told.add(long)
            words = _("Mẫu số “{base}” khác chỗ trước: “{before}”. Hãy hỏi lại cách tính.")
            yield Finding(
                BASES_DIFFER,
                target.start,
                target.end,
                target.line,
                reading.given[target.start : target.end],
                words.format(base=target.base, before=before.base),
            )


def _past(reading: Reading, targets: Sequence[ProposedTarget], issued_on: date) -> Iterator[Finding]:
    """Milestones that had passed when the plan was issued."""
    for target in targets:
        if target.by is not None and target.by < issued_on:
            words = _("Năm đích {year} ở trước ngày ban hành {issued}: hãy hỏi lại năm đúng.")
            sentence = words.format(year=target.milestone, issued=show_day(issued_on))
            given = reading.given[target.start : target.end]
            yield Finding(BEFORE_ISSUE, target.start, target.end, target.line, given, sentence)


def _without_milestone(reading: Reading, targets: Sequence[ProposedTarget]) -> Iterator[Finding]:
    """One finding for all of them, at the first: a plan that names no year mostly does so for all its targets."""
    found = [one for one in targets if one.by is None and one.rhythm == ONCE and one.value is not None]
    if not found:
        return
    first, lines = found[0], ", ".join(dict.fromkeys(str(one.line) for one in found))
    words = _("{count} chỉ tiêu không ghi đến năm nào, cũng không ghi hằng năm (dòng {lines}): hãy hỏi lại năm đích.")
    sentence = words.format(count=len(found), lines=lines)
    given = reading.given[first.start : first.end]
    yield Finding(NO_MILESTONE, first.start, first.end, first.line, given, sentence)
