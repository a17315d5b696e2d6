"""Campaigns: founded from templates, put together and changed as a whole, their rounds checked, closed, deleted."""

from datetime import date

import pytest

from tests.actions import action, take_back
from tests.competitions import GROUP, PERSON, WORK, found_campaign, register
from tests.offices import add_union, enter, entry_of
from unioncare_desktop.domain.records import (
    Award,
    CampaignPilot,
    CampaignRound,
    Registration,
    RegistrationKind,
    RoundOccasion,
    Sector,
)
from unioncare_desktop.domain.records.registration import ACHIEVED, AWARDED, TITLE
from unioncare_desktop.errors import Depends, Duplicate, InUse, InvalidRecord, Severity, UserError
from unioncare_desktop.services import (
    awards,
    campaign_drafts,
    campaign_founding,
    campaigns,
    office_lists,
    records,
    results,
    round_closing,
    scores,
    trash,
    undo,
)
from unioncare_desktop.services.campaign_drafts import CampaignDraft, Problems, RoundDraft
from unioncare_desktop.services.campaigns import RoundState
from unioncare_desktop.services.cell_entry import Entry
from unioncare_desktop.services.changes import Key
from unioncare_desktop.services.round_closing import Unreviewed
from unioncare_desktop.storage.database import Session

TODAY = date(2023, 8, 1)
JUNE = date(2023, 6, 30)


def drafted(*spans: tuple[str, str]) -> CampaignDraft:
    """A campaign of 2023 with rounds from one typed day to another."""
    draft = campaign_drafts.new(2023)
    enter(draft.campaign, name="Phong trào thi đua năm 2023")
    for number, (start, end) in enumerate(spans, 1):
        draft.rounds.append(RoundDraft(records.new(CampaignRound, number=number, name=f"Đợt {number}")))
        enter(draft.rounds[-1].round, start=start, end=end)
    return draft


def told(found: Problems, severity: Severity) -> list[tuple[str, str]]:
    """The fields and sentences of the problems of one severity."""
    return [(problem.field, problem.text) for problem in found if problem.severity is severity]


def wrong(session: Session, draft: CampaignDraft) -> list[tuple[str, str]]:
    """What stops saving."""
    return told(campaign_drafts.problems(session, draft, TODAY), Severity.ERROR)


def warned(session: Session, draft: CampaignDraft) -> list[tuple[str, str]]:
    """What is odd."""
    return told(campaign_drafts.problems(session, draft, TODAY), Severity.WARNING)


# Templates


@pytest.mark.parametrize("template", campaign_founding.templates(), ids=lambda one: one.key)
def test_every_template_founds_a_campaign_without_errors(
    session: Session, template: campaign_founding.Template
) -> None:
    year = template.year or 2026
    draft = campaign_drafts.from_template(session, template, year)
    assert wrong(session, draft) == []

    stored = campaigns.campaign(session, campaign_founding.found(session, template, year))
    assert (stored.year, stored.name) == (year, template.name_in(year))
    assert (stored.required_kind, stored.required_least) == (WORK, 1)
    assert [one.number for one in stored.rounds] == sorted(template.numbers)
    assert all(one.start.year == one.end.year == year for one in stored.rounds)


def test_the_plan_of_gia_lam_counts_its_anniversaries(session: Session) -> None:
    first, second = found_campaign(session, template="gia-lam-667")

    words = [one.words for round_id in (first, second) for one in campaigns.occasions(session, round_id)]
    assert "Kỷ niệm 93 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2023)" in words
    assert "Kỷ niệm 137 năm Ngày Quốc tế Lao động (01/05/1886 - 01/05/2023)" in words
    assert "Kỷ niệm 69 năm Ngày giải phóng Thủ đô (10/10/1954 - 10/10/2023)" in words
    assert "Đại hội Công đoàn các cấp, nhiệm kỳ 2023 - 2028" in words
    assert campaigns.round_of(session, first).title == "Đợt 1 (01/01–30/06/2023)"


