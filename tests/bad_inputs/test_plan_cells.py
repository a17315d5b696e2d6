"""Every cell of a plan's targets, deadlines and registers meets every bad input of its kind."""

from datetime import date
from typing import Any

import pytest

from tests.bad_inputs.cases import REFUSED, Case, cases
from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.domain.records.plan import TASK
from unioncare_desktop.services import plan_drafts, plan_entry, records
from unioncare_desktop.services.line_entry import Entered, Entry
from unioncare_desktop.services.plan_entry import DEADLINES, RECORDS, REGISTERS, TARGETS
from unioncare_desktop.storage.database import Session

PARTS = (TARGETS, DEADLINES, REGISTERS)
CHOSEN = (*plan_entry.LISTS, "rule")
"""Fields whose texts name something: an entry of a list, a rule."""


class Desk:
    """One row of a part of a plan that an input is typed into."""

    def __init__(self, session: Session, part: str) -> None:
        self.session, self.part = session, part
        self.plan_id = plan_drafts.save(session, plan_drafts.new(issuer="Công đoàn phường", name="Kế hoạch"))
        indicator = records.rows(session, Indicator, key="members")[0]["id"]
        values: dict[str, dict[str, Any]] = {
            TARGETS: {"indicator_id": indicator, "comparator": ">", "value": 100},
            DEADLINES: {"name": "Báo cáo", "kind": TASK, "words": "trong năm"},
            REGISTERS: {"name": "Công trình"},
        }
        (self.row_id,) = plan_drafts.add(session, self.plan_id, RECORDS[part], [values[part]])

    def types(self, name: str, text: str) -> Entered:
        return plan_entry.enter(self.session, self.plan_id, self.part, [Entry(self.row_id, name, text)])

    def stored(self, name: str) -> object:
        return records.rows(self.session, RECORDS[self.part], id=self.row_id)[0][name]


def fields_with(part: str, *, chosen: bool) -> list[tuple[str, str]]:
    return [(part, name) for name in plan_entry.fields(part) if (name in CHOSEN) == chosen]


def meets(desk: Desk, name: str, case: Case) -> None:
    described = plan_entry.fields(desk.part)[name]
    before, entered = desk.stored(name), desk.types(name, case.typed)
    if case.outcome == REFUSED:
        (refused,) = entered.refused
        assert case.words in refused.reason
        assert desk.stored(name) == before
    elif case.stored is None and described.required:
        assert [one.reason for one in entered.refused] == [f"{described.label}: bắt buộc phải nhập"]
    elif name == "value" and case.stored is not None and case.stored % 100:
        assert [one.reason for one in entered.refused] == [
            f"{described.label}: đếm theo đoàn viên nên phải là số nguyên"
        ]
    else:
        assert entered.refused == ()
        assert desk.stored(name) == case.stored


@pytest.mark.parametrize(("part", "name"), [one for part in PARTS for one in fields_with(part, chosen=False)])
def test_cells_meet_every_bad_input(session: Session, part: str, name: str) -> None:
    desk = Desk(session, part)
    for case in cases(plan_entry.fields(part)[name].kind):
        meets(desk, name, case)


@pytest.mark.parametrize(("part", "name"), [one for part in PARTS for one in fields_with(part, chosen=True)])
def test_what_names_nothing_is_refused_and_changes_nothing(session: Session, part: str, name: str) -> None:
    desk = Desk(session, part)
    before = desk.stored(name)
    for case in cases(Text()):
        entered = desk.types(name, case.typed)
        if case.stored is None and case.outcome != REFUSED and name != "indicator_id":
            assert entered.refused == ()
            continue
        (refused,) = entered.refused
        assert refused.reason
        assert len(refused.reason) < 500
        assert desk.stored(name) == before


@pytest.mark.parametrize(
    ("typed", "stored"), [("22.000", 2_200_000), ("22 000", None), ("55 %", 5_500), ("55%", 5_500), ("-1", None)]
)
def test_a_figure_as_people_write_it(session: Session, typed: str, stored: int | None) -> None:
    desk = Desk(session, TARGETS)

    entered = desk.types("value", typed)

    assert (desk.stored("value") if not entered.refused else None) == stored


def test_a_day_is_completed_with_the_present_year(session: Session) -> None:
    desk = Desk(session, DEADLINES)

    desk.types("due", "15/3")

    assert desk.stored("due") == date(date.today().year, 3, 15)  # noqa: DTZ011 - the user's own calendar
