"""The answer where something is stored but its work could not be begun: it says so, and where to watch it.

A request that would go on to another page (303, 302) says it instead of that page; any other answer goes out as it is,
with a notice for the next page.
"""

from __future__ import annotations

from flask import Flask, Response, make_response

from admin import galat
from admin.bahasa import flash
from models import after_commit
from models.after_commit import Unfinished
from models.pesan import Pesan

FULL = Pesan(
    "Tersimpan, tetapi pekerjaannya belum dimulai karena tempat pada disk peladen habis. Ia menunggu, dan dikerjakan "
    "sendiri dalam satu menit setelah ada tempat; jangan kirim lagi. Beri tahu administrator."
)
NOT_WOKEN = Pesan(
    "Tersimpan, tetapi pekerjaannya belum dimulai. Ia menunggu, dan dikerjakan sendiri dalam satu menit; jangan kirim "
    "lagi."
)
WATCH = Pesan("Lihat keadaannya")


def _tell(answer: Response) -> Response:
    noted = after_commit.take()
    if noted is None or answer.status_code >= 400:
        return answer
    if noted is Unfinished.DISK_FULL and answer.location:
        return make_response(galat.plain(507, FULL, (answer.location, WATCH)))
    flash(FULL if noted is Unfinished.DISK_FULL else NOT_WOKEN, "perhatian")
    return answer


def pasang(app: Flask) -> None:
    app.after_request(_tell)
