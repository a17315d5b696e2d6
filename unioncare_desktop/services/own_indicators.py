"""The catalogue of indicators being changed: indicators of the office's own, whose values are typed by hand.

Of those that the program computes only the name and the words by which texts speak of them are changed.
"""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Indicator, IndicatorValue, PlanTarget
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.vietnamese import fold, show_whole

_KEY_LENGTH, _NAMELESS = 50, "chi_tieu"


def new() -> Draft:
    """An indicator of the office's own that is yet to be typed; its key follows from its name when it is saved."""
    return records.new(Indicator, key=_NAMELESS, data_source=_("Nhập tay"))


def save(session: Session, draft: Draft) -> int:
    """Store an indicator and return its id; a new one stands at the end of the catalogue, under a key from its name.

    Raises:
        InvalidRecord: something is missing or wrong. Duplicate: there is one with this name.
    """
    named = draft.values["name"]
    if draft.id is None and named:
        draft = replace(draft, values=draft.values | {"key": _free_key(session, named), "position": _end(session)})
    if draft.errors:
        raise InvalidRecord(draft.errors)
    if any(row["id"] != draft.id for row in records.rows(session, Indicator, name_key=fold(named))):
        raise Duplicate(_("Danh mục đã có chỉ tiêu “{name}”.").format(name=named))
    return records.save(session, draft)


def _free_key(session: Session, name: str) -> str:
    taken = {row["key"] for row in records.rows(session, Indicator)}
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    wanted = "_".join(words)[:_KEY_LENGTH] or _NAMELESS
    keys = [wanted, *(f"{wanted}_{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in keys if key not in taken)


def _end(session: Session) -> int:
    return (session.scalar(select(func.max(Indicator.__table__.c.position))) or 0) + 1


def delete(session: Session, indicator_id: int) -> None:
    """Remove an indicator of the office's own, with the values that were typed of it.

    Raises:
        InUse: it is computed by the program, or a target is set for it.
    """
    values = records.open_draft(session, Indicator, indicator_id).values
    if values["measure"]:
        raise InUse(_("“{name}” do chương trình tính từ số liệu, không xóa được.").format(name=values["name"]))
    targets = session.scalar(select(func.count()).where(PlanTarget.indicator_id == indicator_id))
    if targets:
        sentence = _(
            "Không xóa được “{name}”: đang dùng ở {count} chỉ tiêu của các kế hoạch. Hãy xóa ở kế hoạch trước."
        )
        raise InUse(sentence.format(name=values["name"], count=show_whole(targets)))
    typed = records.rows(session, IndicatorValue, indicator_id=indicator_id)
    records.delete(session, IndicatorValue, [row["id"] for row in typed])
    records.delete(session, Indicator, [indicator_id])
