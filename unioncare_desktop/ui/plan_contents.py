"""What is in a plan, to be read before it is loaded or opened: its targets, deadlines, and what it wants registered."""

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.i18n import _
from unioncare_desktop.services.plans import DeadlineRow, PlanRow, RegisterRow, TargetRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Card, Elided, Label, column, plain_tip, row
from unioncare_desktop.ui.widgets.lines import Lines
from unioncare_desktop.vietnamese import capitalized, show_day, show_whole

_HEIGHT = 268


class PlanContents(Card):
    """Three lists beside each other under the plan's name."""

    def __init__(self) -> None:
        super().__init__(margins=(14, 10, 14, 10))
        self.name = Elided("", "heading")
        self.headings = [Label("", "muted") for _part in range(3)]
        self.lists = [Lines() for _part in range(3)]
        self._parts = [QWidget() for _part in range(3)]
        parts = row(*self._parts, gap=12)
        for place, part in enumerate(self._parts):
            part.setLayout(column(self.headings[place], self.lists[place], gap=4))
            parts.setStretch(place, 1)
        self.body.addWidget(self.name)
        self.body.addLayout(parts)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(_HEIGHT))

    def show_plan(self, plan: PlanRow | None) -> None:
        """Show what is in *plan*; without one, nothing."""
        self.setVisible(plan is not None)
        if plan is None:
            return
        self.name.setText(f"{plan.title}: {plan.name}")
        self.name.setToolTip(plain_tip(f"{plan.name}\n{plan.issuer}"))
        parts: tuple[tuple[str, list[str]], ...] = (
            (_("Chỉ tiêu {count}"), [_of_target(one) for one in plan.targets]),
            (_("Thời hạn {count}"), [_of_deadline(one) for one in plan.deadlines]),
            (_("Nội dung phải đăng ký {count}"), [_of_register(one) for one in plan.registers]),
        )
        for part, heading, listed, (title, lines) in zip(self._parts, self.headings, self.lists, parts, strict=True):
            part.setVisible(bool(lines))
            heading.setText(title.format(count=show_whole(len(lines))))
            listed.setAccessibleName(heading.text())
            listed.show_lines((words, None) for words in lines)


def _of_target(one: TargetRow) -> str:
    when = _("mỗi năm") if one.yearly else one.milestone
    return " · ".join(
        filter(None, (capitalized(one.words or one.indicator_name), one.wanted, when, _line(one.line), one.note or ""))
    )


def _of_deadline(one: DeadlineRow) -> str:
    due = show_day(one.due) if one.due else recurrence.words(one.rule) if one.rule else _("chưa rõ ngày")
    return " · ".join(filter(None, (due, one.name, _line(one.line), one.problem or "")))


def _of_register(one: RegisterRow) -> str:
    return " · ".join(filter(None, (one.name, _line(one.line))))


def _line(number: str | None) -> str:
    return _("dòng {line}").format(line=number) if number else ""
