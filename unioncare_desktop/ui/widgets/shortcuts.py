"""The list of all keys, for Ctrl+/."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled

KeyAndMeaning = tuple[str, str]

MOVING_KEYS: tuple[KeyAndMeaning, ...] = (
    ("Enter · Shift+Enter", _("Xuống · lên một dòng")),
    ("Tab · Shift+Tab", _("Sang ô nhập kế tiếp · trước")),
    ("Home · End", _("Đầu · cuối dòng")),
    ("Ctrl+Home · Ctrl+End", _("Đầu · cuối bảng")),
    (_("Ctrl+mũi tên"), _("Đến mép vùng có số liệu")),
    (_("Shift+mũi tên"), _("Chọn thêm ô")),
    ("Ctrl+Space · Shift+Space", _("Chọn cả cột · cả dòng")),
    ("Ctrl+A", _("Chọn tất cả")),
    ("F8", _("Đến lỗi hoặc cảnh báo kế tiếp")),
    ("Alt+↓", _("Mở danh mục của ô, hoặc bộ lọc của cột")),
    ("Ctrl+Shift+L", _("Nút lọc ở đầu cột")),
)
ENTRY_KEYS: tuple[KeyAndMeaning, ...] = (
    ("F2", _("Sửa ô, con trỏ ở cuối")),
    ("Esc", _("Bỏ nội dung đang gõ")),
    ("Alt+Enter", _("Lấy giá trị được gợi ý cho ô bị từ chối")),
    ("Delete", _("Xóa nội dung các ô đã chọn")),
    ("Ctrl+C · Ctrl+X · Ctrl+V", _("Sao chép · cắt · dán, cả khối từ Excel")),
    ("Ctrl+D · Ctrl+R", _("Điền xuống · sang phải")),
    ("Ctrl+'", _("Lấy giá trị ô trên")),
    ("Ctrl+Enter", _("Ghi cùng giá trị vào các ô đã chọn")),
    ("Ctrl+;", _("Ngày hôm nay")),
    ("↑ ↓ · PgUp PgDn · + −", _("Trong ô ngày mở bằng F2: đổi ngày, tháng")),
    ("Space", _("Đánh dấu ô có/không")),
    ("Ctrl+Insert · Ctrl++", _("Thêm dòng")),
    ("Ctrl+Delete · Ctrl+-", _("Xóa dòng")),
    ("Shift+F2", _("Ghi chú của ô")),
    ("Ctrl+Shift+H", _("Lịch sử của ô")),
)


class ShortcutsDialog(QDialog):
    """The keys of the window, and beside them those of a grid; scrolled where the screen is small."""

    def __init__(self, of_window: Sequence[KeyAndMeaning], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Phím tắt"))
        close = Button(_("Đón&g"), self.accept)
        close.setDefault(True)
        lists = QWidget()
        of_grid = column(_listed(_("Đi trong bảng"), MOVING_KEYS), _listed(_("Nhập vào bảng"), ENTRY_KEYS), 1, gap=16)
        lists.setLayout(row(_listed(_("Cửa sổ"), of_window), of_grid, gap=32))
        frame = scrolled(lists)
        self.setLayout(column(frame, row(1, close), gap=16, margins=(20, 16, 20, 16)))
        room = frame.verticalScrollBar().sizeHint()
        self.resize(self.sizeHint().expandedTo(lists.sizeHint() + room + QSize(60, 90)).boundedTo(self._screen_room()))

    def _screen_room(self) -> QSize:
        """Room for the frame of the window is left."""
        return self.screen().availableSize() * 0.94


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
