"""The window's theme and clipboard, and an invented ward to type into, as the tests of the window have them."""

from tests.ui.conftest import clipboard, look, reader, the_theme
from tests.ui.pages.conftest import context, opened, ward_file, work

__all__ = ["clipboard", "context", "look", "opened", "reader", "the_theme", "ward_file", "work"]
