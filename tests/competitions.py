"""A competition in a few lines: a campaign with its rounds, what unions register in them, what comes of it."""

from collections.abc import Sequence

from tests.offices import enter, entry_of
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import RegistrationKind
from unioncare_desktop.services import campaign_founding, campaigns, registrations
from unioncare_desktop.storage.database import Session

PERSON, GROUP, WORK = "Danh hiệu cá nhân", "Danh hiệu tập thể", "Công trình, phần việc"
INITIATIVE, PACT = "Sáng kiến", "Giao ước thi đua"


def found_campaign(session: Session, year: int = 2023, template: str = "two-rounds", **changes: object) -> list[int]:
    """Found the campaign of a shipped template, and return the ids of its rounds."""
    shipped = campaign_founding.template(template)
    campaign_id = campaign_founding.found(session, shipped, year, **changes)
    return [one.id for one in campaigns.campaign(session, campaign_id).rounds]


def register(
    session: Session,
    round_id: int,
    union_id: int,
    kind: str,
    content: str,
    *,
    items: Sequence[Draft] | None = None,
    **typed: object,
) -> int:
    """Type a registration into its form and save it; *typed* are further fields."""
    kind_id = entry_of(session, RegistrationKind, kind)
    draft = registrations.new_draft(session, round_id, union_id=union_id, kind_id=kind_id)
    enter(draft, content=content, **typed)
    return registrations.save(session, draft, items)


def item(part: str, name: str, **typed: object) -> Draft:
    """A line of a pact as it is typed: a "movement" or a "target"."""
    draft = registrations.new_item(part)
    enter(draft, name=name, **typed)
    return draft
