"""Errors of the database and its files, sorted into what a user can mend and what is a bug.

The only place that reads driver messages.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from unioncare_desktop.errors import (
    Conflict,
    DatabaseBusy,
    DatabaseDamaged,
    DiskFull,
    Duplicate,
    EnvironmentProblem,
    InUse,
    InvalidRecord,
    Problem,
    UserError,
)
from unioncare_desktop.i18n import _


def damaged(name: str) -> DatabaseDamaged:
    """The sentence for a file that cannot be read as a database."""
    return DatabaseDamaged(
        _(
            "Tệp dữ liệu {name} bị hỏng. Dữ liệu không bị thay đổi thêm; hãy khôi phục từ bản sao lưu gần nhất.",
        ).format(name=name),
    )


_ENVIRONMENT: tuple[tuple[str, type[EnvironmentProblem], str], ...] = (
    (
        "locked",
        DatabaseBusy,
        _("Tệp dữ liệu đang được chương trình khác sử dụng. Hãy đóng chương trình đó rồi thử lại."),
    ),
    ("busy", DatabaseBusy, _("Tệp dữ liệu đang được chương trình khác sử dụng. Hãy đóng chương trình đó rồi thử lại.")),
    ("lock timeout", DatabaseBusy, _("Người khác đang ghi dữ liệu trên máy chủ. Hãy thử lại sau ít giây.")),
    ("disk is full", DiskFull, _("Ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi thử lại; chưa có gì bị mất.")),
    ("no space left", DiskFull, _("Ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi thử lại; chưa có gì bị mất.")),
    (
        "permission denied",
        EnvironmentProblem,
        _("Tài khoản này không có quyền trên máy chủ dữ liệu. Hãy hỏi người quản trị."),
    ),
    (
        "readonly",
        EnvironmentProblem,
        _("Không ghi được vào tệp dữ liệu: tệp hoặc thư mục chỉ cho đọc. Hãy chọn nơi khác hoặc xin quyền ghi."),
    ),
    (
        "disk i/o",
        EnvironmentProblem,
        _("Lỗi đọc ghi ổ đĩa. Hãy kiểm tra ổ đĩa hoặc USB rồi thử lại; chưa có gì bị mất."),
    ),
    ("unable to open", EnvironmentProblem, _("Không mở được tệp dữ liệu. Hãy kiểm tra thư mục và quyền truy cập.")),
    ("malformed", DatabaseDamaged, _("Tệp dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu gần nhất.")),
    ("could not decode", DatabaseDamaged, _("Tệp dữ liệu bị hỏng. Hãy khôi phục từ bản sao lưu gần nhất.")),
    ("not a database", DatabaseDamaged, _("Tệp này không phải là tệp dữ liệu của UnionCare.")),
    (
        "resolve host",
        EnvironmentProblem,
        _("Không tìm thấy máy chủ dữ liệu: địa chỉ sai hoặc mất mạng. Hãy kiểm tra địa chỉ rồi thử lại."),
    ),
    (
        "connection",
        EnvironmentProblem,
        _("Không kết nối được máy chủ dữ liệu. Hãy kiểm tra mạng và địa chỉ rồi thử lại."),
    ),
)


@contextmanager
def explained(sentence: str, **words: object) -> Iterator[None]:
    """Turn what the system says of files inside the block into the *sentence*, where `{reason}` and *words* fit in.

    Raises:
        EnvironmentProblem: DiskFull where there is no room.
    """
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else EnvironmentProblem
        raise kind(sentence.format(reason=error.strerror or error, **words)) from error


@contextmanager
def sorted_failures() -> Iterator[None]:
    """Turn the driver's errors inside the block into `UserError`s; what is not known stays a bug.

    Raises:
        UserError: with a sentence for the user.
    """
    try:
        yield
    except StaleDataError as error:
        raise Conflict(
            _("Bản ghi vừa được người khác sửa. Hãy nạp lại (F5) rồi sửa tiếp; nội dung bạn gõ vẫn còn."),
        ) from error
    except IntegrityError as error:
        raise broken_rule(error) from error
    except DBAPIError as error:
        known = environment_problem(error.orig)
        if known is None:
            raise
        raise known from error


def environment_problem(error: BaseException | None) -> EnvironmentProblem | None:
    """What the driver's *error* means for a user; None where it is none of the machine's troubles."""
    text = str(error).lower()
    for words, kind, sentence in _ENVIRONMENT:
        if words in text:
            return kind(sentence)
    return None


_RULES = {
    "trained_among_officers": _("cán bộ được tập huấn không được nhiều hơn số cán bộ công đoàn"),
    "helped_among_hardship": _("đoàn viên được giúp không được nhiều hơn đoàn viên khó khăn"),
    "agreement_in_order": _("TƯLĐTT không được hết hạn trước ngày ký"),
    "days_of_an_agreement": _("không có TƯLĐTT thì không ghi ngày ký, ngày hết hạn"),
    "grade_of_an_agreement": _("không có TƯLĐTT thì không xếp loại TƯLĐTT"),
    "entered_among_recognised": _("sáng kiến đã cập nhật không được nhiều hơn sáng kiến được công nhận"),
    "union_means_founded": _("có công đoàn thì tình trạng phải là đã thành lập"),
    "women_workers": _("lao động nữ không được nhiều hơn tổng số lao động"),
    "women_members": _("đoàn viên nữ không được nhiều hơn tổng số đoàn viên"),
    "members_need_a_reason": _("đoàn viên nhiều hơn lao động thì phải ghi lý do ở Ghi chú"),
    "accepted_needs_a_reason": _("số đoàn viên đã giải trình thì phải có Ghi chú"),
    "upper_is_another": _("công đoàn cấp trên không được là chính nó"),
    "closed_after_founded": _("ngày kết thúc không được trước ngày thành lập"),
    "living_not_closed": _("đơn vị đang hoạt động thì không có ngày kết thúc"),
    "scan_is_whole": _("bản quét phải có cả tên tệp và mã kiểm tra"),
    "term_in_order": _("nhiệm kỳ không được kết thúc trước khi bắt đầu"),
    "end_after_start": _("ngày cuối kỳ không được trước ngày đầu kỳ"),
    "cut_off_inside": _("ngày chốt số liệu phải ở trong kỳ"),
    "quantity_is_something": _("số lượng đăng ký phải từ 1 trở lên"),
    "ends_after_starts": _("ngày tổng kết không được trước ngày phát động"),
    "deadline_inside": _("hạn đăng ký phải ở trong đợt"),
    "requirement_is_whole": _("loại phải đăng ký và số ít nhất phải ghi cùng nhau"),
    "awarded_has_day": _("đã khen thưởng thì phải có ngày quyết định"),
    "due_after_start": _("hạn nộp không được trước ngày đầu kỳ"),
}
"""What the checks of the tables say, by the last part of their names."""


def broken_rule(error: IntegrityError) -> UserError:
    """What the rule of the database that *error* tells of means for a user."""
    text = str(error.orig).lower()
    if "unique" in text or "duplicate key" in text:
        return Duplicate(_("Đã có một bản ghi khác cùng mã hoặc cùng tên. Hãy dùng bản ghi đó hoặc đổi tên."))
    if "foreign key" in text and (error.statement or "").upper().startswith("DELETE"):
        return InUse(_("Bản ghi đang được nơi khác sử dụng nên không xóa được."))
    if "foreign key" in text:
        return Conflict(_("Bản ghi được chọn vừa bị xóa. Hãy nạp lại (F5) rồi chọn lại."))
    detail = next((sentence for name, sentence in _RULES.items() if f"_{name}" in text), str(error.orig))
    return InvalidRecord((Problem("", _("Giá trị không hợp lệ nên chưa lưu: {detail}").format(detail=detail)),))
