"""The door: `create_app()` from the environment; `python app.py` serves. The commands stand in perintah/."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup

from models import postgres, setelan, shared_figures
from models.base import db
from models.pesan import SopError

AKAR = Path(__file__).resolve().parent
BAWAAN = ("127.0.0.1", "8000")
BAWAAN_LAN = ("0.0.0.0", "8443")  # noqa: S104  # to be reached by the phones is the purpose
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's malloc.h


class SetelanKeliru(SopError):
    """The environment does not allow a start; the sentence says what to set."""


def create_app(ubahan: Mapping[str, Any] | None = None) -> Flask:
    """The panel. `ubahan` overrides the environment (names in setelan.NAMES) and Flask's own settings, for tests."""
    try:
        return _buat(ubahan)
    except SopError as galat:
        if os.environ.get("FLASK_RUN_FROM_CLI") != "true":  # set by the flask command, which would print a trace
            raise
        if _mencari_perintah():
            return _tertolak(str(galat.pesan))
        raise click.ClickException(str(galat.pesan)) from None


def _mencari_perintah() -> bool:
    """Is `flask` looking for a command of ours? Its own (run, shell, routes) must not get an application."""
    konteks = click.get_current_context(silent=True)
    return konteks is not None and isinstance(konteks.command, FlaskGroup)


def _tertolak(sebab: str) -> Flask:
    """Of a panel that may not start only `check` runs, which says everything that is wrong."""
    from perintah import check

    app = Flask(__name__, static_folder=None)
    app.cli = check.OnlyCheck(sebab)
    return app


def _buat(ubahan: Mapping[str, Any] | None) -> Flask:
    os.umask(0o077)  # every server, worker and command comes by here: what they write is for their account alone
    ubahan = dict(ubahan or {})
    lingkungan = {**os.environ, **{nama: str(ubahan.pop(nama)) for nama in setelan.NAMES if nama in ubahan}}
    dipakai = setelan.dari_lingkungan(lingkungan)
    setelan.pasang(dipakai)

    if shared_figures.VARIABLE in os.environ:  # prometheus_client, imported below, does not make the folder
        shared_figures.share(dipakai.var)

    app = Flask(__name__, static_folder=str(AKAR / "static"), template_folder=str(AKAR / "templates"))
    aman = dipakai.public_url.startswith("https://")
    _pastikan_boleh(lingkungan, dipakai)
    kunci = _kunci_rahasia(dipakai)
    app.config.update(
        SECRET_KEY=kunci,
        MODE=dipakai.mode,
        SETELAN=dipakai,
        TANPA_HTTPS=dipakai.mode == "production" and not aman,
        SQLALCHEMY_DATABASE_URI=dipakai.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=setelan.pilihan_mesin(dipakai.database_url),
        SESSION_COOKIE_NAME="__Host-panel_musrenbang" if aman else "panel_musrenbang",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=aman,
        WTF_CSRF_TIME_LIMIT=None,  # the session on the server bounds it
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=4000,
    )
    app.config.update(ubahan)

    db.init_app(app)
    import admin
    import perintah
    from bulk import antrean

    antrean.pasang()
    admin.pasang(app)
    perintah.pasang(app)
    gc.freeze()  # what is loaded stays: a full collection would stop everybody to walk through it (docs/decisions/07)
    return app


def _pastikan_boleh(lingkungan: Mapping[str, str], dipakai: setelan.Setelan) -> None:
    """Raises SetelanKeliru with the first rule that forbids a start."""
    from jaga import refusals

    if sebab := next(refusals.refusals(lingkungan, dipakai), None):
        raise SetelanKeliru(sebab)


def _kunci_rahasia(dipakai: setelan.Setelan) -> str:
    """One that the database knows and that is not here is told by the check of the keys."""
    return dipakai.secret_key.decode() or secrets.token_urlsafe(48)


# --- serving ----------------------------------------------------------------------------------------------------------


