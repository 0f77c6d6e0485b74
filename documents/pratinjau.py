"""The first page of a paper as it would be with settings or a class that are typed and not saved yet.

Its content is the newest real record of the kind; where there is none, a letter that calls itself an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents import catalog, kepala, numbering, pdf, templat
from documents.templat import Tabel
from models import pengaturan
from models.base import Record, db, kinds
from models.musrenbang import Musrenbang
from models.pejabat import Pejabat
from models.pengaturan import JenisKop, KelasNaskah, Pengaturan
from models.waktu import hari_ini

# Which paper shows a setting: how its key begins → kind of record. A key of a paper names its kind itself.
UMUM = {"kop": "undangan", "surat": "undangan", "kertas": "undangan"}
# The field of a record that is printed instead of the setting, where it does not bear the setting's name.
KOLOM = {
    "undangan.hal": "perihal",
    "laporan.umum": "latar_belakang",
    "laporan.maksud": "maksud_tujuan",
}
CONTOH_ISIAN = {
    "tahun_rencana": "2027",
    "tahun_pelaksanaan": "2026",
    "nama_musrenbang": "Musrenbang (contoh)",
    "tempat": "Balai Kota (contoh)",
    "tanggal_huruf": "Senin tanggal dua puluh tiga bulan Maret tahun dua ribu dua puluh enam",
    "tanggal_angka": "23-03-2026",
    "pemberi_sambutan": "Pemberi Sambutan (contoh)",
    "pemateri": "Pemateri (contoh)",
}
BARIS_TERBANYAK = 12  # of a list: one page is shown, and it must come at once
NOMOR_CONTOH = 15
LEBAR = 900  # pixels of the picture


@dataclass(frozen=True)
class Contoh:
    """A paper ready to be drawn; it needs no database any more."""

    html: str
    baris: Tabel
    judul: str

    def pdf(self) -> bytes:
        return pdf.render(self.html, self.baris, judul=self.judul, subjek="Pratinjau", batas_detik=20)

    def gambar(self) -> bytes:
        """The first page as PNG."""
        tugas = {"halaman": 0, "lebar": LEBAR}
        return pdf.kerjakan("gambar", tugas, self.pdf(), judul=self.judul, batas_detik=20)[1]


def kertas(row: Record) -> catalog.Kertas | None:
    """The paper that shows a setting or a class: the first of the catalog that uses it."""
    if isinstance(row, KelasNaskah):
        nama = [k for k in catalog.KATALOG if row.kode in (_kelas(k.kode), _kelas(k.kind))]
    else:
        awal = str(getattr(row, "kunci", "")).partition(".")[0]
        nama = [k for k in catalog.KATALOG if k.kind == UMUM.get(awal, awal)]
    return nama[0] if nama else None


def ada(row: Record) -> bool:
    """Is there anything to see? A number of the SOP changes no paper."""
    return isinstance(row, KelasNaskah) or kertas(row) is not None


def sumber(row: Record) -> Record | None:
    """The record whose paper is shown, or None for the example."""
    found = kertas(row)
    if found is None:
        return None
    model: Any = kinds()[found.kind]
    newest: Record | None = db.session.scalar(
        db.select(model).where(model.deleted_at.is_(None)).order_by(model.id.desc()).limit(1)
    )
    return newest if newest is not None and found.bila(newest) else None


def susun(row: Pengaturan | KelasNaskah) -> Contoh:
    """The paper with `row` as it stands in the session. Nothing is flushed; the caller rolls back.

    Raises PrintError with the sentence of what is wrong with the text.
    """
    with db.session.no_autoflush:
        asal, k = sumber(row), kertas(row)
        if asal is None or k is None:
            kode, isi = "undangan", _surat_contoh(row)
        else:
            if isinstance(row, Pengaturan):
                _tampakkan(row, asal)
            kode, isi = k.kode, dict(k.isi(asal))
        if isinstance(row, Pengaturan) and row.kunci.startswith(("kop.walikota", "kop.garuda")):
            isi["kop"] = kepala.kop(kepala.setelan(), JenisKop.WALI_KOTA)
        if isinstance(row, KelasNaskah) and row.pola_nomor and "nomor" in isi:
            isi["nomor"] = numbering.bentuk(row, NOMOR_CONTOH, "", hari_ini())
        isi = _ringkas(isi) | {"tanda": "KONSEP"}
        html, baris = catalog.susun(kode, isi)
    return Contoh(html, baris, f"Pratinjau {k.judul if k else row}")


def _kelas(kode: str) -> str:
    return pengaturan.KELAS.get(kode, kode)


def _tampakkan(row: Pengaturan, asal: Record) -> None:
    """A record that has a wording of its own would hide the text that is being typed."""
    bagian, _, nama = row.kunci.partition(".")
    if bagian != asal.kind:
        return
    m = db.session.get(Musrenbang, getattr(asal, "musrenbang_id", 0) or 0)
    kolom = KOLOM.get(row.kunci, nama)
    if m is not None and kolom in type(asal).__mapper__.columns:
        setattr(asal, kolom, kepala.teks(kepala.setelan(), row.kunci, m))
    elif m is not None and nama.startswith("diktum."):
        for diktum in getattr(asal, "diktum", []):
            if f"diktum.{diktum.urutan}" == nama:
                diktum.isi = kepala.teks(kepala.setelan(), row.kunci, m)


def _ringkas(isi: Any) -> Any:
    """The same context with short lists."""
    if isinstance(isi, Mapping):
        return {k: _ringkas(v) for k, v in isi.items()}
    return [_ringkas(x) for x in isi[:BARIS_TERBANYAK]] if isinstance(isi, list) else isi


def _surat_contoh(row: Pengaturan | KelasNaskah) -> dict[str, Any]:
    """A letter that shows letterhead, page, type and signature, and the text that is being typed."""
    s = kepala.setelan()
    kode, nama = (row.kode, row.nama) if isinstance(row, KelasNaskah) else (row.kunci.partition(".")[0], row.judul)
    teks = "Naskah ini contoh untuk memperlihatkan kop, huruf, margin dan tanda tangan; isinya bukan naskah dinas."
    if isinstance(row, Pengaturan) and pengaturan.istilah(row.kunci):
        teks = templat.isi_teks(row.nilai, {n: CONTOH_ISIAN[n] for n in pengaturan.istilah(row.kunci)})
    k = row if isinstance(row, KelasNaskah) else None
    pejabat = db.session.get(Pejabat, k.penandatangan_id or 0) if k else None
    ttd = kepala.tanda_tangan(pejabat, k.atas_nama if k else None, jabatan="Jabatan Penanda Tangan", kode=kode)
    if pejabat is None:
        ttd["nama"], ttd["atas_nama"] = "Nama Penanda Tangan (contoh)", kepala.baris(k.atas_nama if k else None)
    return {
        **kepala.naskah(s, kode, "KONSEP", None),
        "nomor": "",
        "sifat": "Contoh",
        "lampiran": "-",
        "hal": f"CONTOH: {nama}",
        "penerima": [{"nama": "Nama penerima (contoh)", "tempat": "Bogor"}],
        "pembuka": teks,
        "rincian": [{"label": "Hari", "isi": "Senin"}, {"label": "Tanggal", "isi": "23 Maret 2026"}],
        "penutup": "Demikian contoh ini dibuat.",
        "penanda_tangan": ttd,
        "tembusan": [],
    }
