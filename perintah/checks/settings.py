"""Checks of the settings, the keys, and the user who serves."""

from __future__ import annotations

import difflib
import ipaddress
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from jaga import key_check, refusals
from models import keys, rantai, setelan
from models.pesan import SopError
from perintah.checks import Finding, Machine, error, ok, warning

SAMPLE = ("KATA_SANDI", "contoh.go.id")  # of docs/pasang/panel.env
MEANINGS = {
    keys.SECRET: "kunci kuki",
    keys.DIARY: "kunci riwayat",
    keys.ACCOUNT: "kunci akun",
    keys.BACKUP: "kunci cadangan",
}


def settings(machine: Machine) -> Iterator[Finding]:
    """Every setting that stops a start, then those that only deserve a word."""
    faults = [*machine.wrong.values(), *map(str, refusals.refusals(machine.env, machine.settings))]
    if machine.refusal and machine.refusal not in faults:
        faults.append(machine.refusal)
    for sentence in faults:
        yield error(sentence, "Betulkan di berkas lingkungannya (/etc/panel/panel.env), lalu mulai ulang panel.")
    for name, value in machine.env.items():
        if name.endswith(("_URL", "_KEY")) and any(word in value for word in SAMPLE):
            yield error(f"{name} masih berisi kata dari contoh.", "Isi dengan nilai kantor ini di panel.env.")
    if not machine.production:
        yield warning(
            "MODE=demo: ini demonstrasi.",
            "Bila ini panel kantor, lingkungannya tidak terbaca: jalankan perintah lewat /usr/local/bin/panel.",
        )
    yield from _serving(machine)
    yield from _mistyped(machine)
    if not faults:
        yield ok(f"Setelan terbaca, MODE={machine.settings.mode}.")


def _serving(machine: Machine) -> Iterator[Finding]:
    read = machine.settings
    if machine.production and not read.public_url.startswith("https://"):
        yield warning(
            "Panel tidak memakai HTTPS: kata sandi dan kuki lewat tanpa sandi di jaringan.",
            "Isi PUBLIC_URL=https://… dan pasang nginx dengan sertifikatnya.",
        )
    if machine.production and read.public_url and not read.metrics_token:
        yield warning(
            "METRICS_TOKEN tidak diisi: /metrics hanya dijawab untuk komputer ini sendiri.",
            "Bila ada yang mengawasi dari komputer lain, isi METRICS_TOKEN; bila tidak, biarkan.",
        )
    if "BACKUP_INTERVAL" not in machine.wrong and read.backup_interval == 0:
        yield warning(
            "BACKUP_INTERVAL=0: panel tidak mencadangkan dirinya, juga tidak sebelum migrate.",
            "Hapus barisnya, atau pastikan kantor mencadangkan sendiri.",
        )


def _mistyped(machine: Machine) -> Iterator[Finding]:
    """Values and names that nobody reads as they are written."""
    fonts = machine.settings.font_dir
    if port := machine.env.get("PORT", "").strip():
        try:
            setelan.port(port)
        except SopError as fault:
            yield error(str(fault), "Misalnya PORT=8000.")
    for address in sorted(machine.settings.trusted_proxy - {"*"}):
        if not _is_address(address):
            yield error(f"TRUSTED_PROXY: “{address[:60]}” bukan alamat IP.", "Misalnya TRUSTED_PROXY=10.0.0.5.")
    for host in machine.env.get("ALLOWED_HOSTS", "").replace(",", " ").split():
        if "/" in host:
            yield error(f"ALLOWED_HOSTS: “{host[:60]}” bukan nama mesin.", "Tulis namanya saja, tanpa https:// dan /.")
    if machine.env.get("FONT_DIR", "").strip() and not (fonts and fonts.is_dir()):
        yield warning(f"FONT_DIR ({fonts}) tidak ada.", "Betulkan atau hapus barisnya.")
    free = setelan.NAMES - {"LAN"} - machine.env.keys()  # LAN is set by the panel itself
    for name in machine.env:
        if name not in setelan.NAMES and (near := difflib.get_close_matches(name, free, 1, 0.87)):
            yield warning(f"{name} tidak dikenal panel; barangkali yang dimaksud {near[0]}.", "Betulkan namanya.")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def ring(machine: Machine) -> Iterator[Finding]:
    """Where each key comes from, who may read it, and whether it is the one that the database was written with."""
    with machine.connected() as connection:
        known = keys.known(connection) if connection is not None else {}
    for name, meaning in MEANINGS.items():
        path = _key_file(machine, name)
        if machine.env.get(name, "").strip():
            yield ok(f"{name} ({meaning}) berasal dari lingkungan.")
        elif path.is_file():
            yield from _key_in(path, f"{name} ({meaning})")
        elif (name == "SECRET_KEY" and machine.production) or name in known:
            pass  # the settings have said so; or the comparison with the database says that it is gone
        elif machine.production:
            yield warning(
                f"{name} ({meaning}) belum ada: panel membuatnya sendiri di {path}, lain di tiap mesin.",
                f"Pada beberapa mesin isi {name} yang sama di setiap panel.env.",
            )
        else:
            yield ok(f"{name} ({meaning}) dibuat sendiri pada mulai pertama.")
    yield from _known(machine)


def _key_file(machine: Machine, name: str) -> Path:
    return machine.settings.key_files[name]


def _key_in(path: Path, name: str) -> Iterator[Finding]:
    try:
        empty = not path.read_text(encoding="utf-8").strip()
        mode = stat.S_IMODE(path.stat().st_mode)
    except (OSError, UnicodeDecodeError) as fault:
        yield error(f"{name}: berkas {path} tidak terbaca ({fault}).", f"Betulkan pemiliknya: chown panel: {path}")
        return
    if empty:
        yield error(f"{name}: berkas {path} kosong.", "Kembalikan kunci yang disimpan terpisah.")
    elif mode & 0o077:
        yield error(f"{name}: berkas {path} terbaca akun lain (mode {mode:04o}).", f"chmod 600 {path}")
    else:
        yield ok(f"{name} berasal dari berkas {path}.")


def _known(machine: Machine) -> Iterator[Finding]:
    """Held against the fingerprints in the database."""
    with machine.connected() as connection:
        if connection is None:
            return
        known = keys.known(connection)
        for name in keys.NAMES:
            if name in known and (wrong := key_check.difference(name, known[name], _ring(machine, name))):
                yield error(str(wrong))
        diary = _ring(machine, keys.DIARY)
        if keys.DIARY in known or not diary or not connection.dialect.has_table(connection, "rantai"):
            return
        if not rantai.kunci_cocok(connection, diary[0]):
            yield error(str(rantai.KUNCI_LAIN), "Isi DIARY_KEY dengan kunci yang semula, sama di setiap mesin.")


def _ring(machine: Machine, name: str) -> keys.Ring:
    """The keys of this machine as the panel reads them; none is made, and what cannot be read was said already."""
    if given := machine.env.get(name, "").strip():
        return keys.parse(given)
    try:
        return keys.parse(_key_file(machine, name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()


def user(machine: Machine) -> Iterator[Finding]:
    """Files that another user makes cannot be written by the one who serves."""
    var = machine.settings.var
    if os.name != "posix" or not var.exists():
        return
    owner = var.stat().st_uid
    if owner != os.geteuid():
        yield warning(
            f"Perintah ini berjalan sebagai pengguna nomor {os.geteuid()}, sedangkan {var} milik nomor {owner}.",
            "Jalankan perintah sebagai pengguna layanannya: lewat /usr/local/bin/panel.",
        )
