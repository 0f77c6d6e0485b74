"""Checks of the running panel: its own account of its state, waiting work, the mail server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, has_app_context

from admin import keadaan
from bulk import kiriman, smtp_client
from jaga import key_check
from models import setelan
from models.base import db
from models.pengaturan import nilai
from models.pesan import SopError
from perintah.checks import UNREAD, Finding, Level, Machine, error, ok, warning
from sop import keluar

LEVELS = {keadaan.BAIK: Level.OK, keadaan.PERHATIAN: Level.WARNING, keadaan.BAHAYA: Level.ERROR}
REMEDIES = {  # of the parts of the state, by their code; what is not here says it in its own sentence
    "migrasi": "flask --app app migrate",
    "disk": "Kosongkan disk data; lihat docs/panduan/disk-penuh.md.",
    "disk_cadangan": "Pasang atau kosongkan disk cadangan; lihat docs/panduan/disk-penuh.md.",
    "jam": "sudo timedatectl set-ntp true; timedatectl status",
    "cadangan": "flask --app app backup; lalu pastikan pekerja berjalan: systemctl status panel-pekerja",
    "pemulihan": "flask --app app backup-drill",
    "riwayat": "flask --app app verify-diary",
    "arsip": "flask --app app check-archive",
    "pemindai": "sudo apt install clamav-daemon, bila berkas dari luar harus dipindai.",
    "pekerja": "sudo systemctl restart panel-pekerja; journalctl -u panel-pekerja -n 50",
    "antrean": "Pastikan pekerja berjalan: systemctl status panel-pekerja",
}


def state(machine: Machine) -> Iterator[Finding]:
    """What *Keadaan sistem* says, part by part."""
    with _panel(machine) as ready:
        if not ready:
            return
        for found in keadaan.semua():
            level = LEVELS[found.tingkat]
            remedy = "" if level is Level.OK else REMEDIES.get(found.kode, "Lihat Pengaturan → Keadaan sistem.")
            yield Finding(level, f"{found.judul}: {found.kalimat}", remedy)


def account_key(machine: Machine) -> Iterator[Finding]:
    with _panel(machine) as ready:
        if ready and setelan.kini().account_key != UNREAD.encode() and key_check.account_key_opens_nothing(db.session):
            yield error(
                "Kunci akun tidak membuka faktor kedua dan data pribadi di basis data ini.",
                "Kembalikan ACCOUNT_KEY (atau account.key) yang semula; lihat docs/panduan/kunci-hilang.md.",
            )


def mail(machine: Machine) -> Iterator[Finding]:
    """The settings; the server itself only when told to (--mail)."""
    with _panel(machine) as ready:
        if not ready:
            return
        if sentence := keluar.peladen_belum_diatur():
            yield warning(str(sentence), "Isi surel.* di menu Pengaturan, atau biarkan bila surel tidak dipakai.")
            return
        if nilai("surel.pengguna").strip() and not machine.settings.smtp_password:
            yield error("Akun surel diisi tetapi SMTP_PASSWORD kosong.", "Isi SMTP_PASSWORD di panel.env.")
            return
        if not machine.ask_mail:
            yield ok("Setelan surel lengkap; peladennya ditanya dengan --mail.")
            return
        yield _answers()


def _answers() -> Finding:
    try:
        smtp_client.sambung(kiriman.server(), smtp_client.PERSON).close()
    except smtp_client.Unavailable as fault:
        return error(str(fault), "Betulkan surel.* di Pengaturan atau SMTP_PASSWORD, lalu ulangi check --mail.")
    except SopError as fault:
        return error(str(fault.pesan))
    return ok("Peladen surel menjawab dan menerima akunnya.")


def install(machine: Machine) -> None:
    """The settings in force: those of the panel, or what can be read where it may not start."""
    if not _has_panel():
        setelan.pasang(machine.settings)


def _has_panel() -> bool:
    return has_app_context() and "sqlalchemy" in current_app.extensions


@contextmanager
def _panel(machine: Machine) -> Iterator[bool]:
    """The panel's session; False where the database is away or was never prepared.

    A panel that may not start has no application of its own: then a bare one on the same database.
    """
    with machine.connected() as connection:
        prepared = connection is not None and connection.dialect.has_table(connection, "keadaan_sistem")
    if not prepared:
        yield False
        return
    if _has_panel():
        yield True
        return
    bare = Flask("check")
    bare.config["SQLALCHEMY_DATABASE_URI"] = machine.settings.database_url
    db.init_app(bare)
    with bare.app_context():
        try:
            yield True
        finally:
            db.session.remove()
            db.engine.dispose()
