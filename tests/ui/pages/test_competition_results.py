"""Results and awards by keys: reviewed, marked, added, ranked, closed and reopened; proposed, given, declined."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.offices import copy_of
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from tests.ui.small_office import HOA, LON, MAI, SEN
from tests.ui.test_promises import alt_keys, doubled
from unioncare_desktop.domain.records.registration import ACHIEVED, AWARDED, DECLINED, FAILED, PARTLY, PROPOSED
from unioncare_desktop.services import awards, campaign_founding, campaigns, history, office, registrations, scores
from unioncare_desktop.services.awards import AwardRow
from unioncare_desktop.services.campaigns import CampaignRow
from unioncare_desktop.services.registrations import KIND, UNION, Entry, NewRow, RegistrationRow
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.awards_view import AwardsView
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.competitions import AWARDS, RESULTS, CompetitionsPage
from unioncare_desktop.ui.record_dialog import RecordDialog
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.results_view import ResultsView
from unioncare_desktop.ui.work import Work

YEAR = 2023
WORK, TITLE, GROUP, IDEA = "Công trình, phần việc", "Danh hiệu cá nhân", "Danh hiệu tập thể", "Sáng kiến"
REGISTERED = (
    (HOA, WORK, "Vườn hoa trường học", "1"),
    (MAI, TITLE, "Lao động tiên tiến", "6"),
    (MAI, GROUP, "Tập thể lao động tiên tiến", "1"),
    (SEN, IDEA, "Sáng kiến quản lý", "3"),
)
SPAN = CTRL | SHIFT


@pytest.fixture(scope="session")
def registered_file(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two rounds of 2023; in the first one, three unions have registered four things."""
    path = copy_of(small_file, tmp_path_factory.mktemp("registered") / "registered.db")
    opened = office.open_office(path)
    with opened.write("Lập phong trào, đăng ký") as session:
        founded = campaign_founding.found(session, campaign_founding.template_for(YEAR, (1, 2)), YEAR)
        entries = [
            Entry(NewRow(number), name, text)
            for number, cells in enumerate(REGISTERED, 1)
            for name, text in zip((UNION, KIND, "content", "quantity"), cells, strict=True)
        ]
        first = campaigns.campaign(session, founded).rounds[0]
        assert registrations.enter(session, first.id, entries).refused == ()
    opened.close()
    return path


