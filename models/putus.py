"""A database that is lost within a COMMIT: the one moment after which nobody can say whether it was saved.

The error bears SAAT_COMMIT as a note; `tak_diketahui()` reads it, and the sentences of admin/galat.py begin there.
"""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, ExceptionContext

SAAT_COMMIT = "COMMIT: "


def tak_diketahui(galat: BaseException) -> bool:
    """Does this error leave it open whether the transaction was committed?"""
    return SAAT_COMMIT in getattr(galat, "__notes__", ())


@event.listens_for(Engine, "commit")
def _mulai(koneksi: Connection) -> None:
    koneksi.info["commit"] = True


@event.listens_for(Engine, "rollback")
def _batal(koneksi: Connection) -> None:
    if not koneksi.invalidated:  # asking a lost one for its info would open it anew, in the middle of the rollback
        koneksi.info.pop("commit", None)


@event.listens_for(Engine, "handle_error")
def _terputus(konteks: ExceptionContext) -> None:
    """An answer that says no is an answer; none at all, or a disk that failed while it was written to, is not."""
    galat, koneksi = konteks.sqlalchemy_exception, konteks.connection
    if galat is None or koneksi is None or konteks.statement is not None or koneksi.invalidated:
        return
    if not koneksi.info.pop("commit", False):
        return
    if konteks.is_disconnect or "disk I/O" in str(konteks.original_exception):
        galat.add_note(SAAT_COMMIT)
