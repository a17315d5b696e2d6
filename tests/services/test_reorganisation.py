"""Unions of an abolished district under new ward unions: previewed, done as one action, refused where it went stale."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from tests.offices import Q3, add_union, entry_of, report
from unioncare_desktop.domain.records import Sector, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, UserError
from unioncare_desktop.services import events, records, reorganisation, undo, unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.reorganisation import ENDS, MOVES, STAYS, Plan, Request, Target
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding

DAY = date(2025, 7, 1)
BA_DINH, NGOC_HA = "Công đoàn phường Ba Đình", "Công đoàn phường Ngọc Hà"


class District:
    """An upper union under the city, two areas, four unions of which one is administrative."""

    def __init__(self, session: Session) -> None:
        self.city = add_union(session, "LĐLĐ thành phố")
        self.district = add_union(session, "LĐLĐ quận Ba Đình", upper_id=self.city)
        self.ids = {
            name: add_union(session, name, upper_id=self.district, area=area, sector=sector)
            for name, area, sector in (
                ("Hoa Sen", "Kim Mã", "Doanh nghiệp FDI"),
                ("Hoa Mai", "Kim Mã", "Hợp tác xã"),
                ("Hoa Cúc", "Điện Biên", "Doanh nghiệp FDI"),
                ("UBND phường", "Kim Mã", "Hành chính nhà nước"),
            )
        }

    def request(self, **more: object) -> Request:
        wanted = Request(
            frozenset(self.ids.values()),
            DAY,
            {"Kim Mã": Target(NGOC_HA, "Phường Ngọc Hà"), "Điện Biên": Target(BA_DINH)},
            decision="1881/QĐ-LĐLĐ",
            end_uppers=True,
            ended_sectors=frozenset({"Hành chính nhà nước"}),
            ended_on=date(2025, 6, 15),
        )
        return replace(wanted, **more)  # type: ignore[arg-type] # fields of a request


def outcomes(made: Plan) -> dict[str, tuple[str, str, str]]:
    return {line.union.name: (line.outcome, line.upper, line.reason) for line in made.lines}


def test_the_year_2025(session: Session) -> None:
    district = District(session)
    made = reorganisation.plan(session, district.request())

    assert outcomes(made) == {
        "Hoa Cúc": (MOVES, BA_DINH, ""),
        "Hoa Mai": (MOVES, NGOC_HA, ""),
        "Hoa Sen": (MOVES, NGOC_HA, ""),
        "UBND phường": (ENDS, "", "chấm dứt từ 15/06/2025"),
    }
    assert made.founded == (BA_DINH, NGOC_HA)
    assert [row.name for row in made.ended_uppers] == ["LĐLĐ quận Ba Đình"]

    told = reorganisation.carry_out(session, made)
    assert told == "Đã chuyển 3, kết thúc 2, lập mới 2 công đoàn cấp trên."
    now = {row.name: row for row in unions.listed(session, with_closed=True)}
    before = {row.name: row for row in unions.listed(session, on=date(2025, 6, 30), with_closed=True)}
    assert (now["Hoa Sen"].upper, now["Hoa Sen"].area) == (NGOC_HA, "Phường Ngọc Hà")
    assert (before["Hoa Sen"].upper, before["Hoa Sen"].area) == ("LĐLĐ quận Ba Đình", "Kim Mã")
    assert (now["Hoa Cúc"].upper, now["Hoa Cúc"].area) == (BA_DINH, "Điện Biên")
    assert now["UBND phường"].closed_on == date(2025, 6, 15)
    assert not now["LĐLĐ quận Ba Đình"].alive
    assert before["LĐLĐ quận Ba Đình"].alive
    assert (now[BA_DINH].upper, now[BA_DINH].level) == ("LĐLĐ thành phố", "Công đoàn xã, phường, đặc khu")
    assert BA_DINH not in before
    (event,) = events.of_union(session, district.ids["Hoa Sen"])
    assert event.words == (
        f"cấp trên từ “LĐLĐ quận Ba Đình” sang “{NGOC_HA}”; địa bàn từ “Kim Mã” sang “Phường Ngọc Hà”"
    )
    assert event.decision == "1881/QĐ-LĐLĐ"


def test_what_stays_says_why(session: Session) -> None:
    district = District(session)
    ids = district.ids
    unions.close(session, [ids["Hoa Mai"]], date(2024, 1, 1))
    events.record(session, EventDraft(ids["Hoa Sen"], "moved", date(2025, 9, 1), {"upper_id": district.city}))
    report(session, Span(2025, 3, "quarter"), ids["UBND phường"], members=9)
    new = add_union(session, "Mới", founded_on="1/8/2025", upper_id=district.district, area="Kim Mã")
    there = add_union(session, NGOC_HA)
    done = add_union(session, "Xong", upper_id=there)
    request = district.request(
        union_ids=frozenset((*ids.values(), new, there, done)), targets={"Kim Mã": Target(NGOC_HA), "": Target(NGOC_HA)}
    )
    made = reorganisation.plan(session, request)

    assert {name: reason for name, (outcome, _upper, reason) in outcomes(made).items() if outcome == STAYS} == {
        "Hoa Mai": "đã chấm dứt hoạt động từ 01/01/2024",
        "Hoa Sen": "đã ghi biến động khác ngày 01/09/2025",
        "Hoa Cúc": "chưa chọn cấp trên mới cho “Điện Biên”",
        "UBND phường": "còn số liệu của Quý III/2025",
        "Mới": "chưa thành lập hoặc chưa tiếp nhận vào ngày này",
        NGOC_HA: "chính là công đoàn cấp trên mới",
        "Xong": "đã đúng như vậy rồi",
    }
    assert made.founded == ()
    assert made.ended_uppers == ()


def test_an_upper_union_with_something_left_below_it_goes_on(session: Session) -> None:
    district = District(session)
    some = frozenset({district.ids["Hoa Sen"]})
    made = reorganisation.plan(session, district.request(union_ids=some))

    assert made.ended_uppers == ()
    assert [(row.name, left) for row, left in made.kept_uppers] == [("LĐLĐ quận Ba Đình", 3)]


def test_a_preview_that_went_stale_is_refused(session: Session) -> None:
    district = District(session)
    made = reorganisation.plan(session, district.request())
    report(session, Q3, district.ids["Hoa Sen"], members=9)

    with pytest.raises(Conflict, match="Hãy xem trước lại"):
        reorganisation.carry_out(session, made)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"effective_on": date(2199, 1, 1)}, "01/01/2199 còn ở tương lai"),
        ({"union_ids": frozenset()}, "Chưa chọn đơn vị nào"),
        ({"targets": {}, "ended_sectors": frozenset()}, "Chưa cho biết chuyển về đâu"),
    ],
)
def test_a_request_that_says_too_little(session: Session, more: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        reorganisation.plan(session, District(session).request(**more))


def test_sources(session: Session) -> None:
    district = District(session)

    assert reorganisation.below(session, district.district) == frozenset(district.ids.values())
    assert list(reorganisation.uppers(session)) == [district.district, district.city]


def test_a_whole_district_moves_at_once(session: Session) -> None:
    area, sector = "Kim Mã", entry_of(session, Sector, "Hợp tác xã")
    upper = add_union(session, "LĐLĐ quận", area=area)
    values = {"state": "active", "upper_id": upper, "sector_id": sector}
    ids = records.insert_rows(session, Union, [{"name": f"CĐCS {number}"} | values for number in range(1500)])
    request = Request(frozenset(ids), DAY, elsewhere=Target(NGOC_HA, "Phường Ngọc Hà"), end_uppers=True)

    start = process_time()
    reorganisation.carry_out(session, reorganisation.plan(session, request))
    took = process_time() - start

    assert len(reorganisation.below(session, next(iter(reorganisation.uppers(session))))) == 1500
    assert took < 8  # under 2 s on a quiet machine


def test_it_is_one_action_and_taken_back_as_one(database: Database) -> None:
    with database.write("Thêm") as session:
        district = District(session)
        request = district.request()
    with database.read() as session:
        before = unions.listed(session, with_closed=True)
        made = reorganisation.plan(session, request)
    with database.write("Chuyển") as session:
        reorganisation.carry_out(session, made)
    with database.read() as session:
        offer = undo.next_undo(session, "Lan")
    assert offer is not None
    assert offer.title == "Hoàn tác: Chuyển"

    with database.write(offer.title, undoes=offer.action_id) as session:
        undo.undo(session, offer.action_id)

    with database.read() as session:
        assert unions.listed(session, with_closed=True) == before
        assert events.of_union(session, district.ids["Hoa Sen"]) == []
        assert differences_from_folding(session) == []
