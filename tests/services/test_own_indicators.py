"""Indicators of the office's own, and the values that are typed by hand of those the records cannot tell."""

from datetime import date

import pytest

from tests.offices import enter
from unioncare_desktop.domain.records import Indicator, IndicatorValue, PlanTarget
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord
from unioncare_desktop.services import indicator_values, indicators, own_indicators, plan_drafts, records
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.storage.database import Session

DAY = date(2023, 11, 30)


def add(session: Session, name: str, **typed: object) -> int:
    draft = own_indicators.new()
    enter(draft, name=name, unit="%", numerator="Đoàn viên được học", **typed)
    return own_indicators.save(session, draft)


def told(session: Session, indicator_id: int) -> IndicatorRow:
    return next(one for one in indicators.catalogue(session).values() if one.id == indicator_id)


def value(session: Session, indicator_id: int, numerator: str, denominator: str = "", note: str = "Báo cáo") -> int:
    draft = indicator_values.new(indicator_id, DAY)
    enter(draft, numerator=numerator, denominator=denominator, note=note)
    return indicator_values.save(session, draft)


def test_a_new_indicator_stands_at_the_end_and_is_typed_by_hand(session: Session) -> None:
    one = told(session, add(session, "Đoàn viên biết bơi (mới)"))
    assert list(indicators.catalogue(session))[-1] == one.key == "doan_vien_biet_boi_moi"
    assert one.by_hand
    assert one.data_source == "Nhập tay"


def test_keys_of_names_that_are_nearly_the_same_differ(session: Session) -> None:
    keys = [told(session, add(session, name)).key for name in ("Học bơi", "Học, bơi", "Học: bơi!")]
    assert keys == ["hoc_boi", "hoc_boi_2", "hoc_boi_3"]


def test_a_name_of_marks_alone_has_a_key_too(session: Session) -> None:
    assert told(session, add(session, "???")).key


def test_the_same_name_is_refused_whatever_its_accents(session: Session) -> None:
    add(session, "Học bơi")
    with pytest.raises(Duplicate, match="Danh mục đã có chỉ tiêu “HOC BƠI”"):
        add(session, "HOC BƠI")


def test_what_is_missing_is_named(session: Session) -> None:
    with pytest.raises(InvalidRecord) as refused:
        own_indicators.save(session, own_indicators.new())
    assert {problem.field for problem in refused.value.problems} >= {"name", "unit", "numerator"}


def test_an_indicator_goes_with_its_values_but_not_from_under_a_target(session: Session) -> None:
    own = add(session, "Học bơi")
    value(session, own, "3", "10")
    plan_id = plan_drafts.save(session, plan_drafts.new(issuer="LĐLĐ", name="Kế hoạch"))
    (target,) = plan_drafts.add(session, plan_id, PlanTarget, [{"indicator_id": own, "value": 5000}])
    with pytest.raises(InUse, match="đang dùng ở 1 chỉ tiêu"):
        own_indicators.delete(session, own)
    records.delete(session, PlanTarget, [target])
    own_indicators.delete(session, own)
    assert records.rows(session, Indicator, id=own) == []
    assert records.rows(session, IndicatorValue) == []


def test_what_the_program_computes_stays(session: Session) -> None:
    computed = indicators.catalogue(session)["members"]
    with pytest.raises(InUse, match="do chương trình tính"):
        own_indicators.delete(session, computed.id)


def test_a_share_is_of_something(session: Session) -> None:
    own = add(session, "Học bơi", denominator="Tổng số đoàn viên")
    for denominator in ("", "0"):
        with pytest.raises(InvalidRecord, match=r"lớn hơn 0.*tổng số đoàn viên"):
            value(session, own, "3", denominator)
    assert value(session, own, "3", "10")


def test_a_value_without_its_source_is_refused(session: Session) -> None:
    own = add(session, "Học bơi")
    with pytest.raises(InvalidRecord) as refused:
        value(session, own, "3", "10", note="")
    assert [problem.field for problem in refused.value.problems] == ["note"]


def test_a_day_has_one_value_the_last_one(session: Session) -> None:
    own = add(session, "Học bơi")
    first = value(session, own, "3", "10")
    assert value(session, own, "4", "10", note="Đếm lại") == first
    assert [(one.on, one.numerator, one.note) for one in indicator_values.listed(session, own)] == [(DAY, 4, "Đếm lại")]
    indicator_values.delete(session, first)
    assert indicator_values.listed(session, own) == []
