"""What a user does to the figures of one quarter: each is one action of the history, with a name for undoing it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import counts
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.count_columns import FIELDS
from unioncare_desktop.ui.note_dialog import NoteDialog
from unioncare_desktop.ui.record_grid import Entry
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work


class CountActions:
    """The actions on the figures that the page *parent* shows; `span` and `unit` are what it shows at the moment."""

    def __init__(self, work: "Work", parent: QWidget) -> None:
        self._work, self._parent = work, parent
        self.span = Span.parse("2000-Q1")
        self.unit = ""

    # Typed and pasted

    def judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        """What would become of *entries*."""
        with self._work.read() as session:
            return counts.judge(session, self.span, _asked(entries))

    def enter(self, entries: Sequence[Entry], rows: Iterable[CountRow], *, pasted: bool) -> list[tuple[Entry, str]]:
        """Store *entries*; return those that were refused, each with the reason."""
        errors: list[UserError] = []
        title = self._pasted(entries) if pasted else self._typed(entries, rows)
        entered = self._work.write(
            title,
            lambda session: counts.enter(session, self.span, _asked(entries)),
            errors.append,
            kind=PASTE if pasted else EDIT,
        )
        if entered is None:
            messages.show(errors[0], self._parent)
            return [(entry, str(errors[0])) for entry in entries]
        return [(Entry(one.entry.key, one.entry.field, str(one.entry.raw)), one.reason) for one in entered.refused]

    def _pasted(self, entries: Sequence[Entry]) -> str:
        return _("Dán {count} ô, {period}").format(count=show_whole(len(entries)), period=self.span.title)

    def _typed(self, entries: Sequence[Entry], rows: Iterable[CountRow]) -> str:
        if len(entries) > 1:
            return _("Nhập {count} ô, {period}").format(count=show_whole(len(entries)), period=self.span.title)
        (entry,) = entries
        words = _("Nhập {field} {period}, {union}") if entry.text else _("Xóa {field} {period}, {union}")
        name = next(row.union.name for row in rows if row.union.id == entry.key)
        return words.format(field=FIELDS[entry.column].label, period=self.span.title, union=name)

    # As in the quarter before

    def take_over(self, rows: Iterable[CountRow]) -> str:
        """Ask, then give those of *rows* that have not reported the figures of the quarter before; return the news."""
        ids = [row.union.id for row in rows if row.fillable]
        before = self.span.previous.beside(self.span)
        if not ids:
            return _("Không có đơn vị nào chưa nộp mà có số liệu {before} để điền.").format(before=before)
        words = {"count": show_whole(len(ids)), "unit": self.unit, "before": before, "period": self.span.title}
        question = _("Điền {count} {unit} chưa nộp như {before}?\n\nSố điền vào có chữ nghiêng, chờ xác nhận.")
        if not messages.ask(question.format(**words), _("Đ&iền {count} {unit}").format(**words), parent=self._parent):
            return ""
        title = _("Điền {count} {unit} như {before}, {period}").format(**words)
        done = self._work.write(title, lambda session: counts.take_over(session, self.span, ids))
        if done is None:
            return ""
        news = _("Đã điền {count} {unit} như {before}").format(**(words | {"count": show_whole(done.unions)}))
        if done.contradicting:
            news += _("; {count} {unit} không điền được vì mâu thuẫn với số đã gõ").format(
                count=show_whole(done.contradicting), unit=self.unit
            )
        return news + "."

    def confirm(self, rows: Iterable[CountRow]) -> str:
        """Confirm the figures of *rows* that were taken over; return the news."""
        waiting = [row for row in rows if row.unconfirmed]
        if not waiting:
            return _("Không có số liệu nào chờ xác nhận ở các dòng đã chọn.")
        words = {"count": show_whole(len(waiting)), "unit": self.unit, "period": self.span.title}
        title = _("Xác nhận số liệu {count} {unit}, {period}").format(**words)
        if len(waiting) == 1:
            title = _("Xác nhận số liệu {period}, {union}").format(union=waiting[0].union.name, **words)
        ids = [row.union.id for row in waiting]
        done = self._work.write(title, lambda session: counts.confirm(session, self.span, ids))
        return _("Đã xác nhận {count} {unit}.").format(**words) if done is not None else ""

    # Notes

    def ask_note(self, row: CountRow) -> NoteDialog:
        """Open the note of *row*, with what there is to explain."""
        title = _("Ghi chú {period}: {union}").format(period=self.span.title, union=row.union.name)
        unexplained = () if row.accepted or row.members is None else row.jumps()
        dialog = NoteDialog(
            title,
            row.note or "",
            follow_up=row.follow_up,
            warnings="\n".join(problem.text for problem in unexplained),
            save=lambda note, follow_up, explains: self._note(row, note, follow_up=follow_up, explains=explains),
            parent=self._parent,
        )
        dialog.open()
        return dialog

    def _note(self, row: CountRow, note: str, *, follow_up: bool, explains: bool) -> bool:
        """Store the note of *row*; whether that was possible."""
        union, words = row.union, _("Giải trình {period}, {union}") if explains else _("Ghi chú {period}, {union}")
        entries = [counts.Entry(union.id, "note", note), counts.Entry(union.id, "follow_up", follow_up)]

        def store(session: "Session") -> bool:
            for refused in counts.enter(session, self.span, entries).refused:
                raise UserError(refused.reason)
            if explains:
                counts.accept(session, self.span, union.id, note)
            return True

        return bool(self._work.write(words.format(period=self.span.title, union=union.name), store))


def _asked(entries: Iterable[Entry]) -> list[counts.Entry]:
    return [counts.Entry(_id(entry), entry.column, entry.text) for entry in entries]


def _id(entry: Entry) -> int:
    if not isinstance(entry.key, int):
        raise TypeError(entry.key)
    return entry.key
