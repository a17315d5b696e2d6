"""Thể thức văn bản: the sizes of every part of a document, beside those that the rule allows."""

from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop import reports
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import LayoutSize
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import sample_document
from unioncare_desktop.services import layouts
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.document_dialog import DocumentDialog, Piece
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn
from unioncare_desktop.ui.sections.grid_section import GridSection
from unioncare_desktop.ui.widgets.basics import Button, row
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_WIDTHS = {"name": 330, "value": 80, "unit": 116, "least": 70, "most": 70, "source": 320}


class LayoutSection(GridSection):
    """All sizes in a grid; only the size itself is typed."""

    title = _("Thể thức văn bản")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Cỡ chữ, lề và khoảng cách của mọi văn bản in ra. Cỡ ngoài mức quy định vẫn dùng được, ô được tô để nhắc;"
            " cỡ làm hỏng trang in thì không nhận. Văn bản đã phát hành và kỳ đã khóa giữ nguyên."
        )
        super().__init__(work, context, self.title, about, LayoutSize, _columns())
        self.reset = Button(_("Lấy lại các cỡ &thông dụng"), self._reset)
        self.body.addLayout(row(Button(_("Xem bản &mẫu…"), self._show_sample, picture="pdf"), self.reset, 1))
        self.body.addWidget(self.grid, 1)

    def refresh(self) -> None:
        """Show the sizes as they are stored."""
        with self.work.read() as session:
            rows = layouts.listed(session)
        self._others = sum(one.value != one.usual for one in rows if one.usual is not None)
        self.reset.setEnabled(bool(self._others))
        self.show_rows(rows)

    def _show_sample(self) -> None:
        pieces = [Piece(_("Bản mẫu"), sample_document.build)]
        DocumentDialog(self.work, self.context, _("Bản mẫu theo thể thức đang đặt"), pieces, _export, self).open()

    def _reset(self) -> None:
        question = _("Lấy lại cỡ thông dụng của {count} mục đã sửa?\n\nCó thể hoàn tác bằng Ctrl+Z.")
        if messages.ask(question.format(count=show_whole(self._others)), _("&Lấy lại"), parent=self):
            self.work.write(_("Lấy lại các cỡ thông dụng của thể thức văn bản"), layouts.reset)
            self.refresh()


def _export(session: "Session", formats: tuple[str, ...], folder: Path) -> Task[list[Path]]:
    yield Step(0, 1, _("Ghi bản mẫu"))
    return reports.save(sample_document.build(session), ("ban-mau-the-thuc",), formats, folder)


def _columns() -> tuple[GridColumn, ...]:
    described = fields_of(LayoutSize)
    return tuple(
        GridColumn(
            name,
            described[name].label,
            described[name].kind,
            width=width,
            editable=name == "value",
            strong=name == "name",
            muted=name in ("unit", "least", "most", "source"),
        )
        for name, width in _WIDTHS.items()
    )
