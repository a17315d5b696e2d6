"""How the office heads and signs what it writes: the same in every report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.office import UNION_STYLE
from unioncare_desktop.domain.rules import numbering
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Document, OfficialHeading, SignatureBlock
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.services import layouts, signers
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.vietnamese import NO_BREAK, fold

_UNNAMED = "…" * 12  # to be written by hand until the office has been set up
_AS_ABOVE = fold(_("Như trên"))
_ADDRESSED = {"BC", "TTr", ""}  # reports, proposals, letters (NĐ 30/2020, appendix I)


def heading(view: OfficeView, span: Span, number: str, day: date | None, *titles: str) -> OfficialHeading:
    """The head of a document of the office *view* on *span*; *titles* are its kind, subject and sign: "BC".

    Only reports, proposals and letters are addressed to somebody. A letter has neither kind nor sign.
    """
    kind_name, subject, sign = titles
    style = view["style"] or UNION_STYLE
    return OfficialHeading(
        superior=view["superior"] or "",
        issuer=view.name if view.named else _UNNAMED,
        number=number,
        symbol=numbering.symbol(sign, view["symbol"] or view.kind.symbol, style),
        place=view["place"] or "",
        day=day,
        year=span.year if day is None else day.year,
        kind_name=kind_name,
        subject=subject,
        addressed_to=(view["addressed_to"] or view["superior"] or "") if sign in _ADDRESSED else "",
        style=style,
        contact=contact(view),
    )


def fields(view: OfficeView, span: Span) -> dict[str, str]:
    """The fields that every text of a document of the office *view* on *span* may have."""
    return {
        "đơn vị ban hành": view.name if view.named else "",
        "cấp trên": view["superior"] or "",
        "loại đơn vị": view.kind.unit,
        "kỳ số liệu": span.phrase,
    }


def signature(view: OfficeView, recipients: Sequence[str] | None = None) -> SignatureBlock:
    """Who signs for the office *view*, and who receives what it writes: the usual *recipients* where none are given."""
    authority, position = signers.head_lines(view)
    return SignatureBlock(
        authority=authority,
        position=position,
        name=view["signer_name"] or "",
        recipients=tuple((view["recipients"] or "").splitlines() if recipients is None else recipients),
    )


def contact(view: OfficeView) -> str:
    """How the office *view* is reached, on one line: address, telephone, e-mail, as far as they are known."""
    known = {_("Địa chỉ:"): "address", _("Điện thoại:"): "phone", _("E-mail:"): "email"}
    return "; ".join(f"{words}{NO_BREAK}{view[name]}" for words, name in known.items() if view[name])


def signed(document: Document, session: Session, signer_id: int | None = None) -> Document:
    """*document* in the office's sizes, signed by the signer with this id, by the head where none is given.

    Where nobody is addressed, nobody receives it "as above".

    Raises:
        UserError: the signer is gone.
    """
    block = document.signature
    if not document.heading.address_lines:
        block = replace(block, recipients=tuple(one for one in block.recipients if _AS_ABOVE not in fold(one)))
    if signer_id is not None:
        signer = signers.signer(session, signer_id)
        authority, position = signer.lines(document.heading.style)
        block = replace(block, authority=authority, position="\n".join(position), name=signer.name)
    return replace(document, signature=block, layout=Layout.of(layouts.sizes(session)))
