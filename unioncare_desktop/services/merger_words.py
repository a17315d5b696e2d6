"""What a merger or split was for one union, in words: "sáp nhập vào “X”", "nhận sáp nhập “A”, “B”"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Merger, MergerPart, Union
from unioncare_desktop.domain.records.merger import ABSORBED, DONE, SPLIT
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import show_day


@dataclass(frozen=True)
class Told:
    """A merger that is done as one union has it in its timeline."""

    merger_id: int
    kind: str
    effective_on: date
    words: str
    decision: str | None
    decided_on: date | None
    note: str | None


def of_union(session: Session, union_id: int) -> dict[int, Told]:
    """The mergers and splits that a union took part in, or came out of, by their ids."""
    part = MergerPart.__table__.c
    mine = select(part.merger_id).where(part.union_id == union_id)
    table = Merger.__table__.c
    query = select(table.id).where(table.state == DONE, or_(table.union_id == union_id, table.id.in_(mine)))
    ids = frozenset(session.scalars(query))
    if not ids:
        return {}
    parts = records.rows(session, MergerPart, merger_id=ids)
    unions = Union.__table__.c
    concerned = {one["union_id"] for one in parts}
    names = dict(session.execute(select(unions.id, unions.name).where(unions.id.in_(concerned))).all())
    return {
        row["id"]: _told(row, union_id, [one["union_id"] for one in parts if one["merger_id"] == row["id"]], names)
        for row in records.rows(session, Merger, id=ids)
    }


def _told(merger: Row, union_id: int, parts: Sequence[int], names: Mapping[int, str]) -> Told:
    others = ", ".join(f"“{names[one]}”" for one in parts if one not in (union_id, merger["union_id"]))
    words = _words(merger, union_id, parts).format(name=f"“{merger['name']}”", others=others)
    told = {name: merger[name] for name in ("kind", "effective_on", "decision", "decided_on", "note")}
    return Told(merger["id"], words=words, **told)


def _words(merger: Row, union_id: int, parts: Collection[int]) -> str:
    comes_out = merger["union_id"] == union_id
    if merger["kind"] == SPLIT:
        if not comes_out:
            return _("thành lập, tách từ {name}")
        return _("tách ra {others}") if union_id in parts else _("chia thành {others}")
    if merger["kind"] == ABSORBED:
        return _("nhận sáp nhập {others}") if comes_out else _("sáp nhập vào {name}")
    return _("thành lập từ hợp nhất {others}") if comes_out else _("hợp nhất thành {name}")


def refuse_single(session: Session, merger_id: int | None) -> None:
    """Refuse to correct or delete a single event that belongs to a merger.

    Raises:
        UserError: it does; the sentence names the merger.
    """
    found = records.rows(session, Merger, id=merger_id) if merger_id is not None else []
    if found:
        raise UserError(_single(found[0]))


def _single(merger: Row) -> str:
    sentence = _(
        "Biến động này thuộc việc {kind} “{name}” ngày {day}, không sửa hay xóa riêng được. Hãy hoàn tác cả việc ấy."
    )
    kind = _("chia, tách") if merger["kind"] == SPLIT else _("sáp nhập thành")
    return sentence.format(kind=kind, name=merger["name"], day=show_day(merger["effective_on"]))
