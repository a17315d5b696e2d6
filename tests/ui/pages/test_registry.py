"""The registry as a secretary uses it: searching while typing, filters, the form, doubles, conflicts, deleting."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Area, MemberCount, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, events, history, office, officers, records, small_unions, unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.registry import Entry
from unioncare_desktop.ui.event_form import EventForm
from unioncare_desktop.ui.events_panel import EventsPanel
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.reorganisation_dialog import ReorganisationDialog
from unioncare_desktop.ui.union_form import UnionForm, groups_for
from unioncare_desktop.ui.work import Work

LAST = Span(2026, 4, "quarter")


@pytest.fixture
def window(qtbot: QtBot, work: Work, context: Context) -> MainWindow:
    return shown(qtbot, work, context)


def shown(qtbot: QtBot, work: Work, context: Context) -> MainWindow:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    with work.read() as session:
        view = office.view(session)
    context.show_office(view.name, view.kind)
    context.choose_period(LAST.code, LAST.title)
    window.fill(work, (RegistryPage,))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def page(window: MainWindow) -> RegistryPage:
    return page_of(window)


def page_of(window: MainWindow) -> RegistryPage:
    assert isinstance(window.page, RegistryPage)
    return window.page


def rows(page: RegistryPage) -> list[Entry]:
    return page.grid.shown_rows


def names(page: RegistryPage) -> list[str]:
    return [row.union.name for row in rows(page)]


def stored(page: RegistryPage, name: str) -> dict[str, Any] | None:
    """The stored union with exactly this name."""
    with page.work.read() as session:
        return next(iter(records.rows(session, Union, name=name)), None)


def form_of(page: RegistryPage, qtbot: QtBot) -> UnionForm:
    form = page._form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def opened(page: RegistryPage, qtbot: QtBot, name: str) -> UnionForm:
    union = next(row.union for row in rows(page) if row.union.name == name)
    page.open(union.id)
    return form_of(page, qtbot)


def added(page: RegistryPage, qtbot: QtBot) -> UnionForm:
    page.add()
    return form_of(page, qtbot)


def fill(form: UnionForm, **texts: str) -> None:
    """Type into the fields of a form, over what stands there."""
    for name, text in texts.items():
        form.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        press(None, Key.Key_Delete)
        type_text(text)


def add_union(page: RegistryPage, **values: Any) -> int:  # noqa: ANN401 - values of fields
    """A union that is stored behind the page's back."""
    with page.work.database.write("Thêm") as session:
        return records.insert_rows(session, Union, [values])[0]


# Searching and filtering


@pytest.mark.parametrize("typed", ["tan long", "long tan", "TÂN LONG", "tân  long "])
def test_searching_needs_no_accents_and_no_order(window: MainWindow, typed: str) -> None:
    page = page_of(window)
    everything = len(rows(page))
    press(window, Key.Key_F, modifier=CTRL)
    type_text(typed)

    found = names(page)
    assert 0 < len(found) < everything
    assert all("tan" in row.union.search and "long" in row.union.search for row in rows(page))
    assert "CĐCS Công ty CP Xây dựng Tân Long" in found
    assert page.shown_of.text() == f"{len(found)}/{everything} dòng"


def test_dong_da_finds_its_unions(window: MainWindow) -> None:
    page = page_of(window)
    add_union(page, name="CĐCS Chợ Đống Đa", code="X-01", chair="Đỗ Thị Ánh", state="active")
    page.refresh()
    for typed in ("dong da", "đống", "x-01", "do thi anh"):
        page.words.setText(typed)
        assert "CĐCS Chợ Đống Đa" in names(page), typed


def test_a_search_without_a_hit_says_so(window: MainWindow) -> None:
    page = page_of(window)
    page.words.setText("không có đâu")
    assert page.shown_of.text() == f"Không có dòng nào khớp · 0/{len(page.rows)} dòng"


def test_the_search_box_takes_what_an_input_method_sends(window: MainWindow) -> None:
    page = page_of(window)
    press(window, Key.Key_F, modifier=CTRL)
    type_text("tru")
    press(page.words, Key.Key_Backspace)
    type_text("ư")
    type_text("ơng")

    assert page.words.text() == "trương"
    assert page.words.hasFocus()
    assert 0 < len(names(page)) < len(page.rows)
    press(page.words, Key.Key_Return)
    assert page.grid.view.hasFocus()


