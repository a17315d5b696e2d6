"""Texts of plans: what is found wrong in them, and what they are told to set."""

import unicodedata
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from unioncare_desktop.domain.rules.plan_text import Finding, Linted, ProposedDeadline, ProposedTarget
from unioncare_desktop.domain.rules.plan_text import findings as kinds
from unioncare_desktop.services import plan_linting

HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG QUẬN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 12/KH-LĐLĐ\n\n"
    "Quận Ba, ngày 10 tháng 02 năm 2024\n\nKẾ HOẠCH\n\nCông tác công đoàn\n\n"
)
FOOT = "\n\nNơi nhận:\n\n- Lưu VP.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nNguyễn Văn An"


def linted(text: str, issued_on: date | None = None) -> Linted:
    return plan_linting.lint(None, text, issued_on)


def found(text: str, kind: str, issued_on: date | None = None) -> list[Finding]:
    return [one for one in linted(text, issued_on).findings if one.kind == kind]


def texts(text: str, kind: str, issued_on: date | None = None) -> list[str]:
    return [one.text for one in found(text, kind, issued_on)]


def target(text: str) -> ProposedTarget:
    (one,) = linted(text).targets
    return one


def deadline(text: str, issued_on: date | None = None) -> ProposedDeadline:
    (one,) = linted(text, issued_on).deadlines
    return one


# Days


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("gửi về quận chậm nhất ngày 30/02/2023.", "30/02/2023"),
        ("họp ngày 31-04-2023", "31-04-2023"),
        ("họp ngày 29.02.2023", "29.02.2023"),
        ("họp ngày 31 tháng 4", "31 tháng 4"),
        ("ngày 31 tháng 11 năm 2023", "31 tháng 11 năm 2023"),
        ("trước ngày 30/2", "30/2"),
        ("ngày 30/02/23", "30/02/23"),
        ("ngày 12/13/2023", "12/13/2023"),
        ("hoàn thành trong tháng 13/2023", "tháng 13/2023"),
        ("báo cáo quý V/2023", "quý V/2023"),
    ],
)
def test_a_day_that_does_not_exist_is_found(text: str, written: str) -> None:
    assert texts(text, kinds.IMPOSSIBLE_DATE) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 93/KH-LĐLĐ, Chương trình hành động số 13-CTr/TU, Thông báo 14-TB/VPTU",
        "đường dây nóng 0243.123.4567 và 028-38-2023-11, trực 24/7",
        "ngày Quốc tế lao động 1/5; ngày 29/02/2024; ngày 2/9",
        "Nghị định số 91/2017/NĐ-CP, Chỉ thị 07/2013/CT-UBND, Quyết định 29/02/2023/QĐ-TLĐ",
        "nhiệm kỳ 2020-2025, giai đoạn 2022 - 2025, từ 1- 2 đơn vị, tỷ lệ 30/31, 1/2 số CĐCS",
        "công thức 30.02.20234 và 22.000 đoàn viên, 1.234.567 đồng, 84,5%, mục 2.1.3",
        "trong 3 tháng 15 ngày; thưởng tháng 13; 6 tháng 1 lần; phòng 31 tháng ba",
        "ngày … tháng … năm 2023; ngày    tháng    năm",
        "Hà Nội, ngày 05 tháng 01 năm 2020; ngày 31/12/2023",
    ],
)
def test_numbers_that_are_no_days_are_left_in_peace(text: str) -> None:
    assert texts(text, kinds.IMPOSSIBLE_DATE) == []


