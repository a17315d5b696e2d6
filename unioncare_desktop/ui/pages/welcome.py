"""The first start: what kind of office it is and what it is called; or a file, a backup or invented data to open.

Shown alone where there is no database yet, or no office in it. Never touches a file that is already there.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QLineEdit,
    QMenu,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Office
from unioncare_desktop.errors import Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import backups, demo, office, records
from unioncare_desktop.services.office import OfficeKind
from unioncare_desktop.storage.history import SETUP
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.basics import Button, Card, Label, column, plain_tip, row, set_property

FILES = _("Tệp dữ liệu UnionCare (*.db);;Mọi tệp (*)")
_FIELDS = ("name", "superior", "place")
_EXAMPLES = {
    "single": (_("CĐCS Trường Mầm non Hoa Mai"), _("Công đoàn phường Ba Đình"), _("Hà Nội")),
    "ward": (_("Công đoàn phường Ba Đình"), _("Liên đoàn Lao động thành phố Hà Nội"), _("Ba Đình")),
    "zone": (_("Công đoàn các khu công nghiệp"), _("Liên đoàn Lao động tỉnh Bắc Ninh"), _("Bắc Ninh")),
    "province": (_("Liên đoàn Lao động tỉnh Lai Châu"), _("Tổng Liên đoàn Lao động Việt Nam"), _("Lai Châu")),
    "district": (_("Liên đoàn Lao động quận Ba Đình"), _("Liên đoàn Lao động thành phố Hà Nội"), _("Ba Đình")),
}
_DEMOS = {
    "ward": (_("Một phường (96 CĐCS, bốn quý)"), "du-lieu-mau-phuong.db"),
    "district": (_("Một quận cũ (240 CĐCS, bốn quý)"), "du-lieu-mau-quan.db"),
}
_WIDTH = 980


class Welcome(QWidget):
    """Founds the office in the database at *location*, or finds another database."""

    go = Signal(str)
    """The database is open: go to the page of this name."""

    def __init__(self, context: Context, location: str | Path) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context, self.location = context, location
        self.kinds = KindPicker(tuple(office.kinds().values()))
        self.fields = {name: _Entry(name) for name in _FIELDS}
        self.start = Button(_("&Bắt đầu"), self._found, role="primary")
        self.start.setDefault(True)
        self.kinds.chosen.connect(self._show_examples)
        for field in self.fields.values():
            field.entry.returnPressed.connect(self.start.click)
        self._lay_out()
        self._show_examples()
        self.setFocusProxy(self.kinds)

    def _lay_out(self) -> None:
        promise = _("Số liệu công đoàn cơ sở: nhập từ Excel, đối chiếu, lập báo cáo để ký.")
        later = _("Người ký, nơi nhận và các mục khác có thể điền sau ở Thiết lập.")
        name, *others = self.fields.values()
        start = row(Label(later, "small", wrap=True), self.start, gap=16)
        start.setStretch(0, 1)
        main = Card(
            Label(_("1. Đơn vị của bạn là"), "heading"),
            self.kinds,
            Label(_("2. Tên đơn vị và nơi gửi báo cáo"), "heading"),
            name,
            row(*others, gap=12),
            start,
            margins=(18, 14, 18, 14),
        )
        side = self._other_ways()
        both = row(main, column(side, 1), gap=16)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        inner, outer, area = QWidget(), QWidget(), QScrollArea()
        inner.setLayout(column(Label(promise, "title", wrap=True), both, 1, gap=16, margins=(18, 22, 18, 22)))
        around = row(1, inner, 1, gap=0)
        around.setStretch(1, 100)
        outer.setLayout(around)
        area.setWidget(outer)
        area.setWidgetResizable(True)
        self.setLayout(column(area))
        self._inner = inner
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self._inner.setMaximumWidth(theme.current().px(_WIDTH))

    def _other_ways(self) -> Card:
        self.demo = Button(_("&Dùng thử với dữ liệu mẫu ▾"))
        menu = QMenu(self.demo)
        for which, (words, _file) in _DEMOS.items():
            menu.addAction(words, partial(self._try_out, which))
        self.demo.setMenu(menu)
        self.others = (
            Button(_("&Nhập Excel ngay"), self._import_at_once, picture="import"),
            Button(_("&Mở tệp dữ liệu có sẵn…"), self._open, picture="folder"),
            Button(_("&Khôi phục từ bản sao lưu…"), self._restore, picture="backup"),
            self.demo,
        )
        kept = Label(_("Dữ liệu được lưu trên máy này:\n{place}").format(place=self.location), "small", wrap=True)
        return Card(
            Label(_("Hoặc"), "heading"),
            *self.others,
            Label(_("Dữ liệu mẫu nằm ở tệp riêng, không lẫn vào số liệu thật."), "small", wrap=True),
            kept,
        )

    def _show_examples(self) -> None:
        for field, example in zip(self.fields.values(), _EXAMPLES[self.kinds.value], strict=True):
            field.entry.setPlaceholderText(_("Ví dụ: {example}").format(example=example))

    # The ways in

    def _found(self) -> None:
        if self._sound() and self._done(self._save):
            self._open_database(self.location, "imports")

    def _sound(self) -> bool:
        """Whether the three fields may be saved; what is wrong is told below them."""
        draft = Draft(Office)
        for name, field in self.fields.items():
            draft.enter(name, field.entry.text())
        wrong = {
            problem.field: problem.text
            for problem in draft.problems
            if problem.field in _FIELDS and problem.severity is Severity.ERROR
        }
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        if wrong:
            self.fields[next(iter(wrong))].entry.setFocus()
        return not wrong

    def _save(self) -> None:
        database = office.open_office(self.location, create=True, user=self.context.settings.user_name or None)
        try:
            with database.write(_("Lập sổ của đơn vị"), kind=SETUP) as session:
                draft = office.draft(session, self.kinds.value)
                for name, field in self.fields.items():
                    draft.enter(name, field.entry.text())
                records.save(session, draft)
        finally:
            database.close()

    def _import_at_once(self) -> None:
        self._open_database(self.location, "imports")

    def _open(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("Mở tệp dữ liệu"), str(self._folder()), FILES)
        if path:
            self._open_database(Path(path))

    def _restore(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self, _("Chọn bản sao lưu"), str(self._folder()), FILES)
        if path and self._done(lambda: messages.inform(backups.restore(Path(path), self.location), self)):
            self._open_database(self.location)

    def _try_out(self, which: str) -> None:
        path = self._folder() / _DEMOS[which][1]
        if path.exists() or self._done(lambda: demo.create(path, which)):
            self._open_database(path)

    def _done(self, action: Callable[[], object]) -> bool:
        """Whether *action* worked; why not is shown, and everything stays as it is."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            action()
        except UserError as error:
            QApplication.restoreOverrideCursor()
            messages.show(error, self)
            return False
        QApplication.restoreOverrideCursor()
        return True

    def _open_database(self, location: str | Path, page: str = "") -> None:
        if self.context.open_database(location, True) is not None and page:  # noqa: FBT003 - as the context has it
            self.go.emit(page)

    def _folder(self) -> Path:
        return Path(self.location).absolute().parent


