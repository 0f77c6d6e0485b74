"""Commands that show whether what is kept can still be believed."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

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