@given(some.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_a_real_day_is_never_called_impossible(day: date) -> None:
    text = (
        f"trước ngày {day.day}/{day.month}/{day.year}, ngày {day.day} tháng {day.month} năm {day.year}, {day:%d-%m-%Y}"
    )

    assert texts(text, kinds.IMPOSSIBLE_DATE) == []


@given(some.integers(1, 12), some.integers(32, 99), some.integers(1990, 2100))
def test_days_beyond_a_month_are_always_found(month: int, day: int, year: int) -> None:
    assert texts(f"hạn cuối ngày {day}/{month:02}/{year}", kinds.IMPOSSIBLE_DATE) == [f"{day}/{month:02}/{year}"]


def test_what_may_be_meant_is_proposed_never_put_in_its_place() -> None:
    (one,) = found("chậm nhất ngày 30/02/2023", kinds.IMPOSSIBLE_DATE)

    assert one.proposals == ("28/02/2023", "30/03/2023")
    assert "hỏi lại" in one.sentence
    assert deadline("Đăng ký công trình chậm nhất ngày 30/02/2023.").due is None


def test_a_full_day_behind_the_word_month_is_no_month() -> None:
    assert texts("Từ tháng 01/01/2023 đến 30/6/2023", kinds.FORM) == ["tháng 01/01/2023"]


def test_a_day_without_its_zero_is_told_once_in_a_text() -> None:
    text = "ngày 7/9/2021 và ngày 7/9/2021, ngày 07/9/2021, ngày 15/2/2022, (2/9/1945 - 2/9/2023)"

    assert texts(text, kinds.FORM) == ["7/9/2021", "15/2/2022"]


# Deadlines and periods


def test_a_deadline_before_the_day_of_issue_is_found_by_the_head_of_the_plan() -> None:
    text = HEAD + "Các CĐCS đăng ký chậm nhất ngày 15/01/2024. Báo cáo trước ngày 30/11/2024." + FOOT

    assert texts(text, kinds.BEFORE_ISSUE) == ["chậm nhất ngày 15/01/2024"]


def test_the_day_of_issue_may_be_told_for_a_paragraph() -> None:
    text = "- Gửi đăng ký trước ngày 15/01/2024."

    assert texts(text, kinds.BEFORE_ISSUE) == []
    assert len(found(text, kinds.BEFORE_ISSUE, date(2024, 2, 10))) == 1


def test_days_of_other_documents_are_no_deadlines() -> None:
    text = HEAD + "Thực hiện Nghị quyết số 02-NQ/TW ngày 12/6/2021, số liệu tính đến ngày 31/12/2023." + FOOT

    assert linted(text).deadlines == ()
    assert texts(text, kinds.BEFORE_ISSUE) == []


def test_a_milestone_before_the_day_of_issue_is_found() -> None:
    text = HEAD + "Đến năm 2022: có 90% trở lên CĐCS đạt hoàn thành tốt nhiệm vụ." + FOOT

    assert len(found(text, kinds.BEFORE_ISSUE)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Quý II tổ chức hội thi, xong trước ngày 30/9/2023.",
        "Quý I/2024: hoàn thành chậm nhất ngày 15/12/2024",
        "6 tháng đầu năm 2023 hoàn thành trước ngày 30/11/2023",
        "Đợt 1 (6 tháng đầu năm 2023): từ ngày 01/01/2023 đến 31/12/2023",
        "Đợt 1: từ 01/7/2023 đến 30/6/2023",
        "Đợt 1: từ 01/01/2023 đến 31/7/2023. Đợt 2: từ 01/7/2023 đến 31/12/2023",
    ],
)
def test_a_period_and_a_day_that_contradict_each_other_are_found(text: str) -> None:
    assert len(found(text, kinds.PERIOD_MISMATCH)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo quý I gửi trước ngày 05/4/2024",
        "Quý IV/2022 nộp chậm nhất ngày 15/01/2023",
        "Quý II/2023: từ 01/4/2023 đến 30/6/2023",
        "Số liệu quý I/2023 so với ngày 31/12/2021",
        "Đợt 1: từ 01/01/2023 đến 30/6/2023. Đợt 2: từ 01/7/2023 đến 31/12/2023",
        "(03/02/1930 - 03/02/2023); (28/7/1929 - 28/7/2023)",
    ],
)
def test_a_report_after_its_period_is_no_contradiction(text: str) -> None:
    assert texts(text, kinds.PERIOD_MISMATCH) == []


