"""The command that replaces one of the four keys."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from jaga import key_check, key_rotation

BY_WORD = {word: name for name, word in key_check.WORDS.items()}


@click.command("rotate-key")
@click.argument("kunci", type=click.Choice(list(BY_WORD)))
@click.option("--lost", is_flag=True, help="Kunci yang dipakai basis data ini hilang untuk selamanya")
@click.option("--yes", is_flag=True, help="Tanpa mengetik ulang nama kuncinya")
@with_appcontext
def rotate_key(kunci: str, lost: bool, yes: bool) -> None:
    """Put a new key in the place of one; with --lost in the place of one that nobody has any more."""
    chosen = key_rotation.plan(BY_WORD[kunci], lost)
    file = key_check.where(chosen.name)
    click.echo(f"{chosen.name}: sidik {chosen.former or '–'} → {chosen.fingerprint}")
    click.echo(f"Kunci baru ditulis di {file}." if chosen.in_file else "Kunci baru sudah ada di mesin ini.")
    if not yes and click.prompt(f"Ketik {kunci} untuk melanjutkan") != kunci:
        raise click.ClickException("Tidak ada yang berubah.")
    click.echo(key_rotation.rotate(chosen))
    click.echo("Salin kunci itu ke semua mesin, lalu jalankan panel lagi.")