def test_a_deadline_that_does_not_exist_stays_as_text_and_asks(session: Session) -> None:
    """Plan 000, line 92: "chậm nhất ngày 30/02/2023"."""
    draft = campaign_drafts.from_template(session, campaign_founding.template("long-bien-2023"), 2023)
    [problem] = [one for one in campaign_drafts.problems(session, draft, TODAY) if one.field == "deadline"]

    assert problem.severity is Severity.WARNING
    assert "“chậm nhất ngày 30/02/2023”" in problem.text
    assert problem.proposals == ("28/02/2023",)
    enter(draft.rounds[0].round, deadline="30/02/2023")
    assert wrong(session, draft) == [
        ("deadline", "Hạn đăng ký: “30/02/2023” không phải là một ngày có thật; ý bạn là 28/02/2023?")
    ]
    assert draft.rounds[0].round.unread_text("deadline") == "30/02/2023"
    enter(draft.rounds[0].round, deadline="28/02/2023")
    assert [one for one in campaign_drafts.problems(session, draft, TODAY) if one.field == "deadline"] == []


def test_the_template_for_a_register_has_its_rounds(session: Session) -> None:
    assert campaign_founding.template_for(2023, {1, 2}).key == "gia-lam-667"
    assert campaign_founding.template_for(2024, {2}).key == "two-rounds"
    with pytest.raises(UserError, match="Không có mẫu phong trào nào có đủ các đợt 1, 4"):
        campaign_founding.template_for(2023, {1, 4})
    with pytest.raises(UserError, match="kế hoạch của năm 2023"):
        found_campaign(session, 2024, "gia-lam-667")


def test_a_year_has_a_campaign_of_a_name_once(session: Session) -> None:
    found_campaign(session)
    with pytest.raises(Duplicate, match="Năm 2023 đã có phong trào"):
        found_campaign(session, name="phong trào THI ĐUA trong CNVCLĐ năm 2023")
    found_campaign(session, 2024)

    assert [one.year for one in campaigns.listed(session)] == [2024, 2023]
    assert found_campaign(session, name="Phong trào khác") != []
    first = campaigns.of_year(session, 2023)
    assert first is not None
    assert first.name == "Phong trào thi đua trong CNVCLĐ năm 2023"
    assert campaigns.of_year(session, 2020) is None


def test_a_leap_day_is_celebrated_on_the_last_of_february() -> None:
    start, end = date(2023, 1, 1), date(2023, 6, 30)
    assert campaign_founding.anniversary(date(1960, 2, 29), start, end) == date(2023, 2, 28)
    assert campaign_founding.anniversary(None, start, end) is None
    assert campaign_founding.anniversary(date(1929, 7, 28), start, end) == date(2023, 7, 28)


def test_the_round_that_is_shown_first(session: Session) -> None:
    assert campaigns.current(session, TODAY) is None
    first, second = found_campaign(session)
    found_campaign(session, 2025)

    shown = {day: campaigns.current(session, day) for day in (date(2022, 1, 1), JUNE, TODAY, date(2024, 5, 1))}
    assert [one.id for one in shown.values() if one] == [first, first, second, second]


def test_how_far_a_round_has_come(session: Session) -> None:
    first, _second = found_campaign(session)
    records.update_row(session, CampaignRound, first, {"deadline": date(2023, 2, 28)})
    days = (date(2022, 12, 31), date(2023, 2, 28), date(2023, 3, 1), date(2023, 7, 1))
    states = [campaigns.round_of(session, first).state_on(day) for day in days]
    assert states == [RoundState.AHEAD, RoundState.OPEN, RoundState.LATE, RoundState.OVER]

    round_closing.close(session, first, JUNE)
    assert campaigns.round_of(session, first).state_on(JUNE) is RoundState.CLOSED


# Rounds beside each other (P01 to P03, R01)


