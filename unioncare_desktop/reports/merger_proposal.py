"""Tờ trình sáp nhập: the proposal of one merger, or of several with lists of them as annexes.

Its words are the office's texts (`document_texts`); what is not known yet is left blank.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead, merger_papers
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Kind,
    Table,
)
from unioncare_desktop.reports.merger_papers import CHART, COMMITTEE, GROUPS, UNIONS, Paper
from unioncare_desktop.reports.size_chart import size_chart
from unioncare_desktop.services import counts, document_texts, merger_bases, office, small_unions
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.vietnamese import roman_number, show_whole

SIGN = "TTr"


def proposal(session: Session, merger_ids: Sequence[int], number: str = "", day: date | None = None) -> Document:
    """The proposal of mergers; *number* and *day* are those stored with them where none are given.

    Raises:
        UserError: one of them is gone, or one of the office's texts has an unknown field.
    """
    return of_papers(session, merger_papers.read(session, merger_ids), number, day)


def of_papers(session: Session, papers: Sequence[Paper], number: str = "", day: date | None = None) -> Document:
    """As `proposal`, of mergers that have been read."""
    first, view = papers[0].row, office.view(session)
    written = day or first.proposed_on
    on = written or clock.today()
    values = _fields(session, view, papers, on)
    receivers = document_texts.filled(session, "proposal.addressed_to", values)
    values["nơi nhận trình"] = merger_papers.listed_names(receivers.splitlines() or [""])
    titles = (_("TỜ TRÌNH"), document_texts.filled(session, "proposal.subject", values), SIGN)
    heading = merger_papers.heading(view, Span.quarter_of(on), number or first.proposal or "", written, *titles)
    made = Document(
        heading=replace(heading, addressed_to=receivers),
        body=tuple(_body(session, papers, values)),
        signature=merger_papers.signature(session, view, "proposal.recipients", values),
        annexes=tuple(_annexes(papers)) if len(papers) > 1 else (),
    )
    return letterhead.signed(made, session)


def _fields(session: Session, view: OfficeView, papers: Sequence[Paper], on: date) -> dict[str, str]:
    span = max(paper.row.period for paper in papers)
    concerned = {part.union_id for paper in papers for part in paper.row.parts}
    target = merger_bases.target(session, span, on)
    found = small_unions.overview(session, span)
    values = merger_papers.fields(view, papers[0]) | {
        "số nhóm": show_whole(len(papers)),
        "số đơn vị quản lý": show_whole(sum(row.union.alive_on(span.end) for row in counts.rows(session, span))),
        "số đơn vị nhỏ": show_whole(len(found.small)),
        "mức nhỏ": show_whole(found.below),
        "danh sách gốc": target.base_words,
        "đã ghép": target.words,
        "sau khi ghép": target.with_merged(concerned).words,
        "chỉ tiêu": _("{above} %").format(above=target.above),
    }
    return values | _sums(papers)


def _sums(papers: Sequence[Paper]) -> dict[str, str]:
    """The figures of several mergers together."""
    units = sum(len(merger_papers.taking_part(paper.row)) for paper in papers)
    members = sum(paper.row.members or 0 for paper in papers)
    return {"số đơn vị": show_whole(units), "số đoàn viên": show_whole(members)} if len(papers) > 1 else {}


def _body(session: Session, papers: Sequence[Paper], values: dict[str, str]) -> Iterator[Block]:
    named: dict[str, Block] = {
        UNIONS: merger_papers.unions_table(papers[0]),
        COMMITTEE: merger_papers.committee_table(papers[0].committee),
        GROUPS: _groups(papers),
        CHART: _chart(session, papers),
    }

    def part(name: str) -> Iterator[Block]:
        return merger_papers.blocks(document_texts.filled(session, f"proposal.{name}", values), named)

    yield from merger_papers.basis(document_texts.filled(session, "proposal.basis", values))
    yield from part("opening")
    yield Heading(_("I. TÌNH HÌNH"))
    yield from part("situation")
    yield Heading(_("II. NỘI DUNG ĐỀ NGHỊ"))
    yield from part("one" if len(papers) == 1 else "many")
    yield from part("closing")


def _chart(session: Session, papers: Sequence[Paper]) -> Chart:
    """The unions that take part as they are, and what comes out."""
    limit = office.threshold(session, "merged_above", max(paper.row.period for paper in papers).end)
    before = [part.members or 0 for paper in papers for part in paper.row.parts]
    return size_chart(before, [paper.row.members or 0 for paper in papers], limit)


def _groups(papers: Sequence[Paper]) -> Table:
    """One row for each merger; its sums are those of the annex."""
    rows: list[tuple[Cell, ...]] = [
        (number, paper.row.name, len(paper.row.parts), paper.row.members) for number, paper in enumerate(papers, 1)
    ]
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Đơn vị sau sáp nhập"), width=3),
            Column(_("Số đơn vị"), Kind.WHOLE, total=True),
            Column(_("Đoàn viên"), Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


def _annexes(papers: Sequence[Paper]) -> Iterator[Annex]:
    lists = [(_("Danh sách đơn vị tham gia sáp nhập"), _members(papers))]
    if any(paper.committee for paper in papers):
        lists.append((_("Nhân sự lâm thời của các đơn vị sau sáp nhập"), _committees(papers)))
    for number, (title, table) in enumerate(lists, 1):
        label = _("Phụ lục {number}").format(number=roman_number(number))
        yield Annex(label, title, table.filled, landscape=number == 1)


def _members(papers: Sequence[Paper]) -> Table:
    """Every union that takes part, those of one merger together."""
    rows: list[tuple[Cell, ...]] = []
    for number, paper in enumerate(papers, 1):
        for part in paper.row.parts:
            union = paper.unions[part.union_id]
            told = (union.code, union.name, union.bloc or None, union.area or None, part.members)
            rows.append((len(rows) + 1, *told, number, paper.row.name))
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Đơn vị tham gia"), width=3),
            Column(_("Khối")),
            Column(_("Địa bàn")),
            Column(_("Đoàn viên"), Kind.WHOLE, total=True),
            Column(_("Nhóm"), Kind.ORDINAL),
            Column(_("Sáp nhập thành"), width=3),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
    )


def _committees(papers: Sequence[Paper]) -> Table:
    people = [(paper.row.name, *person) for paper in papers for person in paper.committee]
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Đơn vị sau sáp nhập"), width=2),
            Column(_("Họ và tên")),
            Column(_("Chức danh")),
        ),
        tuple((number, *person) for number, person in enumerate(people, 1)),
    )
