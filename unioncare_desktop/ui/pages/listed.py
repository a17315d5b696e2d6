"""`PAGES`: the pages of the window in the order of the navigation; tools come last by themselves.

The window shows the first one before it imports this list with all the others.
"""

from unioncare_desktop.ui.page import Page
from unioncare_desktop.ui.pages.competitions import CompetitionsPage
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.history import HistoryPage
from unioncare_desktop.ui.pages.home import HomePage
from unioncare_desktop.ui.pages.imports import ImportsPage
from unioncare_desktop.ui.pages.mergers import MergersPage
from unioncare_desktop.ui.pages.officers import OfficersPage
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.pages.settings import SettingsPage
from unioncare_desktop.ui.pages.yearly import YearlyPage

PAGES: tuple[type[Page], ...] = (
    *(HomePage, RegistryPage, CountsPage, MergersPage, CompetitionsPage, YearlyPage),
    *(PlansPage, OfficersPage, ReportsPage),
    *(ImportsPage, HistoryPage, SettingsPage),
)
