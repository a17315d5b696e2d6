"""Closing a period: its reports stay the same to the byte, whatever is done since; it is open or closed, never half."""

from collections.abc import Callable, Iterator
from contextlib import closing as closed_at_end
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.killing import chance, killed
from tests.offices import Q3, Q4, YEAR, add_union, change_union, copy_of, found_office, report
from unioncare_desktop import reports
from unioncare_desktop.domain.records import Office
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Cancelled, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import closing
from unioncare_desktop.reports.document import Document
from unioncare_desktop.services import checking, closings, counts, events, mergers, office, records, undo
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Database, Session

NAMES = ("Sen", "Mai", "Lan", "Cúc", "Đào")


@pytest.fixture(scope="module")
def small_office(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five unions with the figures of two quarters."""
    path = copy_of(template_database, tmp_path_factory.mktemp("closing") / "unioncare.db")
    with closed_at_end(office.open_office(path, user="Lan")) as database, database.write("Nhập") as session:
        found_office(session)
        for number, name in enumerate(NAMES, 1):
            union_id = add_union(session, f"CĐCS Hoa {name}", code=f"CS{number}", bloc="Trường học", area="Kim Mã")
            for span in (Q3, Q4):
                report(session, span, union_id, workers=5 * number + 2, members=5 * number)
    return path


@pytest.fixture(scope="module")
def closed_office(small_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the later quarter closed."""
    path = copy_of(small_office, tmp_path_factory.mktemp("closed") / "unioncare.db")
    with closed_at_end(office.open_office(path, user="Lan")) as database:
        close(database)
    return path


@pytest.fixture
def opened(small_office: Path, tmp_path: Path) -> Iterator[Database]:
    with closed_at_end(office.open_office(copy_of(small_office, tmp_path / "unioncare.db"), user="Lan")) as database:
        yield database


def close(database: Database, span: Span = Q4) -> None:
    with database.write(closing.title(span)) as session:
        drain(closing.close(session, span))


def contents(database: Database) -> dict[str, Document]:
    """All reports of figures on the quarter as they would be exported."""
    with database.read() as session:
        return {report.code: reports.built(session, report, Q4) for report in closing.frozen_reports()}


def written(database: Database) -> list[bytes]:
    """The files of one report on the quarter."""
    with database.read() as session:
        document = reports.built(session, reports.find("members"), Q4)
    return [reports.rendered(document, one) for one in reports.FORMATS]


def figures(database: Database, span: Span) -> dict[int, counts.Values]:
    with database.read() as session:
        return counts.figures(session, span)


def test_every_report_of_figures_is_frozen_and_stays_whatever_is_renamed(opened: Database) -> None:
    before, files = contents(opened), written(opened)
    close(opened)
    assert contents(opened) == before

    with opened.write("Đổi tên") as session:
        change_union(session, 1, name="CĐCS Hoa Quỳnh", area_id=None, bloc_id=None)
        records.update_row(session, Office, records.rows(session, Office)[0]["id"], {"name": "Tên khác"})
    assert contents(opened) == before
    assert written(opened) == files
    with opened.read() as session:
        numbered = reports.built(session, reports.find("members"), Q4, "5", date(2023, 12, 21))
    assert (numbered.heading.number, numbered.heading.day) == ("5", date(2023, 12, 21))

    with opened.write("Mở lại") as session:
        closings.reopen(session, Q4, "Đổi tên")
    assert contents(opened) != before


def test_a_half_year_closes_its_open_quarters_as_one_action(opened: Database) -> None:
    half = Span.parse("2023-H2")
    close(opened, Q3)
    close(opened, half)

    with opened.read() as session:
        assert [one.span for one in closings.listed(session)] == [half, Q4, Q3]
        assert closings.closing_spans(session, YEAR) == (*YEAR.quarters[:2], YEAR)
        with pytest.raises(UserError, match="6 tháng cuối năm 2023 đã khóa sổ ngày"):
            closings.closing_spans(session, half)
        with pytest.raises(UserError, match="Quý I/2024 chưa có số liệu nào"):
            closings.closing_spans(session, Span.parse("2024-Q1"))
        with pytest.raises(UserError, match="chưa bắt đầu"):
            closings.closing_spans(session, Span.parse("2199-Q1"))
    assert checking.check(opened) == []


def test_closing_stopped_in_the_middle_leaves_the_period_open(opened: Database) -> None:
    with suppress(Cancelled), opened.write("Khóa sổ") as session:
        for step in closing.close(session, Q4):
            if step.done == step.total - 2:
                raise Cancelled

    with opened.read() as session:
        assert closings.listed(session) == []


def close_and_reopen(told: Connection, path: Path) -> None:
    """Closing and reopening without end; the number of each closing is told once it is stored."""
    number = 0
    with closed_at_end(office.open_office(path, user="Lan")) as database:
        while True:
            close(database)
            told.send(number := number + 1)
            with database.write("Mở lại") as session:
                closings.reopen(session, Q4, "Sai số")


def test_a_killed_program_leaves_a_period_open_or_closed_with_all_its_reports(
    small_office: Path, tmp_path: Path
) -> None:
    path, random = copy_of(small_office, tmp_path / "unioncare.db"), chance()
    for _kill in range(2):
        killed(close_and_reopen, path, after=1, pause=random.uniform(0, 0.4))
        with closed_at_end(office.open_office(path, user="Lan")) as database:
            with database.read() as session:
                shut = closings.closing_of(session, Q4) is not None
                kept = [closing.frozen(session, report, Q4) is not None for report in closing.frozen_reports()]
            assert kept == [shut] * len(kept)
            assert checking.check(database) == []


# Anything at all is done while a quarter is closed


def _members(session: Session, span: Span, union_id: int, members: int) -> None:
    counts.enter(session, span, [counts.Entry(union_id, "members", str(members))])


def _merge(session: Session, union_id: int, day: date) -> None:
    other = union_id % len(NAMES) + 1
    draft = MergerDraft(ABSORBED, (union_id, other), Q4, union_id, decision="1/QĐ", decided_on=day, effective_on=day)
    mergers.carry_out(session, [draft])


def _undo(session: Session, _union_id: int, _day: date) -> None:
    offered = undo.next_undo(session, "Lan")
    if offered is not None:
        undo.undo(session, offered.action_id)


DEEDS: dict[str, Callable[[Session, int, date], object]] = {
    "type": lambda session, union_id, day: _members(session, Q4, union_id, day.day),
    "type before": lambda session, union_id, day: _members(session, Q3, union_id, day.day),
    "type after": lambda session, union_id, day: _members(session, Span.parse("2024-Q1"), union_id, day.day),
    "rename": lambda session, union_id, day: change_union(session, union_id, name=f"CĐCS Đổi {union_id} {day}"),
    "rename on a day": lambda session, union_id, day: events.record(
        session, EventDraft(union_id, "renamed", day, {"name": f"CĐCS Nay {union_id} {day}"})
    ),
    "dissolve": lambda session, union_id, day: events.record(session, EventDraft(union_id, "dissolved", day)),
    "merge": _merge,
    "undo": _undo,
    "reopen": lambda session, _union_id, _day: closings.reopen(session, Q4, "Sai số"),
    "close": lambda session, _union_id, _day: drain(closing.close(session, Q4)),
}
deed = st.tuples(
    st.sampled_from(sorted(DEEDS)), st.integers(1, len(NAMES)), st.dates(date(2023, 9, 1), date(2024, 3, 31))
)


@settings(max_examples=5)
@given(st.lists(deed, min_size=6, max_size=14))
def test_figures_and_files_of_a_closed_quarter_stay_through_anything(
    closed_office: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int, date]]
) -> None:
    path = copy_of(closed_office, tmp_path_factory.mktemp("deeds") / "unioncare.db")
    with closed_at_end(office.open_office(path, user="Lan")) as database:
        kept, files, was_shut = figures(database, Q4), written(database), True
        for name, union_id, day in deeds:
            with suppress(UserError), database.write(name) as session:
                DEEDS[name](session, union_id, day)
            with database.read() as session:
                shut = closings.closing_of(session, Q4) is not None
            if shut and was_shut:
                assert figures(database, Q4) == kept
            else:
                kept, files = figures(database, Q4), (written(database) if shut else [])
            was_shut = shut
        assert not was_shut or written(database) == files
