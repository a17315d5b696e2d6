"""What all commands share: how a command line is read, where the database is, how what was found is printed."""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from unioncare_desktop import paths
from unioncare_desktop.domain.kinds import Day, Unreadable
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Database

DONE, REJECTED, FAILED = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """Says in Vietnamese what is wrong with a command line."""

    def error(self, message: str) -> NoReturn:
        """End with the complaint as a sentence."""
        sentence = _("Lệnh không đúng: {message}. Xem cách dùng: {program} --help")
        self.exit(FAILED, sentence.format(message=_in_vietnamese(message), program=self.prog) + "\n")


_COMPLAINTS = (
    (r"the following arguments are required: (.+)", _("thiếu {0}")),
    (r"unrecognized arguments: (.+)", _("không hiểu {0}")),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", _("{0} không nhận {1}; chọn {2}")),
    (r"argument (.+): expected (?:one|at least one) argument", _("{0} cần một giá trị")),
    (r"one of the arguments (.+) is required", _("cần một trong các lựa chọn {0}")),
    (r"argument (.+): not allowed with argument (.+)", _("{0} không đi cùng {1}")),
    (r"ambiguous option: (.+) could match (.+)", _("{0} chưa rõ là {1}")),
)


def _in_vietnamese(message: str) -> str:
    """What argparse complains of; what is not known stays as it is."""
    for pattern, words in _COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(*match.groups())
    return message.removeprefix("argument ").rstrip(".?")


Commands = Any  # argparse keeps the type of its subparsers private


def add(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], about: str, *, json_too: bool = False
) -> argparse.ArgumentParser:
    """A command called *name* that *run* carries out."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(run=run)
    if json_too:
        parser.add_argument("--json", action="store_true", help=_("in dạng JSON"))
    return parser


def span(code: str) -> Span:
    """The period that an argument names."""
    try:
        return Span.parse(code)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def day(text: str) -> date:
    """The day that an argument names."""
    try:
        found: date | None = Day().parse(text)
    except Unreadable as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if found is None:
        raise argparse.ArgumentTypeError(_("hãy ghi một ngày như 2023-06-30"))
    return found


LONGEST_ID = 9
"""The digits of a number that any database can look for."""


def action_id(text: str) -> int:
    """The number of an action in the history that an argument names."""
    if not text.isdecimal() or len(text) > LONGEST_ID:
        raise argparse.ArgumentTypeError(
            _("“{text}” không phải là số của một thao tác trong nhật ký").format(text=text)
        )
    return int(text)


def location(options: argparse.Namespace) -> str | Path:
    """Where the database is."""
    return options.database or paths.default_database()


@contextmanager
def opened(options: argparse.Namespace, *, create: bool = False) -> Iterator["Database"]:
    """The office's database, closed at the end."""
    from unioncare_desktop.services import office

    with closing(office.open_office(location(options), create=create)) as database:
        yield database


def show(value: object, *, as_json: bool, lines: Sequence[str]) -> None:
    """Print what a command found: *value* as JSON, or the *lines*."""
    text = json.dumps(value, ensure_ascii=False, indent=1) if as_json else "\n".join(lines)
    if text:
        print(text)