class KindPicker(QWidget):
    """The kinds of office below each other, one of them chosen."""

    chosen = Signal(str)

    def __init__(self, kinds: tuple[OfficeKind, ...]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._codes = [kind.code for kind in kinds]
        choices = [_Choice(kind.name, kind.about) for kind in kinds]
        for number, choice in enumerate(choices):
            self._group.addButton(choice.radio, number)
        self._group.idToggled.connect(self._tell)
        choices[0].radio.setChecked(True)
        self.setLayout(column(*choices, gap=4))
        self.setFocusProxy(choices[0].radio)

    @property
    def value(self) -> str:
        """The code of the chosen kind."""
        return self._codes[self._group.checkedId()]

    def choose(self, code: str) -> None:
        """Choose the kind with this code."""
        self._group.button(self._codes.index(code)).setChecked(True)

    def _tell(self, number: int, checked: bool) -> None:  # noqa: FBT001 - Qt's
        if checked:
            self.chosen.emit(self._codes[number])


class _Choice(Card):
    """A name and what it means; pressing anywhere on it chooses it."""

    def __init__(self, name: str, about: str) -> None:
        self.radio = QRadioButton(name.replace("&", "&&"))
        super().__init__(
            self.radio,
            row(Label(about, "small", wrap=True), margins=(29, 0, 0, 0)),
            gap=0,
            margins=(6, 2, 6, 4),
        )
        self.setProperty("door", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.radio.setAccessibleDescription(about)
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus()


class _Entry(QWidget):
    """One field of the office with its label, and below it what is wrong."""

    def __init__(self, name: str) -> None:
        super().__init__()
        described = fields_of(Office)[name]
        self.entry = QLineEdit()
        self.entry.setToolTip(plain_tip(described.help))
        self._problem = Label("", "error", wrap=True)
        self._problem.hide()
        label = Label(described.label + (" *" if described.required else ""))
        label.setBuddy(self.entry)
        self.setLayout(column(label, self.entry, self._problem, gap=3))
        self.entry.textEdited.connect(lambda: self.show_problem(""))

    def show_problem(self, text: str) -> None:
        """Show what is wrong; nothing for an empty text."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        set_property(self.entry, "problem", "error" if text else "")
