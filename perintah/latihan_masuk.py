"""What the drill asks of a restored panel, in a process of its own: `flask --app app try-roles`.

One account of each role comes in and reads its home page; the oldest issued paper can be read and bears its number. The
answer is one line of JSON: {"peran": […], "naskah": "…" or null, "salah": [sentences]}.
"""

from __future__ import annotations

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import click
from flask import Flask, current_app
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from admin import sesi
from models.base import db
from models.berkas import Berkas
from models.dokumen import Dokumen, StatusDokumen
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.percobaan import Asal
from models.waktu import hari_ini


def periksa(app: Flask) -> dict[str, Any]:
    salah: list[str] = []
    peran = [p.value for p in Peran if _masuk(app, p, salah)]
    with app.app_context():
        naskah = _naskah(salah)
    return {"peran": peran, "naskah": naskah, "salah": salah}


def _masuk(app: Flask, peran: Peran, salah: list[str]) -> bool | None:
    """None: nobody holds the role today."""
    with app.test_request_context("/login", base_url="http://localhost"):
        pengguna = _pemegang(peran)
        if pengguna is None:
            return None
        token = sesi.open_session(pengguna.id, Asal(peramban="latihan pemulihan"))
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as kuki:
        kuki["_user_id"] = token
    jawab = client.get("/", base_url="http://localhost")
    # A person may be led to a page that asks for a new password or a second factor; never back to the sign-in.
    if jawab.status_code not in (200, 302) or "/login" in jawab.headers.get("Location", ""):
        salah.append(f"{peran.value} tidak dapat masuk pada hasil pemulihan ({jawab.status_code}).")
        return False
    return True


def _pemegang(peran: Peran) -> Pengguna | None:
    kueri = db.select(PeranPengguna).join(PeranPengguna.pengguna)
    kueri = kueri.where(PeranPengguna.peran == peran, PeranPengguna.deleted_at.is_(None), Pengguna.aktif)
    kueri = kueri.where(Pengguna.deleted_at.is_(None)).order_by(PeranPengguna.id)
    return next((p.pengguna for p in db.session.scalars(kueri) if p.berlaku(hari_ini())), None)


def _naskah(salah: list[str]) -> str | None:
    """The number of the oldest issued paper, if there is any."""
    kueri = db.select(Dokumen).filter_by(status=StatusDokumen.TERBIT, deleted_at=None).order_by(Dokumen.id)
    tertua = db.session.scalar(kueri.limit(1))
    if tertua is None or tertua.berkas_id is None:
        return None
    try:
        isi = db.session.get_one(Berkas, tertua.berkas_id).isi
        teks = "".join(halaman.extract_text() for halaman in PdfReader(io.BytesIO(isi)).pages)
    except (PyPdfError, ValueError, KeyError) as galat:
        salah.append(f"Naskah {tertua.nomor} pada hasil pemulihan tidak terbaca ({type(galat).__name__}).")
        return tertua.nomor
    for harus in (tertua.nomor, tertua.kode_periksa):
        if harus and _rapat(harus) not in _rapat(teks):
            salah.append(f"Naskah {tertua.nomor} pada hasil pemulihan tidak memuat “{harus}”.")
    return tertua.nomor


def _rapat(teks: str) -> str:
    """Without blanks and dashes: the printer parts a code into groups."""
    return re.sub(r"[\s-]", "", teks)


@click.command("try-roles", hidden=True)
def try_roles() -> None:
    """For backup-drill: let each role into this database, and read its oldest paper."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with ThreadPoolExecutor(
        1
    ) as sendiri:  # outside of the command's context, in which all requests would be one person's
        click.echo(json.dumps(sendiri.submit(periksa, app).result()))