def test_chips_narrow_the_list_together(page: RegistryPage) -> None:
    some = rows(page)[0].union
    page.by_area.choose(some.area)
    page.by_sector.choose(some.sector)
    page.by_bloc.choose(some.bloc)

    assert some.name in names(page)
    assert {(row.union.area, row.union.sector, row.union.bloc) for row in rows(page)} == {
        (some.area, some.sector, some.bloc)
    }


def test_sizes_follow_the_thresholds_and_the_newest_quarter(page: RegistryPage) -> None:
    everything = rows(page)
    with page.work.read() as session:
        figures = counts.figures(session, LAST)
    by_size: dict[str, list[int]] = {}
    for title in ("dưới 10", "10–24", "25 trở lên"):
        page.by_size.choose(title)
        by_size[title] = [row.members or 0 for row in rows(page)]
        assert all(row.members == figures[row.union.id]["members"] for row in rows(page))

    assert max(by_size["dưới 10"]) < 10 <= min(by_size["10–24"])
    assert max(by_size["10–24"]) < 25 <= min(by_size["25 trở lên"])
    assert sum(map(len, by_size.values())) == sum(row.members is not None for row in everything)


def test_unions_that_have_ended_are_shown_when_asked_for(page: RegistryPage) -> None:
    assert not page.with_closed.isVisible()
    add_union(page, name="CĐCS Cũ", state="merged")
    page.refresh()
    assert "CĐCS Cũ" not in names(page)

    page.with_closed.click()
    assert "CĐCS Cũ" in names(page)
    place = page.grid.model.place_of_column("state")
    row = names(page).index("CĐCS Cũ")
    assert not page.grid.view.isColumnHidden(place)
    assert page.grid.model.data(page.grid.model.index(row, place)) == "đã sáp nhập"


def test_a_click_on_a_heading_sorts(page: RegistryPage, qtbot: QtBot) -> None:
    header = page.grid.view.horizontalHeader()
    place = page.grid.model.place_of_column("members")
    at = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
    for descending in (False, True):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        members = [row.members for row in rows(page) if row.members is not None]
        assert members == sorted(members, reverse=descending)
    qtbot.wait(1)


def test_the_heading_names_the_quarter_of_the_members(page: RegistryPage) -> None:
    place = page.grid.model.place_of_column("members")
    assert page.grid.model.headerData(place, Qt.Orientation.Horizontal) == "ĐV Quý IV/2026"


def test_what_waits_on_other_pages_is_counted_before_they_are_looked_at(
    qtbot: QtBot, work: Work, context: Context
) -> None:
    told: list[tuple[str, int]] = []
    context.badged.connect(lambda name, count: told.append((name, count)))
    shown(qtbot, work, context)
    with work.read() as session:
        missing = counts.totals(session, LAST).missing
        small = small_unions.waiting(session, LAST)
        ending = len(officers.ending(session, date.today()))  # noqa: DTZ011 - the page's own today

    qtbot.waitUntil(lambda: len(told) > 2)
    assert told == [("counts", missing), ("mergers", small), ("officers", ending)]


# The form


def test_every_field_of_a_union_is_in_the_form() -> None:
    for short in ((), ("name", "level_id", "chair", "phone", "note")):
        listed = [name for group in groups_for(short) for name in group.fields]
        assert sorted(listed) == sorted(fields_of(Union))


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_F2])
def test_enter_and_f2_open_a_row(page: RegistryPage, qtbot: QtBot, key: Qt.Key) -> None:
    page.grid.setFocus()
    press(None, Key.Key_Down, key)
    form = form_of(page, qtbot)

    assert form.form.draft.values["name"] == names(page)[1]
    press(None, Key.Key_Escape)
    assert not form.isVisible()


