"""The list of proposals and mergers: what each row says, and what its buttons do."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4, copy_of
from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN, draft, id_of, state_of
from unioncare_desktop.services import counts, mergers, office
from unioncare_desktop.services.counts import Entry
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.document_dialog import DocumentDialog
from unioncare_desktop.ui.merger_wizard import MergerWizard
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.merger_list import MergerList
from unioncare_desktop.ui.work import Work

PAST, AHEAD = date(2024, 1, 1), date.today() + timedelta(days=40)  # noqa: DTZ011 - the user's own calendar


@pytest.fixture
def work(small_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need it
    work = Work(office.open_office(copy_of(small_file, tmp_path / "small.db"), user="Lan"))
    yield work
    work.close()


@pytest.fixture
def listed(qtbot: QtBot, work: Work) -> Iterator[MergerList]:
    context = Context(Settings(), lambda _place, _create: None)
    context.choose_period(Q4.code, Q4.title)
    listed = MergerList(work, context)
    qtbot.addWidget(listed)
    work.changed.connect(lambda _change: listed.refresh())
    listed.resize(1160, 600)
    listed.refresh()
    listed.show()
    yield listed
    for dialog in listed.findChildren(QDialog):
        dialog.done(0)


def propose(work: Work, *names: str, **more: Any) -> int:  # noqa: ANN401 - fields of a draft
    made = [draft(work, *names, **more)]
    (merger_id,) = work.write("Đề nghị", lambda session: mergers.propose(session, made)) or [0]
    return merger_id


def carry_out(work: Work, *names: str) -> int:
    made = [draft(work, *names, effective_on=PAST, decision="12/QĐ-LĐLĐ")]
    (merger_id,) = work.write("Sáp nhập thử", lambda session: mergers.carry_out(session, made)) or [0]
    return merger_id


def column(listed: MergerList, name: str) -> list[str]:
    place = listed.grid.model.place_of_column(name)
    return [str(listed.grid.model.index(row, place).data() or "") for row in range(len(listed.grid.shown_rows))]


def usable(listed: MergerList) -> list[str]:
    return [button.text().replace("&", "").strip() for button in listed.buttons if button.isEnabled()]


def test_an_empty_list_says_how_to_begin(listed: MergerList, qtbot: QtBot) -> None:
    door = listed._stack.currentWidget()
    assert door is not None
    with qtbot.waitSignal(listed.go) as gone:
        door.findChildren(type(listed.do))[0].click()
    assert gone.args == ["mergers", "make"]


def test_each_row_says_how_it_stands(listed: MergerList, work: Work) -> None:
    carry_out(work, SEN, LON)
    propose(work, HOA, MAI, effective_on=PAST)

    assert column(listed, "name") == [MAI, LON]
    assert column(listed, "badge") == ["đến ngày thực hiện", "đã thực hiện"]
    assert column(listed, "units") == [f"{HOA} (5), {MAI} (9)", f"{SEN} (4), {LON} (40)"]
    assert column(listed, "who") == ["Lan", "Lan"]
    assert listed.shown_of.text() == "2/2 dòng · 1 đề nghị đến ngày thực hiện"
    listed.by_state.choose("đã thực hiện")
    assert column(listed, "name") == [LON]


@pytest.mark.parametrize(("day", "state"), [(None, "đề nghị"), (AHEAD, "đề nghị"), (PAST, "đến ngày thực hiện")])
def test_a_proposal_waits_for_its_day(listed: MergerList, work: Work, day: date | None, state: str) -> None:
    propose(work, HOA, SEN, effective_on=day)

    assert column(listed, "badge") == [state]
    assert column(listed, "size") == ["chưa trên 10"]


def test_only_what_can_be_done_with_a_row_can_be_pressed(listed: MergerList, work: Work) -> None:
    merger_id = carry_out(work, SEN, LON)
    listed.go_to(merger_id)
    assert usable(listed) == ["Mở", "In tờ trình…", "In quyết định…", "Hoàn tác sáp nhập…", "Mở phiếu đơn vị"]
    listed.go_to(propose(work, HOA, MAI))
    assert usable(listed) == ["Mở", "Thực hiện…", "In tờ trình…", "In quyết định…", "Xóa đề nghị", "Mở phiếu đơn vị"]


def test_a_proposal_is_carried_out_from_its_papers_on(listed: MergerList, work: Work, qtbot: QtBot) -> None:
    propose(work, HOA, MAI)
    listed.do.click()
    (wizard,) = listed.findChildren(MergerWizard)
    qtbot.waitUntil(wizard.isVisible)
    assert wizard.step == 1
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.paper.go_to("effective_on")
    type_text("1/1/2024")
    for _step in range(2):
        wizard.activateWindow()
        qtbot.waitUntil(wizard.isActiveWindow)
        press(wizard, Key.Key_Return, modifier=CTRL)
        qtbot.waitUntil(lambda: not work.busy_with)

    assert state_of(work, HOA) == f"đã sáp nhập vào “{MAI}”"
    assert column(listed, "badge") == ["đã thực hiện"]


def test_a_proposal_is_withdrawn_after_asking(listed: MergerList, work: Work, reader: Reader) -> None:
    propose(work, HOA, MAI)
    listed.grid.setFocus()
    listed.withdraw()
    assert reader.read == [f"Xóa 1 đề nghị sáp nhập: {MAI}?"]
    assert len(listed.lines) == 1
    reader.answer = answer("Xóa")
    listed.withdraw()
    assert listed.lines == []


def test_a_merger_is_taken_back_or_says_what_depends_on_it(listed: MergerList, work: Work, reader: Reader) -> None:
    carry_out(work, SEN, LON)
    reader.answer = answer("Hoàn tác")
    listed.undo()
    assert reader.read == ["Hoàn tác “Sáp nhập thử”? Các đơn vị trở lại như trước ngày 01/01/2024."]
    assert state_of(work, SEN) == "đang hoạt động"
    assert listed.lines == []

    carry_out(work, SEN, LON)
    entry = Entry(id_of(work, LON), "members", "44")
    work.write("Nhập số liệu", lambda session: counts.enter(session, Q4.next, [entry]).refused)
    reader.answer = lambda box: box.buttons()[0].click()
    listed.undo()
    assert f"“{LON}” đã có thêm 1 số liệu đoàn viên" in reader.read[-1]
    assert state_of(work, SEN).startswith("đã sáp nhập")


def test_the_door_to_the_union(listed: MergerList, work: Work, qtbot: QtBot) -> None:
    carry_out(work, SEN, LON)
    with qtbot.waitSignal(listed.go) as gone:
        listed.open_current()
    assert gone.args == ["registry", id_of(work, LON)]


@pytest.mark.parametrize(("kind", "start"), [("proposal", "TTr_"), ("decision", "QD_2024-01-01_")])
def test_papers_are_seen_and_saved(
    listed: MergerList,
    work: Work,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    start: str,
) -> None:
    propose(work, HOA, MAI, effective_on=PAST)
    button: Callable[[], None] = listed.print_proposal.click if kind == "proposal" else listed.print_decision.click
    button()
    (dialog,) = listed.findChildren(DocumentDialog)
    qtbot.waitUntil(lambda: bool(dialog.pdf), timeout=20_000)
    assert dialog.place.text().startswith("Trang 1/")
    out = tmp_path / "ra"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_all: str(out))
    dialog.save("pdf")
    qtbot.waitUntil(lambda: bool(dialog.saved.text()), timeout=20_000)

    (written,) = out.iterdir()
    assert written.name.startswith(start)
    assert written.read_bytes().startswith(b"%PDF")
    assert written.name in dialog.saved.text()
