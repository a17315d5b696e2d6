"""The rows of the start page: a target, something that is due, what was done, the members of a sector or area."""

from datetime import date
from typing import TYPE_CHECKING

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Chip, Role, Tone
from unioncare_desktop.ui.widgets.door_rows import Cell, DoorRow, Place
from unioncare_desktop.ui.widgets.target_bar import Shares, TargetBar, shares_of_standing
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:  # the start page is painted before the services are imported
    from unioncare_desktop.services.deadlines import Occurrence
    from unioncare_desktop.services.history import ActionRow
    from unioncare_desktop.services.overview import Goal, Part

_ROLES: dict[str, Role] = {"good": "good", "warning": "warning", "error": "error", "none": "muted"}
_TONES: dict[str, Tone] = {"late": "error", "due": "warning"}
_LOW = 22
_DAY_WIDTH, _COUNT_WIDTH, _SHARE_WIDTH = 60, 48, 166


class GoalRow(DoorRow):
    """A target: what it is, what is wanted, what is reached as a figure and as a bar, and what that means."""

    def __init__(self) -> None:
        self.name, self.wanted, self.value = Cell(), Cell("muted"), Cell(right=True, width=_SHARE_WIDTH)
        self.bar, self.words = TargetBar(), Cell()
        super().__init__((self.name, 33), (self.wanted, 20), (self.value, 0), (self.bar, 10), (self.words, 37))

    def show_goal(self, goal: "Goal") -> None:
        """Show a target with its figures and words."""
        one = goal.standing
        name = " · ".join(filter(None, (one.indicator.name, one.target.sector, one.target.area)))
        words = _told(goal)
        shares = shares_of_standing(one)
        self.name.setText(name)
        self.wanted.setText(one.target.wanted)
        self.value.setText(one.value_words)
        self.bar.show_shares(shares or Shares())
        self.words.setText(words)
        self.words.set_role(_ROLES[one.light])
        told = f"{name}: {one.target.wanted}; {one.value_words}; {words}"
        tip = ". ".join(filter(None, (told, one.target.words, one.target.plan, one.value.note)))
        self.tell(told, tip, ("targets", ("target", one.target.id)))


class DueRow(DoorRow):
    """Something that is due: the day, what it is, and how far off it is; what is left to do is told when asked."""

    def __init__(self) -> None:
        self.day, self.name, self.state = Cell("muted", width=_DAY_WIDTH), Cell(), Chip()
        super().__init__((self.day, 0), (self.name, 1), (self.state, 0), height=_LOW)

    def show_occurrence(self, one: "Occurrence", on: date) -> None:
        """Show what is due, as it stands on a day."""
        day = short_day(one.due, on)
        self.day.setText(day)
        self.name.setText(one.title)
        self.state.show_text(one.words.partition(", ")[0], _TONES.get(one.state, "neutral"))
        who = ", ".join(filter(None, (one.plan, one.who)))
        told = f"{day}: {one.title}, {one.words}"
        self.tell(told, ". ".join(filter(None, (told, who, one.remark))), one.go)


class DoneRow(DoorRow):
    """Something that was done: when, what, by whom."""

    def __init__(self) -> None:
        self.at, self.name, self.who = Cell("muted", width=_DAY_WIDTH), Cell(), Cell("muted", right=True)
        super().__init__((self.at, 0), (self.name, 70), (self.who, 30), height=_LOW)

    def show_action(self, done: "ActionRow", on: date) -> None:
        """Show an action; of the same day only its time."""
        at = f"{done.at:%H:%M}" if done.at.date() == on else short_day(done.at.date(), on)
        state = f" ({done.state_words})" if done.state_words else ""
        self.at.setText(at)
        self.name.setText(done.title + state)
        self.who.setText(done.who)
        told = f"{done.at:%H:%M} {show_day(done.at.date())}, {done.who}: {done.title}{state}"
        self.tell(told, told, ("history", done.id))


class PartRow(DoorRow):
    """The members of a sector or an area, as a bar beside the largest."""

    def __init__(self) -> None:
        self.name, self.bar, self.value = Cell(), TargetBar(), Cell(right=True, width=_COUNT_WIDTH)
        super().__init__((self.name, 64), (self.bar, 36), (self.value, 0), height=_LOW)

    def show_part(self, part: "Part", most: int, place: Place) -> None:
        """Show *part* beside one of *most* members; it opens *place*."""
        members = show_whole(part.members)
        self.name.setText(part.name)
        self.bar.show_shares(Shares(min(part.members / most, 1.0) if most else 0.0))
        self.value.setText(members)
        told = _("{name}: {members} đoàn viên").format(name=part.name, members=members)
        self.tell(told, told, place)


def _told(goal: "Goal") -> str:
    """What a target's figure means: how much is missing, and what is expected to come of it where that is known."""
    one = goal.standing
    if goal.outlook and one.gap:
        return _("thiếu {gap} · {outlook}").format(gap=show_whole(one.gap), outlook=goal.outlook)
    return one.remark or one.state_words


def short_day(day: date, on: date) -> str:
    """A day as a list near *on* shows it: 14/09, of another year 14/09/24."""
    return f"{day:%d/%m}" if day.year == on.year else f"{day:%d/%m/%y}"