def test_a_round_that_ends_before_it_starts(session: Session) -> None:
    """P01 and R01: also a deadline that lies outside."""
    draft = drafted(("30/6/2023", "1/1/2023"))
    assert wrong(session, draft) == [("end", "Đến ngày: 01/01/2023 trước ngày đầu đợt (30/06/2023)")]

    draft = drafted(("1/1/2023", "30/6/2023"))
    for typed, words in (("1/7/2023", "sau ngày cuối đợt (30/06/2023)"), ("31/12/2022", "trước ngày đầu đợt")):
        enter(draft.rounds[0].round, deadline=typed)
        [(field, sentence)] = wrong(session, draft)
        assert (field, words in sentence) == ("deadline", True)
        with pytest.raises(InvalidRecord):
            campaign_drafts.save(session, draft, TODAY)
    assert campaigns.listed(session) == []


def test_rounds_that_overlap_name_each_other(session: Session) -> None:
    """P02."""
    draft = drafted(("1/1/2023", "30/6/2023"), ("30/6/2023", "31/12/2023"))
    sentences = [sentence for _field, sentence in wrong(session, draft)]

    assert "Trùng ngày với Đợt 2 (30/06/2023–31/12/2023)" in sentences[0]
    assert "Trùng ngày với Đợt 1 (01/01/2023–30/06/2023)" in sentences[1]
    with pytest.raises(InvalidRecord, match="chồng lên nhau"):
        campaign_drafts.save(session, draft, TODAY)


def test_a_gap_between_rounds_is_pointed_out(session: Session) -> None:
    """P03."""
    draft = drafted(("1/1/2023", "30/6/2023"), ("1/8/2023", "31/12/2023"))

    assert wrong(session, draft) == []
    assert warned(session, draft) == [
        ("start", "Có 31 ngày không thuộc đợt nào ở trước đợt này (01/07/2023–31/07/2023).")
    ]
    campaign_drafts.save(session, draft, TODAY)


def test_what_else_is_odd_or_wrong_with_a_campaign(session: Session) -> None:
    draft = drafted(("1/12/2022", "31/12/2023"), ("1/1/2024", "30/6/2024"))
    enter(draft.campaign, plan_date="1/1/2024", pilot_by="1/7/2024", pilot_most="1", required_least="0")
    enter(draft.rounds[1].round, number="1", most_score="0")
    pilots = [add_union(session, name) for name in ("CĐCS Hoa Mai", "CĐCS Hoa Sen")]
    draft.pilots = [records.new(CampaignPilot, union_id=one) for one in (*pilots, pilots[0])]
    enter(draft.pilots[0], launched_on="2/7/2024")

    errors = " ".join(sentence for _field, sentence in wrong(session, draft))
    assert "loại phải đăng ký" in errors
    assert "đã có đợt số 1 (Đợt 1)" in errors
    assert "Điểm tối đa phải lớn hơn 0" in errors
    assert "đã có ở dòng trên" in errors
    warnings = " ".join(sentence for _field, sentence in warned(session, draft))
    assert "Ngày kế hoạch 01/01/2024" in warnings
    assert "Hạn chọn đơn vị điểm 01/07/2024" in warnings
    assert "Đã chọn 3 đơn vị thi đua điểm, kế hoạch ghi nhiều nhất 1" in warnings
    assert "01/12/2022 không thuộc năm 2023" in warnings
    assert "Ngày phát động 02/07/2024 sau hạn của kế hoạch" in warnings


@pytest.mark.parametrize(("year", "severity"), [("5", Severity.ERROR), ("2031", Severity.WARNING)])
def test_a_year_that_is_a_slip_of_the_finger(session: Session, year: str, severity: Severity) -> None:
    draft = drafted()
    enter(draft.campaign, year=year)
    assert "year" in dict(told(campaign_drafts.problems(session, draft, TODAY), severity))


# Put together and changed


