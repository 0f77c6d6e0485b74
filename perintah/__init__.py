"""`flask --app app …`: what an operator types. To add a command, write it in a module here and name it in PERINTAH."""

from __future__ import annotations

import copy
import functools
from typing import Any

import click
from flask import Flask

from jaga import key_check, pulih
from models.keys import DIARY, NAMES
from perintah import basis, bukti, cadangan, check, keys, latihan_masuk, pasokan
from perintah.kalimat import berkalimat

PERINTAH: tuple[click.Command, ...] = (
    basis.migrate,
    basis.seed,
    basis.demo,
    basis.sop,
    basis.create_user,
    basis.reset_account,
    basis.index_search,
    bukti.verify_diary,
    bukti.export_diary,
    bukti.check_archive,
    cadangan.backup,
    cadangan.restore,
    cadangan.backup_drill,
    cadangan.backup_identity,
    latihan_masuk.try_roles,
    cadangan.copy_database,
    keys.rotate_key,
    pasokan.sbom,
    check.check,
)


# They mend, replace or check keys, run on a copy, or use none.
WITHOUT_KEYS = {"restore", "backup-identity", "rotate-key", "try-roles", "sbom", "copy-database", "check"}
# What an auditor runs on a copy, who is given the key of the diary and no other.
EVIDENCE = {"verify-diary", "export-diary", "check-archive"}


def with_keys(command: click.Command) -> click.Command:
    """The command with the question before it whether the keys of this machine are those of the database."""
    work = command.callback
    assert work is not None
    asking = copy.copy(command)
    asked = (DIARY,) if command.name in EVIDENCE else NAMES

    @functools.wraps(work)
    def run(*given: Any, **options: Any) -> Any:
        key_check.compare_live(asked)
        return work(*given, **options)

    asking.callback = run
    return asking


def pasang(app: Flask) -> None:
    pulih.pasang_pemakai(latihan_masuk.di_proses_sendiri)
    for satu in PERINTAH:
        app.cli.add_command(berkalimat(satu if satu.name in WITHOUT_KEYS else with_keys(satu)))