@pytest.fixture
def small_work(registered_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need the application
    work = Work(office.open_office(copy_of(registered_file, tmp_path / "small.db"), user="Lan"))
    yield work
    work.close()


@pytest.fixture
def campaign(small_work: Work) -> CampaignRow:
    with small_work.read() as session:
        return campaigns.listed(session)[0]


@pytest.fixture
def page(qtbot: QtBot, small_work: Work, context: Context, campaign: CampaignRow) -> CompetitionsPage:
    window = MainWindow(context)
    qtbot.addWidget(window, before_close_func=lambda _window: leave(window, qtbot))
    window.resize(1366, 768)
    window.show()
    window.fill(small_work, (CompetitionsPage,))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shown = window.page
    assert isinstance(shown, CompetitionsPage)
    shown.choose(campaign.rounds[0].id)
    shown.tabs.setCurrentIndex(RESULTS)
    wait_for(shown, qtbot)
    return shown


def leave(window: MainWindow, qtbot: QtBot) -> None:
    """Close what is open and give up what could not be stored: closing the window would ask."""
    page = window.page
    assert isinstance(page, CompetitionsPage)
    for dialog in window.findChildren(QDialog):
        dialog.done(0)
    for kept in (page.results.scores.kept, *(one.kept for one in readers(page))):
        kept.forget()
    wait_for(page, qtbot)


def readers(page: CompetitionsPage) -> list[ResultsView | AwardsView]:
    """The views that read by themselves, of those that have been shown."""
    return [one for one in page._views.values() if isinstance(one, ResultsView | AwardsView)]


def wait_for(page: CompetitionsPage, qtbot: QtBot) -> None:
    """Wait until everything is read that is to be read."""
    asked = (page._background, *readers(page))
    qtbot.waitUntil(lambda: not any(one.busy for one in asked), timeout=10_000)


Settled = Callable[[], None]


@pytest.fixture
def settled(page: CompetitionsPage, qtbot: QtBot) -> Settled:
    return lambda: wait_for(page, qtbot)


@pytest.fixture
def view(page: CompetitionsPage) -> ResultsView:
    page.results.grid.setFocus()
    return page.results


@pytest.fixture
def reader() -> Iterator[Reader]:
    reading = Reader()
    yield reading
    reading.stop()


def listed(view: ResultsView) -> list[RegistrationRow]:
    assert view.round is not None
    with view.work.read() as session:
        return registrations.rows(session, [view.round.id])


def outcomes(view: ResultsView) -> list[tuple[str | None, int | None]]:
    return [(row.outcome, row.achieved) for row in listed(view)]


def newest(work: Work) -> str:
    with work.read() as session:
        return history.actions(session)[0].title


def go(grid: RecordGrid, row: int, name: str) -> None:
    grid.view.go(row, grid.model.place_of_column(name))
    grid.view.setFocus()


def type_cell(grid: RecordGrid, row: int, name: str, text: str) -> None:
    go(grid, row, name)
    type_text(text)
    press(None, Key.Key_Return)


def problem_of(grid: RecordGrid, row: int, name: str) -> str:
    problem = grid.model.problem(row, grid.model.place_of_column(name))
    return problem.text if problem is not None else ""


def text_of(grid: RecordGrid, row: int, name: str) -> str:
    return grid.model.text(row, grid.model.place_of_column(name))


def select(grid: RecordGrid, name: str, first: int, last: int) -> None:
    go(grid, first, name)
    for _step in range(last - first):
        press(grid.view, Key.Key_Down, modifier=SHIFT)


def asked(qtbot: QtBot, dialog: AskDialog | None) -> AskDialog:
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def answered(qtbot: QtBot, dialog: AskDialog | None, **texts: str) -> AskDialog:
    """Fill a question in by keys and press Enter."""
    opened = asked(qtbot, dialog)
    for name, text in texts.items():
        opened.editors[name].setFocus()
        opened.editors[name].selectAll()
        type_text(text)
    press(opened, Key.Key_Return)
    return opened


def back(page: CompetitionsPage, qtbot: QtBot) -> None:
    """The window has the keys again."""
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)


def review_all(view: ResultsView, settled: Settled) -> None:
    select(view.grid, "outcome", 0, len(REGISTERED) - 1)
    press(view.grid.view, Key.Key_Return, modifier=SPAN)
    settled()


# Reviewing


def test_one_letter_is_an_outcome_and_brings_its_number(view: ResultsView, settled: Settled) -> None:
    go(view.grid, 0, "outcome")
    for letter in "đmk":
        type_text(letter)
        press(None, Key.Key_Return)
    settled()
    assert outcomes(view) == [(ACHIEVED, 1), (PARTLY, None), (FAILED, 0), (None, None)]
    assert view.only_open.text() == "Chưa đánh giá 1/4"
    assert view.told == "Đã đánh giá 3/4 đăng ký"
    assert problem_of(view.grid, 1, "achieved") == "Đạt một phần: hãy ghi số lượng đạt."


def test_telex_letters_reach_the_cell(view: ResultsView) -> None:
    type_cell(view.grid, 0, "outcome", "d")
    assert outcomes(view)[0] == (ACHIEVED, 1)


def test_words_and_numbers_mean_outcomes_too(view: ResultsView) -> None:
    for row, words in enumerate(("Đạt", "đạt một phần", "không", "x")):
        type_cell(view.grid, row, "outcome", words)
    assert [outcome for outcome, _count in outcomes(view)] == [ACHIEVED, PARTLY, FAILED, ACHIEVED]


def test_a_number_says_what_the_outcome_is(view: ResultsView) -> None:
    type_cell(view.grid, 1, "achieved", "4")
    type_cell(view.grid, 3, "achieved", "3")
    assert [outcomes(view)[1], outcomes(view)[3]] == [(PARTLY, 4), (ACHIEVED, 3)]


