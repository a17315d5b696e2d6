"""Plans of the office: loaded, copied, typed anew, changed in cells, deleted and brought back."""

from collections.abc import Collection
from datetime import date

import pytest

from tests.actions import action, office_of, take_back
from tests.competitions import found_campaign
from tests.offices import Q1, enter, found_office
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.records import DeadlineMark, Indicator, IndicatorValue, Plan, PlanDeadline, PlanTarget
from unioncare_desktop.domain.records.plan import ABOVE, AT_LEAST, FINISHED, QUALITATIVE, TASK
from unioncare_desktop.errors import Depends, Duplicate, InvalidRecord, Severity, UserError
from unioncare_desktop.services import periods, plan_drafts, plan_entry, plans, records, trash, undo
from unioncare_desktop.services.line_entry import Entered, Entry
from unioncare_desktop.services.names import Names
from unioncare_desktop.services.plan_entry import DEADLINES, REGISTERS, TARGETS
from unioncare_desktop.services.plans import DeadlineRow, PlanRow, TargetRow
from unioncare_desktop.storage.database import Session

LONG_BIEN, LAI_CHAU = "long-bien-2023", "lai-chau-324-2022"
KEYS = [one.key for one in plans.shipped()]
BLANK, OTHER_BLANK = NewRow(1), NewRow(2)


def own_plan(session: Session, **typed: object) -> int:
    """A plan that the office typed itself."""
    draft = plan_drafts.new()
    enter(draft, **{"number": "01/KH-CĐ", "issuer": "Công đoàn phường Bách Hoa", "name": "Công tác năm 2023"} | typed)
    return plan_drafts.save(session, draft)


def of_2023(session: Session) -> int:
    return own_plan(session, issued_on="05/01/2023", valid_from="05/01/2023", valid_to="31/12/2023")


def type_in(session: Session, plan_id: int, part: str, key: int | NewRow, **typed: object) -> Entered:
    return plan_entry.enter(session, plan_id, part, [Entry(key, name, raw) for name, raw in typed.items()])


def target(session: Session, plan_id: int, **typed: object) -> TargetRow:
    """The target that a blank line became."""
    entered = type_in(session, plan_id, TARGETS, BLANK, **{"indicator_id": "Đoàn viên công đoàn"} | typed)
    assert entered.refused == ()
    return next(one for one in plans.plan(session, plan_id).targets if one.id == entered.added[BLANK])


def deadline(session: Session, plan_id: int, **typed: object) -> DeadlineRow:
    entered = type_in(session, plan_id, DEADLINES, BLANK, **typed)
    assert entered.refused == ()
    return next(one for one in plans.plan(session, plan_id).deadlines if one.id == entered.added[BLANK])


def reasons(entered: Entered) -> list[str]:
    return [one.reason for one in entered.refused]


def known(one: int | None) -> int:
    assert one is not None
    return one


# Loaded


@pytest.mark.parametrize("key", KEYS)
def test_a_loaded_plan_is_the_shipped_one(session: Session, key: str) -> None:
    found_office(session)
    found_campaign(session, 2023)

    loaded = plans.plan(session, plans.load(session, key))

    assert plans.as_json(loaded, loaded=False) == plans.as_json(plans.template(key), loaded=False)
    assert [one.indicator_name for one in loaded.targets] == [one.indicator_name for one in plans.template(key).targets]
    assert all(one.kind_id is not None for one in loaded.registers if one.kind)
    assert loaded.short == plans.template(key).short


def test_a_plan_is_loaded_once(session: Session) -> None:
    plans.load(session, LAI_CHAU)

    with pytest.raises(Duplicate, match=r"Kế hoạch 324/KH-LĐLĐ đã được nạp\. Hãy sửa"):
        plans.load(session, LAI_CHAU)
    assert len(plans.listed(session)) == 1


def test_a_plan_that_is_not_shipped_is_not_loaded(session: Session) -> None:
    with pytest.raises(UserError, match="Không có kế hoạch mẫu “moon”; hãy chọn một trong: "):
        plans.load(session, "moon")


