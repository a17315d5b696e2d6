"""What came of registrations: reviewed one by one or many at once, and added where nothing had been registered (R02).

An outcome brings the number that was achieved, and a number its outcome; who types the other then corrects it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.domain.records.registration import ACHIEVED, FAILED, OUTCOMES, PARTLY, RESULT_FIELDS
from unioncare_desktop.errors import InvalidRecord, Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task, drain, in_parts
from unioncare_desktop.services import campaigns, cell_entry, records, registrations
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.cell_entry import Entered, Entry, Sheet
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.registration_rows import RegistrationRow

Values = Mapping[str, Any]
_RECOGNITION = ("decision", "decided_on", "level_id")


# Typed and pasted


def judge(session: Session, round_id: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of entries into the result fields of registrations, by their ids; nothing is stored."""
    return cell_entry.judge(_sheet(session, round_id, entries), entries)


def enter(session: Session, round_id: int, entries: Sequence[Entry]) -> Entered:
    """Store results that were typed into cells of a round's registrations, by their ids.

    In a closed round every entry that would change something is refused with how to reopen it.
    """
    return cell_entry.enter(session, _sheet(session, round_id, entries), entries)


def _sheet(session: Session, round_id: int, entries: Sequence[Entry]) -> Sheet:
    one, ids = campaigns.round_of(session, round_id), frozenset(entry.key for entry in entries)
    stored = records.rows(session, Registration, round_id=round_id, id=ids)
    return Sheet(
        Registration,
        {row["id"]: row for row in stored},
        lambda row: problems(row, one),
        _follows,
        lambda _row, _change: campaigns.closed_words(one) if one.closed else "",
        {"level_id": records.choices(session, RecognitionLevel)},
    )


def _follows(row: Row, change: Row) -> Row:
    """The number that an outcome brings, or the outcome that a number means where there was none."""
    if "outcome" in change and "achieved" not in change:
        usual = {ACHIEVED: row["quantity"], FAILED: 0}
        return {"achieved": usual.get(change["outcome"])}
    if change.get("achieved") is not None and "outcome" not in change and row["outcome"] is None:
        return {"outcome": _outcome_of(change["achieved"], row["quantity"])}
    return {}


def _outcome_of(achieved: int, quantity: int) -> str:
    if not achieved:
        return FAILED
    return ACHIEVED if achieved >= quantity else PARTLY


def mark(session: Session, round_id: int, ids: Collection[int], outcome: str) -> int:
    """Give registrations of a round the same outcome, and return how many that changed.

    Raises:
        UserError: the round is closed.
    """
    return drain(marking(session, round_id, ids, outcome))


def marking(session: Session, round_id: int, ids: Collection[int], outcome: str) -> Task[int]:
    """`mark` as a long task, for all registrations of a round."""
    campaigns.refuse_closed(session, [round_id])
    entered: list[Entered] = []
    entries = [Entry(row_id, "outcome", outcome) for row_id in ids]
    yield from in_parts(entries, lambda part: entered.append(enter(session, round_id, part)))
    return sum(one.stored for one in entered)


def decide(
    session: Session, round_id: int, ids: Collection[int], decision: str, decided_on: date, level_id: int | None
) -> int:
    """Record one decision by which registrations were recognised, and return how many; without a level theirs stay.

    Raises:
        UserError: the round is closed, or one of them was not achieved.
    """
    return drain(deciding(session, round_id, ids, decision, decided_on, level_id))


def deciding(
    session: Session, round_id: int, ids: Collection[int], decision: str, decided_on: date, level_id: int | None
) -> Task[int]:
    """`decide` as a long task."""
    campaigns.refuse_closed(session, [round_id])
    failed = [row for row in records.rows(session, Registration, id=frozenset(ids)) if _is_nothing(row)]
    if failed:
        sentence = _(
            "{count} đăng ký đã chọn chưa đạt nên không ghi quyết định công nhận được. Hãy bỏ chọn các dòng ấy."
        )
        raise UserError(sentence.format(count=show_whole(len(failed))))
    typed = {"decision": decision, "decided_on": decided_on, "level_id": level_id}
    given = {name: value for name, value in typed.items() if value is not None}

    def decide_part(some: Sequence[int]) -> None:
        entered = enter(session, round_id, [Entry(row_id, *one) for row_id in some for one in given.items()])
        if entered.refused:
            raise UserError(entered.refused[0].reason)

    yield from in_parts(list(ids), decide_part)
    return len(ids)


def _is_nothing(row: Values) -> bool:
    return row["outcome"] in (None, FAILED)


# What is wrong or odd