def main(argumen: list[str]) -> int:
    """`python app.py` serves a prepared database; `--prepare` makes it first; `--demo-reset` begins the demo anew.

    `--lan` serves the hall's network over TLS instead.
    """
    _share_figures(first=not {"--worker", "--demo-reset"} & set(argumen))
    from jaga import mulai
    from perintah import kalimat

    _hemat_memori()
    try:
        if not {"--worker", "--demo-reset"} & set(argumen):
            _alamat("--lan" in argumen)  # a wrong PORT is told before a minute of preparation, not after it
        jaringan = _jaringan() if "--lan" in argumen else None
        app = create_app()
        if "--worker" in argumen:
            return _kerjakan(app)
        mulai.pastikan()
        if "--demo-reset" in argumen:
            return _ulang_demo(app)
        if "--prepare" in argumen:
            _siapkan(app)
        _pastikan_siap(app)
        return _layani(app, jaringan)
    except kalimat.SALAH as galat:
        print(kalimat.kalimat(galat), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _share_figures(first: bool = False) -> None:
    """Before prometheus_client is loaded, which then counts for all processes of this machine together."""
    folder = shared_figures.share(Path(os.environ.get("VAR") or AKAR / "var"))
    if first:
        shared_figures.tidy(folder)


def _hemat_memori() -> None:
    """Large blocks (19 MB for each password check) go back to the system at once; glibc would keep them per thread."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(M_MMAP_THRESHOLD, 1 << 20)
        libc.mallopt(M_ARENA_MAX, 2)


def _siapkan(app: Flask) -> None:
    from seed import siap

    with app.app_context():
        for baris in siap.siapkan(db.session):
            print(baris, flush=True)


def _kerjakan(app: Flask) -> int:
    """The one worker for bulk operations and long papers."""
    import migrations
    from admin import jejak
    from bulk import antrean
    from jaga import heartbeat, jadwal, key_check

    postgres.ensure(setelan.kini().database_url)
    with app.app_context(), db.engine.connect() as koneksi:
        migrations.require(koneksi)
    key_check.register()  # its backups would carry another key, in the place of the good ones
    jejak.ke_stderr()
    induk, sejak = int(os.environ.get("INDUK_PID") or 0), float(os.environ.get("INDUK_SEJAK") or 0)
    antrean.layani(app.app_context, induk, [heartbeat.watch, jadwal.jaga], sejak)
    return 0


def _ulang_demo(app: Flask) -> int:
    from seed import siap

    with app.app_context():
        for baris in siap.ulang_demo(db.session):
            print(baris, flush=True)
    return 0


def _pastikan_siap(app: Flask) -> None:
    """Raises Unfit unless this program can serve the database; says so where that has grown beyond it."""
    import migrations

    postgres.ensure(setelan.kini().database_url)
    with app.app_context(), db.engine.connect() as koneksi:
        found = migrations.require(koneksi)
    _pastikan_cocok(app)
    if found is migrations.Fit.NEWER:
        logging.getLogger("musrenbang").warning(migrations.NEWER_SERVED)


def _pastikan_cocok(app: Flask) -> None:
    """Keys and mode are those that this database was begun with."""
    from jaga import key_check
    from seed import siap

    with app.app_context(), db.engine.connect() as koneksi:
        siap.pastikan_cocok(koneksi)
    key_check.register()


def _layani(app: Flask, jaringan: Any = None) -> int:
    """Serve until a signal comes; with `jaringan` (admin.lan.Jaringan) over TLS, for the hall."""
    from admin import jejak, server
    from bulk import latar
    from documents import pdf

    host, port = _alamat(jaringan is not None)
    dipakai, perantara = setelan.kini(), _perantara(jaringan)
    try:
        pintu = server.listen(host, port, dipakai.connections_per_address, perantara)
    except OSError as galat:
        raise _tak_terpakai(host, port, galat) from None

    jejak.ke_stderr()
    latar.mulai(AKAR / "app.py")
    pdf.hangatkan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(_sapaan(app, host, port, jaringan), flush=True)
    tls = (jaringan.sertifikat, jaringan.kunci) if jaringan else None
    server.serve(server.proxied(app, perantara), pintu, setelan.BENANG, app.config["MAX_CONTENT_LENGTH"], tls)
    return 0


def _sapaan(app: Flask, host: str, port: int, jaringan: Any) -> str:
    if jaringan is not None:
        from admin import lan

        return lan.tulis(jaringan) + "\n(Ctrl-C mengakhiri)"
    alamat = f"Panel Musrenbang: {setelan.kini().public_url or f'http://{host}:{port}'}  (Ctrl-C mengakhiri)"
    if app.config["TANPA_HTTPS"]:
        alamat += "\nPeringatan: tanpa HTTPS (PUBLIC_URL=https://…), kata sandi dan kuki lewat tanpa sandi di jaringan."
    return alamat


def _jaringan() -> Any:
    """Certificate and addresses in the hall's network (admin.lan.Jaringan), and the settings that follow from them.

    They go through the environment: the process that serves and the worker read it.
    """
    from admin import lan

    host, port = _alamat(True)
    jaringan = lan.siapkan(setelan.dari_lingkungan().var, host, port)
    if not os.environ.get("PUBLIC_URL", "").startswith("https://"):  # cookies must not travel without TLS
        os.environ["PUBLIC_URL"] = jaringan.url[0]
    os.environ["LAN"] = " ".join(jaringan.url)
    return jaringan


def aplikasi_peladen() -> Flask:
    """For gunicorn: `gunicorn "app:aplikasi_peladen()"`. The worker runs apart, on one machine: `app.py --worker`.

    As `_layani` does, it believes a proxy's headers only where there is one: where PUBLIC_URL is set.
    """
    _share_figures()
    from werkzeug.middleware.proxy_fix import ProxyFix

    from admin import closed, jejak
    from documents import pdf
    from jaga import mulai
    from perintah import boot

    _hemat_memori()
    jejak.ke_stderr()
    with boot.one_sentence():
        mulai.pastikan()
        app = create_app()
        closed.guard(app, _pastikan_siap)
    if setelan.kini().public_url:  # nginx may stand on another machine: who reaches gunicorn at all is the network's
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    pdf.hangatkan()
    return app


def _alamat(lan: bool = False) -> tuple[str, int]:
    """HOST and PORT; raises SopError when nothing can be served there."""
    bawaan = BAWAAN_LAN if lan else BAWAAN
    host, teks = os.environ.get("HOST") or bawaan[0], os.environ.get("PORT") or bawaan[1]
    port = setelan.port(teks)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as coba:
        coba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            coba.bind((host, port))
        except OSError as galat:
            raise _tak_terpakai(host, port, galat) from None
    return host, port


def _tak_terpakai(host: str, port: int, galat: OSError) -> SetelanKeliru:
    if isinstance(galat, socket.gaierror) or galat.errno == errno.EADDRNOTAVAIL:
        return SetelanKeliru("HOST={host} bukan alamat mesin ini. Pakai 127.0.0.1 atau 0.0.0.0.", host=host)
    if galat.errno == errno.EADDRINUSE:
        return SetelanKeliru(
            "Alamat {host}:{port} sedang dipakai program lain. Pilih yang lain, misalnya PORT=8001.",
            host=host,
            port=port,
        )
    return SetelanKeliru(
        "Alamat {host}:{port} tidak dapat dipakai ({galat}). Pilih yang lain, misalnya PORT=8001.",
        host=host,
        port=port,
        galat=galat.strerror or galat,
    )


def _perantara(jaringan: Any) -> frozenset[str]:
    """Behind the proxy that gives HTTPS, the caller's address comes in its headers; without one they are forged."""
    dipakai = setelan.kini()
    return dipakai.trusted_proxy if dipakai.public_url and jaringan is None else frozenset()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
