"""Closing the results of a round, and opening it again for a reason (P04).

A round is closed once every registration in it has an outcome. From then on nothing that belongs to it changes, not
even by undoing or by taking out of the trash (`dependencies`, `trash`).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import CampaignRound, Registration, RegistrationKind, Union
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, records
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.vietnamese import show_day, show_whole

_MOST_NAMED = 5


class Unreviewed(UserError):
    """A round that stays open as registrations in it have no outcome yet; `ids` are those, in the order of lists."""

    def __init__(self, sentence: str, ids: Sequence[int]) -> None:
        self.ids = tuple(ids)
        super().__init__(sentence)


def close(session: Session, round_id: int, on: date) -> None:
    """Close the results of a round on a day; nothing in it changes from then on.

    Raises:
        Unreviewed: registrations have no outcome yet. InvalidRecord: the day is before the round or ahead of today.
        UserError: it is closed already.
    """
    one = campaigns.round_of(session, round_id)
    campaigns.refuse_closed(session, [round_id])
    _refuse_day(one, on)
    refuse_unreviewed(session, round_id)
    records.update_row(session, CampaignRound, round_id, {"closed_on": on})


def refuse_unreviewed(session: Session, round_id: int) -> None:
    """Refuse to close a round in which registrations have no outcome yet.

    Raises:
        Unreviewed: there are some; the sentence counts them and names the first.
    """
    waiting = _unreviewed(session, [round_id])
    if waiting:
        raise Unreviewed(_waiting_words(campaigns.round_of(session, round_id), list(waiting.values())), list(waiting))


def _refuse_day(one: RoundRow, on: date) -> None:
    today = clock.today()
    if on < one.start:
        sentence = _("Ngày chốt kết quả: {day} trước ngày đầu đợt ({start})")
        raise InvalidRecord([Problem("closed_on", sentence.format(day=show_day(on), start=show_day(one.start)))])
    if on > today:
        sentence = _("Ngày chốt kết quả: {day} còn ở tương lai")
        raise InvalidRecord([Problem("closed_on", sentence.format(day=show_day(on)))])


def unreviewed(session: Session, round_id: int) -> list[int]:
    """The ids of the registrations of a round that have no outcome yet, by union and kind."""
    return list(_unreviewed(session, [round_id]))


def _unreviewed(session: Session, round_ids: Iterable[int]) -> dict[int, str]:
    """What waits for its outcome, by id: the union and what it registered."""
    row, union, kind = Registration.__table__.c, Union.__table__.c, RegistrationKind.__table__.c
    query = (
        select(row.id, union.name, row.content)
        .join(Union, union.id == row.union_id)
        .join(RegistrationKind, kind.id == row.kind_id)
        .where(row.round_id.in_(list(round_ids)), row.outcome.is_(None))
        .order_by(union.sort_key, kind.position, row.id)
    )
    words = _("{union}: {content}")
    return {row_id: words.format(union=name, content=content) for row_id, name, content in session.execute(query)}


def _waiting_words(one: RoundRow, told: Sequence[str]) -> str:
    lines = [f"• {words}" for words in told[:_MOST_NAMED]]
    if len(told) > _MOST_NAMED:
        lines.append(_("• và {count} đăng ký khác").format(count=show_whole(len(told) - _MOST_NAMED)))
    sentence = _(
        "Chưa chốt được {name}: còn {count} đăng ký chưa có kết quả. Hãy ghi đạt hay không đạt cho từng đăng ký:"
    )
    return "\n".join((sentence.format(name=one.name, count=show_whole(len(told))), *lines))


def reopen(session: Session, round_id: int, why: str) -> None:
    """Open a closed round again; the reason is kept with it.

    Raises:
        InvalidRecord: there is no reason, or it is too long. UserError: the round is not closed.
    """
    one = campaigns.round_of(session, round_id)
    if not one.closed:
        raise UserError(_("{name} chưa chốt nên không cần mở lại.").format(name=one.name))
    draft = records.open_draft(session, CampaignRound, round_id)
    draft.enter("reopened_why", why)
    if not draft.errors and draft.values["reopened_why"] is None:
        raise InvalidRecord([Problem("reopened_why", _("Hãy ghi lý do mở lại đợt; lý do được lưu cùng đợt."))])
    draft.values["closed_on"] = None
    records.save(session, draft)
