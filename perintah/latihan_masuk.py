"""What the drill asks of a restored panel, in a process of its own: `flask --app app try-roles`.

One account of each role comes in and reads its home page; the oldest issued paper can be read and bears its number; the
account key that is in force opens what it has to (second factors, personal values in the diary). The answer is one line
of JSON: {"peran": […], "naskah": "…" or null, "kunci_akun": how many values it opened, "salah": [sentences]}.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import click
from flask import Flask, current_app
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from admin import sesi
from jaga import key_check, pulih
from models import keys, setelan
from models.base import db
from models.berkas import Berkas
from models.dokumen import Dokumen, StatusDokumen
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.percobaan import Asal
from models.pesan import SopError
from models.waktu import hari_ini

SABAR = 300  # seconds for the panel that is tried on what came back


def di_proses_sendiri(salinan: pulih.Salinan) -> dict[str, Any]:
    """A panel on the restored database, in a process of its own.

    As a demonstration: the copy is thrown away, and neither mail nor backup goes out from it.
    """
    luar = ("PUBLIC_URL", "ALLOWED_HOSTS", "LAN", keys.SECRET, f"{keys.SECRET}_FILE")
    env = {k: v for k, v in os.environ.items() if k not in luar}
    env |= {"DATABASE_URL": salinan.url, "VAR": str(salinan.var), "MODE": "demo"}
    env |= {keys.DIARY: keys.write(salinan.kunci_riwayat), keys.ACCOUNT: keys.write(salinan.kunci_akun)}
    try:
        jalan = subprocess.run(  # our own interpreter and command
            [sys.executable, "-m", "flask", "--app", "app", "try-roles"],
            cwd=setelan.AKAR,
            env=env,
            capture_output=True,
            text=True,
            timeout=SABAR,
        )
        hasil: dict[str, Any] = json.loads(jalan.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError):
        raise SopError("Panel tidak dapat dijalankan pada hasil pemulihan.") from None
    return hasil


def periksa(app: Flask) -> dict[str, Any]:
    salah: list[str] = []
    peran = [p.value for p in Peran if _masuk(app, p, salah)]
    with app.app_context():
        naskah, terbuka = _naskah(salah), _kunci_akun(salah)
    return {"peran": peran, "naskah": naskah, "kunci_akun": terbuka, "salah": salah}


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


def _kunci_akun(salah: list[str]) -> int:
    """How many values the account key opened; 0: the copy holds none, so nothing is proven of the key."""
    terbuka, tertutup = key_check.opened(db.session)
    salah += [
        f"Kunci akun (account.key atau ACCOUNT_KEY) tidak membuka {apa} pada hasil pemulihan. Letakkan kunci "
        "yang disimpan terpisah, yang berlaku ketika cadangan ini dibuat."
        for apa in tertutup
    ]
    return terbuka


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
