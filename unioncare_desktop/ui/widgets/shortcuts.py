"""The list of all keys, for Ctrl+/."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row

KeyAndMeaning = tuple[str, str]

GRID_KEYS: tuple[KeyAndMeaning, ...] = (
    ("F2", _("Sửa ô, con trỏ ở cuối")),
    ("Enter · Shift+Enter", _("Xuống · lên một dòng")),
    ("Tab · Shift+Tab", _("Sang ô nhập kế tiếp · trước")),
    ("Home · End", _("Đầu · cuối dòng")),
    ("Ctrl+Home · Ctrl+End", _("Đầu · cuối bảng")),
    (_("Ctrl+mũi tên"), _("Đến mép vùng có số liệu")),
    ("Ctrl+C · Ctrl+V", _("Sao chép · dán, cả khối từ Excel")),
    ("Ctrl+D", _("Điền xuống")),
    ("Delete", _("Xóa nội dung các ô đã chọn")),
    ("F8", _("Đến lỗi hoặc cảnh báo kế tiếp")),
    (_("Ctrl+Space · Shift+Space"), _("Chọn cả cột · cả dòng")),
    ("Ctrl+A", _("Chọn tất cả")),
    ("Esc", _("Bỏ nội dung đang gõ")),
)


class ShortcutsDialog(QDialog):
    """Two columns: the keys of the window and those of a grid."""

    def __init__(self, of_window: Sequence[KeyAndMeaning], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Phím tắt"))
        close = Button(_("Đón&g"), self.accept)
        close.setDefault(True)
        lists = row(_listed(_("Cửa sổ"), of_window), _listed(_("Bảng số liệu"), GRID_KEYS), gap=32)
        self.setLayout(column(lists, row(1, close), gap=16, margins=(20, 16, 20, 16)))


def _listed(heading: str, keys: Sequence[KeyAndMeaning]) -> QWidget:
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.current().px(12))
    grid.addWidget(Label(heading, "heading"), 0, 0, 1, 2)
    for number, (key, meaning) in enumerate(keys, 1):
        grid.addWidget(Label(key, "keys"), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(meaning), number, 1)
    grid.setRowStretch(len(keys) + 1, 1)
    return part
