"""The office's address book: the bodies that it reports to, entered in cells, and those that receive every report."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import Correspondent
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import line_entry, records
from unioncare_desktop.services.line_entry import Entered, Entry, Lines
from unioncare_desktop.vietnamese import fold

FIELDS = fields_of(Correspondent)


@dataclass(frozen=True, slots=True)
class CorrespondentRow:
    """Somebody in the address book; `usual` are offered for every report."""

    id: int
    name: str
    person: str | None
    email: str | None
    phone: str | None
    usual: bool
    note: str | None

    @property
    def addressed(self) -> str:
        """What stands before the address of a letter: the body and who reads it there."""
        return ", ".join(filter(None, (self.name, self.person)))


def listed(session: Session) -> list[CorrespondentRow]:
    """The address book in the order in which it was written."""
    found = sorted(records.rows(session, Correspondent), key=lambda row: (row["position"], row["id"]))
    return [CorrespondentRow(**{name: row[name] for name in ("id", *FIELDS)}) for row in found]


def problems(found: Iterable[CorrespondentRow]) -> dict[int, tuple[Problem, ...]]:
    """What looks wrong in the address book, by id: doubtful texts, no address for what is sent, one address of two."""
    rows, same = list(found), defaultdict[str, list[CorrespondentRow]](list)
    for row in rows:
        same[fold(row.email or "")].append(row)
    told = {row.id: (*_of_fields(row), *_of_address(row, same[fold(row.email or "")])) for row in rows}
    return {row_id: one for row_id, one in told.items() if one}


def _of_fields(row: CorrespondentRow) -> Iterable[Problem]:
    values = {name: getattr(row, name) for name in FIELDS}
    return (problem for name, one in FIELDS.items() for problem in one.problems(values[name], values))


def _of_address(row: CorrespondentRow, same: Sequence[CorrespondentRow]) -> Iterable[Problem]:
    if not row.email:
        if row.usual:
            sentence = _("Nhận báo cáo thường kỳ nhưng chưa có e-mail: thư soạn sẽ không có nơi này.")
            yield Problem("email", sentence, Severity.WARNING)
        return
    other = next((one for one in same if one.id != row.id and fold(one.name) == fold(row.name)), None)
    if other is not None:
        yield Problem("name", _("Đã có trong danh bạ với cùng địa chỉ; hãy xóa bớt một dòng."), Severity.WARNING)


def judge(session: Session, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    return line_entry.judge(_lines(session, entries), entries)


def enter(session: Session, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a line that would be wrong stays as it was, a new one needs its name."""
    return line_entry.enter(session, _lines(session, entries), entries)


def _lines(session: Session, entries: Sequence[Entry]) -> Lines:
    return Lines(
        rows=line_entry.opened(session, Correspondent, line_entry.ids_in(entries)),
        blank=lambda: records.new(Correspondent),
        read=lambda entry: FIELDS[entry.field].parse(entry.raw),
        problems=lambda _key, _draft: (),
        lacks=_lacks,
    )


def _lacks(draft: Draft) -> str:
    return _("thiếu tên cơ quan") if draft.values["name"] is None else ""


def delete(session: Session, ids: Collection[int]) -> None:
    """Put some into the trash; what was sent to them stays in the log."""
    records.delete(session, Correspondent, ids)
