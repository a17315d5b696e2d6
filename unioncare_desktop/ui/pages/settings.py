"""Thiết lập: the office, its lists and thresholds, the look, the data file. Everything is saved as it is changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QListWidget, QStackedWidget

from unioncare_desktop.domain.records import (
    AgreementGrade,
    Area,
    Award,
    AwardForm,
    AwardTitle,
    Bloc,
    BlocPair,
    DocumentText,
    Enterprise,
    Indicator,
    Level,
    Office,
    Officer,
    OfficerRole,
    Period,
    PlanTarget,
    Rating,
    RecognitionLevel,
    Registration,
    RegistrationKind,
    Sector,
    Threshold,
    Union,
    YearlyFact,
)
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.sections.data_section import DataSection
from unioncare_desktop.ui.sections.indicator_section import IndicatorSection
from unioncare_desktop.ui.sections.list_section import ListSection
from unioncare_desktop.ui.sections.lists_section import ListsSection
from unioncare_desktop.ui.sections.look_section import LookSection
from unioncare_desktop.ui.sections.office_section import OfficeSection
from unioncare_desktop.ui.sections.pair_section import PairSection
from unioncare_desktop.ui.sections.period_section import PeriodSection
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.sections.text_section import TextSection
from unioncare_desktop.ui.sections.threshold_section import ThresholdSection
from unioncare_desktop.ui.widgets.basics import Card, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_LIST_WIDTH = 190
_OF_UNIONS: tuple[type[ListEntry], ...] = (Level, Sector, Bloc, Area, OfficerRole)
_OF_COMPETITIONS: tuple[type[ListEntry], ...] = (RegistrationKind, AwardTitle, AwardForm, RecognitionLevel)
_RATINGS: tuple[type[ListEntry], ...] = (Rating, AgreementGrade)
_LISTS: tuple[type[ListEntry], ...] = (*_OF_UNIONS, *_OF_COMPETITIONS, *_RATINGS)
_BACK_UP = "back up"
_FOR_SUPERIORS = ("thresholds", "sector", "bloc", "pairs", "texts")
"""Sections that a single grassroots union has no use for."""


class SettingsPage(Page):
    """A list of sections, one of them shown."""

    name, title, icon, tool = "settings", _("Thiết lập"), "settings", True
    shows = (
        *_LISTS,
        *(Office, Period, Threshold, DocumentText, BlocPair),
        *(Officer, Union, Registration, Award, YearlyFact, Enterprise, Indicator, PlanTarget),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.office, self.data = OfficeSection(work, context), DataSection(work, context)
        self.texts = TextSection(work, context)
        self.sections: dict[str, Section] = {
            "office": self.office,
            **{one.__tablename__: ListSection(work, context, one) for one in _OF_UNIONS},
            "pairs": PairSection(work, context),
            "competitions": ListsSection(work, context, _("Danh mục thi đua"), _OF_COMPETITIONS),
            "ratings": ListsSection(work, context, _("Xếp loại"), _RATINGS),
            "indicators": IndicatorSection(work, context),
            "periods": PeriodSection(work, context),
            "thresholds": ThresholdSection(work, context),
            "texts": self.texts,
            "look": LookSection(work, context),
            "data": self.data,
        }
        self.names, self._stack = QListWidget(), QStackedWidget()
        self.names.setAccessibleName(_("Các mục"))
        for section in self.sections.values():
            self.names.addItem(section.title)
            self._stack.addWidget(Card(scrolled(section), margins=(1, 1, 1, 1)))
            section.said.connect(self.status)
        self.names.currentRowChanged.connect(self._show)
        self._list = Card(self.names, margins=(8, 8, 8, 8))
        layout = row(self._list, self._stack, gap=12)
        layout.setStretch(1, 1)
        self.body.addLayout(layout, 1)
        self.setFocusProxy(self.names)
        theme.current().changed.connect(self._scale)
        self._scale()
        self.names.setCurrentRow(0)

    def _scale(self) -> None:
        self._list.setFixedWidth(theme.current().px(_LIST_WIDTH))

    def refresh(self) -> None:
        """Load the section that is shown; offer those that concern an office of this kind."""
        with self.work.read() as session:
            single = not office.view(session).kind.small_matters
        for place, name in enumerate(self.sections):
            self.names.item(place).setHidden(single and name in _FOR_SUPERIORS)
        self._show(self.names.currentRow())

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The sections, and a backup."""
        lists = {_("Danh mục {title}").format(title=one.title): one.__tablename__ for one in _LISTS}
        others = {
            _("Thông tin đơn vị, người ký"): "office",
            _("Danh mục chỉ tiêu"): "indicators",
            _("Ngưỡng"): "thresholds",
            _("Cặp khối được ghép"): "pairs",
            _("Văn bản mẫu của tờ trình, quyết định"): "texts",
            _("Hạn nộp, ngày chốt số liệu"): "periods",
            _("Giao diện, cỡ chữ"): "look",
            _("Dữ liệu và sao lưu"): "data",
        }
        return lists | others | {_("Sao lưu ngay"): _BACK_UP}

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - an agreement between the pages
        """Show the section of this name, or make a backup."""
        wanted = "data" if argument == _BACK_UP else argument
        for place, (name, section) in enumerate(self.sections.items()):
            if isinstance(section, ListsSection) and wanted in section.lists:
                section.show_list(wanted)
            elif name != wanted:
                continue
            self.names.setCurrentRow(place)
        if argument == _BACK_UP:
            self.data.make.click()

    def may_leave(self) -> bool:
        """What is still being typed is saved; where it cannot be, the user decides."""
        if self.office.take_in():
            question = _("Văn bản mẫu đang sửa chưa lưu được vì còn chỗ sai. Rời trang và bỏ phần chưa lưu?")
            if self.texts.take_in():
                return True
        else:
            question = _("Thông tin đơn vị chưa lưu được vì còn mục sai hoặc thiếu. Rời trang và bỏ phần chưa lưu?")
        return messages.ask(question, _("&Bỏ phần chưa lưu"), _("Ở &lại sửa"), parent=self)

    def save(self) -> None:
        """Ctrl+S: save the field or the text that is being edited."""
        self.office.take_in()
        self.texts.take_in()

    def _show(self, place: int) -> None:
        if place >= 0:
            self._stack.setCurrentIndex(place)
            list(self.sections.values())[place].refresh()
            self.status.emit("")
