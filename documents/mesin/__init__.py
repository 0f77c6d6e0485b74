"""The printer: what runs in the limited worker process. Only documents/pdf.py on the other side talks to it."""
