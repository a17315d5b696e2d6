"""What is due as a calendar file (.ics, RFC 5545), for telephones and mail programs.

All-day events with an alarm a week before. What recurs by a rule is one event with that rule; what is done is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.i18n import _
from unioncare_desktop.services.deadline_marks import ROUND, Source
from unioncare_desktop.services.deadlines import Occurrence, State

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT = "-//UnionCare//UnionCare Desktop//VI"
_NAMES = uuid5(NAMESPACE_URL, "urn:unioncare:deadline")
_ALARM_BEFORE = timedelta(days=7)


def calendar(found: Iterable[Occurrence], office: str, made: datetime) -> bytes:
    """The calendar of what is *found* and not done, of the *office* of that name, *made* at a moment (UTC).

    An event has the same identity in each file that is made of it, so that calendars take in what has changed.
    """
    from icalendar import Calendar, vText

    whole = Calendar()
    whole.add("prodid", _PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("x-wr-calname", vText(_("Việc đến hạn, {office}").format(office=office)))
    for same in _by_source(found).values():
        for event in _events(same, office):
            event.add("dtstamp", made)
            whole.add_component(event)
    return bytes(whole.to_ical())


def check(content: bytes) -> None:
    """Read a calendar as another program would.

    Raises:
        ValueError: it is not whole.
    """
    from icalendar import Calendar

    Calendar.from_ical(content)


def _by_source(found: Iterable[Occurrence]) -> dict[Source, list[Occurrence]]:
    groups: defaultdict[Source, list[Occurrence]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.due):
        groups[one.of].append(one)
    return groups


def _events(same: Sequence[Occurrence], office: str) -> Iterator["Event"]:
    """The events of what belongs to one record: one for a series, else one for each day."""
    still = [one for one in same if one.state is not State.DONE]
    if still and still[0].rule is not None:
        done = [one.due for one in same if one.state is State.DONE and one.due > still[0].due]
        yield _series(still[0], still[0].rule, done, office)
    else:
        yield from (_event(one, office) for one in still)


def _series(first: Occurrence, rule: str, done: Sequence[date], office: str) -> "Event":
    from icalendar import vRecur

    event = _event(first, office)
    read = recurrence.read(rule)
    ends = min((day for day in (read.until, first.last) if day is not None), default=None)
    event.add("rrule", vRecur.from_ical(str(replace(read, until=ends))))
    if done:
        event.add("exdate", list(done), parameters={"VALUE": "DATE"})
    return event


def _event(one: Occurrence, office: str) -> "Event":
    from icalendar import Event

    event = Event()
    which = one.title if one.of.column == ROUND else ""  # a round has two days
    identity = "|".join((office, one.of.column, str(one.of.key), which))
    event.add("uid", f"{uuid5(_NAMES, identity)}@unioncare")
    event.add("summary", one.title)
    event.add("dtstart", one.due)
    event.add("dtend", one.due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [one.kind_words])
    event.add("description", "\n".join(_about(one)))
    event.add_component(_alarm(one))
    return event


def _about(one: Occurrence) -> Iterator[str]:
    """What is to be known about it, a line each."""
    yield _("Theo: {plan}").format(plan=one.plan)
    for words, told in (
        (_("Ai làm: {told}"), one.who),
        (_("Lặp lại: {told}"), recurrence.words(one.rule) if one.rule else ""),
        (_("Lưu ý: {told}"), "" if one.rule else one.remark),
        (_("Phải hỏi lại: {told}"), one.problem),
        (_("Ghi chú: {told}"), one.note),
    ):
        if told:
            yield words.format(told=told)


def _alarm(one: Occurrence) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_ALARM_BEFORE)
    alarm.add("description", one.title)
    return alarm
