"""Closing the results of a round, opening it again for a reason, and the line that says that it is closed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day, Text
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import round_closing
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.round_closing import Unreviewed
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.widgets.closed_banner import ClosedBanner
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work


def ask_close(
    work: "Work", closed: RoundRow, reviewed: str, go_on: Callable[[], object], parent: QWidget
) -> AskDialog | None:
    """Ask on which day a round is closed; *reviewed* sums up its results.

    Where something is not reviewed yet, that is listed instead, and *go_on* leads there.
    """
    try:
        with work.read() as session:
            round_closing.refuse_unreviewed(session, closed.id)
    except Unreviewed as error:
        if messages.choose(str(error), _("Đ&ến các dòng này"), _("Đón&g"), parent=parent, enter=0) == 0:
            go_on()
        return None

    def done(values: Mapping[str, Any]) -> bool:
        close = partial(round_closing.close, round_id=closed.id, on=values["on"])
        return _wrote(work, _("Chốt kết quả {round}").format(round=closed.name), close, parent)

    today = clock.today()
    about = _("{reviewed} Sau khi chốt, đăng ký, kết quả và điểm của đợt không sửa được, trừ khi mở lại.")
    if today <= closed.end:
        about = _("{reviewed} Đợt này còn đến ngày {day}. Sau khi chốt, không ghi thêm được gì, trừ khi mở lại.")
    told = about.format(reviewed=reviewed, day=show_day(closed.end))
    question = Question("on", _("&Ngày chốt"), Day(closed.year), today)
    return _opened(_("Chốt kết quả {round}").format(round=closed.title), told, question, _("&Chốt đợt"), done, parent)


def ask_reopen(work: "Work", closed: RoundRow, parent: QWidget) -> AskDialog:
    """Ask for the reason for which a closed round is opened again."""

    def done(values: Mapping[str, Any]) -> bool:
        reopen = partial(round_closing.reopen, round_id=closed.id, why=values["why"])
        return _wrote(work, _("Mở lại {round}").format(round=closed.name), reopen, parent)

    about = _("Đợt đã chốt ngày {day}. Lý do mở lại được lưu cùng đợt và hiện trong nhật ký.")
    told = about.format(day=show_day(closed.closed_on) if closed.closed_on else "")
    question = Question("why", _("&Lý do"), Text(), None)
    return _opened(_("Mở lại {round}").format(round=closed.title), told, question, _("&Mở lại"), done, parent)


def _wrote(work: "Work", title: str, function: "Callable[[Session], None]", parent: QWidget) -> bool:
    """Do one action; whether it was possible."""

    def do(session: "Session") -> bool:
        function(session)
        return True

    def refuse(error: UserError) -> None:
        messages.show(error, parent)

    return bool(work.write(title, do, refuse))


def _opened(
    title: str,
    about: str,
    question: Question,
    verb: str,
    done: Callable[[Mapping[str, Any]], bool],
    parent: QWidget,
) -> AskDialog:
    dialog = AskDialog(title, about, (question,), verb, done, parent)
    dialog.open()
    return dialog


class RoundBanner(ClosedBanner):
    """That a round is closed, with the way to open it again; or why it was opened again."""

    def show_round(self, shown: RoundRow | None) -> None:
        """Say what is to be said of a round; nothing hides the line."""
        self.show_words(_told(shown) if shown is not None else "", closed=shown is not None and shown.closed)


def _told(shown: RoundRow) -> str:
    if shown.closed_on is not None:
        words = _("{round} đã chốt ngày {day}: đăng ký, kết quả và điểm chỉ để xem.")
        return words.format(round=shown.name, day=show_day(shown.closed_on))
    if shown.reopened_why:
        return _("{round} được mở lại: {why}").format(round=shown.name, why=shown.reopened_why)
    return ""
