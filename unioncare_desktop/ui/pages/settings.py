"""Thiết lập: the office, its lists and thresholds, the look, the data file. Everything is saved as it is changed."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QListWidget, QStackedWidget, QWidget

from unioncare_desktop.domain.records import (
    AgreementGrade,
    Area,
    Award,
    AwardForm,
    AwardTitle,
    Bloc,
    BlocPair,
    DocumentText,
    DocumentType,
    Enterprise,
    Indicator,
    LayoutSize,
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
    Signer,
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
from unioncare_desktop.ui.sections.layout_section import LayoutSection
from unioncare_desktop.ui.sections.list_section import ListSection, title_of
from unioncare_desktop.ui.sections.lists_section import ListsSection
from unioncare_desktop.ui.sections.look_section import LookSection
from unioncare_desktop.ui.sections.office_section import OfficeSection
from unioncare_desktop.ui.sections.pair_section import PairSection
from unioncare_desktop.ui.sections.period_section import PeriodSection
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.sections.signer_section import SignerSection
from unioncare_desktop.ui.sections.text_section import TextSection
from unioncare_desktop.ui.sections.threshold_section import ThresholdSection
from unioncare_desktop.ui.widgets.basics import Card, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_LIST_WIDTH = 190
_OF_UNIONS: tuple[type[ListEntry], ...] = (Level, Sector, Bloc, Area, OfficerRole)
_OF_COMPETITIONS: tuple[type[ListEntry], ...] = (RegistrationKind, AwardTitle, AwardForm, RecognitionLevel)
_RATINGS: tuple[type[ListEntry], ...] = (Rating, AgreementGrade)
_OF_DOCUMENTS: tuple[type[ListEntry], ...] = (DocumentType,)
_LISTS: tuple[type[ListEntry], ...] = (*_OF_UNIONS, *_OF_COMPETITIONS, *_RATINGS, *_OF_DOCUMENTS)
_TABBED = {
    "competitions": (_("Danh mục thi đua"), _OF_COMPETITIONS),
    "ratings": (_("Xếp loại"), _RATINGS),
    "documents": (_("Văn bản"), _OF_DOCUMENTS),
}
"""Sections of several lists: their titles and what is in them."""
_BACK_UP = "back up"
_FOR_SUPERIORS = ("thresholds", "sector", "bloc", "pairs", "texts")
"""Sections that a single grassroots union has no use for."""


class Sections(Mapping[str, Section]):
    """The sections by name, each made when it is first asked for; `made` are those that were."""

    def __init__(self, make: Mapping[str, Callable[[], Section]]) -> None:
        self._make = make
        self.made: dict[str, Section] = {}

    def __getitem__(self, name: str) -> Section:
        if name not in self.made:
            self.made[name] = self._make[name]()
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)


class SettingsPage(Page):
    """A list of sections, one of them shown."""

    name, title, icon, tool = "settings", _("Thiết lập"), "settings", True
    shows = (
        *_LISTS,
        *(Office, Period, Threshold, DocumentText, BlocPair, LayoutSize, Signer),
        *(Officer, Union, Registration, Award, YearlyFact, Enterprise, Indicator, PlanTarget),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.names, self._stack = QListWidget(), QStackedWidget()
        self.names.setAccessibleName(_("Các mục"))
        parts = self._parts()
        self.sections = Sections({name: partial(self._made, name, make) for name, (_title, make) in parts.items()})
        self._places = {name: QWidget() for name in parts}
        for name, (words, _make) in parts.items():
            self.names.addItem(words)
            self._stack.addWidget(self._places[name])
        self.names.currentRowChanged.connect(self._show)
        self._list = Card(self.names, margins=(8, 8, 8, 8))
        layout = row(self._list, self._stack, gap=12)
        layout.setStretch(1, 1)
        self.body.addLayout(layout, 1)
        self.setFocusProxy(self.names)
        theme.current().changed.connect(self._scale)
        self._scale()
        self.names.setCurrentRow(0)

    @cached_property
    def office(self) -> OfficeSection:
        """The section that is shown first."""
        return OfficeSection(self.work, self.context)

    @cached_property
    def texts(self) -> TextSection:
        """The texts of documents."""
        return TextSection(self.work, self.context)

    @cached_property
    def data(self) -> DataSection:
        """The data file and its backups."""
        return DataSection(self.work, self.context)

    def _parts(self) -> dict[str, tuple[str, Callable[[], Section]]]:
        """The titles of the sections in their order, and what makes them."""
        own = self.work, self.context
        lists = {one.__tablename__: (title_of(one), partial(ListSection, *own, one)) for one in _OF_UNIONS}
        tabbed = {name: (words, partial(ListsSection, *own, words, types)) for name, (words, types) in _TABBED.items()}
        return {
            "office": (OfficeSection.title, lambda: self.office),
            **lists,
            "pairs": (PairSection.title, partial(PairSection, *own)),
            **tabbed,
            "indicators": (IndicatorSection.title, partial(IndicatorSection, *own)),
            "periods": (PeriodSection.title, partial(PeriodSection, *own)),
            "thresholds": (ThresholdSection.title, partial(ThresholdSection, *own)),
            "texts": (TextSection.title, lambda: self.texts),
            "layout": (LayoutSection.title, partial(LayoutSection, *own)),
            "signers": (SignerSection.title, partial(SignerSection, *own)),
            "look": (LookSection.title, partial(LookSection, *own)),
            "data": (DataSection.title, lambda: self.data),
        }

    def _made(self, name: str, make: Callable[[], Section]) -> Section:
        """The section in its place."""
        section = make()
        section.said.connect(self.status)
        self._places[name].setLayout(column(Card(scrolled(section), margins=(1, 1, 1, 1))))
        return section

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
            _("Thể thức văn bản: cỡ chữ, lề"): "layout",
            _("Người ký: KT., TL., TUQ."): "signers",
            _("Hạn nộp, ngày chốt số liệu"): "periods",
            _("Giao diện, cỡ chữ"): "look",
            _("Dữ liệu và sao lưu"): "data",
        }
        return lists | others | {_("Sao lưu ngay"): _BACK_UP}

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - an agreement between the pages
        """Show the section of this name, or make a backup."""
        wanted = "data" if argument == _BACK_UP else argument
        holder = next((name for name, (_words, types) in _TABBED.items() if wanted in _tables(types)), wanted)
        if holder in self._places:
            section = self.sections[holder]
            if holder != wanted and isinstance(section, ListsSection):
                section.show_list(wanted)
            self.names.setCurrentRow(list(self.sections).index(holder))
        if argument == _BACK_UP:
            self.data.make.click()

    def may_leave(self) -> bool:
        """What is still being typed is saved; where it cannot be, the user decides."""
        if self.office.take_in():
            question = _("Văn bản mẫu đang sửa chưa lưu được vì còn chỗ sai. Rời trang và bỏ phần chưa lưu?")
            if self._take_in_texts():
                return True
        else:
            question = _("Thông tin đơn vị chưa lưu được vì còn mục sai hoặc thiếu. Rời trang và bỏ phần chưa lưu?")
        return messages.ask(question, _("&Bỏ phần chưa lưu"), _("Ở &lại sửa"), parent=self)

    def save(self) -> None:
        """Ctrl+S: save the field or the text that is being edited."""
        self.office.take_in()
        self._take_in_texts()

    def _take_in_texts(self) -> bool:
        """Whether nothing is left unsaved in a text."""
        return "texts" not in self.sections.made or self.texts.take_in()

    def _show(self, place: int) -> None:
        if place >= 0:
            section = self.sections[list(self.sections)[place]]
            self._stack.setCurrentIndex(place)
            section.refresh()
            self.status.emit("")


def _tables(record_types: tuple[type[ListEntry], ...]) -> list[str]:
    return [one.__tablename__ for one in record_types]