def problems(values: Values, one: RoundRow) -> list[Problem]:
    """What is wrong or odd with the results of a registration (its columns in *values*) in a round."""
    return [*_contradictions(values), *_recognised_nothing(values), *_days(values, one)]


def problems_of(found: "Sequence[RegistrationRow]") -> dict[int, tuple[Problem, ...]]:
    """The warnings and hints about the results of registrations as lists show them, by id; without those in order."""
    told = {row.id: tuple(problems({name: getattr(row, name) for name in _LOOKED_AT}, row.round)) for row in found}
    return {row_id: ones for row_id, ones in told.items() if ones}


_LOOKED_AT = (*RESULT_FIELDS, "quantity")


def _contradictions(values: Values) -> Iterator[Problem]:
    outcome, achieved, quantity = values["outcome"], values["achieved"], values["quantity"]
    if outcome is None or achieved is None:
        if outcome == PARTLY:
            yield Problem("achieved", _("Đạt một phần: hãy ghi số lượng đạt."), Severity.WARNING)
        return
    words = {"outcome": OUTCOMES[outcome], "achieved": show_whole(achieved), "quantity": show_whole(quantity)}
    if (outcome == FAILED) != (achieved == 0):
        yield Problem("achieved", _("Kết quả “{outcome}” nhưng số lượng đạt là {achieved}.").format(**words))
    elif outcome == PARTLY and achieved >= quantity:
        sentence = _("Kết quả “{outcome}” nhưng đạt {achieved} trên {quantity} đã đăng ký.")
        yield Problem("achieved", sentence.format(**words), Severity.WARNING)
    elif outcome == ACHIEVED and achieved < quantity:
        sentence = _("Kết quả “{outcome}” nhưng mới đạt {achieved} trên {quantity} đã đăng ký.")
        yield Problem("achieved", sentence.format(**words), Severity.WARNING)
    elif achieved > quantity:
        sentence = _("Đạt {achieved}, nhiều hơn đã đăng ký ({quantity}).")
        yield Problem("achieved", sentence.format(**words), Severity.HINT)


def _recognised_nothing(values: Values) -> Iterator[Problem]:
    given = next((name for name in _RECOGNITION if values[name] is not None), None)
    if given is not None and _is_nothing(values):
        sentence = _("Đã ghi quyết định hoặc cấp công nhận nhưng kết quả là “{outcome}”.")
        outcome = OUTCOMES.get(values["outcome"], _("chưa đánh giá"))
        yield Problem(given, sentence.format(outcome=outcome), Severity.WARNING)
    if values["decision"] is not None and values["decided_on"] is None:
        yield Problem("decided_on", _("Đã ghi số quyết định nhưng chưa ghi ngày công nhận."), Severity.HINT)


def _days(values: Values, one: RoundRow) -> Iterator[Problem]:
    day, today = values["decided_on"], clock.today()
    if day is None:
        return
    if day > today:
        sentence = _("Ngày công nhận {day} còn ở tương lai.")
        yield Problem("decided_on", sentence.format(day=show_day(day)), Severity.WARNING)
    elif day < one.start:
        sentence = _("Ngày công nhận {day} trước ngày đầu đợt ({start}).")
        yield Problem("decided_on", sentence.format(day=show_day(day), start=show_day(one.start)), Severity.WARNING)


# What had not been registered


def new_draft(round_id: int, **values: object) -> Draft:
    """A result that is added without a registration before it: achieved, and marked as added later."""
    return records.new(Registration, round_id=round_id, outcome=ACHIEVED, added_later=True, **values)


def add(session: Session, draft: Draft) -> int:
    """Store a result that had not been registered, as a registration that was added later; return its id.

    Raises:
        InvalidRecord: it is not marked as added later, has no outcome, or contradicts itself.
        UserError: the round is closed. Duplicate: it had been registered after all.
    """
    if not draft.values["added_later"]:
        sentence = _("Đơn vị chưa đăng ký nội dung này trong đợt. Hãy ghi đăng ký trước, hoặc đánh dấu “Bổ sung sau”.")
        raise InvalidRecord([Problem("added_later", sentence)])
    if draft.values["outcome"] is None:
        raise InvalidRecord([Problem("outcome", _("Kết quả: bắt buộc phải nhập"))])
    draft.values |= _follows(draft.values, {"outcome": draft.values["outcome"]} | _typed(draft))
    errors = [one for one in _contradictions(draft.values) if one.severity is Severity.ERROR]
    if errors:
        raise InvalidRecord(errors)
    return registrations.save(session, draft)


def _typed(draft: Draft) -> Row:
    achieved = draft.values["achieved"]
    return {} if achieved is None else {"achieved": achieved}
