"""The words that Qt itself shows, in Vietnamese: Qt ships no Vietnamese catalogue. Our own words are in `i18n`."""

from PySide6.QtCore import QObject, QTranslator

_WORDS = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "Cắ&t",
    "&Copy": "Sao &chép",
    "Copy &Link Location": "Sao chép địa chỉ &liên kết",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "&Delete": "&Xóa",
    "Select All": "Chọn tất cả",
    "Clear": "Xóa hết",
    "OK": "Đồng ý",
    "&OK": "Đồn&g ý",
    "Cancel": "Hủy",
    "&Cancel": "&Hủy",
    "Close": "Đóng",
    "&Close": "Đón&g",
    "&Yes": "&Có",
    "&No": "&Không",
    "Yes to &All": "Có với &tất cả",
    "N&o to All": "Khôn&g với tất cả",
    "Open": "Mở",
    "&Open": "&Mở",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Save As": "Lưu thành",
    "Save All": "Lưu tất cả",
    "Don't Save": "Không lưu",
    "Discard": "Bỏ",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Help": "Trợ giúp",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Abort": "Ngừng",
    "Restore Defaults": "Về mặc định",
    "Look in:": "Thư mục:",
    "Directory:": "Thư mục:",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "&Choose": "&Chọn",
    "Back": "Trước",
    "Forward": "Sau",
    "Parent Directory": "Thư mục cha",
    "Create New Folder": "Tạo thư mục mới",
    "&New Folder": "Thư mục &mới",
    "&Rename": "Đổ&i tên",
    "List View": "Danh sách",
    "Detail View": "Chi tiết",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "Name": "Tên",
    "Size": "Cỡ",
    "Kind": "Loại",
    "Type": "Loại",
    "Date Modified": "Ngày sửa",
    "My Computer": "Máy tính",
    "Computer": "Máy tính",
    "Recent Places": "Nơi mới dùng",
    "Remove": "Bỏ",
    "All Files (*)": "Mọi tệp (*)",
    "%1 already exists.\nDo you want to replace it?": "Đã có %1.\nGhi đè lên tệp đó?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông có tệp này. Hãy kiểm tra tên tệp."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông có thư mục này. Hãy kiểm tra tên thư mục."
    ),
    "Print": "In",
    "&Print": "&In",
    "&Options >>": "&Tùy chọn >>",
    "&Options <<": "&Tùy chọn <<",
    "Page Setup": "Thiết lập trang",
}


class VietnameseQt(QTranslator):
    """Answers Qt's questions for the texts of its own buttons, menus and dialogs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """There are words in it."""
        return False

    def translate(
        self,
        context: str,  # noqa: ARG002 - the same words everywhere
        sourceText: str,  # noqa: N803 - Qt's name
        disambiguation: str | None = None,  # noqa: ARG002 - Qt's
        n: int = -1,  # noqa: ARG002 - Vietnamese has one form
    ) -> str:
        """The Vietnamese words; None lets Qt show its own."""
        return _WORDS.get(sourceText)  # type: ignore[return-value] # None is a null string to Qt
