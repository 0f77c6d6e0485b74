"""Settings with which the panel does not start: one rule a function, (environment, settings) → the sentence or None.

The start raises the first of them, `flask --app app check` names all. To add one, name its function in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from models.pesan import Pesan
from models.setelan import Setelan

SHORTEST_KEY, FEWEST_CHARACTERS = 32, 10
Rule = Callable[[Mapping[str, str], Setelan], Pesan | None]


def _mode(_: Mapping[str, str], settings: Setelan) -> Pesan | None:
    if settings.mode in ("demo", "production"):
        return None
    return Pesan("MODE hanya boleh demo atau production, bukan {mode}.", mode=settings.mode)


def _secret_key(env: Mapping[str, str], settings: Setelan) -> Pesan | None:
    key = settings.secret_key.decode()
    if settings.mode == "demo" and not env.get("SECRET_KEY", "").strip():
        return None  # the demonstration keeps one of its own
    if len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS:
        return None
    return Pesan(
        "SECRET_KEY belum ada atau terlalu lemah: isi dengan sekurang-kurangnya {n} huruf acak, misalnya dari\n"
        '  python -c "import secrets; print(secrets.token_urlsafe(48))"',
        n=SHORTEST_KEY,
    )


def _debug(env: Mapping[str, str], _: Setelan) -> Pesan | None:
    """A debugger runs whatever a visitor types."""
    if env.get("FLASK_DEBUG", "").strip().lower() in ("", "0", "false", "no"):
        return None
    return Pesan("Panel tidak berjalan dalam mode debug: hapus FLASK_DEBUG dan jangan pakai --debug.")


def _script_name(env: Mapping[str, str], _: Setelan) -> Pesan | None:
    """gunicorn would take it from every address."""
    if not (prefix := env.get("SCRIPT_NAME", "").strip()):
        return None
    return Pesan(
        "SCRIPT_NAME (“{teks}”) tidak dipakai: panel memerlukan nama mesin sendiri dan tidak berjalan di bawah jalur. "
        "Hapus SCRIPT_NAME.",
        teks=prefix[:80],
    )


def _names(_: Mapping[str, str], settings: Setelan) -> Pesan | None:
    """Outside the demonstration the panel answers under its own names only."""
    if settings.mode != "production" or settings.allowed_hosts:
        return None
    return Pesan(
        "Nama panel belum diisi: isi PUBLIC_URL (misalnya https://musrenbang.contoh.go.id) atau ALLOWED_HOSTS "
        "(nama-nama yang dijawab, dipisahkan koma). Permintaan dengan nama lain ditolak."
    )


RULES: tuple[Rule, ...] = (_mode, _secret_key, _debug, _script_name, _names)


def refusals(env: Mapping[str, str], settings: Setelan) -> Iterator[Pesan]:
    return (sentence for rule in RULES if (sentence := rule(env, settings)))
