"""What came of the registrations of a round: reviewed in a grid, with the points of each union, until it is closed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QMenu

from unioncare_desktop.domain.kinds import Day, Link, Text
from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.domain.records.registration import ACHIEVED, FAILED, OUTCOMES, PARTLY, RESULT_FIELDS
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records, registration_rows, registrations, results, scores, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registration_rows import RegistrationRow, as_of
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.result_columns import result_columns
from unioncare_desktop.ui.round_dialogs import ask_close
from unioncare_desktop.ui.round_view import Reading, RoundView, Wanted
from unioncare_desktop.ui.row_entry import Service
from unioncare_desktop.ui.scores_panel import ScoresPanel
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_ADDED = (
    Group(_("Việc đã làm được"), ("union_id", "kind_id", "content", "quantity", "honorific", "person", "position")),
    Group(_("Kết quả"), ("outcome", "achieved", "decision", "decided_on", "level_id", "result_note")),
)


class ResultsView(RoundView):
    """Outcomes by one letter, many at once or from a decision; the points of the unions are a key away."""

    name = "results"
    record_type = Registration
    service: ClassVar[Service] = results
    values = ("decided_on",)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__(work, context, result_columns(lambda: self.levels, lambda: self.year))
        self.scores = ScoresPanel(work, context)
        self.only_open = FilterChip("")
        self.by_outcome, self.by_kind = FilterChip(_("Kết quả"), _("tất cả")), FilterChip(_("Loại"), _("tất cả"))
        self.by_outcome.set_choices(tuple(OUTCOMES.values()))
        self.with_scores = FilterChip(_("Điểm, xếp thứ"))
        self.mark = Button(_("Đánh &dấu ▾"))
        self.mark.setMenu(self._mark_menu())
        self.add = Button(_("&Bổ sung kết quả…"), self.ask_added, tip=_("Kết quả của việc chưa đăng ký trước"))
        self.close_round = Button(_("&Chốt đợt…"), self.ask_close, role="primary")
        self.buttons = (self.add, self.close_round)
        door = Button(_("Ghi đăn&g ký"), lambda: self.go.emit("competitions", "registrations"), role="primary")
        detail = _("Kết quả của việc chưa đăng ký trước thì bấm “Bổ sung kết quả”.")
        nothing = EmptyState("competition", _("Đợt này chưa có đăng ký nào để đánh giá."), door, detail=detail)
        chips = {"open": self.only_open, "outcome": self.by_outcome, "kind": self.by_kind}
        self.lay_out(chips, nothing, self.with_scores, self.mark)
        self._scored = self.stack.addWidget(self.scores)
        self.with_scores.chosen.connect(self._switch)
        self.follow_grid(self.scores.grid)
        for keys in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            self.add_key(keys, partial(self.mark_selected, ACHIEVED))

    def _mark_menu(self) -> QMenu:
        menu = QMenu(self)
        for outcome, words in (
            (ACHIEVED, _("&Đạt: các dòng đã chọn\tCtrl+Shift+Enter")),
            (PARTLY, _("Đạt &một phần: các dòng đã chọn")),
            (FAILED, _("&Không đạt: các dòng đã chọn")),
        ):
            menu.addAction(words, partial(self.mark_selected, outcome))
        menu.addAction(_("Đạt: mọi dòng đang &hiện chưa đánh giá…"), self.mark_shown)
        menu.addSeparator()
        menu.addAction(_("&Quyết định công nhận các dòng đã chọn…"), self.ask_decision)
        return menu

    @property
    def year(self) -> int | None:
        """The year of days that are typed without one."""
        return self.round.end.year if self.round is not None else None

    # What the rows are

    @staticmethod
    def read_round(work: "Work", round_id: int) -> Reading:
        """The registrations of a round with their results, and the points of the unions."""
        with work.read() as session:
            rows = registration_rows.rows(session, [round_id])
            return Reading(round_id, rows, results.problems_of(rows), scores.rows(session, round_id))

    def reread(self, session: "Session", ids: Sequence[int]) -> tuple[list[Any], Mapping[int, Sequence[Problem]]]:
        """Some registrations with their results as they are now."""
        rows = [
            replace(self.rows[row["id"]], **{name: row[name] for name in RESULT_FIELDS})
            for row in records.rows(session, Registration, id=frozenset(ids))
        ]
        return rows, results.problems_of(rows)

    def called(self, row: RegistrationRow) -> str:
        """The union and what it registered."""
        return _("{union}: {content}").format(union=row.union.name, content=row.content)

    # What is shown

    def show_round(self, shown: RoundRow | None) -> None:
        """Show the results of a round; those of a closed one are only read."""
        super().show_round(shown)
        self.scores.show_round(shown)
        is_open = shown is not None and not shown.closed
        self.grid.set_editable(is_open)
        for button in (self.mark, self.add, self.close_round):
            button.setEnabled(is_open)

    def leave(self) -> None:
        """The points belong to the round too."""
        super().leave()
        self.scores.leave()

    def show_beside(self, beside: list[ScoreRow]) -> None:
        """The points of the unions."""
        self.scores.show_rows(beside)
        if not self.loaded:
            self.scores.restore()

    @property
    def shown_grid(self) -> RecordGrid:
        """The results, or the points."""
        return self.scores.grid if self.with_scores.isChecked() else self.grid

    def _switch(self) -> None:
        self._count()
        self.focus_grid()

    def count(self) -> None:
        """Label the chips; beside the points there is little to filter by."""
        rows, scored = self.rows.values(), self.with_scores.isChecked()
        waiting = sum(row.outcome is None for row in rows)
        words = _("Chưa đánh giá {waiting}/{count}").format(waiting=show_whole(waiting), count=show_whole(len(rows)))
        self.only_open.set_label(words + (" ×" if self.only_open.isChecked() else ""))
        self.by_kind.set_choices(list(dict.fromkeys(row.kind for row in rows)))
        self.grid.show_column("person", any(row.person for row in rows))
        for widget in (self.only_open, self.by_outcome, self.by_kind, self.views, self.mark):
            widget.setVisible(not (scored or self.empty))
        if scored:
            self.only_odd.hide()
            self.words.show()
            self.by_area.show()
            self.stack.setCurrentIndex(self._scored)

    @property
    def told(self) -> str:
        """How many are reviewed, or how many unions have points."""
        if self.with_scores.isChecked():
            return self.scores.told
        done = sum(row.outcome is not None for row in self.rows.values())
        words = _("Đã đánh giá {done}/{count} đăng ký")
        return words.format(done=show_whole(done), count=show_whole(len(self.rows)))

    # Filters

    def asked(self) -> list[Wanted]:
        """Not reviewed, an outcome, a kind."""
        outcome, kind = self.by_outcome.value, self.by_kind.value
        asked: list[Wanted] = []
        if self.only_open.isChecked():
            asked.append(lambda row: row.outcome is None)
        if outcome:
            asked.append(lambda row: OUTCOMES.get(row.outcome or "") == outcome)
        if kind:
            asked.append(lambda row: row.kind == kind)
        return asked

    def filter(self, _value: object = None) -> None:
        """Show what the chips and the box ask for, of the results and of the points."""
        self.scores.filter(Scope(self.by_area.value, text=self.words.text()))
        super().filter()

    def show_unreviewed(self) -> None:
        """Show what is not reviewed yet, and go to the first of it."""
        self.with_scores.setChecked(False)
        self.show_everything()
        self.only_open.setChecked(True)
        if rows := self.grid.shown_rows:
            self.grid.go_to(rows[0].id, "outcome")

    # What is done

    def finish_editing(self) -> None:
        """Enter what is being typed."""
        super().finish_editing()
        self.scores.grid.finish_editing()

    def mark_selected(self, outcome: str) -> None:
        """Ctrl+Shift+Enter: the selected registrations have this outcome."""
        self._mark(self.selected(), outcome)

    def mark_shown(self) -> None:
        """Everything shown that is not reviewed yet was achieved; asked beforehand."""
        self.grid.finish_editing()
        ids = [row.id for row in self.grid.shown_rows if row.outcome is None]
        if not ids:
            self.tell(_("Không có dòng nào đang hiện mà chưa đánh giá."))
            return
        asked = _("Đánh dấu “đạt” cho {count} đăng ký đang hiện chưa đánh giá?").format(count=show_whole(len(ids)))
        if messages.ask(asked, _("Đánh &dấu"), parent=self):
            self._mark(ids, ACHIEVED)

    def _mark(self, ids: Sequence[int], outcome: str) -> None:
        if self.round is None or self.round.closed or not ids:
            return
        words = {"outcome": OUTCOMES[outcome], "count": show_whole(len(ids)), "round": self.round.name}
        title = _("Đánh giá “{outcome}” {count} đăng ký, {round}").format(**words)
        task = partial(results.marking, round_id=self.round.id, ids=ids, outcome=outcome)
        self.work.do(title, task, len(ids), lambda _count: self.grid.setFocus())

    def ask_decision(self) -> AskDialog | None:
        """Ask for the decision by which the selected registrations were recognised."""
        ids, shown = self.selected(), self.round
        if not ids or shown is None:
            return None
        count = show_whole(len(ids))

        def done(values: Mapping[str, Any]) -> bool:
            title = _("Ghi quyết định công nhận {count} đăng ký, {round}").format(count=count, round=shown.name)
            task = partial(results.deciding, round_id=shown.id, ids=ids, **values)
            self.work.do(title, task, len(ids), lambda _count: dialog.accept())
            return False  # it closes when that is done

        questions = (
            Question("decision", _("&Số quyết định"), Text(), None),
            Question("decided_on", _("&Ngày quyết định"), Day(self.year), None),
            Question("level_id", _("&Cấp công nhận"), Link(), None, required=False, options=self.levels),
        )
        about = _("Một quyết định cho {count} đăng ký đã chọn.").format(count=count)
        dialog = AskDialog(_("Quyết định công nhận"), about, questions, _("&Ghi"), done, self)
        dialog.open()
        return dialog

    def ask_added(self) -> RecordDialog | None:
        """Ask for a result of something that had not been registered (R02)."""
        shown = self.round
        if shown is None or shown.closed:
            return None
        words = _("Bổ sung kết quả “{content}”, {round}")
        making = Making(
            _("Bổ sung kết quả, {round}").format(round=shown.name),
            _("Cho việc đơn vị chưa đăng ký trước; dòng này được đánh dấu “bổ sung sau”."),
            Registration,
            _ADDED,
            self._choices(shown),
            lambda: results.new_draft(shown.id),
            lambda draft: words.format(content=draft.values["content"], round=shown.name),
            results.add,
        )
        dialog = RecordDialog(self.work, making, self)
        dialog.open()
        return dialog

    def _choices(self, shown: RoundRow) -> dict[str, Mapping[Any, str]]:
        with self.work.read() as session:
            listed = unions.listed(session, on=as_of(shown))
            kinds = {one.id: one.name for one in registrations.kinds(session)}
            levels = records.choices(session, RecognitionLevel)
        return {"union_id": {one.id: one.described for one in listed}, "kind_id": kinds, "level_id": levels}

    def ask_close(self) -> AskDialog | None:
        """Close the round, or show what is not reviewed yet."""
        if self.round is None:
            return None
        self.finish_editing()
        if not self.loaded:  # asked for from elsewhere, before the view was seen
            self._show(self.read_round(self.work, self.round.id))
        counted = Counter(row.outcome for row in self.rows.values())
        parts = ", ".join(f"{show_whole(counted[code])} {words}" for code, words in OUTCOMES.items() if counted[code])
        reviewed = _("{count} đăng ký: {parts}.").format(count=show_whole(len(self.rows)), parts=parts)
        told = reviewed if self.rows else _("Đợt này không có đăng ký nào.")
        return ask_close(self.work, self.round, told, self.show_unreviewed, self)
