"""Splits: parts become unions of their own; nothing is lost on the way."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.actions import action, office_of, take_back
from tests.offices import Q3, Q4, add_union, change_union, entry_of, report
from unioncare_desktop.domain.records import Officer, OfficerRole, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, Depends, InvalidRecord, UserError
from unioncare_desktop.services import (
    checking,
    counts,
    events,
    lineage,
    mergers,
    officers,
    records,
    splits,
    undo,
    unions,
)
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.splits import NewPart, SplitDraft
from unioncare_desktop.storage.database import Session

DAY = date(2024, 1, 15)
NEXT = Span.parse("2024-Q1")


class Works:
    """A union of forty members in two quarters, that is to lose a part."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.upper = add_union(session, "LĐLĐ quận")
        self.id = add_union(session, "Nhà máy", code="NM1", bloc="Kinh tế", area="Kim Mã", upper_id=self.upper)
        for span in (Q3, Q4):
            report(session, span, self.id, workers=50, women_workers=20, members=40, women_members=15)

    def draft(self, **more: Any) -> SplitDraft:  # noqa: ANN401 - fields of a draft
        """Fifteen members found a union of their own."""
        figures = {"workers": 18, "members": 15, "women_members": 5}
        part = NewPart("Phân xưởng 1", figures, code="PX1", chair="Lê An", phone="0912345678")
        return replace(SplitDraft(self.id, (part,), Q4, remainder=25, decision="7/QĐ-LĐLĐ", effective_on=DAY), **more)

    def divided(self) -> SplitDraft:
        """Two unions instead of one; one of them keeps the name."""
        parts = (NewPart("Nhà máy", {"members": 22}), NewPart("Phân xưởng 1", {"members": 18}))
        return self.draft(parts=parts, ends=True)


@pytest.fixture
def works(session: Session) -> Works:
    return Works(session)


def named(session: Session, name: str) -> dict[str, Any]:
    return records.rows(session, Union, name=name, state="active")[0]


def errors(session: Session, draft: SplitDraft) -> list[str]:
    return [problem.text for problem in splits.preview(session, draft).refusals]


def words(session: Session, union_id: int) -> list[str]:
    return [row.words for row in events.of_union(session, union_id)]


def test_a_part_becomes_a_union_of_its_own(session: Session, works: Works) -> None:
    made = splits.preview(session, works.draft())
    assert (made.problems, made.difference, made.quarter) == ((), 0, NEXT)
    assert made.left == {"workers": 32, "women_workers": None, "members": 25, "women_members": 10}

    splits.carry_out(session, works.draft(), state=made.state)
    part = named(session, "Phân xưởng 1")
    assert (part["code"], part["upper_id"], part["founded_on"], part["chair"]) == ("PX1", works.upper, DAY, "Lê An")
    assert words(session, part["id"]) == ["thành lập, tách từ “Nhà máy”"]
    assert words(session, works.id) == ["tách ra “Phân xưởng 1”"]
    now = counts.figures(session, NEXT)
    assert [now[key]["members"] for key in (works.id, part["id"])] == [25, 15]
    assert [now[key]["workers"] for key in (works.id, part["id"])] == [32, 18]
    assert [(row.name, row.leads) for row in officers.listed(session, DAY, part["id"])] == [("Lê An", True)]
    (row,) = mergers.listed(session)
    assert [(one.name, one.members, one.stays) for one in row.parts] == [
        ("Nhà máy", 25, True),
        ("Phân xưởng 1", 15, False),
    ]
    assert checking.checks(session) == []


def test_a_union_is_divided_and_ends(session: Session, works: Works) -> None:
    role = entry_of(session, OfficerRole, "Chủ tịch")
    draft = officers.new_draft(works.id)
    draft.enter("role_id", role)
    draft.enter("name", "Trần Bình")
    officers.save(session, draft, DAY)
    made = splits.preview(session, works.divided())
    assert [(line.name, line.day) for line in made.ending] == [("Trần Bình", date(2024, 1, 14))]

    splits.carry_out(session, works.divided())
    (whole,) = records.rows(session, Union, id=works.id)
    assert (whole["state"], whole["closed_on"]) == ("closed", DAY)
    assert words(session, works.id) == ["chia thành “Nhà máy”, “Phân xưởng 1”"]
    assert [row["term_to"] for row in records.rows(session, Officer)] == [date(2024, 1, 14)]
    assert counts.totals(session, NEXT).members == counts.totals(session, Q4).members == 40
    assert named(session, "Nhà máy")["id"] != works.id


def test_where_it_came_from_cannot_be_told_apart(session: Session, works: Works) -> None:
    splits.carry_out(session, works.draft())
    part = lineage.series(session, named(session, "Phân xưởng 1")["id"])

    assert part.split_from is not None
    assert (part.split_from.name, part.split_from.members) == ("Nhà máy", 15)
    note = "nằm trong số liệu của “Nhà máy”, không tách được"
    assert [(point.span, point.comparable["members"], point.note) for point in part.points] == [
        (Q3, None, note),
        (Q4, None, note),
        (NEXT, 15, ""),
    ]
    assert [(one.name, one.members) for one in lineage.series(session, works.id).split_into] == [("Phân xưởng 1", 15)]