def test_the_actions_name_the_plan() -> None:
    titles = [plans.load_title(plans.template(key)) for key in (LAI_CHAU, LONG_BIEN)]

    assert titles == [
        "Nạp kế hoạch 324/KH-LĐLĐ",
        "Nạp kế hoạch Liên đoàn Lao động quận Long Biên (18/01/2023)",
    ]


def test_loading_is_one_step_that_can_be_taken_back(session: Session) -> None:
    before = office_of(session)
    with action(session, "Nạp kế hoạch") as loading:
        plans.load(session, LONG_BIEN)
    loaded = office_of(session)

    undoing = take_back(session, undo.offer(session, loading.id))
    assert office_of(session) == before

    take_back(session, undo.offer(session, undoing))
    assert office_of(session) == loaded


def test_loading_is_not_taken_back_under_what_was_done_since(session: Session) -> None:
    with action(session, "Nạp kế hoạch") as loading:
        plan_id = plans.load(session, LONG_BIEN)
    with action(session, "Đánh dấu đã xong"):
        marked(session, plan_id)

    with pytest.raises(Depends, match="Đánh dấu đã xong"):
        undo.undo(session, undo.offer(session, loading.id).action_id)


def test_all_plans_with_those_that_are_loaded_in_their_places(session: Session) -> None:
    plans.load(session, LAI_CHAU)
    own = own_plan(session)

    found = list(plans.everything(session))

    assert [one.key for one, _loaded in found] == [*KEYS, str(own)]
    assert [one.key for one, loaded in found if loaded] == [LAI_CHAU, str(own)]
    assert all((one.id is not None) == loaded for one, loaded in found)


def test_the_newest_plan_comes_first(session: Session) -> None:
    for key in (LAI_CHAU, LONG_BIEN, "ba-dinh-55-2021"):
        plans.load(session, key)

    assert [one.key for one in plans.listed(session)] == [LONG_BIEN, LAI_CHAU, "ba-dinh-55-2021"]


# Copied and deleted


def test_a_copy_is_the_offices_own(session: Session) -> None:
    source = plans.load(session, LONG_BIEN)

    copied = plans.plan(session, plans.copy(session, source))

    told, original = (plans.as_json(one, loaded=True) for one in (copied, plans.plan(session, source)))
    assert copied.name == f"{plans.template(LONG_BIEN).name} (bản chép)"
    assert (copied.template, copied.key) == (None, str(copied.id))
    for part in ("targets", "deadlines", "registers", "number", "date", "issuer"):
        assert told[part] == original[part]


def marked(session: Session, plan_id: int) -> int:
    """The first deadline of the plan was met; the id of the mark."""
    due = plans.plan(session, plan_id).deadlines[0]
    mark = {"deadline_id": due.id, "due": date(2023, 11, 6), "state": FINISHED, "on": date(2023, 11, 5)}
    return records.insert_rows(session, DeadlineMark, [mark])[0]


def test_a_deleted_plan_comes_back_with_its_marks(session: Session) -> None:
    plan_id = plans.load(session, LONG_BIEN)
    marked(session, plan_id)
    other = plans.load(session, LAI_CHAU)
    before = office_of(session)

    with action(session, "Xóa kế hoạch") as deleting:
        plans.delete(session, plan_id)

    assert [one.id for one in plans.listed(session)] == [other]
    assert records.rows(session, DeadlineMark) == []
    take_back(session, undo.offer(session, deleting.id))
    assert office_of(session) == before


def names_in_trash(session: Session, kinds: Collection[str]) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in trash.listed(session) if one.kind in kinds]


def test_a_deleted_plan_waits_in_the_trash(session: Session) -> None:
    with action(session, "Nạp"):
        plan_id = plans.load(session, LONG_BIEN)
        marked(session, plan_id)
    before = office_of(session)
    with action(session, "Xóa kế hoạch"):
        plans.delete(session, plan_id)

    (plan,) = (one for one in trash.listed(session) if one.kind == Plan.title)
    issuer = "Liên đoàn Lao động quận Long Biên (18/01/2023)"
    assert plan.name == issuer
    assert ("chỉ tiêu", f"TƯLĐTT xếp loại B trở lên (trên 55, 31/12/2023), {issuer}") in names_in_trash(
        session, [PlanTarget.title]
    )
    assert names_in_trash(session, [DeadlineMark.title]) == [
        ("đánh dấu thời hạn", f"Kỷ niệm 20 năm thành lập quận Long Biên, {issuer}, hạn 06/11/2023")
    ]
    with action(session, "Khôi phục"):
        trash.restore(session, [plan.key])
    assert office_of(session) == before


