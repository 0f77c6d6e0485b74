"""The settings that the lower floors read: set once by app.py (or by a worker process) from the environment."""

from __future__ import annotations

import os
import secrets
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models import keys
from models.pesan import Pesan, SopError

AKAR = Path(__file__).resolve().parent.parent

# Every variable that a panel reads. A name that is not here is none of ours: `check` asks whether it is mistyped.
NAMES = frozenset({
    *("ACCOUNT_KEY", "ACCOUNT_KEY_FILE", "ALLOWED_HOSTS", "ANCHOR_DIR", "BACKUP_DIR", "BACKUP_INTERVAL", "BACKUP_KEY"),
    *("BACKUP_KEY_FILE", "CONNECTIONS_PER_ADDRESS", "DATABASE_URL", "DEMO_PASSWORD", "DEMO_USULAN", "DIARY_KEY"),
    *("DIARY_KEY_FILE", "FONT_DIR", "HEAVY_PER_MINUTE", "HOST", "LAN", "METRICS_TOKEN", "MODE", "PORT", "PUBLIC_URL"),
    *("SECRET_KEY", "SECRET_KEY_FILE", "SMTP_PASSWORD", "TRUSTED_PROXY", "VAR"),
})  # fmt: skip
PORT_SALAH = Pesan("PORT harus bilangan dari 1 sampai 65535, bukan “{teks}”.")

BENANG = 16  # of the one server process: people read on while some wait to save, behind a large import


@dataclass(frozen=True)
class Setelan:
    """`var` holds all state of a run; `diary_key` signs the chain of the diary and stands outside the database.

    So does `account_key`: it digests the names that people type at the sign-in.
    """

    var: Path
    diary_key: bytes = field(repr=False)  # empty: not here, although the database knows one (jaga/key_check.py)
    public_url: str = ""
    font_dir: Path | None = None
    mode: str = "demo"
    database_url: str = ""
    lan: str = ""  # the addresses in the hall's network, parted by blanks, where the panel serves it
    backup_dir: Path = Path()
    backup_key: Path = Path()  # the file of the key that opens backups; to be kept apart from them
    backup_interval: int = 1440  # minutes between two backups; 0: none by itself
    account_key: bytes = field(default=b"", repr=False)
    anchor_dir: Path = Path()  # where the head of the diary's chain is written down, day by day
    metrics_token: str = field(default="", repr=False)  # who brings it may read /metrics from another machine
    heavy_per_minute: int = 60  # exports, papers and imports that one person may ask for; 0: as many as they like
    allowed_hosts: frozenset[str] = frozenset()  # the names under which the panel answers; none: under any
    connections_per_address: int = 200  # to the built-in server; 0: as many as they like
    trusted_proxy: frozenset[str] = frozenset({"127.0.0.1"})  # whose word about the caller is believed
    smtp_password: str = field(default="", repr=False)  # never in the database, in no page and no log
    secret_key: bytes = field(default=b"", repr=False)
    former_diary_keys: keys.Ring = field(default=(), repr=False)  # links that were written before a new key came
    former_account_keys: keys.Ring = field(default=(), repr=False)  # of the ring, all but the one that writes
    backup_keys: keys.Ring = field(default=(), repr=False)  # of the variable; none: read from `backup_key`
    key_files: Mapping[str, Path] = field(default_factory=dict)  # where a key is kept that no variable holds


_kini: Setelan | None = None


def pasang(setelan: Setelan) -> None:
    global _kini
    _kini = setelan


def kini() -> Setelan:
    """The settings in force; read from the environment by a process that has not set them."""
    if _kini is None:
        pasang(dari_lingkungan())
    assert _kini is not None
    return _kini


