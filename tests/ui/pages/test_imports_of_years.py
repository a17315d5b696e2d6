"""The import page with lists that are kept by the year: registers, yearly facts, enterprises."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.offices import add_union
from tests.sheets import save, sheet
from tests.ui.test_promises import alt_keys, doubled
from unioncare_desktop.services import campaigns, enterprises, registrations, yearly_facts
from unioncare_desktop.services.lists.sheets import Cell
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.imports import ImportsPage
from unioncare_desktop.ui.work import Work

Idle = Callable[[Work], None]
HEADINGS = ("STT", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký")
MAI = "CĐCS Trường Hoa Mai"
ROWS = (
    (1, MAI, "Đợt 1", "Công trình, phần việc", "Trồng hoa", 1, "14/02/2023"),
    (2, MAI, "Đợt 2", "Sáng kiến", "Số hóa hồ sơ", 2, "30/02/2023"),
)


@pytest.fixture
def page(qtbot: QtBot, empty_work: Work, context: Context) -> ImportsPage:
    empty_work.write("Thêm đơn vị", lambda session: add_union(session, MAI, code="CS1"))
    page = ImportsPage(empty_work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.refresh()
    return page


@pytest.fixture
def add(page: ImportsPage, idle: Idle, tmp_path: Path) -> Callable[..., None]:
    def add(title: str, headings: Sequence[str], *rows: Sequence[Cell], name: str = "so.xlsx") -> None:
        page.add_files([save(tmp_path / name, sheet(((title,), headings, *rows)))])
        idle(page.work)

    return add


def registered(page: ImportsPage) -> list[str]:
    with page.work.read() as session:
        rounds = [one.id for campaign in campaigns.listed(session) for one in campaign.rounds]
        return [row.content for row in registrations.rows(session, rounds)]


def shown(page: ImportsPage, tab: str) -> list[tuple[str, str, str]]:
    tabs = page.preview.tabs
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabData(at) == tab))
    rows = page.preview._grids.currentWidget().shown_rows  # type: ignore[union-attr] # a grid
    return [(row.name, row.about, row.reason or row.after) for row in rows]


def test_the_campaign_that_will_be_founded_is_shown_before_and_after(
    qtbot: QtBot, page: ImportsPage, add: Callable[..., None], idle: Idle
) -> None:
    add("ĐĂNG KÝ THI ĐUA NĂM 2023", HEADINGS, *ROWS)

    assert page.preview.head.text() == "so.xlsx · Đăng ký thi đua"
    assert page.preview._campaign.isVisible()
    assert page.preview._campaign.text() == (
        "Sẽ lập phong trào “Phong trào thi đua trong CNVCLĐ năm 2023” theo mẫu của kế hoạch 667/KH-LĐLĐ (Liên đoàn Lao"
        " động huyện Gia Lâm), 2 đợt: Đợt 1 (01/01–30/06/2023), Đợt 2 (01/07–31/12/2023). Có thể sửa lại ở trang Thi"
        " đua."
    )
    assert shown(page, "rejected") == [
        (MAI, "Đợt 2 · Sáng kiến · Số hóa hồ sơ", "“30/02/2023” không phải là một ngày có thật; ý bạn là 28/02/2023?")
    ]
    assert shown(page, "new") == [
        (
            MAI,
            "",
            "Đợt 1 · Công trình, phần việc · Trồng hoa; Số lượng: 1; Ngày đăng ký: 14/02/2023",
        )
    ]
    assert not page.accept.isEnabled()
    assert not page.preview.add_unions.isVisible()

    page.preview.skip_rejected.click()
    idle(page.work)
    page.accept.click()
    idle(page.work)

    assert registered(page) == ["Trồng hoa"]
    assert "1 đăng ký mới, 0 đăng ký thay đổi." in page.result.text.text()
    assert "Đã lập phong trào “Phong trào thi đua trong CNVCLĐ năm 2023”, 2 đợt." in page.result.text.text()
    assert page.result.left_out.isVisible()
    with qtbot.waitSignal(page.go) as opened:
        page.result.see.click()
    assert opened.args == ["competitions", "registrations"]


def test_what_changes_is_told_by_registration(page: ImportsPage, add: Callable[..., None], idle: Idle) -> None:
    add("ĐĂNG KÝ THI ĐUA NĂM 2023", HEADINGS, ROWS[0])
    page.accept.click()
    idle(page.work)

    add("ĐĂNG KÝ THI ĐUA NĂM 2023", HEADINGS, (*ROWS[0][:5], 3, "14/02/2023"))

    assert page.preview._campaign.text() == (
        "Ghi vào phong trào “Phong trào thi đua trong CNVCLĐ năm 2023” (năm 2023): Đợt 1 (01/01–30/06/2023)."
    )
    assert shown(page, "changed") == [(MAI, "Đợt 1 · Công trình, phần việc · Trồng hoa", "3")]
    page.accept.click()
    idle(page.work)
    assert "0 đăng ký mới, 1 đăng ký thay đổi." in page.result.text.text()
    assert "Đã lập phong trào" not in page.result.text.text()


def test_years_are_offered_where_the_list_names_none(page: ImportsPage, add: Callable[..., None], idle: Idle) -> None:
    add("ĐĂNG KÝ THI ĐUA", HEADINGS, ROWS[0])

    assert page._stages.currentWidget() is page.problem
    assert "không ghi năm nào" in page.problem.sentence.text()
    assert page._choose_period.text() == "Chọn &năm ▾"
    this_year = date.today().year  # noqa: DTZ011 - as the page does
    years = [action.text() for action in page._periods.actions()]
    assert years == [f"Năm {year}" for year in range(this_year + 1, this_year - 5, -1)]

    page._periods.actions()[2].trigger()
    idle(page.work)

    assert page._stages.currentWidget() is page.preview
    assert page.preview.period.currentText() == f"Năm {this_year - 1}"
    assert page.preview._period_label.text() == "Nă&m"
    assert page.preview.plan is not None
    assert page.preview.plan.campaign is not None
    assert page.preview.plan.campaign.year == this_year - 1


def test_yearly_facts_lead_to_their_year(
    qtbot: QtBot, page: ImportsPage, context: Context, add: Callable[..., None], idle: Idle
) -> None:
    add("SỐ LIỆU NĂM 2023", ("STT", "Tên CĐCS", "Xếp loại CĐCS", "Đối thoại"), (1, MAI, "Hoàn thành nhiệm vụ", 2))
    assert page.preview.head.text() == "so.xlsx · Số liệu năm"
    page.accept.click()
    idle(page.work)

    assert "Số liệu năm: 1 đơn vị mới ghi, 0 đơn vị thay đổi." in page.result.text.text()
    with qtbot.waitSignal(page.go) as opened:
        page.result.see.click()
    assert opened.args == ["yearly", None]
    assert context.period == "2023-Q4"
    with page.work.read() as session:
        assert [row.facts["dialogues"] for row in yearly_facts.rows(session, 2023)] == [2]


def test_enterprises_need_no_period(qtbot: QtBot, page: ImportsPage, add: Callable[..., None], idle: Idle) -> None:
    add("DOANH NGHIỆP CHƯA CÓ CÔNG ĐOÀN", ("STT", "Tên doanh nghiệp", "Số lao động"), (1, "Công ty Hoa Long", 45))
    assert not page.preview.period.isVisible()
    page.accept.click()
    idle(page.work)

    assert "1 doanh nghiệp mới, 0 doanh nghiệp thay đổi." in page.result.text.text()
    with qtbot.waitSignal(page.go) as opened:
        page.result.see.click()
    assert opened.args == ["yearly", "enterprises"]
    with page.work.read() as session:
        assert [(row.name, row.workers) for row in enterprises.listed(session)] == [("Công ty Hoa Long", 45)]


def test_alt_keys_are_unique_and_the_way_on_has_the_focus(
    page: ImportsPage, add: Callable[..., None], idle: Idle
) -> None:
    add("ĐĂNG KÝ THI ĐUA NĂM 2023", HEADINGS, *ROWS)
    assert page.preview.period.isVisible()
    assert doubled(alt_keys(page)) == []
    assert page.focusWidget() is page.preview.skip_rejected
    add("ĐĂNG KÝ THI ĐUA NĂM 2023", HEADINGS, ROWS[0], name="dung.xlsx")
    assert page.focusWidget() is page.accept
    page.accept.click()
    idle(page.work)
    assert page.focusWidget() is page.result.see
