"""The commands `issue` and `documents`: a report gets its number and its files, and the register is told."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop import clock
from unioncare_desktop.cli_parts import DONE, LONGEST_ID, Commands, add, day, opened, show, span
from unioncare_desktop.errors import Conflict, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.services.issued import IssuedRow
    from unioncare_desktop.storage.database import Database, Session

_NAMELESS = _("Đơn vị chưa có tên: văn bản để trống tên. Đặt tên bằng lệnh office --set name=…")
_ATTEMPTS = 5
"""How often a number is asked for that others take at the same time."""


def register(commands: Commands) -> None:
    """Add the commands."""
    issue = add(commands, "issue", _issue, _("phát hành báo cáo: cấp số, lưu vào sổ, ghi tệp"), json_too=True)
    issue.add_argument("kind", metavar="KIND")
    issue.add_argument("--period", required=True, type=span)
    issue.add_argument("--day", type=day, metavar="DAY", help=_("ngày ban hành; không có là hôm nay"))
    issue.add_argument(
        "--number", type=_number, metavar="N", help=_("số đầu tiên của sổ, khi sổ đang dùng dở trên giấy")
    )
    issue.add_argument("--signer", metavar="NAME", help=_("họ tên người ký; không có là người đứng đầu"))
    issue.add_argument("--format", action="append", choices=("xlsx", "pdf"), dest="formats")
    issue.add_argument("--plan", action="append", default=[], metavar="ID", help=_("chỉ kế hoạch này"))
    issue.add_argument(
        "--out", type=Path, metavar="DIR", help=_("thư mục ghi tệp; không có là van-ban-di cạnh dữ liệu")
    )
    issue.add_argument(
        "--signature-field", action="store_true", help=_("chừa ô ký số trong PDF, cho phần mềm USB token")
    )
    issue.add_argument("--again", action="store_true", help=_("phát hành lại dù số liệu không đổi"))
    documents = add(commands, "documents", _documents, _("sổ văn bản đi"), json_too=True)
    documents.add_argument("--id", type=_number, metavar="ID", help=_("chỉ văn bản này"))
    documents.add_argument("--out", type=Path, metavar="DIR", help=_("ghi lại các tệp đã lưu vào thư mục này"))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > LONGEST_ID or int(text) == 0:
        raise argparse.ArgumentTypeError(_("“{text}” không phải là số nguyên dương").format(text=text))
    return int(text)


def _issue(options: argparse.Namespace) -> int:
    from unioncare_desktop.reports import issuing
    from unioncare_desktop.services import issued

    with opened(options) as database:
        document_id, warning = _issued(database, options)
        with database.read() as session:
            row = issued.document(session, document_id)
            (told,) = issued.register_as_json(session, [row])
            paths = _written(session, row, options.out or issuing.default_folder(database))
    lines = [row.number_text, *paths, *filter(None, (warning,))]
    show(told | {"paths": paths, "warning": warning}, as_json=options.json, lines=lines)
    return DONE


def _issued(database: "Database", options: argparse.Namespace) -> tuple[int, str]:
    """The id of the new document, and what is odd about its day; a number that somebody else took is asked for anew."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _issued_once(database, options)
        except Conflict:
            if options.number is not None or attempt == _ATTEMPTS:
                raise
    raise AssertionError


def _issued_once(database: "Database", options: argparse.Namespace) -> tuple[int, str]:
    from unioncare_desktop import reports
    from unioncare_desktop.progress import drain
    from unioncare_desktop.reports import issuing

    asked = reports.find(options.kind), options.period, options.day or clock.today()
    with database.read() as session:
        signer = None if options.signer is None else _signer(session, options.signer)
        found = issuing.proposal(session, *asked, signer_id=signer, plans=options.plan)
    if found.objection and not options.again:
        raise UserError(_("{objection} Nếu vẫn cần, hãy thêm --again.").format(objection=found.objection))
    given = found.numbering.with_number(options.number)
    formats = tuple(dict.fromkeys(options.formats or reports.FORMATS))
    with database.write(issuing.title(given)) as session:
        task = issuing.issue(
            *(session, *asked),
            signer_id=signer,
            number=given.number,
            formats=formats,
            plans=options.plan,
            again=options.again,
            signature_field=options.signature_field,
        )
        return drain(task), " ".join(filter(None, (given.warning, _NAMELESS if given.nameless else "")))


def _signer(session: "Session", name: str) -> int:
    """The id of the signer called *name*."""
    from unioncare_desktop.services import signers
    from unioncare_desktop.vietnamese import fold

    known = signers.listed(session)
    found = [one.id for one in known if fold(one.name) == fold(name)]
    if len(found) != 1:
        names = ", ".join(one.name for one in known) or _("chưa có ai")
        sentence = _("Không có đúng một người ký tên “{name}”. Danh sách người ký: {names}.")
        raise UserError(sentence.format(name=name, names=names))
    return found[0]


def _written(session: "Session", row: "IssuedRow", folder: Path) -> list[str]:
    """The paths of the document's files in *folder*; where they cannot be written, how to have them later."""
    from unioncare_desktop.reports import issuing

    try:
        return [str(path) for path in issuing.write_files(session, row.id, folder)]
    except UserError as error:
        sentence = _(
            "{document} đã có trong sổ nhưng chưa ghi được tệp: {reason} Ghi lại: documents --id {id} --out DIR."
        )
        raise UserError(sentence.format(document=row.called, reason=error, id=row.id)) from error


def _documents(options: argparse.Namespace) -> int:
    from unioncare_desktop.services import issued

    with opened(options) as database, database.read() as session:
        found = issued.listed(session) if options.id is None else [issued.document(session, options.id)]
        told = issued.register_as_json(session, found)
        paths = [path for row in found for path in _written(session, row, options.out)] if options.out else []
    show(told, as_json=options.json, lines=[*(_line(row) for row in found), *paths])
    return DONE


def _line(row: "IssuedRow") -> str:
    """A document as a line: its id, number, day, subject, and what became of it."""
    return "\t".join((str(row.id), row.number_text, show_day(row.issued_on), row.subject, *_state(row)))


def _state(row: "IssuedRow") -> Iterator[str]:
    if row.cancelled_why is not None:
        yield _("đã hủy: {why}").format(why=row.cancelled_why)
    if row.corrected_by:
        yield _("đã đính chính")