def dari_lingkungan(lingkungan: Mapping[str, str] | None = None) -> Setelan:
    """Read the variables that docs/panduan/setelan.md lists; an empty one counts as not given."""
    env = {nama: nilai for nama, nilai in (os.environ if lingkungan is None else lingkungan).items() if nilai.strip()}
    var = Path(env.get("VAR", AKAR / "var")).resolve()
    url = alamat_basis(env.get("DATABASE_URL", f"sqlite:///{(var / 'panel.sqlite3').as_posix()}"))
    files = {name: Path(env.get(f"{name}_FILE", var / file)).resolve() for name, file in keys.FILES.items()}
    diary, account = (_ring(env, name, files[name], url) for name in keys.CARRIED)
    # Outside the demonstration a key of cookies that nobody has chosen is none.
    chosen = env.get("MODE", "demo") == "demo" or {keys.SECRET, f"{keys.SECRET}_FILE"} & set(env)
    secret = _ring(env, keys.SECRET, files[keys.SECRET], url) if chosen else ()
    font_dir = env.get("FONT_DIR")
    return Setelan(
        var=var,
        diary_key=diary[0] if diary else b"",
        former_diary_keys=diary[1:],
        account_key=account[0] if account else b"",
        former_account_keys=account[1:],
        secret_key=secret[0].strip() if secret else b"",
        backup_keys=keys.parse(env.get(keys.BACKUP, "")),
        key_files=files,
        public_url=_public_url(env),
        font_dir=Path(font_dir) if font_dir else None,
        mode=env.get("MODE", "demo"),
        database_url=url,
        lan=env.get("LAN", ""),
        backup_dir=Path(env.get("BACKUP_DIR", var / "cadangan")).resolve(),
        backup_key=files[keys.BACKUP],
        anchor_dir=Path(env.get("ANCHOR_DIR", var / "jangkar")).resolve(),
        allowed_hosts=_nama(env),
        metrics_token=env.get("METRICS_TOKEN", "").strip(),
        backup_interval=_bilangan(env, "BACKUP_INTERVAL", "1440"),
        heavy_per_minute=_bilangan(env, "HEAVY_PER_MINUTE", "60"),
        connections_per_address=_bilangan(env, "CONNECTIONS_PER_ADDRESS", "200"),
        trusted_proxy=frozenset(env.get("TRUSTED_PROXY", "127.0.0.1").replace(",", " ").split()),
        smtp_password=env.get("SMTP_PASSWORD", ""),
    )


def _public_url(env: Mapping[str, str]) -> str:
    """PUBLIC_URL without its last slash: scheme, name and port, nothing else.

    Templates, scripts and papers write addresses from the root of the host, so the panel needs a host of its own.
    """
    url = env.get("PUBLIC_URL", "").strip().rstrip("/")
    if not url:
        return ""
    if not url.startswith(("https://", "http://")):
        raise SopError("PUBLIC_URL harus diawali https://, bukan “{teks}”.", teks=url[:80])
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port out of range, half a bracket
        named = False
    if not named or "@" in parts.netloc or any(satu.isspace() for satu in url):
        raise SopError("PUBLIC_URL bukan alamat: tulis seperti https://musrenbang.contoh.go.id.")
    if url != f"{parts.scheme}://{parts.netloc}":
        raise SopError(
            "PUBLIC_URL tidak boleh memuat jalur (“{teks}”): panel memerlukan nama mesin sendiri. Beri nama, misalnya "
            "https://musrenbang.contoh.go.id, dan arahkan seluruh nama itu ke panel.",
            teks=url.removeprefix(f"{parts.scheme}://{parts.netloc}")[:80],
        )
    return url


def _nama(env: Mapping[str, str]) -> frozenset[str]:
    """ALLOWED_HOSTS (parted by commas or blanks), the name in PUBLIC_URL, those of the hall's network."""
    alamat = [env.get("PUBLIC_URL", ""), *env.get("LAN", "").split()]
    dari_alamat = [urlsplit(satu).hostname for satu in alamat]
    tertulis = [_nama_tertulis(satu) for satu in env.get("ALLOWED_HOSTS", "").replace(",", " ").split()]
    return frozenset(satu for satu in (*tertulis, *dari_alamat) if satu)


def _nama_tertulis(teks: str) -> str:
    try:
        return urlsplit(f"//{teks.lower()}").hostname or ""
    except ValueError:
        raise SopError("ALLOWED_HOSTS memuat “{teks}”, yang bukan nama mesin.", teks=teks[:80]) from None


def _bilangan(env: Mapping[str, str], nama: str, bawaan: str) -> int:
    if not (teks := env.get(nama, bawaan).strip()).isdecimal():
        raise SopError("{nama} harus bilangan bulat dari 0, bukan “{teks}”.", nama=nama, teks=teks[:40])
    return int(teks)


