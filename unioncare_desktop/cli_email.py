"""The command `email`: a draft with a report attached, for a mail program to send."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop.cli_parts import DONE, Commands, add, opened, show, span
from unioncare_desktop.i18n import _

if TYPE_CHECKING:
    from unioncare_desktop.reports.mailing import What
    from unioncare_desktop.services.deliveries import Receiver
    from unioncare_desktop.storage.database import Session


def register(commands: Commands) -> None:
    """Add the command."""
    email = add(
        commands, "email", _email, _("soạn thư .eml có đính kèm báo cáo, để chương trình thư gửi"), json_too=True
    )
    email.add_argument("kind", metavar="KIND")
    email.add_argument("--period", required=True, type=span)
    email.add_argument(
        "--to", required=True, action="append", metavar="ADDRESS", help=_("địa chỉ nhận; ghi nhiều lần được")
    )
    email.add_argument("--subject", metavar="TEXT", help=_("chủ đề; không có là văn bản mẫu của đơn vị"))
    email.add_argument("--out", required=True, type=Path, metavar="FILE.eml")


def _email(options: argparse.Namespace) -> int:
    from unioncare_desktop.progress import drain
    from unioncare_desktop.reports import mailing

    with opened(options) as database:
        with database.read() as session:
            packed = mailing.pack(session, _what(session, options))
            receivers = _receivers(session, options.to)
            subject, body = mailing.letter(session, packed, [one.name or one.email for one in receivers])
        subject = subject if options.subject is None else options.subject
        with database.write(_("Soạn thư gửi {document}").format(document=packed.title)) as session:
            made = drain(mailing.drafting(session, packed, receivers, subject, body, options.out.with_suffix(".eml")))
    told = {
        "file": str(made.path),
        "to": [one.email for one in made.message.recipients],
        "subject": made.message.subject,
        "document": packed.document_id,
        "data_hash": packed.data_hash,
        "attachments": [{"name": one.name, "size": len(one.content)} for one in made.message.attachments],
        "deliveries": list(made.ids),
    }
    show(told, as_json=options.json, lines=[str(made.path)])
    return DONE


def _what(session: "Session", options: argparse.Namespace) -> "What":
    """The newest issued document of the kind and period, else the report as it stands."""
    from unioncare_desktop import reports
    from unioncare_desktop.services import issued

    report = reports.find(options.kind)
    newest = issued.newest(session, report.code, options.period)
    return newest.id if newest is not None else (report, options.period)


def _receivers(session: "Session", addresses: list[str]) -> "list[Receiver]":
    """Whom the addresses are of by the address book; an address that is not there has no name."""
    from unioncare_desktop.services import correspondents
    from unioncare_desktop.services.deliveries import Receiver

    known = {row.email: row.addressed for row in correspondents.listed(session) if row.email}
    return [Receiver(known.get(address, ""), address) for address in addresses]