def test_what_is_no_outcome_stays_in_its_cell_with_what_there_is(view: ResultsView) -> None:
    type_cell(view.grid, 0, "outcome", "tạm")
    assert text_of(view.grid, 0, "outcome") == "tạm"
    assert problem_of(view.grid, 0, "outcome") == "Kết quả: phải là một trong: đạt, đạt một phần, không đạt"
    assert outcomes(view)[0] == (None, None)


def test_a_contradiction_is_refused_and_the_text_kept(view: ResultsView) -> None:
    type_cell(view.grid, 0, "outcome", "k")
    type_cell(view.grid, 0, "achieved", "5")
    assert problem_of(view.grid, 0, "achieved") == "Kết quả “không đạt” nhưng số lượng đạt là 5."
    assert text_of(view.grid, 0, "achieved") == "5"
    assert outcomes(view)[0] == (FAILED, 0)


def test_ctrl_d_fills_an_outcome_down_as_one_action(
    view: ResultsView, page: CompetitionsPage, qtbot: QtBot, settled: Settled
) -> None:
    type_cell(view.grid, 0, "outcome", "đ")
    settled()
    select(view.grid, "outcome", 0, 3)
    press(view.grid.view, Key.Key_D, modifier=CTRL)
    settled()
    assert outcomes(view) == [(ACHIEVED, 1), (ACHIEVED, 6), (ACHIEVED, 1), (ACHIEVED, 3)]
    assert newest(view.work) == "Nhập 3 ô, Đợt 1"
    back(page, qtbot)
    press(page.window(), Key.Key_Z, modifier=CTRL)
    qtbot.waitUntil(lambda: not view.work.busy_with)
    assert [outcome for outcome, _count in outcomes(view)] == [ACHIEVED, None, None, None]


def test_a_block_from_excel_is_seen_before_it_is_stored(view: ResultsView, settled: Settled) -> None:
    Clipboard().text = "đạt\t1\nđạt một phần\t4\nđược\t1"
    go(view.grid, 0, "outcome")
    press(view.grid.view, Key.Key_V, modifier=CTRL)
    assert view.grid.view.preview.is_open
    press(view.grid.view, Key.Key_Return)
    settled()
    assert outcomes(view)[:2] == [(ACHIEVED, 1), (PARTLY, 4)]
    assert newest(view.work).startswith("Dán")
    assert text_of(view.grid, 2, "outcome") == "được"


def test_the_selected_ones_are_marked_with_one_key(view: ResultsView, settled: Settled) -> None:
    select(view.grid, "outcome", 1, 2)
    press(view.grid.view, Key.Key_Return, modifier=SPAN)
    settled()
    assert [outcome for outcome, _count in outcomes(view)] == [None, ACHIEVED, ACHIEVED, None]
    assert newest(view.work) == "Đánh giá “đạt” 2 đăng ký, Đợt 1"


def test_all_that_are_shown_and_not_reviewed_are_marked_after_a_question(
    view: ResultsView, reader: Reader, settled: Settled
) -> None:
    type_cell(view.grid, 1, "outcome", "k")
    settled()
    view.by_kind.choose(TITLE)
    view.mark_shown()
    assert outcomes(view)[1] == (FAILED, 0)
    view.by_kind.choose("")
    reader.answer = answer("Đánh dấu")
    view.mark_shown()
    settled()
    assert reader.read == ["Đánh dấu “đạt” cho 3 đăng ký đang hiện chưa đánh giá?"]
    assert [outcome for outcome, _count in outcomes(view)] == [ACHIEVED, FAILED, ACHIEVED, ACHIEVED]


def test_chips_show_what_waits_and_of_which_kind(view: ResultsView, settled: Settled) -> None:
    type_cell(view.grid, 0, "outcome", "đ")
    settled()
    view.only_open.click()
    assert [row.union.name for row in view.grid.shown_rows] == [MAI, MAI, SEN]
    view.by_kind.choose(TITLE)
    assert [row.content for row in view.grid.shown_rows] == ["Lao động tiên tiến"]
    assert view.only_open.text() == "Chưa đánh giá 3/4 ×"


