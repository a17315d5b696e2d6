"""What is typed of indicators that the records cannot tell: one value a day, each with a note on its source."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Indicator, IndicatorValue
from unioncare_desktop.errors import InvalidRecord, Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.indicators import PERCENT


@dataclass(frozen=True)
class HandValue:
    """What an indicator came to on a day, as it was typed; `denominator` is None for a plain count."""

    id: int
    on: date
    numerator: int
    denominator: int | None
    note: str


def listed(session: Session, indicator_id: int) -> list[HandValue]:
    """What was typed of an indicator, the newest day first."""
    found = sorted(records.rows(session, IndicatorValue, indicator_id=indicator_id), key=lambda row: row["on"])
    return [HandValue(**{name: row[name] for name in HandValue.__dataclass_fields__}) for row in reversed(found)]


def new(indicator_id: int, on: date) -> Draft:
    """A value of a day that is yet to be typed."""
    return records.new(IndicatorValue, indicator_id=indicator_id, on=on)


def save(session: Session, draft: Draft) -> int:
    """Store a value and return its id; what was typed of the same day before is corrected by it.

    Raises:
        InvalidRecord: something is missing or wrong; a share is of something.
    """
    if problems := (*draft.errors, *_of_share(session, draft)):
        raise InvalidRecord(problems)
    values = draft.values
    same = records.rows(session, IndicatorValue, indicator_id=values["indicator_id"], on=values["on"])
    if not same:
        return records.save(session, draft)
    (stored,) = same
    records.update_row(session, IndicatorValue, stored["id"], values)
    return int(stored["id"])


def _of_share(session: Session, draft: Draft) -> list[Problem]:
    (indicator,) = records.rows(session, Indicator, id=draft.values["indicator_id"])
    if indicator["unit"] != PERCENT or draft.values["denominator"] or "denominator" in draft.unreadable:
        return []
    sentence = _("{field}: chỉ tiêu này là tỷ lệ, hãy ghi tổng số (lớn hơn 0): {denominator}.")
    label, words = fields_of(IndicatorValue)["denominator"].label, indicator["denominator"] or _("mẫu số")
    return [Problem("denominator", sentence.format(field=label, denominator=words.lower()))]


def delete(session: Session, value_id: int) -> None:
    """Take a typed value back."""
    records.delete(session, IndicatorValue, [value_id])
