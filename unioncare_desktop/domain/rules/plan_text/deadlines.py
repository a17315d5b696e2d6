"""Deadlines that a text sets: what is due on a day, by a rule, or on a day that the text does not name."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from unioncare_desktop.domain.records.plan import EVENT, REGISTRATION, REPORT, REVIEW, TASK
from unioncare_desktop.domain.rules.plan_text.findings import BEFORE_ISSUE, Finding, ProposedDeadline
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Piece, Reading
from unioncare_desktop.domain.rules.plan_text.structure import Plan
from unioncare_desktop.domain.rules.plan_text.targets import wanted_in
from unioncare_desktop.domain.rules.plan_text.times import Time, times_in
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import fold, show_day

_LONGEST_TITLE, _LONGEST_WORDS = 160, 500
_TIME_ONLY = re.compile(r"thoi gian\b[^:,]{0,40}[:,]")
_PERIODIC = re.compile(r"dinh ky\b")
_WITHOUT_DAY = re.compile(
    r"\bbao cao (ket qua|danh gia|tong hop)[^.;]*\b(ve|voi|gui|theo qu[iy] dinh)\b"
    r"|\bdinh ky[^.;]{0,40} (so|tong) ?(ket|,)"
    r"|\bdinh ky tong hop bao cao\b"
)
_REVIEW = re.compile(r"(?: ?tien hanh)? ?\b(so|tong) ket\b")
_KINDS = (
    (re.compile(r"\bbao cao\b"), REPORT),
    (re.compile(r"\b(so|tong) ket\b|\bso, tong ket\b"), REVIEW),
    (re.compile(r"\bdang ky\b"), REGISTRATION),
    (
        re.compile(r"\b(dai hoi|hoi nghi|cuoc thi|hoi thi|dot [1-9i]{1,3}|doi thoai|le phat dong|tap huan|cuoc hop)\b"),
        EVENT,
    ),
)


def proposals(reading: Reading, plan: Plan) -> Iterator[ProposedDeadline]:
    """Every deadline of a plan, each once."""
    known: set[tuple[str, date | None, str | None]] = set()
    for proposed in _all(reading, plan):
        if (what := (proposed.title, proposed.due, proposed.rule)) not in known:
            known.add(what)
            yield proposed


def _all(reading: Reading, plan: Plan) -> Iterator[ProposedDeadline]:
    above: Paragraph | None = None
    for paragraph in plan.paragraphs:
        if _TIME_ONLY.match(paragraph.plain) and above is not None:
            yield from _of_task_above(reading, plan, paragraph, above)
        else:
            for sentence in paragraph.sentences:
                yield from _of_sentence(reading, plan, paragraph, sentence)
            above = paragraph


def _of_task_above(reading: Reading, plan: Plan, paragraph: Paragraph, above: Paragraph) -> Iterator[ProposedDeadline]:
    """A line that only says when ("Thời gian hoàn thành: Quý II/2021") speaks of the paragraph before it."""
    title = _title(above, Piece(above.begin, len(above.text)))
    words = paragraph.text[:_LONGEST_WORDS]
    times = (times_in(paragraph, sentence, plan.working_year) for sentence in paragraph.sentences)
    for time in chain.from_iterable(times):
        yield _proposal(reading, paragraph, time, title, words)


def _of_sentence(reading: Reading, plan: Plan, paragraph: Paragraph, sentence: Piece) -> Iterator[ProposedDeadline]:
    title, words = _title(paragraph, sentence), paragraph.words(sentence)[:_LONGEST_WORDS]
    times = times_in(paragraph, sentence, plan.working_year)
    rhythms = any(not time.strict and time.rule is not None for time in times)
    aims = rhythms and any(wanted_in(paragraph, clause) for clause in paragraph.clauses(sentence))
    found = [time for time in times if _binds(paragraph, sentence, time, aims=aims)]
    for time in found:
        yield _proposal(reading, paragraph, time, title, words)
    if not found and (match := _WITHOUT_DAY.search(paragraph.unquoted, sentence.start, sentence.end)):
        problem = _("Kế hoạch không nêu ngày, không nêu nhịp; hãy hỏi đơn vị ban hành rồi ghi ngày.")
        yield _proposal(reading, paragraph, Time(*match.span(), problem=problem), title, words)


def _binds(paragraph: Paragraph, sentence: Piece, time: Time, *, aims: bool) -> bool:
    """Whether something is due by a time: a bare "hằng năm" where the task begins with it and *aims* at nothing."""
    if time.strict or time.rule is None:
        return True
    if aims:
        return False
    plain = paragraph.plain
    begins = plain[sentence.start : time.start].strip(" ,") == "" or plain[: time.start].rstrip().endswith((";", ","))
    return begins or _PERIODIC.match(plain, time.start) is not None or plain[: time.start].endswith("dinh ky ")


def _proposal(reading: Reading, paragraph: Paragraph, time: Time, title: str, words: str) -> ProposedDeadline:
    start, end = reading.place(paragraph, time.start, time.end)
    kind = _kind(paragraph, time, title)
    return ProposedDeadline(
        title=_review_title(paragraph, time, title) if kind == REVIEW and time.due else title,
        due=time.due,
        rule=time.rule,
        words=words,
        line=reading.line(paragraph, time.start),
        problem=time.problem,
        kind=kind,
        start=start,
        end=end,
    )


def _review_title(paragraph: Paragraph, time: Time, title: str) -> str:
    """What names the first review and the last of one task apart."""
    words = _REVIEW.search(paragraph.plain, time.start, time.end) or _REVIEW.match(paragraph.plain, time.end)
    if words is None:
        return title
    name = _("Sơ kết") if words[1] == "so" else _("Tổng kết")
    return _("{review}: {title}").format(review=name, title=title)


def _kind(paragraph: Paragraph, time: Time, title: str) -> str:
    """What kind of thing it is, by the words next to the time, else by its title."""
    near = paragraph.plain[max(0, time.start - 30) : time.end + 30]
    for text in (near, fold(title)):
        for pattern, kind in _KINDS:
            if pattern.search(text):
                return kind
    return TASK


def _title(paragraph: Paragraph, sentence: Piece) -> str:
    words = paragraph.words(sentence).rstrip(".")
    if len(words) <= _LONGEST_TITLE:
        return words
    return words[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def findings(reading: Reading, plan: Plan) -> Iterator[Finding]:
    """Latest days that lie before the day on which the plan was issued."""
    if plan.issued_on is None:
        return
    for paragraph in plan.paragraphs:
        for sentence in paragraph.sentences:
            for time in times_in(paragraph, sentence):
                if time.due is not None and time.due < plan.issued_on:
                    yield _before_issue(reading, paragraph, time, plan.issued_on, time.due)


def _before_issue(reading: Reading, paragraph: Paragraph, time: Time, issued_on: date, due: date) -> Finding:
    sentence = _("Hạn {due} ở trước ngày ban hành {issued}: hãy hỏi lại ngày đúng.").format(
        due=show_day(due), issued=show_day(issued_on)
    )
    return reading.finding(BEFORE_ISSUE, paragraph, time.start, time.end, sentence)
