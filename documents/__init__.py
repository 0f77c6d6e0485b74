"""Paper: from a record to a PDF that a secretariat would send."""