def test_a_campaign_is_stored_and_changed_as_a_whole(session: Session) -> None:
    sector, other = list(records.choices(session, Sector))[:2]
    union_id = add_union(session, "CĐCS Hoa Mai", code="CS01")
    draft = drafted(("1/1/2023", "31/5/2023"), ("1/6/2023", "31/12/2023"))
    for name, since in (("Ngày thành lập Công đoàn Việt Nam", "28/7/1929"), ("Đại hội", "")):
        draft.rounds[1].occasions.append(records.new(RoundOccasion))
        enter(draft.rounds[1].occasions[-1], name=name, since=since)
    draft.pilots.append(records.new(CampaignPilot, union_id=union_id))
    draft.sector_ids = {sector, other}
    campaign_id = campaign_drafts.save(session, draft, TODAY)

    stored = campaigns.campaign(session, campaign_id)
    assert (stored.sector_ids, [(one.code, one.union) for one in stored.pilots]) == (
        (sector, other),
        [("CS01", "CĐCS Hoa Mai")],
    )
    second = stored.rounds[1].id
    assert [one.on for one in campaigns.occasions(session, second)] == [date(2023, 7, 28), None]

    changed = campaign_drafts.opened(session, campaign_id)
    changed.sector_ids, changed.pilots = {other}, []
    changed.rounds[1].occasions.reverse()
    enter(changed.rounds[1].round, number="3", start="1/7/2023", name="Đợt 3")
    middle = RoundDraft(records.new(CampaignRound, number=2, name="Đợt 2"))
    enter(middle.round, start="1/6/2023", end="30/6/2023")
    changed.rounds.insert(1, middle)
    campaign_drafts.save(session, changed, TODAY)

    stored = campaigns.campaign(session, campaign_id)
    assert (stored.sector_ids, stored.pilots) == ((other,), ())
    assert [(one.number, one.start) for one in stored.rounds] == [
        (1, date(2023, 1, 1)),
        (2, date(2023, 6, 1)),
        (3, date(2023, 7, 1)),
    ]
    assert stored.rounds[2].id == second
    assert [one.name for one in campaigns.occasions(session, second)] == [
        "Đại hội",
        "Ngày thành lập Công đoàn Việt Nam",
    ]


def test_the_next_round_takes_what_is_left_of_the_year(session: Session) -> None:
    draft = drafted(("1/1/2023", "30/6/2023"))
    following = campaign_drafts.next_round(draft)
    values = following.round.values
    assert (values["number"], values["name"], values["start"]) == (2, "Đợt 2", date(2023, 7, 1))
    draft.rounds.append(following)
    assert campaign_drafts.next_round(draft).round.values["start"] is None, "nothing is left"
    assert wrong(session, draft) == []


# A round is deleted while it is empty: R06


def test_a_round_with_registrations_stays_and_says_what_is_in_it(session: Session) -> None:
    first, second = found_campaign(session)
    union_id = add_union(session, "CĐCS Hoa Mai")
    one = register(session, first, union_id, WORK, "Vườn hoa")
    register(session, first, union_id, WORK, "Tủ sách")
    results.mark(session, first, [one], ACHIEVED)
    scores.enter(session, first, [Entry(union_id, "score", "95")])

    campaign_id = campaigns.round_of(session, first).campaign_id
    counted = r"đang có 2 đăng ký, 1 kết quả, 1 điểm thi đua\. Hãy chốt kết quả"
    with pytest.raises(InUse, match=counted):
        campaigns.delete_round(session, first)
    with pytest.raises(InUse, match=counted):
        campaigns.delete(session, campaign_id)
    draft = campaign_drafts.opened(session, campaign_id)
    del draft.rounds[0]
    with pytest.raises(InUse):
        campaign_drafts.save(session, draft, TODAY)
    campaigns.delete_round(session, second)
    assert [row.id for row in campaigns.campaign(session, campaign_id).rounds] == [first]

    results.mark(session, first, [row["id"] for row in records.rows(session, Registration)], ACHIEVED)
    round_closing.close(session, first, JUNE)
    with pytest.raises(InUse, match=r"2 đăng ký, 2 kết quả, 1 điểm thi đua\. Đợt này đã chốt nên số liệu"):
        campaigns.delete_round(session, first)


def test_a_campaign_without_registrations_goes_with_all_it_has(session: Session) -> None:
    found_campaign(session, template="gia-lam-667")
    [one] = campaigns.listed(session)
    campaigns.delete(session, one.id)

    assert campaigns.listed(session) == []
    assert records.rows(session, RoundOccasion) == []
    with pytest.raises(UserError, match="Không còn phong trào"):
        campaigns.campaign(session, one.id)
    with pytest.raises(UserError, match="Không còn đợt"):
        campaigns.round_of(session, one.rounds[0].id)


