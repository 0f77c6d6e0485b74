"""The rules: the SOP as data, what each step needs, the moves of every record, and who may do what. No web, no HTML."""
