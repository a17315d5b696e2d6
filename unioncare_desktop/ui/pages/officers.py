"""Cán bộ công đoàn: the officers of all unions, those whose terms end soon or have ended, and the way to each union.

They are read here; they are entered where their union is.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.domain.records import Area, Officer, OfficerRole, Threshold, Union
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, officers, unions
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.list_page import ListPage
from unioncare_desktop.ui.officers_panel import OfficersDialog, badge_of
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Label
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.vietnamese import show_whole, sort_key

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class OfficersPage(ListPage):
    """The list and its filters; Enter opens the officers of the row's union."""

    name, title, short, icon = "officers", _("Cán bộ công đoàn"), _("Cán bộ"), "officers"
    shows = (Officer, OfficerRole, Union, Area, Threshold)

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.rows: list[OfficerRow] = []
        self._unlisted = 0
        self.words = SearchBox(_("Lọc theo tên, chức danh, đơn vị…"))
        self.only_ending, self.only_ended = FilterChip(""), FilterChip("")
        self.by_role = FilterChip(_("Chức danh"), _("tất cả"))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.with_past = FilterChip(_("Có cả nhiệm kỳ trước"))
        self.shown_of = Label("", "muted")
        self.grid = RecordGrid(_columns(), look=context.settings.grids.setdefault(self.name, {}))
        self.grid.select_whole_rows()
        self.views = ViewBar(
            self.grid,
            context,
            self.name,
            {
                "words": self.words,
                "ending": self.only_ending,
                "ended": self.only_ended,
                "role": self.by_role,
                "area": self.by_area,
                "past": self.with_past,
            },
        )
        self._take = Button("", self.take_chairs)
        self._report = Button(_("&Danh sách sắp hết nhiệm kỳ"), self.export, role="primary", tip="Ctrl+E")
        self.header.add_actions(self._take, self._report)
        self._take_first = Button("", self.take_chairs, role="primary")
        self._open_registry = Button(_("&Mở danh sách đơn vị"), lambda: self.go.emit("registry", None))
        self._nothing = EmptyState(
            "officers",
            _("Chưa ghi cán bộ nào. Mở một đơn vị, thẻ Cán bộ, để ghi chức danh, họ tên và nhiệm kỳ."),
            self._open_registry,
            self._take_first,
            detail=_("Có nhiệm kỳ rồi, chương trình báo trước khi sắp hết và lập danh sách cần bầu, kiện toàn."),
        )
        chips = (self.only_ending, self.only_ended, self.by_role, self.by_area, self.with_past, self.views)
        self.lay_out(self._nothing, self.words, *chips, self.shown_of)
        self._connect()
        self.views.restore()

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        for chip in (self.only_ending, self.only_ended, self.by_role, self.by_area, self.with_past):
            chip.chosen.connect(self._filter)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.opened.connect(lambda key, _column: self.open(key))
        self.grid.said.connect(self.summary)

    # What is shown

    def refresh(self) -> None:
        """Load the officers; filters and selection stay."""
        today = clock.today()
        with self.work.read() as session:
            self.rows = officers.listed(session, today)
            self._unlisted = len(officers.unlisted_chairs(session))
            units = office.view(session).kind.units
        self.show_list(shown=bool(self.rows))
        self.grid.set_title("union", units)
        for name in ("code", "area"):
            self.grid.show_column(name, any(getattr(row, name) for row in self.rows))
        self._offer()
        problems: dict[Hashable, Sequence[Problem]] = dict(officers.problems(self.rows).items())
        self.grid.set_rows(self.rows, problems)
        self._filter()

    def _offer(self) -> None:
        """What can be done and filtered, counted."""
        take = _("&Lấy Chủ tịch từ danh sách ({count})").format(count=show_whole(self._unlisted))
        for button in (self._take, self._take_first):
            button.setText(take)
        self._take.setVisible(bool(self.rows) and self._unlisted > 0)
        self._take_first.setVisible(self._unlisted > 0)
        self._report.setVisible(bool(self.rows))
        for chip, words, state in (
            (self.only_ending, _("Sắp hết nhiệm kỳ"), TermState.ENDING),
            (self.only_ended, _("Đã hết nhiệm kỳ"), TermState.ENDED),
        ):
            chip.set_label(f"{words} {show_whole(self._count(state))}")
        roles = dict.fromkeys(row.role for row in sorted(self.rows, key=lambda row: row.role_position))
        areas = sorted({row.area for row in self.rows} - {""}, key=sort_key)
        for chip, choices in ((self.by_role, tuple(roles)), (self.by_area, tuple(areas))):
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        self.set_badge(self._count(TermState.ENDING, TermState.ENDED))

    def _count(self, *states: TermState) -> int:
        return sum(row.union_alive and row.state in states for row in self.rows)

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._tell_shown()

    def _tell_shown(self) -> None:
        shown, everything = len(self.grid.shown_rows), len(self.rows)
        words = _("{shown}/{everything} dòng") if shown else _("Không có dòng nào khớp · {shown}/{everything} dòng")
        self.shown_of.setText(words.format(shown=show_whole(shown), everything=show_whole(everything)))
        self.status.emit(_("{count} cán bộ").format(count=show_whole(everything)))

    def _wanted(self) -> Callable[[OfficerRow], bool]:
        """What the chips and the box ask for; those of unions that have ended only with the past terms."""
        text, role, area = self.words.text(), self.by_role.value, self.by_area.value
        states = {
            state
            for chip, state in ((self.only_ending, TermState.ENDING), (self.only_ended, TermState.ENDED))
            if chip.isChecked()
        }
        past = self.with_past.isChecked()

        def wanted(row: OfficerRow) -> bool:
            return (
                (past or (row.union_alive and row.state is not TermState.PAST))
                and (not states or row.state in states)
                and role in ("", row.role)
                and area in ("", row.area)
                and unions.matches(row.search, text)
            )

        return wanted

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show what another page counted, "ending", or the officers of the union with an id."""
        if argument == "ending":
            self.words.clear()
            self.only_ending.setChecked(True)
            self.only_ended.setChecked(True)
        elif isinstance(argument, int):
            self.open(next((row.id for row in self.rows if row.union_id == argument), None))

    def resort(self) -> None:
        """F9."""
        self.grid.resort()

    # What is done

    def open(self, key: object) -> None:
        """The officers of the union of a row."""
        row = next((row for row in self.rows if row.id == key), None)
        if row is None:
            return
        dialog = OfficersDialog(self.work, row.union_id, row.union, self)
        dialog.form_wanted.connect(lambda: self.go.emit("registry", row.union_id))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take_chairs(self) -> None:
        """Make officers of the chairs that only the registry names, after asking."""
        question = _(
            "Ghi {count} Chủ tịch đang có ở danh sách đơn vị thành cán bộ?\n\nNhiệm kỳ để trống, ghi sau; số điện thoại"
            " lấy theo danh sách."
        )
        if messages.ask(question.format(count=show_whole(self._unlisted)), _("&Lấy vào"), parent=self):
            self.work.write(_("Lấy Chủ tịch từ danh sách"), officers.list_chairs)

    def export(self) -> None:
        """Ctrl+E: the list of terms that end soon, as a report."""
        self.go.emit("reports", "terms")

    def print_out(self) -> None:
        """Ctrl+P: the same report."""
        self.export()


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("code", _("Mã"), width=76, muted=True, frozen=True),
        GridColumn("union", "", width=206, frozen=True, strong=True),
        GridColumn("role", _("Chức danh"), width=118),
        GridColumn("name", _("Họ và tên"), width=140),
        GridColumn("phone", _("Điện thoại"), width=108),
        GridColumn("area", _("Địa bàn"), width=102),
        GridColumn("term_from", _("Từ ngày"), Day(), width=94),
        GridColumn("term_to", _("Đến ngày"), Day(), width=94),
        GridColumn("state", _("Tình trạng"), value=badge_of, status=True, width=192),
    )