# What is closed stays: P04


@pytest.fixture
def reviewed(session: Session) -> tuple[int, int, int]:
    """A round that can be closed, the union that registered in it, and what it registered."""
    first, _second = found_campaign(session)
    union_id = add_union(session, "CĐCS Hoa Mai")
    registered = register(session, first, union_id, PERSON, "Lao động tiên tiến", quantity="3")
    results.mark(session, first, [registered], ACHIEVED)
    return first, union_id, registered


def test_a_round_is_closed_once_all_is_reviewed(session: Session, reviewed: tuple[int, int, int]) -> None:
    round_id, union_id, _registered = reviewed
    waiting = [register(session, round_id, union_id, WORK, f"Vườn hoa {number}") for number in range(7)]

    with pytest.raises(Unreviewed, match="còn 7 đăng ký chưa có kết quả") as refused:
        round_closing.close(session, round_id, JUNE)
    assert refused.value.ids == tuple(waiting)
    assert "• CĐCS Hoa Mai: Vườn hoa 0" in str(refused.value)
    assert "• và 2 đăng ký khác" in str(refused.value)
    assert not campaigns.round_of(session, round_id).closed

    results.mark(session, round_id, waiting, "failed")
    for day, words in ((date(2022, 1, 1), "trước ngày đầu đợt"), (date(2199, 1, 1), "tương lai")):
        with pytest.raises(InvalidRecord, match=words):
            round_closing.close(session, round_id, day)
    round_closing.close(session, round_id, JUNE)
    assert campaigns.round_of(session, round_id).closed_on == JUNE
    with pytest.raises(UserError, match="đã chốt kết quả ngày 30/06/2023"):
        round_closing.close(session, round_id, JUNE)


def test_nothing_of_a_closed_round_changes(session: Session, reviewed: tuple[int, int, int]) -> None:
    round_id, union_id, registered = reviewed
    awards.propose_from(session, [registered])
    (proposed,) = awards.rows(session, round_id)
    round_closing.close(session, round_id, JUNE)
    before = {kind: records.rows(session, kind) for kind in (Registration, Award, CampaignRound)}

    refused = [
        results.enter(session, round_id, [Entry(registered, "achieved", "2")]).refused,
        scores.enter(session, round_id, [Entry(union_id, "score", "90")]).refused,
        awards.enter(session, round_id, [Entry(proposed.id, "quantity", "2")]).refused,
    ]
    assert ["hãy mở lại đợt" in one.reason for (one,) in refused] == [True] * 3
    for attempt in (
        lambda: results.mark(session, round_id, [registered], "failed"),
        lambda: awards.propose_from(session, [registered]),
        lambda: awards.save(session, awards.new_draft(round_id, union_id=union_id, name="Giấy khen")),
        lambda: awards.delete(session, [proposed.id]),
        lambda: campaigns.delete(session, campaigns.round_of(session, round_id).campaign_id),
    ):
        with pytest.raises(UserError):
            attempt()
    draft = campaign_drafts.opened(session, campaigns.round_of(session, round_id).campaign_id)
    enter(draft.rounds[0].round, end="29/6/2023")
    assert "đã chốt kết quả" in wrong(session, draft)[0][1]
    assert before == {kind: records.rows(session, kind) for kind in before}

    assert awards.award(session, [proposed.id], "12/QĐ", date(2023, 7, 15)) == 1, "decisions come later"
    assert awards.rows(session, round_id)[0].state == AWARDED


def test_a_closed_round_is_reopened_for_a_reason(session: Session, reviewed: tuple[int, int, int]) -> None:
    round_id, _union_id, registered = reviewed
    with pytest.raises(UserError, match="chưa chốt nên không cần mở lại"):
        round_closing.reopen(session, round_id, "Sai")
    round_closing.close(session, round_id, JUNE)
    for blank in ("", " \u00a0"):
        with pytest.raises(InvalidRecord, match="Hãy ghi lý do"):
            round_closing.reopen(session, round_id, blank)
    with pytest.raises(InvalidRecord, match="tối đa"):
        round_closing.reopen(session, round_id, "a" * 300)
    round_closing.reopen(session, round_id, "Thiếu một đơn vị")

    one = campaigns.round_of(session, round_id)
    assert (one.closed, one.reopened_why) == (False, "Thiếu một đơn vị")
    assert results.enter(session, round_id, [Entry(registered, "achieved", "2")]).refused == ()


