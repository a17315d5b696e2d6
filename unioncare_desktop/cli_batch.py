"""The command `sheets`: what the office has of each union, to be confirmed by it, in one PDF or one each."""

import argparse
from pathlib import Path

from unioncare_desktop.cli_parts import DONE, Commands, add, opened, show, span
from unioncare_desktop.i18n import _

_ORDERS = ("bloc", "area", "code")


def register(commands: Commands) -> None:
    """Add the command."""
    sheets = add(commands, "sheets", _sheets, _("phiếu đối chiếu số liệu của từng đơn vị"), json_too=True)
    sheets.add_argument("--period", required=True, type=span)
    sheets.add_argument("--out", required=True, type=Path, metavar="DIR")
    sheets.add_argument("--each", action="store_true", help=_("mỗi đơn vị một tệp, trong một thư mục mới"))
    sheets.add_argument("--odd", action="store_true", help=_("chỉ đơn vị có chỗ thiếu hoặc cần xem lại"))
    sheets.add_argument("--order", choices=_ORDERS, default="bloc", help=_("thứ tự: khối, địa bàn, mã"))
    for name, words in {
        "bloc": _("chỉ khối này"),
        "area": _("chỉ địa bàn này"),
        "sector": _("chỉ loại hình này"),
    }.items():
        sheets.add_argument(f"--{name}", default="", metavar="NAME", help=words)


def _sheets(options: argparse.Namespace) -> int:
    from unioncare_desktop.progress import drain
    from unioncare_desktop.reports.batch import Batch, Choice
    from unioncare_desktop.services.unions import Scope

    scope = Scope(area=options.area, sector=options.sector, bloc=options.bloc)
    with opened(options) as database:
        with database.read() as session:
            batch = Batch(session, options.period)
        unions = batch.chosen(Choice(scope, options.odd, options.order))
        write = batch.writing_each if options.each else batch.writing
        paths = [str(path) for path in drain(write(unions, options.out))]
    told = {"period": options.period.code, "sheets": len(unions), "paths": paths}
    show(told, as_json=options.json, lines=paths)
    return DONE
