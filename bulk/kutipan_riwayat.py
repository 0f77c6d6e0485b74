"""The diary, of one Musrenbang or the whole, as JSON lines: its rows, and on which link of the chain they hang.

A row holds what its digest is made of, in the order of the digest. Personal values stand in it encrypted, as they are
stored; whoever has the right to them finds them beside it (`terbuka`). Rows from before that was so are masked without
the right, and the digest says what stood there. bulk/periksa_berkas.py checks both files.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from bulk import periksa_berkas
from models import riwayat, riwayat_pribadi
from models.base import db, kinds
from models.riwayat import Rantai, Riwayat
from sop.access import Actor, Verb, may

POTONG = 200  # links read at once
TERTUTUP = "[data pribadi]"
NOBODY = Actor(None, "Ekspor riwayat")  # has no right to anything


def tulis(musrenbang_id: int | None, actor: Actor | None, baris: Path, rantai: Path) -> tuple[int, int]:
    """Write both files; answers (rows, links). No Musrenbang: the whole diary. No actor: as whoever may see all."""
    tutup = _Penutup(actor)
    jumlah = mata_rantai = 0
    with baris.open("w", encoding="utf-8", newline="\n") as b, rantai.open("w", encoding="utf-8", newline="\n") as r:
        for mata, sebelumnya, rows in _mata(musrenbang_id):
            sidik = [riwayat.sidik(row) for row in rows]
            _tulis_rantai(r, mata, sebelumnya, sidik)
            mata_rantai += 1
            for row, s in zip(rows, sidik, strict=True):
                if musrenbang_id in (None, row["musrenbang_id"]):
                    isi = {k: riwayat.json_nilai(row[k]) for k in riwayat.DISIDIK}
                    terbuka = tutup.buka(isi)
                    samar = tutup(isi)
                    _satu_baris(b, {"sidik": s, "disamarkan": samar, "isi": isi, **terbuka})
                    jumlah += 1
    return jumlah, mata_rantai


def arsip(tujuan: Path, pribadi: bool, jangkar: Path) -> tuple[int, int]:
    """The whole diary with its anchors and the verifier as a ZIP; personal fields masked unless `pribadi`."""
    with tempfile.TemporaryDirectory() as folder:
        tempat = Path(folder)
        baris, rantai = tempat / "riwayat.jsonl", tempat / "rantai.jsonl"
        jumlah = tulis(None, None if pribadi else NOBODY, baris, rantai)
        (tempat / "index.json").write_text(json.dumps({"isi": [], "seluruhnya": True, "mata_rantai": jumlah[1]}))
        isi = {"riwayat/riwayat.jsonl": baris, "riwayat/rantai.jsonl": rantai, "index.json": tempat / "index.json"}
        isi |= {f"jangkar/{p.name}": p for p in sorted(jangkar.glob("jangkar-*.json"))}
        isi["periksa.py"] = Path(periksa_berkas.__file__)
        with zipfile.ZipFile(tujuan, "w", zipfile.ZIP_DEFLATED) as zip_:
            for nama, path in isi.items():
                zip_.write(path, nama)
            zip_.writestr("SHA256SUMS", "".join(f"{_sha256(p)}  {nama}\n" for nama, p in isi.items()))
    return jumlah


def _sha256(path: Path) -> str:
    with path.open("rb") as isi:
        return hashlib.file_digest(isi, "sha256").hexdigest()


def _tulis_rantai(keluar: IO[str], mata: Any, sebelumnya: str, sidik: list[str]) -> None:
    isi = {"id": mata.id, "waktu": riwayat.json_nilai(mata.waktu), "sebelumnya": sebelumnya, "hmac": mata.hmac}
    _satu_baris(keluar, {**isi, "sidik": sidik})


def _satu_baris(keluar: IO[str], isi: dict[str, Any]) -> None:
    keluar.write(json.dumps(isi, ensure_ascii=False, separators=(",", ":")) + "\n")


def _mata(musrenbang_id: int | None) -> Iterator[tuple[Any, str, list[dict[str, Any]]]]:
    """Each link that holds a row of the Musrenbang, the HMAC before it, and all rows of the link."""
    awal = 0
    milik = select(Rantai.id.label("rantai_id"))
    if musrenbang_id is not None:
        milik = select(Riwayat.rantai_id).where(Riwayat.musrenbang_id == musrenbang_id).distinct()
    nomor: Any = milik.selected_columns[0]
    while ids := list(db.session.scalars(milik.where(nomor > awal).order_by(nomor).limit(POTONG))):
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

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor
        self._pribadi: dict[str, frozenset[str]] = {}

    def __call__(self, isi: dict[str, Any]) -> list[str]:
        """The fields that were masked."""
        tertutup: set[str] = set()
        for sisi in ("sebelum", "sesudah"):
            if isi[sisi] is not None and (kena := self._kolom(isi["kind"])):
                nilai = json.loads(isi[sisi])
                ada = {k for k in kena if nilai.get(k) and not riwayat_pribadi.is_covered(nilai[k])}
                if ada:
                    nilai |= dict.fromkeys(ada, TERTUTUP)
                    isi[sisi] = json.dumps(nilai, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                    tertutup |= ada
        return sorted(tertutup)

    def buka(self, isi: dict[str, Any]) -> dict[str, Any]:
        """{"terbuka": {"sebelum": …, "sesudah": …}}: the encrypted values in clear, for whoever has the right."""
        kind, id_ = isi["kind"], isi["record_id"]
        if self._kolom(kind) or not (kena := riwayat_pribadi.columns(kind)):
            return {}
        terbuka = {s: riwayat_pribadi.uncover(kind, id_, isi[s]) for s in ("sebelum", "sesudah") if isi[s]}
        terbuka = {s: {k: v for k, v in nilai.items() if k in kena} for s, nilai in terbuka.items()}
        return {"terbuka": terbuka} if any(terbuka.values()) else {}

    def _kolom(self, kind: str) -> frozenset[str]:
        if kind not in self._pribadi:
            model = kinds().get(kind)
            boleh = self._actor is None or (model is not None and may(self._actor, Verb.PRIBADI, model))
            self._pribadi[kind] = frozenset() if boleh else riwayat_pribadi.columns(kind)
        return self._pribadi[kind]
