"""Exports: the rows of a list as CSV or XLSX, written while they are read, and blank sheets to fill in."""
