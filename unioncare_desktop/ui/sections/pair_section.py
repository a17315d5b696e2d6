"""Cặp khối được ghép: pairs of blocs whose unions may be merged with each other; none by default."""

from typing import TYPE_CHECKING

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.records import Bloc, BlocPair
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import bloc_pairs, records
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn
from unioncare_desktop.ui.sections.grid_section import GridSection
from unioncare_desktop.ui.widgets.basics import Button, Label, row
from unioncare_desktop.ui.widgets.pick_box import PickBox

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work


class PairSection(GridSection):
    """The pairs in a grid; two blocs are chosen above it and added."""

    title = _("Cặp khối được ghép")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Phương án ghép chỉ ghép các CĐCS cùng khối. Hai khối gần nhau mà cấp trên cho ghép thì thêm thành cặp ở"
            " đây; chưa có cặp nào thì không khối nào được ghép với khối khác."
        )
        super().__init__(work, context, self.title, about, BlocPair, _columns())
        self.first, self.second = PickBox(), PickBox()
        self._problem = Label("", "error", wrap=True)
        self._problem.hide()
        for box, words in ((self.first, _("Khối")), (self.second, _("được ghép với khối"))):
            box.setPlaceholderText(words)
            box.setAccessibleName(words)
            box.textEdited.connect(self._problem.hide)
        self.second.returnPressed.connect(self._add)
        self.add = Button(_("&Thêm cặp"), self._add, picture="add")
        self.remove = Button(_("&Xóa cặp đang chọn"), self._remove, picture="delete")
        tools = row(self.first, self.second, self.add, self.remove)
        for place in range(2):
            tools.setStretch(place, 1)
        self.body.addLayout(tools)
        self.body.addWidget(self._problem)
        self.body.addWidget(self.grid, 1)
        self.grid.current_changed.connect(self._show_buttons)

    def refresh(self) -> None:
        """Show the pairs as they are stored."""
        with self.work.read() as session:
            self.show_rows(bloc_pairs.pairs(session))
            blocs = records.choices(session, Bloc)
        for box in (self.first, self.second):
            box.set_options(blocs)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.remove.setEnabled(self.grid.current_key is not None)

    def _add(self) -> None:
        first, second = self.first.raw(), self.second.raw()
        if not isinstance(first, int) or not isinstance(second, int):
            self._say(_("Hãy chọn hai khối có trong danh mục: bấm ↓ để chọn."))
            return
        title = _("Thêm cặp khối được ghép: {one}, {other}")
        added = self.work.write(
            title.format(one=self.first.text(), other=self.second.text()),
            lambda session: bloc_pairs.add_pair(session, first, second),
            self._refused,
        )
        if added is not None:
            for box in (self.first, self.second):
                box.clear()
            self.refresh()
            self.grid.go_to(added, "source")
            self.first.setFocus()

    def _refused(self, error: UserError) -> None:
        self._say(str(error))

    def _say(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()

    def _remove(self) -> None:
        pair = next((one for one in self.grid.shown_rows if one.id == self.grid.current_key), None)
        if pair is None:
            return
        words = {"one": pair.bloc, "other": pair.other}
        question = _("Thôi cho ghép khối “{one}” với khối “{other}”?").format(**words)
        if not messages.ask(question, _("&Xóa cặp này"), parent=self):
            return

        def remove(session: "Session") -> bool:
            bloc_pairs.remove_pair(session, pair.id)
            return True

        self.work.write(_("Xóa cặp khối được ghép: {one}, {other}").format(**words), remove)
        self.refresh()


def _columns() -> tuple[GridColumn, ...]:
    source = fields_of(BlocPair)["source"]
    return (
        GridColumn("bloc", _("Khối"), Text(), width=240, strong=True),
        GridColumn("other", _("Được ghép với khối"), Text(), width=240, strong=True),
        GridColumn("source", source.label, source.kind, width=320, editable=True),
    )
