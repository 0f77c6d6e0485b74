"""Checks of the machine: folders, disks, tools, packages, fonts, certificates."""

from __future__ import annotations

import os
import re
import socket
import ssl
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import metadata
from urllib.parse import urlsplit

from packaging.markers import Marker

from admin import lan
from documents import huruf
from jaga import mulai
from models.pesan import SopError
from models.setelan import AKAR
from perintah.checks import PATIENCE, Finding, Machine, error, ok, warning

SOON = timedelta(days=21)
OLDEST_PYTHON = (3, 11)
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;[^\\]*)?", re.MULTILINE)


def folders(machine: Machine) -> Iterator[Finding]:
    """VAR, BACKUP_DIR and ANCHOR_DIR can be written, and VAR is for the serving account alone."""
    read = machine.settings
    for name, folder in (("VAR", read.var), ("BACKUP_DIR", read.backup_dir), ("ANCHOR_DIR", read.anchor_dir)):
        if not folder.is_dir():
            if name == "VAR" or not folder.is_relative_to(read.var):
                yield error(f"{name}: folder {folder} tidak ada.", f"sudo install -d -o panel -m 700 {folder}")
            continue
        try:
            mulai.dapat_ditulis(folder)
        except SopError as fault:
            yield error(f"{name}: {fault.pesan}", f"sudo chown -R panel: {folder}; pada systemd juga ReadWritePaths.")
            continue
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o077 and os.name == "posix":
            yield warning(f"{name}: {folder} terbuka bagi akun lain (mode {mode:04o}).", f"sudo chmod 700 {folder}")
        else:
            yield ok(f"{name}: {folder} dapat ditulis.")


def separate(machine: Machine) -> Iterator[Finding]:
    """A disk that dies takes what stands on it; of the anchors the state of the system says it."""
    read = machine.settings
    if not machine.production:
        return
    folder = read.backup_dir
    if folder.is_dir() and read.var.is_dir() and folder.stat().st_dev == read.var.stat().st_dev:
        yield warning(
            f"BACKUP_DIR ({folder}) sedisk dengan folder data: cadangan hilang bersama datanya.",
            "Arahkan BACKUP_DIR ke disk di mesin lain, atau salin isinya ke sana tiap hari.",
        )
    if read.backup_key.is_relative_to(read.var) and not machine.env.get("BACKUP_KEY", "").strip():
        yield warning(
            f"Kunci cadangan ({read.backup_key}) berada di samping datanya.",
            "Simpan salinannya di luar mesin ini: tanpa kunci itu tidak satu cadangan pun dapat dibuka.",
        )


def packages(_: Machine) -> Iterator[Finding]:
    """The installed packages are the locked ones."""
    remedy = f"{sys.executable} -m pip install --require-hashes -r requirements.txt"
    if sys.version_info < OLDEST_PYTHON:
        yield error(f"Python {sys.version.split()[0]} terlalu lama.", "Pasang Python 3.11 atau lebih baru.")
    different = [*_different((AKAR / "requirements.txt").read_text(encoding="utf-8"))]
    if different:
        yield error(f"Paket tidak seperti requirements.txt: {', '.join(different[:5])}.", remedy)
    else:
        yield ok(f"Python {sys.version.split()[0]}; semua paket seperti requirements.txt.")


def _different(pins: str) -> Iterator[str]:
    for name, wanted, marker in PIN.findall(pins):
        if marker and not Marker(marker.lstrip("; ").strip()).evaluate():
            continue
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "tidak ada"
        if found != wanted:
            yield f"{name} {found} (seharusnya {wanted})"


def fonts(machine: Machine) -> Iterator[Finding]:
    found = huruf.cari(font_dir=machine.settings.font_dir)
    if found.nama == huruf.VERA.nama:
        yield warning(
            f"Huruf surat tidak terpasang; naskah memakai {found.keterangan}.",
            "sudo apt install fonts-liberation fonts-texgyre, lalu mulai ulang panel.",
        )
    else:
        yield ok(f"Huruf surat: {found.keterangan}.")


# --- certificates -----------------------------------------------------------------------------------------------------


def certificates(machine: Machine) -> Iterator[Finding]:
    """Of the hall's network, and of PUBLIC_URL where that name leads to this machine; no other machine is asked."""
    hall = machine.settings.var / "lan" / "sertifikat.pem"
    if hall.is_file():
        try:
            yield _ends("jaringan ruangan", lan.baca(hall)[1], "Dibuat lagi oleh make serve-lan.")
        except (OSError, ValueError) as fault:
            yield error(
                f"Sertifikat {hall} tidak terbaca ({fault}).", "Hapus berkasnya; make serve-lan membuatnya lagi."
            )
    address = urlsplit(machine.settings.public_url)
    if address.scheme != "https" or not address.hostname:
        return
    port = address.port or 443
    if not (here := _on_this_machine(address.hostname)):
        yield ok(f"Sertifikat {address.hostname} tidak ditanyakan: namanya menunjuk ke mesin lain (nginx).")
        return
    try:
        yield _ends(address.hostname, _served(here, port), "Perbarui sertifikatnya, lalu: sudo systemctl reload nginx")
    except (OSError, ValueError) as fault:
        yield error(
            f"{address.hostname}:{port} di mesin ini tidak memberi sertifikat ({fault}).",
            "sudo nginx -t; sudo systemctl status nginx",
        )


def _ends(name: str, until: datetime, remedy: str) -> Finding:
    day = f"{until:%d-%m-%Y}"
    if until <= datetime.now(UTC):
        return error(f"Sertifikat {name} sudah berakhir pada {day}.", remedy)
    if until - datetime.now(UTC) < SOON:
        return warning(f"Sertifikat {name} berakhir pada {day}.", remedy)
    return ok(f"Sertifikat {name} berlaku sampai {day}.")


def _on_this_machine(name: str) -> str:
    """The first of its addresses that belongs to this machine: only such a one can be bound."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError:
        return ""
    for family, _, _, _, place in found:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((str(place[0]), 0))
            except OSError:
                continue
            return str(place[0])
    return ""


def _served(address: str, port: int) -> datetime:
    """The end of what is served; whoever signed it, the question is only how long it holds."""
    from cryptography import x509

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((address, port), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=address) as secured,
    ):
        return x509.load_der_x509_certificate(secured.getpeercert(True) or b"").not_valid_after_utc


def program(machine: Machine) -> Iterator[Finding]:
    """Whoever may change the program may do what it does."""
    if machine.production and os.name == "posix" and os.geteuid() and os.access(AKAR / "app.py", os.W_OK):
        yield warning(f"Program di {AKAR} dapat diubah oleh pengguna layanannya.", f"sudo chown -R root: {AKAR}")
