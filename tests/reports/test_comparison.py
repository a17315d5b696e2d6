"""What differs between two contents of a report is told exactly: no more and no less."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.report_samples import LIST_COLUMNS, report
from unioncare_desktop.reports.comparison import ChangedText, differences
from unioncare_desktop.reports.document import (
    Annex,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Remarked,
    Series,
    Table,
    Text,
)

UNITS = 12
FIGURES = [at for at, column in enumerate(LIST_COLUMNS) if column.kind is Kind.WHOLE]


def listed(rows: tuple[tuple[Cell, ...], ...]) -> Document:
    """A document whose annex has these *rows*."""
    whole = report(UNITS)
    annex = whole.annexes[0]
    return replace(whole, annexes=(replace(annex, table=replace(annex.table, rows=rows)),))


ROWS = report(UNITS).annexes[0].table.rows


@given(
    st.dictionaries(
        st.tuples(st.integers(0, UNITS - 1), st.sampled_from(FIGURES)),
        st.one_of(st.none(), st.integers(0, 999)),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_exactly_the_changed_cells_are_told(changes: dict[tuple[int, int], int | None], random: object) -> None:
    rows = [list(row) for row in ROWS]
    for (row, column), value in changes.items():
        rows[row][column] = value
    expected = {
        (ROWS[row][1], LIST_COLUMNS[column].title, ROWS[row][column], value)
        for (row, column), value in changes.items()
        if value != ROWS[row][column]
    }
    random.shuffle(rows)  # type: ignore[attr-defined] # the order says nothing: rows are found by their codes

    found = differences(listed(ROWS), listed(tuple(map(tuple, rows))))

    assert {(one.code, one.figure, one.old, one.new) for one in found.rows if not one.total} == expected
    assert all(one.annex and one.where == "Danh sách công đoàn cơ sở" for one in found.rows)
    numbers = [one for one in found.rows if isinstance(one.old, int) and isinstance(one.new, int)]
    assert all(one.change == one.new - one.old for one in numbers)  # type: ignore[operator] # both are whole
    assert found.texts == ()
    assert bool(found) == bool(expected)


@given(st.sets(st.integers(0, UNITS - 1), max_size=4), st.sets(st.integers(0, UNITS - 1), max_size=4))
def test_rows_of_one_content_alone_are_told(gone: set[int], come: set[int]) -> None:
    old = tuple(row for at, row in enumerate(ROWS) if at not in come)
    new = tuple(row for at, row in enumerate(ROWS) if at not in gone)

    found = differences(listed(old), listed(new))

    names = [(one.code, one.old, one.new) for one in found.rows if one.figure == "Tên công đoàn cơ sở"]
    assert set(names) == {(ROWS[at][1], ROWS[at][2], None) for at in gone - come} | {
        (ROWS[at][1], None, ROWS[at][2]) for at in come - gone
    }
    alone = [one for one in found.rows if not one.total]
    assert {one.figure for one in alone} <= {column.title for column in LIST_COLUMNS}
    assert all(one.old is None or one.new is None for one in alone)


def of(*blocks: Heading | Text | Table | Chart) -> Document:
    return replace(report(1), body=blocks, annexes=())


def test_totals_follow_and_are_told_apart() -> None:
    columns = (Column("Loại hình"), Column("Đoàn viên", Kind.WHOLE, total=True))
    old, new = (Table(columns, (("Trường", 5), ("Khác", members)), "A", totals_label="Cộng") for members in (7, 9))

    found = differences(of(old), of(new))

    assert [(one.name, one.figure, one.old, one.new, one.change, one.total) for one in found.rows] == [
        ("Khác", "Đoàn viên", 7, 9, 2, False),
        ("Cộng", "Đoàn viên", 12, 14, 2, True),
    ]


def test_a_table_without_a_title_is_called_by_its_rows() -> None:
    columns = (Column("TT", Kind.ORDINAL), Column("Khối"), Column("Đoàn viên", Kind.WHOLE))
    old, new = (of(Table(columns, ((1, "Trường học", members),))) for members in (7, 9))

    assert [one.where for one in differences(old, new).rows] == ["Bảng theo khối"]


def test_a_list_that_went_to_an_annex_is_the_same_list() -> None:
    columns = (Column("Mã"), Column("Tên"), Column("Đoàn viên", Kind.WHOLE))
    old = of(Heading("I. ĐƠN VỊ NHỎ"), Table((Column("TT", Kind.ORDINAL), *columns), ((1, "CS1", "Sen", 5),)))
    listed = Table((Column("STT", Kind.ORDINAL), *columns), ((1, "CS1", "Sen", 5), (2, "CS2", "Mai", 6)))
    new = replace(of(), annexes=(Annex("Phụ lục I", "Danh sách đơn vị nhỏ", listed),))

    found = [(one.code, one.figure, one.old, one.new, one.annex) for one in differences(old, new).rows]

    assert found == [
        ("CS2", "Tên", None, "Mai", True),
        ("CS2", "Đoàn viên", None, 6, True),
    ]


def test_a_row_with_a_code_keeps_it_through_another_name_and_one_without_its_name() -> None:
    columns = (Column("Mã"), Column("Tên"), Column("Đoàn viên", Kind.WHOLE))
    old = Table(columns, (("CS1", "Sen", 5), (None, "Mai", 6), (None, "Lan", 7)), "A")
    new = Table(columns, (("CS2", "Mai", 6), ("CS1", "Sen Vàng", 5), ("CS3", "Cúc", 1)), "A")

    found = [(one.code, one.name, one.figure, one.old, one.new) for one in differences(of(old), of(new)).rows]

    assert found == [
        ("CS2", "Mai", "Mã", None, "CS2"),
        ("CS1", "Sen Vàng", "Tên", "Sen", "Sen Vàng"),
        ("CS3", "Cúc", "Tên", None, "Cúc"),
        ("CS3", "Cúc", "Đoàn viên", None, 1),
        ("", "Lan", "Tên", "Lan", None),
        ("", "Lan", "Đoàn viên", 7, None),
    ]


def test_ordinals_remarks_and_numbers_of_chapters_do_not_count() -> None:
    columns = (Column("TT", Kind.ORDINAL), Column("Tên"), Column("Đoàn viên", Kind.WHOLE))
    old = of(Heading("II. DANH SÁCH"), Table(columns, ((1, "Sen", 5), (2, "Mai", Figure(6, "Đoàn viên")))))
    new = of(Heading("III. DANH SÁCH"), Table(columns, ((1, "Mai", 6), (2, "Sen", Remarked(5, italic=True)))))

    assert not differences(old, new)


def test_sentences_that_changed_are_told_beside_each_other() -> None:
    old = of(Text("Có 5 đơn vị. Không có đơn vị nhỏ. Tất cả đã nộp."))
    new = of(Text("Có 6 đơn vị. Không có đơn vị nhỏ. Tất cả đã nộp. Hết."))

    found = differences(old, new)

    assert found.rows == ()
    assert found.texts == (ChangedText("Có 5 đơn vị.", "Có 6 đơn vị."), ChangedText(None, "Hết."))


def test_a_chart_is_told_where_no_table_says_the_same() -> None:
    columns = (Column("Kỳ"), Column("Đoàn viên", Kind.WHOLE))
    old, new = (
        of(
            Table(columns, (("Quý II", second),), "A"),
            Chart("Diễn biến", ("Quý I", "Quý II"), (Series("Đoàn viên", (first, second)),)),
        )
        for first, second in ((10, 20), (11, 21))
    )

    found = [(one.where, one.name, one.figure, one.old, one.new) for one in differences(old, new).rows]

    assert found == [("A", "Quý II", "Đoàn viên", 20, 21), ("Diễn biến", "Quý I", "Đoàn viên", 10, 11)]
