"""The preview of one file: what it is, what becomes of each row, and the choices that change that.

Shows a `Plan` and tells of other choices; planning anew and carrying out are the page's business.
"""

from collections.abc import Iterable, MutableMapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QTabBar, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.plan import COUNTS, UNIONS, Options, Plan
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.widgets.basics import Card, Label, Notice, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.plan_tables import REJECTED, PlanTable, tables
from unioncare_desktop.vietnamese import show_whole

_SHOWN_ENTRIES, _SHOWN_WARNINGS = 6, 2
WITHOUT_FIGURES = "without"
_ALWAYS = ("new", "changed", "same", REJECTED)
_FIRST_SEEN = (REJECTED, "new", "changed", "same")


class PlanView(QWidget):
    """Shows one plan. `options_changed` comes when another period or another fate of rows was chosen.

    *looks* are those of all grids in the settings.
    """

    options_changed = Signal()
    summary = Signal(str)

    def __init__(self, looks: MutableMapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self._looks = looks
        self.plan: Plan | None = None
        self._filling = False
        self.head, self._totals = Label("", "heading", wrap=True), Label("", "muted", wrap=True)
        self._reason = Label("", "warning", wrap=True)
        self.period, self._period_label = QComboBox(), Label("")
        self._period_label.setBuddy(self.period)
        self._source = Label("", "muted")
        self.skip_rejected = QCheckBox(_("&Bỏ các dòng bị từ chối, nhập phần còn lại"))
        self.add_unions = QCheckBox(_("&Thêm các đơn vị chưa có trong danh sách"))
        self._notice = Notice()
        self._campaign = Label("", wrap=True)
        self._entries, self._ignored = Label("", "muted", wrap=True), Label("", "muted", wrap=True)
        self.tabs, self._grids = QTabBar(), QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._grids.setCurrentIndex)
        for signal in (self.period.currentIndexChanged, self.skip_rejected.toggled, self.add_unions.toggled):
            signal.connect(self._tell)
        choices = Flow(self._period_label, self.period, self._source, self.add_unions, self.skip_rejected, gap=12)
        head = Card(
            *(self.head, self._totals, self._campaign, choices, self._reason, self._entries, self._ignored), gap=6
        )
        layout = column(head, self._notice, self.tabs, self._grids, gap=8)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    # What the page asks

    def show_plan(self, plan: Plan, *, dated: bool, fresh: bool) -> None:
        """Show *plan*, with periods to choose if *dated*; for a *fresh* file nothing chosen for the last one stays."""
        self.plan = plan
        self._filling = True
        kept = "" if fresh else self.tabs.tabData(self.tabs.currentIndex())
        if fresh:
            self.skip_rejected.setChecked(False)
            self.add_unions.setChecked(False)
            self._offer_periods(plan, dated=dated)
        self._show_head(plan)
        self._show_tables(tables(plan), kept)
        self._filling = False

    def show_reason(self, text: str) -> None:
        """Why the file cannot be taken in yet; nothing for an empty text."""
        self._reason.setText(text)
        self._reason.setVisible(bool(text))

    @property
    def options(self) -> Options:
        """What the user has chosen."""
        chosen = self.period.currentData()
        add = True if self.add_unions.isChecked() else None
        skip = self.skip_rejected.isChecked()
        if chosen == WITHOUT_FIGURES:
            return Options(figures=False, skip_rejected=skip, add_unions=add)
        return Options(period=chosen, skip_rejected=skip, add_unions=add)

    def _tell(self) -> None:
        if not self._filling:
            self.options_changed.emit()

    # How it is shown

    def _offer_periods(self, plan: Plan, *, dated: bool) -> None:
        """The period that the file names comes first, then those around it; a registry may do without figures."""
        self.period.clear()
        if plan.period is not None:
            self.period.addItem(plan.period.title, plan.period)
        if plan.kind == UNIONS:
            self.period.addItem(_("không lấy số liệu"), WITHOUT_FIGURES)
        for span in periods_around(plan.period, yearly=plan.yearly):
            if span != plan.period:
                self.period.addItem(span.title, span)
        self._period_label.setText(_("Nă&m") if plan.yearly else _("&Kỳ của số liệu"))
        for widget in (self.period, self._period_label):
            widget.setVisible(dated)

    def _show_head(self, plan: Plan) -> None:
        self.head.setText(f"{plan.file} · {plan.kind_words}")
        self._totals.setText(_totals(plan))
        self._source.setText(plan.period_source)
        few = len(plan.warnings) <= _SHOWN_WARNINGS
        self._notice.show_text("\n".join(plan.warnings) if few else _("Có điều cần xem lại trước khi nhập."))
        self.skip_rejected.setVisible(plan.rejected_rows > 0 or self.skip_rejected.isChecked())
        may_add = plan.kind == COUNTS and plan.rejected_rows > 0
        self.add_unions.setVisible(may_add or self.add_unions.isChecked())
        self._campaign.setText(_campaign(plan))
        self._campaign.setVisible(plan.campaign is not None)
        self._entries.setText(_new_entries(plan))
        self._ignored.setText(_("Cột không dùng: {columns}.").format(columns=", ".join(plan.ignored_columns)))
        self._entries.setVisible(bool(plan.new_entries))
        self._ignored.setVisible(bool(plan.ignored_columns))

    def _show_tables(self, shown: Iterable[PlanTable], kept: str) -> None:
        self._clear()
        for table in shown:
            if not table.total and table.name not in _ALWAYS:
                continue
            look = self._looks.setdefault(f"plan {table.name}", {})
            grid = RecordGrid(table.columns, look=look, filters=False)
            grid.set_rows(table.rows)
            grid.summary.connect(self.summary)
            self._grids.addWidget(grid)
            place = self.tabs.addTab(f"{table.title} {show_whole(table.total)}")
            self.tabs.setTabData(place, table.name)
            self.tabs.setTabEnabled(place, table.total > 0)
        filled = {self.tabs.tabData(at): at for at in range(self.tabs.count()) if self.tabs.isTabEnabled(at)}
        first = next((filled[name] for name in (kept, *_FIRST_SEEN) if name in filled), 0)
        self.tabs.setCurrentIndex(first)
        self._grids.setCurrentIndex(first)

    def _clear(self) -> None:
        while self.tabs.count():
            self.tabs.removeTab(0)
        while (grid := self._grids.widget(0)) is not None:
            self._grids.removeWidget(grid)
            grid.deleteLater()