def test_a_plan_that_was_loaded_again_is_not_restored_beside_itself(session: Session) -> None:
    with action(session, "Nạp"):
        plan_id = plans.load(session, LONG_BIEN)
    with action(session, "Xóa"):
        plans.delete(session, plan_id)
    with action(session, "Nạp lại"):
        plans.load(session, LONG_BIEN)

    (gone,) = (one for one in trash.listed(session) if one.kind == Plan.title)
    with pytest.raises(Duplicate):
        trash.restore(session, [gone.key])
    assert len(plans.listed(session)) == 1


def test_the_history_calls_marks_and_values_by_what_they_are_of(session: Session) -> None:
    found_office(session)
    (first, _second) = found_campaign(session, 2023)
    period = periods.ensure(session, Q1)
    indicator = next(row["id"] for row in records.rows(session, Indicator) if row["key"] == "theme_participation")
    names, done = Names(session), records.new(DeadlineMark, due=date(2023, 3, 15), state=FINISHED).values

    assert names.called(DeadlineMark, done | {"round_id": first}) == "Đợt 1/2023, hạn 15/03/2023"
    assert names.called(DeadlineMark, done | {"period_id": period.id}) == "Quý I/2023, hạn 15/03/2023"
    value = {"indicator_id": indicator, "on": date(2023, 3, 31)}
    told = "Đoàn viên, CNVCLĐ tham gia thực hiện chủ đề năm, 31/03/2023"
    assert names.called(IndicatorValue, value) == told


def test_what_is_gone_is_told(session: Session) -> None:
    for doing in (plans.plan, plans.copy, plans.delete):
        with pytest.raises(UserError, match="Không còn kế hoạch này"):
            doing(session, 4711)
    with pytest.raises(UserError, match="Không còn kế hoạch này"):
        plan_entry.judge(session, 4711, TARGETS, [Entry(BLANK, "words", "x")])


# A plan of the office's own


def test_a_plan_is_typed_anew(session: Session) -> None:
    plan = plans.plan(session, of_2023(session))

    assert (plan.short, plan.key, plan.template) == ("KH 01/KH-CĐ", str(plan.id), None)
    assert plan.in_force(date(2023, 12, 31))
    assert not plan.in_force(date(2024, 1, 1))
    assert not plan.in_force(date(2023, 1, 4))


def test_a_plan_without_days_always_holds(session: Session) -> None:
    assert plans.plan(session, own_plan(session)).in_force(date(1999, 1, 1))


def test_a_plan_needs_an_issuer_and_a_name(session: Session) -> None:
    with pytest.raises(InvalidRecord) as error:
        plan_drafts.save(session, plan_drafts.new())

    assert [problem.field for problem in error.value.problems] == ["issuer", "name"]


def test_a_plan_ends_after_it_began(session: Session) -> None:
    draft = plan_drafts.new(issuer="LĐLĐ", name="Kế hoạch")
    enter(draft, issued_on="05/01/2023", valid_to="31/12/2022")

    with pytest.raises(InvalidRecord, match="hết hiệu lực trước ngày ban hành"):
        plan_drafts.save(session, draft)


def test_a_second_plan_of_one_number_is_a_warning(session: Session) -> None:
    own_plan(session)
    draft = plan_drafts.new(number="01/kh-cđ", issuer="Công đoàn phường Bách Hoa", name="Khác")

    (problem,) = plan_drafts.problems(session, draft)

    assert (problem.severity, problem.field) == (Severity.WARNING, "number")
    assert problem.text == "Số, ký hiệu: đã có kế hoạch 01/KH-CĐ của Công đoàn phường Bách Hoa"
    assert plan_drafts.save(session, draft)


def test_a_stored_plan_is_changed(session: Session) -> None:
    plan_id = own_plan(session)
    draft = plan_drafts.opened(session, plan_id)
    enter(draft, number="02/KH-CĐ")

    assert plan_drafts.save(session, draft) == plan_id
    assert plans.plan(session, plan_id).number == "02/KH-CĐ"


