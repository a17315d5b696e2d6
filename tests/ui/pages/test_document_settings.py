"""Sizes of documents and who signs, in the settings: typed into cells and a dialog, seen as they will be printed."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from unioncare_desktop.services import layouts, signers, undo
from unioncare_desktop.ui.document_dialog import DocumentDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_dialog import RecordDialog
from unioncare_desktop.ui.sections.layout_section import LayoutSection
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.sections.signer_section import SignerSection
from unioncare_desktop.ui.work import Work


def open_section(qtbot: QtBot, section: Section) -> None:
    qtbot.addWidget(section)
    section.resize(1000, 600)
    section.show()
    qtbot.waitExposed(section)
    section.activateWindow()
    section.refresh()


@pytest.fixture
def sizes(qtbot: QtBot, small_work: Work, context: Context) -> LayoutSection:
    section = LayoutSection(small_work, context)
    open_section(qtbot, section)
    return section


@pytest.fixture
def signing(qtbot: QtBot, small_work: Work, context: Context) -> SignerSection:
    section = SignerSection(small_work, context)
    open_section(qtbot, section)
    return section


def type_size(section: LayoutSection, name: str, text: str) -> None:
    row = next(one for one in section.grid.shown_rows if one.name == name)
    section.grid.go_to(row.id, "value")
    section.grid.view.setFocus()
    type_text(text)
    press(None, Key.Key_Return)


def stored(work: Work) -> dict[str, float]:
    with work.read() as session:
        return layouts.sizes(session)


def test_a_size_is_typed_into_its_cell_and_one_outside_of_the_rule_is_remarked_on(
    sizes: LayoutSection, small_work: Work
) -> None:
    type_size(sizes, "Nội dung", "14")
    type_size(sizes, "Lề trái", "38")

    assert (stored(small_work)["body"], stored(small_work)["left"]) == (14, 38)
    remarked = {key for key, found in sizes.grid.model._problems.items() if found}
    assert [row.name for row in sizes.grid.shown_rows if row.id in remarked] == ["Lề trái"]


def test_a_size_that_would_spoil_the_page_stays_in_its_cell_with_the_reason(
    sizes: LayoutSection, small_work: Work
) -> None:
    type_size(sizes, "Lề trái", "180")

    assert stored(small_work)["left"] == 30
    ((entry, reason),) = sizes.grid.refused
    assert (entry.text, "làm hỏng trang in, hãy gõ từ 10 đến 40" in reason) == ("180", True)


def test_the_usual_sizes_come_back_and_that_can_be_undone(
    sizes: LayoutSection, small_work: Work, reader: Reader
) -> None:
    assert not sizes.reset.isEnabled()
    type_size(sizes, "Nội dung", "14")
    reader.answer = answer("Lấy lại")
    sizes.reset.click()

    assert stored(small_work)["body"] == 13
    with small_work.read() as session:
        offer = undo.next_undo(session, small_work.database.user)
    assert offer is not None
    small_work.write(offer.title, lambda session: undo.undo(session, offer.action_id), undoes=offer.action_id)
    assert stored(small_work)["body"] == 14


def test_the_sample_is_set_in_the_sizes_just_typed(qtbot: QtBot, sizes: LayoutSection) -> None:
    type_size(sizes, "Khổ giấy A4: chiều rộng", "200")
    sizes._show_sample()
    (dialog,) = sizes.findChildren(DocumentDialog)
    qtbot.waitUntil(lambda: dialog.pdf is not None, timeout=20_000)

    assert dialog.pdf is not None
    assert dialog.pdf.sizes[0].width() == pytest.approx(200 / 25.4 * 72, abs=1)
    dialog.reject()


def add_signer(qtbot: QtBot, section: SignerSection, **typed: str) -> None:
    press(section.grid.view, Key.Key_Insert, modifier=CTRL)
    (dialog,) = section.findChildren(RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for name, text in typed.items():
        dialog.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(text)
    press(None, Key.Key_S, modifier=CTRL)


def test_a_vice_is_added_with_keys_and_seen_as_he_signs(qtbot: QtBot, signing: SignerSection, small_work: Work) -> None:
    typed = {"on_behalf": "Ban Thường vụ", "head": "Chủ tịch"}
    add_signer(qtbot, signing, name="Trần Văn Bình", position="Phó Chủ tịch", **typed)

    assert signing.signature.text() == "TM. BAN THƯỜNG VỤ\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Bình"
    with small_work.read() as session:
        assert [one.name for one in signers.listed(session)] == ["Trần Văn Bình"]


def test_a_signer_is_removed_after_asking(
    qtbot: QtBot, signing: SignerSection, small_work: Work, reader: Reader
) -> None:
    add_signer(qtbot, signing, name="Trần Văn Bình", position="Phó Chủ tịch")
    reader.answer = answer("Xóa")
    press(signing.grid.view, Key.Key_Delete, modifier=CTRL)

    assert "Xóa người ký “Trần Văn Bình”?" in reader.read[-1]
    with small_work.read() as session:
        assert signers.listed(session) == []
