"""Three small unions and a large one of one bloc, with two quarters of figures: what mergers are tried with."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.offices import Q3, Q4, add_union, found_office, report
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.services import office, unions
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.ui.work import Work

HOA, MAI, SEN, LON = "CĐCS Hoa Đào", "CĐCS Mai Vàng", "CĐCS Sen Hồng", "CĐCS Nhà máy Lớn"
MEMBERS = {HOA: 5, MAI: 9, SEN: 4, LON: 40}


def create(path: Path) -> None:
    """The office in a new file."""
    opened = office.open_office(path, create=True)
    with opened.write("Lập") as session:
        found_office(session, "district", name="LĐLĐ quận Thử")
        for number, (name, members) in enumerate(MEMBERS.items(), 1):
            typed = {"code": f"CS{number}", "bloc": "Trường học", "area": "Kim Mã", "founded_on": "1/1/2015"}
            union_id = add_union(session, name, **typed)
            for span in (Q3, Q4):
                report(session, span, union_id, workers=members + 1, members=members)
    opened.close()


def row_of(work: Work, name: str) -> UnionRow:
    """The union with exactly this name, ended ones too."""
    with work.read() as session:
        return next(row for row in unions.listed(session, with_closed=True) if row.name == name)


def id_of(work: Work, name: str) -> int:
    return row_of(work, name).id


def state_of(work: Work, name: str) -> str:
    return row_of(work, name).state_words


def draft(work: Work, *names: str, **more: Any) -> MergerDraft:  # noqa: ANN401 - fields of a draft
    """A merger of these unions into the last of them."""
    ids = tuple(id_of(work, name) for name in names)
    return replace(MergerDraft(ABSORBED, ids, Q4, result_id=ids[-1], name=names[-1]), **more)
