"""Đơn vị: who reports, how its documents are headed and signed, what its figures are called."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Office
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, pictures, records
from unioncare_desktop.services.pictures import SEAL, SIGNATURE, Kept
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Label, column
from unioncare_desktop.ui.widgets.picture_line import PictureLine

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_GROUPS = (
    Group("", ("name", "superior", "place")),
    Group(
        _("Văn bản và người ký"),
        ("style", "symbol", "committee", "signer_position", "signer_name", "addressed_to", "recipients"),
    ),
    Group(_("Nhiệm kỳ, liên hệ"), ("term_from", "term_to", "phone", "email", "address")),
    Group(_("Số liệu"), ("population", "more_members_than_workers")),
)


class OfficeSection(Section):
    """The one record of the office, saved field by field."""

    title = _("Đơn vị")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _("Dùng cho đầu đề, chữ ký và nơi nhận của mọi báo cáo. Mỗi mục được lưu ngay khi bạn sang mục khác.")
        super().__init__(work, context, self.title, about)
        self.kind, self._about_kind = QComboBox(), Label("", "small", wrap=True)
        for one in office.kinds().values():
            self.kind.addItem(one.name, one.code)
        self.kind.activated.connect(self._choose_kind)
        label = Label(_("&Loại đơn vị"))
        label.setBuddy(self.kind)
        self.form = RecordForm(Office, _GROUPS)
        self.form.edited.connect(lambda _name: self._save())
        self.body.addLayout(column(label, self.kind, self._about_kind, gap=3))
        self.body.addWidget(self.form)
        self.pictures = {
            SIGNATURE: PictureLine(_("Ảnh chữ ký của người ký"), SIGNATURE, _("Chọn ảnh chữ &ký…"), _("Bỏ ảnh chữ ký")),
            SEAL: PictureLine(_("Ảnh con dấu"), SEAL, _("Chọn ảnh con &dấu…"), _("Bỏ ảnh con dấu")),
        }
        for use, line in self.pictures.items():
            line.chosen.connect(partial(self._keep_picture, use))
            self.body.addWidget(line)

    def refresh(self) -> None:
        """Show the office as it is stored; what is being typed stays."""
        if not self.form.draft.dirty:
            with self.work.read() as session:
                self._show(office.draft(session))
                for use, line in self.pictures.items():
                    line.show_picture(pictures.of_office(session, use))

    def take_in(self) -> bool:
        """Save what is still being typed; whether nothing is left unsaved."""
        self.form.take_in()
        return not self.form.draft.dirty

    def _show(self, draft: Draft) -> None:
        self.form.set_draft(draft)
        self.kind.setCurrentIndex(self.kind.findData(draft.values["kind"]))
        self._about_kind.setText(office.kinds()[draft.values["kind"]].about)

    def _choose_kind(self) -> None:
        draft = self.form.take_in()
        office.change_kind(draft, self.kind.currentData())
        self.form.set_draft(draft)
        self._about_kind.setText(office.kinds()[draft.values["kind"]].about)
        self._save()

    def _save(self) -> None:
        draft = self.form.draft
        if draft.errors:
            self.form.show_advice(_("Chưa lưu được. {problem}.").format(problem=draft.errors[0].text))
            return
        if not draft.dirty:
            return
        if self.work.write(_("Sửa thông tin đơn vị"), lambda session: records.save(session, draft), self._refused):
            with self.work.read() as session:
                self._show(office.draft(session))

    def _keep_picture(self, use: str, picture: Kept | None) -> None:
        title = _("Đổi ảnh con dấu") if use == SEAL else _("Đổi ảnh chữ ký")
        if self.take_in():
            self.work.write(title, lambda session: pictures.set_of_office(session, use, picture))
            self.refresh()

    def _refused(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems(error.problems)
        else:
            messages.show(error, self)
