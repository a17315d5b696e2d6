"""What a user types and pastes into the registrations of one round: judged, stored as one action, named for undoing."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unioncare_desktop.domain.judgement import Judgement, NewRow
from unioncare_desktop.errors import Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import registrations
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.lists import rounds
from unioncare_desktop.services.registrations import CODE, UNION
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui.record_grid import Entry
from unioncare_desktop.ui.registration_columns import FIELDS, ROUND
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


@dataclass(frozen=True)
class Done:
    """What became of some entries: those *refused* with the reasons, lines that are rows now, lines that wait."""

    refused: Sequence[tuple[Entry, str]] = ()
    added: Mapping[NewRow, int] = field(default_factory=dict)
    waiting: Mapping[NewRow, str] = field(default_factory=dict)
    error: UserError | None = None
    """Why nothing at all could be stored."""


class RegistrationActions:
    """The entries of the round *shown*. A line that names another round is not taken: it belongs there."""

    def __init__(self, work: "Work", shown: RoundRow) -> None:
        self._work, self._round = work, shown

    @property
    def words(self) -> str:
        """The round as actions name it: "Đợt 1/2023"."""
        return f"{self._round.name}/{self._round.year}"

    def judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        """What would become of *entries*, in their order."""
        elsewhere, here = self._parted(entries)
        with self._work.read() as session:
            judged = dict(zip(here, registrations.judge(session, self._round.id, _asked(here)), strict=True))
        return [self._judgement(entry, elsewhere) or judged.get(entry, Judgement("same")) for entry in entries]

    def _judgement(self, entry: Entry, elsewhere: Mapping[Hashable, str]) -> Judgement | None:
        if entry.key in elsewhere and (entry.column == ROUND or isinstance(entry.key, NewRow)):
            return Judgement("rejected", elsewhere[entry.key], Severity.ERROR)
        return None

    def enter(self, entries: Sequence[Entry], unions: Mapping[int, str], *, pasted: bool) -> Done:
        """Store *entries*; *unions* are the names of those whose registrations are changed, by registration."""
        elsewhere, here = self._parted(entries)
        refused = [(one, elsewhere[one.key]) for one in entries if one.column == ROUND and one.key in elsewhere]
        waiting = {key: why for key, why in elsewhere.items() if isinstance(key, NewRow)}
        if not here:
            return Done(refused, waiting=waiting)
        errors: list[UserError] = []
        done = self._work.write(
            _("Dán {count} ô, {round}").format(count=show_whole(len(here)), round=self.words)
            if pasted
            else self._typed(here, unions),
            lambda session: registrations.enter(session, self._round.id, _asked(here)),
            errors.append,
            kind=PASTE if pasted else EDIT,
        )
        if done is None:
            return Done([(entry, str(errors[0])) for entry in entries], error=errors[0])
        refused += [(Entry(one.entry.key, one.entry.field, str(one.entry.raw)), one.reason) for one in done.refused]
        return Done(refused, done.added, {**waiting, **done.waiting})

    def _typed(self, entries: Sequence[Entry], unions: Mapping[int, str]) -> str:
        if len({entry.key for entry in entries}) > 1:
            return _("Nhập {count} ô, {round}").format(count=show_whole(len(entries)), round=self.words)
        key, name = entries[0].key, UNION if entries[0].column == CODE else entries[0].column
        union = unions.get(key, "") if isinstance(key, int) else ""
        words = _("Sửa {field} đăng ký của {union}, {round}") if union else _("Ghi đăng ký, {round}")
        return words.format(field=FIELDS[name].label.lower(), union=union, round=self.words)

    def _parted(self, entries: Sequence[Entry]) -> tuple[dict[Hashable, str], list[Entry]]:
        """Why rows belong to other rounds, by key; and the entries that can be stored here."""
        sentence = _("dòng này ghi “{text}” mà đang mở {round}; hãy mở đợt ấy rồi dán, hoặc nhập từ Excel")
        elsewhere: dict[Hashable, str] = {
            entry.key: sentence.format(text=entry.text, round=self.words)
            for entry in entries
            if entry.column == ROUND and not self._is_here(entry.text)
        }
        here = [
            entry
            for entry in entries
            if entry.column != ROUND and not (entry.key in elsewhere and isinstance(entry.key, NewRow))
        ]
        return elsewhere, here

    def _is_here(self, text: str) -> bool:
        """Whether the words of a cell name this round, or none."""
        told = rounds.told(text)
        if not fold(text) or fold(text) == fold(self._round.name):
            return True
        return told is not None and told.number == self._round.number and told.year in (None, self._round.year)


def _asked(entries: Sequence[Entry]) -> list[registrations.Entry]:
    return [
        registrations.Entry(entry.key, entry.column, entry.text)
        for entry in entries
        if isinstance(entry.key, int | NewRow)
    ]
