"""Which sheets of a book are lists, of which kind, and what to tell the user where none is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unioncare_desktop.domain import old_fonts
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists import headings
from unioncare_desktop.services.lists.families import ABOUT_UNIONS, COUNT_NOTE, FAMILIES, ORDINAL, REGISTRY, Family
from unioncare_desktop.services.lists.headings import Layout, NoList
from unioncare_desktop.services.lists.plan import COUNTS, KIND_WORDS, UNIONS
from unioncare_desktop.services.lists.sheets import Book, Cell, Cells, Sheet, text_of
from unioncare_desktop.vietnamese import fold

_IDENTITY = {ORDINAL, "code", "name"}
_ANNEX = "phu luc"
_MOST_NAMED = 5
_SUMMARY_TITLES = ("tong hop", "th", "tong")
_MOST_SHOWN = 12


@dataclass(frozen=True)
class Lists:
    """The lists of a book; `notes` say which sheets were left aside and what else the user should know."""

    kind: str
    layouts: tuple[Layout, ...]
    notes: tuple[str, ...]

    @property
    def family(self) -> Family:
        """The family that all of them are of."""
        return self.layouts[0].family

    @property
    def dated(self) -> bool:
        """Whether what they hold belongs to a period: figures, and all that is kept by the year."""
        if self.family is not REGISTRY:
            return self.family.yearly
        return any(name in FIGURES for layout in self.layouts for name in layout.columns)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that fit nowhere, each once."""
        return tuple(dict.fromkeys(words for layout in self.layouts for words in layout.ignored))


def find(book: Book) -> Lists:
    """The lists of *book*.

    Raises:
        UserError: there is none, it is of a kind that is not known, or two of its columns mean the same.
    """
    visible = [sheet for sheet in book.sheets if not sheet.hidden and sheet.rows]
    notes = [*book.notes]
    notes += [_("Bỏ qua sheet ẩn “{sheet}”.").format(sheet=sheet.title) for sheet in book.sheets if sheet.hidden]
    looked_at = _recognised(visible)
    layouts = [one for one in looked_at if isinstance(one, Layout)]
    chosen = _without_summaries(_of_a_report(layouts), visible)
    known = [layout for layout in chosen if not layout.columns.keys() <= _IDENTITY or not layout.ignored]
    if not known:
        raise _nothing_found(book, visible, looked_at, chosen)
    for layout in known:
        _refuse_doubles(book, layout)
    aside = [sheet.title for sheet in visible if all(layout.sheet is not sheet for layout in known)]
    others = _of_other_kinds([sheet for sheet in visible if sheet.title in aside], known[0].family)
    notes += [
        _("Bỏ qua sheet “{sheet}”: là {kind}; hãy tách thành tệp riêng rồi nhập.").format(sheet=title, kind=kind)
        for title, kind in others.items()
    ]
    if rest := [title for title in aside if title not in others]:
        notes.append(_("Bỏ qua sheet không phải danh sách: {sheets}.").format(sheets=", ".join(rest)))
    for layout in known:
        if layout.sheet.hidden_rows:
            sentence = _("Sheet “{sheet}” có {count} dòng ẩn; các dòng này vẫn được đọc.")
            notes.append(sentence.format(sheet=layout.sheet.title, count=len(layout.sheet.hidden_rows)))
        if cells := layout.sheet.grouped_alike:
            sentence = _(
                "Sheet “{sheet}”: {cells} được Excel hiện với ba số lẻ, trông như hàng nghìn, nhưng đọc là số nhỏ."
                " Nếu ý là hàng nghìn, hãy sửa tệp rồi nhập lại."
            )
            notes.append(sentence.format(sheet=layout.sheet.title, cells=_some(cells)))
    kind = _kind(known)
    return Lists(kind, tuple(_with_whole_names(_with_its_note(layout, kind)) for layout in known), tuple(notes))


def _recognised(sheets: Sequence[Sheet]) -> list[Layout | NoList]:
    """The sheets as lists of the family of which their columns tell most; of two alike, the one named first."""
    of_families = [[headings.recognise(sheet, family) for sheet in sheets] for family in FAMILIES]
    return max(of_families, key=_told, default=[])


def _told(sheets: Sequence[Layout | NoList]) -> tuple[bool, int]:
    """How well *sheets* fit the family as which they were recognised: whether it is said, what columns tell."""
    layouts = [one for one in sheets if isinstance(one, Layout) and one.family.told_by(one.columns)]
    said = any(one.family.said and one.family.said.search(fold(one.said)) for one in layouts)
    return said, max((one.family.told_by(one.columns) for one in layouts), default=0)


