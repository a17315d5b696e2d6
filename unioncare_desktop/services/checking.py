"""Is the data file sound? The checks behind `check`: file, tables, history, keys, figures, mergers, documents."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Base
from unioncare_desktop.domain.records import RECORDS, FrozenReport, MemberCount, Period, Union, UnionEvent
from unioncare_desktop.domain.records.union_event import MERGED, RECEIVED, REOPENED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import issued, merger_links, records
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.services.merger_links import Joined
from unioncare_desktop.storage import backup, stored_files
from unioncare_desktop.storage.database import Database
from unioncare_desktop.storage.history import differences_from_folding
from unioncare_desktop.storage.stored_files import StoredFile
from unioncare_desktop.vietnamese import show_day


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and where."""

    check: str
    text: str


def check(database: Database) -> list[Finding]:
    """Everything wrong with *database*; empty when all is well.

    Raises:
        DatabaseDamaged: the file itself is broken, so that nothing in it can be trusted.
    """
    if database.path is not None:
        backup.verify(database.path)
    with database.read() as session:
        return checks(session)


def checks(session: Session) -> list[Finding]:
    """What is wrong with the contents: tables, and where they are whole, history, keys, figures, mergers, documents."""
    return _tables(session) or [
        *_history(session),
        *_keys(session),
        *_values(session),
        *_mergers(session),
        *_files(session),
        *_documents(session),
    ]


def _tables(session: Session) -> list[Finding]:
    """A bit that flips in the name of a column passes every check of the file."""
    inspector = inspect(session.connection())
    present = set(inspector.get_table_names())
    return [
        Finding("tables", _("Bảng {table} không còn đúng cấu trúc; hãy khôi phục từ bản sao lưu.").format(table=name))
        for name, table in Base.metadata.tables.items()
        if name not in present
        or not {column["name"] for column in inspector.get_columns(name)} >= set(table.columns.keys())
    ]


def _history(session: Session) -> list[Finding]:
    return [
        Finding("history", _("Dòng {row} khác với nhật ký thay đổi.").format(row=row))
        for row in differences_from_folding(session)
    ]


def _keys(session: Session) -> list[Finding]:
    return [
        Finding(
            "keys", _("Khóa tìm kiếm của {table} {id} không khớp tên.").format(table=kind.__tablename__, id=row["id"])
        )
        for kind in RECORDS
        for row in records.rows(session, kind)
        if any(row[name] != value for name, value in kind.derive(row).items())
    ]


def _values(session: Session) -> list[Finding]:
    codes = {row.id: row.code for row in session.execute(select(Period.id, Period.code))}
    names = records.choices(session, Union)
    found = []
    for row in records.rows(session, MemberCount):
        for problem in _errors(row):
            where = f"{names[row['union_id']]}, {Span.parse(codes[row['period_id']]).title}"
            found.append(Finding("figures", f"{where}: {problem}"))
    return found


def _mergers(session: Session) -> list[Finding]:
    """Every union that was merged has the event of that day, and lived again before it was merged another time."""
    happened = {
        (row["union_id"], row["merger_id"], row["effective_on"])
        for row in records.rows(session, UnionEvent, kind=MERGED)
    }
    names = records.choices(session, Union)
    sentence = _("“{name}”: việc sáp nhập vào “{result}” ngày {day} không khớp với các biến động của đơn vị.")
    wrong = [one for one in merger_links.joined(session) if (one.source, one.merger_id, one.on) not in happened]
    return [
        Finding("mergers", sentence.format(name=names[one.source], result=names[one.result], day=show_day(one.on)))
        for one in [*wrong, *_merged_again(session)]
    ]


def _merged_again(session: Session) -> Iterator[Joined]:
    """What was merged though it had been merged before and not reopened since."""
    reopened = [
        (row["union_id"], row["effective_on"])
        for row in records.rows(session, UnionEvent, kind=frozenset((REOPENED, RECEIVED)))
    ]
    before: dict[int, Joined] = {}
    for one in merger_links.joined(session):
        last = before.get(one.source)
        if last is not None and not any(key == one.source and last.on <= day <= one.on for key, day in reopened):
            yield one
        before[one.source] = one


def _files(session: Session) -> list[Finding]:
    return [
        Finding("files", _("Tệp lưu có mã kiểm tra {hash} đã bị hỏng.").format(hash=digest[:12]))
        for digest in stored_files.damaged(session)
    ]


def _documents(session: Session) -> Iterator[Finding]:
    """What was issued is all there, and its numbers follow each other."""
    known = set(session.scalars(select(StoredFile.hash)))
    kept: defaultdict[tuple[str, str], list[IssuedRow]] = defaultdict(list)
    for row in issued.listed(session):
        kept[row.type_name, row.series].append(row)
        hashes = {one.name: one.file_hash for one in row.files}
        if row.content_hash is not None:
            hashes[_("nội dung")] = row.content_hash
        for name in (name for name, digest in hashes.items() if digest not in known):
            sentence = _("{document}: {name} không còn trong dữ liệu.")
            yield Finding("documents", sentence.format(document=row.called, name=name))
    for report, digest in session.execute(select(FrozenReport.report, FrozenReport.content_hash)):
        if digest not in known:
            sentence = _("Báo cáo “{report}” giữ lại khi khóa sổ: nội dung không còn trong dữ liệu.")
            yield Finding("documents", sentence.format(report=report))
    for (type_name, series), rows in kept.items():
        numbers = {row.number for row in rows}
        for number in sorted(set(range(min(numbers), max(numbers))) - numbers):
            sentence = _("{type}, sổ {series}: thiếu số {number}.")
            yield Finding("documents", sentence.format(type=type_name, series=series, number=f"{number:02}"))


def _errors(row: dict[str, Any]) -> list[str]:
    return [
        problem.text
        for name, described in fields_of(MemberCount).items()
        for problem in described.problems(row[name], row)
        if problem.severity is Severity.ERROR
    ]
