"""Search everywhere: words in any order, accents or not, and what fits best comes first."""

from datetime import date

import pytest

from tests.competitions import found_campaign
from tests.offices import Q1, add_union, close_union, report
from unioncare_desktop.services import search
from unioncare_desktop.services.search import COMMANDS, PAGES, PERIODS, ROUNDS, UNIONS, Findable, findable
from unioncare_desktop.storage.database import Session

TODAY = date(2023, 5, 2)


def unions(*names: str) -> list[Findable]:
    return [findable(UNIONS, number, name) for number, name in enumerate(names)]


def titles(among: list[Findable], text: str) -> list[str]:
    return [one.title for group in search.find(among, text, 99) for one in group.hits]


@pytest.mark.parametrize("typed", ["dong da", "đống đa", "DA dong", "Đống  Đa ", "ống a"])
def test_words_are_found_in_any_order_and_without_accents(typed: str) -> None:
    assert titles(unions("CĐCS Chợ Đống Đa", "CĐCS Hoa Mai"), typed) == ["CĐCS Chợ Đống Đa"]


def test_accents_as_typed_come_first() -> None:
    among = unions("CĐCS Hoa Sen", "CĐCS Hoà Bình", "CĐCS Hòa Phát", "CĐCS Hoả Tiến")
    assert titles(among, "hoa")[0] == "CĐCS Hoa Sen"
    assert titles(among, "hòa")[:2] == titles(among, "hoà")[:2] == ["CĐCS Hoà Bình", "CĐCS Hòa Phát"]
    assert titles(among, "hoả")[0] == "CĐCS Hoả Tiến"
    assert len(titles(among, "hoà")) == 4


def test_d_and_dd_are_alike_but_the_one_typed_is_first() -> None:
    among = unions("CĐCS Dân Lập", "CĐCS Đan Phượng")
    assert titles(among, "đan") == ["CĐCS Đan Phượng", "CĐCS Dân Lập"]
    assert titles(among, "dân") == ["CĐCS Dân Lập", "CĐCS Đan Phượng"]


def test_words_that_begin_with_it_come_before_those_that_contain_it() -> None:
    among = unions("CĐCS Trường Sơn", "CĐCS Ong Vàng")
    assert titles(among, "ong") == ["CĐCS Ong Vàng", "CĐCS Trường Sơn"]


def test_decomposed_letters_are_the_same() -> None:
    assert titles(unions("CĐCS Hoa Sen", "CĐCS Thúy Nga"), "thu\u0301y") == ["CĐCS Thúy Nga"]


def test_the_group_that_fits_best_is_first() -> None:
    among = [
        findable(UNIONS, 1, "CĐCS Báo Điện tử Cáo Già"),
        findable(COMMANDS, "x", "Lập báo cáo"),
        findable(PAGES, "reports", "Báo cáo"),
    ]
    assert [found.group for found in search.find(among, "bao cao", 8)] == [UNIONS, PAGES, COMMANDS]
    assert [found.group for found in search.find(among, "báo cáo", 8)] == [UNIONS, PAGES, COMMANDS]
    assert [found.group for found in search.find(among, "lap", 8)] == [COMMANDS]


def test_no_more_than_asked_are_given_but_all_are_counted() -> None:
    (found,) = search.find(unions(*(f"CĐCS {number}" for number in range(20))), "cd", 8)
    assert (len(found.hits), found.total) == (8, 20)


@pytest.mark.parametrize("typed", ["", "   ", "–", "…"])
def test_a_blank_finds_nothing(typed: str) -> None:
    assert search.find(unions("CĐCS Hoa Sen"), typed, 8) == []


def test_unions_are_found_by_code_chair_area_and_abbreviations(session: Session) -> None:
    add_union(session, "CĐCS Trường MN Hoa Mai", code="CS-12", chair="Đỗ Thị Ánh", area="Kim Mã")
    add_union(session, "CĐCS Số CS-120", code="X1")
    among = search.stored(session, TODAY)

    for typed in ("do thi anh", "kim ma", "truong mam non", "mn hoa mai", "cs-12", "cs 12"):
        assert "CĐCS Trường MN Hoa Mai" in titles(among, typed), typed
    assert titles(among, "cs-12")[0] == titles(among, "CS-12")[0] == "CĐCS Trường MN Hoa Mai"
    (hit,) = search.find(among, "mam non", 8)[0].hits
    assert hit.detail == "CS-12 · Kim Mã"


def test_unions_that_have_ended_come_last_and_say_so(session: Session) -> None:
    ended = add_union(session, "CĐCS Hoa Cúc")
    close_union(session, ended, "1/3/2023")
    add_union(session, "CĐCS Hoa Sen")

    hits = search.find(search.stored(session, TODAY), "hoa", 8)[0].hits
    assert [hit.title for hit in hits] == ["CĐCS Hoa Sen", "CĐCS Hoa Cúc"]
    assert hits[1].detail == "đã giải thể"


@pytest.mark.parametrize("typed", ["quý 1", "quý i", "quy i 2023", "q1 2023", "2023-q1", "Quý I/2023", "1/2023"])
def test_quarters_are_found_as_people_write_them(session: Session, typed: str) -> None:
    report(session, Q1, add_union(session, "CĐCS Hoa Sen"), workers=9, members=9)
    found = next(one for one in search.find(search.stored(session, TODAY), typed, 8) if one.group == PERIODS)
    assert found.hits[0].key == Q1.code


def test_the_present_quarter_is_always_there(session: Session) -> None:
    assert [one.title for one in search.stored(session, TODAY)] == ["Quý II/2023"]


@pytest.mark.parametrize("typed", ["đợt 2", "dot 2 2023", "667", "lao dong gioi", "thi đua đợt 2"])
def test_rounds_are_found_by_number_plan_and_theme(session: Session, typed: str) -> None:
    _first, second = found_campaign(session, template="gia-lam-667")
    found = next(one for one in search.find(search.stored(session, TODAY), typed, 8) if one.group == ROUNDS)
    assert second in {one.key for one in found.hits}
    hit = next(one for one in found.hits if one.key == second)
    assert hit.title == "Đợt 2, Phong trào thi đua trong CNVCLĐ năm 2023"
    assert hit.detail == "01/07–31/12/2023 · chưa bắt đầu"


def test_what_is_gone_is_no_longer_proposed() -> None:
    among = unions("CĐCS Hoa Sen", "CĐCS Hoa Mai")
    assert search.by_keys(among, [(UNIONS, 1), (UNIONS, 7), (UNIONS, 0)]) == [among[1], among[0]]