def test_a_decision_is_written_for_what_was_achieved_and_refused_for_the_rest(
    view: ResultsView, qtbot: QtBot, reader: Reader, settled: Settled
) -> None:
    type_cell(view.grid, 0, "outcome", "đ")
    select(view.grid, "outcome", 0, 1)
    dialog = answered(qtbot, view.ask_decision(), decision="15/QĐ-LĐLĐ", decided_on="5/7")
    assert reader.read == [
        "1 đăng ký đã chọn chưa đạt nên không ghi quyết định công nhận được. Hãy bỏ chọn các dòng ấy."
    ]
    assert dialog.isVisible()
    dialog.reject()
    go(view.grid, 0, "outcome")
    answered(qtbot, view.ask_decision(), decision="15/QĐ-LĐLĐ", decided_on="5/7")
    settled()
    (row, *_others) = listed(view)
    assert (row.decision, row.decided_on) == ("15/QĐ-LĐLĐ", date(2023, 7, 5))


def test_a_text_that_was_refused_is_there_again_after_another_round_was_looked_at(
    view: ResultsView, page: CompetitionsPage, campaign: CampaignRow, settled: Settled
) -> None:
    type_cell(view.grid, 1, "decided_on", "30/02/2023")
    page.choose(campaign.rounds[1].id)
    settled()
    assert view.grid.refused == []
    assert "chưa có đăng ký nào" in view.stack.currentWidget().sentence.text()  # type: ignore[union-attr] # an empty state
    assert not any(part.isVisible() for part in (view.words, view.mark, *view.chips))
    page.choose(campaign.rounds[0].id)
    settled()
    assert view.words.isVisible()
    assert text_of(view.grid, 1, "decided_on") == "30/02/2023"
    assert "28/02/2023" in problem_of(view.grid, 1, "decided_on")


def test_closing_asks_while_a_text_is_not_stored(view: ResultsView, page: CompetitionsPage, reader: Reader) -> None:
    type_cell(view.grid, 1, "decided_on", "30/02/2023")
    assert not page.may_close()
    assert reader.read == ["1 ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?"]


def test_who_wrote_a_result_is_a_key_away(view: ResultsView, page: CompetitionsPage, settled: Settled) -> None:
    type_cell(view.grid, 0, "outcome", "đ")
    settled()
    go(view.grid, 0, "outcome")
    press(view.grid.view, Key.Key_H, modifier=SPAN)
    (dialog,) = page.findChildren(QDialog)
    assert dialog.heading.text() == f"Kết quả · {HOA}: Vườn hoa trường học"  # type: ignore[attr-defined] # a history


# Added later


