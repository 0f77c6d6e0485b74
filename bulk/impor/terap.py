"""The worker that applies an import: every row of it in one transaction, so nobody ever sees half of it.

New rows are inserted and changed ones updated in sets of 2,000, with their search texts and the result of each row; the
diary (links of 5,000 entries) is chained at the end of the same transaction. A kill at any moment leaves nothing, and
the operation is done again as a whole at the next start. Rights, locks and the state of the panel are asked again: a
row that somebody changed since the preview is named and left.

The price is the one write lock of SQLite: 26 to 60 s for 100,000 new usulan on two busy cores (29 s of processor time,
half of it search texts and indexes), 1 s for 3,300.
Readers are not held up (WAL); other writers wait, at most 30 s (models/transaksi.py), and are then told to try again.
PostgreSQL locks only the rows, and at the end, when the diary is chained, everybody who saves.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Date, DateTime, Enum, Numeric, Time, bindparam, insert, select, text, update

from bulk.impor import siap, vonis
from bulk.impor.baris import Pemeriksa
from bulk.impor.niat import Niat
from bulk.pekerja import Pekerja, Potongan
from documents import kata
from models import cari_tulis, ingatan, kolom, riwayat
from models.base import Record, UTCDateTime, db, label_of
from models.impor import Impor, ImporBaris, StatusImpor, Vonis
from models.musrenbang import Musrenbang
from models.operasi import Operasi
from models.pesan import SopError
from models.riwayat import json_nilai
from models.usulan import KodeUsulan
from models.waktu import sekarang
from sop.access import Actor, Verb

POTONG = 2_000
LANGSUNG = 2_000  # rows that a person waits for
BERUBAH = "Sudah diubah orang lain sejak pratinjau, jadi dibiarkan."
SUDAH_ADA = "Sudah dibuat orang lain sejak pratinjau, jadi dibiarkan."
HILANG = "Sudah dihapus sejak pratinjau, jadi dibiarkan."
HITUNG_LAGI = (1, 4, 16, 64)  # sets after which PostgreSQL looks at the table anew
DIBUAT, DIUBAH = "dibuat", "diubah"


def kerjakan(potongan: Potongan) -> None:
    """The one row of the operation is the import."""
    for row in potongan.rows:
        imp = db.session.get(Impor, row.record_id, with_for_update=True, populate_existing=True)
        if imp is None or imp.status is not StatusImpor.MENERAPKAN:
            raise SopError("Impor ini tidak menunggu untuk diterapkan.")
        siap.periksa_peta(imp, potongan.actor, imp.peta)
        _Terapan(imp, potongan.actor).semua()
        sisa = f" {kata.bilangan(imp.dilewati)} baris dilewati." if imp.dilewati else ""
        potongan.catat(row, True, f"{kata.bilangan(imp.diterapkan)} baris diterapkan.{sisa}")


def _hitung(op: Operasi) -> None:
    """What people count are the rows of the file, not the one import that holds them."""
    imp = db.session.scalars(db.select(Impor).filter_by(operasi_id=op.id)).one()
    op.dikerjakan, op.berhasil = imp.diterapkan + imp.dilewati, imp.diterapkan


PEKERJA = Pekerja(kerjakan, langsung=lambda op: LANGSUNG, selesai=_hitung)


class _Terapan:
    """One import at its moment; what it writes is committed by the loop around the worker."""

    def __init__(self, imp: Impor, actor: Actor) -> None:
        self.imp, self.actor = imp, actor
        self.pemeriksa = Pemeriksa(vonis.aturan(imp), actor)
        self.model: type[Record] = self.pemeriksa.model
        self.tabel: Any = self.model.__table__
        self.saat = sekarang()
        self.hasil = {DIBUAT: 0, DIUBAH: 0}
        self.dilewati = 0
        self.bentuk = _Bentuk(self.tabel)
        self.kode = self._kode()
        self._riwayat: list[bytes] = []

    def semua(self) -> None:
        ingatan.berubah(db.session(), [self.model.__tablename__])
        for n, potongan in enumerate(self._menunggu(Vonis.BARU), 1):
            self._tulis_hasil(self._buat(potongan))
            if n in HITUNG_LAGI and db.session.connection().dialect.name == "postgresql":
                # Its statistics are of before these rows: it would read all of them again for each set of codes.
                db.session.execute(text(f"ANALYZE {self.model.__tablename__}"))
        for potongan in self._menunggu(Vonis.BERUBAH):
            self._tulis_hasil(self._ubah(potongan))
        self._sambungkan()
        imp = self.imp
        imp.diterapkan, imp.dilewati = sum(self.hasil.values()), self.dilewati
        imp.status, imp.selesai_pada = StatusImpor.SELESAI, sekarang()

    def _menunggu(self, jenis: Vonis) -> Iterator[list[Any]]:
        sesudah = 0
        while True:
            kueri = select(ImporBaris.urut, ImporBaris.isi, ImporBaris.beda, ImporBaris.record_id, ImporBaris.versi)
            kueri = kueri.where(ImporBaris.impor_id == self.imp.id, ImporBaris.vonis == str(jenis))
            rows = db.session.execute(
                kueri.where(ImporBaris.urut > sesudah).order_by(ImporBaris.urut).limit(POTONG)
            ).all()
            if not rows:
                return
            sesudah = rows[-1].urut
            yield list(rows)

    def _kode(self) -> Iterator[str] | None:
        """The local codes of the rows without one; the Musrenbang stays locked until the commit."""
        musrenbang_id = self.pemeriksa.aturan.bawaan.get("musrenbang_id")
        if self.model.__tablename__ != "usulan" or musrenbang_id is None:
            return None
        musrenbang = db.session.get_one(Musrenbang, musrenbang_id)
        return KodeUsulan(musrenbang).berikut(self._kode_berkas())

    def _kode_berkas(self) -> frozenset[str]:
        """Codes of our own form that rows of this file bring along: none of them is given to another."""
        if "kode" not in self.pemeriksa.aturan.peta.values():
            return frozenset()
        return frozenset(
            str(row.isi["kode"]) for rows in self._menunggu(Vonis.BARU) for row in rows if row.isi.get("kode")
        )

    # --- new rows -----------------------------------------------------------------------------------------------------

    def _buat(self, rows: Sequence[Any]) -> list[tuple[int, int | None, str]]:
        """(number in the file, id, result) of each row."""
        isi = {row.urut: self._nilai(row.isi) for row in rows}
        tolak = self._tolak_baru(isi)
        jadi = {urut: nilai for urut, nilai in isi.items() if urut not in tolak}
        self._sisipkan(jadi)
        return [(u, None, tolak[u]) if u in tolak else (u, isi[u]["id"], DIBUAT) for u in isi]

    def _nilai(self, isi: Mapping[str, Any]) -> dict[str, Any]:
        return self.bentuk.pulihkan(isi)

    def _tolak_baru(self, isi: Mapping[int, dict[str, Any]]) -> dict[int, str]:
        niat = [Niat(urut, nilai, kode=nilai.get("kode_eksternal")) for urut, nilai in isi.items()]
        ada = self.pemeriksa.dikenal.cari(niat)
        pemilik = self.pemeriksa.dikenal.pemilik_kode(niat)
        tolak = {}
        for urut, nilai in isi.items():
            if urut in ada or nilai.get("kode") in pemilik:
                tolak[urut] = SUDAH_ADA
            elif sebab := self.pemeriksa.hak_atas(Verb.BUAT, nilai) or self._tertutup(nilai):
                tolak[urut] = sebab
        return tolak

    def _tertutup(self, nilai: Mapping[str, Any]) -> str | None:
        if self.model.__tablename__ != "usulan":
            return None
        return self.pemeriksa.musrenbang_tertutup(nilai.get("musrenbang_id"))

    def _sisipkan(self, jadi: Mapping[int, dict[str, Any]]) -> None:
        if not jadi:
            return
        ids = _nomor(self.model, len(jadi))
        for nilai, id_ in zip(jadi.values(), ids, strict=True):
            nilai["id"] = id_
            if self.kode is not None and not nilai.get("kode"):
                nilai["kode"] = next(self.kode)
            self.bentuk.lengkapi(nilai)
            nilai["created_at"] = nilai["updated_at"] = self.saat
        db.session.connection().execute(insert(self.tabel), list(jadi.values()))
        self._catat(
            riwayat.Baris(
                self.model.__tablename__,
                nilai["id"],
                "buat",
                None,
                self.bentuk.tampak(nilai),
                nilai.get("musrenbang_id"),
            )
            for nilai in jadi.values()
        )
        cari_tulis.segarkan(self.model.__tablename__, ids)

    # --- changed rows -------------------------------------------------------------------------------------------------

    def _ubah(self, rows: Sequence[Any]) -> list[tuple[int, int | None, str]]:
        kini = self._kini([row.record_id for row in rows])
        jadi, hasil = [], []
        for row in rows:
            baru = self._nilai(row.isi)
            sebab = self._tolak_ubah(row, baru, kini.get(row.record_id))
            hasil.append((row.urut, row.record_id, sebab or DIUBAH))
            if sebab is None:
                jadi.append((row, baru, kini[row.record_id]))
        self._perbarui(jadi)
        return hasil

    def _kini(self, ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
        kueri = select(self.tabel).where(self.tabel.c.id.in_(ids)).with_for_update()
        return {row["id"]: row for row in db.session.execute(kueri).mappings()}

    def _tolak_ubah(self, row: Any, baru: Mapping[str, Any], kini: Mapping[str, Any] | None) -> str | None:
        if kini is None or kini["deleted_at"] is not None:
            return HILANG
        if kini["version"] != row.versi:
            return BERUBAH
        if "kode" in baru and self.pemeriksa.dikenal.pemilik_kode([Niat(row.urut, dict(baru))]):
            return SUDAH_ADA
        return self.pemeriksa.hak_ubah(kini, baru) or self.pemeriksa.hak_ubah({**kini, **baru}, baru)

    def _perbarui(self, jadi: Sequence[tuple[Any, dict[str, Any], Mapping[str, Any]]]) -> None:
        menurut: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row, baru, _ in jadi:
            isi = {f"x_{k}": v for k, v in baru.items()}
            menurut.setdefault(tuple(sorted(baru)), []).append({"x_id": row.record_id, **isi})
        c = self.tabel.c
        for nama, nilai in menurut.items():
            ubah = update(self.tabel).where(c.id == bindparam("x_id"))
            ubah = ubah.values(
                {k: bindparam(f"x_{k}") for k in nama} | {"version": c.version + 1, "updated_at": self.saat}
            )
            db.session.connection().execute(ubah, nilai)
        kind = self.model.__tablename__
        self._catat(
            riwayat.Baris(
                kind,
                row.record_id,
                "ubah",
                {k: json_nilai(kini[k]) for k in baru},
                {k: json_nilai(v) for k, v in baru.items()},
                baru.get("musrenbang_id", kini.get("musrenbang_id")),
            )
            for row, baru, kini in jadi
        )
        cari_tulis.segarkan(kind, [row.record_id for row, _, _ in jadi])

    # --- what both leave behind ---------------------------------------------------------------------------------------

    def _catat(self, baris: Iterator[riwayat.Baris]) -> None:
        """Kept until the end, packed: whoever writes a link holds up everybody who saves until he commits."""
        while potongan := list(islice(baris, riwayat.rantai.SEKALIGUS)):
            self._riwayat.append(_dikemas(potongan))

    def _sambungkan(self) -> None:
        for kemasan in self._riwayat:
            riwayat.tambah(db.session, _dibuka(kemasan))
            riwayat.sambungkan(db.session)

    def _tulis_hasil(self, hasil: Sequence[tuple[int, int | None, str]]) -> None:
        t = ImporBaris.__table__
        ubah = update(t).where(t.c.impor_id == self.imp.id, t.c.urut == bindparam("n"))
        ubah = ubah.values(record_id=bindparam("x_id"), hasil=bindparam("x_hasil"))
        nilai = [{"n": urut, "x_id": id_, "x_hasil": kalimat[:300]} for urut, id_, kalimat in hasil]
        db.session.connection().execute(ubah, nilai)
        for _, _, kalimat in hasil:
            if kalimat in self.hasil:
                self.hasil[kalimat] += 1
            else:
                self.dilewati += 1


class _Bentuk:
    """What the columns of the table ask of each row, found once for all rows."""

    def __init__(self, tabel: Any) -> None:
        self._diubah = {
            c.key: c for c in tabel.c if isinstance(c.type, Enum | DateTime | Date | Time | Numeric | UTCDateTime)
        }
        self._bawaan = {
            c.key: c.default.arg if c.default is not None and c.default.is_scalar else None for c in tabel.c
        }
        self._tampak = [c.key for c in tabel.c if label_of(c)]

    def pulihkan(self, isi: Mapping[str, Any]) -> dict[str, Any]:
        """Values from staging as the columns hold them."""
        hasil = {k: v for k, v in isi.items() if k in self._bawaan}
        for k in hasil.keys() & self._diubah.keys():
            hasil[k] = kolom.from_json(self._diubah[k], hasil[k])
        return hasil

    def lengkapi(self, nilai: dict[str, Any]) -> None:
        """Every column, so that one statement serves all rows: the default where there is no value."""
        for k, bawaan in self._bawaan.items():
            if nilai.get(k) is None:
                nilai[k] = bawaan

    def tampak(self, nilai: Mapping[str, Any]) -> dict[str, Any]:
        """What the diary of a new row holds: its labelled columns that are not empty."""
        return {k: json_nilai(v) for k in self._tampak if (v := nilai[k]) is not None}


def _dikemas(rows: Sequence[riwayat.Baris]) -> bytes:
    """Before and after are written as the diary writes them, so that it need not do it again."""
    teks = riwayat.rantai.teks
    isi = [(b.kind, b.record_id, b.aksi, teks(b.sebelum), teks(b.sesudah), b.musrenbang_id, b.catatan) for b in rows]
    return zlib.compress(json.dumps(isi).encode(), 1)


def _dibuka(kemasan: bytes) -> Iterator[riwayat.Baris]:
    return (riwayat.Baris(*isi) for isi in json.loads(zlib.decompress(kemasan)))


def _nomor(model: type[Record], jumlah: int) -> list[int]:
    """Ids that nobody else will get: from the sequence, or, under SQLite's one write lock, after the last one."""
    koneksi = db.session.connection()
    if koneksi.dialect.name == "sqlite":
        akhir = db.session.scalar(db.select(db.func.max(model.id))) or 0
        return list(range(akhir + 1, akhir + 1 + jumlah))
    kueri = text("SELECT nextval(pg_get_serial_sequence(:tabel, 'id')) FROM generate_series(1, :n)")
    return [int(n) for n in koneksi.scalars(kueri, {"tabel": model.__tablename__, "n": jumlah})]
