"""Plans of imports in a few words, for the tests of all parts of the importer."""

from collections.abc import Sequence

from tests.sheets import book, sheet
from unioncare_desktop.services import importing
from unioncare_desktop.services.importing import Options, Plan
from unioncare_desktop.services.lists.sheets import Book, Cell
from unioncare_desktop.storage.database import Session

AS_FOUND = Options()
LISTED = ("STT", "Tên CĐCS", "Chủ tịch", "Địa bàn")


def planned(session: Session, one: Book, options: Options = AS_FOUND) -> Plan:
    """What the import of *one* would do."""
    return importing.plan(session, one, options)


def taken(session: Session, one: Book, options: Options = AS_FOUND) -> Plan:
    """The plan of *one*, carried out."""
    made = planned(session, one, options)
    importing.carry_out(session, made)
    return made


def outcomes(plan: Plan) -> tuple[int, int, int, int]:
    """How many rows are new, changed, the same, rejected."""
    return plan.new, plan.changed, plan.same, plan.rejected_rows


def reasons(plan: Plan) -> list[str]:
    """Why rows are rejected, in the order of the file."""
    return [rejection.reason for rejection in plan.rejected]


def unions_list(*rows: Sequence[Cell], headings: Sequence[Cell] = LISTED) -> Book:
    """A list of unions without figures."""
    return book(sheet((("DANH SÁCH CĐCS",), (), headings, *((number, *row) for number, row in enumerate(rows, 1)))))
