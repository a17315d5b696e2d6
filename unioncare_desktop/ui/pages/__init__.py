"""The pages of the window, one file each. `PAGES` is their order in the navigation; tools come last by themselves."""

from unioncare_desktop.ui.page import Page

PAGES: tuple[type[Page], ...] = ()