@pytest.mark.parametrize(
    ("text", "due", "rule"),
    [
        ("Gửi báo cáo trước ngày 15 tháng cuối quý.", None, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"),
        ("Nộp đoàn phí chậm nhất ngày 20 hàng tháng.", None, "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("Báo cáo trước ngày 01 tháng đầu quý", None, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("Báo cáo năm trước ngày 30/11 hằng năm.", None, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=29"),
        ("Định kỳ 6 tháng/1 lần làm việc với công đoàn.", None, "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("Hàng năm, xây dựng kế hoạch tập huấn.", None, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ("Tổ chức phát động thi đua điểm từ nay đến ngày 15/02/2023.", date(2023, 2, 15), None),
        ("Đăng ký trước ngày 15/03/2023.", date(2023, 3, 14), None),
        ("Học tập nghị quyết (hoàn thành trong tháng 9/2021).", date(2021, 9, 30), None),
        ("Thời gian hoàn thành quy chế: trong Quý II/2021.", date(2021, 6, 30), None),
        ("Đợt 1: Từ 01/01/2023 đến 30/6/2023.", date(2023, 6, 30), None),
    ],
)
def test_a_time_is_read_as_it_is_worded(text: str, due: date | None, rule: str | None) -> None:
    one = deadline(text)

    assert (one.due, one.rule, one.problem) == (due, rule, None)


def test_a_line_that_only_says_when_speaks_of_the_task_above() -> None:
    text = "- Xây dựng quy chế phối hợp với huyện.\n\nThời gian hoàn thành: Quý II/2021."

    one = deadline(text)
    assert (one.title, one.due, one.line) == ("Xây dựng quy chế phối hợp với huyện", date(2021, 6, 30), 3)


def test_reviews_of_one_task_are_told_apart() -> None:
    text = (
        "- Thực hiện đề án.\n\nThời gian hoàn thành: hàng năm, tháng 11 năm 2022 tiến hành sơ kết, tổng kết năm 2025."
    )

    yearly, first, last = linted(text).deadlines
    assert (yearly.title, first.title, last.title) == (
        "Thực hiện đề án",
        "Sơ kết: Thực hiện đề án",
        "Tổng kết: Thực hiện đề án",
    )
    assert (first.due, last.due) == (date(2022, 11, 30), date(2025, 12, 31))


def test_a_day_without_a_year_is_of_the_year_of_the_plan() -> None:
    text = HEAD + "Gửi báo cáo trước ngày 31/5 về quận." + FOOT

    assert deadline(text).due == date(2024, 5, 30)
    alone = deadline("Gửi báo cáo trước ngày 31/5 về quận.")
    assert (alone.due, alone.problem) == (None, "Kế hoạch không ghi năm của ngày 31/5; hãy ghi đủ ngày.")


def test_a_report_without_any_day_is_proposed_with_the_question() -> None:
    one = deadline("- Báo cáo kết quả thực hiện với Quận ủy theo quy định.")

    assert (one.kind, one.due, one.rule) == ("report", None, None)
    assert "không nêu ngày" in (one.problem or "")


# Targets


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Phấn đấu trên 55% thỏa ước lao động tập thể đạt loại B trở lên.", ">", 5500),
        ("Phấn đấu 75% trở lên CĐCS đạt loại tốt.", ">=", 7500),
        ("có từ 90% trở lên người lao động là đoàn viên", ">=", 9000),
        ("ít nhất 45,5% thỏa ước được xếp loại", ">=", 4550),
        ("tối thiểu 20% công chức có sáng kiến", ">=", 2000),
        ("không dưới 90% cán bộ được tập huấn", ">=", 9000),
        ("giảm còn dưới 10% CĐCS yếu", "<", 1000),
        ("không quá 5% CĐCS yếu kém", "<=", 500),
        ("100% CĐCS được triển khai", ">=", 10000),
        ("toàn quận có khoảng 22.000 đoàn viên công đoàn", "~", 2200000),
        ("Phấn đấu đạt 29.000 đoàn viên công đoàn", ">=", 2900000),
        ("thành lập mới 15 CĐCS", ">=", 1500),
        ("phấn đấu có từ 120 sáng kiến trở lên", ">=", 12000),
    ],
)
def test_a_target_compares_as_it_is_worded(text: str, comparator: str, value: int) -> None:
    one = target(text)

    assert (one.comparator, one.value) == (comparator, value)


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023 toàn quận đã đạt 116,4% chỉ tiêu, kết nạp 3.450 đoàn viên.",
        "Thu kinh phí công đoàn 2% quỹ tiền lương làm căn cứ đóng bảo hiểm xã hội.",
        "Chương trình “01 triệu sáng kiến”, phong trào “100% CĐCS xanh”.",
        "Các CĐCS có dưới 10 đoàn viên, doanh nghiệp có từ 25 lao động trở lên.",
        "Đại hội đại biểu: phải có 150 đoàn viên trở lên, trường hợp có dưới 150 đoàn viên thì phải được đồng ý.",
        "Đã thành lập 20 CĐCS, phát triển mới gần 2.600 đoàn viên; số đoàn viên giảm 1.446 đoàn viên.",
        "Kế hoạch số 70/KH-LĐLĐ, năm 2023, 14 phường, 6 nhóm nhiệm vụ, 93 năm Ngày thành lập Đảng.",
        "Thực hiện 10 Chương trình công tác lớn và 07 Chương trình công tác toàn khóa.",
    ],
)
def test_numbers_that_want_nothing_are_no_targets(text: str) -> None:
    assert linted(text).targets == ()


