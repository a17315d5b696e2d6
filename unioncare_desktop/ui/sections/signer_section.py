"""Người ký: who may sign in place of the head of the office, and what then stands above his name."""

from functools import partial
from typing import TYPE_CHECKING

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Signer
from unioncare_desktop.domain.records.office import UNION_STYLE
from unioncare_desktop.domain.records.signing import SIGNING_FORMS
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, pictures, records, signers
from unioncare_desktop.services.pictures import SIGNATURE, Kept
from unioncare_desktop.services.signers import SignerRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, Label, row
from unioncare_desktop.ui.widgets.picture_line import PictureLine

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_GROUPS = (Group("", ("name", "position", "form", "on_behalf", "head")),)
_LEAST_HEIGHT = 200


class SignerSection(Section):
    """A list of signers; below it the signature of the one in whose row the cursor is, as it is printed."""

    title = _("Người ký")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Người đứng đầu khai ở mục Đơn vị và ký khi không chọn ai khác. Ở đây khai những người ký thay: phó ký"
            " thay (KT.), quyền (Q.), thừa lệnh (TL.), thừa ủy quyền (TUQ.). Khi phát hành thì chọn người ký."
        )
        super().__init__(work, context, self.title, about)
        self._style = UNION_STYLE
        self._head: tuple[str, ...] = ()
        self.grid = RecordGrid(self._columns(), look=context.settings.grids.setdefault("list signer", {}))
        self.grid.select_whole_rows()
        self.grid.setMinimumHeight(_LEAST_HEIGHT)
        self.grid.view.setAccessibleName(self.title)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.row_wanted.connect(self.add)
        self.grid.delete_wanted.connect(lambda _keys: self.delete_current())
        self.grid.current_changed.connect(self._show_signature)
        self.grid.said.connect(self.said)
        self.signature = Label("", wrap=True)
        self.body.addLayout(
            row(
                Button(_("&Thêm người ký…"), self.add, picture="add", tip="Ctrl+Insert"),
                Button(_("&Mở, sửa…"), self.open_current, tip="Enter"),
                Button(_("&Xóa"), self.delete_current, picture="delete", tip="Ctrl+Delete"),
                1,
            )
        )
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(Label(_("Trên văn bản"), "muted"))
        self.body.addWidget(self.signature)
        self.picture = PictureLine(_("Ảnh chữ ký"), SIGNATURE, _("Chọn ả&nh chữ ký…"), _("Bỏ ảnh chữ ký"))
        self.picture.chosen.connect(self._keep_picture)
        self.body.addWidget(self.picture)

    def refresh(self) -> None:
        """Show the signers as they are stored."""
        with self.work.read() as session:
            view = office.view(session)
            found = signers.listed(session)
        self._style = view["style"] or UNION_STYLE
        authority, position = signers.head_lines(view)
        self._head = (authority, *position.splitlines(), view["signer_name"] or "")
        name = fields_of(Signer)["name"]
        self.grid.set_rows(found, {one.id: list(name.problems(one.name, {})) for one in found})
        self._show_signature()

    @property
    def _current(self) -> SignerRow | None:
        key = self.grid.current_key
        return next((one for one in self.grid.shown_rows if one.id == key), None)

    def _show_signature(self) -> None:
        current = self._current
        lines = self._head if current is None else (*self._lines(current), current.name)
        *titles, name = filter(None, (*lines[:-1], lines[-1] or " "))
        self.signature.setText("\n".join([*(one.upper() for one in titles), name]))
        self.picture.setVisible(current is not None)
        if current is not None:
            with self.work.read() as session:
                self.picture.show_picture(pictures.of_signer(session, current.id))

    def _keep_picture(self, picture: Kept | None) -> None:
        current = self._current
        if current is not None:
            title = _("Đổi ảnh chữ ký: {name}").format(name=current.name)
            self.work.write(title, lambda session: pictures.set_of_signer(session, current.id, picture))
            self._show(current.id)

    def _lines(self, one: SignerRow) -> tuple[str, ...]:
        authority, position = one.lines(self._style)
        return tuple(filter(None, (authority, *position)))

    def add(self) -> None:
        """Ask for another signer, who signs for the head of the office until somebody says otherwise."""
        with self.work.read() as session:
            draft = signers.new(session)
        self._open(_("Thêm người ký"), _("Thêm người ký: {name}"), draft)

    def open_current(self) -> None:
        """Enter: change the current signer."""
        current = self._current
        if current is None:
            return
        try:
            with self.work.read() as session:
                draft = records.open_draft(session, Signer, current.id)
        except UserError as error:
            messages.show(error, self)
            return
        self._open(_("Người ký"), _("Sửa người ký: {name}"), draft)

    def _open(self, title: str, action: str, draft: Draft) -> None:
        making = Making(
            title=title,
            about=_("Gõ tên tập thể và chức vụ, không gõ TM., KT.: chương trình tự ghi theo hình thức ký."),
            record_type=Signer,
            groups=_GROUPS,
            options={},
            begin=lambda: draft,
            action=lambda typed: action.format(name=typed.values["name"]),
            store=records.save,
            only_one=True,
        )
        dialog = RecordDialog(self.work, making, self)
        dialog.stored.connect(self._show)
        dialog.open()

    def _show(self, signer_id: int) -> None:
        self.refresh()
        self.grid.go_to(signer_id)

    def delete_current(self) -> None:
        """Ctrl+Delete: remove a signer, after asking."""
        current = self._current
        question = _("Xóa người ký “{name}”? Văn bản đã phát hành giữ nguyên tên.\n\nCó thể hoàn tác bằng Ctrl+Z.")
        if current is None or not messages.ask(question.format(name=current.name), _("&Xóa"), parent=self):
            return
        title = _("Xóa người ký: {name}").format(name=current.name)
        self.work.write(title, partial(signers.remove, signer_id=current.id))
        self.refresh()

    def _columns(self) -> tuple[GridColumn, ...]:
        described = fields_of(Signer)
        return (
            GridColumn("number", _("STT"), width=48, ordinal=True),
            GridColumn("name", described["name"].label, width=210, strong=True),
            GridColumn("form", described["form"].label, width=220, value=lambda one: SIGNING_FORMS[one.form]),
            GridColumn("lines", _("Trên văn bản"), width=400, value=lambda one: " / ".join(self._lines(one)).upper()),
        )
