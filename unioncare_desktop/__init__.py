"""UnionCare Desktop: an office's member counts, from scattered Excel files to a signed report."""

__version__ = "0.1.0"