def test_a_result_that_was_not_registered_is_added_and_says_so(
    view: ResultsView, qtbot: QtBot, settled: Settled
) -> None:
    dialog = view.ask_added()
    assert isinstance(dialog, RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for name, text in (("union_id", "lon"), ("kind_id", "cong trinh")):
        dialog.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(text)
        press(None, Key.Key_Down, Key.Key_Return)
    dialog.form.go_to("content")
    type_text("Sơn cổng")
    press(None, Key.Key_S, modifier=CTRL)
    settled()
    added = next(row for row in listed(view) if row.union.name == LON)
    assert (added.content, added.outcome, added.achieved, added.added_later) == ("Sơn cổng", ACHIEVED, 1, True)
    row = next(row for row in range(5) if text_of(view.grid, row, "content") == "Sơn cổng")
    assert text_of(view.grid, row, "union") == LON
    assert view.grid.model.badge(row, view.grid.model.place_of_column("state")).text == "đạt, bổ sung sau"  # type: ignore[union-attr] # it has one


def test_what_was_registered_already_is_not_added_and_the_form_stays(view: ResultsView, qtbot: QtBot) -> None:
    dialog = view.ask_added()
    assert isinstance(dialog, RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    row = listed(view)[0]
    dialog.form.draft.values |= {"union_id": row.union.id, "kind_id": row.kind_id}
    dialog.form.go_to("content")
    type_text(row.content)
    press(None, Key.Key_Return, modifier=CTRL)
    assert dialog.isVisible()
    assert len(listed(view)) == len(REGISTERED)
    assert dialog.form.draft.values["content"] == row.content


# Points


def test_points_are_ranked_with_shared_places_and_too_many_are_refused(view: ResultsView, settled: Settled) -> None:
    view.with_scores.click()
    grid = view.scores.grid
    for row, text in enumerate(("90", "87,5", "90", "101")):
        type_cell(grid, row, "score", text)
    settled()
    assert [text_of(grid, row, "rank") for row in range(4)] == ["1", "3", "1", ""]
    assert grid.model.is_faded(0, grid.model.place_of_column("rank"))
    assert problem_of(grid, 3, "score") == "101 lớn hơn điểm tối đa của đợt (100)"
    assert view.told == "Đã chấm điểm 3/4 đơn vị"

    type_cell(grid, 1, "rank", "2")
    settled()
    assert problem_of(grid, 1, "rank") == "Ghi thứ 2 nhưng theo điểm là thứ 3."
    assert not grid.model.is_faded(1, grid.model.place_of_column("rank"))
    assert view.round is not None
    with view.work.read() as session:
        assert [(row.score, row.rank) for row in scores.ranked(session, view.round.id)][:2] == [(9000, 1), (9000, 1)]


# Closing and reopening


def test_closing_is_a_command_of_the_palette(page: CompetitionsPage, qtbot: QtBot, reader: Reader) -> None:
    assert "close" in page.commands(page.context.words).values()
    page.arrive("close")
    assert reader.read[0].startswith("Chưa chốt được Đợt 1: còn 4 đăng ký chưa có kết quả.")
    back(page, qtbot)


def test_a_round_is_not_closed_before_everything_is_reviewed_and_leads_there(
    view: ResultsView, page: CompetitionsPage, qtbot: QtBot, reader: Reader, settled: Settled
) -> None:
    type_cell(view.grid, 0, "outcome", "đ")
    settled()
    reader.answer = answer("Đến các dòng này")
    view.close_round.click()
    assert reader.read[0].startswith("Chưa chốt được Đợt 1: còn 3 đăng ký chưa có kết quả.")
    assert f"• {MAI}: Lao động tiên tiến" in reader.read[0]
    assert [row.content for row in view.grid.shown_rows] == [cells[2] for cells in REGISTERED[1:]]
    assert (view.grid.view.currentIndex().row(), view.grid.current_column) == (0, "outcome")
    back(page, qtbot)
    type_text("đ")
    press(None, Key.Key_Return)
    assert outcomes(view)[1] == (ACHIEVED, 6)


def test_a_closed_round_is_only_read_and_reopened_for_a_reason(
    view: ResultsView, page: CompetitionsPage, qtbot: QtBot, reader: Reader, settled: Settled
) -> None:
    review_all(view, settled)
    answered(qtbot, view.ask_close(), on="5/7")
    settled()
    assert newest(view.work) == "Chốt kết quả Đợt 1"
    assert view.banner.words.text() == "Đợt 1 đã chốt ngày 05/07/2023: đăng ký, kết quả và điểm chỉ để xem."
    assert not view.close_round.isEnabled()
    back(page, qtbot)
    go(view.grid, 0, "outcome")
    type_text("k")
    press(view.grid.view, Key.Key_Return, modifier=SPAN)
    assert {outcome for outcome, _count in outcomes(view)} == {ACHIEVED}

    dialog = answered(qtbot, view.ask_reopen())
    assert dialog.problem.text() == "Lý do: chưa ghi"
    type_text("Ghi nhầm một đơn vị")
    press(dialog, Key.Key_Return)
    settled()
    assert view.banner.words.text() == "Đợt 1 được mở lại: Ghi nhầm một đơn vị"
    back(page, qtbot)
    type_cell(view.grid, 0, "outcome", "k")
    assert outcomes(view)[0] == (FAILED, 0)
    assert reader.read == []


def test_a_round_is_not_closed_on_a_day_to_come(
    view: ResultsView, qtbot: QtBot, reader: Reader, settled: Settled
) -> None:
    review_all(view, settled)
    dialog = answered(qtbot, view.ask_close(), on="31/12/2199")
    assert reader.read == ["Ngày chốt kết quả: 31/12/2199 còn ở tương lai"]
    assert dialog.isVisible()


def test_alt_keys_are_unique_in_each_view(
    view: ResultsView, page: CompetitionsPage, qtbot: QtBot, settled: Settled
) -> None:
    """K40."""
    review_all(view, settled)
    for place in (RESULTS, AWARDS):
        page.tabs.setCurrentIndex(place)
        settled()
        assert doubled(alt_keys(page.window())) == []
    answered(qtbot, page.results.ask_close())
    settled()
    for place in (AWARDS, RESULTS):
        page.tabs.setCurrentIndex(place)
        settled()
        assert doubled(alt_keys(page.window())) == []


# Awards


@pytest.fixture
def awarded(view: ResultsView, page: CompetitionsPage, settled: Settled) -> AwardsView:
    """Everything was achieved; the view of awards is open."""
    review_all(view, settled)
    page.tabs.setCurrentIndex(AWARDS)
    settled()
    return page.awards


def awards_of(view: AwardsView) -> list[AwardRow]:
    assert view.round is not None
    with view.work.read() as session:
        return awards.rows(session, view.round.id)


@pytest.fixture
def proposed(awarded: AwardsView, qtbot: QtBot, settled: Settled) -> AwardsView:
    answered(qtbot, awarded.ask_proposal(), proposal="8/TTr-CĐ", proposed_on="1/7")
    settled()
    awarded.window().activateWindow()
    qtbot.waitUntil(awarded.window().isActiveWindow)
    return awarded


def test_nothing_is_proposed_before_anything_is_achieved(page: CompetitionsPage, settled: Settled) -> None:
    page.tabs.setCurrentIndex(AWARDS)
    settled()
    assert not page.awards.propose.isEnabled()
    assert page.awards.ask_proposal() is None
    assert page.awards.told == "Chưa có đề nghị khen thưởng"


def test_titles_that_were_achieved_are_proposed_in_one_action(proposed: AwardsView) -> None:
    assert [(row.name, row.union.name, row.quantity, row.state) for row in awards_of(proposed)] == [
        ("Lao động tiên tiến", MAI, 6, PROPOSED),
        ("Tập thể lao động tiên tiến", MAI, 1, PROPOSED),
    ]
    assert awards_of(proposed)[0].proposed_on == date(2023, 7, 1)
    assert newest(proposed.work) == "Đề nghị khen thưởng từ kết quả, Đợt 1"
    assert proposed.told == "2 đề nghị, khen thưởng: 2 đang đề nghị, 0 đã khen thưởng"


def test_what_was_proposed_is_not_proposed_again(proposed: AwardsView, qtbot: QtBot, reader: Reader) -> None:
    answered(qtbot, proposed.ask_proposal())
    assert reader.read[0].startswith("Không có gì để đề nghị")
    assert len(awards_of(proposed)) == 2


def test_hundreds_are_done_beside_the_window_and_the_dialog_waits_for_it(
    proposed: AwardsView, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unioncare_desktop.ui.work.A_FEW", 1)
    select(proposed.grid, "name", 0, 1)
    dialog = answered(qtbot, proposed.ask_decline(), note="Hết hạn mức")
    assert proposed.work.busy_with == "không khen thưởng 2 dòng, Đợt 1"
    assert dialog.isVisible()
    gone: list[int] = []
    dialog.finished.connect(gone.append)
    qtbot.waitUntil(lambda: bool(gone))
    settled()
    assert {(row.state, row.note) for row in awards_of(proposed)} == {(DECLINED, "Hết hạn mức")}
    assert newest(proposed.work) == "Không khen thưởng 2 dòng, Đợt 1"


def test_hundreds_are_marked_beside_the_window_as_one_step(
    view: ResultsView, page: CompetitionsPage, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unioncare_desktop.ui.work.A_FEW", 1)
    monkeypatch.setattr("unioncare_desktop.progress._PART", 3)
    select(view.grid, "outcome", 0, 3)
    view.mark_selected(ACHIEVED)
    assert page.work.busy_with == "đánh giá “đạt” 4 đăng ký, Đợt 1"
    qtbot.waitUntil(lambda: not page.work.busy_with)
    settled()
    assert [row.outcome for row in listed(view)] == [ACHIEVED] * 4
    assert newest(page.work) == "Đánh giá “đạt” 4 đăng ký, Đợt 1"


def test_many_are_given_with_one_decision(proposed: AwardsView, qtbot: QtBot, settled: Settled) -> None:
    select(proposed.grid, "name", 0, 1)
    dialog = asked(qtbot, proposed.ask_award())
    for name, text in (("decision", "20/QĐ-LĐLĐ"), ("decided_on", "30/2")):
        dialog.editors[name].setFocus()
        type_text(text)
    press(dialog, Key.Key_Return)
    assert "ý bạn là 28/02/2023?" in dialog.problem.text()
    dialog.editors["decided_on"].selectAll()
    type_text("28/2/2024")
    dialog.editors["level_id"].setFocus()
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert dialog.isVisible()
    press(dialog, Key.Key_Return)
    settled()
    assert {(row.state, row.decision, row.decided_on) for row in awards_of(proposed)} == {
        (AWARDED, "20/QĐ-LĐLĐ", date(2024, 2, 28))
    }
    assert newest(proposed.work) == "Khen thưởng 2 dòng, Đợt 1"


def test_a_proposal_is_declined_with_a_reason(proposed: AwardsView, qtbot: QtBot, settled: Settled) -> None:
    go(proposed.grid, 1, "name")
    answered(qtbot, proposed.ask_decline(), note="Không đủ hồ sơ")
    settled()
    assert [(row.state, row.note) for row in awards_of(proposed)] == [(PROPOSED, None), (DECLINED, "Không đủ hồ sơ")]
    proposed.by_state.choose("đề nghị")
    assert len(proposed.grid.shown_rows) == 1


def test_an_award_without_a_day_is_refused_in_its_cell(proposed: AwardsView) -> None:
    type_cell(proposed.grid, 0, "state", "đã khen thưởng")
    assert problem_of(proposed.grid, 0, "state") == "Đã khen thưởng thì phải có ngày quyết định."
    assert awards_of(proposed)[0].state == PROPOSED


def test_a_title_that_is_not_in_the_catalogue_is_kept_and_doubted(proposed: AwardsView, settled: Settled) -> None:
    type_cell(proposed.grid, 0, "name", "Ngôi sao sáng")
    settled()
    row = next(row for row in range(2) if text_of(proposed.grid, row, "name") == "Ngôi sao sáng")
    assert "không có trong danh mục" in problem_of(proposed.grid, row, "name")


def test_rows_are_deleted_after_a_question(proposed: AwardsView, reader: Reader, settled: Settled) -> None:
    go(proposed.grid, 0, "name")
    reader.answer = answer("Xóa")
    press(proposed.grid.view, Key.Key_Delete, modifier=CTRL)
    settled()
    assert reader.read == ["Xóa 1 dòng khen thưởng?"]
    assert [row.name for row in awards_of(proposed)] == ["Tập thể lao động tiên tiến"]


def test_an_award_is_added_by_a_form(proposed: AwardsView, qtbot: QtBot, settled: Settled) -> None:
    go(proposed.grid, 0, "name")
    press(proposed.grid.view, Key.Key_Insert, modifier=CTRL)
    (dialog,) = proposed.findChildren(RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.go_to("union_id")
    type_text("sen hong")
    press(None, Key.Key_Down, Key.Key_Return)
    dialog.form.go_to("name")
    type_text("giay khen")
    press(None, Key.Key_Down, Key.Key_Return)
    dialog.form.go_to("person")
    type_text("Lê Thị B")
    press(None, Key.Key_S, modifier=CTRL)
    settled()
    added = next(row for row in awards_of(proposed) if row.union.name == SEN)
    assert added.person == "Lê Thị B"
    assert added.name.lower().startswith("giấy khen")


def test_a_closed_round_takes_decisions_but_no_other_changes(
    proposed: AwardsView, page: CompetitionsPage, qtbot: QtBot, settled: Settled
) -> None:
    answered(qtbot, page.results.ask_close(), on="5/7")
    settled()
    back(page, qtbot)
    assert not proposed.propose.isEnabled()
    type_cell(proposed.grid, 0, "person", "Người khác")
    assert "đã chốt kết quả ngày 05/07/2023" in problem_of(proposed.grid, 0, "person")
    type_cell(proposed.grid, 1, "decision", "21/QĐ")
    assert awards_of(proposed)[1].decision == "21/QĐ"
    assert awards_of(proposed)[0].person is None
    assert QApplication.activeModalWidget() is None
