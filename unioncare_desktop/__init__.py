"""UnionCare Desktop: an office's member counts, from scattered Excel files to a signed report."""

import os

__version__ = "0.1.0"

os.environ.setdefault("OPENPYXL_LXML", "False")  # workbooks are read by defusedxml, also where lxml is installed
