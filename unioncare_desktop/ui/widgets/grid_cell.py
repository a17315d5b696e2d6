"""What a cell of a grid holds besides its stored value: what is typed, refused or about to be entered."""

from collections.abc import Hashable
from dataclasses import dataclass

from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _

HALF_TYPED = _("chưa ghi: chương trình đã dừng khi đang gõ")
HIDDEN = _("chưa ghi: dòng này bị ẩn đi khi đang gõ")
FRACTION = _("phải là số nguyên, không có phần lẻ")
_FINAL = frozenset((HALF_TYPED, HIDDEN, FRACTION))


@dataclass(frozen=True)
class Entry:
    """What was typed or pasted into one cell."""

    key: Hashable
    column: str
    text: str


@dataclass(frozen=True)
class Refusal:
    """Text that stays in its cell although it could not be taken, and why."""

    text: str
    reason: str

    @property
    def final(self) -> bool:
        """Whether no other cell can mend it, so that it is never tried again by itself."""
        return self.reason in _FINAL


@dataclass(frozen=True)
class Proposed:
    """Text that is shown in a cell before it is entered."""

    text: str
    judgement: Judgement

    @property
    def severity(self) -> Severity | None:
        """How it is to be looked at."""
        return Severity.ERROR if self.judgement.fate == "rejected" else self.judgement.severity
