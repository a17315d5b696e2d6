"""Pictures of signatures and seals: what is refused, what is remarked, where they are kept."""

from pathlib import Path

import pytest

from tests import certificates
from tests.certificates import BLACK, BLUE, RED, picture
from tests.offices import found_office
from unioncare_desktop.domain.records import Signer
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import pictures, records
from unioncare_desktop.services.pictures import SEAL, SIGNATURE, Kept
from unioncare_desktop.storage.database import Session

WHITE = (255, 255, 255, 255)


def test_a_picture_prints_in_its_real_size() -> None:
    looked = pictures.looked_at(picture(425, 425, RED), SEAL)

    assert (round(looked.width), round(looked.height)) == (36, 36)
    assert looked.advice == ()


def test_the_resolution_of_a_screen_counts_as_a_scan() -> None:
    assert round(pictures.looked_at(picture(425, 425, RED, dpi=96), SEAL).width) == 36
    assert round(pictures.looked_at(picture(425, 425, RED, dpi=600), SEAL).width) == 18


@pytest.mark.parametrize(
    ("content", "use", "words"),
    [
        (picture(300, 100, BLUE, ground=WHITE), SIGNATURE, "không trong suốt"),
        (picture(300, 100, BLACK), SIGNATURE, "màu xanh"),
        (picture(425, 425, BLUE), SEAL, "màu đỏ"),
        (picture(1200, 1200, RED), SEAL, "102 mm"),
    ],
)
def test_what_is_odd_is_remarked(content: bytes, use: str, words: str) -> None:
    (advice,) = pictures.looked_at(content, use).advice

    assert words in advice


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không phải ảnh PNG"),
        (picture(30, 30, form="JPEG"), "không phải ảnh PNG"),
        (picture(300, 100)[:200], "bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "bị hỏng"),
        (picture(2600, 20), "2600 × 20"),
        (picture(30, 30) + b"\0" * pictures.MOST_BYTES, "2 MB"),
    ],
)
def test_what_is_no_usable_png_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        pictures.looked_at(content, SIGNATURE)


def test_a_flipped_bit_is_found() -> None:
    whole = bytearray(picture(200, 80))
    whole[len(whole) // 2] ^= 0xFF

    with pytest.raises(UserError, match="bị hỏng"):
        pictures.looked_at(bytes(whole), SIGNATURE)


def test_pictures_are_kept_with_whom_they_are_of(session: Session) -> None:
    found_office(session)
    signer_id = records.insert_rows(session, Signer, [{"name": "Lê Văn Phó", "position": "Phó Chủ tịch"}])[0]
    head, deputy, seal = (Kept(f"{name}.png", picture(300 + at, 100)) for at, name in enumerate(("a", "b", "c")))

    pictures.set_of_office(session, SIGNATURE, head)
    pictures.set_of_office(session, SEAL, seal)
    pictures.set_of_signer(session, signer_id, deputy)

    assert pictures.of_office(session, SIGNATURE) == head
    assert pictures.of_office(session, SEAL) == seal
    assert pictures.of_signer(session, signer_id) == deputy
    pictures.set_of_office(session, SEAL, None)
    assert pictures.of_office(session, SEAL) is None


def test_an_office_without_a_name_has_no_pictures(session: Session) -> None:
    with pytest.raises(UserError, match="đặt tên đơn vị"):
        pictures.set_of_office(session, SEAL, Kept("a.png", certificates.picture(300, 300)))


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không đọc được ảnh"):
        pictures.read_file(tmp_path / "mất.png")
