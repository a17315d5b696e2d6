"""Targets that a text sets: figures with their comparison, base and milestone, and wants without a figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from unioncare_desktop.domain.records.plan import (
    ABOUT,
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    ONCE,
    QUALITATIVE,
    YEARLY,
)
from unioncare_desktop.domain.rules.plan_text.findings import ProposedTarget
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Piece, Reading
from unioncare_desktop.domain.rules.plan_text.recognition import PERCENT, Known, recognised
from unioncare_desktop.domain.rules.plan_text.structure import Plan

MOST_PERCENT = 100
_HUNDREDTHS = 100
_SIGHT = 300
"""So many letters before a figure may tell what it means."""
_ALL = MOST_PERCENT * _HUNDREDTHS
_LONGEST_WORDS = 500
_LAST_MONTH, _LAST_DAY = 12, 31
_FIRST_YEAR, _LAST_YEAR = 1900, 2200

PERCENTAGE = re.compile(r"(?<![0-9.,])([0-9]{1,5}(?:[.,][0-9]{1,2})?) ?%")
_UNITS = (
    ("cong doan co so", "CĐCS"),
    ("cdcs", "CĐCS"),
    ("nghiep doan", "CĐCS"),
    ("doan vien", "đoàn viên"),
    ("doanh nghiep", "doanh nghiệp"),
    ("sang kien", "sáng kiến"),
    ("noi dung", "nội dung"),
    ("cong trinh", "công trình"),
    ("thoa uoc", "TƯLĐTT"),
    ("can bo", "cán bộ"),
    ("cnvcld|cnld|nguoi lao dong|cong nhan", "người"),
    ("lop", "lớp"),
    ("suat qua|suat", "suất"),
    ("mai am", "mái ấm"),
)
_COUNTED = "|".join(words for words, _unit in _UNITS)
_COUNT = re.compile(rf"(?<![0-9/.,\-])([0-9]{{1,3}}(?:[. ][0-9]{{3}})+|[0-9]{{1,7}}) (?:{_COUNTED})\b")
_COMPARED = (
    (re.compile(r"\b(khong (duoi|it hon|thap hon)|it nhat|toi thieu)( la| co| dat)?$"), AT_LEAST),
    (re.compile(r"\b(khong (qua|vuot qua|cao hon)|toi da|nhieu nhat)( la)?$"), AT_MOST),
    (re.compile(r"\b(khoang|xap xi|tren duoi)( la)?$"), ABOUT),
    (re.compile(r"\b(tren|hon|vuot)$"), ABOVE),
    (re.compile(r"\bduoi$"), BELOW),
    (re.compile(r"\btu$"), AT_LEAST),
    (re.compile(r"\b(dat|(thanh lap|ket nap|phat trien)( moi| them)?|phan dau( co)?)$"), AT_LEAST),
)
_LATER_UPWARDS = re.compile(r"[^;.]{0,40}? tro len\b")
_UPWARDS, _DOWNWARDS = re.compile(r" ?tro len\b"), re.compile(r" ?tro xuong\b")
_FILTER = re.compile(
    r"\b(don vi|doanh nghiep|cong doan co so|cdcs|to chuc cong doan|noi|so voi|truong hop|neu|phai)"
    r" ?(co |voi )?(so luong )?$"
)
_EACH = re.compile(r"\bmoi (cong doan co so|cdcs|don vi)\b")
_DONE = re.compile(
    r"\bda (dat|thuc hien|hoan thanh|van dong|thanh lap|ket nap|phat trien)\b|\bket qua (nam|thuc hien)\b"
)
_AIM = re.compile(r"\b(phan dau|chi tieu nam|muc tieu)\b")
_GROWS = re.compile(r"\b(phan dau|thanh lap|ket nap|phat trien)\b")
_NOT_WANTED = re.compile(
    r"\bda co [^,;]{0,25}$|\bkinh phi cong doan( bang)?( muc)? ?$"
    r"|\b(quy (tien )?luong|muc dong|muc trich|lai suat|trich( nop)?|thue suat)\b[^,;]{0,30}$"
)
_NOT_WANTED_AFTER = re.compile(r" ?(quy (tien )?luong|tong quy luong|so thu|kinh phi)\b")
_WITHOUT_FIGURE = re.compile(r"\b(hau het|phan lon|cao nhat|tang t[yi] le)\b")
_QUOTA = re.compile(r"\bhoan thanh (?:va hoan thanh )?vuot muc (?=chi tieu|so luong)")
_PREDICATE = re.compile(
    r"\b(duoc|dat|thuc hien|tham gia|thuong luong|ky ket|ky duoc|xep loai|dang ky|hoc tap|hoan thanh|co sang kien"
    r"|co thoa uoc|la doan vien|thanh lap duoc|phan dau|gia nhap|nop|gui|trien khai|bao cao|cap nhat|xay dung"
    r"|tro thanh|phai"
    r"|to chuc (?!cong doan|dang|chinh tri|dai dien|cua))"
)
_LONE_UPWARDS = re.compile(r"^([^0-9]*?) trở lên$")
_BASE_LEAD = re.compile(r"\s*(so |tong so |cac |doi ngu )?")
_BASE_BEFORE = re.compile(r"\btren tong so ([^,;]+?)(?= (?:phai )?dat\b| la\b| ?$)")
_YEAR = re.compile(r"\b(?:den|toi|het|cuoi|trong|giao|phan dau)(?: het| cuoi)? nam (20[0-9]{2})\b")
_LADDER = re.compile(r"(?:phan dau,? )?(?:(?:den|toi|trong)(?: het| cuoi)? )?nam (20[0-9]{2})(?= ?[,:])")
_EVERY_YEAR = re.compile(r"\b(hang|moi|tung) nam\b")


@dataclass(frozen=True)
class Wanted:
    """A figure that is wanted, or words without one, in a clause: from `start` to `end` of the paragraph.

    `before` is where its comparison begins, `value` in hundredths; `worded` are the comparisons as they are worded,
    `base` is where a share is said to be of, where that does not follow the figure.
    """

    before: int
    start: int
    end: int
    value: int | None
    unit: str
    comparator: str
    worded: tuple[str, ...] = ()
    base: Piece | None = None


def wanted_in(paragraph: Paragraph, clause: Piece) -> list[Wanted]:
    """What one clause wants, in order."""
    text = paragraph.unquoted
    found = [*_percentages(text, clause)]
    found += _counts(text, clause, found)
    if not found:
        found = [*_without_figure(text, clause)]
    return sorted(found, key=lambda wanted: wanted.start)


def parts_of(paragraph: Paragraph, clause: Piece) -> Iterator[tuple[Wanted, Piece]]:
    """What one clause wants, each with the part of the clause that speaks of it."""
    found = wanted_in(paragraph, clause)
    starts = [clause.start]
    for wanted, after in pairwise(found):
        comma = paragraph.text.rfind(", ", wanted.end, after.before)
        starts.append(comma + 2 if comma >= 0 else after.before)
    for wanted, (start, end) in zip(found, pairwise([*starts, clause.end]), strict=False):
        yield wanted, Piece(start, end)


def _percentages(text: str, clause: Piece) -> Iterator[Wanted]:
    for match in PERCENTAGE.finditer(text, clause.start, clause.end):
        before = text[max(clause.start, match.start() - _SIGHT) : match.start()]
        value = round(float(match[1].replace(",", ".")) * _HUNDREDTHS)
        if value <= _ALL and not _is_no_aim(before) and not _NOT_WANTED_AFTER.match(text, match.end()):
            yield _compared(text, clause, match, value, PERCENT)


def _counts(text: str, clause: Piece, shares: Sequence[Wanted]) -> Iterator[Wanted]:
    """Numbers of something; those behind a percentage or an employer say whom a target regards."""
    first_share = min((share.start for share in shares), default=clause.end)
    for match in _COUNT.finditer(text, clause.start, first_share):
        before = text[max(clause.start, match.start() - _SIGHT) : match.start()]
        if before.count("(") > before.count(")") or _is_no_aim(before):
            continue
        value = int(re.sub("[. ]", "", match[1])) * _HUNDREDTHS
        wanted = _compared(text, clause, match, value, _unit_of(match[0]))
        if wanted.worded and not _FILTER.search(text[max(clause.start, wanted.before - _SIGHT) : wanted.before]):
            yield _of_each(wanted, _EACH.search(text, clause.start, wanted.before))


def _is_no_aim(before: str) -> bool:
    """Whether what stands before a figure tells what was reached, or what is paid, not what is wanted."""
    done = [match.end() for match in _DONE.finditer(before)]
    return bool(done and not _AIM.search(before, done[-1])) or _NOT_WANTED.search(before) is not None


def _of_each(wanted: Wanted, each: re.Match[str] | None) -> Wanted:
    """Where each union is to choose "ít nhất 1 nội dung", all unions are wanted."""
    if each and wanted.value == _HUNDREDTHS:
        return replace(wanted, value=_ALL, unit=PERCENT, base=Piece(*each.span(1)))
    return wanted


def _unit_of(counted: str) -> str:
    return next(unit for words, unit in _UNITS if re.search(rf" (?:{words})$", counted))


def _without_figure(text: str, clause: Piece) -> Iterator[Wanted]:
    for match in _QUOTA.finditer(text, clause.start, clause.end):  # a quota that is fulfilled is so by 100 %
        yield Wanted(match.start(), match.start(), match.end(), _ALL, PERCENT, AT_LEAST, (match[0],))
    for match in _WITHOUT_FIGURE.finditer(text, clause.start, clause.end):
        yield Wanted(match.start(), match.start(), match.end(), None, "", QUALITATIVE, (match[0],))


def _compared(text: str, clause: Piece, match: re.Match[str], value: int, unit: str) -> Wanted:
    first = max(clause.start, match.start() - _SIGHT)
    before = text[first : match.start()].rstrip()
    end = match.end(1) if unit != PERCENT else match.end()
    behind = end if unit == PERCENT else match.end()
    start, comparator, worded = match.start(), AT_LEAST, []
    for pattern, meaning in _COMPARED:
        if worded_before := pattern.search(before):
            start, comparator = first + worded_before.start(), meaning
            worded = [worded_before[0]]
            break
    upwards = _LATER_UPWARDS.match(text, behind)
    if up := _UPWARDS.match(text, end):
        end, worded, comparator = up.end(), [*worded, "tro len"], AT_LEAST
    elif down := _DOWNWARDS.match(text, end):
        end, worded, comparator = down.end(), [*worded, "tro xuong"], AT_MOST
    elif unit != PERCENT and worded == ["tu"] and not upwards:
        worded = []
    elif unit != PERCENT and not worded and _GROWS.search(before) and _UPWARDS.match(text, behind):
        worded = ["tro len"]
    return Wanted(start, match.start(), end, value, unit, comparator, tuple(worded))


# From what is wanted to what is proposed


def proposals(reading: Reading, plan: Plan, known: Sequence[Known]) -> Iterator[ProposedTarget]:
    """Every target of a plan; a want without a figure only once, however often it is repeated."""
    told: set[tuple[str | None, date | None]] = set()
    for proposed in _all(reading, plan, known):
        want = proposed.indicator, proposed.by
        if proposed.value is not None or want not in told:
            yield proposed
        if proposed.value is None:
            told.add(want)


def _all(reading: Reading, plan: Plan, known: Sequence[Known]) -> Iterator[ProposedTarget]:
    for place, paragraph in enumerate(plan.paragraphs):
        after = plan.paragraphs[place + 1].plain if place + 1 < len(plan.paragraphs) else ""
        for sentence in paragraph.sentences:
            for clause in paragraph.clauses(sentence):
                context = _Context(reading, plan, paragraph, sentence, clause, known, _follows_yearly(after))
                yield from context.proposals()


def _follows_yearly(after: str) -> bool:
    return after.startswith("thoi gian") and _EVERY_YEAR.search(after) is not None


@dataclass(frozen=True)
class _Context:
    """Where a target stands: what is around it tells its milestone, rhythm and indicator."""

    reading: Reading
    plan: Plan
    paragraph: Paragraph
    sentence: Piece
    clause: Piece
    known: Sequence[Known]
    followed_yearly: bool

    def proposals(self) -> Iterator[ProposedTarget]:
        """The targets of the clause."""
        for wanted, part in parts_of(self.paragraph, self.clause):
            yield from self._proposal(wanted, part)

    def _proposal(self, wanted: Wanted, part: Piece) -> Iterator[ProposedTarget]:
        text = self.paragraph.text
        around = text[part.start : wanted.before] + " " + text[wanted.end : part.end]
        unit = wanted.unit or None
        indicator = recognised(self.known, (text[part.start : part.end], around), unit)
        if wanted.value is None and indicator is None:
            return
        rhythm = self._rhythm(part)
        start, end = self.reading.place(self.paragraph, part.start, part.end)
        yield ProposedTarget(
            indicator=indicator.key if indicator else None,
            words=self.paragraph.words(part)[:_LONGEST_WORDS],
            comparator=wanted.comparator,
            value=wanted.value,
            unit=wanted.unit or (indicator.unit if indicator else ""),
            by=self._by(part, wanted),
            rhythm=rhythm,
            base=base_of(self.paragraph, wanted, part),
            line=self.reading.line(self.paragraph, wanted.start),
            start=start,
            end=end,
        )

    def _rhythm(self, part: Piece) -> str:
        plain = self.paragraph.plain
        said = _EVERY_YEAR.match(plain, self.sentence.start) or _EVERY_YEAR.search(plain, self.clause.start, part.end)
        return YEARLY if said or self.followed_yearly else ONCE

    @cached_property
    def _years(self) -> list[re.Match[str]]:
        return list(_YEAR.finditer(self.paragraph.unquoted, self.clause.start, self.clause.end))

    def _by(self, part: Piece, wanted: Wanted) -> date | None:
        """The milestone that is named nearest: in the clause, else at the head of its sentence or paragraph."""
        plain = self.paragraph.unquoted
        before = [match for match in self._years if match.end() <= wanted.start]
        behind = [match for match in self._years if wanted.end <= match.start() and match.end() <= part.end]
        years = [match[1] for match in (*reversed(before), *behind)]
        heads = (self.clause.start, self.sentence.start, self.paragraph.begin)
        years += [head[1] for head in (_LADDER.match(plain, start) for start in heads) if head]
        return date(int(years[0]), _LAST_MONTH, _LAST_DAY) if years else None


def base_of(paragraph: Paragraph, wanted: Wanted, part: Piece) -> str | None:
    """Whom a share is counted in, as the text words it; None where it does not say, and for numbers."""
    if wanted.value is None or wanted.unit != PERCENT:
        return None
    if wanted.base is not None:
        return paragraph.words(wanted.base)
    plain = paragraph.plain
    lead = _BASE_LEAD.match(plain, wanted.end, part.end)
    start = lead.end() if lead else wanted.end
    predicate = _PREDICATE.search(plain, start, part.end)
    words = paragraph.text[start : predicate.start() if predicate else part.end].strip(" .;,:")
    return _LONE_UPWARDS.sub(r"\1", words) or _base_before(paragraph, wanted, part)


def _base_before(paragraph: Paragraph, wanted: Wanted, part: Piece) -> str | None:
    """The base of "tỷ lệ đoàn viên trên tổng số CNVCLĐ đạt 80%"."""
    match = _BASE_BEFORE.search(paragraph.plain[: wanted.before], part.start)
    return paragraph.text[match.start(1) : match.end(1)] if match else None