def test_undoing_does_not_reach_into_a_closed_round(session: Session, reviewed: tuple[int, int, int]) -> None:
    round_id, _union_id, registered = reviewed
    with action(session, "Sửa kết quả") as reviewing:
        results.enter(session, round_id, [Entry(registered, "achieved", "2")])
    with action(session, "Chốt Đợt 1") as closing:
        round_closing.close(session, round_id, JUNE)

    with pytest.raises(Depends, match="Đợt 1 đã chốt kết quả ngày 30/06/2023") as refused, action(session):
        undo.undo(session, reviewing.id)
    assert refused.value.actions == (closing.id,)
    assert "• Chốt Đợt 1" in str(refused.value)

    take_back(session, undo.offer(session, closing.id))
    assert not campaigns.round_of(session, round_id).closed
    take_back(session, undo.offer(session, reviewing.id))
    assert records.rows(session, Registration)[0]["achieved"] == 3


def test_a_round_is_not_closed_again_by_undoing_while_something_waits(
    session: Session, reviewed: tuple[int, int, int]
) -> None:
    round_id, union_id, _registered = reviewed
    round_closing.close(session, round_id, JUNE)
    with action(session, "Mở lại Đợt 1") as reopening:
        round_closing.reopen(session, round_id, "Thiếu một đơn vị")
    with action(session, "Đăng ký thêm") as adding:
        register(session, round_id, union_id, GROUP, "Tập thể lao động tiên tiến")

    with pytest.raises(Depends, match="Đợt 1 nay có 1 đăng ký chưa có kết quả") as refused, action(session):
        undo.undo(session, reopening.id)
    assert refused.value.actions == (adding.id,)
    take_back(session, undo.offer(session, adding.id))
    take_back(session, undo.offer(session, reopening.id))
    assert campaigns.round_of(session, round_id).closed


def test_a_kind_does_not_get_its_old_form_back_while_something_of_it_is_registered(session: Session) -> None:
    round_id, _second = found_campaign(session)
    kind_id = entry_of(session, RegistrationKind, WORK)
    with action(session, "Đổi loại") as changing:
        office_lists.change(session, RegistrationKind, kind_id, {"form": "sáng kiến, đề tài"})
    with action(session, "Đăng ký") as registering:
        register(session, round_id, add_union(session, "CĐCS Hoa Cúc"), WORK, "Cải tiến máy may")

    with pytest.raises(Depends, match="nay đã có 1 đăng ký thuộc loại “Công") as refused, action(session):
        undo.undo(session, changing.id)
    assert refused.value.actions == (registering.id,)
    take_back(session, undo.offer(session, registering.id))
    take_back(session, undo.offer(session, changing.id))
    assert records.rows(session, RegistrationKind, id=kind_id)[0]["form"] == "work"


def test_what_was_deleted_does_not_come_back_into_a_closed_round(
    session: Session, reviewed: tuple[int, int, int]
) -> None:
    round_id, union_id, _registered = reviewed
    with action(session, "Thêm"):
        award_id = awards.save(session, awards.new_draft(round_id, union_id=union_id, name="Giấy khen", kind=TITLE))
    with action(session, "Xóa"):
        awards.delete(session, [award_id])
    with action(session, "Chốt Đợt 1"):
        round_closing.close(session, round_id, JUNE)

    with pytest.raises(UserError, match="hãy mở lại đợt"):
        trash.restore(session, [Key(Award, award_id)])
    with action(session, "Khôi phục"):
        round_closing.reopen(session, round_id, "Khôi phục")
        assert trash.restore(session, [Key(Award, award_id)]) == 1