def port(text: str) -> int:
    """The number of a port; raises SopError where it is none."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SopError(Pesan(PORT_SALAH, teks=text[:40]))
    return int(text)


TAK_TERTULIS = Pesan(
    "Folder data {folder} tidak dapat ditulis ({sebab}). Betulkan hak atau disknya, atau pilih folder lain dengan VAR."
)


KUNCI_TAK_TERBACA = Pesan(
    "Berkas kunci {berkas} tidak terbaca ({sebab}). Isi dengan kunci yang semula, satu kunci tiap baris."
)


def _ring(env: Mapping[str, str], name: str, file: Path, url: str) -> keys.Ring:
    """Empty where the key is not here and must not be made anew: the database knows one."""
    if name in env:
        return keys.parse(env[name])
    if not file.exists() and not keys.may_be_made(url, name):
        return ()
    return keys.parse(kunci_berkas(file))


def ring(name: str) -> keys.Ring:
    """The keys of this machine, the one that writes first. Never makes one."""
    dipakai = kini()
    one, former = {
        keys.SECRET: (dipakai.secret_key, ()),
        keys.DIARY: (dipakai.diary_key, dipakai.former_diary_keys),
        keys.ACCOUNT: (dipakai.account_key, dipakai.former_account_keys),
        keys.BACKUP: (b"", _backup_ring(dipakai)),
    }[name]
    return tuple(key for key in (one, *former) if key)


def _backup_ring(dipakai: Setelan) -> keys.Ring:
    if dipakai.backup_keys or not dipakai.backup_key.is_file():
        return dipakai.backup_keys
    return keys.parse(_baca_kunci(dipakai.backup_key))


def kunci_berkas(berkas: Path) -> str:
    """What is kept in `berkas`, one key a line; made at the first call, readable by the owner only."""
    try:
        berkas.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # var/ is for the account that serves alone
    except OSError as galat:
        raise SopError(Pesan(TAK_TERTULIS, folder=berkas.parent, sebab=galat.strerror or galat)) from None
    try:
        # O_EXCL: of two processes that start together one makes the key, the other reads it.
        tujuan = os.open(berkas, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _baca_kunci(berkas)
    except OSError as galat:
        raise SopError(Pesan(TAK_TERTULIS, folder=berkas.parent, sebab=galat.strerror or galat)) from None
    with os.fdopen(tujuan, "w", encoding="ascii") as keluar:
        kunci = secrets.token_urlsafe(48)
        keluar.write(kunci + "\n")
    return kunci


def _baca_kunci(berkas: Path) -> str:
    for _ in range(50):
        try:
            kunci = berkas.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as galat:
            sebab = getattr(galat, "strerror", None) or "bukan teks"
            raise SopError(Pesan(KUNCI_TAK_TERBACA, berkas=berkas, sebab=sebab)) from None
        if kunci:
            return kunci
        time.sleep(0.02)  # the process that made the file has not written it yet
    raise SopError(Pesan(KUNCI_TAK_TERBACA, berkas=berkas, sebab=Pesan("kosong")))


@cache
def versi() -> str:
    """The version of the panel (PEP 440), from pyproject.toml: what a report of a fault names."""
    isi: str = tomllib.loads((AKAR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return isi


def alamat_basis(url: str) -> str:
    """The database address with the driver this program uses (psycopg 3)."""
    for awalan in ("postgres://", "postgresql://"):
        if url.startswith(awalan):
            return "postgresql+psycopg://" + url.removeprefix(awalan)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        awal = url.partition(":")[0][:20]  # what follows may hold a password
        raise SopError("Alamat basis data harus diawali sqlite:/// atau postgresql://, bukan “{awal}”.", awal=awal)
    return url


RAHASIA = {"hide_parameters": True}


def pilihan_mesin(url: str) -> dict[str, Any]:
    """Engine options: a dead PostgreSQL connection is noticed before it is used; SQLite waits for its write lock.

    The connection used last is used next: each keeps a page cache of its own, and the idle ones need not fill theirs.
    """
    # What a statement was given may be somebody's data: it stands in no error, and so in no log.
    if url.startswith("postgresql"):
        return {
            **RAHASIA,
            "pool_use_lifo": True,
            "pool_pre_ping": True,
            "pool_size": 8,
            "max_overflow": 8,
            "pool_recycle": 1800,
        }
    return {**RAHASIA, "pool_use_lifo": True, "pool_size": 8, "max_overflow": 16, "connect_args": {"timeout": 30}}
