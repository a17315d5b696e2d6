"""How outgoing documents are numbered: in which series, and how a number with its signs is written. No database.

Decree 30/2020/NĐ-CP, appendix I: per type and year, "05/BC-LĐLĐ", letters "05/LĐLĐ". Guidance 36-HD/VPTW, for
documents of the Party: per type and term of the committee, "05-BC/ĐU", letters "05-CV/ĐU".
"""

from datetime import date

from unioncare_desktop.domain.records.office import PARTY_STYLE

_LETTER_OF_PARTY = "CV"


def symbol(sign: str, office: str, style: str) -> str:
    """What follows the number of a document of an *office*; its type has a *sign* such as "BC", letters have none."""
    if style == PARTY_STYLE:
        return f"{sign or _LETTER_OF_PARTY}/{office}"
    return f"{sign}-{office}" if sign else office


def number_text(number: int, after: str) -> str:
    """A number with the symbol *after* it: "05/BC-LĐLĐ", of the Party "05-BC/ĐU"."""
    is_of_party = "/" in after.partition("-")[0]
    return f"{number:02}{'-' if is_of_party else '/'}{after}"


def year_series(day: date) -> str:
    """The series of documents that are numbered by the year."""
    return str(day.year)


def term_series(first: date, last: date) -> str:
    """The series of documents that are numbered by the term."""
    return f"{first.year}-{last.year}"
