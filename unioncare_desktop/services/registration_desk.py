"""Registrations on their way into rounds: what may not be stored, by what others it is recognised, who is meant.

Form, grid and import ask here; nothing is written.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.kinds import Unreadable, quoted
from unioncare_desktop.domain.records import Registration
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, registration_checks
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.lists.matching import Registry
from unioncare_desktop.services.registration_checks import Rules
from unioncare_desktop.services.registration_rows import STORED, Around, KindRow, RegistrationRow
from unioncare_desktop.services.registration_words import Catalogue, kind_named
from unioncare_desktop.vietnamese import code_key, fold, show_day

Row = dict[str, Any]
IDENTITY = ("round_id", "union_id", "kind_id", "content_key")
"""What is the same of two rows is one registration."""
_MOST_NAMED = 4
_MOST_SUGGESTIONS = 3
"""Finding what is nearest to an unknown name takes its time: of many pasted names the first ones get it."""
_A_FEW = 200
"""What so many unions have registered is read by their ids; of more, all is read."""


class Refusal(NamedTuple):
    """Why a registration may not be stored, and the field that it is about."""

    field: str
    reason: str


class Desk:
    """Some rounds (stored or about to be founded), all that is registered in them, and the registry."""

    def __init__(self, session: Session, rounds: Sequence[RoundRow], registry: Registry | None = None) -> None:
        self._session, self._rounds = session, rounds
        self._around = Around(session, rounds)
        self._given_registry = registry
        self._only: Collection[int] | None = None
        self._suggestions = _MOST_SUGGESTIONS

    def narrow(self, union_ids: Collection[int]) -> None:
        """Only these unions will be asked about: where they are few, only what is stored of them is read."""
        self._only = union_ids if len(union_ids) <= _A_FEW else None

    @cached_property
    def registry(self) -> Registry:
        """The registry of unions, read where a union is looked up."""
        return self._given_registry or Registry.read(self._session)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue.read(self._session)

    @cached_property
    def _rules(self) -> Rules:
        return registration_checks.rules(self._session, self._rounds, self._only)

    @cached_property
    def _stored(self) -> dict[tuple[Any, ...], int]:
        return _identities(self._session, [one.id for one in self._rounds], self._only)

    @property
    def kinds(self) -> list[KindRow]:
        """The kinds of registration in the order in which they are offered."""
        return list(self._around.kinds.values())

    def year(self, round_id: int) -> int:
        """The year of the campaign to which a round belongs."""
        return self._around.rounds[round_id].year

    # What words mean

    def kind(self, text: str) -> KindRow:
        """The kind of registration called *text*.

        Raises:
            Unreadable: there is none; the sentence lists the known.
        """
        return kind_named(self.kinds, text)

    def union_of_code(self, code: str) -> int:
        """The id of the union that has a code.

        Raises:
            Unreadable: none has it.
        """
        found = self.registry.by_code.get(code_key(code))
        if found is None:
            raise Unreadable(_("không có công đoàn nào có mã {code}").format(code=quoted(code)))
        return int(found["id"])

    def union_called(self, text: str) -> int:
        """The id of the union that has a code or a name, now or before.

        Raises:
            Unreadable: none has, or several had; the sentence names them, or the one that is nearest.
        """
        of_code = self.registry.by_code.get(code_key(text))
        if of_code is not None:
            return int(of_code["id"])
        named = _living_first(self._named.get(fold(text), ())) or self._formerly.get(fold(text), [])
        if len(named) != 1:
            raise Unreadable(self._ambiguous(text, named) if named else self._unknown(text))
        return int(named[0]["id"])

    @cached_property
    def _named(self) -> dict[str, list[Row]]:
        """The unions by the names that they have, folded."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.registry.rows.values():
            found[row["name_key"]].append(row)
        return dict(found)

    @cached_property
    def _formerly(self) -> dict[str, list[Row]]:
        """The unions by the names that they had, folded."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for union_id, keys in self.registry.former.items():
            for key in keys:
                found[key].append(self.registry.rows[union_id])
        return dict(found)

    def is_called(self, union_id: int, text: str) -> bool:
        """Whether *text* is the name of a union, or one that it had before."""
        row = self.registry.rows[union_id]
        return fold(text) == row["name_key"] or self.registry.was_called(row, text)

    def _ambiguous(self, text: str, named: Sequence[Row]) -> str:
        shown = ", ".join(f"“{row['name']}” ({row['code'] or '–'})" for row in named[:_MOST_NAMED])
        return _("{text} có thể là {names}; hãy ghi mã").format(text=quoted(text), names=shown)

    def _unknown(self, text: str) -> str:
        self._suggestions -= 1
        if self._suggestions >= 0 and (nearest := self.registry.nearest(text)):
            return _("không có {text} trong danh sách; ý bạn là “{name}”?").format(text=quoted(text), name=nearest)
        return _("không có {text} trong danh sách công đoàn").format(text=quoted(text))

    def spelled(self, kind_id: int, content: str) -> str:
        """The content as it is stored: a title as the catalogue spells it."""
        return self._catalogue.spelled(self._around.kinds[kind_id].form, content)

    # What is there, and what may come

    def same(self, values: Mapping[str, Any]) -> int | None:
        """The id of the stored registration that is the same as one with these *values*; None where there is none."""
        return self._stored.get(identity(values))

    def row(self, values: Mapping[str, Any]) -> RegistrationRow:
        """The registration with these *values* of its columns, blanks for the rest, as lists will show it."""
        return self._around.row(_BLANK | dict(values))

    def problems(self, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        """The warnings and hints of a registration with these *values*, looked at alone."""
        return registration_checks.problems_of(self.row(values), self._rules)

    def refusal(self, values: Mapping[str, Any], stored: Mapping[str, Any] | None = None) -> Refusal | None:
        """Why a registration with these *values* may not be stored in place of the *stored* one; None where it may."""
        one = self._around.rounds[values["round_id"]]
        if one.closed:
            return Refusal("round_id", campaigns.closed_words(one))
        if values["quantity"] < 1:
            return Refusal("quantity", _("phải từ 1 trở lên"))
        same = self.same(values)
        if same is not None and (stored is None or same != stored["id"]):
            return Refusal("content", self._double(values))
        moved = stored is None or stored["union_id"] != values["union_id"]
        return self._ended(one, values["union_id"]) if moved else None

    def _double(self, values: Mapping[str, Any]) -> str:
        sentence = _("đã có đăng ký này trong {round}: {what}. Hãy sửa số lượng ở dòng ấy.")
        return sentence.format(round=self._around.rounds[values["round_id"]].name, what=self.called(values))

    def called(self, values: Mapping[str, Any]) -> str:
        """A registration in a few words: "“CĐCS Hoa Mai”, Công trình, phần việc, “Trồng hoa”"."""
        union = self._around.union(values["round_id"], values["union_id"]).name
        kind = self._around.kinds[values["kind_id"]].name
        person = values.get("person")
        return ", ".join((f"“{union}”", kind, f"“{values['content']}”", *((person,) if person else ())))

    def _ended(self, one: RoundRow, union_id: int) -> Refusal | None:
        union = self._around.union(one.id, union_id)
        if union.closed_on is None or union.closed_on > one.start:
            return None
        sentence = _("“{name}” {state} từ {day}, trước khi {round} bắt đầu")
        advice = _("; hãy ghi vào “{name}”").format(name=union.successor) if union.successor else ""
        told = sentence.format(name=union.name, state=union.state_words, day=show_day(union.closed_on), round=one.name)
        return Refusal("union_id", told + advice)


_FLAGS = dict.fromkeys(("recognised", "in_programme", "added_later"), False)
_BLANK: Row = dict.fromkeys(STORED) | _FLAGS | {"id": 0, "quantity": 1}


def identity(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a registration with these *values* is recognised by."""
    whole = {**values, **Registration.derive(values)}
    return tuple(whole[name] for name in IDENTITY)


def _identities(session: Session, round_ids: Sequence[int], only: Collection[int] | None) -> dict[tuple[Any, ...], int]:
    """The ids of what unions, or *only* these, have registered in these rounds, by what each is recognised by."""
    table = Registration.__table__.c
    query = select(*(table[name] for name in IDENTITY), table.id).where(table.round_id.in_(round_ids))
    if only is not None:
        query = query.where(table.union_id.in_(only))
    return {tuple(key): row_id for *key, row_id in session.execute(query)}


def _living_first(rows: Sequence[Row]) -> list[Row]:
    """Those that are active, where any is."""
    return [row for row in rows if row["state"] == ACTIVE] or list(rows)
