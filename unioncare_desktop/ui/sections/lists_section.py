"""A few lists that belong together, one of them shown at a time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar

from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.sections.list_section import ListSection
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class ListsSection(Section):
    """Lists behind tabs; `lists` has them by the names of their tables."""

    def __init__(self, work: "Work", context: Context, title: str, record_types: tuple[type[ListEntry], ...]) -> None:
        super().__init__(work, context, title, "", margins=(0, 6, 0, 0))
        self.heading.hide()
        self.about.hide()
        self.lists = {one.__tablename__: ListSection(work, context, one) for one in record_types}
        self.tabs, self._stack = QTabBar(), QStackedWidget()
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(title)
        for section in self.lists.values():
            self.tabs.addTab(section.title)
            self._stack.addWidget(section)
            section.said.connect(self.said)
            section.heading.hide()
        self.tabs.currentChanged.connect(self._show)
        tabs = row(self.tabs)
        tabs.addStretch(1)
        self.body.addLayout(tabs)
        self.body.addWidget(self._stack, 1)

    def show_list(self, name: str) -> None:
        """Show the list called *name*."""
        self.tabs.setCurrentIndex(list(self.lists).index(name))

    def refresh(self) -> None:
        """Load the list that is shown."""
        list(self.lists.values())[self._stack.currentIndex()].refresh()

    def _show(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.refresh()
