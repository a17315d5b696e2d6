"""The parts of an official document: where a plan begins, when it was issued, its number, its signature.

One text may hold several plans one after the other. What is only a paragraph has none of these parts, and misses none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from unioncare_desktop.domain.rules.plan_text.dates import mentions
from unioncare_desktop.domain.rules.plan_text.findings import FORM, Finding
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Reading
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import fold

_TITLE = re.compile(r"(ke hoach|chuong trinh|chuong trinh (hanh dong|cong tac)|huong dan|nghi quyet)$")
_ISSUED = re.compile(r"[^.;:,]{2,40}, ngay [0-9]{1,2} thang [0-9]{1,2} nam [0-9]{4}$")
_NUMBER = re.compile(r"Số:? ?([0-9]+[ A-ZĐa-z/\-]*)")
_STATE = re.compile(r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam")
_RECIPIENTS = re.compile(r"no?i nhan\b")
_SIGNED = re.compile(r"(tm|t/m|kt|tl|tuq|t/l)[./ ]|(pho )?(chu tich|bi thu|truong ban)\b")
_YEAR = re.compile(r"\bnam ([0-9]{4})\b")
_LONGEST_HEAD, _LINES_TO_NAME = 12, 3
_NAME_WORDS = range(2, 7)


@dataclass(frozen=True)
class Plan:
    """One plan of a text: its paragraphs, its head, the day it was issued, its number and name where they are told."""

    paragraphs: tuple[Paragraph, ...]
    title: Paragraph | None
    head: tuple[Paragraph, ...]
    issued_on: date | None
    number: str | None = None
    name: str | None = None

    @property
    def working_year(self) -> int | None:
        """The year of days that are written without one: that of the name, else that of issue."""
        return self.year or (self.issued_on.year if self.issued_on else None)

    @property
    def year(self) -> int | None:
        """The one year that its name is about; None where it names none, or a phase of several years."""
        plain = fold(self.name or "")
        years = set(_YEAR.findall(plain)) if "giai doan" not in plain else set()
        return int(years.pop()) if len(years) == 1 else None


def plans(reading: Reading, issued_on: date | None = None) -> tuple[Plan, ...]:
    """The plans of a text; a text without a title is one. *issued_on* holds where the text says no day of issue."""
    shown = reading.paragraphs
    titles = [place for place, paragraph in enumerate(shown) if _TITLE.match(paragraph.plain)]
    if not titles:
        return (Plan(shown, None, (), _issued(shown) or issued_on),)
    begins = [0, *(_head_of(shown, *both) for both in pairwise(titles)), len(shown)]
    return tuple(
        _plan(shown[begin:end], title - begin, issued_on)
        for title, (begin, end) in zip(titles, pairwise(begins), strict=True)
    )


def _head_of(paragraphs: tuple[Paragraph, ...], before: int, title: int) -> int:
    """Where the head of a later plan begins: behind the name that signs the one *before*."""
    first = max(before + 1, title - _LONGEST_HEAD)
    for place in range(title - 1, first, -1):
        if _is_name(paragraphs[place].text) or _RECIPIENTS.match(paragraphs[place].plain):
            return place + 1
    return first


def _plan(paragraphs: tuple[Paragraph, ...], title: int, issued_on: date | None) -> Plan:
    head = paragraphs[:title]
    name = paragraphs[title + 1].text.rstrip(".") if title + 1 < len(paragraphs) else None
    number = next((match[1] for match in (_NUMBER.match(paragraph.text) for paragraph in head) if match), None)
    spaceless = number.replace(" ", "") if number else None
    return Plan(paragraphs, paragraphs[title], head, _issued(head) or issued_on, spaceless, name)


def _issued(paragraphs: tuple[Paragraph, ...]) -> date | None:
    for paragraph in paragraphs:
        if _ISSUED.match(paragraph.plain):
            return next((mention.day for mention in mentions(paragraph)), None)
    return None


def findings(reading: Reading, plan: Plan) -> Iterator[Finding]:
    """Parts that an official document has and this plan has not."""
    if plan.title is None:
        return
    title, body = plan.title, plan.paragraphs
    if plan.number is None:
        yield _missing(reading, title, _("Đầu văn bản không có “Số: …”: hãy điền số và ký hiệu."))
    if not any(_STATE.search(paragraph.plain) for paragraph in plan.head):
        yield _missing(reading, title, _("Đầu văn bản không có Quốc hiệu, Tiêu ngữ."))
    recipients = [place for place, paragraph in enumerate(body) if _RECIPIENTS.match(paragraph.plain)]
    if recipients:
        yield from _signature(reading, body[recipients[-1]], body[recipients[-1] + 1 :])


def _signature(reading: Reading, recipients: Paragraph, after: tuple[Paragraph, ...]) -> Iterator[Finding]:
    signed = [place for place, paragraph in enumerate(after) if _SIGNED.match(paragraph.plain)]
    if not signed:
        yield _missing(reading, recipients, _("Cuối văn bản không có chức vụ, họ tên người ký."))
    elif not any(_is_name(paragraph.text) for paragraph in after[signed[-1] + 1 :][:_LINES_TO_NAME]):
        yield _missing(reading, after[signed[-1]], _("Dưới chức vụ không có họ tên người ký."))


def _is_name(text: str) -> bool:
    """Whether a line is the name of a person: "Phạm Thị Diễm"."""
    words = text.split(" ")
    return len(words) in _NAME_WORDS and all(word.isalpha() and word.istitle() for word in words)


def _missing(reading: Reading, paragraph: Paragraph, sentence: str) -> Finding:
    return reading.finding(FORM, paragraph, 0, len(paragraph.text), sentence)
