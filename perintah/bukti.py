"""Commands that show whether what is kept can still be believed."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from bulk import kutipan_riwayat
from jaga import arsip, jangkar
from models import setelan

TAK_TERINGAT = (
    "Basis data ini hanya dapat dibaca, jadi hasil pemeriksaan tidak dicatat di dalamnya dan jangkar tidak dibuat."
)


@click.command("verify-diary")
@click.option("--akui", metavar="SEBAB", help="Catat dalam riwayat mengapa yang diingat tempat lain tidak ada lagi")
@with_appcontext
def verify_diary(akui: str | None) -> None:
    """Recompute the chain of the diary, hold it against its anchors, and name the first broken link."""
    if akui is not None:
        jangkar.accept(akui)
    hasil = jangkar.jalankan()
    if not hasil.teringat:
        click.echo(TAK_TERINGAT, err=True)
    if hasil.rusak:
        raise click.ClickException(hasil.rusak)
    click.echo(
        f"Riwayat utuh: {hasil.mata_rantai} mata rantai, {hasil.baris} baris ({hasil.laju} baris/detik), "
        f"{hasil.jangkar} jangkar cocok. Kepala rantai: {hasil.kepala}"
    )
    if hasil.unproven:
        click.echo(f"Mata rantai 1–{hasil.unproven} ditulis dengan kunci yang hilang; isinya tidak dapat diperiksa.")


@click.command("export-diary")
@click.argument("berkas", type=click.Path(path_type=Path))
@click.option("--pribadi", is_flag=True, help="Tanpa menyamarkan isian pribadi")
@with_appcontext
def export_diary(berkas: Path, pribadi: bool) -> None:
    """Write the whole diary with a verifier that needs nothing but Python into a ZIP, for an auditor."""
    baris, mata_rantai = kutipan_riwayat.arsip(berkas, pribadi, setelan.kini().anchor_dir)
    click.echo(f"{berkas}: {baris} baris, {mata_rantai} mata rantai. Periksa dengan: python periksa.py {berkas} KUNCI")


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
