"""The way of a report out of the office, step by step, each with its state in words, and which step comes next."""

from dataclasses import dataclass

from unioncare_desktop.domain.records.correspondence import SENT
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.report_reading import Preview, Standing
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.vietnamese import show_day, show_whole

CHECK, WORDS, ISSUE, PRINT, CLOSE, EMAIL, KEPT = "check", "words", "issue", "print", "close", "email", "kept"
"""The steps in their order; KEPT is what remains when all are done: to look at the document in its register."""
PERIODIC = "periodic"
"""The code of the report that has words of its own for each period."""
VERBS = {
    CHECK: _("&Xem lỗi số liệu"),
    ISSUE: _("Phát hà&nh…"),
    PRINT: _("I&n để ký…"),
    CLOSE: _("&Khóa sổ kỳ…"),
    EMAIL: _("&Soạn e-mail…"),
    KEPT: _("Xem trong sổ &văn bản đi"),
}
"""What the one main button says when this step is the next."""


@dataclass(frozen=True)
class ReleaseStep:
    """A step: what it is called, how it stands, and whether nothing is left to do in it."""

    name: str
    title: str
    state: str
    tone: Tone
    done: bool


def steps(preview: Preview, *, printed: bool) -> tuple[ReleaseStep, ...]:
    """The steps of the report that is previewed; *printed* says that it was printed since the program was started."""
    report, standing = preview.request.report, preview.standing
    found = []
    if standing.counts:
        found.append(_check(standing))
    if report.code == PERIODIC:
        found.append(ReleaseStep(WORDS, _("Lời văn"), _("xem, sửa lời văn của kỳ này"), "neutral", done=True))
    found += [_issue(standing), _print(standing, printed=printed)]
    if report.of_figures:
        found.append(_close(standing))
    return (*found, _email(standing))


def next_step(found: tuple[ReleaseStep, ...]) -> str:
    """The name of the first step that is open; KEPT where all are done."""
    return next((one.name for one in found if not one.done), KEPT)


def _check(standing: Standing) -> ReleaseStep:
    errors, others = standing.counts["errors"], standing.counts["missing"] + standing.counts["unconfirmed"]
    if errors:
        state, tone = _("{count} lỗi phải sửa").format(count=show_whole(errors)), "error"
    elif others:
        state, tone = _("không có lỗi; {count} nơi chưa đủ").format(count=show_whole(others)), "warning"
    else:
        state, tone = _("không còn gì phải xem"), "good"
    return ReleaseStep(CHECK, _("Kiểm tra số liệu"), state, tone, done=not errors)  # type: ignore[arg-type] # tones


def _issue(standing: Standing) -> ReleaseStep:
    title, document = _("Phát hành"), standing.issued
    if document is None:
        return ReleaseStep(ISSUE, title, _("chưa cấp số"), "neutral", done=False)
    words = _("{number}, {day}").format(number=document.number_text, day=show_day(document.issued_on))
    if standing.differs:
        return ReleaseStep(ISSUE, title, _("{issued}; số liệu nay đã khác").format(issued=words), "warning", done=True)
    return ReleaseStep(ISSUE, title, words, "good", done=True)


def _print(standing: Standing, *, printed: bool) -> ReleaseStep:
    title = _("In để ký, đóng dấu")
    if standing.issued is None:
        return ReleaseStep(PRINT, title, _("sau khi phát hành"), "neutral", done=False)
    went_on = standing.closing is not None or bool(standing.deliveries)
    state = _("đã in") if printed else _("in lại khi cần") if went_on else _("chưa in")
    return ReleaseStep(PRINT, title, state, "good" if printed else "neutral", done=printed or went_on)


def _close(standing: Standing) -> ReleaseStep:
    title = _("Khóa sổ kỳ")
    if standing.closing is None:
        return ReleaseStep(CLOSE, title, _("kỳ đang mở"), "neutral", done=False)
    words = _("đã khóa ngày {day}").format(day=show_day(standing.closing.closed_on))
    return ReleaseStep(CLOSE, title, words, "good", done=True)


def _email(standing: Standing) -> ReleaseStep:
    title = _("Gửi e-mail")
    sent = sum(one.state == SENT for one in standing.deliveries)
    if sent:
        return ReleaseStep(EMAIL, title, _("đã gửi {count} nơi").format(count=show_whole(sent)), "good", done=True)
    if standing.deliveries:
        return ReleaseStep(EMAIL, title, _("đã soạn thư; gửi xong thì ghi vào sổ gửi"), "warning", done=True)
    return ReleaseStep(EMAIL, title, _("chưa soạn"), "neutral", done=False)
