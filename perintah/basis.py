"""Commands that prepare the database: its tables, the first data, accounts, the search."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from jaga import naik
from models import cari, cari_tulis
from models.base import db


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision."""
    if berkas := naik.naikkan():
        click.echo(f"Cadangan sebelum migrasi: {berkas}")
    cari_tulis.lengkapi(db.session)  # what was stored before the search existed must be found as well
    click.echo("Basis data berada pada revisi terbaru.")


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Load reference data and the SOP; what is already there or was edited stays."""
    from seed import load

    for baris in load.muat(db.session):
        click.echo(baris)


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the marked demonstration year and its accounts."""
    from seed import siap

    click.echo(siap.demonstrasi(db.session))


@click.command("sop")
@with_appcontext
def sop() -> None:
    """Print the SOP table as it stands in the database, with the sum of its norms."""
    from seed import tabel_sop

    click.echo(tabel_sop.teks(db.session))


@click.command("create-user")
@click.argument("nama_pengguna")
@click.option("--nama", required=True, help="Nama orang")
@click.option("--peran", multiple=True, required=True, help="Boleh lebih dari satu, misalnya tim_musrenbang")
@click.option("--unit", default=None, help="Kode unit kerja, misalnya P2EPD")
@click.password_option("--sandi", prompt="Kata sandi", confirmation_prompt="Ulangi kata sandi")
@with_appcontext
def create_user(nama_pengguna: str, nama: str, peran: tuple[str, ...], unit: str | None, sandi: str) -> None:
    """Make an account; the password is asked for."""
    from seed import akun

    akun.buat(db.session, nama_pengguna, nama, peran, unit, sandi)
    db.session.commit()
    click.echo(f"Akun {nama_pengguna} dibuat.")


@click.command("index-search")
@with_appcontext
def index_search() -> None:
    """Write the search texts and their index anew, in chunks; an interrupted run is simply run again."""
    jumlah = 0
    for kind, banyak in cari_tulis.bangun(db.session):
        jumlah += banyak
        click.echo(f"\r{jumlah} data ({kind})        ", nl=False)
    click.echo(f"\rPencarian selesai diindeks: {jumlah} data.            ")
    if not cari.berindeks():
        click.echo("Basis data ini tidak memberi indeks trigram (pg_trgm, FTS5): pencarian tetap benar tetapi lambat.")
