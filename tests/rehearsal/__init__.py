"""The operator's documents, carried out on one machine: see tests/rehearsal/__main__.py."""
