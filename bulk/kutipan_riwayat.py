"""The diary of one Musrenbang as JSON lines: its rows, and of every link of the chain that they hang on the digests.

A row holds what its digest is made of, in the order of the digest; whoever lacks the right to personal fields gets them
masked, and the digest says what stood there. bulk/periksa_berkas.py checks both files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from models import riwayat
from models.base import db, kinds, label_of
from models.riwayat import Rantai, Riwayat
from sop.access import Actor, Verb, may

POTONG = 200  # links read at once
TERTUTUP = "[data pribadi]"


def tulis(musrenbang_id: int, actor: Actor, baris: Path, rantai: Path) -> tuple[int, int]:
    """Write both files; answers (rows, links)."""
    tutup = _Penutup(actor)
    jumlah = mata_rantai = 0
    with baris.open("w", encoding="utf-8", newline="\n") as b, rantai.open("w", encoding="utf-8", newline="\n") as r:
        for mata, sebelumnya, rows in _mata(musrenbang_id):
            sidik = [riwayat.sidik(row) for row in rows]
            _tulis_rantai(r, mata, sebelumnya, sidik)
            mata_rantai += 1
            for row, s in zip(rows, sidik, strict=True):
                if row["musrenbang_id"] == musrenbang_id:
                    isi = {k: riwayat.json_nilai(row[k]) for k in riwayat.DISIDIK}
                    samar = tutup(isi)
                    _satu_baris(b, {"sidik": s, "disamarkan": samar, "isi": isi})
                    jumlah += 1
    return jumlah, mata_rantai


def _tulis_rantai(keluar: IO[str], mata: Any, sebelumnya: str, sidik: list[str]) -> None:
    isi = {"id": mata.id, "waktu": riwayat.json_nilai(mata.waktu), "sebelumnya": sebelumnya, "hmac": mata.hmac}
    _satu_baris(keluar, {**isi, "sidik": sidik})


def _satu_baris(keluar: IO[str], isi: dict[str, Any]) -> None:
    keluar.write(json.dumps(isi, ensure_ascii=False, separators=(",", ":")) + "\n")


def _mata(musrenbang_id: int) -> Iterator[tuple[Any, str, list[dict[str, Any]]]]:
    """Each link that holds a row of the Musrenbang, the HMAC before it, and all rows of the link."""
    awal = 0
    milik = select(Riwayat.rantai_id).where(Riwayat.musrenbang_id == musrenbang_id).distinct()
    while ids := list(
        db.session.scalars(milik.where(Riwayat.rantai_id > awal).order_by(Riwayat.rantai_id).limit(POTONG))
    ):
        perlu = {*ids, *(i - 1 for i in ids)}
        mata = {m.id: m for m in db.session.execute(select(Rantai.__table__).where(Rantai.id.in_(perlu)))}
        rows: dict[int, list[dict[str, Any]]] = {i: [] for i in ids}
        kueri = select(Riwayat.__table__).where(Riwayat.rantai_id.in_(ids))
        for row in db.session.execute(kueri.order_by(Riwayat.rantai_id, Riwayat.urut)).mappings():
            rows[row["rantai_id"]].append(dict(row))
        for i in ids:
            yield mata[i], mata[i - 1].hmac if i - 1 in mata else "", rows[i]
        awal = ids[-1]


class _Penutup:
    """Masks the personal fields of a row in place, kind by kind, where the person has no right to them."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._pribadi: dict[str, frozenset[str]] = {}

    def __call__(self, isi: dict[str, Any]) -> list[str]:
        """The fields that were masked."""
        tertutup: set[str] = set()
        for sisi in ("sebelum", "sesudah"):
            if isi[sisi] is not None and (kena := self._kolom(isi["kind"])):
                nilai = json.loads(isi[sisi])
                ada = {k for k in kena if nilai.get(k)}
                if ada:
                    nilai |= dict.fromkeys(ada, TERTUTUP)
                    isi[sisi] = json.dumps(nilai, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                    tertutup |= ada
        return sorted(tertutup)

    def _kolom(self, kind: str) -> frozenset[str]:
        if kind not in self._pribadi:
            model = kinds().get(kind)
            kolom = model.__table__.c if model else ()
            pribadi = frozenset(c.name for c in kolom if (x := label_of(c)) and x.pribadi)
            boleh = model is not None and may(self._actor, Verb.PRIBADI, model)
            self._pribadi[kind] = frozenset() if boleh else pribadi
        return self._pribadi[kind]
