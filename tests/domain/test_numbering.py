"""How numbers of documents are written, and in which series they count."""

from datetime import date

import pytest

from unioncare_desktop.domain.records.office import PARTY_STYLE, UNION_STYLE
from unioncare_desktop.domain.rules import numbering


@pytest.mark.parametrize(
    ("number", "sign", "office", "style", "text"),
    [
        (5, "BC", "LĐLĐ", UNION_STYLE, "05/BC-LĐLĐ"),
        (5, "BC", "CĐCS", UNION_STYLE, "05/BC-CĐCS"),
        (112, "QĐ", "LĐLĐ", UNION_STYLE, "112/QĐ-LĐLĐ"),
        (5, "", "LĐLĐ", UNION_STYLE, "05/LĐLĐ"),
        (5, "BC", "ĐU", PARTY_STYLE, "05-BC/ĐU"),
        (38, "", "ĐU", PARTY_STYLE, "38-CV/ĐU"),
    ],
)
def test_a_number_is_written_with_its_signs(number: int, sign: str, office: str, style: str, text: str) -> None:
    assert numbering.number_text(number, numbering.symbol(sign, office, style)) == text


def test_series_are_called_by_their_years() -> None:
    assert numbering.year_series(date(2023, 12, 31)) == "2023"
    assert numbering.term_series(date(2023, 3, 1), date(2028, 2, 28)) == "2023-2028"
