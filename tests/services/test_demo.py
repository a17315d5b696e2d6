from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.offices import add_union
from unioncare_desktop import reports
from unioncare_desktop.domain.records import DeadlineMark, PeriodReturn
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import Step, drain
from unioncare_desktop.reports import REPORTS, content
from unioncare_desktop.services import (
    checking,
    counts,
    demo,
    demo_returns,
    office,
    periods,
    plans,
    records,
    returns,
    status,
    unions,
)
from unioncare_desktop.storage.database import Database, Session


@pytest.fixture(scope="module", params=demo.OFFICES)
def invented(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp(request.param) / "thử.db"
    demo.create(path, request.param)
    with closing(office.open_office(path)) as opened:
        yield opened


def test_an_invented_office_is_sound_and_plausible(invented: Database) -> None:
    assert checking.check(invented) == []
    with invented.read() as session:
        assert office.view(session).named
        quarters = spans(session)
        found = [row for quarter in quarters for row in counts.rows(session, quarter)]
        assert not [problem for row in found for problem in row.problems()]
        state = status.status(session, quarters[-1])
        assert state["unions"]["missing"] > 0
        assert state["unions"]["small"] > 0
        assert set(state["unions"]["by_sector"]) >= {"Sự nghiệp công lập"}


@pytest.mark.parametrize("invented", ["ward"], indirect=True)
def test_its_reports_are_kept_as_data_without_loss(invented: Database) -> None:
    with invented.read() as session:
        quarter = spans(session)[-1]
        for kind in REPORTS:
            document = reports.built(session, kind, quarter, "5", quarter.end)
            again = content.from_json(content.to_json(document))
            assert repr(again) == repr(document)
            assert content.to_json(again) == content.to_json(document)


@pytest.mark.parametrize(("which", "named"), [("ward", ["05/KH-CĐP"]), ("district", [None, "10/KH-UBND"])])
def test_an_invented_office_works_under_plans(session: Session, which: str, named: list[str | None]) -> None:
    drain(demo.fill(session, which))

    found = plans.listed(session)
    assert [one.number for one in found] == named
    assert all(one.targets and one.deadlines for one in found)
    states = {row["state"] for row in records.rows(session, DeadlineMark)}
    assert states == {"done", "snoozed"}


def test_the_returns_of_an_invented_office_have_their_days(session: Session) -> None:
    drain(demo.fill(session, "district"))

    for quarter in spans(session):
        found = returns.rows(session, quarter)
        assert {row.state for row in found} >= {returns.ON_TIME, returns.LATE, returns.UNKNOWN}
        assert all(row.reminders for row in found if row.missing)
        assert returns.problems(found) == {}
        assert returns.summed(found).on_time > len(found) / 2


def test_nothing_of_an_invented_office_came_after_today(session: Session) -> None:
    quarter, today = Span(2023, 3, "quarter"), date(2023, 9, 12)
    first, second, third = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Ban"))

    demo_returns.load(session, quarter, [first, second], [third], today)

    assert all(row["received_on"] <= today for row in records.rows(session, PeriodReturn))
    assert third not in {row["union_id"] for row in records.rows(session, PeriodReturn)}


def test_the_figures_are_always_the_same(session: Session) -> None:
    with session.begin_nested() as trial:
        drain(demo.fill(session, "ward"))
        first = [counts.totals(session, span) for span in spans(session)]
        trial.rollback()
    drain(demo.fill(session, "ward"))

    assert [counts.totals(session, span) for span in spans(session)] == first
    assert len(set(first)) == 4


def spans(session: Session) -> tuple[Span, ...]:
    newest = periods.newest_with_counts(session)
    assert newest is not None
    return Span(newest.year, 1, "year").quarters


def test_it_tells_how_far_it_is(session: Session) -> None:
    steps: list[Step] = []

    drain(demo.fill(session, "ward"), steps.append)

    assert [step.done for step in steps] == list(range(7))
    assert all(step.total == 7 and step.text for step in steps)


def test_it_is_for_empty_databases_only(session: Session) -> None:
    add_union(session, "Hoa Sen")

    with pytest.raises(UserError, match="còn trống"):
        drain(demo.fill(session))
    assert len(unions.listed(session)) == 1


def test_an_unknown_office_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="chọn ward hoặc district"):
        demo.create(tmp_path / "thử.db", "moon")

    assert not list(tmp_path.iterdir())


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thử.db").write_text("của tôi")

    with pytest.raises(UserError, match="tệp cũ không bị ghi đè"):
        demo.create(tmp_path / "thử.db")

    assert (tmp_path / "thử.db").read_text() == "của tôi"