# Targets in cells


def test_a_blank_line_becomes_a_target(session: Session) -> None:
    plan = of_2023(session)

    waiting = type_in(session, plan, TARGETS, BLANK, words="khoảng 22.000 đoàn viên")
    assert waiting.waiting == {BLANK: "chưa ghi: thiếu chỉ tiêu, mức phải đạt"}
    assert plans.plan(session, plan).targets == ()

    found = target(session, plan, comparator="khoảng", value="22.000", by="31/12/2023", line="33")
    assert (found.wanted, found.milestone, found.line) == ("khoảng 22.000 đoàn viên", "2023", "33")


def test_a_block_is_pasted_in_its_order(session: Session) -> None:
    plan = of_2023(session)
    target(session, plan, value="9")
    block = [("members", "trên", "100"), ("Tỷ lệ đoàn viên trên CNVCLĐ", "trở lên", "80%")]

    entered = plan_entry.enter(
        session,
        plan,
        TARGETS,
        [
            Entry(NewRow(number), name, raw)
            for number, cells in enumerate(block)
            for name, raw in zip(("indicator_id", "comparator", "value"), cells, strict=True)
        ],
    )

    assert (entered.stored, entered.refused) == (6, ())
    assert [one.wanted for one in plans.plan(session, plan).targets] == [
        "từ 9 đoàn viên trở lên",
        "trên 100 đoàn viên",
        "từ 80 % trở lên",
    ]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"value": "101"}, "Mức phải đạt: tỷ lệ không quá 100 %"),
        ({"value": "100", "comparator": "trên"}, "Mức phải đạt: trên 100 % không bao giờ đạt được"),
        ({"value": "80", "comparator": "hầu hết"}, "Mức phải đạt: kế hoạch không nêu con số thì để trống"),
        ({"value": "80", "by": "31/12/2022"}, "Đến ngày: hạn trước ngày ban hành kế hoạch (05/01/2023)"),
        ({"indicator_id": "Đoàn viên công đoàn", "value": "10,5"}, "đếm theo đoàn viên nên phải là số nguyên"),
        ({"value": "nhiều"}, "nhiều” không phải là con số, hãy gõ như 87 hoặc 87,5"),
        ({"value": "80", "by": "30/02/2023"}, "không phải là một ngày có thật; ý bạn là 28/02/2023?"),
        ({"value": "80", "comparator": "cỡ"}, "So sánh: phải là một trong: trên, "),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(session: Session, typed: dict[str, object], reason: str) -> None:
    plan = of_2023(session)

    entered = type_in(session, plan, TARGETS, BLANK, **{"indicator_id": "good_agreements"} | typed)

    assert any(reason in told for told in reasons(entered))
    assert plans.plan(session, plan).targets == ()


def test_of_a_new_target_only_the_cell_that_is_wrong_is_refused_and_the_others_wait(session: Session) -> None:
    plan = of_2023(session)

    entered = type_in(session, plan, TARGETS, BLANK, indicator_id="good_agreements", value="150")

    assert [refused.entry.field for refused in entered.refused] == ["value"]
    assert entered.waiting == {BLANK: "chưa ghi: Mức phải đạt: tỷ lệ không quá 100 %"}


def test_an_indicator_that_is_unknown_is_refused_with_the_nearest(session: Session) -> None:
    plan = of_2023(session)

    (reason,) = reasons(type_in(session, plan, TARGETS, BLANK, indicator_id="CĐCS nhỏ ghép"))

    assert reason.startswith("Chỉ tiêu: “CĐCS nhỏ ghép” không có trong danh mục; có phải: “CĐCS nhỏ đã ghép”, “")


def test_a_list_without_entries_proposes_none(session: Session) -> None:
    entered = type_in(session, of_2023(session), TARGETS, BLANK, area_id="Phường Kim Mã")

    assert reasons(entered) == ["Địa bàn: “Phường Kim Mã” không có trong danh mục"]


def change(session: Session, one: TargetRow, **typed: object) -> TargetRow:
    entered = type_in(session, known(one.plan_id), TARGETS, known(one.id), **typed)
    assert entered.refused == ()
    return next(row for row in plans.plan(session, known(one.plan_id)).targets if row.id == one.id)


