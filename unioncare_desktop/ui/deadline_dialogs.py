"""What is asked about things that are due: how long to be silent, a note, a day, a new one, where to put a calendar."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Text
from unioncare_desktop.domain.records.plan import LONG_WORDS
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import files
from unioncare_desktop.services import deadline_calendar, deadlines
from unioncare_desktop.services.deadlines import Occurrence, Undated
from unioncare_desktop.ui import messages, saving
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_WEEK = timedelta(days=7)
_ONCE = "once"
_MOST_QUOTED = 60
_RHYTHMS = {_ONCE: _("một lần"), **{name: rhythm.words for name, rhythm in recurrence.RHYTHMS.items()}}
_Values = Mapping[str, Any]


def called(marked: Sequence[Occurrence]) -> str:
    """What some of them are called: the one by its name and day, several by their number."""
    if len(marked) != 1:
        return _("{count} việc").format(count=show_whole(len(marked)))
    title = marked[0].title
    short = title if len(title) <= _MOST_QUOTED else f"{title[:_MOST_QUOTED]}…"
    return _("“{title}” (hạn {day})").format(title=short, day=show_day(marked[0].due))


def ask_snooze(work: "Work", marked: Sequence[Occurrence], today: date, parent: QWidget) -> AskDialog:
    """Ask until when to be silent about some, and why."""

    def done(values: _Values) -> bool:
        title = _("Nhắc lại sau {what}").format(what=called(marked))
        return _written(work, title, lambda session: deadlines.snooze(session, marked, **values, on=today))

    known = marked[0] if len(marked) == 1 else None
    questions = (
        Question("until", _("&Nhắc lại từ ngày"), Day(today.year), (known and known.until) or today + _WEEK),
        Question("note", _("&Lý do"), Text(most=NOTE_LENGTH), known.note if known is not None else None),
    )
    about = _("Đến ngày ấy việc này thôi báo trễ, báo sắp đến hạn; lý do được ghi lại.")
    return _opened(AskDialog(_("Nhắc lại sau"), f"{called(marked)}. {about}", questions, _("&Ghi"), done, parent))


def ask_note(work: "Work", marked: Sequence[Occurrence], today: date, parent: QWidget) -> AskDialog:
    """Ask what is to be noted about some that are done."""

    def done(values: _Values) -> bool:
        title = _("Đánh dấu đã xong {what}").format(what=called(marked))
        return _written(work, title, lambda session: deadlines.mark_done(session, marked, **values))

    questions = (
        Question("on", _("&Xong ngày"), Day(today.year), today),
        Question("note", _("&Ghi chú"), Text(most=NOTE_LENGTH), None, required=False),
    )
    about = _("Ví dụ số, ngày của báo cáo đã gửi.")
    return _opened(AskDialog(_("Đã xong"), f"{called(marked)}. {about}", questions, _("Đã &xong"), done, parent))


def ask_day(work: "Work", asked: Undated, today: date, parent: QWidget) -> AskDialog:
    """Ask for the day of a deadline that has none; what the plan says stays as it is."""

    def done(values: _Values) -> bool:
        title = _("Ghi hạn {day} cho “{what}”").format(day=show_day(values["due"]), what=asked.title[:_MOST_QUOTED])
        return _written(work, title, lambda session: deadlines.set_day(session, asked.id, values["due"]))

    said = _("Kế hoạch ghi: “{words}”.").format(words=asked.words) if asked.words else ""
    about = " ".join(filter(None, (asked.title + ".", said, asked.problem)))
    questions = (Question("due", _("&Ngày đến hạn"), Day(today.year), None),)
    return _opened(AskDialog(_("Ghi ngày đến hạn"), about, questions, _("&Ghi"), done, parent))


def ask_new(work: "Work", today: date, done: Callable[[int], object], parent: QWidget) -> AskDialog:
    """Ask for something that the office sets itself; *done* gets its id."""

    def store(values: _Values) -> bool:
        try:
            days = _days(values["rhythm"], values["due"])
        except UserError as error:
            messages.show(error, parent)
            return False
        title = _("Thêm việc “{what}”").format(what=values["name"][:_MOST_QUOTED])
        added = work.write(title, lambda session: deadlines.add(session, values["name"], who=values["who"], **days))
        if added is not None:
            done(added)
        return added is not None

    questions = (
        Question("name", _("&Việc phải làm"), Text(most=LONG_WORDS), None),
        Question("due", _("&Ngày đến hạn"), Day(today.year), None),
        Question("rhythm", _("&Lặp lại"), Choice(_RHYTHMS), _ONCE, options=_RHYTHMS),
        Question("who", _("&Ai làm"), Text(), None, required=False),
    )
    about = _("Việc lặp lại tính từ hôm nay, vào ngày và tháng của ngày đến hạn ghi ở đây.")
    return _opened(AskDialog(_("Thêm việc của đơn vị"), about, questions, _("&Thêm"), store, parent))


def _days(rhythm: str, due: date) -> dict[str, Any]:
    """The day, or the rule that comes to it."""
    if rhythm == _ONCE:
        return {"due": due}
    return {"rule": recurrence.rule_of(recurrence.choice_from(rhythm, due))}


def _written(work: "Work", title: str, function: Callable[[Any], object]) -> bool:
    """Whether one action could be done and saved."""
    return work.write(title, lambda session: function(session) or True) is not None


def _opened(dialog: AskDialog) -> AskDialog:
    dialog.open()
    return dialog


def save_calendar(found: Collection[Occurrence], context: "Context", parent: QWidget) -> str:
    """Ask where to put a calendar file and write it; what to tell the user, nothing where the user gave it up."""
    now = datetime.now(UTC)
    stem = _("Viec-den-han_{moment}").format(moment=f"{now.astimezone():%Y%m%d-%H%M}")
    proposed = files.free_path(Path(context.settings.last_export_folder or Path.home()), stem, ".ics")
    content = deadline_calendar.calendar(found, context.office, now)
    path = saving.save_as(
        parent, _("Xuất lịch việc đến hạn"), proposed, _("Tệp lịch (*.ics)"), lambda target: _put(target, content)
    )
    if path is None:
        return ""
    context.settings.last_export_folder = str(path.parent)
    context.save_settings()
    return _("Đã lưu lịch vào {file}: mở bằng điện thoại, Outlook hoặc Google Calendar.").format(file=path.name)


def _put(path: Path, content: bytes) -> None:
    deadline_calendar.check(content)
    files.put(path, content)