def _totals(plan: Plan) -> str:
    """The plan in one line: "330 mới, 0 thay đổi, 0 không đổi, 0 bị từ chối · 25 chỗ đã sửa khi đọc"."""
    counted = _("{new} mới, {changed} thay đổi, {same} không đổi, {rejected} bị từ chối").format(
        new=show_whole(plan.new),
        changed=show_whole(plan.changed),
        same=show_whole(plan.same),
        rejected=show_whole(plan.rejected_rows),
    )
    if not plan.repairs:
        return counted
    return counted + " · " + _("{count} chỗ đã sửa khi đọc").format(count=show_whole(len(plan.repairs)))


def periods_around(span: Span | None, *, yearly: bool) -> list[Span]:
    """The years or quarters that are offered for a list: those near *span*, or near today, the latest first."""
    near = span or Span.quarter_of(clock.today())
    latest, after, offered = (near.whole_year, 1, 6) if yearly else (near.quarters[-1], 2 if span else 0, 12)
    for _step in range(after):
        latest = latest.next
    found = [latest]
    while len(found) < offered:
        found.append(found[-1].previous)
    return found


def _campaign(plan: Plan) -> str:
    """To which campaign the registrations go, or which one will be founded for them."""
    if plan.campaign is None:
        return ""
    rounds = ", ".join(plan.campaign.rounds) or "–"
    if not plan.campaign.new:
        words = _("Ghi vào phong trào “{name}” (năm {year}): {rounds}.")
        return words.format(name=plan.campaign.name, year=plan.campaign.year, rounds=rounds)
    words = _("Sẽ lập phong trào “{name}” theo {source}, {count} đợt: {rounds}. Có thể sửa lại ở trang Thi đua.")
    campaign = plan.campaign
    return words.format(name=campaign.name, source=campaign.source, count=len(campaign.rounds), rounds=rounds)


def _new_entries(plan: Plan) -> str:
    """Which entries the lists of the office will get: "Sẽ thêm vào danh mục: địa bàn Phúc Xá, Kim Mã"."""
    by_list: dict[str, list[str]] = {}
    for entry in plan.new_entries:
        by_list.setdefault(entry.words, []).append(entry.name)
    parts = []
    for words, names in by_list.items():
        more = _(" và {count} mục nữa").format(count=len(names) - _SHOWN_ENTRIES) if len(names) > _SHOWN_ENTRIES else ""
        parts.append(f"{words} {', '.join(names[:_SHOWN_ENTRIES])}{more}")
    return _("Sẽ thêm vào danh mục: {entries}.").format(entries="; ".join(parts))
