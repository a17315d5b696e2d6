"""The language of what a user reads: `_` and `ngettext`. Vietnamese is the source language.

Nothing else lives here; the words themselves stay with the field, page or report that owns them.
"""

import gettext
from pathlib import Path

_translation: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str, folder: Path) -> None:
    """Show texts in *language* from the catalogues under *folder*; Vietnamese where a text is not translated."""
    global _translation  # noqa: PLW0603 - one language a process
    _translation = gettext.translation("unioncare", localedir=folder, languages=[language], fallback=True)


def _(message: str) -> str:
    """The *message* in the language of the user."""
    return _translation.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message for *count* things; Vietnamese has one form, English has two."""
    return _translation.ngettext(singular, plural, count)
