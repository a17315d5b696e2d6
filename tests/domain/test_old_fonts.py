"""Text of old fonts and broken encodings is recognised, and turned into what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.old_fonts import trouble

SENTENCES = (
    "Liên đoàn Lao động thành phố Hà Nội, phường Kim Mã",
    "Trường Mầm non Hướng Dương",
    "Nguyễn Thị Phượng, kỹ thuật viên",
    "ĐỐNG ĐA, Ừ, Ữ, Ợ",
)


def misread(text: str) -> str:
    """UTF-8 as a program shows it that takes it for Windows' Western code page."""
    undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    return "".join(chr(byte) if byte in undefined else bytes([byte]).decode("cp1252") for byte in text.encode())


@pytest.mark.parametrize("text", SENTENCES)
def test_what_was_meant_is_found(text: str) -> None:
    """T37."""
    found = trouble(misread(text))

    assert found is not None
    assert found.what == "chữ bị vỡ do đọc sai bảng mã"
    assert found.meant == text


@pytest.mark.parametrize(
    ("written", "font", "meant"),
    [
        ("C«ng ®oµn", "TCVN3", "Công đoàn"),
        ("Liªn ®oµn Lao ®éng quËn Ba §×nh", "TCVN3", "Liên đoàn Lao động quận Ba Đình"),
        ("LI£N §OµN LAO §éNG", "TCVN3", "LIÊN ĐOÀN LAO ĐỘNG"),
        ("Kim M· ®­êng phè", "TCVN3", "Kim Mã đường phố"),
        ("Coâng ñoaøn cô sôû Phöôøng", "VNI", "Công đoàn cơ sở Phường"),
        ("COÂNG ÑOAØN", "VNI", "CÔNG ĐOÀN"),
    ],
)
def test_old_fonts_are_turned_into_unicode(written: str, font: str, meant: str) -> None:
    """T36."""
    found = trouble(written)

    assert found is not None
    assert font in found.what
    assert found.meant == meant
    assert found.sentence.endswith(f"; ý bạn là “{meant}”?")


def test_what_is_lost_is_not_guessed() -> None:
    found = trouble("C\ufffdng \ufffdo\ufffdn")

    assert found is not None
    assert found.meant == ""
    assert found.sentence == found.advice


@pytest.mark.parametrize("text", [*SENTENCES, "Café Nguyên", "Noël", "«Chiếc lá»", "Hoa lá», cành", "m²", "x © y ®"])
def test_sound_text_is_left_in_peace(text: str) -> None:
    assert trouble(text) is None


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = trouble(text)
    assert found is None or trouble(found.meant) is None
