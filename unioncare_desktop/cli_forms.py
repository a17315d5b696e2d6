"""The command `fill`: the superior's own workbook filled with the figures of a period."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unioncare_desktop.cli_parts import DONE, REJECTED, Commands, add, opened, show, span
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.reports.filled_form import Filled

_MOST_TOLD = 20


def register(commands: Commands) -> None:
    """Add the command."""
    fill = add(commands, "fill", _fill, _("điền số liệu một kỳ vào mẫu Excel của cấp trên"), json_too=True)
    fill.add_argument("form", metavar="FORM", type=Path, help=_("mẫu có các mã như {{doan_vien}}"))
    fill.add_argument("--period", required=True, type=span, metavar="PERIOD", help=_("kỳ như 2023-Q4, 2023-H1, 2023"))
    fill.add_argument("--out", required=True, type=Path, metavar="FILE", help=_("tệp điền ra; không ghi đè tệp sẵn có"))
    fill.add_argument("--anyway", action="store_true", help=_("vẫn ghi khi có mã không hiểu"))


def _fill(options: argparse.Namespace) -> int:
    from unioncare_desktop.reports import filled_form
    from unioncare_desktop.services import form_values

    with opened(options) as database, database.read() as session:
        values = form_values.catalogue(session, options.period)
    filled = filled_form.fill(options.form, values)
    written = not filled.unknown or options.anyway
    path = filled_form.save_as(filled, options.out) if written else None
    show(_as_json(filled, path), as_json=options.json, lines=list(_told(filled, path)))
    return DONE if written else REJECTED


def _as_json(filled: "Filled", path: Path | None) -> dict[str, Any]:
    return {
        "file": str(path) if path else None,
        "used": len(filled.used),
        "blank": [{"sheet": one.sheet, "cell": one.cell, "code": one.code} for one in filled.blank],
        "unknown": [
            {"sheet": one.sheet, "cell": one.cell, "code": one.code, "nearest": one.nearest or None}
            for one in filled.unknown
        ],
        "losses": filled.losses,
    }


def _told(filled: "Filled", path: Path | None) -> Iterator[str]:
    """What was filled, line by line: marks not understood first, the file last."""
    yield from (one.asked for one in filled.unknown)
    yield from (_("chưa có số liệu: {place}").format(place=one.told) for one in filled.blank[:_MOST_TOLD])
    if len(filled.blank) > _MOST_TOLD:
        yield _("… và {count} ô chưa có số liệu nữa").format(count=show_whole(len(filled.blank) - _MOST_TOLD))
    yield from filled.losses
    yield str(path) if path else _("Chưa ghi tệp nào. Hãy sửa mã trong mẫu, hoặc thêm --anyway để vẫn ghi.")
