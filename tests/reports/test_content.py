"""A document as data: back without loss, to the same bytes, with a hash of what it tells and of nothing else.

That of every kind of report is in the tests of the invented offices.
"""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.report_samples import heading, report, sizes
from unioncare_desktop import reports
from unioncare_desktop.errors import EnvironmentProblem
from unioncare_desktop.reports import content, excel, pdf
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Remarked,
    Series,
    SignatureBlock,
    Style,
    Table,
    Text,
)
from unioncare_desktop.reports.layout import LAYOUT
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.database import Session


def test_the_writers_make_the_same_files_of_what_comes_back() -> None:
    document = replace(report(60), body=(*report(60).body, sizes()))

    again = content.from_json(content.to_json(document))

    assert pdf.render(again) == pdf.render(document)
    assert excel.render(again) == excel.render(document)


# Documents of any kind

texts = st.text(max_size=12)
days = st.dates()
wholes = st.integers(min_value=-(10**12), max_value=10**12)
floats = st.floats(allow_nan=False, allow_infinity=False)
cells: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    texts,
    wholes,
    floats,
    days,
    st.builds(Figure, wholes, texts),
    st.builds(Remarked, st.none() | wholes, st.booleans(), texts),
)
columns = st.builds(
    Column,
    texts,
    st.sampled_from(Kind),
    floats,
    st.booleans(),
    st.none() | st.tuples(texts, texts),
    floats,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    heads = tuple(draw(st.lists(columns, min_size=1, max_size=3)))
    row = st.tuples(*(cells for _column in heads))
    rows = tuple(draw(st.lists(row, max_size=3)))
    return Table(heads, rows, draw(texts), draw(texts), draw(texts), tuple(draw(st.lists(texts, max_size=2))))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    categories = tuple(draw(st.lists(texts, max_size=3)))
    values = st.tuples(*(st.none() | wholes for _category in categories))
    series = tuple(draw(st.lists(st.builds(Series, texts, values), max_size=2)))
    limit, flag = draw(st.none() | wholes), draw(st.booleans())
    kind = "line" if draw(st.booleans()) else "bars"
    return Chart(draw(texts), categories, series, limit, draw(texts), flag, not flag, kind, flag)  # type: ignore[arg-type] # one of the two


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts, st.integers(1, 2)),
    st.builds(Text, texts, st.sampled_from(Style), texts),
    tables(),
    charts(),
)
documents = st.builds(
    Document,
    st.builds(heading, number=texts, day=st.none() | days, subject=texts, kind_name=texts, style=texts, contact=texts),
    st.lists(blocks, max_size=4).map(tuple),
    st.builds(SignatureBlock, texts, texts, texts, st.lists(texts, max_size=3).map(tuple)),
    st.lists(st.builds(Annex, texts, texts, tables(), st.booleans()), max_size=2).map(tuple),
    st.builds(lambda size: replace(LAYOUT, body=size), floats),
)


@given(document=documents)
def test_any_document_comes_back_without_loss(document: Document) -> None:
    written = content.to_json(document)

    again = content.from_json(written)

    assert repr(again) == repr(document)  # 1, 1.0 and True are equal, but not the same
    assert content.to_json(again) == written


@given(document=documents, other=documents)
def test_documents_have_the_same_hash_only_where_they_tell_the_same(document: Document, other: Document) -> None:
    def told(one: Document) -> str:
        return repr((one.heading.kind_name, one.heading.subject, one.heading.issuer, one.body, one.annexes))

    assert (content.data_hash(document) == content.data_hash(other)) == (told(document) == told(other))


def test_number_day_signature_and_sizes_leave_the_hash_as_it_is() -> None:
    preview = report(3, number="", day=None)
    issued = replace(
        reports.numbered(preview, "38", date(2023, 9, 8)),
        signature=SignatureBlock("TM. BAN CHẤP HÀNH", "PHÓ CHỦ TỊCH", "Trần Văn Bình"),
        layout=replace(LAYOUT, body=14),
    )

    assert content.data_hash(issued) == content.data_hash(preview)
    assert content.data_hash(report(4)) != content.data_hash(preview)
    assert issued.heading.number_and_symbol == "38/BC-LĐLĐ"


def test_the_hash_of_today_is_that_of_tomorrow() -> None:
    """What stands in the register and on paper must be found again by every later version."""
    assert content.mark(report(3)) == "69eb-6c97-52a7-de9a"


def test_the_mark_is_the_beginning_of_the_hash_in_fours() -> None:
    digest = content.data_hash(report(3))

    assert content.mark(report(3)).replace("-", "") == digest[:16]
    assert [len(part) for part in content.mark(report(3)).split("-")] == [4, 4, 4, 4]


def test_content_is_kept_in_the_database(session: Session) -> None:
    document = report(20)

    digest = content.put(session, document)

    assert content.get(session, digest) == document
    assert content.put(session, document) == digest
    kept = stored_files.get(session, digest)
    assert kept is not None
    assert len(kept) < len(content.to_json(document)) / 3


@pytest.mark.parametrize("kept", [b"", b"x\x9cK\x04", b"not a document"])
def test_content_that_is_gone_or_broken_is_said_so(session: Session, kept: bytes) -> None:
    with pytest.raises(EnvironmentProblem, match="Hãy khôi phục từ bản sao lưu"):
        content.get(session, stored_files.put(session, kept))
    with pytest.raises(EnvironmentProblem, match="không còn"):
        content.get(session, "0" * 64)


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(ValueError, match="not a document"):
        content.from_json(b"[]")


def test_the_mark_stands_at_the_foot_of_every_sheet(tmp_path: Path) -> None:
    document = replace(report(3), body=(*report(3).body, sizes()))
    path = tmp_path / "báo cáo.xlsx"

    excel.write(document, path)

    with closing(load_workbook(path)) as book:
        footers = [sheet.oddFooter.left for sheet in book.worksheets if sheet.oddFooter]
    assert [footer.text for footer in footers] == [f"Mã số liệu {content.mark(document)}"] * 3
    assert {footer.size for footer in footers} == {LAYOUT.footer}
    assert path.read_bytes() == excel.render(document)
