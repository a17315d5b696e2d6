"""Signing an issued report by keys: certificate, password, what is wrong is told, the signed file in the register."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests import certificates
from tests.certificates import NAME, PASSWORD, RED, picture
from tests.offices import Q4, copy_of
from tests.ui.hands import Key, Reader, answer, press, type_text
from unioncare_desktop import reports
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import issuing
from unioncare_desktop.services import issued, office, pictures
from unioncare_desktop.services.issued import FileRow
from unioncare_desktop.services.pictures import SEAL, SIGNATURE, Kept
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.sections.office_section import OfficeSection
from unioncare_desktop.ui.signing_dialog import SigningDialog
from unioncare_desktop.ui.work import Work

DOCUMENT = 1


@pytest.fixture(scope="module")
def issued_file(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small office with one issued report, and the pictures of signature and seal."""
    file = copy_of(small_file, tmp_path_factory.mktemp("signing") / "small.db")
    with closing(office.open_office(file)) as opened, opened.write("Phát hành") as session:
        pictures.set_of_office(session, SIGNATURE, Kept("ký.png", picture(600, 240)))
        pictures.set_of_office(session, SEAL, Kept("dấu.png", picture(425, 425, RED)))
        found = drain(issuing.issue(session, reports.find("members"), Q4, date(2023, 12, 5)))
        assert found == DOCUMENT
    return file


@pytest.fixture
def signing_work(issued_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals
    work = Work(office.open_office(copy_of(issued_file, tmp_path / "small.db"), user="Lan"))
    yield work
    work.close()


@pytest.fixture
def dialog(signing_work: Work, context: Context, qtbot: QtBot) -> Iterator[SigningDialog]:
    parent = QWidget()
    dialog = SigningDialog(signing_work, context, DOCUMENT, parent)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.pages is not None, timeout=10_000)
    yield dialog
    qtbot.waitUntil(lambda: not dialog._background.busy and not dialog.view.busy, timeout=10_000)
    dialog.close()
    parent.deleteLater()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "chứng thư.p12"
    path.write_bytes(certificates.file())
    return path


def signed_files(work: Work) -> list[FileRow]:
    with work.read() as session:
        return [file for file in issued.document(session, DOCUMENT).files if file.signed]


def sign(dialog: SigningDialog, certificate: Path, password: str) -> None:
    """Choose the certificate, type its password, Enter."""
    dialog.take_file(certificate)
    dialog.password.selectAll()
    type_text(password)
    press(dialog.password, Key.Key_Return)


def test_a_document_is_signed_and_kept_beside_the_issued_one(
    dialog: SigningDialog, signing_work: Work, certificate: Path, tmp_path: Path, qtbot: QtBot, context: Context
) -> None:
    assert dialog.look().signature is not None
    assert dialog.look().seal is not None
    with qtbot.waitSignal(dialog.signed, timeout=20_000):
        sign(dialog, certificate, PASSWORD)

    (file,) = signed_files(signing_work)
    assert file.name.endswith("_da-ky.pdf")
    assert file.signed_by == NAME
    assert dialog.password.text() == ""
    assert context.settings.certificate_file == str(certificate)
    with signing_work.read() as session:
        contents = dict(issuing.files_of(session, DOCUMENT))
    assert contents[file.name].startswith(contents[file.name.replace("_da-ky", "")])
    dialog.save_into(tmp_path)
    assert (tmp_path / file.name).read_bytes() == contents[file.name]
    qtbot.waitUntil(lambda: dialog.view.pages is not None and dialog.view.pages.content == contents[file.name])

    dialog.sign()  # again, without a password

    qtbot.waitUntil(lambda: "Mật khẩu" in dialog.notice.label.text(), timeout=10_000)
    assert len(signed_files(signing_work)) == 1


def test_a_wrong_password_is_told_and_may_be_typed_again(
    dialog: SigningDialog, signing_work: Work, certificate: Path, qtbot: QtBot
) -> None:
    sign(dialog, certificate, "sai")

    qtbot.waitUntil(dialog.notice.isVisible, timeout=10_000)
    assert "Mật khẩu" in dialog.notice.label.text()
    assert dialog.password.hasSelectedText()
    assert signed_files(signing_work) == []


def test_an_expired_certificate_is_asked_about(
    dialog: SigningDialog, signing_work: Work, tmp_path: Path, qtbot: QtBot, reader: Reader
) -> None:
    old = tmp_path / "cũ.p12"
    old.write_bytes(certificates.file(days=(-30, -2)))
    sign(dialog, old, PASSWORD)

    qtbot.waitUntil(lambda: bool(reader.read), timeout=10_000)
    assert "đã hết hạn" in reader.read[0]
    assert signed_files(signing_work) == []
    reader.answer = answer("Vẫn ký")
    with qtbot.waitSignal(dialog.signed, timeout=20_000):
        dialog.sign()


def test_without_a_certificate_the_way_is_told(dialog: SigningDialog, tmp_path: Path) -> None:
    dialog.sign()
    assert "Hãy chọn tệp chứng thư số" in dialog.notice.label.text()

    sign(dialog, tmp_path / "rút mất.p12", "x")
    assert "rút mất.p12" in dialog.notice.label.text()


def test_the_seal_may_be_left_out(dialog: SigningDialog) -> None:
    dialog.seal.click()
    dialog.signature.setCurrentText("không dùng ảnh")

    assert (dialog.look().signature, dialog.look().seal) == (None, None)


def test_pictures_are_chosen_in_the_settings(
    small_work: Work, context: Context, tmp_path: Path, qtbot: QtBot, reader: Reader
) -> None:
    section = OfficeSection(small_work, context)
    qtbot.addWidget(section)
    section.refresh()
    path = tmp_path / "ký.png"
    path.write_bytes(picture(600, 240))
    wrong = tmp_path / "ảnh.png"
    wrong.write_bytes(picture(60, 60, form="JPEG"))
    line = section.pictures[SIGNATURE]

    line.take_file(wrong)
    assert "không phải ảnh PNG" in reader.read[0]
    line.take_file(path)

    assert line.about.text() == "ký.png; in ra 51 × 20 mm"
    with small_work.read() as session:
        assert pictures.of_office(session, SIGNATURE) == Kept("ký.png", path.read_bytes())
    line.remove.click()
    with small_work.read() as session:
        assert pictures.of_office(session, SIGNATURE) is None
    assert "Chưa có ảnh" in line.about.text()


def test_alt_keys_are_unique(dialog: SigningDialog) -> None:
    """K40."""
    from tests.ui.test_promises import alt_keys, doubled

    assert doubled(alt_keys(dialog)) == []
