"""Who got what, when and how: the buku ekspedisi of a Musrenbang, and the proof of distribution of one paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from documents import kata, kepala
from documents.konteks import Naskah, Rincian, TandaTangan
from documents.naskah.baris import Baris
from models.base import db
from models.berkas import Berkas
from models.distribusi import Distribusi, StatusDistribusi
from models.laporan import Laporan
from models.musrenbang import Musrenbang
from models.naskah import StatusNaskah
from models.undangan import Undangan
from models.waktu import hari_ini

SIDIK = 12  # signs of a SHA-256 that are enough to compare by eye


class Ekspedisi(TypedDict):
    dikirim: str  # dates as "23-03-2026", "" to be written by hand
    nomor: str
    hal: str
    tujuan: str
    cara: str
    diterima: str
    penerima: str


class Buku(Naskah):
    musrenbang: str
    kiriman: list[Ekspedisi]


class Kiriman(TypedDict):
    penerima: str
    cara: str
    dikirim: str
    diterima: str
    oleh: str
    bukti: str  # name of the file and how its SHA-256 begins, or ""
    status: str


class Bukti(Naskah):
    rincian: list[Rincian]
    kiriman: list[Kiriman]
    penutup: str
    petugas: TandaTangan


# --- the book of a Musrenbang -----------------------------------------------------------------------------------------


def buku(m: Musrenbang) -> Buku:
    """In the order of sending; what is not sent yet stands last with an open date."""
    naskah = _naskah(m.id)
    return {
        **kepala.naskah(kepala.setelan(), "buku_ekspedisi", "", hari_ini()),
        "musrenbang": m.nama,
        "kiriman": [_ekspedisi(d, naskah) for d in _distribusi(Distribusi.musrenbang_id == m.id)],
    }


def _ekspedisi(d: Distribusi, naskah: dict[tuple[str, int], tuple[str, str]]) -> Ekspedisi:
    kunci = ("undangan", d.undangan_id) if d.undangan_id else ("laporan", d.laporan_id)
    nomor, hal = naskah.get((kunci[0], kunci[1] or 0), ("", ""))
    return {
        "dikirim": _tanggal(d.dikirim_pada),
        "nomor": d.nomor or nomor,
        "hal": hal,
        "tujuan": d.penerima,
        "cara": d.cara.value,
        "diterima": _tanggal(d.diterima_pada),
        "penerima": d.diterima_oleh or "",
    }


def _naskah(musrenbang_id: int) -> dict[tuple[str, int], tuple[str, str]]:
    """(kind, id) → (number, subject) of what is sent, in two queries."""
    hasil = {}
    for model in (Undangan, Laporan):
        kueri = db.select(model.id, model.nomor, model.perihal).where(model.musrenbang_id == musrenbang_id)
        for n, nomor, perihal in db.session.execute(kueri):
            hasil[(model.__tablename__, n)] = (nomor or "", perihal)
    return hasil


def _distribusi(*syarat: Any) -> Sequence[Distribusi]:
    kueri = db.select(Distribusi).where(Distribusi.deleted_at.is_(None), *syarat)
    urut = (Distribusi.dikirim_pada.is_(None), Distribusi.dikirim_pada, Distribusi.id)
    return db.session.scalars(kueri.order_by(*urut)).all()


def _tanggal(hari: Any) -> str:
    return kata.tanggal_angka(hari) if hari else ""


def banyak(m: Musrenbang) -> int:
    kueri = db.select(db.func.count(Distribusi.id)).where(Distribusi.musrenbang_id == m.id)
    return int(db.session.scalar(kueri) or 0)


def baris_buku(k: Buku) -> dict[str, list[Baris]]:
    kolom = ("dikirim", "nomor", "hal", "tujuan", "cara", "diterima", "penerima")
    return {"kiriman": [[str(n), *(str(d[x]) for x in kolom), ""] for n, d in enumerate(k["kiriman"], 1)]}  # type: ignore[literal-required]


# --- the proof of one paper -------------------------------------------------------------------------------------------


def terbit(naskah: Undangan | Laporan) -> bool:
    """Nothing is distributed before it is issued."""
    return naskah.status is StatusNaskah.TERBIT


def bukti(naskah: Undangan | Laporan) -> Bukti:
    m = db.session.get_one(Musrenbang, naskah.musrenbang_id)
    s = kepala.setelan()
    kolom = Distribusi.undangan_id if isinstance(naskah, Undangan) else Distribusi.laporan_id
    kiriman = _distribusi(kolom == naskah.id)
    berkas = _berkas([d.bukti_id for d in kiriman if d.bukti_id])
    return {
        **kepala.naskah(s, "bukti_distribusi", "", hari_ini()),
        "rincian": [
            {"label": "Naskah", "isi": naskah.JUDUL},
            {"label": "Nomor", "isi": naskah.nomor or "-"},
            {"label": "Tanggal", "isi": kata.tanggal(naskah.tanggal) if naskah.tanggal else "-"},
            {"label": "Hal", "isi": naskah.perihal},
            {"label": "Musrenbang", "isi": m.nama},
        ],
        "kiriman": [_kiriman(d, berkas) for d in kiriman],
        "penutup": kepala.teks(s, "bukti_distribusi.keterangan", m),
        "petugas": kepala.tanda_tangan_kosong(kepala.teks(s, "bukti_distribusi.jabatan", m)),
    }


def _kiriman(d: Distribusi, berkas: dict[int, str]) -> Kiriman:
    return {
        "penerima": d.penerima,
        "cara": d.cara.value,
        "dikirim": _tanggal(d.dikirim_pada),
        "diterima": _tanggal(d.diterima_pada),
        "oleh": d.diterima_oleh or "",
        "bukti": berkas.get(d.bukti_id or 0, ""),
        "status": d.status.value,
    }


def _berkas(ids: list[int]) -> dict[int, str]:
    """Name and beginning of the SHA-256; the bytes stay where they are."""
    hasil: dict[int, str] = {}
    for mulai in range(0, len(ids), 500):
        kueri = db.select(Berkas.id, Berkas.nama, Berkas.sha256).where(Berkas.id.in_(ids[mulai : mulai + 500]))
        hasil |= {n: f"{nama}\nSHA-256 {sha[:SIDIK]}…" for n, nama, sha in db.session.execute(kueri)}
    return hasil


def baris_bukti(k: Bukti) -> dict[str, list[Baris]]:
    hasil: list[Baris] = []
    for n, d in enumerate(k["kiriman"], 1):
        diterima = "\n".join(x for x in (d["diterima"], d["oleh"]) if x)
        hasil.append([str(n), d["penerima"], d["cara"], d["dikirim"] or "-", diterima or "-", d["bukti"] or "-"])
    belum = [d for d in k["kiriman"] if not d["bukti"]]
    tanpa: list[Baris] = [[str(n), d["penerima"], d["cara"], d["status"]] for n, d in enumerate(belum, 1)]
    terkirim, diterima_semua, berbukti = (
        sum(1 for d in k["kiriman"] if d["dikirim"]),
        sum(1 for d in k["kiriman"] if d["status"] == StatusDistribusi.DITERIMA),
        len(k["kiriman"]) - len(belum),
    )
    if hasil:
        hasil.insert(0, {"grup": "A. Penerimaan"})
    if tanpa:
        tanpa.insert(0, {"grup": "B. Belum ada bukti"})
    angka = (len(k["kiriman"]), terkirim, diterima_semua, berbukti, len(belum))
    return {"kiriman": hasil, "tanpa_bukti": tanpa, "rekap": [[kata.bilangan(n) for n in angka]]}
