"""How the signature is headed: decree 30/2020/NĐ-CP, appendix I; forms seen in the offices' own plans."""

import pytest

from unioncare_desktop.domain.checks import without_academic_title
from unioncare_desktop.domain.records.office import PARTY_STYLE, UNION_STYLE
from unioncare_desktop.domain.rules import signing


@pytest.mark.parametrize(
    ("form", "on_behalf", "head", "position", "lines"),
    [
        ("tm", "Ban Thường vụ", None, "Chủ tịch", ["TM. Ban Thường vụ", "Chủ tịch"]),
        ("tm", "Ban Thường vụ", "Chủ tịch", "Phó Chủ tịch", ["TM. Ban Thường vụ", "Phó Chủ tịch"]),
        ("kt", "Ban Thường vụ", "Chủ tịch", "Phó Chủ tịch", ["TM. Ban Thường vụ", "KT. Chủ tịch", "Phó Chủ tịch"]),
        ("kt", None, "Chủ tịch", "Phó Chủ tịch", ["KT. Chủ tịch", "Phó Chủ tịch"]),
        (
            "kt",
            "TM. Ban Thường vụ",
            "KT. Chủ tịch",
            "Phó Chủ tịch",
            ["TM. Ban Thường vụ", "KT. Chủ tịch", "Phó Chủ tịch"],
        ),
        ("q", "Ban Thường vụ", None, "Chủ tịch", ["TM. Ban Thường vụ", "Q. Chủ tịch"]),
        ("tl", "Ban Thường vụ", "Chủ tịch", "Chánh Văn phòng", ["TL. Chủ tịch", "Chánh Văn phòng"]),
        ("tl", "Ban Thường vụ", None, "Chánh Văn phòng", ["TL. Ban Thường vụ", "Chánh Văn phòng"]),
        ("tuq", None, "Chủ tịch", "Trưởng Ban Tổ chức", ["TUQ. Chủ tịch", "Trưởng Ban Tổ chức"]),
        ("plain", "Ban Thường vụ", "Chủ tịch", "Chánh Văn phòng", ["Chánh Văn phòng"]),
    ],
)
def test_each_form_has_its_lines(
    form: str, on_behalf: str | None, head: str | None, position: str, lines: list[str]
) -> None:
    authority, own = signing.lines(form, on_behalf, head, position)

    assert [*filter(None, [authority]), *own] == lines


def test_the_party_writes_the_short_forms_with_a_slash() -> None:
    lines = signing.lines("kt", "Ban Thường vụ", "Bí thư", "Phó Bí thư", PARTY_STYLE)

    assert lines == ("T/M Ban Thường vụ", ("K/T Bí thư", "Phó Bí thư"))
    assert signing.retold("TM. BAN THƯỜNG VỤ", PARTY_STYLE) == "T/M BAN THƯỜNG VỤ"
    assert signing.retold("T/M BAN THƯỜNG VỤ", UNION_STYLE) == "TM. BAN THƯỜNG VỤ"
    assert signing.retold("BAN THƯỜNG VỤ", PARTY_STYLE) == "BAN THƯỜNG VỤ"


@pytest.mark.parametrize("name", ["TS. Nguyễn Văn A", "PGS.TS Nguyễn Văn A", "ThS Lê Thị B", "Thạc sĩ Lê Thị B"])
def test_academic_titles_before_a_name_are_remarked_on(name: str) -> None:
    assert "không ghi học hàm, học vị" in (without_academic_title(name, {}) or "")


@pytest.mark.parametrize("name", ["Nguyễn Thị Hường", "Tsần A Phúc", "Knông Thị Cúc", "", None])
def test_usual_names_are_not(name: str | None) -> None:
    assert without_academic_title(name, {}) is None