def test_comparator_and_value_follow_each_other(session: Session) -> None:
    one = target(session, of_2023(session), comparator=">", value="100")

    one = change(session, one, comparator="hầu hết")
    assert (one.comparator, one.value) == (QUALITATIVE, None)
    one = change(session, one, value="120")
    assert (one.comparator, one.value) == (AT_LEAST, 12_000)
    one = change(session, one, value="")
    assert (one.comparator, one.value) == (QUALITATIVE, None)
    one = change(session, one, comparator="trên", value="55")
    assert (one.comparator, one.value) == (ABOVE, 5_500)


def test_comparing_needs_a_value(session: Session) -> None:
    one = target(session, of_2023(session), comparator="hầu hết")

    entered = type_in(session, known(one.plan_id), TARGETS, known(one.id), comparator="trên")

    assert reasons(entered) == ["Mức phải đạt: hãy nhập con số, hoặc chọn “không nêu con số”"]


def test_the_same_again_changes_nothing(session: Session) -> None:
    one = target(session, of_2023(session), value="100")
    entries = [Entry(known(one.id), "value", "100"), Entry(known(one.id), "line", "12")]

    judged = plan_entry.judge(session, known(one.plan_id), TARGETS, entries)

    assert [told.fate for told in judged] == ["same", "new"]


def test_a_row_that_is_gone_is_told(session: Session) -> None:
    (reason,) = reasons(type_in(session, of_2023(session), TARGETS, 4711, value="5"))

    assert reason == "Không còn dòng này; có thể vừa bị xóa. Hãy nạp lại (F5)."


def test_an_indicator_of_a_stored_target_is_not_cleared(session: Session) -> None:
    one = target(session, of_2023(session), value="100")

    entered = type_in(session, known(one.plan_id), TARGETS, known(one.id), indicator_id="")

    assert reasons(entered) == ["Chỉ tiêu: bắt buộc phải nhập"]


# Deadlines in cells


def test_a_deadline_on_a_day(session: Session) -> None:
    found = deadline(session, of_2023(session), name="Sơ kết", due="30/6/2023", kind="sơ kết, tổng kết")

    assert (found.due, found.rule, found.kind, found.plan) == (date(2023, 6, 30), None, "review", "KH 01/KH-CĐ")


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"),
        ("ngày 14 các tháng 3, 6, 9, 12 hằng năm", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"),
        ("rrule:freq=monthly;bymonthday=14", "FREQ=MONTHLY;BYMONTHDAY=14"),
        ("hằng tháng, ngày 5", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("Hằng năm, ngày 30/11", "FREQ=MONTHLY;BYMONTH=11;BYMONTHDAY=30"),
        ("ngày cuối tháng các tháng 6, 12 hằng năm", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
    ],
)
def test_a_deadline_by_a_rule(session: Session, typed: str, rule: str) -> None:
    assert deadline(session, of_2023(session), name="Báo cáo", rule=typed).rule == rule


def test_a_deadline_has_a_day_or_a_rule(session: Session) -> None:
    plan = of_2023(session)
    one = deadline(session, plan, name="Báo cáo", rule="hằng tháng, ngày 5")

    refused = type_in(session, plan, DEADLINES, known(one.id), due="30/6/2023")
    assert reasons(refused) == ["Hạn: đã có nhịp lặp lại; hãy xóa ô “Lặp lại” trước, hoặc để trống ô này"]

    assert type_in(session, plan, DEADLINES, known(one.id), due="30/6/2023", rule="").refused == ()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"rule": "thỉnh thoảng"}, "Lặp lại: không hiểu “thỉnh thoảng”; hãy chọn nhịp lặp trong danh sách"),
        ({"rule": "FREQ=SECONDLY"}, "Lặp lại: không hiểu “FREQ=SECONDLY”"),
        ({"due": "04/01/2023"}, "Hạn: hạn trước ngày ban hành kế hoạch (05/01/2023)"),
        ({"due": "30/02/2023"}, "không phải là một ngày có thật"),
        ({"kind": "lạ"}, "Loại việc: phải là một trong: báo cáo, "),
    ],
)
def test_a_deadline_that_cannot_be_is_refused(session: Session, typed: dict[str, object], reason: str) -> None:
    plan = of_2023(session)

    entered = type_in(session, plan, DEADLINES, BLANK, **{"name": "Báo cáo"} | typed)

    assert any(reason in told for told in reasons(entered))
    assert plans.plan(session, plan).deadlines == ()


