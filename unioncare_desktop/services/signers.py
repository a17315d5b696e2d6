"""Người ký: who may sign besides the one named in the office's record, and how his signature is headed."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Signer
from unioncare_desktop.domain.records.office import UNION_STYLE
from unioncare_desktop.domain.records.signing import FOR_HEAD
from unioncare_desktop.domain.rules import signing
from unioncare_desktop.services import office, records
from unioncare_desktop.services.office import OfficeView


@dataclass(frozen=True)
class SignerRow:
    """Who may sign, in which form; `picture_hash` names the stored picture of his signature."""

    id: int
    name: str
    form: str
    on_behalf: str | None
    head: str | None
    position: str
    picture_name: str | None
    picture_hash: str | None

    def lines(self, style: str) -> tuple[str, tuple[str, ...]]:
        """The line in whose name he signs, and those of his position, in documents of a *style*."""
        return signing.lines(self.form, self.on_behalf, self.head, self.position, style)


_SHOWN = tuple(SignerRow.__dataclass_fields__)


def listed(session: Session) -> list[SignerRow]:
    """All signers, in the order in which they were entered."""
    return [SignerRow(**{name: row[name] for name in _SHOWN}) for row in records.rows(session, Signer)]


def signer(session: Session, signer_id: int) -> SignerRow:
    """The signer with this id.

    Raises:
        UserError: he is gone.
    """
    values = records.open_draft(session, Signer, signer_id).values
    return SignerRow(id=signer_id, **{name: values[name] for name in _SHOWN if name != "id"})


def new(session: Session) -> Draft:
    """A signer yet to be typed: for the head of the office, in the name of the body for which the head signs."""
    view = office.view(session)
    authority, position = head_lines(view)
    body = signing.without_short_form(authority)
    return records.new(Signer, form=FOR_HEAD, on_behalf=body if body != authority else None, head=position)


def remove(session: Session, signer_id: int) -> None:
    """Remove a signer; documents that he signed keep his name."""
    records.delete(session, Signer, [signer_id])


def head_lines(view: OfficeView) -> tuple[str, str]:
    """In whose name the head of the office signs, and his position."""
    committee, position = view["committee"] or view.kind.committee, view["signer_position"] or view.kind.signer_position
    return signing.retold(committee, view["style"] or UNION_STYLE), position
