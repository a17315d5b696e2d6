"""The commands `close` and `reopen`: a period is closed with its reports, and opened again for a reason."""

import argparse

from unioncare_desktop.cli_parts import DONE, Commands, add, opened, show, span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day


def register(commands: Commands) -> None:
    """Add the commands."""
    close = add(commands, "close", _close, _("khóa sổ một kỳ: số liệu và báo cáo giữ nguyên từ đó"), json_too=True)
    close.add_argument("period", metavar="PERIOD", type=span)
    close.add_argument("--anyway", action="store_true", help=_("khóa sổ dù còn lỗi hoặc số chưa xác nhận"))
    reopen = add(commands, "reopen", _reopen, _("mở lại một kỳ đã khóa sổ, có lý do"), json_too=True)
    reopen.add_argument("period", metavar="PERIOD", type=span)
    reopen.add_argument("--reason", required=True, metavar="TEXT", help=_("lý do, được in ở báo cáo đính chính"))


def _close(options: argparse.Namespace) -> int:
    from unioncare_desktop.progress import drain
    from unioncare_desktop.reports import closing
    from unioncare_desktop.services import closings

    with opened(options) as database:
        with database.read() as session:
            spans = closings.closing_spans(session, options.period)
            doubts = closings.doubts(session, options.period)
        _refuse_doubts([one.words for one in doubts if one.weighs and not options.anyway])
        with database.write(closing.title(options.period)) as session:
            drain(closing.close(session, options.period))
        with database.read() as session:
            closed = closings.closing_of(session, options.period)
    told = {
        "period": options.period.code,
        "closed": closed.closed_on.isoformat() if closed else None,
        "periods": [one.code for one in spans],
        "warnings": [one.words for one in doubts],
    }
    words = _("{period} đã khóa sổ ngày {day}.")
    lines = [words.format(period=one.title, day=show_day(closed.closed_on)) for one in spans if closed]
    show(told, as_json=options.json, lines=[*lines, *(_("Lưu ý: {words}").format(words=one.words) for one in doubts)])
    return DONE


def _refuse_doubts(doubts: list[str]) -> None:
    if doubts:
        sentence = _("Chưa khóa sổ: còn {doubts}. Hãy xử lý trước, hoặc thêm --anyway để vẫn khóa sổ.")
        raise UserError(sentence.format(doubts="; ".join(doubts)))


def _reopen(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import closings

    title = _("Mở lại {period}").format(period=options.period.title)
    with opened(options) as database, database.write(title) as session:
        spans = closings.reopen(session, options.period, options.reason)
    lines = [_("{period} đã mở lại.").format(period=one.title) for one in spans]
    show({"period": options.period.code, "periods": [one.code for one in spans]}, as_json=options.json, lines=lines)
    return DONE