def test_what_is_odd_about_a_deadline_is_said_and_stored(session: Session) -> None:
    plan = of_2023(session)
    entries = [Entry(BLANK, "name", "Báo cáo"), Entry(BLANK, "due", "15/1/2024")]

    judged = plan_entry.judge(session, plan, DEADLINES, entries)

    assert [(one.fate, one.severity) for one in judged] == [("new", None), ("new", Severity.WARNING)]
    assert judged[1].reason == "Hạn: sau ngày kế hoạch hết hiệu lực (31/12/2023)"
    assert plan_entry.enter(session, plan, DEADLINES, entries).stored == 2


def test_a_deadline_without_a_day_waits_for_one(session: Session) -> None:
    plan = of_2023(session)

    found = deadline(session, plan, name="Đăng ký", words="chậm nhất ngày 30/02/2023", problem="Không có ngày này.")

    assert (found.due, found.rule, found.kind) == (None, None, TASK)
    assert type_in(session, plan, DEADLINES, known(found.id), due="28/02/2023").refused == ()


# What is to be registered


def test_a_register_with_its_kind(session: Session) -> None:
    plan = of_2023(session)

    entered = type_in(session, plan, REGISTERS, BLANK, name="Công trình chào mừng", kind_id="công trình, phần việc")

    (found,) = plans.plan(session, plan).registers
    assert (found.id, found.kind) == (entered.added[BLANK], "Công trình, phần việc")


# Rows added and taken away


def test_rows_are_added_after_those_there_are(session: Session) -> None:
    plan = of_2023(session)
    deadline(session, plan, name="Thứ nhất", due="1/2/2023")

    ids = plan_drafts.add(session, plan, PlanDeadline, [{"name": "Thứ hai", "kind": TASK, "due": date(2023, 3, 1)}])

    told = plans.plan(session, plan).deadlines
    assert [one.name for one in told] == ["Thứ nhất", "Thứ hai"]
    assert told[1].id == ids[0]


def test_one_wrong_row_adds_none(session: Session) -> None:
    plan = of_2023(session)
    good = {"name": "Tốt", "kind": TASK, "due": date(2023, 3, 1)}

    with pytest.raises(InvalidRecord, match="hạn trước ngày ban hành"):
        plan_drafts.add(session, plan, PlanDeadline, [good, good | {"due": date(2022, 3, 1)}])
    assert plans.plan(session, plan).deadlines == ()


def test_a_row_is_saved_from_a_form(session: Session) -> None:
    plan = of_2023(session)
    draft = records.new(PlanDeadline, plan_id=plan)
    enter(draft, name="Sơ kết", due="30/6/2023")
    saved = plan_drafts.save_row(session, draft)
    changed = records.open_draft(session, PlanDeadline, saved)
    enter(changed, due="4/1/2023")

    with pytest.raises(InvalidRecord, match="hạn trước ngày ban hành"):
        plan_drafts.save_row(session, changed)
    assert [one.due for one in plans.plan(session, plan).deadlines] == [date(2023, 6, 30)]


def test_a_deadline_is_deleted_with_its_marks(session: Session) -> None:
    plan_id = plans.load(session, LONG_BIEN)
    marked(session, plan_id)
    before = office_of(session)
    first = plans.plan(session, plan_id).deadlines[0]

    with action(session, "Xóa thời hạn") as deleting:
        plan_entry.delete(session, DEADLINES, [known(first.id)])

    assert first not in plans.plan(session, plan_id).deadlines
    assert records.rows(session, DeadlineMark) == []
    take_back(session, undo.offer(session, deleting.id))
    assert office_of(session) == before


def test_targets_are_deleted(session: Session) -> None:
    plan_id = plans.load(session, LAI_CHAU)
    found: PlanRow = plans.plan(session, plan_id)

    plan_entry.delete(session, TARGETS, [known(one.id) for one in found.targets[1:]])

    assert plans.plan(session, plan_id).targets == found.targets[:1]
