"""The columns of the log of deliveries and of the address book, and how a delivery's state is said in them."""

from collections.abc import Callable, Mapping, Sequence

from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.content import shown
from unioncare_desktop.services import correspondents, deliveries
from unioncare_desktop.services.deliveries import DeliveryRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.vietnamese import show_whole

_LOG_WIDTHS = {
    "document_id": 210,
    "recipient": 260,
    "email": 170,
    "channel": 90,
    "subject": 300,
    "sent_on": 96,
    "replied_on": 128,
    "reply": 200,
    "note": 160,
}
_BOOK_WIDTHS = {"name": 280, "person": 170, "email": 210, "phone": 112, "usual": 104, "note": 200}
_SHORT = {"usual": _("Thường kỳ")}


def of_log(documents: Mapping[int, str]) -> tuple[GridColumn, ...]:
    """To whom, how it stands, what and when; *documents* are those of the register, as they are when wanted."""
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        _of_log("recipient"),
        GridColumn("state", _("Tình trạng"), value=state, status=True, width=150),
        _of_log("sent_on"),
        _of_log("replied_on"),
        _of_log("channel"),
        _of_log("subject"),
        _of_log("document_id", lambda: documents),
        GridColumn("drafted_on", _("Ngày soạn"), Day(), width=96, muted=True),
        *map(_of_log, ("reply", "email")),
        GridColumn("files", _("Tệp đính kèm"), value=lambda row: ", ".join(row.files) or None, width=240, muted=True),
        GridColumn("content_hash", _("Mã số liệu"), value=_mark, width=180, muted=True),
        _of_log("note"),
    )


def _of_log(name: str, options: "Callable[[], Mapping[int, str]] | None" = None) -> GridColumn:
    field = deliveries.FIELDS[name]
    first = name == "recipient"
    return GridColumn(
        name,
        field.label,
        field.kind,
        width=_LOG_WIDTHS[name],
        editable=True,
        frozen=first,
        strong=first,
        headers=field.headings,
        options=options,
    )


def _mark(row: DeliveryRow) -> str | None:
    return shown(row.content_hash) if row.content_hash else None


def state(row: DeliveryRow) -> Badge:
    """Whether a delivery is still to be sent, waits for a reply, or was answered."""
    if row.waits:
        return Badge(_("chưa gửi"), "warning")
    return Badge(_("chưa phản hồi"), "primary") if row.unanswered else Badge(_("đã phản hồi"), "good")


def log_totals(rows: Sequence[DeliveryRow]) -> dict[str, str]:
    """What stands below the columns: how many there are, and what is still to be done."""
    waiting, silent = sum(row.waits for row in rows), sum(row.unanswered for row in rows)
    told = _("{waiting} chưa gửi, {silent} chưa phản hồi")
    return {
        "recipient": _("Cộng {count} lần gửi").format(count=show_whole(len(rows))),
        "subject": told.format(waiting=show_whole(waiting), silent=show_whole(silent)),
    }


def of_book() -> tuple[GridColumn, ...]:
    """The body, who reads there, how it is reached, and whether it receives every report."""
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        *(
            GridColumn(
                name,
                _SHORT.get(name, field.label),
                field.kind,
                width=_BOOK_WIDTHS[name],
                editable=True,
                frozen=name == "name",
                strong=name == "name",
                tip=field.label,
                headers=field.headings,
            )
            for name, field in correspondents.FIELDS.items()
        ),
    )
