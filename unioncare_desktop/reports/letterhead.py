"""How the office heads and signs what it writes: the same in every report."""

from collections.abc import Sequence
from datetime import date

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports.document import OfficialHeading, SignatureBlock
from unioncare_desktop.services.office import OfficeView

_UNNAMED = "…" * 12  # to be written by hand until the office has been set up


def heading(view: OfficeView, span: Span, number: str, day: date | None, *titles: str) -> OfficialHeading:
    """The head of a document of the office *view* on *span*; *titles* are its kind, subject and sign: "BC"."""
    kind_name, subject, sign = titles
    return OfficialHeading(
        superior=view["superior"] or "",
        issuer=view.name if view.named else _UNNAMED,
        number=number,
        symbol=f"{sign}-{view['symbol'] or view.kind.symbol}",
        place=view["place"] or "",
        day=day,
        year=span.year if day is None else day.year,
        kind_name=kind_name,
        subject=subject,
        addressed_to=view["addressed_to"] or view["superior"] or "",
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
    return SignatureBlock(
        authority=view["committee"] or view.kind.committee,
        position=view["signer_position"] or view.kind.signer_position,
        name=view["signer_name"] or "",
        recipients=tuple((view["recipients"] or "").splitlines() if recipients is None else recipients),
    )
