"""Every field of every form meets every bad input of its kind: through the real editor, from keys and clipboard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.bad_inputs.cases import ACCEPTED, DOUBTED, MENDED, REFUSED, Case, cases
from tests.offices import copy_of
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, focused, press, type_text
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.kinds import Choice, Day, Email, Flag, Link, Phone, Score, Text, Whole, Year
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import RECORDS, Period, Union
from unioncare_desktop.errors import InvalidRecord, Problem, Severity
from unioncare_desktop.services import office, records
from unioncare_desktop.storage import history
from unioncare_desktop.storage.database import Database
from unioncare_desktop.ui.editors import NotesEditor
from unioncare_desktop.ui.record_form import FieldRow, Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button

BEFORE: dict[type, Any] = {
    Text: "Như cũ",
    Whole: 3,
    Year: 2023,
    Day: date(2001, 2, 3),
    Score: 5_000,
    Phone: "0987654321",
    Email: "cu@x.vn",
    Flag: False,
    Link: 7,
}
LINKS = {7: "Phường Kim Mã", 8: "Phường Đội Cấn"}
RULES = {("plan_deadline", "rule")}
"""Texts that must be rules of recurrence: typed in cells, with inputs of their own in `test_plan_cells`."""
TYPED_FIELDS = [
    pytest.param(record_type, name, id=f"{record_type.__tablename__}.{name}")
    for record_type in RECORDS
    for name, field in fields_of(record_type).items()
    if not isinstance(field.kind, Flag) and (record_type.__tablename__, name) not in RULES
]


def before_of(field: Field) -> object:
    if isinstance(field.kind, Choice):
        return list(field.kind.options)[-1]
    return BEFORE[type(field.kind)]


@dataclass
class Desk:
    """A form with one field, what stood in it before, and the user at it."""

    window: QWidget
    form: RecordForm
    name: str
    before: object
    clipboard: Clipboard

    @property
    def row(self) -> FieldRow:
        return self.form._rows[self.name]

    @property
    def text(self) -> str:
        editor = self.row.editor
        return editor.toPlainText() if isinstance(editor, NotesEditor) else editor.text()

    @property
    def below(self) -> str:
        return "" if self.row._below.isHidden() else self.row._below.text()

    @property
    def offered(self) -> list[Button]:
        QApplication.processEvents()
        return [button for button in self.row.findChildren(Button) if button.isVisible()]

    def open(self) -> None:
        values = {self.name: self.before}
        self.form.set_draft(Draft(self.form.draft.record_type, original=dict(values), values=values))
        self.form.go_to(self.name)
        press(self.row.editor, Key.Key_A, modifier=CTRL)
        press(self.row.editor, Key.Key_Delete)

    def paste(self, text: str) -> None:
        self.clipboard.text = text
        press(self.row.editor, Key.Key_V, modifier=CTRL)

    def leave(self) -> None:
        press(self.row.editor, Key.Key_Tab)

    def problems(self) -> list[Problem]:
        return [problem for problem in self.form.draft.problems if problem.field == self.name]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, template_database: Path) -> Iterator[Database]:
    path = copy_of(template_database, tmp_path_factory.mktemp("forms") / "unioncare.db")
    database = office.open_office(path, user="Lan")
    yield database
    database.close()


def desk_for(qtbot: QtBot, record_type: type[Record], name: str, clipboard: Clipboard) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    field = fields_of(record_type)[name]
    form = RecordForm(record_type, (Group("", (name,)),), options={name: LINKS} if isinstance(field.kind, Link) else {})
    layout = QVBoxLayout(window)
    layout.addWidget(form)
    layout.addWidget(QPushButton("Lưu"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(window, form, name, before_of(field), clipboard)


@pytest.mark.parametrize(("record_type", "name"), TYPED_FIELDS)
def test_a_field_meets_every_bad_input(
    qtbot: QtBot, clipboard: Clipboard, saved: Database, record_type: type[Record], name: str
) -> None:
    field = fields_of(record_type)[name]
    desk = desk_for(qtbot, record_type, name, clipboard)
    drafts: list[Draft] = []
    for case in cases(field.kind):
        desk.open()
        desk.paste(case.typed)
        pasted = desk.text
        desk.leave()

        found = [problem for problem in desk.problems() if case.words in problem.text]
        about = f"{case.id} {case.typed[:30]!r}: {desk.text[:60]!r}, {desk.problems()}"
        if case.outcome == REFUSED:
            assert_refused(desk, case, pasted, found, about)
            drafts.append(desk.form.draft)
        elif case.stored is None and field.required:
            assert [problem.text for problem in desk.problems()] == [f"{field.label}: bắt buộc phải nhập"], about
            drafts.append(desk.form.draft)
        else:
            assert_taken(desk, case, field, found, about)
    assert_not_saved(saved, drafts, name)


def assert_refused(desk: Desk, case: Case, pasted: str, found: list[Problem], about: str) -> None:
    """The typed text is kept, the value is as before, the sentence names the field and says why."""
    assert desk.text == pasted, about
    assert case.block or case.typed.startswith(pasted), about
    assert desk.form.draft.values[desk.name] == desk.before, about
    assert [problem.severity for problem in found] == [Severity.ERROR], about
    label = desk.row.field.label
    assert found[0].text.startswith(f"{label}: "), about
    assert case.words.casefold() in desk.below.casefold(), about
    assert desk.row.editor.property("problem") == "error", about
    assert found[0].proposals == case.proposals, about
    assert desk.row._proposed == case.proposals, about


def assert_taken(desk: Desk, case: Case, field: Field, found: list[Problem], about: str) -> None:
    """The value is the one that was meant, and is shown as it will be read."""
    value = desk.form.draft.values[desk.name]
    assert value == case.stored, about
    if not isinstance(field.kind, Link):
        assert desk.text == field.kind.show(value), about
    errors = [problem for problem in desk.problems() if problem.severity is Severity.ERROR]
    assert errors == [], about
    if case.words:
        wanted = Severity.WARNING if case.outcome == DOUBTED else Severity.HINT
        assert [problem.severity for problem in found] == [wanted], about
        assert case.words.casefold() in desk.below.casefold(), about
    if case.outcome == DOUBTED:
        assert [problem.proposals for problem in found] == [case.proposals], about


def assert_not_saved(database: Database, drafts: Sequence[Draft], name: str) -> None:
    with database.write("Thử", commit=False) as session:
        before = history.last_change(session)
        for draft in drafts:
            with pytest.raises(InvalidRecord) as caught:
                records.save(session, draft)
            assert name in {problem.field for problem in caught.value.problems}
        assert history.last_change(session) == before


def test_the_outcomes_of_a_case_are_all_met() -> None:
    """The cases hold every outcome of the catalogue, so that none of the checks above is idle."""
    found = {case.outcome for field in fields_of(Union).values() for case in cases(field.kind)}
    assert found == {REFUSED, DOUBTED, MENDED, ACCEPTED}


# What may have been meant


@pytest.mark.parametrize(
    ("name", "typed", "offered", "taken"),
    [
        pytest.param("founded_on", "30/02/2023", ["Dùng “28/02/2023”"], date(2023, 2, 28), id="D01 K33"),
        pytest.param("name", "C«ng ®oµn", ["Dùng “Công đoàn”"], "Công đoàn", id="T36"),
        pytest.param("name", "CÃ´ng Ä‘oÃ n", ["Dùng “Công đoàn”"], "Công đoàn", id="T37"),
        pytest.param("code", "\u0421D01", ["Dùng “CD01”"], "CD01", id="T34"),
        pytest.param("phone", "912345678", ["Dùng “0912345678”"], "0912345678", id="T39"),
        pytest.param("committee_size", "-", ["Dùng “0”", "Để trống"], 0, id="N14"),
    ],
)
def test_what_may_have_been_meant_is_taken_with_the_keyboard(
    qtbot: QtBot, clipboard: Clipboard, name: str, typed: str, offered: list[str], taken: object
) -> None:
    desk = desk_for(qtbot, Union, name, clipboard)
    desk.open()
    desk.paste(typed)
    desk.leave()
    assert [button.text() for button in desk.offered] == offered

    desk.form.go_to(name)
    press(None, Key.Key_Tab)
    assert focused() is desk.offered[0]
    press(None, Key.Key_Space)

    assert desk.form.draft.values[name] == taken
    assert desk.problems() == []
    assert desk.offered == []
    assert desk.row.editor.hasFocus()


def test_a_dash_may_mean_nothing(qtbot: QtBot, clipboard: Clipboard) -> None:
    """N14: a blank is not a zero."""
    desk = desk_for(qtbot, Union, "committee_size", clipboard)
    desk.open()
    type_text("-")
    desk.leave()

    desk.offered[1].click()

    assert desk.form.draft.values["committee_size"] is None
    assert desk.text == ""


@pytest.mark.parametrize("name", ["name", "note"])
def test_a_million_characters_do_not_freeze_the_form(qtbot: QtBot, clipboard: Clipboard, name: str) -> None:
    """T12: refused in less than half a second, with the first of them still in the field."""
    desk = desk_for(qtbot, Union, name, clipboard)
    desk.open()
    begun = process_time()
    desk.paste("a" * 1_000_000)
    desk.leave()
    qtbot.wait(1)

    assert process_time() - begun < 0.5
    assert "tối đa" in desk.below
    assert set(desk.text) == {"a"}


# Days


@pytest.mark.parametrize("typed", ["15/3", "15.3", "15-3"])
def test_a_day_without_a_year_is_of_the_year_of_its_period(qtbot: QtBot, clipboard: Clipboard, typed: str) -> None:
    """K32: and the year that was assumed is said."""
    desk = desk_for(qtbot, Period, "due", clipboard)
    desk.form.set_draft(Draft(Period, values={"year": 2023}))
    desk.form.go_to("due")
    type_text(typed)
    desk.leave()

    assert desk.text == "15/03/2023"
    assert desk.below.replace("\u00a0", " ") == "Hiểu là ngày 15 tháng 3 năm 2023"


@pytest.mark.parametrize("typed", ["15/3/2023", "15.3.2023", "15-3-23", "150323", "15032023"])
def test_a_day_as_offices_type_it(qtbot: QtBot, clipboard: Clipboard, typed: str) -> None:
    """K32."""
    desk = desk_for(qtbot, Union, "founded_on", clipboard)
    desk.open()
    type_text(typed)
    desk.leave()

    assert desk.text == "15/03/2023"


def test_arrows_turn_a_day(qtbot: QtBot, clipboard: Clipboard) -> None:
    """K34."""
    desk = desk_for(qtbot, Union, "founded_on", clipboard)
    desk.open()
    type_text("31/01/2024")
    for key, day in (
        (Key.Key_Up, "01/02/2024"),
        (Key.Key_Down, "31/01/2024"),
        (Key.Key_PageUp, "29/02/2024"),
        (Key.Key_PageDown, "29/01/2024"),
    ):
        press(None, key)
        assert desk.text == day
    press(None, Key.Key_Plus)
    assert desk.text == "30/01/2024"
    press(None, Key.Key_End)
    press(None, Key.Key_Minus)
    assert desk.text == "30/01/2024-"


def test_a_day_with_dashes_stays_typeable(qtbot: QtBot, clipboard: Clipboard) -> None:
    """K34: the signs belong to the text unless a whole day is selected."""
    desk = desk_for(qtbot, Union, "founded_on", clipboard)
    desk.open()
    type_text("15-3-23")
    assert desk.text == "15-3-23"
    press(None, Key.Key_Home, modifier=SHIFT)
    press(None, Key.Key_Minus)
    assert desk.text == "14/03/2023"
