"""`flask --app app check`: everything that is missing or wrong on this machine, each with its remedy.

To add a check, write a function that answers findings (perintah/checks/) and give it a row in CHECKS. It runs also
where the settings forbid a start and where the database is away: a check that cannot ask says nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator

import click
from flask import current_app, has_app_context
from flask.cli import AppGroup

from models import setelan
from models.pesan import SopError
from perintah.checks import WORDS, Finding, Level, Machine, database, error, panel, places
from perintah.checks import settings as settings_checks

CHECKS: dict[str, Callable[[Machine], Iterable[Finding]]] = {
    "setelan": settings_checks.settings,
    "kunci": settings_checks.ring,
    "pengguna": settings_checks.user,
    "folder": places.folders,
    "tempat terpisah": places.separate,
    "program": places.program,
    "paket": places.packages,
    "huruf": places.fonts,
    "basis data": database.database,
    "cadangan": database.backups,
    "revisi": database.revision,
    "jam peladen": database.clock,
    "sertifikat": places.certificates,
    "keadaan": panel.state,
    "kunci akun": panel.account_key,
    "surel": panel.mail,
}


def run(machine: Machine) -> Iterator[tuple[str, Finding]]:
    panel.install(machine)
    for name, check in CHECKS.items():
        try:
            yield from ((name, finding) for finding in check(machine))
        except Exception as fault:  # whatever it is, the other checks have their say
            sentence = str(fault.pesan) if isinstance(fault, SopError) else f"{type(fault).__name__}"
            yield name, error(f"Tidak dapat diperiksa: {sentence}")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Sebagai JSON")
@click.option("--mail", is_flag=True, help="Peladen surel juga ditanya")
def check(as_json: bool, mail: bool) -> None:
    """Say everything that is missing or wrong on this machine, with the remedy; exit code 1 when something is wrong."""
    refusal = getattr(current_app.cli, "refusal", "") if has_app_context() else ""
    found = list(run(Machine(ask_mail=mail, refusal=refusal)))
    wrong = sum(f.level is Level.ERROR for _, f in found)
    if as_json:
        rows = [{"kode": n, "tingkat": f.level.value, "kalimat": f.sentence, "perbaikan": f.remedy} for n, f in found]
        click.echo(json.dumps({"baik": not wrong, "versi": setelan.versi(), "butir": rows}, ensure_ascii=False))
    else:
        _print(found)
        warnings = sum(f.level is Level.WARNING for _, f in found)
        click.echo(f"{wrong} salah, {warnings} peringatan, {len(found) - wrong - warnings} baik.")
    sys.exit(1 if wrong else 0)


def _print(found: list[tuple[str, Finding]]) -> None:
    width = max(map(len, CHECKS))
    for name, finding in found:
        click.echo(f"{WORDS[finding.level]:<10}  {name:<{width}}  {finding.sentence}")
        if finding.remedy:
            click.echo(f"{'':<10}  {'':<{width}}  → {finding.remedy}")


class OnlyCheck(AppGroup):
    """The commands of a panel whose settings forbid a start: `check`, and the sentence for every other one."""

    def __init__(self, refusal: str) -> None:
        super().__init__(commands={"check": check})
        self.refusal = refusal

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "check":
            raise click.ClickException(self.refusal)
        return super().get_command(ctx, cmd_name)
