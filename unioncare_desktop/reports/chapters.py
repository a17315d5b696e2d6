"""What reports are put together from: numbered chapters, annexes and the way to them, counts with their nouns."""

from collections.abc import Iterable, Iterator, Sequence

from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Annex, Block, Column, Heading, Kind, Table
from unioncare_desktop.vietnamese import NO_BREAK, counted, roman_number

ORDINAL, LIST_ORDINAL = Column(_("TT"), Kind.ORDINAL), Column(_("STT"), Kind.ORDINAL)


def numbered(chapters: Iterable[tuple[str, Sequence[Block]]]) -> Iterator[Block]:
    """The blocks of each chapter under its title: "I. …"; a chapter without any is left out."""
    filled = ((title, blocks) for title, blocks in chapters if blocks)
    for number, (title, blocks) in enumerate(filled, 1):
        yield Heading(f"{roman_number(number)}. {title.upper()}")
        yield from blocks


def annexes(*lists: tuple[str, Table]) -> Iterator[Annex]:
    """An annex for each of the *lists*, titles and tables, in which something stands; empty columns are dropped."""
    filled = ((title, table) for title, table in lists if table.rows)
    for number, (title, table) in enumerate(filled, 1):
        yield Annex(annex_label(number), title, table.filled)


def annex_label(number: int) -> str:
    """What an annex is called: "Phụ lục II"."""
    return _("Phụ lục {number}").format(number=roman_number(number))


def in_annex(number: int) -> str:
    """Where a list is, behind a sentence: "(danh sách ở Phụ lục II)"."""
    return _("(danh sách ở {annex})").format(annex=annex_label(number).replace(" ", NO_BREAK))


def counted_in_two_digits(count: int, what: str) -> str:
    """The same where no name is known, as lists write it: "06 người"."""
    return counted(count, what) if count > 9 else f"0{counted(count, what)}"  # noqa: PLR2004 - one digit
