"""Commands that prepare the database: its tables, the first data, accounts, the search."""

from __future__ import annotations

from typing import TextIO

import click
from flask.cli import with_appcontext

from jaga import key_check, naik
from models import cari, cari_tulis
from models.base import db


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision."""
    if berkas := naik.naikkan():
        click.echo(f"Cadangan sebelum migrasi: {berkas}")
    key_check.register()
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
@click.option("--sandi-dari", type=click.File(), help="Berkas dengan kata sandi pada baris pertama; - dari masukan")
@with_appcontext
def create_user(
    nama_pengguna: str, nama: str, peran: tuple[str, ...], unit: str | None, sandi_dari: TextIO | None
) -> None:
    """Make an account; the password is asked for. On a command line every user of the machine could read it."""
    from seed import akun

    if sandi_dari is None:
        kata = click.prompt("Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi")
    else:
        kata = sandi_dari.readline().rstrip("\r\n")
    akun.buat(db.session, nama_pengguna, nama, peran, unit, kata)
    db.session.commit()
    click.echo(f"Akun {nama_pengguna} dibuat.")


@click.command("reset-account")
@click.argument("nama_pengguna")
@click.option("--faktor", is_flag=True, help="Hapus juga faktor kedua dan kode pemulihannya")
@click.option("--sandi-sekali", is_flag=True, help="Cetak kata sandi sekali pakai, bukan tautan")
@click.option("--yes", is_flag=True, help="Tanpa mengetik ulang nama akunnya")
@with_appcontext
def reset_account(nama_pengguna: str, faktor: bool, sandi_sekali: bool, yes: bool) -> None:
    """Let somebody in again who has lost the password or the second factor; the diary names the operator."""
    from seed import akun

    pengguna = akun.find(db.session, nama_pengguna)
    roles = ", ".join(p.peran.judul for p in pengguna.daftar_peran) or "tanpa peran"
    click.echo(f"Akun {pengguna.nama_pengguna} ({pengguna.nama}; {roles}): semua sesinya diakhiri, jalan masuk baru")
    click.echo("dicetak sekali, " + ("faktor keduanya dihapus." if faktor else "faktor keduanya tetap (--faktor)."))
    if not yes and click.prompt("Ketik nama akun itu untuk melanjutkan") != pengguna.nama_pengguna:
        raise click.ClickException("Nama akun tidak sama; tidak ada yang berubah.")
    click.echo(akun.reset(db.session, pengguna, faktor, sandi_sekali))


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
