"""The command `office`: who the office is, how it heads and signs what it writes; told, or set field by field."""

import argparse
from typing import Any

from unioncare_desktop.cli_parts import DONE, Commands, add, opened, show
from unioncare_desktop.i18n import _


def register(commands: Commands) -> None:
    """Add the command."""
    office = add(commands, "office", _office, _("đơn vị: tên, cấp trên, người ký; xem hoặc đặt"), json_too=True)
    about = _('đặt một mục, như name="LĐLĐ quận Ba Đình", kind=district; để trống sau dấu = là xóa mục')
    office.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", type=_setting, help=about)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("“{text}” phải có dạng FIELD=VALUE").format(text=text))
    return name.strip(), value


def _office(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import office

    with opened(options, create=True) as database:
        if options.set:
            with database.write(_("Thông tin đơn vị")) as session:
                office.enter(session, dict(options.set))
        with database.read() as session:
            told: dict[str, Any] = office.as_json(office.view(session))
    lines = [f"{name}\t{value}" for name, value in told.items() if value not in (None, [])]
    show(told, as_json=options.json, lines=lines)
    return DONE
