"""The lists that describe unions: levels, sectors, blocs and areas. Dated, shipped as data, edited by the office."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Choice, Day, Flag, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import fold

ADMINISTRATION, SERVICE, STATE_ENTERPRISE, PRIVATE_ENTERPRISE, OTHER = (
    *("administration", "service", "state_enterprise", "private_enterprise", "other"),
)
EMPLOYERS = {
    ADMINISTRATION: _("cơ quan hành chính"),
    SERVICE: _("đơn vị sự nghiệp"),
    STATE_ENTERPRISE: _("doanh nghiệp nhà nước"),
    PRIVATE_ENTERPRISE: _("doanh nghiệp ngoài khu vực nhà nước"),
    OTHER: _("khác"),
}
"""Who employs, as targets tell them apart (plans 001, 002, 004); firms of foreigners and co-operatives are private."""
ENTERPRISES = (STATE_ENTERPRISE, PRIVATE_ENTERPRISE)
_EMPLOYERS_BY_NAME = {
    "hanh chinh": ADMINISTRATION,
    "su nghiep": SERVICE,
    "truong": SERVICE,
    "doanh nghiep nha nuoc": STATE_ENTERPRISE,
    "doanh nghiep": PRIVATE_ENTERPRISE,
    "hop tac xa": PRIVATE_ENTERPRISE,
}
"""How the folded names of sectors begin that nobody has sorted, the longest first where one begins another."""


class ListEntry(Record):
    """A named entry of a list; `valid_from` and `valid_to` say when the office may use it (both days included)."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way

    name: Mapped[str] = field(Text(), _("Tên"), required=True, width=36)
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None] = field(Day(), _("Dùng từ ngày"), headers=(_("Từ ngày"),))
    valid_to: Mapped[date | None] = field(
        Day(), _("Dùng đến ngày"), headers=(_("Đến ngày"),), checks=(not_before("valid_from", _("ngày bắt đầu")),)
    )
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=36)
    name_key: Mapped[str] = mapped_column(unique=True)

    @staticmethod
    def derive(values: Mapping[str, Any]) -> dict[str, Any]:
        """The key by which entries are unique and found."""
        return {"name_key": fold(values["name"])}


class Level(ListEntry):
    """A level of the union's structure (domain.md 5: four in practice before 1/7/2025, three by law 97/2025)."""

    __tablename__ = "level"
    title = _("cấp công đoàn")

    reports: Mapped[bool] = field(Flag(), _("Nộp số liệu"), required=True, default=True)


class Sector(ListEntry):
    """The kind of employer: state administration, public service, enterprise and so on."""

    __tablename__ = "sector"
    title = _("loại hình")

    employer: Mapped[str | None] = field(
        Choice(EMPLOYERS), _("Thuộc khu vực"), width=24, help=_("Để trống thì chương trình đoán theo tên")
    )


def employer_of(name: str, employer: str | None = None) -> str:
    """Who employs in the sector called *name*: what is stored of it, else what its name says."""
    folded = fold(name)
    return employer or next((told for start, told in _EMPLOYERS_BY_NAME.items() if folded.startswith(start)), OTHER)


class Bloc(ListEntry):
    """Units with similar characteristics, among which small unions may be merged (plan 001, line 75)."""

    __tablename__ = "bloc"
    title = _("khối")


class Area(ListEntry):
    """A ward, commune or zone."""

    __tablename__ = "area"
    title = _("địa bàn")
