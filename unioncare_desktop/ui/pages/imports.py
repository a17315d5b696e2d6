"""Nhập Excel: drop files, see what would become of every row, choose, take them in; nothing is written before that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QMenu, QStackedWidget, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.services.lists.plan import ENTERPRISES, REGISTER, YEARLY, Options, Outcome, Plan
from unioncare_desktop.storage.history import IMPORT
from unioncare_desktop.ui import saving, theme
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.widgets.basics import Button, Card, EmptyState, Label, row
from unioncare_desktop.ui.widgets.drop_area import DropArea
from unioncare_desktop.ui.widgets.import_result import ImportResult
from unioncare_desktop.ui.widgets.plan_view import PlanView, periods_around
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.lists.sheets import Book
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_FILES = _("Bảng tính (*.xlsx *.xlsm *.csv *.xls);;Mọi tệp (*)")
_SHOWN_AT = {
    REGISTER: ("competitions", "registrations"),
    YEARLY: ("yearly", None),
    ENTERPRISES: ("yearly", "enterprises"),
}
"""The page that shows what came in, and what it is told, by the kind of list; others go to registry and figures."""
_LIST_WIDTH, _ROOMY = 220, 900


@dataclass
class Job:
    """One file on its way in: what was read of it, what would become of it, and what became of it."""

    path: Path
    book: "Book | None" = None
    dated: bool = False
    yearly: bool = False
    plan: Plan | None = None
    problem: str = ""
    outcome: Outcome | None = None

    @property
    def title(self) -> str:
        """The name of the file and how far it is."""
        if self.outcome is not None:
            return _("{file}\nđã nhập").format(file=self.path.name)
        if self.problem:
            return _("{file}\nkhông đọc được").format(file=self.path.name)
        return _("{file}\nchưa nhập").format(file=self.path.name)


class ImportsPage(Page):
    """Brings the office's own files in, one after the other."""

    name, title, icon, tool = "imports", _("Nhập Excel"), "import", True
    takes_files = True

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.jobs: list[Job] = []
        self.job: Job | None = None
        self._planned_at: datetime | None = None
        self._roomy = True
        self.files = QListWidget()
        self.files.setAccessibleName(_("Các tệp"))
        self.files.currentRowChanged.connect(self._select)
        self.preview, self.result = PlanView(context.settings.grids), ImportResult()
        self.preview.options_changed.connect(self._plan_again)
        self.preview.summary.connect(self.summary)
        self._choose_period, self._periods = Button(""), QMenu(self)
        self._choose_period.setMenu(self._periods)
        another = Button(_("&Chọn tệp khác…"), self.choose_files, role="primary")
        self.problem = EmptyState("error", "", self._choose_period, another)
        self.area = DropArea(
            _("Thả tệp Excel vào đây"),
            _(
                "Danh sách {unit}, số liệu một quý, sổ đăng ký thi đua, số liệu năm… đúng như tệp bạn đang dùng.\n"
                "Bạn sẽ xem trước từng dòng; chưa có gì được ghi cho đến khi bạn đồng ý."
            ).format(unit=context.words.unit),
            Button(_("Chưa có tệp? &Gõ trên màn hình"), lambda: self.go.emit("registry", "add")),
            Button(_("&Chọn tệp Excel…"), self.choose_files, role="primary", picture="folder"),
        )
        self.area.dropped.connect(self.add_files)
        self._make_header()
        self._lay_out()
        self.result.finished.connect(self._next)
        self.result.opened.connect(self._see)
        self._show_stage(self.area)

    def _make_header(self) -> None:
        self.save_rejected = Button(_("&Lưu dòng bị từ chối ra Excel…"), self._save_rejected)
        self.leave = Button(_("Bỏ &qua tệp này"), self._drop_job, tip="Esc")
        self.accept = Button("", self._accept, role="primary")
        self.header.add_actions(self.save_rejected, self.leave, self.accept)

    def _offer_periods(self, job: Job) -> None:
        self._choose_period.setText(_("Chọn &năm ▾") if job.yearly else _("Chọn &kỳ của số liệu ▾"))
        self._choose_period.setVisible(job.dated)
        self._periods.clear()
        for span in periods_around(None, yearly=job.yearly):
            self._periods.addAction(span.title, partial(self._plan_for, span))

    def _plan_for(self, span: Span) -> None:
        if self.job is not None:
            self._plan(self.job, Options(period=span), fresh=True)

    def _lay_out(self) -> None:
        self._stages = QStackedWidget()
        for stage in (self.area, self.preview, self.problem, self.result):
            self._stages.addWidget(stage)
        self._list = Card(Label(_("Các tệp"), "heading"), self.files, margins=(10, 10, 10, 10))
        layout = row(self._list, self._stages, gap=12)
        layout.setStretch(1, 1)
        self.body.addLayout(layout, 1)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self._list.setFixedWidth(theme.current().px(_LIST_WIDTH))

    # Files come in

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - an agreement between the pages
        """Files that were dropped elsewhere in the window."""
        self.add_files([Path(path) for path in argument])

    def choose_files(self) -> None:
        """Ask for files."""
        folder = self.jobs[-1].path.parent if self.jobs else Path.home()
        names, _filter = QFileDialog.getOpenFileNames(self, _("Chọn tệp để nhập"), str(folder), _FILES)
        self.add_files([Path(name) for name in names])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read the first of *paths* and show its preview; the others wait in the list."""
        fresh = [Job(path) for path in paths]
        again = {job.path for job in fresh}
        self.jobs = [job for job in self.jobs if job.path not in again] + fresh
        if fresh:
            self._take_up(fresh[0])

    def add(self) -> None:
        """Ctrl+N: choose more files."""
        self.choose_files()

    def _take_up(self, job: Job) -> None:
        self.job = job
        self._list_jobs()
        if job.outcome is not None:
            self._show_result(job, job.outcome)
        else:
            self._plan(job, Options(), fresh=True)

    def _select(self, place: int) -> None:
        if 0 <= place < len(self.jobs) and self.jobs[place] is not self.job:
            self._take_up(self.jobs[place])

    def _list_jobs(self) -> None:
        self.files.blockSignals(True)  # noqa: FBT003 - Qt's
        self.files.clear()
        for job in self.jobs:
            self.files.addItem(QListWidgetItem(job.title))
        if self.job in self.jobs:
            self.files.setCurrentRow(self.jobs.index(self.job))
        self.files.blockSignals(False)  # noqa: FBT003 - Qt's
        self._list.setVisible(len(self.jobs) > 1 and self._roomy)

    # Preview

    def refresh(self) -> None:
        """F5: make the preview anew."""
        self._plan_again()

    def _plan_again(self) -> None:
        if self.job is not None and self.job.plan is not None and self.job.outcome is None:
            self._plan(self.job, self.preview.options, fresh=False)

    def _plan(self, job: Job, options: Options, *, fresh: bool) -> None:
        self._planned_at = self.work.saved_at
        self.work.run(
            _("đọc tệp"),
            lambda session: _planned(session, job, options),
            partial(self._show_plan, job, fresh=fresh),
        )

    def _show_plan(self, job: Job, read: "Job", *, fresh: bool) -> None:
        job.book, job.plan, job.problem = read.book, read.plan, read.problem
        job.dated, job.yearly = read.dated, read.yearly
        self._list_jobs()
        if job is not self.job:
            return
        if job.plan is None:
            self._show_problem(job)
            return
        self.preview.show_plan(job.plan, dated=job.dated, fresh=fresh)
        reason = _why_not(job.plan, self.preview.options)
        self.preview.show_reason(reason)
        count = show_whole(job.plan.new + job.plan.changed)
        self.accept.setText(_("&Nhập {count} dòng").format(count=count))
        self.accept.setEnabled(not reason)
        self._show_stage(self.preview)
        if fresh:  # the way on has the focus
            (self.accept if not reason else self.preview.skip_rejected).setFocus()

    def _show_problem(self, job: Job) -> None:
        self.problem.sentence.setText(job.problem)
        self.problem.detail.setText(str(job.path))
        self.problem.detail.show()
        self._offer_periods(job)
        self._show_stage(self.problem)

    def _show_stage(self, stage: QWidget) -> None:
        self._stages.setCurrentWidget(stage)
        plan = self.job.plan if self.job else None
        previewed = stage is self.preview
        self.accept.setVisible(previewed)
        self.leave.setVisible(previewed or stage is self.problem)
        self.save_rejected.setVisible(stage is not self.area and plan is not None and plan.rejected_rows > 0)
        self._list.setVisible(len(self.jobs) > 1 and self._roomy)
        self.status.emit(_("{count} tệp").format(count=len(self.jobs)) if self.jobs else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the list of files gives way; the files still come one after the other."""
        self._roomy = event.size().width() >= theme.current().px(_ROOMY)
        self._list.setVisible(len(self.jobs) > 1 and self._roomy)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What was changed on other pages in the meantime changes the preview."""
        super().showEvent(event)
        if self._planned_at != self.work.saved_at and not self.work.busy_with:
            self._plan_again()

    # Taken in, or left

    def _accept(self) -> None:
        job = self.job
        if job is None or job.plan is None:
            return
        plan = job.plan
        self.work.run(
            _("nhập {file}").format(file=plan.file),
            lambda session: _carried_out(session, plan, self.work.database.path),
            partial(self._show_outcome, job),
            writes=True,
            kind=IMPORT,
        )

    def _show_outcome(self, job: Job, outcome: Outcome) -> None:
        job.outcome = outcome
        self.context.backed_up.emit()
        self._take_up(job)

    def _show_result(self, job: Job, outcome: Outcome) -> None:
        waiting = self._waiting()
        if job.plan is not None:
            self.result.show_outcome(job.plan, outcome, waiting=waiting.path.name if waiting else "")
        self._show_stage(self.result)
        self.result.setFocus()

    def _waiting(self) -> Job | None:
        return next((job for job in self.jobs if job.outcome is None and not job.problem), None)

    def _next(self) -> None:
        """To the next file that waits, or back to the start."""
        waiting = self._waiting()
        if waiting is not None:
            self._take_up(waiting)
            return
        self.jobs, self.job = [], None
        self._list_jobs()
        self._show_stage(self.area)

    def _drop_job(self) -> None:
        self.jobs = [job for job in self.jobs if job is not self.job]
        self._next()

    def _see(self) -> None:
        """To the page that shows what came in."""
        plan = self.job.plan if self.job else None
        if plan is not None and plan.kind in _SHOWN_AT:
            if plan.kind == YEARLY and plan.period is not None:
                last = plan.period.quarters[-1]
                self.context.choose_period(last.code, last.title)
            self.go.emit(*_SHOWN_AT[plan.kind])
        elif plan is not None and plan.period is not None and self.result.period:
            self.context.choose_period(plan.period.code, plan.period.title)
            self.go.emit("counts", None)
        else:
            self.go.emit("registry", None)

    def _save_rejected(self) -> None:
        job = self.job
        if job is None or job.plan is None or job.book is None:
            return
        from unioncare_desktop.services import importing

        proposed = job.path.with_name(_("{name} - dòng bị từ chối.xlsx").format(name=job.path.stem))
        write = partial(importing.rejected_workbook, job.plan, job.book)
        path = saving.save_as(self, _("Lưu dòng bị từ chối"), proposed, "Excel (*.xlsx)", write)
        if path is not None:
            self.status.emit(_("Đã lưu {file}").format(file=path.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the file."""
        if event.key() == Qt.Key.Key_Escape and self.leave.isVisible():
            self._drop_job()
        else:
            super().keyPressEvent(event)


