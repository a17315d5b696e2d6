"""Weekends and public holidays of Vietnam beside due days.

The days are those of the Labour Code 2019, articles 111 and 112 (a holiday on a weekend is made up for on the next
working day): Tết by the lunar calendar (12/2/2021, 1/2/2022, 22/1/2023, 10/2/2024, 29/1/2025, 17/2/2026), five days of
it, 20/1-26/1 in 2023 as the government announced them; in the swaps of 2024 (dispatch 2450/VPCP-KGVX: Monday 29/4
against Saturday 4/5), of 2025 (8726/VPCP-KGVX: 2/5 against 26/4) and of 2026 (31/8 against 22/8).
"""

from datetime import date, timedelta

import pytest

from unioncare_desktop.domain.rules.holidays import day_remark, weekday

_FREE = {
    2021: "1/1 10/2-16/2 21/4 30/4-3/5 2/9-5/9",
    2022: "1/1-3/1 31/1-4/2 11/4 30/4-3/5 1/9-4/9",
    2023: "1/1-2/1 20/1-26/1 29/4-3/5 1/9-4/9",
    2024: "1/1 8/2-14/2 18/4 27/4-1/5 31/8-3/9",
    2025: "1/1 27/1-31/1 7/4 30/4-4/5 30/8-2/9",
    2026: "1/1 16/2-20/2 27/4 30/4-1/5 29/8-2/9",
}


def announced(year: int) -> list[date]:
    def day(text: str) -> date:
        number, month = map(int, text.split("/"))
        return date(year, month, number)

    found = []
    for part in _FREE[year].split():
        first, last = (part.split("-") * 2)[:2]
        found += [day(first) + timedelta(days=number) for number in range((day(last) - day(first)).days + 1)]
    return found


@pytest.mark.parametrize("year", _FREE)
def test_the_announced_days_off_are_free(year: int) -> None:
    assert [day for day in announced(year) if day_remark(day) is None] == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 1, 25), "Mùng bốn Tết Nguyên Đán; nên xong trước: thứ Năm 19/01"),
        (date(2024, 2, 10), "Tết Nguyên Đán; nên xong trước: thứ Tư 07/02"),
        (date(2024, 12, 15), "Chủ nhật; nên xong trước: thứ Sáu 13/12"),
        (date(2024, 12, 14), "Thứ Bảy; nên xong trước: thứ Sáu 13/12"),
        (date(2023, 9, 2), "Quốc khánh; nên xong trước: thứ Năm 31/08"),
        (date(2025, 9, 2), "Quốc khánh; nên xong trước: thứ Sáu 29/08"),
        (date(2024, 4, 18), "Ngày Giỗ Tổ Hùng Vương; nên xong trước: thứ Tư 17/04"),
        (date(2023, 5, 3), "Ngày Chiến thắng (nghỉ bù); nên xong trước: thứ Sáu 28/04"),
        (date(2023, 1, 1), "Tết Dương lịch; nên xong trước: thứ Sáu 30/12"),
    ],
)
def test_a_free_day_is_told_with_the_working_day_before(day: date, words: str) -> None:
    remark = day_remark(day)
    assert remark is not None
    assert remark.words == words


def test_a_working_day_needs_no_remark() -> None:
    assert day_remark(date(2023, 12, 14)) is None
    assert day_remark(date(2024, 5, 4)) is None, "a Saturday that is worked instead of Monday 29/4/2024"
    assert weekday(date(2024, 5, 4)) == "thứ Bảy"


def test_a_weekend_is_known_apart_from_a_holiday() -> None:
    saturday, new_year = day_remark(date(2023, 12, 30)), day_remark(date(2024, 1, 1))
    assert saturday is not None
    assert new_year is not None
    assert (saturday.weekend, saturday.holiday) == (True, "")
    assert (new_year.weekend, new_year.holiday) == (False, "Tết Dương lịch")
    assert new_year.working_day_before == date(2023, 12, 29)
