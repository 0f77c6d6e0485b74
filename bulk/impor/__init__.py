"""Import: a spreadsheet is read in a limited process, waits in staging with a verdict per row, and is then applied."""