def _planned(session: "Session", job: Job, options: Options) -> Task[Job]:
    """The file of *job* as read and planned in another thread; a sentence instead of a plan where it cannot be."""
    from unioncare_desktop.services import importing, workbook
    from unioncare_desktop.services.lists import finding

    read = Job(job.path, job.book)
    try:
        if read.book is None:
            yield Step(0, 0, _("Đang đọc {file}").format(file=job.path.name))
            read.book = workbook.read(job.path)
        found = finding.find(read.book)
        read.dated, read.yearly = found.dated, found.family.yearly
        read.plan = yield from importing.planning(session, read.book, options)
    except UserError as error:
        read.problem = str(error)
    return read


def _carried_out(session: "Session", plan: Plan, database: Path | None) -> Task[Outcome]:
    """What was stored; the file as it was before is backed up first."""
    from unioncare_desktop.services import importing
    from unioncare_desktop.storage import backup

    if database is not None:
        yield Step(0, 0, _("Sao lưu trước khi nhập"))
        backup.make_if_changed(database, "import")
    yield Step(0, 0, _("Ghi {count} dòng").format(count=show_whole(plan.new + plan.changed)))
    return importing.carry_out(session, plan)


def _why_not(plan: Plan, options: Options) -> str:
    """Why the plan cannot be carried out as it is; empty where it can."""
    if plan.rejected_rows and not options.skip_rejected:
        return _(
            "{count} dòng bị từ chối (xem lý do ở dưới). Hãy sửa trong Excel rồi thả lại tệp, hoặc chọn bỏ các dòng đó."
        ).format(count=show_whole(plan.rejected_rows))
    if not plan.new + plan.changed:
        return _("Không có gì để nhập: mọi dòng trong tệp đều đã có.")
    return ""
