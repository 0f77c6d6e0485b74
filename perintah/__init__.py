"""`flask --app app …`: what an operator types. To add a command, write it in a module here and name it in PERINTAH."""

from __future__ import annotations

import click
from flask import Flask

from jaga import pulih
from perintah import basis, bukti, cadangan, check, latihan_masuk, pasokan
from perintah.kalimat import berkalimat

PERINTAH: tuple[click.Command, ...] = (
    basis.migrate,
    basis.seed,
    basis.demo,
    basis.sop,
    basis.create_user,
    basis.index_search,
    bukti.verify_diary,
    bukti.export_diary,
    bukti.check_archive,
    cadangan.backup,
    cadangan.restore,
    cadangan.backup_drill,
    latihan_masuk.try_roles,
    cadangan.copy_database,
    pasokan.sbom,
    check.check,
)


def pasang(app: Flask) -> None:
    pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
    for satu in PERINTAH:
        app.cli.add_command(berkalimat(satu))
