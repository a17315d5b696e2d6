"""The settings page: the office saved field by field, lists and thresholds in grids, backups and the way back."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Clipboard, Key, Reader, answer, press, type_text
from tests.ui.pages.conftest import Opened
from unioncare_desktop.domain.records import (
    Area,
    AwardTitle,
    Bloc,
    Level,
    Office,
    Rating,
    RecognitionLevel,
    Union,
)
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import backups, document_texts, office, office_lists, periods, records, undo
from unioncare_desktop.settings import load
from unioncare_desktop.storage import backup
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.settings import SettingsPage
from unioncare_desktop.ui.record_grid import Entry
from unioncare_desktop.ui.sections.data_section import DataSection
from unioncare_desktop.ui.sections.list_section import ListSection
from unioncare_desktop.ui.sections.lists_section import ListsSection
from unioncare_desktop.ui.sections.look_section import LookSection
from unioncare_desktop.ui.sections.pair_section import PairSection
from unioncare_desktop.ui.sections.period_section import PeriodSection
from unioncare_desktop.ui.sections.text_section import TextSection
from unioncare_desktop.ui.sections.threshold_section import ThresholdSection
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.work import Work


def shown(qtbot: QtBot, work: Work, context: Context) -> SettingsPage:
    page = SettingsPage(work, context)
    qtbot.addWidget(page)
    work.changed.connect(lambda _change: page.refresh())
    page.resize(1180, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.refresh()
    return page


@pytest.fixture
def page(qtbot: QtBot, work: Work, context: Context) -> SettingsPage:
    return shown(qtbot, work, context)


def field(page: SettingsPage, name: str) -> QLineEdit:
    editor = page.office.form._rows[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def retype(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    type_text(text)
    press(None, Key.Key_Tab)


def stored(work: Work, name: str) -> object:
    with work.read() as session:
        return office.view(session)[name]


def visible(page: SettingsPage) -> list[str]:
    return [name for place, name in enumerate(page.sections) if not page.names.item(place).isHidden()]


# The office


def test_a_field_is_saved_when_it_is_left(page: SettingsPage, work: Work) -> None:
    retype(field(page, "signer_name"), "Tran Van An")
    retype(field(page, "place"), "Ba Dinh")

    assert (stored(work, "signer_name"), stored(work, "place")) == ("Tran Van An", "Ba Dinh")


def test_an_office_without_its_name_is_not_saved_and_says_so(page: SettingsPage, work: Work, reader: Reader) -> None:
    before = stored(work, "name")
    retype(field(page, "name"), " ")

    assert stored(work, "name") == before
    assert page.office.form.notice.label.text() == "Chưa lưu được. Tên đơn vị: bắt buộc phải nhập."
    assert not page.may_leave(), "Esc means staying"
    reader.answer = answer("Bỏ phần chưa lưu")
    assert page.may_leave()
    assert len(reader.read) == 2


def test_without_an_office_the_page_is_left_as_it_was_found(
    qtbot: QtBot, work: Work, context: Context, reader: Reader
) -> None:
    """A database made by the command line has none: what is only proposed is nothing to lose."""
    with work.database.write("Xóa") as session:
        records.delete(session, Office, [row["id"] for row in records.rows(session, Office)])
    page = shown(qtbot, work, context)

    assert page.may_leave()
    assert reader.read == []


def test_another_kind_brings_its_own_words_and_keeps_what_was_typed(page: SettingsPage, work: Work) -> None:
    retype(field(page, "signer_position"), "QUYEN CHU TICH")

    page.office.kind.setCurrentIndex(page.office.kind.findData("province"))
    page.office.kind.activated.emit(page.office.kind.currentIndex())

    assert stored(work, "kind") == "province"
    assert stored(work, "committee") == "TM. BAN THƯỜNG VỤ"
    assert stored(work, "signer_position") == "QUYEN CHU TICH"


def test_ctrl_s_saves_the_field_in_which_the_caret_is(page: SettingsPage, work: Work) -> None:
    line = field(page, "superior")
    line.setFocus()
    line.selectAll()
    type_text("LDLD tinh Hoa Ban")

    page.save()

    assert stored(work, "superior") == "LDLD tinh Hoa Ban"


def test_a_single_union_is_not_bothered_with_the_affairs_of_others(
    qtbot: QtBot, empty_work: Work, context: Context
) -> None:
    def found(session: object) -> None:
        draft = office.draft(session, "single")  # type: ignore[arg-type] # a session is opaque here
        draft.values["name"] = "CĐCS Trường Mầm non Hoa Mai"
        records.save(session, draft)  # type: ignore[arg-type] # the same

    empty_work.write("Đặt tên", found)

    page = shown(qtbot, empty_work, context)

    assert visible(page) == [
        *("office", "level", "area", "officer_role"),
        *("competitions", "ratings", "documents", "indicators", "periods", "layout", "signers", "look", "data"),
    ]


# Periods


def test_cut_off_and_due_day_are_changed_in_their_cells(page: SettingsPage, work: Work) -> None:
    page.arrive("periods")
    section = page.sections["periods"]
    assert isinstance(section, PeriodSection)
    newest = section.grid.shown_rows[0]
    assert (newest.title, newest.cut_off, newest.due) == ("Quý IV/2026", date(2026, 11, 30), date(2026, 12, 14))

    section.grid.entered.emit([Entry(newest.id, "due", "20/12/2026"), Entry(newest.id, "cut_off", "30/11/26")])
    section.grid.entered.emit([Entry(newest.id, "cut_off", "15/1/2027")])

    with work.read() as session:
        stored = periods.find(session, Span.parse("2026-Q4"))
    assert stored is not None
    assert (stored.cut_off, stored.due) == (date(2026, 11, 30), date(2026, 12, 20))


# Lists and thresholds


@pytest.fixture
def areas(page: SettingsPage) -> ListSection:
    page.arrive("area")
    section = page.sections["area"]
    assert isinstance(section, ListSection)
    return section


def names(section: ListSection) -> list[str]:
    return [row.name for row in section.grid.shown_rows]


def test_entries_are_added_moved_and_removed(areas: ListSection, reader: Reader, work: Work) -> None:
    before = names(areas)
    areas.name.setFocus()
    type_text("To 9")
    press(None, Key.Key_Return)
    assert names(areas) == [*before, "To 9"]

    areas.buttons[1].click()
    assert names(areas) == [*before[:-1], "To 9", before[-1]]
    with work.read() as session:
        assert list(records.choices(session, Area).values()) == names(areas)

    reader.answer = answer("Xóa")
    areas.buttons[3].click()
    assert reader.read == ["Xóa “To 9” khỏi danh mục?"]
    assert names(areas) == before


def test_an_entry_in_use_stays_and_the_sentence_says_what_to_do(areas: ListSection, reader: Reader) -> None:
    before = names(areas)
    areas.grid.go_to(areas.grid.shown_rows[0].id, "name")

    areas.buttons[3].click()

    [said] = reader.read
    assert "đang dùng" in said
    assert "Dùng đến ngày" in said
    assert names(areas) == before


def test_a_name_that_is_there_is_refused_in_place(areas: ListSection) -> None:
    areas.name.setText(names(areas)[0].upper())
    areas.buttons[0].click()

    assert areas._problem.isVisible()
    assert "đã có" in areas._problem.text()
    assert areas.name.text()


def test_cells_are_edited_and_what_is_wrong_stays_red(areas: ListSection, work: Work) -> None:
    first = areas.grid.shown_rows[0]
    place = areas.grid.model.place_of_column

    areas.grid.model.enter([(0, place("valid_to"), "30/6/2025"), (0, place("name"), "Phuc Xa")])
    with work.read() as session:
        assert office_lists.rows(session, Area)[0].valid_to == date(2025, 6, 30)
        assert office_lists.rows(session, Area)[0].name == "Phuc Xa"

    areas.grid.model.enter([(0, place("valid_from"), "1/7/2025")])
    problem = areas.grid.model.problem(0, place("valid_from"))
    assert problem is not None
    assert "ngày bắt đầu" in problem.text
    assert areas.grid.model.text(0, place("valid_from")) == "1/7/2025"
    assert first.id == areas.grid.shown_rows[0].id


def test_a_pasted_block_is_one_step_and_what_is_wrong_in_it_stays_red(
    areas: ListSection, work: Work, clipboard: Clipboard
) -> None:
    before = names(areas)
    areas.grid.go_to(areas.grid.shown_rows[0].id, "name")
    clipboard.text = f"Phúc Xá\r\n{before[2]}\r\nTrúc Bạch\r\n"
    press(areas.grid.view, Key.Key_V, modifier=CTRL)
    press(areas.grid.view, Key.Key_Return)

    with work.read() as session:
        stored = [row.name for row in office_lists.rows(session, Area)]
        offer = undo.next_undo(session, work.database.user)
    assert stored == ["Phúc Xá", before[1], "Trúc Bạch", *before[3:]]
    assert [(entry.text, "đã có" in reason) for entry, reason in areas.grid.refused] == [(before[2], True)]
    assert offer is not None
    assert offer.name == "Sửa 3 ô, địa bàn"
    work.write(offer.title, lambda session: undo.undo(session, offer.action_id), undoes=offer.action_id)
    with work.read() as session:
        assert [row.name for row in office_lists.rows(session, Area)] == before


def test_a_new_threshold_ends_the_old_one(page: SettingsPage, work: Work, reader: Reader) -> None:
    page.arrive("thresholds")
    section = page.sections["thresholds"]
    assert isinstance(section, ThresholdSection)
    small = section.grid.shown_rows[0]
    section.grid.go_to(small.id, "value")

    section.value.setText("15")
    section.day.setText("1/7/2026")
    section.add.click()

    with work.read() as session:
        assert office.threshold(session, "small_below", date(2026, 6, 30)) == 10
        assert office.threshold(session, "small_below", date(2026, 7, 1)) == 15

    section.value.setText("15")
    section.day.setText("31/6/2026")
    section.add.click()
    assert "31/6/2026" in section._problem.text()

    reader.answer = answer("Xóa mức này")
    section.remove.click()
    with work.read() as session:
        assert office.threshold(session, "small_below", date(2026, 7, 1)) == 10


# Look


def test_the_look_changes_at_once_and_is_remembered(page: SettingsPage, context: Context, look: Theme) -> None:
    section = page.sections["look"]
    assert isinstance(section, LookSection)
    page.arrive("look")

    section.themes.group.button(2).click()
    section.larger.click()
    section.moves.group.button(1).click()

    assert (look.choice, look.dark, look.zoom) == ("dark", True, 110)
    assert section.zoom.text() == "110 %"
    kept = load()
    assert (kept.theme, kept.zoom, kept.enter_moves) == ("dark", 110, "right")
    assert context.settings.enter_moves == "right"


def test_changes_are_recorded_under_the_name_that_the_user_gives(page: SettingsPage, work: Work) -> None:
    section = page.sections["look"]
    assert isinstance(section, LookSection)
    page.arrive("look")

    retype(section.user, "Chi Huong")
    assert work.database.user == "Chi Huong"
    assert load().user_name == "Chi Huong"

    retype(section.user, " ")
    assert section.user.text() == "Chi Huong", "there is always a name"


# Data and backups


@pytest.fixture
def data(page: SettingsPage) -> DataSection:
    page.arrive("data")
    section = page.sections["data"]
    assert isinstance(section, DataSection)
    return section


def test_a_backup_is_made_and_listed(qtbot: QtBot, data: DataSection, work: Work) -> None:
    assert data._none.isVisible()

    with qtbot.waitSignal(data.context.backed_up):
        data.make.click()

    [row] = data.grid.shown_rows
    assert (row.reason, row.unions) == ("tự bấm sao lưu", 96)
    assert work.database.path is not None
    assert [one.path for one in backup.backups(work.database.path)] == [row.backup.path]


def test_a_backup_may_lie_elsewhere_but_overwrites_nothing(
    data: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    target = tmp_path / "USB" / "sao-luu.db"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))

    data.copy.click()
    assert backup.row_counts(target)["trade_union"] == 96
    data.copy.click()
    assert "không bị ghi đè" in reader.read[0]


def test_restoring_names_the_counts_and_brings_the_old_data_back(
    data: DataSection, work: Work, opened: Opened, reader: Reader
) -> None:
    path = work.database.path
    assert path is not None
    backups.make(path, "manual")
    work.write("Thêm", lambda session: records.insert_rows(session, Union, [{"name": "CĐCS Thêm Sau"}]))
    data.refresh()
    data.grid.view.go(0, 0)

    reader.answer = answer("Khôi phục")

    def yes_then_close(box: object) -> None:
        wanted = "Khôi phục" if len(reader.read) == 1 else "Đóng"
        answer(wanted)(box)  # type: ignore[arg-type] # a message box

    reader.answer = yes_then_close
    data.restore.click()

    question, told = reader.read
    assert "96 đơn vị" in question
    assert "Dữ liệu hiện tại (97 đơn vị" in question
    assert told.startswith("Đã khôi phục")
    assert opened == [(str(path), False)]
    assert backup.row_counts(path)["trade_union"] == 96
    assert any(row["trade_union"] == 97 for row in (one.rows for one in backup.backups(path)))


def test_restoring_is_not_done_by_accident(data: DataSection, work: Work, opened: Opened, reader: Reader) -> None:
    data.make.click()
    data.grid.view.go(0, 0)

    data.restore.click()

    assert len(reader.read) == 1, "Esc meant no"
    assert opened == []
    with work.read() as session:
        assert len(records.rows(session, Union)) == 96


def test_another_file_is_opened(
    data: DataSection, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(tmp_path / "khác.db"), ""))

    data.other.click()

    assert opened == [(str(tmp_path / "khác.db"), False)]


def test_every_level_has_the_same_section(page: SettingsPage, work: Work) -> None:
    page.arrive("level")
    section = page.sections["level"]
    assert isinstance(section, ListSection)

    with work.read() as session:
        assert names(section) == [row.name for row in office_lists.rows(session, Level)]


def test_a_title_gets_its_level_and_a_rating_its_meaning_in_their_cells(page: SettingsPage, work: Work) -> None:
    page.arrive("award_title")
    titles = page.sections["competitions"]
    assert isinstance(titles, ListsSection)
    assert titles.tabs.tabText(titles.tabs.currentIndex()) == "Danh hiệu thi đua"
    section = titles.lists["award_title"]
    first = section.grid.shown_rows[0]
    section.grid.go_to(first.id, "level_id")
    type_text("cap tinh, thanh pho")
    press(None, Key.Key_Return)
    section.grid.go_to(first.id, "applies_to")
    type_text("ai cung duoc")
    press(None, Key.Key_Return)

    with work.read() as session:
        levels = records.choices(session, RecognitionLevel)
        assert levels[office_lists.rows(session, AwardTitle)[0].more["level_id"]] == "Cấp tỉnh, thành phố"
    [(entry, reason)] = section.grid.refused
    assert entry.text == "ai cung duoc"
    assert "phải là một trong: cá nhân, tập thể" in reason
    page.arrive("rating")
    ratings = page.sections["ratings"]
    assert isinstance(ratings, ListsSection)
    grid = ratings.lists["rating"].grid
    grid.go_to(grid.shown_rows[2].id, "good")
    press(grid.view, Key.Key_Space)
    with work.read() as session:
        assert [row.more["good"] for row in office_lists.rows(session, Rating)] == [True, True, True, False]


def test_tabs_of_lists_are_changed_with_the_keyboard(page: SettingsPage) -> None:
    page.arrive("competitions")
    section = page.sections["competitions"]
    assert isinstance(section, ListsSection)
    section.tabs.setFocus()
    titles = []
    for _step in section.lists:
        titles.append(next(one.title for one in section.lists.values() if one.isVisible()))
        QTest.keyClick(section.tabs, Key.Key_Right)
    assert titles == ["Loại đăng ký", "Danh hiệu thi đua", "Hình thức khen thưởng", "Cấp công nhận"]


def test_a_section_is_made_when_it_is_first_shown(page: SettingsPage) -> None:
    assert list(page.sections.made) == ["office"]
    page.arrive("thresholds")
    assert list(page.sections.made) == ["office", "thresholds"]
    page.save()
    assert list(page.sections.made) == ["office", "thresholds"], "what was never shown has nothing to save"


def test_every_section_is_reached_with_the_keyboard(page: SettingsPage) -> None:
    page.setFocus()
    reached = []
    for _step in range(len(page.sections)):
        reached.append(page._stack.currentIndex())
        QTest.keyClick(page.names, Key.Key_Down)

    assert reached == list(range(len(page.sections)))


# What mergers ask for


def test_pairs_of_blocs_are_chosen_added_and_removed(page: SettingsPage, reader: Reader) -> None:
    page.arrive("pairs")
    section = page.sections["pairs"]
    assert isinstance(section, PairSection)
    with page.work.read() as session:
        one, other = list(records.choices(session, Bloc).values())[:2]
    section.first.setFocus()
    type_text("không có")
    section.add.click()
    assert section._problem.text() == "Hãy chọn hai khối có trong danh mục: bấm ↓ để chọn."
    assert section.first.text() == "không có"

    for box, name in ((section.first, one), (section.second, other)):
        box.setFocus()
        box.selectAll()
        type_text(name)
    press(section.second, Key.Key_Return)
    assert [{row.bloc, row.other} for row in section.grid.shown_rows] == [{one, other}]
    assert section.first.text() == ""
    with page.work.read() as session:
        offer = undo.next_undo(session)
    assert offer is not None
    assert offer.name == f"Thêm cặp khối được ghép: {one}, {other}"

    for box, name in ((section.first, other), (section.second, one)):
        box.setFocus()
        type_text(name)
    press(section.second, Key.Key_Return)
    assert "đã được phép ghép với nhau rồi" in section._problem.text()
    reader.answer = answer("Xóa cặp này")
    section.remove.click()
    assert section.grid.shown_rows == []


@pytest.fixture
def texts(page: SettingsPage) -> TextSection:
    page.arrive("texts")
    return page.texts


def test_a_text_is_judged_while_it_is_typed_and_seen_with_an_example(page: SettingsPage, texts: TextSection) -> None:
    texts.names.setCurrentRow([one.key for one in texts.texts].index("proposal.subject"))
    texts.editor.setFocus()
    press(None, Key.Key_A, modifier=CTRL)
    type_text("Về việc ghép {tên lạ}")
    texts._judge()
    assert texts.problem.text().startswith("Không có trường {tên lạ}. Các trường dùng được: {đơn vị ban hành}")
    page.save()
    assert texts.dirty
    assert texts.editor.toPlainText() == "Về việc ghép {tên lạ}"

    press(None, Key.Key_A, modifier=CTRL)
    type_text("Về việc ghép ")
    texts.insert("tên sau sáp nhập")
    texts._judge()
    assert texts.problem.text() == ""
    assert texts.example.text() == "Về việc ghép CĐCS Khối Tư pháp"
    press(None, Key.Key_Space)
    page.save()
    with page.work.read() as session:
        kept = next(one for one in document_texts.listed(session) if one.key == "proposal.subject")
        offer = undo.next_undo(session)
    assert not kept.as_shipped
    assert offer is not None
    assert offer.name == "Sửa văn bản mẫu: Tờ trình sáp nhập: trích yếu"
    assert texts.names.currentItem().text() == "Tờ trình sáp nhập: trích yếu (đã sửa)"


def test_a_text_that_is_left_is_stored_and_one_that_is_wrong_stays(texts: TextSection) -> None:
    texts.editor.setPlainText("Theo số liệu {kỳ số liệu}.")
    texts.names.setCurrentRow(1)
    assert texts._shown is not None
    assert texts._shown.key == texts.texts[1].key
    assert texts.texts[0].text == "Theo số liệu {kỳ số liệu}."

    texts.editor.setPlainText("Sai {")
    texts.names.setCurrentRow(0)
    assert texts.names.currentRow() == 1
    assert texts.editor.toPlainText() == "Sai {"
    assert "chưa thành cặp" in texts.problem.text()


def test_the_shipped_text_comes_back_after_asking(texts: TextSection, reader: Reader) -> None:
    before = texts.texts[0].text
    texts.editor.setPlainText("Theo số liệu.")
    assert texts.take_in()
    texts.reset()
    assert texts.texts[0].text == "Theo số liệu."
    reader.answer = answer("Dùng văn bản gốc")
    texts.reset()
    assert (texts.texts[0].text, texts.texts[0].as_shipped) == (before, True)
    assert texts.editor.toPlainText() == before


def test_a_wrong_text_holds_the_page(page: SettingsPage, texts: TextSection, reader: Reader) -> None:
    texts.editor.setPlainText("{tên lạ}")
    assert not page.may_leave()
    assert reader.read == ["Văn bản mẫu đang sửa chưa lưu được vì còn chỗ sai. Rời trang và bỏ phần chưa lưu?"]
