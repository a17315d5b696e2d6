"""Who has not registered in a round, with what is needed to ask them: telephone, e-mail, what they did before.

Three questions can be asked: who registered nothing, who lacks what the plan demands of every union, in the campaign so
far or in this round. Nothing is edited here; Enter begins a registration of the row's union.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.i18n import _
from unioncare_desktop.services import unions
from unioncare_desktop.services.campaigns import STATE_WORDS
from unioncare_desktop.services.registering import Standing, StandingRow
from unioncare_desktop.services.unions import Scope, UnionRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.round_reading import RoundReading
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.target_bar import Shares, TargetBar
from unioncare_desktop.vietnamese import show_day, show_percent, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 180
REPORT = "registrations-missing"
_NOTHING, _SO_FAR, _HERE = range(3)


@dataclass(frozen=True)
class Line:
    """A union that is asked about, and what is known of it in a few words."""

    union: UnionRow
    email: str
    here: int
    before: int
    required: int
    remark: str


class MissingView(QWidget):
    """`register_wanted` brings the union of which a registration is to be typed."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    register_wanted = Signal(object)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.standing: Standing | None = None
        self._unit = ""
        self.copy = Button(_("&Sao chép để nhắc ▾"))
        self.copy.setMenu(self._copy_menu())
        self.register = Button(_("&Ghi đăng ký"), self._register, tip="Enter")
        self.report = Button(_("&Lập báo cáo"), self.export, role="primary", tip="Ctrl+E")
        self.buttons: tuple[Button, ...] = (self.register, self.copy, self.report)
        """What the page shows at its right while this view is shown, the main action last."""
        self.headline, self.detail, self.bar = (
            Label("", "heading", wrap=True),
            Label("", "muted", wrap=True),
            TargetBar(),
        )
        self.words = SearchBox(_("Lọc theo tên, mã…"))
        self.questions = (FilterChip(""), FilterChip(""), FilterChip(""))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.without_phone = FilterChip("")
        self.shown_of = Label("", "muted")
        self.grid = RecordGrid(
            _columns(), attrgetter("union.id"), look=context.settings.grids.setdefault("registrations_missing", {})
        )
        self.grid.select_whole_rows()
        filters = (*self.questions, self.words, self.by_area, self.by_sector, self.without_phone)
        first = row(self.headline, self.shown_of, gap=12)
        first.setStretch(0, 1)
        told = column(first, self.bar, self.detail, gap=4)
        layout = column(told, Flow(*filters, gap=10), self.grid, gap=12)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)
        self._connect()

    def _connect(self) -> None:
        self.questions[_NOTHING].setChecked(True)
        for number, chip in enumerate(self.questions):
            chip.chosen.connect(partial(self._ask, number))
        for chip in (self.by_area, self.by_sector, self.without_phone):
            chip.chosen.connect(self._filter)
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.opened.connect(lambda _key, _column: self._register())
        self.grid.summary.connect(self.summary)
        self.grid.said.connect(self.summary)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _copy_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, text in (
            (_("&Tin nhắn: danh sách kèm liên hệ"), self.message),
            (_("Địa chỉ &e-mail"), partial(self._contacts, lambda line: line.email)),
            (_("Số &điện thoại"), partial(self._contacts, lambda line: line.union.phone or "")),
        ):
            menu.addAction(words).triggered.connect(lambda _checked, text=text: self._copy(text()))
        return menu

    # What is shown

    def show_reading(self, reading: RoundReading) -> None:
        """Show who is missing in a round; question, filters and selection stay."""
        self.standing, self._unit = reading.standing, reading.unit
        self._tell_standing(reading.standing)
        self._label_questions(reading.standing)
        self._show_lines()

    def _tell_standing(self, standing: Standing) -> None:
        share, missing = standing.share or 0.0, len(standing.missing)
        words = {
            "round": standing.round.name,
            "registered": show_whole(standing.registered),
            "expected": show_whole(standing.expected),
            "unit": self._unit,
            "share": show_percent(standing.share, 2),
            "missing": show_whole(missing),
        }
        if not standing.expected:
            self.headline.setText(_("{round}: không có {unit} nào phải đăng ký").format(**words))
        elif missing:
            sentence = _("{round}: {registered}/{expected} {unit} đã đăng ký, đạt {share}; còn {missing} để đủ 100 %")
            self.headline.setText(sentence.format(**words))
        else:
            self.headline.setText(_("{round}: cả {expected} {unit} đã đăng ký, đạt 100 %").format(**words))
        self.detail.setText(" · ".join(_about(standing, self._unit)))
        self.bar.show_shares(Shares(share, 1.0, "good" if share >= 1 else "warning"))
        self.bar.setAccessibleName(self.headline.text())

    def _label_questions(self, standing: Standing) -> None:
        kind = standing.required_kind.lower()
        least = _("{least} ").format(least=standing.required_least) if standing.required_least > 1 else ""
        for chip, words, found in (
            (self.questions[_NOTHING], _("Chưa đăng ký gì"), standing.missing),
            (self.questions[_SO_FAR], _("Chưa có {least}{kind}"), standing.without_required),
            (self.questions[_HERE], _("Đợt này chưa có {least}{kind}"), standing.without_required_here),
        ):
            chip.set_label(f"{words.format(least=least, kind=kind)} {show_whole(len(found))}")
        earlier = any(one.before for one in standing.rows)
        self.questions[_SO_FAR].setVisible(standing.required_least > 0)
        self.questions[_HERE].setVisible(standing.required_least > 0 and earlier)
        if self.questions[self._question].isHidden():
            self.questions[_NOTHING].setChecked(True)

    @property
    def _question(self) -> int:
        """Which of the questions is asked."""
        return next((number for number, chip in enumerate(self.questions) if chip.isChecked()), _NOTHING)

    def _ask(self, number: int, on: bool) -> None:  # noqa: FBT001 - Qt's
        """One question is always asked, and only one."""
        if on:
            for other, chip in enumerate(self.questions):
                if other != number:
                    chip.setChecked(False)
            self._show_lines()
        elif not any(chip.isChecked() for chip in self.questions):
            self.questions[number].setChecked(True)

    def _show_lines(self) -> None:
        if self.standing is None:
            return
        standing = self.standing
        asked = (standing.missing, standing.without_required, standing.without_required_here)[self._question]
        lines = [_line(one) for one in asked]
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use((line.union for line in lines), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        unreachable = sum(not line.union.phone and not line.email for line in lines)
        self.without_phone.set_label(_("Chưa có điện thoại, e-mail {count}").format(count=show_whole(unreachable)))
        self.without_phone.setVisible(unreachable > 0 or self.without_phone.isChecked())
        for name in ("code", "area", "sector", "chair", "phone"):
            self.grid.show_column(name, any(getattr(line.union, name) for line in lines))
        self.grid.show_column("email", any(line.email for line in lines))
        for name in ("here", "before", "remark"):
            self.grid.show_column(name, any(getattr(line, name) for line in lines))
        self.grid.show_column("required", self._question != _NOTHING and any(line.required for line in lines))
        self.grid.set_rows(lines)
        self._filter()

    def _filter(self) -> None:
        scope = Scope(self.by_area.value, self.by_sector.value, text=self.words.text())
        unreachable = self.without_phone.isChecked()
        self.grid.set_filter(
            lambda line: scope.holds(line.union) and not (unreachable and (line.union.phone or line.email))
        )
        self._tell_shown()

    def _tell_shown(self) -> None:
        shown, everything = len(self.grid.shown_rows), len(self.grid.model.all_rows())
        words = _("{shown}/{everything} dòng") if shown else _("Không có dòng nào khớp · {shown}/{everything} dòng")
        if not everything:
            words = _("Không còn đơn vị nào")
        self.shown_of.setText(words.format(shown=show_whole(shown), everything=show_whole(everything)))
        self.status.emit(self.headline.text())
        self.copy.setEnabled(shown > 0)
        self.register.setEnabled(shown > 0 and self._open)

    @property
    def _open(self) -> bool:
        """Whether anything can still be registered in the round."""
        return self.standing is not None and not self.standing.round.closed

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9."""
        self.grid.resort()

    # What is done

    def _chosen(self) -> list[Line]:
        """The selected rows where several are, else all that are shown."""
        keys = set(self.grid.selected_keys)
        shown: list[Line] = self.grid.shown_rows
        return [line for line in shown if line.union.id in keys] if len(keys) > 1 else shown

    def message(self) -> str:
        """What can be sent in a message: who is asked, until when, and how they are reached."""
        if self.standing is None:
            return ""
        one = self.standing.round
        until = _(" (hạn {day})").format(day=show_day(one.last_day))
        heading = f"{self.questions[self._question].text().rstrip('0123456789. ')} - {one.name}, {one.campaign}{until}:"
        lines = [_contact(number, line) for number, line in enumerate(self._chosen(), 1)]
        return "\n".join((heading, *lines))

    def _contacts(self, of: Callable[[Line], str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, map(of, self._chosen()))))

    def _copy(self, text: str) -> None:
        if not text:
            self.summary.emit(_("Không có gì để sao chép: các đơn vị này chưa ghi liên hệ."))
            return
        QGuiApplication.clipboard().setText(text)
        self.summary.emit(_("Đã sao chép của {count} đơn vị.").format(count=show_whole(len(self._chosen()))))

    def _register(self) -> None:
        key = self.grid.current_key
        line = next((line for line in self.grid.shown_rows if line.union.id == key), None)
        if line is not None and self._open:
            self.register_wanted.emit(line.union)

    def export(self) -> None:
        """Ctrl+E: the report of those who are missing."""
        self.go.emit("reports", REPORT)


def _about(standing: Standing, unit: str) -> Sequence[str]:
    """The round's state, the rule of the plan, and what of others is registered."""
    one = standing.round
    today = clock.today()
    state = STATE_WORDS[one.state_on(today)]
    told = [state[:1].upper() + state[1:], _("hạn đăng ký {day}").format(day=show_day(one.last_day))]
    if standing.required_least:
        rule = _("mỗi {unit} ít nhất {least} {kind}").format(
            unit=unit, least=standing.required_least, kind=standing.required_kind.lower()
        )
        told.append(rule)
    if standing.others:
        told.append(_("thêm {count} đăng ký của đơn vị không thuộc diện").format(count=show_whole(standing.others)))
    return told


def _line(one: StandingRow) -> Line:
    merged = ", ".join(one.merged)
    remark = _("đơn vị đã nhập vào có đăng ký: {names}").format(names=merged) if merged else ""
    return Line(one.union, one.email or "", one.here, one.before, one.required, remark)


def _contact(number: int, line: Line) -> str:
    """One line of a message: "1. CĐCS Hoa Mai (CS0012): Nguyễn Thị Lan, 0912345678, hoamai@example.vn"."""
    reached = ", ".join(filter(None, (line.union.chair, line.union.phone, line.email)))
    code = f" ({line.union.code})" if line.union.code else ""
    return f"{number}. {line.union.name}{code}" + (f": {reached}" if reached else "")


_OF_UNION: Mapping[str, tuple[str, int]] = {
    "area": (_("Địa bàn"), 128),
    "sector": (_("Loại hình"), 218),
    "chair": (_("Chủ tịch"), 140),
    "phone": (_("Điện thoại"), 112),
}


def _columns() -> tuple[GridColumn, ...]:
    def of_union(name: str) -> GridColumn:
        title, width = _OF_UNION[name]
        return GridColumn(name, title, value=attrgetter(f"union.{name}"), width=width)

    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        GridColumn("code", _("Mã"), value=attrgetter("union.code"), width=76, muted=True, frozen=True),
        GridColumn(
            "name",
            _("Công đoàn cơ sở"),
            value=attrgetter("union.name"),
            sort=attrgetter("union.sort_key"),
            width=300,
            frozen=True,
            strong=True,
        ),
        *map(of_union, ("chair", "phone")),
        GridColumn("email", _("E-mail"), width=190),
        *map(of_union, ("area", "sector")),
        GridColumn("here", _("Đăng ký đợt này"), Whole(), width=112),
        GridColumn("before", _("Các đợt trước"), Whole(), width=100),
        GridColumn("required", _("Đã có (cả năm)"), Whole(), width=110),
        GridColumn("remark", _("Lưu ý"), width=240),
    )
