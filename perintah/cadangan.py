"""Commands of the backup (make one, bring one back, prove it) and of moving to the other kind of database."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask.cli import with_appcontext

from jaga import cadangan, pindah, pulih
from jaga.sandi_berkas import identity
from models import keys, setelan
from models.pesan import SopError

PERINGATAN = (
    "Peringatan: kunci cadangan berada di {berkas}, di samping datanya. Simpan salinannya di tempat lain (misalnya "
    "brankas): tanpa kunci itu tidak satu cadangan pun dapat dibuka. BACKUP_KEY_FILE menunjuk tempat yang lain."
)
KUNCI_TAK_TERUJI = (
    "Kunci akun (account.key) tidak teruji: cadangan ini belum memuat faktor kedua atau data pribadi yang tersandi."
)


@click.command("backup")
@with_appcontext
def backup() -> None:
    """Write one encrypted file with the database and what belongs to it."""
    berkas, manifes = cadangan.buat()
    baris = sum(t["baris"] for t in manifes["tabel"].values())
    click.echo(f"Cadangan: {berkas} ({berkas.stat().st_size} bita)")
    click.echo(
        f"{baris} baris, {len(manifes['isi_berkas'])} berkas, revisi {manifes['revisi']}, "
        f"mata rantai riwayat {manifes['rantai']['id']}."
    )
    dipakai = setelan.kini()
    if not dipakai.backup_keys and dipakai.backup_key.is_relative_to(dipakai.var):
        click.echo(PERINGATAN.format(berkas=dipakai.backup_key), err=True)


@click.command("restore")
@click.argument("berkas", type=click.Path(path_type=Path))
@with_appcontext
def restore(berkas: Path) -> None:
    """Bring a backup back; refused before anything is touched unless all of it is whole."""
    click.echo("Kunci yang diperlukan cadangan ini:")
    for key in pulih.needed_keys(berkas):
        click.echo(f"  {key.sentence}")
    hasil = pulih.pulihkan(berkas, lambda kalimat: click.echo(f"Peringatan: {kalimat}", err=True))
    click.echo(f"Dipulihkan: keadaan {hasil.manifes['dibuat']}, mata rantai riwayat {hasil.manifes['rantai']['id']}.")
    if hasil.samping:
        click.echo(f"Data sebelumnya disimpan: {hasil.samping}")


@click.command("backup-identity")
@with_appcontext
def backup_identity() -> None:
    """Print the keys of the backups as the program `age` wants them; whoever has these lines opens every backup."""
    for key in pulih.kunci_cadangan():
        click.echo(f"# BACKUP_KEY, sidik {keys.fingerprint(keys.BACKUP, key)}")
        click.echo(identity(key))


@click.command("backup-drill")
@click.argument("berkas", type=click.Path(path_type=Path), required=False)
@with_appcontext
def backup_drill(berkas: Path | None) -> None:
    """Restore the newest backup (or BERKAS) into an empty place and check all of it; the live data stay as they are."""
    hasil = pulih.latihan(berkas)
    click.echo(
        f"Pemulihan terbukti dalam {hasil['detik']} detik: {hasil['berkas']}, {hasil['baris']} baris, "
        f"{hasil['isi_berkas']} berkas, {hasil['rantai']} mata rantai; nomor tanpa lubang, jumlah cocok."
    )
    click.echo("Kunci akun terbukti membuka yang tersandi." if hasil["kunci_akun"] else KUNCI_TAK_TERUJI)


def _address(given: str) -> str:
    """On a command line every user of the machine could read a password."""
    if given.isidentifier() and given in os.environ:
        return os.environ[given]
    if urlsplit(given).password:
        raise SopError(
            "Kata sandi tidak ditulis pada baris perintah. Simpan alamatnya dalam variabel (misalnya TUJUAN) dan sebut "
            "nama variabelnya."
        )
    return given


@click.command("copy-database")
@click.argument("asal")
@click.argument("tujuan")
@with_appcontext
def copy_database(asal: str, tujuan: str) -> None:
    """Copy the database at address ASAL to the empty one at TUJUAN (SQLite to PostgreSQL, or back), all or nothing.

    An address is sqlite:////folder/panel.sqlite3 (four strokes before a path from the root) or postgresql://…; or the
    name of a variable that holds one, where it has a password.
    """
    hasil = pindah.salin(_address(asal), _address(tujuan))
    for tabel, banyak in hasil.baris.items():
        click.echo(f"{banyak:>9}  {tabel}")
    click.echo(f"Tersalin dan sama: {sum(hasil.baris.values())} baris, {hasil.mata_rantai} mata rantai riwayat utuh.")