def test_several_targets_of_one_sentence_have_their_own_bases() -> None:
    text = (
        "Đến năm 2023: 75% trở lên doanh nghiệp có tổ chức Công đoàn (có 25 đoàn viên trở lên) thương lượng, ký kết"
        " được Thỏa ước lao động tập thể, trong đó ít nhất 45% Thỏa ước lao động tập thể xếp loại chất lượng từ loại B"
        " trở lên."
    )

    signed, graded = linted(text).targets
    assert (signed.indicator, signed.base) == (
        "agreements_large_enterprises",
        "doanh nghiệp có tổ chức Công đoàn (có 25 đoàn viên trở lên)",
    )
    assert (graded.indicator, graded.base) == ("good_agreements", "Thỏa ước lao động tập thể")
    assert (signed.milestone, graded.milestone) == ("2023", "2023")


def test_yearly_targets_keep_the_milestone_of_their_ladder() -> None:
    one = target("Đến năm 2023: mỗi năm thành lập mới ít nhất 25 Công đoàn cơ sở doanh nghiệp ngoài khu vực Nhà nước.")

    assert (one.indicator, one.rhythm, one.by) == ("new_unions_private", "yearly", date(2023, 12, 31))


def test_each_union_at_least_one_is_all_unions() -> None:
    one = target("Mỗi công đoàn cơ sở lựa chọn ít nhất 1 nội dung để đăng ký công trình, phần việc.")

    assert (one.indicator, one.value, one.unit, one.base) == ("registered_works", 10000, "%", "công đoàn cơ sở")


def test_most_is_shown_without_a_figure() -> None:
    one = target("Đến năm 2045: Hầu hết người lao động tại cơ sở là đoàn viên công đoàn.")

    assert (one.comparator, one.value, one.indicator) == ("qualitative", None, "member_share")


def test_words_that_no_indicator_knows_are_proposed_without_one() -> None:
    assert target("Trên 70% nữ đoàn viên được khám sức khỏe.").indicator is None


# Figures that are wrong


def test_a_target_worded_twice_is_found() -> None:
    (one,) = found("ít nhất 80% trở lên doanh nghiệp ký kết thỏa ước", kinds.DOUBLY_WORDED)
    assert one.proposals == ("ít nhất 80%",)
    assert "tự trái nhau" in found("trên 70% trở lên CĐCS", kinds.DOUBLY_WORDED)[0].sentence
    assert found("từ 90% trở lên người lao động", kinds.DOUBLY_WORDED) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("phấn đấu 120% đoàn viên tham gia", kinds.OVER_100),
        ("duy trì tỷ lệ tập hợp từ 80% trở lên; quản lý tốt đoàn viên", kinds.NO_BASE),
        ("Phấn đấu đạt 29.000.", kinds.NO_UNIT),
        ("Phấn đấu trên 65% CĐCS thực hiện ghép.", kinds.NO_MILESTONE),
        ("CĐCS có dưới 10 đoàn viên ghép thành CĐCS có trên 10 đoàn viên", kinds.LEFT_OUT),
        ("doanh nghiệp có từ 25 đoàn viên trở lên; doanh nghiệp có từ 25 lao động trở lên", kinds.BASES_DIFFER),
    ],
)
def test_figures_that_cannot_be_followed_are_found(text: str, kind: str) -> None:
    assert len(found(text, kind)) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("100% đoàn viên; tăng 120% so với năm trước; đạt 116,4% kế hoạch", kinds.OVER_100),
        ("80% trở lên đoàn viên được học tập", kinds.NO_BASE),
        ("Đến năm 2025 tỷ lệ đoàn viên trên tổng số CNVCLĐ đạt từ 80% trở lên", kinds.NO_BASE),
        ("tỷ lệ đoàn viên trên tổng số người lao động trên 90%", kinds.NO_BASE),
        ("Phấn đấu đạt 29.000 đoàn viên", kinds.NO_UNIT),
        ("Đến năm 2025, trên 65% CĐCS thực hiện ghép. Hằng năm, 80% CĐCS đạt loại tốt.", kinds.NO_MILESTONE),
        ("CĐCS có dưới 10 đoàn viên, doanh nghiệp có trên 10 lao động", kinds.LEFT_OUT),
        ("doanh nghiệp có từ 25 lao động trở lên; doanh nghiệp có từ 10 lao động trở lên", kinds.BASES_DIFFER),
    ],
)
def test_figures_that_can_be_followed_are_left_in_peace(text: str, kind: str) -> None:
    assert found(text, kind) == []


