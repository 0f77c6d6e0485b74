"""Commands that show whether what is kept can still be believed."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from jaga import arsip
from models import riwayat
from models.base import db


@click.command("verify-diary")
@with_appcontext
def verify_diary() -> None:
    """Recompute the chain of the diary and name the first broken link."""
    hasil = riwayat.verify(db.session)
    if hasil.rusak:
        raise click.ClickException(hasil.rusak)
    click.echo(f"Riwayat utuh: {hasil.mata_rantai} mata rantai, {hasil.baris} baris. Kepala rantai: {hasil.kepala}")


@click.command("check-archive")
@with_appcontext
def check_archive() -> None:
    """Read every stored file and issued paper again; name what is missing, changed, swapped, or of nobody."""
    hasil = arsip.jalankan()
    for temuan in hasil.temuan:
        click.echo(f"{temuan.jenis}: {temuan.kalimat}")
    if hasil.rusak:
        raise click.ClickException(f"{len(hasil.rusak)} kerusakan pada {hasil.berkas} berkas, {hasil.naskah} naskah.")
    click.echo(f"Arsip utuh: {hasil.berkas} berkas, {hasil.naskah} naskah terbit ({hasil.detik} detik).")
