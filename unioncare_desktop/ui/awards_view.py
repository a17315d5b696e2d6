"""The awards of a round: proposed from what was achieved, given with a decision, or declined."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from unioncare_desktop.domain.kinds import Day, Link, Text
from unioncare_desktop.domain.records import Award
from unioncare_desktop.domain.records.registration import (
    ACHIEVED,
    AWARD_KINDS,
    AWARD_STATES,
    AWARDED,
    PARTLY,
    PROPOSED,
)
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.services import award_checks, awards, records, registration_rows, unions
from unioncare_desktop.services.awards import AwardRow
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registration_rows import as_of
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.award_columns import TYPED, Offered, award_columns
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.round_view import Reading, RoundView, Wanted
from unioncare_desktop.ui.row_entry import Service
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_ADDED = (
    Group(_("Ai, được gì"), ("union_id", "name", "honorific", "person", "position", "quantity")),
    Group(_("Đề nghị"), ("proposal", "proposed_on", "level_id", "note")),
)


@dataclass(frozen=True)
class Beside:
    """What may be proposed: the registrations with something achieved, and the names of the catalogue."""

    achieved: tuple[int, ...]
    names: tuple[str, ...]


class AwardsView(RoundView):
    """Papers come after a round too: decisions are typed also when it is closed, proposals are not."""

    name = "awards"
    record_type = Award
    service: ClassVar[Service] = awards
    values = ("proposed_on", "decided_on")

    def __init__(self, work: "Work", context: "Context") -> None:
        self.offered = Offered()
        super().__init__(work, context, award_columns(self.offered))
        self._achieved: tuple[int, ...] = ()
        self.by_state, self.by_sort = FilterChip(_("Tình trạng"), _("tất cả")), FilterChip(_("Loại"), _("tất cả"))
        self.by_state.set_choices(tuple(AWARD_STATES.values()))
        self.by_sort.set_choices(tuple(AWARD_KINDS.values()))
        self.give = Button(_("&Khen thưởng…"), self.ask_award, tip=_("Một quyết định cho các dòng đã chọn"))
        self.refuse = Button(_("Kh&ông khen…"), self.ask_decline, tip=_("Các dòng đã chọn không được khen thưởng"))
        self.add = Button(_("&Thêm…"), self.ask_added, tip="Ctrl+Insert")
        self.propose = Button(_("Đề nghị từ kết &quả đạt…"), self.ask_proposal, role="primary")
        self.buttons = (self.propose,)
        nothing = EmptyState(
            "competition",
            _("Đợt này chưa có đề nghị khen thưởng nào."),
            Button(_("Thê&m một đề nghị…"), self.ask_added),
            Button(_("&Xem kết quả"), lambda: self.go.emit("competitions", "results"), role="primary"),
            detail=_("Ghi kết quả đạt ở “Kết quả”, rồi bấm “Đề nghị từ kết quả đạt”; hoặc thêm từng đề nghị."),
        )
        self.lay_out({"state": self.by_state, "kind": self.by_sort}, nothing, self.give, self.refuse, self.add)
        self.grid.delete_wanted.connect(self._delete)
        self.grid.row_wanted.connect(self.ask_added)

    # What the rows are

    @staticmethod
    def read_round(work: "Work", round_id: int) -> Reading:
        """The awards of a round, and what may be proposed."""
        with work.read() as session:
            rows = awards.rows(session, round_id)
            registered = registration_rows.rows(session, [round_id])
            achieved = tuple(row.id for row in registered if row.outcome in (ACHIEVED, PARTLY))
            names = tuple(one.name for one in awards.catalogue(session))
            return Reading(round_id, rows, award_checks.problems(session, rows), Beside(achieved, names))

    def reread(self, session: "Session", ids: Sequence[int]) -> tuple[list[Any], Mapping[int, Sequence[Problem]]]:
        """Some awards as they are now; what is odd about one may lie with another of its union."""
        fresh = {
            row["id"]: replace(self.rows[row["id"]], **{name: row[name] for name in ("kind", *TYPED)})
            for row in records.rows(session, Award, id=frozenset(ids))
        }
        unions_of_them = {row.union.id for row in fresh.values()}
        near = [row for row in (self.rows | fresh).values() if row.union.id in unions_of_them]
        problems = award_checks.problems(session, near)
        return list(fresh.values()), {key: problems[key] for key in fresh if key in problems}

    def called(self, row: AwardRow) -> str:
        """The title or form, and who gets it."""
        return _("{name}, {who}").format(name=row.name, who=row.person or row.union.name)

    # What is shown

    def show_round(self, shown: RoundRow | None) -> None:
        """Show the awards of a round."""
        self.offered.year = shown.end.year if shown is not None else None
        super().show_round(shown)
        is_open = shown is not None and not shown.closed
        self.add.setEnabled(is_open)
        self._allow_proposing()

    def show_beside(self, beside: Beside) -> None:
        """What may be proposed."""
        self._achieved, self.offered.names, self.offered.levels = beside.achieved, beside.names, self.levels
        self._allow_proposing()

    def _allow_proposing(self) -> None:
        is_open = self.round is not None and not self.round.closed
        self.propose.setEnabled(is_open and bool(self._achieved))
        why = _("Đợt đã chốt") if not is_open else _("Chưa có kết quả đạt nào trong đợt này")
        self.propose.setToolTip("" if self.propose.isEnabled() else why)

    def count(self) -> None:
        """Proposals are given and declined where there are any; an empty page has its own way to add one."""
        for button in (self.give, self.refuse, self.add):
            button.setVisible(bool(self.rows))

    @property
    def told(self) -> str:
        """How many wait, how many were given."""
        if not self.rows:
            return _("Chưa có đề nghị khen thưởng")
        states = Counter(row.state for row in self.rows.values())
        words = _("{count} đề nghị, khen thưởng: {proposed} đang đề nghị, {awarded} đã khen thưởng")
        counted = {"count": len(self.rows), "proposed": states[PROPOSED], "awarded": states[AWARDED]}
        return words.format(**{name: show_whole(count) for name, count in counted.items()})

    def asked(self) -> list[Wanted]:
        """A state, a title or a form."""
        state, sort = self.by_state.value, self.by_sort.value
        asked: list[Wanted] = []
        if state:
            asked.append(lambda row: AWARD_STATES[row.state] == state)
        if sort:
            asked.append(lambda row: AWARD_KINDS[row.kind] == sort)
        return asked

    # What is done

    def _ask(
        self,
        title: str,
        about: str,
        questions: tuple[Question, ...],
        verb: str,
        action: str,
        task: Callable[..., Task[object]],
        rows: int,
    ) -> AskDialog:
        """Ask, then do one *action* on so many *rows* with the answers; the dialog closes when it is done."""

        def done(values: Mapping[str, Any]) -> bool:
            self.work.do(action, partial(task, **values), rows, lambda _result: dialog.accept())
            return False

        dialog = AskDialog(title, about, questions, verb, done, self)
        dialog.open()
        return dialog

    def ask_proposal(self) -> AskDialog | None:
        """Ask for the paper on which everything that was achieved is proposed."""
        if self.round is None or self.round.closed or not self._achieved:
            return None
        about = _(
            "{count} đăng ký đã đạt trong {round}. Danh hiệu đã đạt, và hình thức khen thưởng ghi khi đăng ký, thành đề"
            " nghị; dòng đã có thì giữ nguyên."
        ).format(count=show_whole(len(self._achieved)), round=self.round.name)
        questions = (
            Question("proposal", _("&Số tờ trình (nếu có)"), Text(), None, required=False),
            Question("proposed_on", _("&Ngày đề nghị (nếu có)"), Day(self.offered.year), None, required=False),
        )
        action = _("Đề nghị khen thưởng từ kết quả, {round}").format(round=self.round.name)
        task = partial(awards.proposing, registration_ids=self._achieved)
        rows = len(self._achieved)
        return self._ask(_("Đề nghị khen thưởng"), about, questions, _("Đề n&ghị"), action, task, rows)

    def ask_award(self) -> AskDialog | None:
        """Ask for the decision by which the selected awards are given."""
        ids = self._chosen()
        if not ids:
            return None
        about = _("Một quyết định cho {count} dòng đã chọn. Để trống cấp: mỗi dòng giữ cấp của mình.")
        questions = (
            Question("decision", _("&Số quyết định"), Text(), None),
            Question("decided_on", _("&Ngày quyết định"), Day(self.offered.year), None),
            Question("level_id", _("&Cấp khen thưởng"), Link(), None, required=False, options=self.levels),
        )
        told = about.format(count=show_whole(len(ids)))
        action = _("Khen thưởng {count} dòng, {round}").format(count=show_whole(len(ids)), round=self._round_name)
        task = partial(awards.awarding, ids=ids)
        return self._ask(_("Khen thưởng"), told, questions, _("&Khen thưởng"), action, task, len(ids))

    def ask_decline(self) -> AskDialog | None:
        """Ask why the selected proposals are not followed."""
        ids = self._chosen()
        if not ids:
            return None
        questions = (Question("note", _("&Lý do (nếu có)"), Text(), None, required=False),)
        about = _("{count} dòng đã chọn sẽ ghi là không khen thưởng.").format(count=show_whole(len(ids)))
        action = _("Không khen thưởng {count} dòng, {round}").format(count=show_whole(len(ids)), round=self._round_name)
        task = partial(awards.declining, ids=ids)
        return self._ask(_("Không khen thưởng"), about, questions, _("&Ghi"), action, task, len(ids))

    @property
    def _round_name(self) -> str:
        return self.round.name if self.round is not None else ""

    def _chosen(self) -> list[int]:
        """The selected rows; where there are none, that is said."""
        ids = self.selected()
        if not ids:
            self.tell(_("Hãy chọn những dòng cần ghi trước."))
        return ids

    def ask_added(self) -> RecordDialog | None:
        """Ctrl+Insert: ask for an award for which nobody need have registered."""
        shown = self.round
        if shown is None or shown.closed:
            return None
        with self.work.read() as session:
            listed = unions.listed(session, on=as_of(shown))
        words = _("Đề nghị “{name}”, {round}")
        making = Making(
            _("Đề nghị khen thưởng, {round}").format(round=shown.name),
            _("Tập thể thì để trống họ tên. Từ 01/01/2024 không cần đăng ký trước mới được khen thưởng."),
            Award,
            _ADDED,
            {
                "union_id": {one.id: one.described for one in listed},
                "name": {name: name for name in self.offered.names},
                "level_id": self.levels,
            },
            lambda: awards.new_draft(shown.id),
            lambda draft: words.format(name=draft.values["name"], round=shown.name),
            awards.save,
        )
        dialog = RecordDialog(self.work, making, self)
        dialog.open()
        return dialog

    def _delete(self, keys: Sequence[object]) -> None:
        """Ctrl+Delete: take rows away after asking."""
        ids = [key for key in keys if isinstance(key, int)]
        count = show_whole(len(ids))
        if messages.ask(_("Xóa {count} dòng khen thưởng?").format(count=count), _("&Xóa"), parent=self):
            title = _("Xóa {count} khen thưởng, {round}").format(count=count, round=self._round_name)
            self.work.do(title, partial(awards.deleting, ids=ids), len(ids), lambda _none: self.grid.setFocus())
