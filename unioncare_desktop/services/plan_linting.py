"""Checking the text of a plan, and taking over the targets and deadlines that it sets."""

import json
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.domain.rules.plan_text import Linted
from unioncare_desktop.domain.rules.plan_text.linter import Knowledge
from unioncare_desktop.domain.rules.plan_text.linter import lint as lint_text
from unioncare_desktop.domain.rules.plan_text.recognition import Known
from unioncare_desktop.domain.rules.plan_text.slips import Slips, parsed
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.services import indicators, office
from unioncare_desktop.vietnamese import clean, show_whole

MOST_LETTERS = 200_000
"""A plan of fifty pages has some 150.000 letters."""


def lint(session: Session | None, text: str, issued_on: date | None = None) -> Linted:
    """What is found in *text*.

    With a session, indicators are recognised by the words of the office's own catalogue, else by those of the program.

    Raises:
        UserError: the text is empty, or longer than any plan.
    """
    if len(text) > MOST_LETTERS:
        words = _("Văn bản dài {count} chữ; mỗi lần soát được nhiều nhất {most} chữ. Hãy soát từng phần.")
        raise UserError(words.format(count=show_whole(len(text)), most=show_whole(MOST_LETTERS)))
    if not clean(text):
        raise UserError(_("Chưa có chữ nào để soát: hãy dán hoặc gõ văn bản kế hoạch."))
    return lint_text(text, knowledge(session), issued_on)


def knowledge(session: Session | None) -> Knowledge:
    """The slips that are known, and the words by which indicators are recognised."""
    if session is None:
        shipped = (
            Known(row["key"], row["unit"], tuple((row["words"] or "").split("\n"))) for row in office.shipped(Indicator)
        )
        return Knowledge(_slips(), tuple(shipped))
    known = (Known(row.key, row.unit, row.words) for row in indicators.catalogue(session).values())
    return Knowledge(_slips(), tuple(known))


@cache
def _slips() -> Slips:
    return parsed(json.loads(resource("structure", "plan_slips.json").read_text(encoding="utf-8")))