def _of_other_kinds(sheets: Sequence[Sheet], chosen: Family) -> dict[str, str]:
    """The sheets, by title, that are lists of another family than the one *chosen* for the book, with their kinds."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for layout in [headings.recognise(sheet, family) for family in FAMILIES if family is not chosen]:
            if isinstance(layout, Layout) and layout.body and layout.family.told_by(layout.columns):
                words = KIND_WORDS[_kind([layout])]
                found[sheet.title] = words[0].lower() + words[1:]
    return found


def _some(cells: Sequence[str]) -> str:
    """The first few of *cells*, and how many there are in all."""
    named = ", ".join(cells[:_MOST_NAMED])
    return named if len(cells) <= _MOST_NAMED else _("{named} … ({count} ô)").format(named=named, count=len(cells))


def _of_a_report(layouts: Sequence[Layout]) -> list[Layout]:
    """Of a report with annexes only the first annex: it is the list from which all its other tables are taken."""
    annexes = [layout for layout in layouts if fold(layout.sheet.title).startswith(_ANNEX)]
    return annexes[:1] or list(layouts)


def _without_summaries(layouts: Sequence[Layout], sheets: Sequence[Sheet]) -> list[Layout]:
    """Without the tables whose rows are wards or groups of unions instead of unions."""
    titles = {fold(sheet.title) for sheet in sheets}
    lists = [layout for layout in layouts if not layout.is_summary and not _lists_sheets(layout, titles)]
    return [layout for layout in lists if len(lists) == 1 or fold(layout.sheet.title) not in _SUMMARY_TITLES]


def _lists_sheets(layout: Layout, titles: set[str]) -> bool:
    column = layout.columns["name"].column
    names = [fold(name) for _row, cells in layout.body if (name := text_of(_at(cells, column)).strip())]
    return bool(names) and 2 * sum(name in titles for name in names) > len(names)


def _at(cells: tuple[Cell, ...], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _kind(layouts: Sequence[Layout]) -> str:
    """A list of figures, unless a column stands in it that only the registry has, or figures are missing."""
    if layouts[0].family is not REGISTRY:
        return layouts[0].family.kinds[0]
    fields = {name for layout in layouts for name in layout.columns}
    of_registry = fields & (fields_of(Union).keys() - ABOUT_UNIONS)
    return UNIONS if of_registry or not fields & set(FIGURES) else COUNTS


def _with_its_note(layout: Layout, kind: str) -> Layout:
    """In a list of figures "Ghi chú" belongs to the figures."""
    if kind != COUNTS or COUNT_NOTE in layout.columns:
        return layout
    return replace(
        layout,
        headings=tuple(
            replace(heading, field=COUNT_NOTE) if heading.field == "note" else heading for heading in layout.headings
        ),
    )


def _with_whole_names(layout: Layout) -> Layout:
    """Where a union stands in several rows, a name or code merged over them is that of each."""
    columns = {layout.columns[name].column + 1 for name in (ORDINAL, "code", "name") if name in layout.columns}
    merged = [
        one
        for one in layout.sheet.merged
        if layout.family.repeats and one.first_column == one.last_column and one.first_column in columns
    ]
    if not merged:
        return layout
    rows = dict(layout.body)
    for one in merged:
        value = _at(rows.get(one.first_row, ()), one.first_column - 1)
        for number in range(one.first_row + 1, one.last_row + 1):
            if number in rows:
                rows[number] = _with(rows[number], one.first_column - 1, value)
    rest = tuple(one for one in layout.sheet.merged if one not in merged)
    return replace(layout, sheet=replace(layout.sheet, merged=rest), body=tuple(rows.items()))


def _with(cells: Cells, column: int, value: Cell) -> Cells:
    wide = (*cells, *[None] * (column + 1 - len(cells)))
    return (*wide[:column], value, *wide[column + 1 :])


def _refuse_doubles(book: Book, layout: Layout) -> None:
    if layout.doubles:
        first, second = layout.doubles[0]
        sentence = _(
            "Tệp {file}, sheet “{sheet}”: hai cột “{first}” và “{second}” cùng nghĩa nên không rõ lấy cột nào. "
            "Hãy xóa hoặc đổi tên một cột."
        )
        raise UserError(
            sentence.format(file=book.name, sheet=layout.sheet.title, first=first.words, second=second.words)
        )


# What is said where no list is found


def _nothing_found(
    book: Book, sheets: Sequence[Sheet], looked_at: Sequence[Layout | NoList], chosen: Sequence[Layout]
) -> UserError:
    if not sheets:
        return UserError(_("Tệp {file}: không có dữ liệu nào.").format(file=book.name))
    if trouble := next((one for sheet in sheets if (one := _trouble(sheet))), None):
        return UserError(_("Tệp {file}: {reason}.").format(file=book.name, reason=trouble))
    layouts = [one for one in looked_at if isinstance(one, Layout)]
    if chosen:
        return UserError(
            _(
                "Tệp {file}: chưa nhập được loại danh sách này. Sheet “{sheet}” có các cột {columns}; ngoài tên và mã "
                "không có cột nào thuộc danh sách công đoàn, số liệu đoàn viên, đăng ký thi đua hoặc số liệu năm."
            ).format(file=book.name, sheet=chosen[0].sheet.title, columns=_quoted(chosen[0].ignored))
        )
    if layouts:
        return UserError(
            _("Tệp {file}: chỉ có bảng tổng hợp, không có danh sách từng công đoàn cơ sở.").format(file=book.name)
        )
    nearest = max((one for one in looked_at if isinstance(one, NoList)), key=lambda one: (one.known, len(one.seen)))
    return UserError(
        _(
            "Tệp {file}: không thấy danh sách có cột tên công đoàn (“Tên CĐCS”, “Công đoàn cơ sở” …) và ít nhất một "
            "cột khác. Sheet “{sheet}” có: {columns}."
        ).format(file=book.name, sheet=nearest.sheet.title, columns=_quoted(nearest.seen))
    )


def _quoted(words: Sequence[str]) -> str:
    shown = ", ".join(f"“{one[:60]}”" for one in words[:_MOST_SHOWN] if one)
    return shown or _("không có tiêu đề cột nào")


def _trouble(sheet: Sheet) -> str | None:
    texts = (text_of(cell) for _row, cells in sheet.rows[:_MOST_SHOWN] for cell in cells)
    return next((trouble.advice for text in texts if (trouble := old_fonts.trouble(text))), None)
