"""The address of a list: what stands in it may be repeated; what is empty is not there.

`q`, `urut=[-]kolom`, `kursor`, `per`, `kolom=a,b,c`, `dihapus=1`, `cocok=salah_satu`, and for each column K that can be
filtered: `K=v` (repeated: any of them), `K.bukan=v`, `K.dari`, `K.sampai`, `K.kosong=ya|tidak`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from models.pesan import Keliru

UMUM = frozenset({"q", "urut", "kursor", "per", "dihapus", "kolom", "cocok"})  # of every list, no filters
TAMPILAN = frozenset({"urut", "kursor", "per", "kolom"})  # how the rows are shown, not which ones
AKHIRAN = ("", ".bukan", ".dari", ".sampai", ".kosong")
SALAH_SATU = "salah_satu"
TERBANYAK = 500  # values in one address

BERNOMOR = frozenset({"page", "page_size", "offset", "halaman", "hal"})  # what other panels number their pages with

Args = Mapping[str, Any] | str
Alamat = dict[str, list[str]]


class TakDikenal(Keliru):
    """The address asks in a way that no list knows; without what it does not know, it leads to the first page.

    `parameter`: one that lists know, with a value that leads nowhere.
    """

    parameter: str = ""


def read(args: Args) -> Alamat:
    """The values of every parameter, from a query string, a plain mapping or one that holds many values."""
    if isinstance(args, str):
        pairs = parse_qsl(args.partition("?")[2] if "?" in args else args)
    elif hasattr(args, "items") and hasattr(args, "getlist"):
        pairs = list(args.items(multi=True))  # type: ignore[call-arg]
    else:
        pairs = [(k, v) for k, many in args.items() for v in ([many] if isinstance(many, str) else many or ())]
    if len(pairs) > TERBANYAK:
        raise Keliru("Terlalu banyak nilai pada alamat ini; persingkat saringannya.")
    found: Alamat = {}
    for key, text in pairs:
        if value := text.replace("\0", ""):  # PostgreSQL keeps no such sign
            found.setdefault(key, []).append(value)
    return found


def first(found: Alamat, key: str) -> str:
    return found[key][0] if key in found else ""


def columns(found: Alamat) -> list[str]:
    """The chosen columns: one by one or parted by commas."""
    return list(dict.fromkeys(key for text in found.get("kolom", ()) for key in text.split(",") if key))


def href(found: Alamat, **changes: str | None) -> str:
    """The same address with these changes; None takes a parameter away."""
    merged = {**found, **{k: [v] if v else [] for k, v in changes.items()}}
    return "?" + urlencode({k: v for k, v in merged.items() if v}, doseq=True)


def known(columns: Container[str], name: str) -> bool:
    """Is this a parameter of a list with these columns?"""
    key, dot, end = name.partition(".")
    return name in UMUM or (key in columns and dot + end in AKHIRAN)


def first_page(columns: Container[str], args: Args, without: str = "") -> str:
    """What an address asks for that a list can know, from its first page on; `without`: a parameter that is left."""
    kept = {k: v for k, v in read(args).items() if known(columns, k) and k not in ("kursor", without)}
    return href(kept) if kept else ""
