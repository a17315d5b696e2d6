"""Merging as a secretary does it: from the list to the decision by keys, refused with reasons, undone with Ctrl+Z."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.offices import Q4, add_union
from tests.ui.hands import CTRL, Key, Reader, answer, focused, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN, draft, id_of, state_of
from unioncare_desktop.domain.records import Merger, Officer, OfficerRole, Threshold, Union
from unioncare_desktop.services import mergers, officers, records, undo
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.merger_wizard import MergerWizard, numbered, open_proposals, open_wizard
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[RegistryPage]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    context.choose_period(Q4.code, Q4.title)
    window.fill(small_work, (RegistryPage,))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert isinstance(window.page, RegistryPage)
    yield window.page
    for dialog in window.findChildren(QDialog):
        dialog.done(0)


def ready(qtbot: QtBot, wizard: MergerWizard) -> MergerWizard:
    qtbot.waitUntil(wizard.isVisible)
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    return wizard


def wizard_of(page: RegistryPage, qtbot: QtBot) -> MergerWizard:
    return ready(qtbot, page.findChildren(MergerWizard)[-1])


def go_on(wizard: MergerWizard, idle: Idle) -> None:
    press(None, Key.Key_Return, modifier=CTRL)
    idle(wizard.work)
    wizard.activateWindow()
    assert QTest.qWaitForWindowActive(wizard)


def type_paper(wizard: MergerWizard, **texts: str) -> None:
    for name, text in texts.items():
        wizard.paper.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(text)
        press(None, Key.Key_Tab)


def carried_out(wizard: MergerWizard, idle: Idle, day: str = "1/1/2024") -> None:
    go_on(wizard, idle)
    type_paper(wizard, effective_on=day)
    go_on(wizard, idle)
    go_on(wizard, idle)


# From the list to the decision and back


def test_two_small_unions_are_merged_by_keys_alone_and_taken_back(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work, window = page.work, page.window()
    assert isinstance(window, MainWindow)
    page.grid.go_to(id_of(work, HOA))
    press(None, Key.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    page.merge()
    wizard = wizard_of(page, qtbot)
    assert [entry.union.name for entry in wizard.form.parts.shown_rows] == [HOA, MAI]
    assert wizard.form.sum.text() == "14 đoàn viên"
    assert wizard.form.result.currentText() == f"sáp nhập vào {MAI}"

    go_on(wizard, idle)
    assert focused() is wizard.paper._rows["decision"].editor
    type_text("12/QĐ-LĐLĐ")
    press(None, Key.Key_Tab)
    type_text("20/12/2023")
    press(None, Key.Key_Tab)
    type_text("1/1/2024")
    go_on(wizard, idle)
    assert wizard.moves.summary.text() == (
        f"1 đơn vị kết thúc, “{MAI}” có 14 đoàn viên. Cả 2 kỳ: tổng trước = tổng sau."
    )
    assert not wizard.moves.refusals.isVisible()
    go_on(wizard, idle)

    assert wizard.outcome is not None
    assert wizard.outcome.sentence.text() == f"Đã ghép 1 đơn vị: “{MAI}” có 14 đoàn viên."
    assert state_of(work, HOA) == f"đã sáp nhập vào “{MAI}”"
    press(wizard, Key.Key_Escape)
    assert not wizard.isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.grid.setFocus()
    press(None, Key.Key_Z, modifier=CTRL)
    idle(work)
    assert state_of(work, HOA) == "đang hoạt động"


def test_a_union_is_added_and_taken_out_by_keys(page: RegistryPage, qtbot: QtBot) -> None:
    page.grid.go_to(id_of(page.work, HOA))
    page.merge()
    wizard = wizard_of(page, qtbot)
    assert wizard.form.sum.text() == "5 đoàn viên: chưa trên 10"
    wizard.form.add.setFocus()
    type_text("sen hong")
    press(None, Key.Key_Down, Key.Key_Return)
    assert [entry.union.name for entry in wizard.form.parts.shown_rows] == [HOA, SEN]
    assert wizard.isVisible()
    assert wizard.step == 0

    type_text("khong co")
    press(None, Key.Key_Return)
    assert "khong co" in wizard.form.notice.label.text()
    assert wizard.form.add.text() == "khong co"
    wizard.form.parts.go_to(id_of(page.work, HOA))
    press(None, Key.Key_Delete, modifier=CTRL)
    assert [entry.union.name for entry in wizard.form.parts.shown_rows] == [SEN]
    assert wizard.form.result.currentText().startswith(f"sáp nhập vào {SEN}")
    assert wizard.form.own.draft.values["name"] == SEN


def test_a_new_union_is_founded_with_its_committee(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work = page.work
    with work.database.write("Cán bộ") as session:
        role = next(iter(records.choices(session, OfficerRole)))
        values = {"union_id": id_of(work, HOA), "role_id": role, "name": "Lê Thị Nhàn", "phone": "0912345678"}
        records.insert_rows(session, Officer, [values | {"term_from": date(2022, 1, 1)}])
    wizard = ready(qtbot, open_wizard(page, work, page.context, [draft(work, HOA, MAI)]))
    wizard.form.result.setFocus()
    press(None, Key.Key_End)
    wizard.form._choose()
    assert wizard.form.new.isVisible()
    assert wizard.form.new.draft.values["bloc_id"] is not None
    go_on(wizard, idle)
    assert wizard.step == 0
    assert wizard.form.own._rows["name"]._below.text() == "Bắt buộc phải nhập"

    wizard.form.own.go_to("name")
    type_text("CĐCS Liên trường")
    wizard.form.committee.offered.setFocus()
    type_text("nhan")
    press(None, Key.Key_Down, Key.Key_Return)
    carried_out(wizard, idle)

    assert state_of(work, MAI) == "đã sáp nhập vào “CĐCS Liên trường”"
    with work.read() as session:
        found = officers.listed(session, date(2024, 6, 1), id_of(work, "CĐCS Liên trường"))
    assert [(one.name, one.phone, one.term_from) for one in found] == [("Lê Thị Nhàn", "0912345678", date(2024, 1, 1))]


def test_half_a_row_of_the_committee_is_not_lost_without_a_word(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, [draft(page.work, HOA, MAI)]))
    grid = wizard.form.committee.grid
    grid.view.go(0, 1)
    grid.setFocus()
    type_text("Trần Văn Ba")
    press(None, Key.Key_Return)
    go_on(wizard, idle)

    assert wizard.step == 0
    assert wizard.form.notice.label.text() == "Nhân sự lâm thời: có dòng thiếu chức danh."


def test_half_a_row_holds_its_group(page: RegistryPage, qtbot: QtBot) -> None:
    made = [draft(page.work, HOA, MAI), draft(page.work, SEN, LON)]
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, made))
    grid = wizard.form.committee.grid
    grid.view.go(0, 1)
    grid.setFocus()
    type_text("Trần Văn Ba")
    press(None, Key.Key_Return)
    wizard.groups.go_to(1)
    qtbot.waitUntil(lambda: wizard.groups.current_key == 0)
    assert wizard.notice.label.text() == "Nhân sự lâm thời: có dòng thiếu chức danh."
    assert wizard.form.committee.problem

    grid.go_to(1, "role_id")
    type_text("Chủ tịch")
    press(None, Key.Key_Return)
    wizard.groups.go_to(1)
    assert wizard.form.edit is wizard.edits[1]
    assert [one.name for one in wizard.edits[0].officers] == ["Trần Văn Ba"]


# Refused, with everything that was typed


Refused = tuple[str, Callable[[Work], MergerDraft], str]
REFUSED: list[Refused] = [
    ("M01", lambda work: draft(work, HOA, HOA), "không sáp nhập với chính nó được"),
    ("M03", lambda work: draft(work, SEN, MAI), f"“{SEN}” đã sáp nhập vào “{LON}” từ 01/01/2024"),
    ("M04", lambda work: draft(work, MAI, SEN), f"“{SEN}” đã sáp nhập vào “{LON}” từ 01/01/2024"),
    ("M05", lambda work: draft(work, HOA, MAI, effective_on=date(2014, 1, 1)), "trước ngày thành lập"),
    ("M06", lambda work: draft(work, HOA, MAI, effective_on=date(2023, 2, 1)), "vẫn có số liệu của"),
]


@pytest.mark.parametrize(("made", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_contradicts_is_refused_in_the_dialog(
    page: RegistryPage, qtbot: QtBot, idle: Idle, made: Callable[[Work], MergerDraft], words: str
) -> None:
    work = page.work
    with work.database.write("Trước") as session:
        mergers.carry_out(session, [draft(work, SEN, LON, effective_on=date(2024, 1, 1))])
    given = made(work)
    wizard = ready(qtbot, open_wizard(page, work, page.context, [given]))
    go_on(wizard, idle)
    if given.effective_on is None:
        type_paper(wizard, effective_on="2/1/2024")
    type_paper(wizard, decision="12/QĐ-LĐLĐ")
    go_on(wizard, idle)

    told = wizard.moves.refusals.text() + wizard.paper.notice.label.text() + wizard.notice.label.text()
    assert words in told
    assert not wizard.do.isEnabled()
    assert wizard.isVisible()
    assert wizard.drafts()[0].decision == "12/QĐ-LĐLĐ"
    press(None, Key.Key_Return, modifier=CTRL)
    assert wizard.outcome is None


def test_m02_a_circle_within_one_batch_is_refused(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work, day = page.work, date(2024, 1, 1)
    batch = [draft(work, HOA, MAI, effective_on=day), draft(work, MAI, HOA, effective_on=day)]
    wizard = ready(qtbot, open_wizard(page, work, page.context, batch))
    go_on(wizard, idle)
    go_on(wizard, idle)

    assert "Chưa thực hiện được" in wizard.moves.refusals.text()
    assert not wizard.do.isEnabled()


def test_m07_other_upper_unions_are_confirmed_first(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work = page.work
    with work.database.write("Cấp trên") as session:
        upper = add_union(session, "Công đoàn ngành Y tế")
        stored = records.rows(session, Union, id=id_of(work, HOA))[0]
        records.update_rows(session, Union, {stored["id"]: {"upper_id": upper}}, {stored["id"]: stored})
    given = draft(work, HOA, MAI, effective_on=date(2024, 1, 1))
    wizard = ready(qtbot, open_wizard(page, work, page.context, [given]))
    go_on(wizard, idle)
    go_on(wizard, idle)
    assert "công đoàn cấp trên khác nhau" in wizard.moves.refusals.text()
    assert wizard.across.isVisible()
    assert not wizard.do.isEnabled()

    wizard.across.click()
    idle(work)
    ready(qtbot, wizard)
    assert wizard.do.isEnabled()
    assert "công đoàn cấp trên khác nhau" in wizard.moves.warnings.text()
    wizard.do.setFocus()
    go_on(wizard, idle)
    assert state_of(work, HOA).startswith("đã sáp nhập")


def test_a_day_that_is_ahead_can_only_be_kept(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work, day = page.work, date.today() + timedelta(days=30)  # noqa: DTZ011 - the user's own calendar
    wizard = ready(qtbot, open_wizard(page, work, page.context, [draft(work, HOA, MAI)]))
    go_on(wizard, idle)
    type_paper(wizard, effective_on=f"{day:%d/%m/%Y}")
    assert "chỉ lưu thành đề nghị được" in wizard.paper.notice.label.text()
    go_on(wizard, idle)
    assert not wizard.do.isEnabled()
    assert wizard.keep.isDefault()

    wizard.keep.click()
    assert wizard.outcome is not None
    assert wizard.outcome.sentence.text() == "Đã lưu 1 đề nghị sáp nhập."
    with work.read() as session:
        (kept,) = mergers.listed(session)
    assert (kept.done, kept.effective_on, kept.ahead) == (False, day, True)
    assert state_of(work, HOA) == "đang hoạt động"


def test_what_somebody_changed_since_the_preview_is_not_overlooked(
    page: RegistryPage, qtbot: QtBot, idle: Idle
) -> None:
    """M10."""
    work = page.work
    wizard = ready(qtbot, open_wizard(page, work, page.context, [draft(work, HOA, MAI, effective_on=date(2024, 1, 1))]))
    go_on(wizard, idle)
    go_on(wizard, idle)
    with work.database.write("Người khác") as session:
        mergers.carry_out(session, [draft(work, HOA, LON, effective_on=date(2024, 1, 1))])
    go_on(wizard, idle)

    assert wizard.notice.label.text() == "Dữ liệu đã thay đổi sau khi xem trước. Hãy xem trước lại rồi thực hiện."
    assert wizard.outcome is None


def test_closing_asks_only_where_something_was_typed(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    made = [draft(page.work, HOA, MAI)]
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, made))
    press(wizard, Key.Key_Escape)
    assert not wizard.isVisible()
    assert reader.read == []

    wizard = ready(qtbot, open_wizard(page, page.work, page.context, made))
    wizard.form.own.go_to("chair")
    type_text("Lê Thị Nhàn")
    press(wizard, Key.Key_Escape)
    assert reader.read == ["Bỏ việc sáp nhập đang lập?"]
    assert wizard.isVisible()
    assert wizard.form.own.draft.values["chair"] == "Lê Thị Nhàn"
    reader.answer = answer("Bỏ")
    press(wizard, Key.Key_Escape)
    assert not wizard.isVisible()


# Several at once


def test_two_groups_are_one_action_with_numbers_that_follow(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work = page.work
    made = [draft(work, HOA, MAI), draft(work, SEN, LON)]
    wizard = ready(qtbot, open_wizard(page, work, page.context, made))
    assert [edit.draft.values["name"] for edit in wizard.groups.shown_rows] == [MAI, LON]
    wizard.groups.go_to(1, "name")
    type_text("CĐCS Nhà máy Mới")
    press(None, Key.Key_Return)
    assert wizard.form.own.draft.values["name"] == "CĐCS Nhà máy Mới"
    go_on(wizard, idle)
    type_paper(wizard, decision="09/QĐ-LĐLĐ", effective_on="1/1/2024")
    wizard.number_decisions()
    go_on(wizard, idle)
    assert "2 nhóm: 2 đơn vị kết thúc" in wizard.moves.summary.text()
    go_on(wizard, idle)

    with work.read() as session:
        done = mergers.listed(session)
    assert {(one.name, one.decision) for one in done} == {(MAI, "09/QĐ-LĐLĐ"), ("CĐCS Nhà máy Mới", "10/QĐ-LĐLĐ")}
    assert len({one.action_id for one in done}) == 1


def test_a_proposal_is_changed_and_carried_out_in_one_action(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    work = page.work
    with work.database.write("Đề nghị") as session:
        ids = mergers.propose(session, [draft(work, HOA, MAI)])
        before = records.rows(session, Merger)
    wizard = ready(qtbot, open_proposals(page, work, page.context, ids))
    wizard.form.own.go_to("chair")
    type_text("Lê Thị Nhàn")
    carried_out(wizard, idle)

    with work.read() as session:
        (done,) = mergers.listed(session)
        offer = undo.next_undo(session)
    assert (done.id, done.done, done.chair) == (ids[0], True, "Lê Thị Nhàn")
    assert offer is not None
    with work.database.write("Hoàn tác", undoes=offer.action_id) as session:
        undo.undo(session, offer.action_id)
        after = records.rows(session, Merger)
    volatile = ("version", "changed")
    assert [{k: v for k, v in row.items() if k not in volatile} for row in after] == [
        {k: v for k, v in row.items() if k not in volatile} for row in before
    ]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("12/QĐ-LĐLĐ", ["12/QĐ-LĐLĐ", "13/QĐ-LĐLĐ", "14/QĐ-LĐLĐ"]),
        ("QĐ 009", ["QĐ 009", "QĐ 010", "QĐ 011"]),
        ("", []),
        ("không số", []),
    ],
)
def test_numbers_of_decisions_follow_each_other(first: str, expected: list[str]) -> None:
    assert numbered(first, 3) == expected


def test_alt_keys_are_unique_in_every_step(page: RegistryPage, qtbot: QtBot, idle: Idle) -> None:
    """K40."""
    from tests.ui.test_promises import alt_keys, doubled

    day = date(2024, 1, 1)
    batch = [draft(page.work, HOA, MAI, effective_on=day), draft(page.work, SEN, LON, effective_on=day)]
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, batch))
    for step in range(3):
        assert doubled(alt_keys(wizard)) == [], step
        go_on(wizard, idle)


def test_an_office_without_the_threshold_can_merge_all_the_same(page: RegistryPage, qtbot: QtBot) -> None:
    with page.work.database.write("Xóa ngưỡng") as session:
        records.delete(session, Threshold, [row["id"] for row in records.rows(session, Threshold, key="merged_above")])
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, [draft(page.work, HOA, SEN)]))

    assert wizard.form.sum.text() == "9 đoàn viên"


def test_everything_fits_the_smallest_screen(page: RegistryPage, qtbot: QtBot) -> None:
    wizard = ready(qtbot, open_wizard(page, page.work, page.context, [draft(page.work, HOA, MAI)]))

    screen = QApplication.primaryScreen().availableSize()
    assert wizard.width() <= screen.width()
    assert wizard.height() <= screen.height()
