"""Unions that go to another office or come back: with what is below them, as one action."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.actions import action, office_of, take_back
from tests.offices import Q3, Q4, add_union, change_union, report
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, InvalidRecord
from unioncare_desktop.services import counts, events, handovers, mergers, undo, unions
from unioncare_desktop.services.handovers import HandoverDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session

DAY = date(2024, 1, 1)
NEXT = Span.parse("2024-Q1")


class Ward:
    """Two unions, one of them with a group below it, and a third that stays."""

    def __init__(self, session: Session) -> None:
        self.sen, self.mai, self.cuc = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Cúc"))
        self.group = add_union(session, "Tổ 1", upper_id=self.sen)
        for union_id, members in ((self.sen, 20), (self.mai, 8), (self.cuc, 5), (self.group, 3)):
            for span in (Q3, Q4):
                report(session, span, union_id, members=members)

    def draft(self, **more: Any) -> HandoverDraft:  # noqa: ANN401 - fields of a draft
        """Two unions go."""
        wanted = HandoverDraft(
            "handed_over", (self.sen, self.mai), DAY, "LĐLĐ tỉnh", decision="9/QĐ", note="2 bộ hồ sơ"
        )
        return replace(wanted, **more)


@pytest.fixture
def ward(session: Session) -> Ward:
    return Ward(session)


def state_of(session: Session, union_id: int) -> str:
    return next(row.state for row in unions.listed(session, with_closed=True) if row.id == union_id)


def errors(session: Session, draft: HandoverDraft) -> list[str]:
    return [problem.text for problem in handovers.preview(session, draft).refusals]


def test_what_goes_and_what_goes_along(session: Session, ward: Ward) -> None:
    made = handovers.preview(session, ward.draft())

    assert made.problems == ()
    assert [(line.union.name, line.figures["members"], line.upper) for line in made.lines] == [
        ("Hoa Sen", 20, ""),
        ("Tổ 1", 3, "Hoa Sen"),
        ("Hoa Mai", 8, ""),
    ]
    assert (made.last, made.first, made.before["members"], made.after["members"]) == (Q4, NEXT, 36, 5)
    assert [(line.title, line.count) for line in made.kept] == [("số liệu đoàn viên", 6)]


def test_they_go_as_one_action_and_come_back_as_one(session: Session, ward: Ward) -> None:
    before = office_of(session)
    made = handovers.preview(session, ward.draft())
    with action(session, "Chuyển giao") as doing:
        assert handovers.carry_out(session, ward.draft(), state=made.state) == (ward.sen, ward.group, ward.mai)

    assert {state_of(session, key) for key in (ward.sen, ward.mai, ward.group)} == {"handed_over"}
    (event,) = events.of_union(session, ward.sen)
    assert (event.decision, event.note) == ("9/QĐ", "Chuyển giao cho LĐLĐ tỉnh; 2 bộ hồ sơ")
    assert [row.union.name for row in counts.rows(session, NEXT)] == ["Hoa Cúc"]
    assert counts.totals(session, Q4).members == 36

    take_back(session, undo.offer(session, doing.id))
    assert office_of(session) == before


def test_they_are_received_again(session: Session, ward: Ward) -> None:
    handovers.carry_out(session, ward.draft())
    back = ward.draft(kind="received", union_ids=(ward.sen,), effective_on=date(2024, 5, 1), note=None)
    made = handovers.preview(session, back)
    assert (made.problems, made.first, made.before) == ((), NEXT.next, made.after)

    handovers.carry_out(session, back)
    assert state_of(session, ward.sen) == "active"
    assert events.of_union(session, ward.sen)[0].note == "Tiếp nhận từ LĐLĐ tỉnh"


def test_a_new_union_is_received_from_a_day_on(session: Session, ward: Ward) -> None:
    new = add_union(session, "Hoa Lan")
    handovers.carry_out(session, ward.draft(kind="received", union_ids=(new,), other="", note=None))

    assert [row.id for row in unions.listed(session, on=date(2023, 12, 31)) if row.id == new] == []
    assert events.of_union(session, new)[0].note is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"union_ids": ()}, "Chưa chọn đơn vị nào."),
        ({"effective_on": None}, "Chưa có ngày có hiệu lực."),
        ({"effective_on": date(2199, 1, 1)}, "01/01/2199 còn ở tương lai."),
        ({"effective_on": date(2023, 10, 1)}, "vẫn có số liệu của Quý IV/2023."),
    ],
)
def test_what_is_refused(session: Session, ward: Ward, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        handovers.carry_out(session, ward.draft(**more))

    assert sentence in str(refused.value)


def test_what_is_proposed_to_be_merged_or_has_ended_stays(session: Session, ward: Ward) -> None:
    mergers.propose(session, [MergerDraft(ABSORBED, (ward.mai, ward.cuc), Q4, ward.mai)])
    unions.close(session, [ward.group], date(2024, 2, 1))

    assert errors(session, ward.draft()) == [
        "“Hoa Mai” đang nằm trong đề nghị “Hoa Mai”. Hãy sửa hoặc rút đề nghị ấy trước."
    ]
    assert errors(session, ward.draft(union_ids=(ward.group,))) == [
        "“Tổ 1” đã chấm dứt hoạt động từ 01/02/2024. Hãy bỏ nó khỏi nhóm, hoặc ghi biến động “hoạt động trở lại” trước."
    ]
    assert errors(session, ward.draft(union_ids=(ward.group,), kind="received"))[0].startswith("“Tổ 1” đã chấm dứt")


def test_data_that_changed_since_the_preview(session: Session, ward: Ward) -> None:
    made = handovers.preview(session, ward.draft())
    change_union(session, ward.cuc, chair="Lê An")

    with pytest.raises(Conflict):
        handovers.carry_out(session, ward.draft(), state=made.state)
