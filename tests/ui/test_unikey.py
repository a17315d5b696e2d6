"""Vietnamese input methods outside the grid's cells: every line of the program takes what they send, letter by letter.

Grid cells have their own tests in `widgets/test_grid_keys.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui import tour, unikey
from tests.ui.hands import CTRL, Clipboard, Key, press
from tests.ui.unikey import WORDS, Typed
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Union
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.listed import PAGES
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.pages.welcome import Welcome
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.search_palette import SearchPalette
from unioncare_desktop.ui.union_form import UnionForm
from unioncare_desktop.ui.widgets.pick_box import PickBox
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import fold

LONG_ENOUGH = 40
NAMES = {1: "đ", 2: "dđ", 3: "được mùa", 4: "Phường Đống Đa", 5: "Ơn", 6: "Nguyễn Du", 7: "Thị Phưởng"}
Line = QLineEdit | QPlainTextEdit


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.desk(tmp_path_factory.mktemp("unikey"), qapp) as desk:
        yield desk


def text_of(line: Line) -> str:
    return line.toPlainText() if isinstance(line, QPlainTextEdit) else line.text()


def lines(widget: QWidget) -> list[Line]:
    """The lines in which words are typed, as far as they can be seen."""
    found: list[Line] = [
        line
        for line in widget.findChildren(QLineEdit)
        if line.isVisible() and line.isEnabled() and not line.isReadOnly() and line.maxLength() >= LONG_ENOUGH
    ]
    return found + [note for note in widget.findChildren(QPlainTextEdit) if note.isVisible() and note.isEnabled()]


def takes_what_is_sent(line: Line, typed: Typed) -> None:
    """After each part the line holds exactly what was sent: nothing completed, doubled, trimmed or rewritten."""
    line.setFocus()
    press(line, Key.Key_A, modifier=CTRL)
    press(line, Key.Key_Delete)
    expected = ""
    for part in typed.sent:
        unikey.send(line, part)
        expected = unikey.after(expected, part)
        assert text_of(line) == expected, (typed.keys, line.accessibleName())
        if isinstance(line, QLineEdit):
            assert not line.hasSelectedText(), typed.keys
    assert text_of(line) == typed.text


def restored(line: Line, before: str) -> None:
    line.setPlainText(before) if isinstance(line, QPlainTextEdit) else line.setText(before)


# Each kind of line


@pytest.mark.parametrize("typed", WORDS, ids=lambda typed: typed.keys)
def test_a_search_box_takes_what_is_sent(qtbot: QtBot, typed: Typed) -> None:
    """K20, K26."""
    box = SearchBox("Tìm…")
    qtbot.addWidget(box)
    box.show()
    searched: list[str] = []
    box.searched.connect(searched.append)

    takes_what_is_sent(box, typed)

    assert searched[-1] == typed.text


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[RecordForm]:
    window = QWidget()
    qtbot.addWidget(window)
    form = RecordForm(Union, (Group("", ("name", "area_id", "note")),), options={"area_id": NAMES})
    layout = QVBoxLayout(window)
    layout.addWidget(form)
    layout.addWidget(QPushButton("Lưu"))
    form.set_draft(Draft(Union))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield form
    window.close()


def editor(form: RecordForm, name: str) -> Line:
    found = form._rows[name].editor
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


@pytest.mark.parametrize("typed", WORDS, ids=lambda typed: typed.keys)
@pytest.mark.parametrize("name", ["name", "note"])
def test_a_field_takes_what_is_sent_and_composes_it_when_it_is_left(form: RecordForm, name: str, typed: Typed) -> None:
    """K20, K23: NFC comes with leaving, not before."""
    takes_what_is_sent(editor(form, name), typed)
    press(editor(form, name), Key.Key_Tab)

    stored = form.draft.values[name]
    assert stored == normalize("NFC", typed.text)
    assert is_normalized("NFC", text_of(editor(form, name)))


def test_nothing_is_trimmed_or_raised_while_one_types(form: RecordForm) -> None:
    """K23."""
    line = editor(form, "name")
    line.setFocus()
    for part in (" ", "c", "đ", " ", " "):
        unikey.send(line, part)
    assert text_of(line) == " cđ  "
    press(line, Key.Key_Tab)
    assert text_of(line) == "cđ"


@pytest.mark.parametrize("typed", WORDS, ids=lambda typed: typed.keys)
def test_a_list_that_fits_does_not_complete_what_is_sent(form: RecordForm, typed: Typed) -> None:
    """K21, K22, K26: the list is open and fits, nothing in it is chosen, the line holds what was sent."""
    box = editor(form, "area_id")
    assert isinstance(box, PickBox)

    takes_what_is_sent(box, typed)

    assert not box._pointed_at().isValid()
    assert box.is_open == any(fold(typed.text) in fold(name) for name in NAMES.values())


def test_enter_without_an_arrow_keeps_what_was_sent(form: RecordForm) -> None:
    """K22."""
    box = editor(form, "area_id")
    takes_what_is_sent(box, WORDS[0])
    press(box, Key.Key_Return)
    assert text_of(box) == "đ"


@pytest.mark.parametrize("accepting", [Key.Key_Return, Key.Key_Tab])
def test_an_arrow_and_then_enter_or_tab_take_the_first_of_the_list(form: RecordForm, accepting: Qt.Key) -> None:
    """K22."""
    box = editor(form, "area_id")
    takes_what_is_sent(box, WORDS[1])
    press(box, Key.Key_Down, accepting)
    assert form.draft.values["area_id"] == 3
    assert text_of(box) == "được mùa"


# Every line of the program


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_every_line_of_a_page_takes_what_is_sent(desk: Desk, name: str) -> None:
    """K20: search boxes, filters, editors of the settings, whatever a page shows."""
    page = tour.visit(desk, name)
    for line in lines(page):
        before = text_of(line)
        takes_what_is_sent(line, WORDS[1])
        restored(line, before)
    tour.settle(desk)


def test_every_section_of_the_settings_takes_what_is_sent(desk: Desk) -> None:
    page = tour.visit(desk, "settings")
    met = 0
    for section in page.sections:  # type: ignore[attr-defined] # the settings page
        page.arrive(section)
        for line in lines(page):
            before = text_of(line)
            takes_what_is_sent(line, WORDS[1])
            restored(line, before)
            met += 1
    assert met > 10


def test_the_first_start_takes_what_is_sent(qtbot: QtBot, tmp_path: Path) -> None:
    welcome = Welcome(Context(Settings(), lambda *_place: None), tmp_path / "unioncare.db")
    qtbot.addWidget(welcome)
    welcome.resize(*tour.SCREEN)
    welcome.show()
    found = lines(welcome)
    assert found
    for line in found:
        takes_what_is_sent(line, WORDS[1])


def test_every_line_of_the_unions_form_takes_what_is_sent(desk: Desk) -> None:
    form = opened_form(desk)
    met = 0
    for tabs in form.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            for line in lines(form):
                takes_what_is_sent(line, WORDS[1])
                met += 1
    form.done(0)  # what was typed is not asked about
    assert met >= len(RecordForm(Union)._rows) // 2


def opened_form(desk: Desk) -> UnionForm:
    page = tour.visit(desk, RegistryPage.name)
    page.add()
    tour.settle(desk)
    [form] = [one for one in QApplication.topLevelWidgets() if isinstance(one, UnionForm) and one.isVisible()]
    return form


def test_the_search_for_everything_takes_what_is_sent(desk: Desk) -> None:
    tour.visit(desk, "counts")
    [bound] = [one for one in desk.window.findChildren(QShortcut) if one.key() == QKeySequence("Ctrl+K")]
    bound.activated.emit()
    palette = desk.window.findChild(SearchPalette)
    assert palette is not None
    takes_what_is_sent(palette.line, WORDS[1])
    palette.close()


# Keys that belong to the input method


def keys_of(widget: QWidget) -> Iterator[tuple[str, QKeySequence]]:
    for shortcut in widget.findChildren(QShortcut):
        yield from ((shortcut.whatsThis(), keys) for keys in QShortcut.keys(shortcut))
    for action in widget.findChildren(QAction):
        yield from ((action.text(), keys) for keys in action.shortcuts())


def is_free(keys: QKeySequence) -> bool:
    """Whether an input method and a text may have these keys: a bare letter, digit or sign, or its own switches."""
    combination: QKeyCombination = keys[0]  # type: ignore[index] # the stub leaves it out
    key, modifiers = combination.key(), combination.keyboardModifiers()
    bare = unikey.is_bare(modifiers) and Key.Key_Space <= key <= Key.Key_ydiaeresis
    switch = key in (Key.Key_Control, Key.Key_Shift, Key.Key_Alt, Key.Key_unknown)
    return bare or switch or keys == QKeySequence("Alt+Z")


def test_no_key_of_the_window_is_one_that_text_or_input_methods_need(desk: Desk) -> None:
    """K24: no single letters, digits or signs, neither Ctrl+Shift alone nor Alt+Z."""
    for page in PAGES:
        tour.visit(desk, page.name)
    form = opened_form(desk)
    found = [*keys_of(desk.window), *keys_of(form)]
    form.done(0)

    assert len(found) > 20
    assert [(owner, keys.toString()) for owner, keys in found if is_free(keys)] == []


def test_no_button_answers_to_alt_z(desk: Desk) -> None:
    """K24: Alt+Z switches UniKey on and off."""
    for page in PAGES:
        tour.visit(desk, page.name)
    shown = [button.text() for button in desk.window.findChildren(QPushButton)]
    shown += [label.text() for label in desk.window.findChildren(QLabel) if label.buddy() is not None]

    assert [text for text in shown if QKeySequence.mnemonic(text) == QKeySequence("Alt+Z")] == []


def test_letters_on_a_page_do_nothing_but_type(desk: Desk, clipboard: Clipboard) -> None:
    """K24: `[`, `]` and `w` are letters of Telex; on no page do they open, change or leave anything."""
    for page in PAGES:
        shown = tour.visit(desk, page.name)
        for sign in "[]wdoasfrxjz19":
            unikey.send(shown, sign)
        assert desk.window.page is shown
        assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert clipboard.text == ""