# Slips


@pytest.mark.parametrize(
    ("text", "wrong", "better"),
    [
        ("Phần đầu 75% trở lên", "Phần đầu", "Phấn đấu"),
        ("Phân đầu toàn quận có", "Phân đầu", "Phấn đấu"),
        ("Công nhân giỏi Thủ đơ", "Thủ đơ", "Thủ đô"),
        ("LDLĐ Quận", "LDLĐ", "LĐLĐ"),
        ("- CDCS trực thuộc", "CDCS", "CĐCS"),
        ("Noi nhận:", "Noi nhận", "Nơi nhận"),
        ("trong các chậu, các lăng được đặt", "các lăng", "các lẵng"),
        ("người lao tích cực tham gia", "người lao", "người lao động"),
        ("kỷ niệm 20 thành lập quận", "kỷ niệm 20", "kỷ niệm 20 năm"),
        ("hoạt động bê nổi", "bê nổi", "bề nổi"),
        ("theo qui định", "qui", "quy"),
        ("đáp ứng yêu cầu, hiện nhiệm vụ", "hiện nhiệm vụ", "thực hiện nhiệm vụ"),
    ],
)
def test_a_slip_is_found_and_mended_by_proposal(text: str, wrong: str, better: str) -> None:
    (one,) = found(text, kinds.SLIP)

    assert (one.text, one.proposals) == (wrong, (better,))


@pytest.mark.parametrize(
    "text",
    [
        "Phần đầu văn bản ghi quốc hiệu; phần đầu tiên; từ phần đầu đến phần cuối",
        "người lao động, người lao công; các lăng tẩm; kỷ niệm 20 năm thành lập",
        "thực hiện nhiệm vụ; thể hiện nhiệm vụ của mình; đảm bảo tính đặc thù",
        "đội ngũ CĐCS; Cổng TTĐT quận; Công đoàn; quy định; LĐLĐ Thủ đô",
        "luôn luôn, thường xuyên, từng bước từng bước, ngày càng ngày càng, đời đời, ngày ngày",
    ],
)
def test_right_words_are_no_slips(text: str) -> None:
    assert [one.text for one in linted(text).findings if one.kind in (kinds.SLIP, kinds.DOUBLED_WORD)] == []


def test_words_written_twice_are_found() -> None:
    assert texts("đột phá của của tổ chức", kinds.DOUBLED_WORD) == ["của của"]
    assert texts("tiếp tục thực hiện thực hiện nghị quyết", kinds.DOUBLED_WORD) == ["thực hiện thực hiện"]


def test_a_quotation_that_is_not_closed_is_found() -> None:
    assert len(found("Nghị quyết về “Nâng cao chất lượng; Ban Thường vụ ban hành.", kinds.OPEN_QUOTE)) == 1
    assert found('về “Nâng cao” và ”nêu gương” và “tự do"', kinds.OPEN_QUOTE) == []


def test_a_decree_without_a_year_is_found() -> None:
    assert texts("theo Nghị định 191 của Chính phủ", kinds.NO_YEAR) == ["Nghị định 191"]
    assert found("Nghị định số 91/2017/NĐ-CP ngày 31/7/2017, Nghị định 191/2013/NĐ-CP", kinds.NO_YEAR) == []


# The parts of a document


def test_a_whole_plan_misses_nothing_it_has() -> None:
    assert linted(HEAD + "Các CĐCS triển khai thực hiện." + FOOT).findings == ()


def test_the_head_tells_number_day_and_name() -> None:
    plan = linted(HEAD + "Các CĐCS triển khai." + FOOT).plan

    assert (plan.number, plan.issued_on, plan.name) == ("12/KH-LĐLĐ", date(2024, 2, 10), "Công tác công đoàn")


def test_missing_parts_of_a_whole_plan_are_found() -> None:
    text = "Quận Ba, ngày 10 tháng 02 năm 2024\n\nKẾ HOẠCH\n\nCông tác\n\nNơi nhận:\n\n- Lưu VP."

    sentences = " ".join(one.sentence for one in found(text, kinds.FORM))
    assert "Số:" in sentences
    assert "Quốc hiệu" in sentences
    assert "họ tên người ký" in sentences


def test_a_paragraph_misses_no_parts() -> None:
    assert linted("Các CĐCS triển khai thực hiện kế hoạch.").findings == ()