def test_a_double_click_opens_a_row(page: RegistryPage, qtbot: QtBot) -> None:
    view = page.grid.view
    at = view.visualRect(page.grid.model.index(2, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert form_of(page, qtbot).form.draft.values["name"] == names(page)[2]


def test_ctrl_n_adds_a_union(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    press(window, Key.Key_N, modifier=CTRL)
    form = form_of(page, qtbot)
    fill(form, name="CĐCS Nhà hát Chèo", code="NH-01", chair="Lê Thị Nhàn")
    press(None, Key.Key_S, modifier=CTRL)

    saved = stored(page, "CĐCS Nhà hát Chèo")
    assert saved is not None
    assert (saved["code"], saved["chair"], saved["state"]) == ("NH-01", "Lê Thị Nhàn", "active")
    assert not form.isVisible()
    assert page.grid.current_key == saved["id"]


def test_ctrl_enter_saves_and_shows_an_empty_form(page: RegistryPage, qtbot: QtBot) -> None:
    form = added(page, qtbot)
    for name in ("CĐCS Bảo tàng Gốm", "CĐCS Xưởng phim Ánh Dương"):
        fill(form, name=name)
        press(None, Key.Key_Return, modifier=CTRL)
        assert stored(page, name) is not None
        assert form.form.draft.values["name"] is None

    press(None, Key.Key_Escape)
    assert not form.isVisible()


def test_a_note_may_have_several_lines(page: RegistryPage, qtbot: QtBot) -> None:
    name = names(page)[0]
    form = opened(page, qtbot, name)
    fill(form, note="một")
    press(None, Key.Key_Return)
    type_text("hai")
    form.save()

    saved = stored(page, name)
    assert saved is not None
    assert saved["note"] == "một\nhai"


def test_what_is_wrong_is_told_below_its_field_and_nothing_is_stored(page: RegistryPage, qtbot: QtBot) -> None:
    form = added(page, qtbot)
    fill(form, phone="12")
    form.save()

    assert form.isVisible()
    assert form.form._rows["name"]._below.text().startswith("Bắt buộc")
    assert "không phải là số điện thoại" in form.form._rows["phone"]._below.text()
    assert form.form._rows["phone"].editor.raw() == "12"
    fill(form, phone="", name="")
    form.form.take_in()
    press(None, Key.Key_Escape)
    assert not form.isVisible()


def test_esc_asks_only_where_something_would_be_lost(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    form = added(page, qtbot)
    fill(form, name="CĐCS Rạp xiếc")
    press(None, Key.Key_Escape)
    assert reader.read == ["Chưa lưu thay đổi của “CĐCS Rạp xiếc”."]
    assert form.isVisible()

    reader.answer = answer("Bỏ thay đổi")
    press(form_of(page, qtbot), Key.Key_Escape)
    assert not form.isVisible()
    assert stored(page, "CĐCS Rạp xiếc") is None

    reader.answer = answer("Lưu")
    form = added(page, qtbot)
    fill(form, name="CĐCS Rạp xiếc")
    press(None, Key.Key_Escape)
    assert stored(page, "CĐCS Rạp xiếc") is not None


def test_near_doubles_are_shown_before_saving(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    add_union(page, name="CĐCS Trường MN Hoa Gạo", code="T-77", state="active")
    page.refresh()
    form = added(page, qtbot)
    fill(form, name="CĐCS Trường Mầm non Hoa Gạo", chair="Lê Thị Nhàn")
    assert form.doubles.isVisible()

    form.save()
    assert len(reader.read) == 1
    assert reader.read[0].startswith("Gần giống: CĐCS Trường MN Hoa Gạo (T-77).")
    assert stored(page, "CĐCS Trường Mầm non Hoa Gạo") is None

    reader.answer = answer("Vẫn lưu")
    form.save()
    assert stored(page, "CĐCS Trường Mầm non Hoa Gạo") is not None


def test_codes_that_differ_in_marks_only_are_shown_before_saving(
    page: RegistryPage, qtbot: QtBot, reader: Reader
) -> None:
    """T32."""
    add_union(page, name="CĐCS Xưởng phim", code="D01", state="active")
    page.refresh()
    form = added(page, qtbot)
    fill(form, name="CĐCS Rạp xiếc", code="đ01", chair="Lê Thị Nhàn")
    assert form.doubles.isVisible()

    form.save()
    assert [text.partition(".")[0] for text in reader.read] == ["Gần giống: CĐCS Xưởng phim (D01)"]
    assert stored(page, "CĐCS Rạp xiếc") is None

    reader.answer = answer("Vẫn lưu")
    form.save()
    assert stored(page, "CĐCS Rạp xiếc") is not None


def test_a_near_double_can_be_opened_instead(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    other = add_union(page, name="CĐCS Trường MN Hoa Gạo", state="active")
    page.refresh()
    reader.answer = answer("Bỏ thay đổi")
    form = added(page, qtbot)
    fill(form, name="CĐCS Trường Mầm non Hoa Gạo", chair="Lê Thị Nhàn")
    form.doubles.findChildren(QPushButton)[0].click()

    assert form.form.draft.id == other
    assert not form.doubles.isVisible()


def test_the_same_name_is_refused_and_kept_in_the_form(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    form = added(page, qtbot)
    fill(form, name=names(page)[0].upper(), chair="Lê Thị Nhàn")
    form.save()

    assert form.isVisible()
    assert "Đã có “" in form.form.notice.label.text()
    assert form.form._rows["name"].editor.hasFocus()
    assert form.form.draft.values["chair"] == "Lê Thị Nhàn"
    assert reader.read == []


def test_a_conflict_keeps_what_was_typed_until_it_is_loaded_again(page: RegistryPage, qtbot: QtBot) -> None:
    row = rows(page)[0]
    form = opened(page, qtbot, row.union.name)
    fill(form, chair="Lê Thị Nhàn")
    with page.work.database.write("Sửa") as session:
        records.update_row(session, Union, row.union.id, {"phone": "0912345678"})
    form.save()
    assert form.isVisible()
    assert "người khác sửa" in form.form.notice.label.text()

    press(None, Key.Key_F5)
    assert form.form.draft.values["phone"] == "0912345678"
    assert form.form.draft.values["chair"] == "Lê Thị Nhàn"
    form.save()
    saved = stored(page, row.union.name)
    assert saved is not None
    assert (saved["phone"], saved["chair"]) == ("0912345678", "Lê Thị Nhàn")


def test_links_are_chosen_by_typing_a_part_of_their_name(page: RegistryPage, qtbot: QtBot) -> None:
    with page.work.read() as session:
        areas = records.choices(session, Area)
    area_id, area = next(iter(areas.items()))
    name = names(page)[0]
    form = opened(page, qtbot, name)
    fill(form, area_id=area)
    form.save()

    saved = stored(page, name)
    assert saved is not None
    assert saved["area_id"] == area_id


# Deleting


def test_deleting_names_the_union_and_no_is_the_default(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    union_id = add_union(page, name="CĐCS Rạp xiếc", code="RX", state="active")
    page.refresh()
    page.grid.go_to(union_id)
    press(None, Key.Key_Delete, modifier=CTRL)
    assert reader.read == ["Xóa CĐCS Rạp xiếc (RX)?"]
    assert stored(page, "CĐCS Rạp xiếc") is not None

    reader.answer = answer("Xóa")
    page.window().activateWindow()
    qtbot.waitUntil(page.grid.view.hasFocus)
    press(page.grid.view, Key.Key_Delete, modifier=CTRL)
    assert stored(page, "CĐCS Rạp xiếc") is None
    assert "CĐCS Rạp xiếc" not in names(page)


def test_a_union_with_figures_can_only_end(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    row = next(row for row in rows(page) if row.members)
    form = opened(page, qtbot, row.union.name)
    reader.answer = answer("Chấm dứt hoạt động")
    form.remove.click()

    assert (
        "4 lần nộp số liệu, 5 đăng ký thi đua, 1 số liệu năm, 3 việc nộp báo cáo nên không xóa được" in reader.read[0]
    )
    saved = stored(page, row.union.name)
    assert saved is not None
    assert saved["state"] == "closed"
    assert saved["closed_on"] is not None
    assert not form.isVisible()
    assert row.union.name not in names(page)
    with page.work.read() as session:
        assert records.rows(session, MemberCount, union_id=row.union.id)
        assert unions.recorded(session, [row.union.id])


# Other offices


def test_an_empty_registry_says_what_to_do_first(
    qtbot: QtBot, empty_work: Work, context: Context, reader: Reader
) -> None:
    page = page_of(shown(qtbot, empty_work, context))
    sentence = page._nothing._state.sentence.text()
    assert sentence == "Chưa có công đoàn cơ sở nào. Nhập danh sách từ Excel, hoặc thêm từng đơn vị."
    buttons = {button.text().replace("&", ""): button for button in page._nothing.findChildren(QPushButton)}
    assert list(buttons) == ["Dùng thử dữ liệu mẫu", "Thêm từng đơn vị", "Nhập danh sách từ Excel"]

    buttons["Thêm từng đơn vị"].click()
    form = form_of(page, qtbot)
    fill(form, name="CĐCS Rạp xiếc")
    form.save()
    assert names(page) == ["CĐCS Rạp xiếc"]
    assert page.grid.isVisible()
    assert reader.read == []


def test_invented_data_come_in_a_file_of_their_own(
    qtbot: QtBot, empty_work: Work, context: Context, opened: list[tuple[str, bool]], own_data_folder: Path
) -> None:
    page = page_of(shown(qtbot, empty_work, context))
    button = next(one for one in page._nothing.findChildren(QPushButton) if "mẫu" in one.text())
    button.click()

    file = own_data_folder / "du-lieu-mau-phuong.db"
    assert opened == [(str(file), False)]
    assert file.exists()


def test_a_single_union_has_a_short_form_that_unfolds(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    with empty_work.database.write("Lập sổ") as session:
        draft = office.draft(session, "single")
        draft.enter("name", "CĐCS Trường Mầm non Hoa Mai")
        records.save(session, draft)
    window = shown(qtbot, empty_work, context)
    page = page_of(window)
    assert page.header._title.text() == "Tổ công đoàn"
    page.add()
    form = form_of(page, qtbot)
    assert form.heading.text() == "Thêm tổ công đoàn"
    assert not form.form._rows["bloc_id"].isVisible()

    form.form.unfold.click()
    assert form.form._rows["bloc_id"].isVisible()
    fill(form, name="Tổ Nhà trẻ")
    form.save()
    assert names(page) == ["Tổ Nhà trẻ"]
    assert not page.by_size.isVisible()


# What was on another day


def at_day(page: RegistryPage, text: str) -> None:
    """Type a day into the field "Tại ngày" and press Enter."""
    page.window().activateWindow()
    assert QTest.qWaitForWindowActive(page.window())
    page.as_of.editor.setFocus()
    press(None, Key.Key_A, modifier=CTRL)
    press(None, Key.Key_Delete)
    type_text(text)
    press(None, Key.Key_Return)


def renamed(page: RegistryPage, day: date, name: str) -> str:
    """The first union is called *name* from *day* on; what it was called before."""
    union = rows(page)[0].union
    with page.work.database.write("Thử") as session:
        events.record(session, EventDraft(union.id, "renamed", day, {"name": name}))
    page.refresh()
    return union.name


def test_the_list_as_of_a_day_has_the_names_of_that_day_and_is_only_read(page: RegistryPage, reader: Reader) -> None:
    old = renamed(page, date(2026, 7, 1), "CĐCS Ánh Trăng")
    assert old not in names(page)

    at_day(page, "30/6/2026")
    assert old in names(page)
    assert "CĐCS Ánh Trăng" not in names(page)
    assert page.notice.label.text().startswith("Danh sách như vào ngày 30/06/2026, chỉ để xem.")
    assert page.grid.model.headerData(page.grid.model.place_of_column("members"), Qt.Orientation.Horizontal) == (
        "ĐV Quý II/2026"
    )
    assert page.grid.view.hasFocus()
    assert not page._add.isVisible()
    press(None, Key.Key_Return)
    press(None, Key.Key_Delete, modifier=CTRL)
    page.add()
    page.reorganise()
    assert page._form is None
    assert reader.read == []

    page.as_of.editor.setFocus()
    press(None, Key.Key_Escape)
    assert "CĐCS Ánh Trăng" in names(page)
    assert not page.notice.isVisible()
    assert page._add.isVisible()


@pytest.mark.parametrize(("typed", "words"), [("30/2/2023", "ý bạn là 28/02/2023?"), ("1/1/2199", "còn ở tương lai")])
def test_a_day_that_cannot_be_stays_and_says_why(page: RegistryPage, typed: str, words: str) -> None:
    before = names(page)
    at_day(page, typed)

    assert page.as_of.editor.text() == typed
    assert words in page.as_of.problem.text()
    assert names(page) == before
    at_day(page, "")
    assert not page.as_of.problem.isVisible()


def test_a_union_opened_from_elsewhere_is_shown_as_it_is_now(page: RegistryPage, qtbot: QtBot) -> None:
    at_day(page, "1/1/2026")
    page.arrive(page.rows[0].union.id)

    assert page.as_of.day is None
    assert form_of(page, qtbot).form.draft.id == page.rows[0].union.id


# A slip, or something that happened


def changed_name(page: RegistryPage, qtbot: QtBot, name: str) -> UnionForm:
    form = opened(page, qtbot, names(page)[0])
    fill(form, name=name)
    return form


def event_form(form: UnionForm, qtbot: QtBot) -> EventForm:
    found = form.findChildren(EventForm)[-1]
    qtbot.waitUntil(found.isVisible)
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def fill_event(form: EventForm, **texts: str) -> None:
    for name, text in texts.items():
        form.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(text)
        press(None, Key.Key_Tab)


def test_a_slip_of_the_pen_is_right_for_all_periods(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    form = changed_name(page, qtbot, "CĐCS Ánh Trăng")
    form.save()
    assert form.isVisible()
    assert "đã sửa Tên công đoàn." in reader.read[0]

    reader.answer = answer("Sửa lỗi gõ")
    form.save()
    assert not form.isVisible()
    at_day(page, "1/1/2026")
    assert "CĐCS Ánh Trăng" in names(page)


def test_a_change_is_asked_for_its_day_and_its_decision(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    old = names(page)[0]
    form = changed_name(page, qtbot, "CĐCS Ánh Trăng")
    fill(form, chair="Lê Thị Nhàn")
    reader.answer = answer("Thay đổi từ ngày")
    form.save()
    dialog = event_form(form, qtbot)
    fill_event(dialog, effective_on="1/7/2026", decision="12/QĐ-LĐLĐ")
    press(None, Key.Key_S, modifier=CTRL)

    assert not form.isVisible()
    saved = stored(page, "CĐCS Ánh Trăng")
    assert saved is not None
    assert saved["chair"] == "Lê Thị Nhàn"
    at_day(page, "30/6/2026")
    assert old in names(page)
    with page.work.read() as session:
        (event,) = events.of_union(session, saved["id"])
        newest = history.actions(session)[0]
    assert (event.decision, event.effective_on) == ("12/QĐ-LĐLĐ", date(2026, 7, 1))
    assert newest.title == f"Ghi biến động của {old}"


def test_what_was_blank_is_filled_in_without_asking(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    upper = add_union(page, name="LĐLĐ quận", state="active")
    page.refresh()
    form = opened(page, qtbot, names(page)[0])
    fill(form, upper_id="LĐLĐ quận")
    form.save()

    assert reader.read == []
    assert next(row.union.upper for row in page.rows if row.union.upper_id == upper) == "LĐLĐ quận"
    assert not page.grid.view.isColumnHidden(page.grid.model.place_of_column("upper"))


# Events


def test_events_are_added_corrected_and_taken_back_by_keys(
    page: RegistryPage, qtbot: QtBot, reader: Reader, tmp_path: Path
) -> None:
    form = opened(page, qtbot, names(page)[0])
    old = form.form.draft.values["name"]
    form.show_events()
    panel = form.findChildren(EventsPanel)[-1]
    panel.add()
    dialog = event_form(form, qtbot)
    fill_event(dialog, kind="đổi tên", effective_on="1/7/2026")
    dialog.values["renamed"].go_to("name")
    press(None, Key.Key_A, modifier=CTRL)
    type_text("CĐCS Ánh Trăng")
    scan = tmp_path / "QD 12.pdf"
    scan.write_bytes(b"%PDF-1.7")
    dialog.attach_file(scan)
    press(None, Key.Key_S, modifier=CTRL)

    assert [row.words for row in panel.rows] == [f"đổi tên từ “{old}” thành “CĐCS Ánh Trăng”"]
    assert form.form.draft.values["name"] == "CĐCS Ánh Trăng"
    assert panel.open_button.isEnabled()
    shown = panel._scan()
    assert shown is not None
    assert panel.write_scan(shown, tmp_path / "ra.pdf")
    assert (tmp_path / "ra.pdf").read_bytes() == b"%PDF-1.7"
    assert not panel.write_scan(shown, tmp_path)
    assert "là một thư mục. Hãy đặt tên khác" in reader.read[-1]

    panel.edit()
    dialog = event_form(form, qtbot)
    fill_event(dialog, effective_on="1/8/2026")
    dialog.save()
    assert panel.rows[0].effective_on == date(2026, 8, 1)

    form.activateWindow()
    reader.answer = answer("Xóa")
    panel.delete()
    assert "Xóa biến động “đổi tên từ" in reader.read[-1]
    assert panel.rows == []
    assert form.form.draft.values["name"] == old


def test_what_is_wrong_with_an_event_is_told_in_its_form(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    form = opened(page, qtbot, names(page)[0])
    form.show_events()
    form.findChildren(EventsPanel)[-1].add("closed")
    dialog = event_form(form, qtbot)
    fill_event(dialog, effective_on="1/1/2026")
    dialog.save()

    assert dialog.isVisible()
    assert "vẫn có số liệu của Quý I/2026" in dialog.form._rows["effective_on"]._below.text()
    press(dialog, Key.Key_Escape)
    assert reader.read == ["Bỏ biến động vừa gõ?"]
    assert dialog.isVisible()
    reader.answer = answer("Bỏ")
    press(dialog, Key.Key_Escape)


def test_a_new_union_has_no_events_yet(page: RegistryPage, qtbot: QtBot) -> None:
    form = added(page, qtbot)

    assert [form.tabs.isTabEnabled(number) for number in range(3)] == [True, False, False]


def test_deleting_counts_what_goes_with_it(page: RegistryPage, reader: Reader) -> None:
    union_id = add_union(page, name="CĐCS Rạp xiếc", code="RX", state="active")
    with page.work.database.write("Thử") as session:
        events.record(session, EventDraft(union_id, "renamed", date(2026, 7, 1), {"name": "CĐCS Rạp hát"}))
    page.refresh()
    page.delete([union_id])

    assert reader.read == ["Xóa CĐCS Rạp hát (RX), 1 biến động?"]
    reader.answer = answer("Xóa")
    page.delete([union_id])
    assert stored(page, "CĐCS Rạp hát") is None


# Many at once


def test_many_unions_go_under_a_new_upper_union(
    page: RegistryPage, qtbot: QtBot, reader: Reader, idle: Callable[[Work], None]
) -> None:
    page.by_area.choose(rows(page)[0].union.area)
    moved = [row.union.id for row in rows(page)]
    page.reorganise()
    dialog = page.findChildren(ReorganisationDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(None, Key.Key_Return, modifier=CTRL)
    assert dialog.form._rows["effective_on"]._below.text().startswith("Bắt buộc")
    dialog.form.go_to("effective_on")
    type_text("1/10/2025")
    press(None, Key.Key_Return, modifier=CTRL)
    idle(page.work)
    assert "Chưa cho biết chuyển về đâu" in dialog.notice.label.text()

    dialog.targets.setFocus()
    dialog.targets.view.go(0, dialog.targets.model.place_of_column("upper"))
    type_text("Công đoàn phường Mới")
    press(None, Key.Key_Return)
    press(dialog, Key.Key_Return, modifier=CTRL)
    idle(page.work)
    assert dialog.summary.text() == (
        f"Chuyển {len(moved)}, kết thúc 0, để nguyên 0 đơn vị. Lập mới: Công đoàn phường Mới."
    )
    assert {line.upper for line in dialog.preview.shown_rows} == {"Công đoàn phường Mới"}
    dialog.do.click()
    idle(page.work)
    qtbot.waitUntil(lambda: bool(reader.read))

    assert reader.read[0].startswith(f"Đã chuyển {len(moved)}, kết thúc 0, lập mới 1 công đoàn cấp trên.")
    now = {row.union.id: row.union.upper for row in page.rows}
    assert {now[union_id] for union_id in moved} == {"Công đoàn phường Mới"}


def test_a_reorganisation_that_was_begun_is_not_lost_by_a_key(page: RegistryPage, qtbot: QtBot, reader: Reader) -> None:
    page.reorganise()
    dialog = page.findChildren(ReorganisationDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    dialog.rows[0].typed["upper"] = "Công đoàn phường Mới"
    press(dialog, Key.Key_Escape)

    assert reader.read == ["Bỏ việc chuyển cấp trên đang lập?"]
    assert dialog.isVisible()
    reader.answer = answer("Bỏ")
    press(dialog, Key.Key_Escape)
