"""How the unions are reached: the registry's chair, telephone and e-mail, the leading officer's where it is silent."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Officer, OfficerRole, Union


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call or to write to; each is empty where nobody has said it."""

    chair: str = ""
    phone: str = ""
    email: str = ""

    @property
    def reached(self) -> bool:
        """Whether there is a telephone number or an address."""
        return bool(self.phone or self.email)

    @property
    def words(self) -> str:
        """As a message lists it: "Nguyễn Thị Lan, 0912345678, hoamai@example.vn"."""
        return ", ".join(filter(None, (self.chair, self.phone, self.email)))


NOBODY = Contact()


def contacts(session: Session, on: date) -> dict[int, Contact]:
    """The contact of every union by its id, with who leads it on a day."""
    union, leaders = Union.__table__.c, _leaders(session, on)
    query = select(union.id, union.chair, union.phone, union.email)
    return {
        union_id: Contact(
            *(own or of_leader for own, of_leader in zip(said, leaders.get(union_id, _SILENT), strict=True))
        )
        for union_id, *said in session.execute(query)
    }


_SILENT = ("", "", "")


def _leaders(session: Session, on: date) -> dict[int, tuple[str, str, str]]:
    """Name, telephone and e-mail of who leads each union on a day."""
    officer, role = Officer.__table__, OfficerRole.__table__
    query = (
        select(officer.c.union_id, officer.c.name, officer.c.phone, officer.c.email)
        .select_from(officer.join(role, officer.c.role_id == role.c.id))
        .where(
            role.c.leads.in_((True,)),
            or_(officer.c.term_from.is_(None), officer.c.term_from <= on),
            or_(officer.c.term_to.is_(None), officer.c.term_to >= on),
        )
        .order_by(officer.c.id)
    )
    return {union_id: (name, phone or "", email or "") for union_id, name, phone, email in session.execute(query)}
