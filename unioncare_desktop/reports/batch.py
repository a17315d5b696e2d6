"""The sheets of many unions at once: one PDF of them all, or a file for each union, in the order of their blocs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Area, Bloc
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import files
from unioncare_desktop.reports.union_sheet import Sheets
from unioncare_desktop.services import records
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow

ORDERS = {"bloc": _("Khối"), "area": _("Địa bàn"), "code": _("Mã")}
"""By what sheets may be ordered; within it, by name."""
_NAME = "PDC"


@dataclass(frozen=True)
class Choice:
    """Which unions get a sheet: those of *scope*, where *odd* only those with remarks; *order* is one of ORDERS."""

    scope: Scope = EVERYONE
    odd: bool = False
    order: str = "bloc"


class Batch:
    """The sheets of a period, from which unions are chosen; read once."""

    def __init__(self, session: Session, span: Span) -> None:
        self.sheets = Sheets(session, span)
        places = {"bloc": _places(session, Bloc), "area": _places(session, Area)}
        self._keys: dict[str, Callable[[UnionRow], Any]] = {
            "bloc": lambda union: (places["bloc"].get(union.bloc, _last(union.bloc)), union.sort_key),
            "area": lambda union: (places["area"].get(union.area, _last(union.area)), union.sort_key),
            "code": lambda union: (union.code is None, union.code or "", union.sort_key),
        }

    def chosen(self, choice: Choice) -> list[UnionRow]:
        """The unions of a *choice*, in its order."""
        found = (
            file.count.union
            for file in self.sheets.files.values()
            if choice.scope.holds(file.count.union) and (file.remarks or not choice.odd)
        )
        return sorted(found, key=self._keys[choice.order])

    def rendering(self, unions: Sequence[UnionRow]) -> Task[bytes]:
        """One PDF of the sheets of *unions*, in this order, each with page numbers of its own.

        Raises:
            UserError: there is none to be printed.
        """
        from unioncare_desktop.reports import pdf

        _refuse_none(unions)
        bundle = pdf.Bundle()
        for done, union in enumerate(unions):
            yield Step(done, len(unions), union.name)
            bundle.add(self.sheets.document(union.id))
        return bundle.content()

    def writing(self, unions: Sequence[UnionRow], folder: Path) -> Task[list[Path]]:
        """One PDF of the sheets of *unions* in *folder*: whole, or not there at all; its path.

        Raises:
            UserError: there is none to be written, or the folder cannot be written to.
        """
        content = yield from self.rendering(unions)
        path = files.free_path(folder, self._stem(_("tất cả")), ".pdf")
        files.put(path, content)
        return [path]

    def writing_each(self, unions: Sequence[UnionRow], folder: Path) -> Task[list[Path]]:
        """A PDF for each of *unions* in a new folder within *folder*, numbered in their order; the paths.

        Stopped halfway, the files that are written stay; each of them is complete.

        Raises:
            UserError: there is none to be written, or the folder cannot be written to.
        """
        from unioncare_desktop.reports import pdf

        _refuse_none(unions)
        into = files.new_folder(folder, self._stem(_("từng đơn vị")))
        paths = []
        for done, union in enumerate(unions, 1):
            yield Step(done - 1, len(unions), union.name)
            stem = files.safe_name("_".join(filter(None, (f"{done:04}", union.code, union.name))))
            paths.append(files.free_path(into, stem, ".pdf"))
            pdf.write(self.sheets.document(union.id), paths[-1])
        return paths

    def _stem(self, words: str) -> str:
        return files.safe_name(f"{_NAME}_{self.sheets.span.code.replace('-', '')}_{words}")


def _places(session: Session, record_type: type[Area | Bloc]) -> Mapping[str, tuple[int, str]]:
    """Where the entries of a list stand in it, by name."""
    return {row["name"]: (row["position"], row["name"]) for row in records.rows(session, record_type)}


def _last(name: str) -> tuple[int, str]:
    """The place of what is in no list."""
    return 10**9, name


def _refuse_none(unions: Sequence[UnionRow]) -> None:
    if not unions:
        raise UserError(_("Không có đơn vị nào theo lựa chọn này để in phiếu. Hãy bỏ bớt điều kiện lọc."))
