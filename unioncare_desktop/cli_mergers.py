"""The commands `mergers …`: small unions, the plan of their mergers, and what is carried out of it."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from unioncare_desktop.cli_parts import DONE, Commands, add, location, show, span
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.small_unions import SmallUnion

_BLANK = "–"


def register(commands: Commands) -> None:
    """Add `mergers` with its commands."""
    about = _("CĐCS nhỏ: danh sách, phương án ghép, thực hiện, hoàn tác")
    mergers = commands.add_parser("mergers", help=about, description=about)
    inner = mergers.add_subparsers(dest="action", metavar="ACTION", required=True)
    candidates = add(inner, "candidates", _candidates, _("CĐCS nhỏ của một kỳ"), json_too=True)
    candidates.add_argument("--period", required=True, type=span)


def _candidates(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import office, small_unions

    database = office.open_office(location(options))
    try:
        with database.read() as session:
            found = small_unions.overview(session, options.period)
    finally:
        database.close()
    table = _table([_HEADINGS, *(_cells(one) for one in found.alive)])
    heading = _("{period}: {count} CĐCS dưới {below} đoàn viên").format(
        period=found.span.title, count=show_whole(len(found.alive)), below=found.below
    )
    notes = [small_unions.borderline_words(found.borderline, found.below, found.above)]
    if found.unknown:
        notes.append(_("{count} CĐCS chưa nộp số liệu nên chưa biết.").format(count=show_whole(len(found.unknown))))
    show(
        [one.as_json() for one in found.alive],
        as_json=options.json,
        lines=[heading, *table, *(note for note in notes if note)],
    )
    return DONE


_HEADINGS = (_("Mã"), _("Tên công đoàn"), _("ĐV"), _("4 quý gần nhất"), _("Nhỏ từ"), _("Khối"), _("Địa bàn"), "")


def _cells(one: "SmallUnion") -> tuple[str, ...]:
    """A small union as the cells of a table."""
    series = " ".join(_BLANK if members is None else str(members) for members in one.series)
    remarks = (
        "" if one.legal else _("dưới mức thành lập"),
        _("chưa xác nhận") if one.unconfirmed else "",
        "" if one.in_proposal is None else _("đã đề nghị ghép ({number})").format(number=one.in_proposal),
    )
    return (
        one.union.code or _BLANK,
        one.union.name,
        str(one.members),
        series,
        one.small_since.code,
        one.union.bloc or _BLANK,
        one.union.area or _BLANK,
        ", ".join(remark for remark in remarks if remark),
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines with straight columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
