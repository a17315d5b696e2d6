"""The points of the unions in a round and their places: typed, pasted, ranked; a view of results shows it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.records import RoundScore
from unioncare_desktop.i18n import _
from unioncare_desktop.services import scores
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.result_columns import is_by_points, score_columns
from unioncare_desktop.ui.row_entry import RowEntry
from unioncare_desktop.ui.widgets.basics import Label, column
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class ScoresPanel(QWidget):
    """A grid of unions; places that follow from the points stand in italics until another one is typed."""

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self._rows: list[ScoreRow] = []
        self._entry = RowEntry(work, self, scores, RoundScore, self._called)
        look = context.settings.grids.setdefault("scores", {})
        self.grid = self._entry.grid = RecordGrid(score_columns(), look=look, judge=self._entry.judge)
        self.grid.set_faded(is_by_points)
        self.grid.entered.connect(self._entry.enter)
        self.kept = KeptTexts(self.grid, context, work.database.location, "scores")
        hint = Label(_("Thứ in nghiêng là xếp theo điểm: cùng điểm thì cùng thứ. Gõ vào để ghi thứ khác."), "small")
        layout = column(hint, self.grid, gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)

    def leave(self) -> None:
        """Another round is about to be shown."""
        self.kept.leave()
        self.grid.set_rows(())

    def show_round(self, shown: RoundRow | None) -> None:
        """What is typed from now on belongs to this round."""
        self._entry.belong_to(*((shown.id, shown.name) if shown is not None else (None, "")))
        self.grid.set_editable(shown is not None and not shown.closed)
        self.grid.set_about(shown.name if shown is not None else "")

    def show_rows(self, rows: list[ScoreRow]) -> None:
        """Show the unions of the round."""
        self._rows = rows
        self.grid.show_column("code", any(row.union.code for row in rows))
        self.grid.set_rows(rows, scores.problems(rows))

    def restore(self) -> None:
        """Put back what was typed in this round and could not be stored."""
        self.kept.arrive(str(self._entry.of or ""))

    def filter(self, scope: Scope) -> None:
        """Show the unions that are meant."""
        self.grid.set_filter(lambda row: scope.holds(row.union))

    @property
    def told(self) -> str:
        """How many unions have points."""
        given = sum(row.score is not None for row in self._rows)
        words = _("Đã chấm điểm {given}/{count} đơn vị")
        return words.format(given=show_whole(given), count=show_whole(len(self._rows)))

    def _called(self, union_id: int) -> str:
        return next(row.union.name for row in self._rows if row.id == union_id)
