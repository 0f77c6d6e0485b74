"""The verdicts on the rows of an import, written into staging chunk by chunk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from bulk.impor.baris import Pemeriksa, hitung
from bulk.impor.bentuk import bentuk
from bulk.impor.niat import Aturan
from models import kolom
from models.base import db
from models.impor import Impor, ImporBaris, StatusImpor, Vonis
from models.pengguna import Pengguna
from models.pesan import N_, SopError
from models.transaksi import membaca
from sop.access import Actor, actor_of

POTONG = 2_000
SUDAH_LANJUT = N_("Impor ini sudah dibatalkan atau dilanjutkan di tempat lain.")


def aturan(imp: Impor) -> Aturan:
    peta = {int(i): nama for i, nama in imp.peta.items()}
    return Aturan(imp.kind_sasaran, imp.sumber_data, peta, baca_bawaan(imp), imp.kosongkan, imp.tata_letak or "")


def baca_bawaan(imp: Impor) -> dict[str, Any]:
    """The values for every row as their columns hold them."""
    c = bentuk(imp.kind_sasaran).model.__table__.c
    return {k: kolom.from_json(c[k], v) for k, v in imp.bawaan.items() if k in c}


def tulis(impor_id: int) -> None:
    """The verdicts; a transaction for each chunk, so that nobody waits for the write lock."""
    imp = db.session.get_one(Impor, impor_id)
    pengguna = db.session.get(Pengguna, imp.pengguna_id or 0)
    pemeriksa = Pemeriksa(aturan(imp), actor_of(pengguna) if pengguna else Actor(None, "Sistem"))
    db.session.commit()
    jumlah, sesudah = dict.fromkeys((str(v) for v in Vonis), 0), 0
    while True:
        with membaca():
            rows = _mentah(impor_id, sesudah)
            hasil = pemeriksa.periksa(rows) if rows else []
            db.session.rollback()
        if not rows:
            break
        sesudah = rows[-1][0]
        for vonis, n in hitung(hasil).items():
            jumlah[vonis] += n
        _simpan(impor_id, hasil, sum(jumlah.values()))
    imp = db.session.get_one(Impor, impor_id, populate_existing=True)
    if imp.status is StatusImpor.MEMERIKSA:
        imp.baru, imp.ubah, imp.sama, imp.salah = (jumlah[str(v)] for v in Vonis)
        imp.status = StatusImpor.PRATINJAU
    db.session.commit()


def _mentah(impor_id: int, sesudah: int) -> list[tuple[int, list[Any]]]:
    kueri = select(ImporBaris.urut, ImporBaris.mentah).where(ImporBaris.impor_id == impor_id, ImporBaris.urut > sesudah)
    return [(urut, sel) for urut, sel in db.session.execute(kueri.order_by(ImporBaris.urut).limit(POTONG))]


def _simpan(impor_id: int, hasil: list[dict[str, Any]], diperiksa: int) -> None:
    status = db.session.scalar(db.select(Impor.status).filter_by(id=impor_id))
    if status is not StatusImpor.MEMERIKSA:
        raise SopError(SUDAH_LANJUT)
    tabel = ImporBaris.__table__
    isi = ("vonis", "isi", "beda", "alasan", "record_id", "versi", "hasil")
    ubah = update(tabel).where(tabel.c.impor_id == impor_id, tabel.c.urut == bindparam("n"))
    ubah = ubah.values({k: bindparam(f"x_{k}") for k in isi})
    nilai = [{"n": h["urut"], **{f"x_{k}": h[k] for k in isi}} for h in hasil]
    db.session.connection().execute(ubah, nilai)
    db.session.execute(update(Impor).where(Impor.id == impor_id).values(diperiksa=diperiksa))
    db.session.commit()
