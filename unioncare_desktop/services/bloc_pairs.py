"""Pairs of blocs whose unions may be merged with each other: the office's own; none are shipped."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Bloc, BlocPair
from unioncare_desktop.errors import Duplicate, InUse, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.vietnamese import sort_key


@dataclass(frozen=True)
class PairRow:
    """Two blocs by id and name that may be merged with each other, and why."""

    id: int
    bloc_id: int
    other_id: int
    bloc: str
    other: str
    source: str | None


def pairs(session: Session) -> list[PairRow]:
    """All pairs in the Vietnamese order of their names; in each the bloc that comes first in it stands first."""
    names = records.choices(session, Bloc)
    return sorted((_row(stored, names) for stored in records.rows(session, BlocPair)), key=_order)


def _order(row: PairRow) -> tuple[str, str]:
    return sort_key(row.bloc), sort_key(row.other)


def _row(stored: records.Row, names: dict[int, str]) -> PairRow:
    one, other = sorted((stored["bloc_id"], stored["other_id"]), key=lambda bloc_id: sort_key(names[bloc_id]))
    return PairRow(stored["id"], one, other, names[one], names[other], stored["source"])


def allowed(session: Session) -> frozenset[frozenset[str]]:
    """The pairs by the names of their blocs, as the planner takes them."""
    return frozenset(frozenset((row.bloc, row.other)) for row in pairs(session))


def add_pair(session: Session, bloc_id: int, other_id: int, source: str | None = None) -> int:
    """Let the unions of two blocs be merged with each other; the id of the pair.

    Raises:
        UserError: both are one bloc, one of them is gone, or the pair is there already.
    """
    names = records.choices(session, Bloc)
    first, second = sorted((bloc_id, other_id))
    if not {first, second} <= names.keys():
        raise UserError(_("Không còn khối này trong danh mục; có thể đã bị xóa. Hãy nạp lại (F5) rồi chọn lại."))
    if first == second:
        sentence = _("Các đơn vị cùng khối “{bloc}” vốn đã được ghép với nhau. Hãy chọn hai khối khác nhau.")
        raise UserError(sentence.format(bloc=names[first]))
    if records.rows(session, BlocPair, bloc_id=first, other_id=second):
        sentence = _("Hai khối “{bloc}” và “{other}” đã được phép ghép với nhau rồi.")
        raise Duplicate(sentence.format(bloc=names[bloc_id], other=names[other_id]))
    draft = records.new(BlocPair, bloc_id=first, other_id=second)
    draft.enter("source", source or "")
    return records.save(session, draft)


def remove_pair(session: Session, pair_id: int) -> None:
    """No longer let the unions of the two blocs be merged with each other."""
    records.delete(session, BlocPair, [pair_id])


def refuse_paired(session: Session, bloc_id: int) -> None:
    """Refuse to remove a bloc that is in a pair.

    Raises:
        InUse: it is; the sentence names the other bloc.
    """
    for row in pairs(session):
        if bloc_id in (row.bloc_id, row.other_id):
            sentence = _("Không xóa được: khối “{bloc}” đang được phép ghép với “{other}”. Hãy bỏ cặp khối ấy trước.")
            mine, other = (row.bloc, row.other) if row.bloc_id == bloc_id else (row.other, row.bloc)
            raise InUse(sentence.format(bloc=mine, other=other))