def test_members_must_add_up(session: Session, works: Works) -> None:
    assert errors(session, works.draft(remainder=24)) == [
        "Các phần 15 + còn lại 24 = 39 đoàn viên, thiếu 1 so với 40 (Quý IV/2023)."
    ]
    assert splits.preview(session, works.draft(remainder=27)).difference == -2
    parts = (NewPart("Phân xưởng 1", {"members": 15, "workers": 51}), NewPart("Phân xưởng 2", {}))
    assert errors(session, works.draft(parts=parts)) == [
        "Đoàn viên của “Phân xưởng 2”: bắt buộc phải nhập",
        "Các phần có 51 lao động, nhiều hơn 50 của cả đơn vị (Quý IV/2023).",
    ]


def test_figures_that_are_there_are_left_alone(session: Session, works: Works) -> None:
    report(session, NEXT, works.id, members=25)
    made = splits.preview(session, works.draft())

    assert made.quarter is None
    assert [problem.text for problem in made.warnings] == [
        "“Nhà máy” đã có số liệu của Quý I/2024: số liệu các kỳ ấy của đơn vị mới không được gồm lại."
    ]
    splits.carry_out(session, works.draft())
    assert counts.totals(session, NEXT).members == 25


def test_after_the_cut_off_figures_are_of_the_next_quarter(session: Session, works: Works) -> None:
    assert splits.preview(session, works.draft(effective_on=date(2024, 3, 1))).quarter == NEXT.next


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"effective_on": None}, "Chưa có ngày có hiệu lực."),
        ({"effective_on": date(2199, 1, 1)}, "01/01/2199 còn ở tương lai."),
        ({"parts": (), "remainder": 40}, "tách cần ít nhất một, chia cần ít nhất hai."),
        ({"parts": (NewPart("nhà máy", {"members": 15}),)}, "Đã có “Nhà máy”."),
        ({"parts": (NewPart(" ", {"members": 15}),)}, "Tên đơn vị mới: bắt buộc phải nhập"),
        ({"parts": (NewPart("A", {"members": 15}, code="nm1"),)}, "Mã nm1 đã là của “Nhà máy”."),
        ({"parts": (NewPart("A", {"members": 5}), NewPart("a", {"members": 10}))}, "Đã có “A”."),
        ({"period": Span.parse("2022-Q1")}, "“Nhà máy” chưa báo cáo đoàn viên Quý I/2022"),
    ],
)
def test_what_is_refused(session: Session, works: Works, more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        splits.carry_out(session, works.draft(**more))

    assert sentence in str(refused.value)


def test_a_union_that_ends_has_nothing_below_it_and_nothing_after(session: Session, works: Works) -> None:
    add_union(session, "Tổ 1", upper_id=works.id)
    report(session, NEXT.next, works.id, members=40)

    assert errors(session, works.divided()) == [
        (
            "Từ 15/01/2024 trở đi “Nhà máy” vẫn có số liệu của Quý II/2024. Hãy chọn ngày muộn hơn, hoặc xóa các số"
            " liệu ấy."
        ),
        "Còn đơn vị trực thuộc: “Tổ 1”. Hãy chuyển các đơn vị ấy trước khi chia.",
    ]
    unions.close(session, [works.id], date(2024, 6, 1).replace(year=2025))
    assert errors(session, works.draft()) == [
        (
            "“Nhà máy” đã chấm dứt hoạt động từ 01/06/2025. Hãy bỏ nó khỏi nhóm, hoặc ghi biến động “hoạt động trở lại”"
            " trước."
        )
    ]


def test_data_that_changed_since_the_preview(session: Session, works: Works) -> None:
    made = splits.preview(session, works.draft())
    change_union(session, works.id, chair="Lê An")

    with pytest.raises(Conflict):
        splits.carry_out(session, works.draft(), state=made.state)


def test_it_is_undone_whole_while_nothing_depends_on_it(session: Session, works: Works) -> None:
    before = office_of(session)
    with action(session, "Tách") as doing:
        splits.carry_out(session, works.draft())
    part = named(session, "Phân xưởng 1")["id"]
    with action(session, "Đổi tên") as later:
        events.record(session, EventDraft(works.id, "renamed", date(2024, 3, 1), {"name": "Nhà máy 2"}))

    with pytest.raises(Depends) as refused, action(session, "Hoàn tác", undoes=doing.id):
        undo.undo(session, doing.id)
    assert refused.value.actions == (later.id,)
    told = events.of_union(session, part)[0]
    with pytest.raises(UserError, match="thuộc việc chia, tách “Nhà máy” ngày 15/01/2024"):
        events.delete(session, told.id)

    take_back(session, undo.offer(session, later.id))
    take_back(session, undo.offer(session, doing.id))
    assert office_of(session) == before