def test_a_second_plan_in_the_text_is_told() -> None:
    second = linted(HEAD + "Việc một." + FOOT + "\n\n" + HEAD + "Việc hai." + FOOT)

    assert [one.sentence for one in second.findings] == [
        "Từ đây là một kế hoạch khác: hãy soát và lấy chỉ tiêu riêng từng bản."
    ]


# How a text may come


def positions_hold(text: str, wrong: str) -> None:
    for one in linted(text).findings:
        if unicodedata.normalize("NFC", one.text) == wrong:
            shown = unicodedata.normalize("NFC", text[one.start : one.end]).replace("\N{NO-BREAK SPACE}", " ")
            assert " ".join(shown.replace("*", "").replace("\u200b", "").split()) == wrong
            return
    pytest.fail(f"{wrong} not found")


@pytest.mark.parametrize(
    "text",
    [
        "một\r\nhai chậm nhất ngày 30/02/2023\r\n",
        "chậm nhất ngày\N{NO-BREAK SPACE}30/02/2023",
        "*chậm nhất* ngày **30/02/2023**.",
        "## Hạn\n\nchậm nhất ngày \u200b30/02/\u200b2023",
        "\ufeffchậm nhất ngày 30/02/2023 \N{SLIGHTLY SMILING FACE}",
        "chậm\tnhất   ngày  30/02/2023",
    ],
)
def test_marks_ends_of_lines_and_invisible_signs_do_not_move_a_finding(text: str) -> None:
    positions_hold(text, "30/02/2023")


def test_decomposed_letters_are_read_and_found_in_their_place() -> None:
    text = unicodedata.normalize(
        "NFD", "Phần đầu trên 65% CĐCS có dưới 10 đoàn viên thực hiện ghép từ 2 đơn vị trở lên."
    )

    positions_hold(text, "Phần đầu")
    assert linted(text).targets[0].indicator == "merged_small_unions"


def test_a_sentence_broken_by_a_page_is_whole() -> None:
    text = "Phấn đấu trên 85% CĐCS\n\n \nđạt hoàn thành tốt nhiệm vụ trở lên hằng năm chậm nhất\n\nngày 30/02/2023."

    assert target(text).indicator == "good_ratings"
    (one,) = found(text, kinds.IMPOSSIBLE_DATE)
    assert one.line == 6


def test_a_text_in_an_old_font_is_only_told_so() -> None:
    broken = linted("KÕ ho¹ch: ngµy 30/02/2023, B¶o Th¾ng")

    assert [one.kind for one in broken.findings] == [kinds.LETTERS]
    assert "UniKey" in broken.findings[0].sentence


def test_a_text_read_by_the_wrong_code_page_is_only_told_so() -> None:
    (one,) = linted("dòng một\nKế hoạch".encode().decode("latin-1")).findings

    assert (one.kind, one.line) == (kinds.LETTERS, 1)


@pytest.mark.parametrize("nonsense", ["hằng năm 5% ", "nhảm % ", "đến năm 2023 5% "])
def test_nonsense_takes_no_longer_than_a_plan(nonsense: str) -> None:
    began = process_time()
    linted(nonsense * (4_000 // len(nonsense)))

    assert process_time() - began < 5


@given(some.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    if text.strip() and any(letter.isalnum() for letter in text):
        for one in linted("a " + text).findings:
            assert 0 <= one.start < one.end <= len(text) + 2
            assert one.line >= 1


@given(
    some.lists(
        some.sampled_from(
            [
                "Phấn đấu ",
                "trên ",
                "80% ",
                "trở lên ",
                "CĐCS ",
                "đoàn viên ",
                "trước ngày ",
                "30/02/2023 ",
                "15 ",
                "tháng cuối quý",
                "\n\n",
                "Quý II/2023 ",
                "; ",
                ". ",
                "hằng năm ",
                "“",
                "” ",
                "(",
                ") ",
                "22.000 ",
                "ít nhất ",
                "đến năm 2025: ",
                "báo cáo ",
                "KẾ HOẠCH\n",
            ]
        ),
        max_size=25,
    )
)
def test_any_order_of_words_is_read(parts: list[str]) -> None:
    text = "Việc: " + "".join(parts)
    result = linted(text)

    places = [(one.start, one.end) for one in result.findings]
    places += [(one.start, one.end) for one in result.targets]
    places += [(one.start, one.end) for one in result.deadlines]
    places += [(one.start, one.end) for one in result.registers]
    assert all(0 <= start < end <= len(text) for start, end in places)
