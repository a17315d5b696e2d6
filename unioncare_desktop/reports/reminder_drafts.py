"""Reminders of missing returns as drafts of e-mails, one for each union, to be opened and sent by the mail program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import emails, files
from unioncare_desktop.reports.emails import Mailbox, Message
from unioncare_desktop.services import return_reminders, returns
from unioncare_desktop.services.return_reminders import BY_EMAIL, Letter
from unioncare_desktop.services.returns import ReturnRow

_PREFIX = "Nhac"


@dataclass(frozen=True)
class Reminders:
    """The drafts that were written, and the unions that have no address that can be written to."""

    paths: tuple[Path, ...]
    silent: tuple[str, ...]


def drafting(session: Session, rows: Sequence[ReturnRow], folder: Path, on: date) -> Task[Reminders]:
    """Write a draft into *folder* for each of *rows*, all of one quarter, that is missing; note that it was reminded.

    A union without an address is left out and named. Nothing is overwritten.

    Raises:
        UserError: a text has an unknown field, or the folder cannot be written to (see `files.save`).
    """
    letters = return_reminders.letters(session, rows)
    paths, silent, reminded = list[Path](), list[str](), list[int]()
    for done, letter in enumerate(letters):
        yield Step(done, len(letters), letter.union)
        message = _message(letter)
        if message is None:
            silent.append(letter.union)
            continue
        stem = files.safe_name(f"{_PREFIX}_{rows[0].asked.span.code.replace('-', '')}_{letter.union}")
        paths.append(files.free_path(folder, stem, emails.SUFFIX))
        emails.save(message, paths[-1])
        reminded.append(letter.union_id)
    if reminded:
        yield from returns.reminding(session, rows[0].asked.span, reminded, on, BY_EMAIL)
    return Reminders(tuple(paths), tuple(silent))


def _message(letter: Letter) -> Message | None:
    """The letter as a message; None where there is no address, or none that is one."""
    try:
        return emails.composed([Mailbox(letter.union, letter.email)], letter.subject, letter.body)
    except UserError:
        return None
