"""Two short questions before a plan: by which rules, and of which list of small unions the target is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.kinds import Day, Text, Whole
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_bases
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.widgets.basics import Button
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.merger_bases import Base
    from unioncare_desktop.ui.work import Work

_MOST_MEMBERS, _MOST_UNITS = 9999, 20


@dataclass(frozen=True)
class PlanRules:
    """By which sizes is planned; None is what the office's thresholds say."""

    threshold: int | None = None
    least: int | None = None
    most_units: int | None = None


def ask_rules(rules: PlanRules, usual: PlanRules, plan: Callable[[PlanRules], object], parent: QWidget) -> AskDialog:
    """Ask by which rules is planned; *usual* are those of the office, *rules* those chosen before."""

    def done(values: Mapping[str, Any]) -> bool:
        plan(PlanRules(**{name: None if value == getattr(usual, name) else value for name, value in values.items()}))
        return True

    size, units = Whole(most=_MOST_MEMBERS), Whole(most=_MOST_UNITS)
    labels = {
        "threshold": _("CĐCS nhỏ: &dưới (đoàn viên)"),
        "least": _("Sau khi ghép: &ít nhất (đoàn viên)"),
        "most_units": _("Một nhóm: &nhiều nhất (đơn vị)"),
    }
    questions = tuple(
        Question(name, label, units if name == "most_units" else size, getattr(rules, name) or getattr(usual, name))
        for name, label in labels.items()
    )
    about = _("Chỉ áp dụng cho phương án này. Mức dùng chung đặt ở Thiết lập, mục Ngưỡng.")
    dialog = AskDialog(_("Quy tắc của phương án"), about, questions, _("&Lập phương án"), done, parent)
    dialog.open()
    return dialog


def ask_base(work: "Work", span: Span, count: int, day: date, parent: QWidget) -> AskDialog:
    """Ask for the day and the name of the list of small unions by which the target is measured from now on."""
    with work.read() as session:
        known = merger_bases.listed(session)

    def done(values: Mapping[str, Any]) -> bool:
        title = _("Chốt danh sách gốc {period}").format(period=span.phrase)
        freeze = partial(
            merger_bases.freeze, span=span, on=values["on"], name=values["name"] or "", source=values["source"]
        )
        return work.write(title, freeze) is not None

    about = _(
        "Chỉ tiêu ghép được tính trên một danh sách giữ nguyên từ ngày chốt, dù sau đó số đoàn viên thay đổi. {period}"
        " có {count} CĐCS nhỏ."
    ).format(period=span.title, count=show_whole(count))
    questions = (
        Question("on", _("&Chốt đến ngày"), Day(), day),
        Question("name", _("&Tên danh sách"), Text(), _("CĐCS nhỏ {period}").format(period=span.phrase)),
        Question("source", _("Căn &cứ (nếu có)"), Text(), None, required=False),
    )
    others = (_discarding(work, known[0], parent),) if known else ()
    title = _("Chốt danh sách gốc")
    return _opened(AskDialog(title, about, questions, _("C&hốt danh sách"), done, parent, *others), others)


def _discarding(work: "Work", base: "Base", parent: QWidget) -> Button:
    """A button that takes the newest list back."""
    name = _("“{name}” ({day}, {count} CĐCS)").format(
        name=base.name, day=show_day(base.frozen_on), count=show_whole(len(base.unions))
    )

    def discard() -> None:
        if messages.ask(_("Xóa danh sách gốc {name}?").format(name=name), _("&Xóa danh sách"), parent=parent):
            work.write(_("Xóa danh sách gốc {name}").format(name=name), partial(merger_bases.discard, base_id=base.id))

    return Button(_("Xóa danh sách &đang dùng…"), discard, tip=name)


def _opened(dialog: AskDialog, others: tuple[Button, ...]) -> AskDialog:
    for button in others:
        button.clicked.connect(dialog.reject)
    dialog.open()
    return dialog
