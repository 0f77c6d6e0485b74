"""Lists: what is asked of the database for a page of rows, by filters, sort and search; no HTML."""
