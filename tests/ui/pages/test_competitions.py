"""The page of competitions by keys: registrations typed, pasted and put in by the form, and who has not registered."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN, id_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.records.awards import INDIVIDUAL, PACT
from unioncare_desktop.services import campaign_founding, campaigns, history, records, registrations, round_closing
from unioncare_desktop.services.registrations import CODE, KIND, UNION, Entry, NewRow, RegistrationRow
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.cell_history import CellHistory
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.competitions import AWARDS, MISSING, REGISTRATIONS, RESULTS, CompetitionsPage
from unioncare_desktop.ui.registration_form import RegistrationForm
from unioncare_desktop.ui.registrations_view import RegistrationsView
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import show_percent

YEAR = 2023
TITLE, WORKS = "Danh hiệu cá nhân", "Công trình, phần việc"
REGISTER = (
    "STT\tMã CĐCS\tTên CĐCS\tĐợt\tLoại đăng ký\tNội dung / danh hiệu\tSố lượng\tNgày đăng ký",
    f"1\tCS1\t{HOA}\tĐợt 1\tCông trình, phần việc\tVườn hoa trường học\t1\t18/02/2023",
    f"2\tCS2\t{MAI}\tĐợt 1\tDanh hiệu cá nhân\tLao động tiên tiến\t6\t28/02/2023",
    f"3\tCS1\t{HOA}\tĐợt 1\tDanh hiệu tập thể\tTập thể lao động tiên tiến\t1\t30/02/2023",
)


@pytest.fixture
def round_id(small_work: Work) -> int:
    """The first of two rounds of a campaign of 2023, with a rule that everybody registers a work."""
    with small_work.database.write("Lập phong trào") as session:
        template = campaign_founding.template_for(YEAR, (1, 2))
        campaign_id = campaign_founding.found(session, template, YEAR)
        return campaigns.campaign(session, campaign_id).rounds[0].id


def shown(qtbot: QtBot, work: Work, context: Context) -> CompetitionsPage:
    page = CompetitionsPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda change: page.follow(change) if page.tables() & change.tables else None)
    page.resize(1182, 700)
    page.show()
    page.refresh()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[CompetitionsPage], None]:
    """Wait until everything is read that is to be read."""

    def wait(page: CompetitionsPage) -> None:
        qtbot.waitUntil(lambda: not page._background.busy and not page._later.isActive(), timeout=10_000)

    return wait


Settled = Callable[[CompetitionsPage], None]


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context, round_id: int, settled: Settled) -> CompetitionsPage:
    page = shown(qtbot, small_work, context)
    page.choose(round_id)
    settled(page)
    page.registrations.grid.setFocus()
    return page


@pytest.fixture
def view(page: CompetitionsPage) -> RegistrationsView:
    return page.registrations


def register(work: Work, round_id: int, *lines: tuple[str, str, str]) -> list[int]:
    """Put registrations in: union by name, kind, content."""
    entries = [
        Entry(NewRow(number), name, text)
        for number, line in enumerate(lines, 1)
        for name, text in zip((UNION, KIND, "content"), line, strict=True)
    ]
    done = work.write("Ghi đăng ký", lambda session: registrations.enter(session, round_id, entries))
    assert done is not None
    assert done.refused == ()
    return list(done.added.values())


def stored(page: CompetitionsPage) -> list[RegistrationRow]:
    assert page.round is not None
    with page.work.read() as session:
        return registrations.rows(session, [page.round.id])


def actions(work: Work) -> list[str]:
    with work.read() as session:
        return [done.title for done in history.actions(session)]


def go(view: RegistrationsView, row: int, column: str) -> None:
    view.grid.view.go(row, view.grid.model.place_of_column(column))
    view.grid.view.setFocus()


def text(view: RegistrationsView, row: int, column: str) -> str:
    return str(view.grid.model.index(row, view.grid.model.place_of_column(column)).data() or "")


def in_front(window: QWidget) -> None:
    window.activateWindow()
    for _try in range(100):
        if not window.isActiveWindow():
            QTest.qWait(10)
    assert window.isActiveWindow()


def type_line(*texts: str) -> None:
    for one in texts:
        type_text(one)
        press(None, Key.Key_Tab)


# Without anything


def test_without_a_campaign_the_page_says_what_to_do_first(qtbot: QtBot, small_work: Work, context: Context) -> None:
    page = shown(qtbot, small_work, context)
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: went.append((name, argument)))
    assert any(
        "Chưa có phong trào thi đua nào" in label.text() for label in page.findChildren(QLabel) if label.isVisible()
    )
    buttons = {
        button.text().replace("&", ""): button for button in page.findChildren(QPushButton) if button.isVisible()
    }
    assert buttons.keys() == {"Nhập sổ đăng ký từ Excel", "Lập phong trào từ mẫu"}
    buttons["Nhập sổ đăng ký từ Excel"].click()
    assert went == [("imports", None)]
    page.export()
    assert went[-1][0] == "reports"


def test_a_campaign_founded_here_is_shown(qtbot: QtBot, small_work: Work, context: Context, settled: Settled) -> None:
    page = shown(qtbot, small_work, context)
    page.arrive("found")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    in_front(dialog)
    press(dialog, Key.Key_S, modifier=CTRL)
    qtbot.waitUntil(lambda: page.round is not None)
    settled(page)
    assert page.round is not None
    assert page.round.year == date.today().year  # noqa: DTZ011 - the user's own calendar
    assert page.switch.title.text().startswith(page.round.name)


# Typed


def test_a_registration_is_typed_into_the_blank_line(
    page: CompetitionsPage, view: RegistrationsView, settled: Settled
) -> None:
    page.add()
    type_line("cs1")
    assert stored(page) == []
    assert text(view, 0, "state") == "còn thiếu loại đăng ký, nội dung"
    go(view, 0, KIND)
    type_text("ca nhan")
    press(None, Key.Key_Down, Key.Key_Tab)
    type_text("lao dong tien tien")
    press(None, Key.Key_Tab)
    type_line("3", "15/3")

    (row,) = stored(page)
    assert (row.union.name, row.kind, row.content, row.quantity) == (HOA, TITLE, "Lao động tiên tiến", 3)
    assert row.registered_on == date(2023, 3, 15)
    assert text(view, 0, UNION) == HOA
    assert text(view, 0, "content") == "Lao động tiên tiến"
    assert view.grid.model.rowCount() == 2
    settled(page)
    assert page.tabs.tabText(REGISTRATIONS) == "Đăng ký 1"
    assert page.tabs.tabText(MISSING) == "Chưa đăng ký 3"


def test_kinds_and_titles_are_offered_and_bind_nobody(
    page: CompetitionsPage, view: RegistrationsView, settled: Settled
) -> None:
    page.add()
    type_line("", "hoa đào")
    go(view, 0, UNION)
    type_text("hoa")
    press(None, Key.Key_Down, Key.Key_Tab)
    assert text(view, 0, UNION) == HOA
    press(None, Key.Key_Down, modifier=ALT)
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Tab)
    assert text(view, 0, KIND) == "Danh hiệu tập thể"
    titles = view.grid.model.offered(0, view.grid.model.place_of_column("content"))
    assert "Tập thể lao động tiên tiến" in titles
    assert "Lao động tiên tiến" not in titles
    type_text("Tổ tự quản giỏi")
    press(None, Key.Key_Return)
    (row,) = stored(page)
    assert (row.kind, row.content) == ("Danh hiệu tập thể", "Tổ tự quản giỏi")
    settled(page)
    assert view.only_odd.text() == "Có lỗi, cảnh báo 1"


def test_the_same_twice_is_refused_and_names_the_other(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    register(page.work, round_id, (HOA, TITLE, "Lao động tiên tiến"))
    settled(page)
    page.add()
    type_line("CS1", HOA, TITLE, "lao động tiên tiến")
    assert len(stored(page)) == 1
    assert "đã có đăng ký này trong Đợt 1" in view.grid.current_problem or any(
        "đã có đăng ký này trong Đợt 1" in reason for _entry, reason in view.grid.refused
    )
    assert text(view, 1, "content") == "lao động tiên tiến"
    go(view, 1, "content")
    type_text("Chiến sĩ thi đua cơ sở")
    press(None, Key.Key_Return)
    assert {row.content for row in stored(page)} == {"Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"}
    assert view.grid.unsaved == []


def test_an_unknown_union_is_refused_at_once(page: CompetitionsPage, view: RegistrationsView) -> None:
    page.add()
    type_line("CS99")
    assert "không có công đoàn nào có mã “CS99”" in text(view, 0, "state")
    press(None, Key.Key_Home)
    go(view, 0, CODE)
    type_line("CS3", "", WORKS, "Sửa mái nhà xe")
    assert [row.union.name for row in stored(page)] == [SEN]


def test_a_cell_is_changed_and_the_change_can_be_undone_and_looked_up(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    (key,) = register(page.work, round_id, (MAI, WORKS, "Sơn cổng"))
    settled(page)
    go(view, 0, "quantity")
    type_text("2")
    press(None, Key.Key_Return)
    assert stored(page)[0].quantity == 2
    assert actions(page.work)[0] == f"Sửa số lượng đăng ký của {MAI}, Đợt 1/2023"

    go(view, 0, "quantity")
    press(view.grid.view, Key.Key_H, modifier=CTRL | SHIFT)
    dialog = page.findChild(CellHistory)
    assert dialog is not None
    assert next((one.change.old, one.change.new) for one in dialog.grid.shown_rows) == ("1", "2")
    dialog.reject()
    assert stored(page)[0].id == key


def test_a_registration_outside_the_window_is_marked(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    register(page.work, round_id, (MAI, WORKS, "Sơn cổng"))
    settled(page)
    go(view, 0, "registered_on")
    type_text("1/12/2022")
    press(None, Key.Key_Return)
    assert "trước khi Đợt 1 bắt đầu" in text(view, 0, "state")
    view.only_odd.setChecked(True)
    assert len(view.grid.shown_rows) == 1
    press(view.grid.view, Key.Key_F8)
    assert view.grid.current_column == "registered_on"
    assert "trước khi Đợt 1 bắt đầu" in view.grid.current_problem


# Pasted


def test_the_register_of_the_office_is_pasted_with_its_headings(
    page: CompetitionsPage, view: RegistrationsView, clipboard: Clipboard, settled: Settled
) -> None:
    clipboard.text = "\n".join(REGISTER)
    go(view, 0, CODE)
    press(view.grid.view, Key.Key_V, modifier=CTRL)
    assert "từ chối" in view.grid.view.preview.bar.counts.text()
    press(view.grid.view, Key.Key_Return)
    assert sorted((row.union.name, row.content, row.quantity) for row in stored(page)) == [
        (HOA, "Vườn hoa trường học", 1),
        (MAI, "Lao động tiên tiến", 6),
    ]
    settled(page)
    waiting = next(row for row in range(view.grid.model.rowCount()) if view.grid.model.is_line(row))
    assert text(view, waiting, "registered_on") == "30/02/2023"
    go(view, waiting, "registered_on")
    assert view.grid.view.proposals() == ("28/02/2023",)
    press(view.grid.view, Key.Key_Return, modifier=ALT)
    assert len(stored(page)) == 3
    assert actions(page.work)[1].startswith("Dán ")


def test_what_is_pasted_of_another_round_is_not_taken(
    page: CompetitionsPage, view: RegistrationsView, clipboard: Clipboard
) -> None:
    clipboard.text = "\n".join([*REGISTER[:3], f"4\tCS3\t{SEN}\tĐợt II/2023\tSáng kiến\tBơm nước tự động\t1\t"])
    go(view, 0, CODE)
    press(view.grid.view, Key.Key_V, modifier=CTRL)
    assert "từ chối" in view.grid.view.preview.bar.counts.text()
    press(view.grid.view, Key.Key_Return)
    assert {row.union.name for row in stored(page)} == {HOA, MAI}
    (refused,) = view.grid.refused
    assert refused[0].text == "Đợt II/2023"
    assert "đang mở Đợt 1/2023" in refused[1]
    assert len(view.grid.unsaved) > 1


def test_what_waits_or_was_refused_is_there_again_when_the_round_comes_back(
    page: CompetitionsPage, view: RegistrationsView, reader: Reader, settled: Settled
) -> None:
    page.add()
    type_line("CS1", "", TITLE)
    page.next_period()
    settled(page)
    assert page.round is not None
    assert page.round.number == 2
    assert text(view, 0, CODE) == ""

    assert not page.may_close()
    assert "2 ô" in reader.read[0]
    page.previous_period()
    settled(page)
    in_front(page)
    assert (text(view, 0, CODE), text(view, 0, KIND)) == ("CS1", TITLE)
    go(view, 0, "content")
    type_text("Lao động tiên tiến")
    press(None, Key.Key_Return)
    assert len(stored(page)) == 1
    settled(page)
    assert page.may_close()


# Deleted, filtered


def test_registrations_are_deleted_after_asking(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, reader: Reader, settled: Settled
) -> None:
    register(page.work, round_id, (MAI, WORKS, "Sơn cổng"), (HOA, WORKS, "Sơn tường"), (SEN, WORKS, "Quét vôi"))
    settled(page)
    go(view, 0, CODE)
    press(view.grid.view, Key.Key_Down, modifier=SHIFT)
    press(view.grid.view, Key.Key_Delete, modifier=CTRL)
    assert len(stored(page)) == 3
    assert reader.read == ["Xóa 2 đăng ký, Đợt 1/2023?\n\nCó thể hoàn tác bằng Ctrl+Z."]
    reader.answer = answer("Xóa")
    press(view.grid.view, Key.Key_Delete, modifier=CTRL)
    assert [row.union.name for row in stored(page)] == [SEN]
    settled(page)
    assert [row.union.name for row in view.grid.shown_rows] == [SEN]


def test_chips_and_words_filter_and_the_sums_follow(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    register(
        page.work, round_id, (MAI, WORKS, "Sơn cổng"), (HOA, TITLE, "Lao động tiên tiến"), (HOA, WORKS, "Sơn tường")
    )
    settled(page)
    view.by_kind.choose(WORKS)
    assert [row.content for row in view.grid.shown_rows] == ["Sơn tường", "Sơn cổng"]
    assert view.grid._totals.texts[UNION] == "Cộng 2 đăng ký của 2 CĐCS"
    assert page.start_search()
    type_text("hoa dao")
    assert [row.content for row in view.grid.shown_rows] == ["Sơn tường"]
    view.words.setText("không có gì")
    assert view.grid._totals.texts[UNION] == "Không có dòng nào khớp bộ lọc"
    view.clear_filters()
    assert len(view.grid.shown_rows) == 3


# The form


def form_of(view: RegistrationsView) -> RegistrationForm:
    assert view.form is not None
    in_front(view.form)
    return view.form


def test_f4_opens_the_form_of_the_row(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    register(page.work, round_id, (HOA, TITLE, "Lao động tiên tiến"))
    settled(page)
    go(view, 0, "content")
    press(view.grid.view, Key.Key_F4)
    form = form_of(view)
    assert form.heading.text() == "Đăng ký thi đua, Đợt 1 (01/01–30/06/2023)"
    assert form._form == INDIVIDUAL
    form._part.go_to("person")
    type_text("Nguyễn Thị Lan")
    form._part.go_to("registered_on")
    type_text("5/4")
    press(None, Key.Key_S, modifier=CTRL)
    (row,) = stored(page)
    assert (row.person, row.registered_on) == ("Nguyễn Thị Lan", date(2023, 4, 5))
    assert actions(page.work)[0] == f"Sửa đăng ký của {HOA}, Đợt 1/2023"


def test_a_pact_is_put_in_with_its_movements_and_targets(page: CompetitionsPage, view: RegistrationsView) -> None:
    view.open_form(None)
    form = form_of(view)
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Tab)
    type_text("giao uoc")
    press(None, Key.Key_Down, Key.Key_Tab)
    assert form._form == PACT
    assert form._pact.isVisible()
    form._part.go_to("content")
    type_text("Giao ước năm 2023")
    form.movements.grid.view.go(0, 0)
    form.movements.grid.setFocus()
    type_line("Giỏi việc nước", "100 % nữ đoàn viên", "8/3", "20/10")
    form.targets.grid.view.go(0, 0)
    form.targets.grid.setFocus()
    type_line("Doanh thu", "tỷ đồng", "120")
    press(None, Key.Key_S, modifier=CTRL)

    (row,) = stored(page)
    assert (row.form, row.content) == (PACT, "Giao ước năm 2023")
    with page.work.read() as session:
        (movement, target) = registrations.pact_items(session, [row.id])[row.id]
    assert (movement.part, movement.name, movement.goal) == ("movement", "Giỏi việc nước", "100 % nữ đoàn viên")
    assert (movement.starts_on, movement.ends_on) == (date(2023, 3, 8), date(2023, 10, 20))
    assert (target.part, target.name, target.unit, target.planned) == ("target", "Doanh thu", "tỷ đồng", "120")


def test_the_form_says_what_is_wrong_and_loses_nothing(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, reader: Reader, settled: Settled
) -> None:
    register(page.work, round_id, (HOA, TITLE, "Lao động tiên tiến"))
    settled(page)
    view.open_form(None)
    form = form_of(view)
    press(None, Key.Key_S, modifier=CTRL)
    assert form.isVisible()
    form.draft.enter(UNION, id_of(page.work, HOA))
    form.about.set_draft(form.draft)
    form._part.go_to("content")
    type_text("lao động tiên tiến")
    press(None, Key.Key_S, modifier=CTRL)
    assert form.isVisible()
    assert any("Đã có đăng ký này" in label.text() for label in form.findChildren(QLabel) if label.isVisible())
    press(form, Key.Key_Escape)
    assert reader.read == ["Bỏ những gì vừa gõ trong phiếu này?"]
    assert form.isVisible()
    reader.answer = answer("Bỏ")
    press(form, Key.Key_Escape)
    assert not form.isVisible()


def test_one_registration_after_the_other_in_the_form(page: CompetitionsPage, view: RegistrationsView) -> None:
    view.open_form(None)
    form = form_of(view)
    type_text("mai vang")
    press(None, Key.Key_Down, Key.Key_Tab)
    form._part.go_to("content")
    type_text("Chiến sĩ thi đua cơ sở")
    press(None, Key.Key_Return, modifier=CTRL)
    assert form.isVisible()
    assert form.draft.values[UNION] == id_of(page.work, MAI)
    assert form.draft.values["content"] is None
    form._part.go_to("content")
    type_text("Lao động tiên tiến")
    press(None, Key.Key_S, modifier=CTRL)
    assert {row.content for row in stored(page)} == {"Chiến sĩ thi đua cơ sở", "Lao động tiên tiến"}


# Who is missing


def test_who_has_not_registered_is_listed_and_counted(page: CompetitionsPage, round_id: int, settled: Settled) -> None:
    register(page.work, round_id, (HOA, TITLE, "Lao động tiên tiến"), (MAI, WORKS, "Sơn cổng"))
    settled(page)
    page.arrive("missing")
    missing = page.missing
    assert missing.headline.text() == f"Đợt 1: 2/4 CĐCS đã đăng ký, đạt {show_percent(0.5, 2)}; còn 2 để đủ 100 %"
    assert [line.union.name for line in missing.grid.shown_rows] == [LON, SEN]
    assert missing.questions[1].text() == "Chưa có công trình, phần việc 3"
    missing.questions[1].click()
    assert [line.union.name for line in missing.grid.shown_rows] == [HOA, LON, SEN]
    assert not missing.questions[0].isChecked()
    missing.questions[1].click()
    assert missing.questions[1].isChecked()


def test_in_the_second_round_works_of_the_first_count_for_the_rule(
    page: CompetitionsPage, round_id: int, settled: Settled
) -> None:
    register(page.work, round_id, (HOA, WORKS, "Sơn tường"), (MAI, TITLE, "Lao động tiên tiến"))
    settled(page)
    page.next_period()
    page.arrive("missing")
    settled(page)
    texts = [chip.text() for chip in page.missing.questions if not chip.isHidden()]
    assert texts == [
        "Chưa đăng ký gì 4",
        "Chưa có công trình, phần việc 3",
        "Đợt này chưa có công trình, phần việc 4",
    ]


def test_the_list_is_copied_for_a_message(page: CompetitionsPage, clipboard: Clipboard, settled: Settled) -> None:
    with page.work.database.write("Liên hệ") as session:
        union_id = id_of(page.work, LON)
        records.update_row(
            session, Union, union_id, {"chair": "Trần Văn Bình", "phone": "0912345678", "email": "lon@example.vn"}
        )
    page.refresh()
    settled(page)
    page.arrive("missing")
    missing = page.missing
    missing.words.setText("lon")
    menu = missing.copy.menu()
    for action in menu.actions():
        action.trigger()
        if "Tin nhắn" in action.text().replace("&", ""):
            heading, line = clipboard.text.splitlines()
            assert heading.startswith("Chưa đăng ký gì - Đợt 1, Phong trào thi đua")
            assert line == f"1. {LON} (CS4): Trần Văn Bình, 0912345678, lon@example.vn"
        elif "e-mail" in action.text():
            assert clipboard.text == "lon@example.vn"
        else:
            assert clipboard.text == "0912345678"


def test_enter_on_a_missing_union_begins_its_registration(
    page: CompetitionsPage, view: RegistrationsView, settled: Settled
) -> None:
    page.arrive("missing")
    page.missing.grid.go_to(id_of(page.work, SEN))
    press(page.missing.grid.view, Key.Key_Return)
    assert page.tabs.currentIndex() == REGISTRATIONS
    assert text(view, 0, CODE) == "CS3"
    assert view.grid.current_column == KIND or view.grid.view.currentIndex().row() == 0
    type_line(WORKS, "Quét vôi hội trường")
    assert [row.union.name for row in stored(page)] == [SEN]
    settled(page)
    assert page.tabs.tabText(MISSING) == "Chưa đăng ký 3"


def test_the_report_is_that_of_the_round(page: CompetitionsPage, context: Context) -> None:
    went: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: went.append((name, argument)))
    page.arrive("missing")
    page.missing.report.click()
    assert went == [("reports", "registrations-missing")]
    assert context.period == "2023-Q2"
    for place, code in ((REGISTRATIONS, "registrations"), (RESULTS, "competition-results"), (AWARDS, "title-list")):
        page.tabs.setCurrentIndex(place)
        page.export()
        assert went[-1] == ("reports", code)


# Rounds


def test_a_closed_round_is_only_read(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    (key,) = register(page.work, round_id, (HOA, WORKS, "Sơn tường"))
    with page.work.database.write("Chốt") as session:
        row = registrations.open_draft(session, key)
        row.enter("outcome", "achieved")
        records.save(session, row)
        round_closing.close(session, round_id, date(2023, 7, 1))
    page.refresh()
    settled(page)
    assert view.grid.model.rowCount() == 1
    assert not view.grid.model.is_editable(0, 2)
    assert view.banner.isVisible()
    assert "đã chốt ngày 01/07/2023" in view.banner.words.text()
    assert not view.new.isEnabled()
    page.add()
    view.open_form(None)
    assert view.form is None
    view.open_form(key)
    assert not form_of(view).store.isEnabled()
    assert not form_of(view).about.isEnabled()
    assert form_of(view).leave.hasFocus()
    form_of(view).reject()
    view.banner.reopen.click()
    asked = page.findChildren(AskDialog)
    assert [one.windowTitle() for one in asked] == ["Mở lại Đợt 1 (01/01–30/06/2023)"]
    asked[0].reject()
    page.missing._register()
    assert page.tabs.currentIndex() == 0


def test_an_empty_round_says_how_to_begin(
    page: CompetitionsPage, view: RegistrationsView, round_id: int, settled: Settled
) -> None:
    assert view.first.isVisible()
    register(page.work, round_id, (HOA, WORKS, "Sơn tường"))
    page.refresh()
    settled(page)
    assert not view.first.isVisible()


def test_all_rounds_of_all_campaigns_can_be_chosen(page: CompetitionsPage, settled: Settled) -> None:
    with page.work.database.write("Lập") as session:
        campaign_founding.found(session, campaign_founding.template_for(2024, ()), 2024)
    page.refresh()
    settled(page)
    offered = [action for action in page.switch.menu.actions() if action.isCheckable()]
    titles = [action.text() for action in offered]
    assert titles[-2:] == ["Đợt 1 (01/01–30/06/2023)", "Đợt 2 (01/07–31/12/2023)"]
    assert len(titles) == 4
    page.next_period()
    page.next_period()
    settled(page)
    assert page.round is not None
    assert page.round.year == 2024
    [action for action in page.switch.menu.actions() if action.isCheckable()][-1].trigger()
    settled(page)
    assert (page.round.year, page.round.number) == (2023, 2)


def test_commands_of_the_page_go_where_they_say(page: CompetitionsPage, context: Context, settled: Settled) -> None:
    commands = page.commands(context.words)
    for words, place in (
        ("Đơn vị chưa đăng ký thi đua", MISSING),
        ("Kết quả thi đua", RESULTS),
        ("Khen thưởng", AWARDS),
    ):
        page.arrive(commands[words])
        assert page.tabs.currentIndex() == place
    page.arrive(commands["Thêm đăng ký thi đua"])
    assert page.tabs.currentIndex() == REGISTRATIONS
    settled(page)
    page.arrive(commands["Sửa phong trào, đợt thi đua"])
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    press(dialog, Key.Key_Escape)


def test_a_round_that_runs_counts_in_the_navigation(
    qtbot: QtBot, small_work: Work, context: Context, settled: Settled
) -> None:
    today = date.today()  # noqa: DTZ011 - the user's own calendar
    badges: list[tuple[str, int]] = []
    context.badged.connect(lambda name, count: badges.append((name, count)))
    with small_work.database.write("Lập") as session:
        campaign_founding.found(session, campaign_founding.template_for(today.year, ()), today.year)
    page = shown(qtbot, small_work, context)
    settled(page)
    assert badges[-1] == ("competitions", 4)


def test_past_rounds_do_not_count_in_the_navigation(page: CompetitionsPage, context: Context, settled: Settled) -> None:
    badges: list[int] = []
    context.badged.connect(lambda _name, count: badges.append(count))
    page.refresh()
    settled(page)
    assert badges == [0]
