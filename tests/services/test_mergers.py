"""Mergers: proposed, previewed, carried out as one action, refused with the reason, undone to the last field."""

from dataclasses import replace
from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest

from tests.actions import action, office_of, take_back
from tests.competitions import WORK, found_campaign, register
from tests.offices import Q3, Q4, add_union, change_union, entry_of, report
from unioncare_desktop.domain.records import Bloc, MergerBase, Officer, OfficerRole, Union, UnionEvent
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, Depends, InUse, InvalidRecord, UserError
from unioncare_desktop.progress import Step, drain
from unioncare_desktop.services import (
    checking,
    counts,
    events,
    merger_bases,
    mergers,
    officers,
    periods,
    records,
    registry,
    undo,
    unions,
)
from unioncare_desktop.services.counts import Entry
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft, NewOfficer
from unioncare_desktop.storage import history
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding

DAY = date(2024, 1, 1)
NEXT = Span.parse("2024-Q1")


class School:
    """Three small unions and a larger one of a bloc under one upper union, with figures of two quarters."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.upper = add_union(session, "LĐLĐ quận")
        self.sen, self.mai, self.cuc, self.lan = (
            self.add(name, members)
            for name, members in (("Hoa Sen", 6), ("Hoa Mai", 7), ("Hoa Cúc", 4), ("Hoa Lan", 30))
        )

    def add(self, name: str, members: int | None, **typed: object) -> int:
        """A union and its figures."""
        typed = {"bloc": "Trường học", "area": "Kim Mã", "upper_id": self.upper} | typed
        union_id = add_union(self.session, name, **typed)
        if members is not None:
            for span in (Q3, Q4):
                report(self.session, span, union_id, workers=members + 2, members=members, women_members=members - 1)
        return union_id

    def draft(self, *ids: int, **more: Any) -> MergerDraft:  # noqa: ANN401 - fields of a draft
        """Hoa Mai goes into Hoa Sen, unless other unions are named."""
        taking_part = ids or (self.sen, self.mai)
        wanted = MergerDraft(ABSORBED, taking_part, Q4, taking_part[0], decision="12/QĐ-LĐLĐ", effective_on=DAY)
        return replace(wanted, **more)


def stored(session: Session, union_id: int) -> dict[str, Any]:
    return records.rows(session, Union, id=union_id)[0]


def words(session: Session, union_id: int) -> list[str]:
    return [row.words for row in events.of_union(session, union_id)]


def errors(session: Session, draft: MergerDraft, **more: bool) -> list[str]:
    return [problem.text for problem in mergers.preview(session, draft, **more).refusals]


def warnings(session: Session, draft: MergerDraft, **more: bool) -> list[str]:
    return [problem.text for problem in mergers.preview(session, draft, **more).warnings]


# Carried out


def test_one_takes_in_another(session: Session) -> None:
    school = School(session)
    (merger_id,) = mergers.carry_out(session, [school.draft()])

    source = stored(session, school.mai)
    assert (source["state"], source["closed_on"]) == ("merged", DAY)
    assert words(session, school.mai) == ["sáp nhập vào “Hoa Sen”"]
    assert words(session, school.sen) == ["nhận sáp nhập “Hoa Mai”"]
    assert mergers.successors(session)[school.mai].name == "Hoa Sen"
    (row,) = mergers.listed(session)
    assert (row.id, row.done, row.name, row.members) == (merger_id, True, "Hoa Sen", 13)
    assert [part.name for part in row.sources] == ["Hoa Mai"]


def test_a_new_union_is_founded_like_the_largest_participant(session: Session) -> None:
    school = School(session)
    draft = school.draft(
        school.sen,
        school.mai,
        school.cuc,
        kind=FOUNDED_NEW,
        result_id=None,
        name="Trường Hoa",
        code="CS77",
        chair="Lê An",
    )
    mergers.carry_out(session, [draft])

    (row,) = mergers.listed(session)
    result = stored(session, row.union_id or 0)
    assert (result["name"], result["code"], result["upper_id"]) == ("Trường Hoa", "CS77", school.upper)
    assert (result["founded_on"], result["decision"], result["chair"]) == (DAY, "12/QĐ-LĐLĐ", "Lê An")
    assert result["bloc_id"] == stored(session, school.mai)["bloc_id"]
    assert words(session, result["id"]) == ["thành lập từ hợp nhất “Hoa Sen”, “Hoa Mai”, “Hoa Cúc”"]
    assert words(session, school.sen) == ["hợp nhất thành “Trường Hoa”"]
    assert row.members == 17
    assert [one.state for one in unions.listed(session, on=DAY - timedelta(days=1)) if one.id == result["id"]] == []


def test_a_new_union_may_have_the_name_and_code_of_one_that_ends(session: Session) -> None:
    school = School(session)
    change_union(session, school.mai, code="CS02")
    draft = school.draft(kind=FOUNDED_NEW, result_id=None, name="Hoa Mai", code="CS02")
    mergers.carry_out(session, [draft])

    assert [row.name for row in unions.listed(session) if row.code == "CS02"] == ["Hoa Mai"]


def test_the_union_that_takes_others_in_may_get_another_name(session: Session) -> None:
    school = School(session)
    mergers.carry_out(session, [school.draft(name="Hoa Mai")])

    assert stored(session, school.sen)["name"] == "Hoa Mai"
    assert words(session, school.sen) == ["nhận sáp nhập “Hoa Mai”; đổi tên từ “Hoa Sen” thành “Hoa Mai”"]


def test_what_stands_below_a_source_moves(session: Session) -> None:
    school = School(session)
    group = add_union(session, "Tổ 1", upper_id=school.mai)
    closed = add_union(session, "Tổ 2", upper_id=school.mai)
    unions.close(session, [closed], date(2023, 5, 1))
    made = mergers.preview(session, school.draft())
    assert [(line.union.name, line.old, line.new) for line in made.moved] == [("Tổ 1", "Hoa Mai", "Hoa Sen")]

    mergers.carry_out(session, [school.draft()])
    assert stored(session, group)["upper_id"] == school.sen
    assert stored(session, closed)["upper_id"] == school.mai


def test_a_union_that_takes_in_its_upper_union_comes_under_the_next(session: Session) -> None:
    school = School(session)
    group = school.add("Tổ 1", 5, upper_id=school.mai)
    mergers.carry_out(session, [school.draft(group, school.mai)], across_uppers=True)

    assert stored(session, group)["upper_id"] == school.upper


def test_terms_end_and_the_committee_begins(session: Session) -> None:
    school = School(session)
    chair, vice = (entry_of(session, OfficerRole, name) for name in ("Chủ tịch", "Phó Chủ tịch"))

    def officer(union_id: int, name: str, role: int, since: date | None, until: date | None = None) -> int:
        draft = officers.new_draft(union_id)
        for field, value in {"role_id": role, "name": name, "term_from": since, "term_to": until}.items():
            draft.enter(field, value)
        return officers.save(session, draft, DAY)

    old = officer(school.mai, "Trần Bình", chair, date(2020, 1, 1), date(2025, 1, 1))
    over = officer(school.mai, "Lý Cúc", chair, date(2015, 1, 1), date(2019, 12, 31))
    late = officer(school.mai, "Vũ Dung", vice, date(2024, 3, 1))
    leader = officer(school.sen, "Lê An", chair, None)
    stays = officer(school.sen, "Đỗ Giang", vice, None)
    committee = (NewOfficer(chair, "Trần Bình", "0912345678"), NewOfficer(vice, "Đỗ Giang"))
    draft = school.draft(officers=committee)

    made = mergers.preview(session, draft)
    assert {(line.union, line.name, line.day) for line in made.ending} == {
        ("Hoa Mai", "Trần Bình", date(2023, 12, 31)),
        ("Hoa Mai", "Vũ Dung", date(2024, 3, 1)),
        ("Hoa Sen", "Lê An", date(2023, 12, 31)),
    }
    assert [(line.union, line.role, line.name) for line in made.beginning] == [("Hoa Sen", "Chủ tịch", "Trần Bình")]

    mergers.carry_out(session, [draft])
    until = {row["id"]: row["term_to"] for row in records.rows(session, Officer)}
    assert [until[key] for key in (old, over, late, leader, stays)] == [
        date(2023, 12, 31),
        date(2019, 12, 31),
        date(2024, 3, 1),
        date(2023, 12, 31),
        None,
    ]
    result = stored(session, school.sen)
    assert (result["chair"], result["phone"]) == ("Trần Bình", "0912345678")
    assert [
        (row.name, row.term_from, row.decision) for row in officers.listed(session, DAY, school.sen) if row.leads
    ] == [
        ("Trần Bình", DAY, "12/QĐ-LĐLĐ"),
        ("Lê An", None, None),
    ]


@pytest.mark.parametrize("early", [0, 1])
def test_a_merger_that_the_list_cannot_count_is_pointed_out(session: Session, early: int) -> None:
    school = School(session)
    merger_bases.freeze(session, Q4, DAY - timedelta(days=early))

    sentence = "chốt ngày 01/01/2024, không trước ngày có hiệu lực 01/01/2024: không được tính vào chỉ tiêu của nó."
    told = warnings(session, school.draft())
    assert told == ([] if early else [f"Danh sách gốc “CĐCS nhỏ Quý IV/2023” {sentence}"])


def test_what_was_merged_gets_no_figures_of_later_periods(session: Session) -> None:
    """M10: a grid that somebody opened before the merger."""
    school = School(session)
    mergers.carry_out(session, [school.draft()])
    entries = [Entry(school.mai, "members", 7), Entry(school.sen, "members", 13)]

    entered = counts.enter(session, NEXT, entries)
    assert (entered.stored, [one.entry for one in entered.refused]) == (1, entries[:1])
    assert entered.refused[0].reason.startswith("“Hoa Mai” đã sáp nhập từ 01/01/2024 nên không có số liệu Quý I/2024.")
    report(session, Q4, school.mai, members=8)


def test_texts_are_stored_clean_everywhere(session: Session) -> None:
    school = School(session)
    chair = entry_of(session, OfficerRole, "Chủ tịch")
    new = {"kind": FOUNDED_NEW, "result_id": None, "code": " CS 7 ", "officers": (NewOfficer(chair, "\u202eLê  An"),)}
    mergers.carry_out(session, [school.draft(name="Trường\u200b  Hoa\n", **new)])

    (row,) = mergers.listed(session)
    result = stored(session, row.union_id or 0)
    assert (result["name"], result["code"], result["chair"]) == ("Trường Hoa", "CS 7", "Lê An")
    assert [one["name"] for one in records.rows(session, Officer)] == ["Lê An"]


def test_a_decision_after_its_day_is_odd(session: Session) -> None:
    school = School(session)

    assert warnings(session, school.draft(decided_on=date(2024, 1, 2))) == [
        "Ngày quyết định 02/01/2024 sau ngày có hiệu lực 01/01/2024."
    ]


def test_what_was_taken_in_before_counts_with_the_next_merger(session: Session) -> None:
    school = School(session)
    mergers.carry_out(session, [school.draft()])
    later = school.draft(school.cuc, school.sen, effective_on=date(2024, 2, 1))
    made = mergers.preview(session, later)

    assert [(one.union.name, one.members) for one in made.participants] == [("Hoa Cúc", 4), ("Hoa Sen", 13)]
    mergers.carry_out(session, [later])
    assert {row.name: row.members for row in mergers.listed(session)} == {"Hoa Sen": 13, "Hoa Cúc": 17}


def test_the_list_that_mergers_are_measured_by_is_frozen_with_the_first(session: Session) -> None:
    school = School(session)
    mergers.carry_out(session, [school.draft()])
    other = school.draft(school.lan, school.cuc)
    mergers.carry_out(session, [other])

    assert [row["frozen_on"] for row in records.rows(session, MergerBase)] == [date(2023, 11, 30)]


def test_the_preview_shows_every_figure_that_stays(session: Session) -> None:
    school = School(session)
    register(session, found_campaign(session)[0], school.mai, WORK, "Trồng hoa")
    made = mergers.preview(session, school.draft())

    assert made.problems == ()
    assert (made.name, made.members, made.figures["workers"]) == ("Hoa Sen", 13, 17)
    assert [(line.span, line.own, line.sources, line.comparable) for line in made.periods] == [
        (Q3, 6, (7,), 13),
        (Q4, 6, (7,), 13),
    ]
    assert [(line.before, line.after) for line in made.periods] == [(47, 47), (47, 47)]
    assert [(line.title, line.count, line.words) for line in made.kept] == [
        ("số liệu đoàn viên", 2, "ở lại với đơn vị cũ"),
        ("đăng ký thi đua", 1, "ở lại với đơn vị cũ; đơn vị mới đăng ký riêng"),
    ]


# Proposed


def test_a_proposal_waits_and_is_carried_out_later(session: Session) -> None:
    school = School(session)
    ahead = date(date.today().year + 1, 1, 1)  # noqa: DTZ011 - the user's own calendar
    committee = (NewOfficer(entry_of(session, OfficerRole, "Chủ tịch"), "Lê An", "0912345678"),)
    draft = school.draft(proposal="5/TTr", officers=committee, effective_on=ahead, decision=None, name="Hoa Sen")
    (merger_id,) = mergers.propose(session, [draft])

    assert mergers.draft_of(session, merger_id) == draft
    (row,) = mergers.listed(session)
    assert (row.done, row.ahead, row.members) == (False, True, 13)
    assert stored(session, school.mai)["state"] == "active"
    with pytest.raises(InvalidRecord, match="còn ở tương lai: việc này được giữ trong đề nghị"):
        mergers.carry_out(session, [merger_id])

    mergers.change(session, merger_id, replace(draft, decision="12/QĐ", effective_on=DAY), version=row.version)
    assert mergers.carry_out(session, [merger_id]) == [merger_id]
    assert stored(session, school.mai)["state"] == "merged"
    with pytest.raises(UserError, match="đã được thực hiện từ 01/01/2024"):
        mergers.carry_out(session, [merger_id])
    with pytest.raises(UserError, match="hãy hoàn tác cả việc sáp nhập"):
        mergers.change(session, merger_id, draft)
    with pytest.raises(UserError, match="hãy hoàn tác cả việc sáp nhập"):
        mergers.withdraw(session, [merger_id])


def test_a_union_is_in_one_proposal_only(session: Session) -> None:
    school = School(session)
    (merger_id,) = mergers.propose(session, [school.draft(name="Trường Hoa")])
    other = school.draft(school.lan, school.mai)

    sentence = "“Hoa Mai” đang nằm trong đề nghị “Trường Hoa”"
    for refused in (mergers.propose, mergers.carry_out):
        with pytest.raises(InvalidRecord, match=sentence):
            refused(session, [other])
    mergers.withdraw(session, [merger_id])
    assert len(mergers.propose(session, [other])) == 1


def test_a_union_goes_from_one_proposal_to_another(session: Session) -> None:
    school = School(session)
    ids = mergers.propose(
        session, [school.draft(school.sen, school.mai, school.cuc), school.draft(school.lan, school.upper)]
    )
    changed = dict(zip(ids, [school.draft(), school.draft(school.lan, school.cuc)], strict=True))
    drain(mergers.carrying_out_changed(session, changed))

    assert {row.name: [part.name for part in row.sources] for row in mergers.listed(session)} == {
        "Hoa Sen": ["Hoa Mai"],
        "Hoa Lan": ["Hoa Cúc"],
    }


def test_what_is_proposed_to_be_merged_is_not_deleted(session: Session) -> None:
    """M11."""
    school = School(session)
    empty = school.add("Hoa Hồng", None)
    mergers.propose(session, [school.draft(school.sen, empty)])

    with pytest.raises(InUse, match="Có trong việc sáp nhập, chia tách “Hoa Sen” nên không xóa được"):
        unions.delete(session, [empty])


def test_somebody_else_changed_the_proposal(session: Session) -> None:
    school = School(session)
    (merger_id,) = mergers.propose(session, [school.draft()])
    mergers.change(session, merger_id, school.draft(note="Lần 2"), version=1)

    with pytest.raises(Conflict):
        mergers.change(session, merger_id, school.draft(note="Lần 3"), version=1)


# Refused


def test_a_union_with_itself(session: Session) -> None:
    """M01."""
    school = School(session)

    assert errors(session, school.draft(school.sen, school.sen)) == [
        "“Hoa Sen” không sáp nhập với chính nó được. Hãy chọn thêm một đơn vị khác."
    ]
    assert errors(session, school.draft(school.sen)) == ["Cần ít nhất hai đơn vị để sáp nhập. Hãy chọn thêm đơn vị."]
    assert errors(session, school.draft(school.sen, school.mai, school.mai)) == [
        "“Hoa Mai” có hai lần trong nhóm. Hãy bỏ bớt một lần."
    ]


def test_a_union_in_two_groups(session: Session) -> None:
    school = School(session)
    drafts = [school.draft(), school.draft(school.cuc, school.mai)]

    with pytest.raises(InvalidRecord, match="Hoa Sen: “Hoa Mai” cũng nằm trong nhóm “Hoa Cúc”") as refused:
        mergers.carry_out(session, drafts)
    assert str(refused.value).count("cũng nằm trong nhóm") == 1


def test_a_circle_is_shown(session: Session) -> None:
    """M02."""
    school = School(session)
    both = [school.draft(school.sen, school.mai), school.draft(school.mai, school.sen)]
    with pytest.raises(InvalidRecord, match="vòng tròn: “Hoa Mai” → “Hoa Sen” → “Hoa Mai”"):
        mergers.carry_out(session, both)

    mergers.carry_out(session, [school.draft(school.mai, school.sen)])
    mergers.carry_out(session, [school.draft(school.cuc, school.mai, effective_on=date(2024, 2, 1))])
    events.record(session, EventDraft(school.sen, "reopened", date(2024, 3, 1)))
    third = school.draft(school.sen, school.cuc, effective_on=date(2024, 4, 1))
    assert errors(session, third) == [
        (
            "Sáp nhập thành vòng tròn: “Hoa Cúc” → “Hoa Sen” → “Hoa Mai” → “Hoa Cúc”. Hãy chọn đơn vị nhận khác, hoặc"
            " hợp nhất thành một đơn vị mới."
        )
    ]


def test_one_that_was_merged_names_its_successor(session: Session) -> None:
    """M03."""
    school = School(session)
    mergers.carry_out(session, [school.draft()])

    assert errors(session, school.draft(school.cuc, school.mai)) == [
        "“Hoa Mai” đã sáp nhập vào “Hoa Sen” từ 01/01/2024. Hãy bỏ nó khỏi nhóm, hoặc chọn “Hoa Sen” thay nó."
    ]
    told = {row.id: row for row in unions.listed(session, with_closed=True)}
    assert told[school.mai].state_words == "đã sáp nhập vào “Hoa Sen”"
    as_json = {entry.union.id: entry.as_json() for entry in registry.entries(session)}
    assert (as_json[school.mai]["state"], as_json[school.mai]["successor"]) == ("merged", "Hoa Sen")
    before = {entry.union.id: entry.as_json() for entry in registry.entries(session, DAY - timedelta(days=1))}
    assert (before[school.mai]["state"], before[school.mai]["successor"]) == ("active", None)


@pytest.mark.parametrize(
    ("kind", "state"), [("dissolved", "đã giải thể"), ("handed_over", "đã chuyển giao"), ("merged", "đã sáp nhập")]
)
def test_into_one_that_has_ended(session: Session, kind: str, state: str) -> None:
    """M04."""
    school = School(session)
    events.record(session, EventDraft(school.cuc, kind, date(2024, 1, 1)))

    assert errors(session, school.draft(school.cuc, school.mai)) == [
        f"“Hoa Cúc” {state} từ 01/01/2024. Hãy bỏ nó khỏi nhóm, hoặc ghi biến động “hoạt động trở lại” trước."
    ]


def test_into_one_that_does_not_take_part(session: Session) -> None:
    school = School(session)

    assert errors(session, school.draft(result_id=school.cuc)) == [
        "“Hoa Cúc” không nằm trong nhóm. Hãy thêm nó vào nhóm, hoặc chọn đơn vị nhận khác."
    ]
    assert errors(session, school.draft(result_id=None)) == [
        "Chưa chọn đơn vị nhận sáp nhập. Hãy chọn một trong các đơn vị của nhóm.",
        "Tên đơn vị sau sáp nhập: bắt buộc phải nhập",
    ]


def test_before_a_participant_was_founded(session: Session) -> None:
    """M05."""
    school = School(session)
    young = school.add("Hoa Hồng", None, founded_on="1/2/2024")
    received = school.add("Hoa Đào", None)
    events.record(session, EventDraft(received, "received", date(2024, 2, 2)))

    assert errors(session, school.draft(school.sen, young, received)) == [
        "01/01/2024 trước ngày thành lập hoặc tiếp nhận “Hoa Hồng” (01/02/2024). Hãy chọn ngày từ 01/02/2024 trở đi.",
        "01/01/2024 trước ngày thành lập hoặc tiếp nhận “Hoa Đào” (02/02/2024). Hãy chọn ngày từ 02/02/2024 trở đi.",
    ]
    assert errors(session, school.draft(effective_on=None)) == [
        "Chưa có ngày có hiệu lực. Hãy ghi ngày theo quyết định."
    ]


def test_before_another_event_of_a_participant(session: Session) -> None:
    school = School(session)
    events.record(session, EventDraft(school.mai, "renamed", date(2024, 2, 1), {"name": "Hoa Mơ"}))
    mergers.carry_out(session, [school.draft(school.lan, school.cuc, effective_on=date(2024, 5, 1))])

    assert errors(session, school.draft()) == [
        (
            "Sau ngày 01/01/2024 đã ghi “đổi tên” của “Hoa Mơ” (ngày 01/02/2024). Hãy chọn ngày từ 01/02/2024 trở đi,"
            " hoặc sửa biến động ấy trước."
        )
    ]
    assert errors(session, school.draft(school.sen, school.lan)) == [
        (
            "“Hoa Lan” đã nhận sáp nhập “Hoa Cúc” ngày 01/05/2024. Hãy chọn ngày từ 01/05/2024 trở đi, hoặc hoàn tác"
            " việc ấy."
        )
    ]


def test_before_what_stands_below_came_there(session: Session) -> None:
    school = School(session)
    group = add_union(session, "Tổ 1")
    events.record(session, EventDraft(group, "moved", date(2024, 2, 1), {"upper_id": school.mai}))
    add_union(session, "Tổ 2", upper_id=school.mai, founded_on="1/3/2024")

    sentence = (
        "“{name}” về dưới “Hoa Mai” sau ngày 01/01/2024 (ngày {day}). Hãy chọn ngày từ {day} trở đi, hoặc chuyển nó đi"
        " trước."
    )
    assert errors(session, school.draft()) == [
        sentence.format(name="Tổ 1", day="01/02/2024"),
        sentence.format(name="Tổ 2", day="01/03/2024"),
    ]
    mergers.carry_out(session, [school.draft(effective_on=date(2024, 3, 1))])
    assert stored(session, group)["upper_id"] == school.sen


def test_before_later_figures_of_a_source(session: Session) -> None:
    """M06."""
    school = School(session)
    report(session, NEXT, school.mai, members=7)
    report(session, NEXT, school.sen, members=6)

    assert errors(session, school.draft()) == [
        "Từ 01/01/2024 trở đi “Hoa Mai” vẫn có số liệu của Quý I/2024. Hãy chọn ngày muộn hơn, hoặc xóa các số liệu ấy."
    ]


def test_across_upper_unions_only_if_confirmed(session: Session) -> None:
    """M07."""
    school = School(session)
    change_union(session, school.mai, upper_id=None)

    (sentence,) = errors(session, school.draft())
    assert sentence.startswith("Các đơn vị thuộc những công đoàn cấp trên khác nhau: “Hoa Sen” (LĐLĐ quận), “Hoa Mai”")
    with pytest.raises(InvalidRecord, match="cấp trên khác nhau"):
        mergers.carry_out(session, [school.draft()])
    assert warnings(session, school.draft(), across_uppers=True) == [sentence]
    mergers.carry_out(session, [school.draft()], across_uppers=True)
    assert stored(session, school.mai)["state"] == "merged"


def test_across_level_sector_bloc_and_area_is_odd(session: Session) -> None:
    """M07."""
    school = School(session)
    other = school.add("Xí nghiệp", 8, bloc="Kinh tế", area="Ngọc Hà", sector="Hợp tác xã", level="Công đoàn bộ phận")

    assert [problem.field for problem in mergers.preview(session, school.draft(school.sen, other)).warnings] == [
        "level_id",
        "sector_id",
        "bloc_id",
        "area_id",
    ]


def test_sizes_that_are_odd(session: Session) -> None:
    school = School(session)
    silent = school.add("Hoa Hồng", None)

    assert warnings(session, school.draft(school.sen, school.cuc)) == [
        "Đơn vị sau sáp nhập có 10 đoàn viên: chưa trên 10."
    ]
    assert warnings(session, school.draft(school.sen, school.lan, silent)) == [
        "“Hoa Lan” có 30 đoàn viên, không phải CĐCS nhỏ (dưới 10).",
        "“Hoa Hồng” chưa báo cáo đoàn viên Quý IV/2023.",
    ]


def test_figures_that_would_count_twice_are_pointed_out(session: Session) -> None:
    school = School(session)

    (sentence,) = warnings(session, school.draft(effective_on=date(2023, 11, 15)))
    assert sentence.startswith("“Hoa Mai” đã có số liệu Quý IV/2023 (chốt 30/11/2023, sau ngày sáp nhập).")


def test_names_and_codes_that_are_taken(session: Session) -> None:
    school = School(session)
    change_union(session, school.lan, code="CS09")
    draft = school.draft(kind=FOUNDED_NEW, result_id=None, name="hoa lan", code="cs 09")

    assert errors(session, draft) == [
        "Đã có “Hoa Lan (CS09), Kim Mã”. Hãy đặt tên khác.",
        "Mã cs 09 đã là của “Hoa Lan”. Hãy chọn mã khác.",
    ]


def test_what_is_typed_is_checked_as_in_forms(session: Session) -> None:
    school = School(session)
    role = entry_of(session, OfficerRole, "Chủ tịch")

    with pytest.raises(InvalidRecord, match="tối đa"):
        mergers.propose(session, [school.draft(name="a" * 500)])
    with pytest.raises(InvalidRecord, match="Họ và tên"):
        mergers.propose(session, [school.draft(officers=(NewOfficer(role, " "),))])


def test_data_that_changed_since_the_preview(session: Session) -> None:
    """M10."""
    school = School(session)
    made = mergers.preview(session, school.draft())
    mergers.carry_out(session, [school.draft(school.cuc, school.lan)])

    with pytest.raises(Conflict, match="Hãy xem trước lại"):
        mergers.carry_out(session, [school.draft()], state=made.state)


def test_two_users_merge_the_same_union_at_once(any_database: Database) -> None:
    """M10."""
    with any_database.write("Thêm") as session:
        school = School(session)
    with any_database.read() as session:
        state = history.last_change(session)
    with any_database.write("Sáp nhập") as session:
        mergers.carry_out(session, [school.draft(school.sen, school.mai)], state=state)

    with pytest.raises(Conflict), any_database.write("Sáp nhập") as session:
        mergers.carry_out(session, [school.draft(school.cuc, school.mai)], state=state)
    with any_database.read() as session:
        assert mergers.successors(session)[school.mai].name == "Hoa Sen"


# Single events of a merger


def test_an_event_of_a_merger_is_only_undone_with_it(session: Session) -> None:
    school = School(session)
    mergers.carry_out(session, [school.draft()])
    (ending,) = records.rows(session, UnionEvent, union_id=school.mai)
    told = events.of_union(session, school.sen)[0]

    sentence = "thuộc việc sáp nhập thành “Hoa Sen” ngày 01/01/2024"
    for event_id in (ending["id"], told.id):
        with pytest.raises(UserError, match=sentence):
            events.delete(session, event_id)
    with pytest.raises(UserError, match=sentence):
        events.correct(session, ending["id"], EventDraft(school.mai, "merged", date(2024, 2, 1)))
    for typed in ({"closed_on": date(2024, 2, 1)}, {"state": "dissolved"}):
        with pytest.raises(UserError, match=sentence):
            change_union(session, school.mai, **typed)


# Undone


def merged(session: Session, *drafts: MergerDraft) -> int:
    """Carry mergers out as an action of their own and return its id."""
    with action(session, "Sáp nhập") as doing:
        mergers.carry_out(session, drafts)
    return doing.id


def test_everything_is_as_before_when_it_is_undone(session: Session) -> None:
    school = School(session)
    add_union(session, "Tổ 1", upper_id=school.mai)
    role = entry_of(session, OfficerRole, "Chủ tịch")
    draft = officers.new_draft(school.mai)
    draft.enter("role_id", role)
    draft.enter("name", "Trần Bình")
    officers.save(session, draft, DAY)
    before = office_of(session)
    absorbed = school.draft(name="Trường Hoa", officers=(NewOfficer(role, "Lê An"),))
    founded = school.draft(school.cuc, school.lan, kind=FOUNDED_NEW, result_id=None, name="Trường Mới", chair="Vũ Dung")
    action_id = merged(session, absorbed, founded)
    after = office_of(session)
    assert after != before

    undoing = take_back(session, undo.offer(session, action_id))
    assert office_of(session) == before
    take_back(session, undo.offer(session, undoing))
    assert office_of(session) == after
    assert differences_from_folding(session) == []
    assert checking.checks(session) == []


def reported(session: Session, school: School) -> None:
    report(session, NEXT, school.sen, members=13)


def officer_added(session: Session, school: School) -> None:
    draft = officers.new_draft(school.sen)
    draft.enter("role_id", entry_of(session, OfficerRole, "Chủ tịch"))
    draft.enter("name", "Lê An")
    officers.save(session, draft, DAY)


def renamed(session: Session, school: School) -> None:
    events.record(session, EventDraft(school.sen, "renamed", date(2024, 3, 1), {"name": "Hoa Súng"}))


def registered(session: Session, school: School) -> None:
    register(session, found_campaign(session, year=2024)[0], school.sen, WORK, "Trồng hoa")


def merged_again(session: Session, school: School) -> None:
    mergers.carry_out(session, [school.draft(school.sen, school.cuc, effective_on=date(2024, 3, 1))])


@pytest.mark.parametrize(
    ("later", "what"),
    [
        (reported, "1 số liệu đoàn viên"),
        (officer_added, "1 cán bộ công đoàn"),
        (renamed, "1 biến động"),
        (registered, "1 đăng ký thi đua"),
        (merged_again, "1 việc sáp nhập, chia tách, 1 đơn vị tham gia sáp nhập"),
    ],
)
def test_what_was_built_upon_a_merger_is_listed(session: Session, later: Any, what: str) -> None:  # noqa: ANN401
    """M09."""
    school = School(session)
    action_id = merged(session, school.draft())
    with action(session, "Việc sau đó") as doing:
        later(session, school)
    before = office_of(session)

    with pytest.raises(Depends) as refused, action(session, "Hoàn tác", undoes=action_id):
        undo.undo(session, action_id)
    assert f"đã có thêm {what}. Chưa có gì thay đổi." in str(refused.value)
    assert "• Việc sau đó – Bình" in str(refused.value)
    assert refused.value.actions == (doing.id,)
    assert office_of(session) == before

    take_back(session, undo.offer(session, doing.id))
    take_back(session, undo.offer(session, action_id))
    assert stored(session, school.mai)["state"] == "active"


def test_the_frozen_list_stays_as_long_as_another_merger_is_measured_by_it(session: Session) -> None:
    school = School(session)
    first, second = merged(session, school.draft()), merged(session, school.draft(school.lan, school.cuc))

    take_back(session, undo.offer(session, first))
    assert len(records.rows(session, MergerBase)) == 1
    take_back(session, undo.offer(session, second))
    assert len(records.rows(session, MergerBase)) == 1


def test_figures_and_registrations_of_before_the_merger_do_not_depend_on_it(session: Session) -> None:
    school = School(session)
    action_id = merged(session, school.draft())
    with action(session):
        report(session, Q3, school.sen, members=5)
        for round_id in found_campaign(session):
            register(session, round_id, school.sen, WORK, "Trồng hoa")

    take_back(session, undo.offer(session, action_id))
    assert stored(session, school.mai)["state"] == "active"


def test_a_merger_is_not_done_again_over_new_figures(session: Session) -> None:
    school = School(session)
    undoing = take_back(session, undo.offer(session, merged(session, school.draft())))
    with action(session):
        report(session, NEXT, school.mai, members=7)

    with pytest.raises(Depends, match="“Hoa Mai” nay đã có số liệu của Quý I/2024"):
        take_back(session, undo.offer(session, undoing))


def test_a_hundred_groups_at_once(session: Session) -> None:
    bloc = entry_of(session, Bloc, "Trường học")
    ids = records.insert_rows(session, Union, [{"name": f"CĐCS {number}", "bloc_id": bloc} for number in range(300)])
    counts.write(session, periods.ensure(session, Q4).id, {union_id: {"members": 5} for union_id in ids}, {})
    groups = [tuple(ids[at : at + 3]) for at in range(0, 300, 3)]
    drafts = [
        *(MergerDraft(ABSORBED, group, Q4, group[0], effective_on=DAY, chair="Lê An") for group in groups[:50]),
        *(MergerDraft(FOUNDED_NEW, group, Q4, name=f"Mới {group[0]}", effective_on=DAY) for group in groups[50:]),
    ]
    steps: list[Step] = []
    start = process_time()
    drain(mergers.carrying_out(session, drafts), steps.append)
    took = process_time() - start

    assert len(mergers.successors(session)) == 250
    assert [step.done for step in steps] == [0, 1, 2, 3, 4]
    assert took < 12  # about 1 s on a quiet machine
