"""Nothing in a closed period changes, whatever way it is written; what only corrects words does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.actions import action, office_of, take_back
from tests.offices import Q1, Q3, Q4, YEAR, add_union, change_union, close_union, found_office, report
from tests.sheets import save, sheet
from unioncare_desktop.domain.records import (
    FrozenReport,
    MemberCount,
    Period,
    PeriodClosing,
    ReportText,
    StatisticLine,
    StatisticValue,
)
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import PeriodClosed, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.services import (
    closings,
    counts,
    events,
    importing,
    mergers,
    periods,
    records,
    trash,
    undo,
    yearly_facts,
)
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.lists.plan import Options
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.storage import closed_periods
from unioncare_desktop.storage.database import Database, Session

CLOSED_ON = date(2023, 12, 20)
NEXT = Span.parse("2024-Q1")
SENTENCE = "Quý IV/2023 đã khóa sổ ngày 20/12/2023. Muốn sửa, hãy mở lại kỳ (Báo cáo › Mở lại kỳ…) và ghi lý do."


class Closed:
    """Three unions with the figures of two quarters, the later one closed or to be closed; one without figures."""

    def __init__(self, session: Session) -> None:
        self.session = session
        with action(session, "Nhập"):
            names = ("Sen", "Mai", "Lan", "Cúc")
            self.sen, self.mai, self.lan, self.cuc = (add_union(session, f"CĐCS Hoa {name}") for name in names)
            for union_id, members in ((self.sen, 12), (self.mai, 7), (self.lan, 30)):
                for span in (Q3, Q4):
                    report(session, span, union_id, workers=members + 2, members=members)

    def close(self, *spans: Span) -> None:
        with action(self.session, "Khóa sổ"):
            close(self.session, *spans)


def close(session: Session, *spans: Span) -> None:
    """Close without reports: `tests/reports` closes with them."""
    rows = [{"period_id": periods.ensure(session, span).id, "closed_on": CLOSED_ON} for span in spans]
    records.insert_rows(session, PeriodClosing, rows)


@pytest.fixture
def office(session: Session) -> Closed:
    made = Closed(session)
    made.close(Q4)
    return made


def enter(span: Span, union_id: int, raw: str, name: str = "members") -> Callable[[Session], object]:
    return lambda session: counts.enter(session, span, [counts.Entry(union_id, name, raw)])


def happened(union_id: int, kind: str, day: date, **values: object) -> Callable[[Session], object]:
    return lambda session: events.record(session, EventDraft(union_id, kind, day, values))


def merged(office: Closed, day: date) -> Callable[[Session], object]:
    draft = MergerDraft(
        ABSORBED, (office.sen, office.mai), Q4, office.sen, decision="1/QĐ", decided_on=day, effective_on=day
    )
    return lambda session: mergers.carry_out(session, [draft])


def line_of(session: Session) -> int:
    return int(records.rows(session, StatisticLine)[-1]["id"])


WAYS: dict[str, Callable[[Closed], Callable[[Session], object]]] = {
    "typed": lambda office: enter(Q4, office.sen, "13"),
    "cleared": lambda office: enter(Q4, office.sen, ""),
    "a note": lambda office: enter(Q4, office.sen, "hỏi lại", "note"),
    "another union's": lambda _office: lambda session: report(session, Q4, add_union(session, "CĐCS Mới"), members=3),
    "ended in it": lambda office: lambda session: close_union(session, office.mai, "15/11/2023"),
    "founded in it": lambda office: lambda session: change_union(session, office.cuc, founded_on="15/11/2023"),
    "renamed in it": lambda office: happened(office.sen, "renamed", date(2023, 10, 2), name="CĐCS Sen Vàng"),
    "renamed before it": lambda office: happened(office.sen, "renamed", date(2023, 2, 2), name="CĐCS Sen Vàng"),
    "merged in it": lambda office: merged(office, date(2023, 12, 1)),
    "a figure of a form": lambda _office: (
        lambda session: records.insert_rows(
            session,
            StatisticValue,
            [{"line_id": line_of(session), "period_id": periods.ensure(session, Q4).id, "value": 3}],
        )
    ),
    "words of its report": lambda _office: (
        lambda session: records.insert_rows(
            session,
            ReportText,
            [{"report": "periodic", "period_id": periods.ensure(session, Q4).id, "part": "next", "text": "Tiếp tục."}],
        )
    ),
    "cut off on another day": lambda _office: (
        lambda session: records.update_row(
            session, Period, periods.ensure(session, Q4).id, {"cut_off": date(2023, 12, 10)}
        )
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_writing_changes_a_closed_quarter(office: Closed, way: str) -> None:
    before = office_of(office.session)

    with pytest.raises(PeriodClosed) as refused, action(office.session, "Sửa"):
        WAYS[way](office)(office.session)

    assert str(refused.value).endswith(SENTENCE)
    assert refused.value.period == "2023-Q4"
    assert office_of(office.session) == before


FREE: dict[str, Callable[[Closed], Callable[[Session], object]]] = {
    "the next quarter": lambda office: enter(NEXT, office.sen, "13"),
    "an open quarter before": lambda office: enter(Q3, office.sen, "13"),
    "a slip in a name": lambda office: lambda session: change_union(session, office.sen, name="CĐCS Hoa Sen 1"),
    "an old day of founding": lambda office: lambda session: change_union(session, office.sen, founded_on="1/2/1999"),
    "a union that was forgotten": lambda _office: lambda session: add_union(session, "CĐCS Mới", founded_on="5/1/2024"),
    "an end after it": lambda office: lambda session: close_union(session, office.mai, "15/1/2024"),
    "an event after it": lambda office: happened(office.sen, "renamed", date(2024, 1, 2), name="CĐCS Sen Vàng"),
    "a merger after it": lambda office: merged(office, date(2024, 1, 1)),
    "another day of return": lambda _office: (
        lambda session: records.update_row(session, Period, periods.ensure(session, Q4).id, {"due": date(2023, 12, 28)})
    ),
    "a yearly fact": lambda office: lambda session: fact(session, office.sen),
    "it, once it is opened again": lambda office: (
        lambda session: (
            closings.reopen(session, Q4, "Sai số"),
            enter(Q4, office.sen, "13")(session),
        )
    ),
}


def fact(session: Session, union_id: int) -> None:
    yearly_facts.enter(session, 2023, [Entry(union_id, "officers", "3")])


@pytest.mark.parametrize("way", FREE)
def test_what_is_not_of_the_closed_quarter_is_free(office: Closed, way: str) -> None:
    before = office_of(office.session)

    with action(office.session, "Sửa"):
        FREE[way](office)(office.session)

    assert office_of(office.session) != before


def test_facts_of_a_closed_year_stay(session: Session) -> None:
    office = Closed(session)
    office.close(YEAR)

    with pytest.raises(PeriodClosed, match="Năm 2023 đã khóa sổ"), action(session, "Sửa"):
        fact(session, office.sen)
    with pytest.raises(PeriodClosed, match="Năm 2023 đã khóa sổ"), action(session, "Sửa"):
        enter(Q1, office.sen, "13")(session)
    with action(session, "Sửa"):
        yearly_facts.enter(session, 2024, [Entry(office.sen, "officers", "3")])


def test_what_was_done_before_is_not_taken_back(session: Session) -> None:
    office = Closed(session)
    with action(session, "Sửa") as typing:
        enter(Q4, office.sen, "13")(session)
    with action(session, "Xóa") as deleting:
        row = next(row for row in records.rows(session, MemberCount, union_id=office.mai))
        records.delete(session, MemberCount, [row["id"]])
    office.close(Q3, Q4)

    with pytest.raises(PeriodClosed):
        take_back(session, undo.offer(session, typing.id))
    with pytest.raises(PeriodClosed):
        take_back(session, undo.offer(session, deleting.id))
    with pytest.raises(PeriodClosed), action(session, "Khôi phục"):
        trash.restore(session, [trash.listed(session)[0].key])


def test_closing_and_reopening_are_not_undone(office: Closed) -> None:
    session = office.session
    closed = undo.next_undo(session, "Bình")
    assert closed is not None
    with pytest.raises(UserError, match="Khóa sổ không hoàn tác được"):
        take_back(session, closed)

    with action(session, "Mở lại") as opening:
        closings.reopen(session, Q4, "Sai số")
    with pytest.raises(UserError, match="Mở lại kỳ không hoàn tác được"):
        take_back(session, undo.offer(session, opening.id))
    assert closings.closing_of(session, Q4) is None


def test_what_is_frozen_never_becomes_another(office: Closed) -> None:
    session = office.session
    (closing,) = records.rows(session, PeriodClosing)
    kept = {"closing_id": closing["id"], "report": "members", "data_hash": "0" * 64, "content_hash": "0" * 64}
    with action(session, "Giữ báo cáo"):
        (frozen_id,) = records.insert_rows(session, FrozenReport, [kept])

    with pytest.raises(UserError, match="Khóa sổ không hoàn tác được"), action(session, "Sửa"):
        records.update_row(session, FrozenReport, frozen_id, {"data_hash": "1" * 64})


def test_an_action_that_comes_back_to_what_was_is_none(office: Closed) -> None:
    with action(office.session, "Sửa"):
        enter(Q4, office.sen, "13")(office.session)
        enter(Q4, office.sen, "12")(office.session)


def test_the_end_of_a_union_is_told_by_its_last_event(office: Closed) -> None:
    """One that ended before the quarter and lives again after it was not there in it, whatever its row says now."""
    session = office.session
    with action(session, "Mở lại"):
        closings.reopen(session, Q4, "Đơn vị đã giải thể từ tháng 8")
        counted = records.rows(session, MemberCount, union_id=office.mai)
        records.delete(session, MemberCount, [row["id"] for row in counted])
        close_union(session, office.mai, "1/8/2023")
    office.close(Q4)

    with action(session, "Hoạt động trở lại") as living:
        events.record(session, EventDraft(office.mai, "reopened", date(2024, 2, 1)))
    take_back(session, undo.offer(session, living.id))
    with pytest.raises(PeriodClosed), action(session, "Sửa"):
        change_union(session, office.mai, closed_on="15/2/2024")


def test_an_import_tells_row_by_row_that_the_quarter_is_closed(database: Database, tmp_path: Path) -> None:
    with database.write("Nhập") as session:
        found_office(session)
        for number, members in (("1", "12"), ("2", "20")):
            report(session, Q4, add_union(session, f"CĐCS Số {number}", code=f"CS{number}"), members=members)
    with database.write("Khóa sổ") as session:
        close(session, Q4)
    rows = (
        ("Số liệu Quý IV/2023",),
        ("Mã CĐCS", "Tên CĐCS", "Đoàn viên"),
        ("CS1", "CĐCS Số 1", 12),
        ("CS2", "CĐCS Số 2", 21),
    )
    book = save(tmp_path / "q4.xlsx", sheet(rows))

    (plan,) = drain(importing.import_files(database, [book], Options()))

    (rejected,) = plan.rejected
    assert (rejected.row, rejected.value, rejected.reason) == (4, "21", SENTENCE)
    with database.read() as session:
        assert counts.totals(session, Q4).members == 32


def test_the_newest_closing_is_what_is_told(session: Session) -> None:
    office = Closed(session)
    office.close(Q4)
    with action(session, "Mở lại"):
        assert closings.reopen(session, Q4, "Sai số CS2") == (Q4,)
    office.close(*YEAR.quarters, YEAR)
    with action(session, "Mở lại"):
        assert closings.reopen(session, Q3, "Sót đơn vị") == (Q3, YEAR)

    latest = closings.latest(session, Q3)
    assert latest is not None
    assert (latest.closed, latest.reopened_why) == (False, "Sót đơn vị")
    assert closings.reasons(session, Q4, date(2023, 1, 1)) == ["Sai số CS2"]
    assert [one.span for one in closed_periods.closed(session)] == [YEAR.quarters[0], YEAR.quarters[1], Q4]
    with pytest.raises(UserError, match="Quý III/2023 chưa khóa sổ"), action(session, "Mở lại"):
        closings.reopen(session, Q3, "Sai")


@pytest.mark.parametrize(("why", "told"), [("  ", "Hãy ghi lý do mở lại kỳ"), ("x" * 5_000, "Lý do")])
def test_reopening_wants_a_reason(office: Closed, why: str, told: str) -> None:
    with pytest.raises(UserError, match=told), action(office.session, "Mở lại"):
        closings.reopen(office.session, Q4, why)
    assert closings.closing_of(office.session, Q4) is not None
