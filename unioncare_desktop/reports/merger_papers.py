"""What the proposal (tờ trình) and the decision (quyết định) on a merger or a split have in common.

The merger as it is printed, the fields of the office's texts, tables of unions and of the provisional committee, and
how a text with fields becomes the blocks of a document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import OfficerRole
from unioncare_desktop.domain.records.merger import ABSORBED, SPLIT
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import (
    Block,
    Cell,
    Column,
    Kind,
    OfficialHeading,
    SignatureBlock,
    Style,
    Table,
    Text,
)
from unioncare_desktop.services import document_texts, mergers, records, unions
from unioncare_desktop.services.document_texts import DOTS
from unioncare_desktop.services.merger_drafts import drafts_of
from unioncare_desktop.services.mergers import MergerDraft, MergerRow, PartRow
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import NO_BREAK, clean, long_day, show_whole

UNIONS, COMMITTEE, GROUPS, CHART = "bảng đơn vị", "bảng nhân sự", "bảng nhóm", "biểu đồ"
"""The tables and the chart that a text may ask for."""
_ARTICLE = re.compile(r"(Điều\s+\d+\.)\s*(.*)")
_ON_BEHALF = re.compile(r"^T[./]?\s*M\.?\s*", re.IGNORECASE)
_BLANK_ROWS = 3
_CLOSING_MARKS = " ;.,"


@dataclass(frozen=True)
class Paper:
    """A merger or a split as it is printed: its unions as they were the day before, by id, and its committee.

    *code* is that of a union newly founded.
    """

    row: MergerRow
    unions: Mapping[int, UnionRow]
    code: str
    committee: tuple[tuple[str, str], ...]

    @property
    def sources(self) -> str:
        """The unions that end in a merger: "A, B và C"."""
        return listed_names(self.unions[part.union_id].name for part in self.row.sources)

    @property
    def everyone(self) -> str:
        """All unions that take part."""
        return listed_names(self.unions[part.union_id].name for part in self.row.parts)

    @property
    def staying(self) -> str:
        """The union that takes the others in, or that is split, under its name of then; empty for a new one."""
        found = self.unions.get(self.row.union_id or 0)
        return found.name if found and self.row.kind in (ABSORBED, SPLIT) else ""

    @property
    def deed(self) -> str:
        """What is done, within a sentence: "sáp nhập A vào B"."""
        if self.row.kind == SPLIT:
            return _("chia, tách {staying}").format(staying=self.staying)
        if self.row.kind == ABSORBED:
            return _("sáp nhập {sources} vào {staying}").format(sources=self.sources, staying=self.staying)
        return _("hợp nhất {everyone} thành {name}").format(everyone=self.everyone, name=self.row.name)


def read(session: Session, ids: Iterable[int]) -> list[Paper]:
    """The mergers and splits with these ids, in that order.

    Raises:
        UserError: one of them is gone, or there are none.
    """
    wanted = list(dict.fromkeys(ids))
    known = {row.id: row for row in mergers.listed(session)}
    if not wanted or set(wanted) - known.keys():
        raise UserError(_("Không có việc sáp nhập nào để in; có thể đã được rút lại. Hãy chọn lại trong danh sách."))
    rows = [known[one] for one in wanted]
    told = {day: _told(session, rows, day) for day in {_day_before(row) for row in rows}}
    roles = records.choices(session, OfficerRole)
    leading = next((row["name"] for row in records.rows(session, OfficerRole, leads=True)), _("Chủ tịch"))
    drafts = drafts_of(session, wanted)
    return [
        Paper(row, told[_day_before(row)], draft.code or "", _committee(draft, roles, leading))
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _day_before(row: MergerRow) -> date | None:
    """The day as of which the unions of a merger are told; of one that is not done, as they are now."""
    return row.effective_on - timedelta(days=1) if row.done and row.effective_on else None


def _told(session: Session, rows: Iterable[MergerRow], day: date | None) -> dict[int, UnionRow]:
    concerned = {part.union_id for row in rows for part in row.parts}
    return {union.id: union for union in unions.listed(session, on=day, with_closed=True, always=concerned)}


def _committee(draft: MergerDraft, roles: Mapping[int, str], leading: str) -> tuple[tuple[str, str], ...]:
    """Name and role of each; the chair first, where only his name is known."""
    found = [(officer.name, roles[officer.role_id]) for officer in draft.officers]
    if draft.chair and draft.chair not in (name for name, _role in found):
        found.insert(0, (draft.chair, leading))
    return tuple(found)


def taking_part(row: MergerRow) -> tuple[PartRow, ...]:
    """The unions that are told of: all that are merged, or those that a split brings."""
    return row.sources if row.kind == SPLIT else row.parts


def listed_names(names: Iterable[str]) -> str:
    """Names within a sentence: "A, B và C"."""
    *others, last = names
    return _("{others} và {last}").format(others=", ".join(others), last=last) if others else last


def day_words(day: date | None) -> str:
    """A day within a sentence, or dots to write over."""
    return long_day(day) if day else _("ngày … tháng … năm {dots}").format(dots=DOTS).replace(" ", NO_BREAK)


def fields(view: OfficeView, paper: Paper) -> dict[str, str]:
    """The fields that texts of *paper* may have."""
    row = paper.row
    return letterhead.fields(view, row.period) | {
        "việc sáp nhập": paper.deed,
        "danh sách đơn vị": paper.everyone,
        "đơn vị bị sáp nhập": paper.sources,
        "đơn vị nhận": paper.staying,
        "đơn vị được chia tách": paper.staying,
        "tên sau sáp nhập": row.name,
        "số đơn vị": show_whole(len(taking_part(row))),
        "số đoàn viên": "" if row.members is None else show_whole(row.members),
        "ngày hiệu lực": day_words(row.effective_on),
        "chủ tịch lâm thời": row.chair or "",
        "ban ký": _ON_BEHALF.sub("", view["committee"] or view.kind.committee),
        "số tờ trình": row.proposal or "",
        "ngày tờ trình": day_words(row.proposed_on),
    }


def heading(view: OfficeView, span: Span, number: str, day: date | None, *titles: str) -> OfficialHeading:
    """As `letterhead.heading`, addressed to nobody; *number* may be whole: "12/QĐ-LĐLĐ"."""
    first, _slash, symbol = clean(number).partition("/")
    made = replace(letterhead.heading(view, span, first, day, *titles), addressed_to="")
    return replace(made, symbol=symbol) if symbol else made


def signature(session: Session, view: OfficeView, key: str, values: Mapping[str, str]) -> SignatureBlock:
    """Who signs, and the recipients that the text *key* lists."""
    return letterhead.signature(view, document_texts.filled(session, key, values).splitlines())


def basis(text: str) -> Iterator[Text]:
    """The grounds of a document, one a line of *text*: each ends with ";", the last with "."."""
    lines = [line.rstrip(_CLOSING_MARKS) for line in text.splitlines() if line.strip()]
    for at, line in enumerate(lines, 1):
        yield Text(line + (";" if at < len(lines) else "."), Style.BASIS)


def blocks(text: str, named: Mapping[str, Block]) -> Iterator[Block]:
    """The paragraphs of *text*: articles with their number in bold, and each of the blocks *named* in its place."""
    for line in filter(str.strip, text.splitlines()):
        if name := document_texts.block_of(line):
            yield named[name]
        elif found := _ARTICLE.fullmatch(line.strip()):
            yield Text(found[2], lead=found[1])
        else:
            yield Text(line)


# Tables


def unions_table(paper: Paper) -> Table:
    """The unions that take part with their members; of a split, the new ones with what each gets."""
    rows: list[tuple[Cell, ...]] = []
    for number, part in enumerate(taking_part(paper.row), 1):
        union = paper.unions[part.union_id]
        rows.append((number, union.code, union.name, union.area or None, part.members))
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Đơn vị"), width=3),
            Column(_("Địa bàn")),
            Column(_("Đoàn viên"), Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    ).filled


def committee_table(committee: Sequence[tuple[str, str]]) -> Table:
    """The provisional committee; dots to write over where nobody is named yet."""
    people = committee or ((DOTS, DOTS),) * _BLANK_ROWS
    return Table(
        (Column(_("STT"), Kind.ORDINAL), Column(_("Họ và tên"), width=2), Column(_("Chức danh"), width=2)),
        tuple((number, name, role) for number, (name, role) in enumerate(people, 1)),
    )
