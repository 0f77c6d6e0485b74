"""Tables and pictures of the laporan Musrenbang, computed from the records: usulan, attendance, minutes, meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from documents import angka, kata
from documents.gambaran.bahan import Bahan, Gambar, Ukuran
from documents.gambaran.daftar import gambar
from documents.naskah import grafik, notulen, usulan
from documents.naskah.baris import Baris
from documents.naskah.grafik import Deret
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.musrenbang import Musrenbang
from models.rapat import DaftarHadir, Rapat
from models.waktu import lokal
from models.wilayah import Tingkat, Wilayah

KEGIATAN, HASIL = 2, 3  # the chapters that have tables and pictures


class Sajian(TypedDict):
    """A table or a picture of a chapter; `bentuk` names its layout, `nomor` counts tables and pictures apart."""

    bab: int
    bentuk: str  # "gambar", "usulan", "rapat", "unsur", "langkah", "alasan"
    nama: str
    nomor: int
    judul: str
    kepala: str  # the head of the first column of a "usulan" table
    isi: list[dict[str, Any]]
    svg: str


def sajian(m: Musrenbang, putusan: Sequence[dict[str, Any]]) -> list[Sajian]:
    """What has something to show, numbered through the report: Tabel 1, 2, … and Gambar 1, 2, …"""
    langkah, hadir = angka.langkah(m), angka.kehadiran(m)[0]
    b = Bahan(m, angka.usulan(m.id))
    uang = replace(b, ukuran=Ukuran.RUPIAH)
    kelompok = menurut_kolom(putusan, "kelompok", _nama_urut(KelompokSidang.nama, KelompokSidang.urutan))
    kecamatan = menurut_kolom(putusan, "kecamatan", _nama_urut(Wilayah.nama, Wilayah.kode, Tingkat.KECAMATAN))
    opd = sorted(menurut_kolom(putusan, "nama_opd"), key=lambda r: (-r["pagu"], r["nama"]))
    asal = menurut_kolom([{**u, "asal": usulan.asal(u)} for u in putusan], "asal")
    semua = [
        _tabel(KEGIATAN, "rapat", "rapat", "Rapat dan sidang Musrenbang", _rapat(m)),
        _tabel(KEGIATAN, "unsur", "unsur", "Kehadiran menurut unsur peserta", hadir),
        _lukisan(KEGIATAN, gambar(b, "kehadiran")),
        _tabel(KEGIATAN, "langkah", "langkah", "Waktu kerja tiap langkah SOP terhadap norma", langkah),
        _lukisan(KEGIATAN, gambar(b, "langkah")),
        _lukisan(HASIL, gambar(b, "aliran")),
        _lukisan(HASIL, gambar(b, "keadaan")),
        _usulan("kelompok", "Kelompok sidang", "Usulan menurut kelompok sidang", kelompok),
        _gambar(HASIL, "Usulan yang dibahas dan disepakati menurut kelompok sidang", kelompok, _gambar_usulan),
        _lukisan(HASIL, gambar(uang, "kelompok")),
        _usulan("kecamatan", "Kecamatan", "Usulan menurut kecamatan", kecamatan),
        _gambar(HASIL, "Usulan yang dibahas dan disepakati menurut kecamatan", kecamatan, _gambar_usulan),
        _lukisan(HASIL, gambar(uang, "kecamatan")),
        _lukisan(HASIL, gambar(b, "peta")),
        _usulan("opd", "Perangkat daerah", "Usulan menurut perangkat daerah, dari pagu yang terbesar", opd),
        _lukisan(HASIL, gambar(uang, "opd")),
        _usulan("asal", "Asal usulan", "Usulan menurut asalnya", asal),
        _lukisan(HASIL, gambar(b, "asal")),
        _tabel(HASIL, "alasan", "alasan", "Alasan usulan belum dapat diakomodir", _alasan(putusan)),
    ]
    return _bernomor([s for s in semua if s["isi"] or s["svg"]])


def _bernomor(semua: list[Sajian]) -> list[Sajian]:
    nomor = {"gambar": 0, "tabel": 0}
    for s in semua:
        jenis = "gambar" if s["bentuk"] == "gambar" else "tabel"
        nomor[jenis] += 1
        s["nomor"] = nomor[jenis]
    return semua


def _tabel(bab: int, bentuk: str, nama: str, judul: str, isi: list[dict[str, Any]], kepala: str = "") -> Sajian:
    return {
        "bab": bab, "bentuk": bentuk, "nama": nama, "nomor": 0, "judul": judul, "kepala": kepala, "isi": isi, "svg": ""
    }  # fmt: skip


def _usulan(nama: str, kepala: str, judul: str, isi: list[dict[str, Any]]) -> Sajian:
    return _tabel(HASIL, "usulan", nama, judul, isi, kepala)


def _gambar(bab: int, judul: str, isi: list[dict[str, Any]], lukis: Any) -> Sajian:
    return {**_tabel(bab, "gambar", "", judul, isi), "svg": lukis(judul, isi) if isi else ""}


def _lukisan(bab: int, g: Gambar) -> Sajian:
    """One of the pictures of the panel's own page; a single bar tells nothing beside its table."""
    ada = sum(larik[0].teks != "Jumlah" for larik in g.baris) > 1
    judul = f"{g.judul}. {g.keterangan}".rstrip(". ") if g.keterangan else g.judul
    return {**_tabel(bab, "gambar", "", judul, []), "svg": g.svg if ada else ""}


# --- usulan -----------------------------------------------------------------------------------------------------------


def menurut_kolom(putusan: Sequence[dict[str, Any]], kolom: str, urutan: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Per value of a column how many were discussed, agreed and not, and how much; `urutan` first, then by name."""
    baris: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"dibahas": 0, "sepakat": 0, "belum": 0, "diusulkan": 0, "pagu": 0}
    )
    for u in putusan:
        r = baris[u[kolom]]
        r["dibahas"] += 1
        r["sepakat" if u["hasil"] in usulan.DITERIMA else "belum"] += 1
        r["diusulkan"] += u["pagu_usulan"]
        r["pagu"] += u["pagu_disepakati"] or 0
    tempat = {nama: n for n, nama in enumerate(urutan)}
    return [{"nama": k, **baris[k]} for k in sorted(baris, key=lambda k: (tempat.get(k, len(tempat)), k))]


def _alasan(putusan: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    hitung: dict[str, int] = defaultdict(int)
    for u in putusan:
        if u["hasil"] not in usulan.DITERIMA:
            hitung[u["alasan"] or "Alasan belum dicatat"] += 1
    return [{"nama": k, "usulan": n} for k, n in sorted(hitung.items(), key=lambda x: (-x[1], x[0]))]


def _nama_urut(nama: Any, urutan: Any, tingkat: Tingkat | None = None) -> list[str]:
    kueri = db.select(nama).order_by(urutan)
    return list(db.session.scalars(kueri if tingkat is None else kueri.where(Wilayah.tingkat == tingkat)))


def _gambar_usulan(judul: str, isi: list[dict[str, Any]]) -> str:
    deret = [Deret("Dibahas", [r["dibahas"] for r in isi]), Deret("Disepakati", [r["sepakat"] for r in isi])]
    return grafik.batang(judul, [r["nama"] for r in isi], deret)


# --- meetings and steps -----------------------------------------------------------------------------------------------


def _rapat(m: Musrenbang) -> list[dict[str, Any]]:
    hadir = dict(
        db.session.execute(
            db.select(DaftarHadir.rapat_id, db.func.count(db.case((DaftarHadir.hadir.is_(True), 1))))
            .join(Rapat, DaftarHadir.rapat_id == Rapat.id)
            .where(Rapat.musrenbang_id == m.id, DaftarHadir.deleted_at.is_(None))
            .group_by(DaftarHadir.rapat_id)
        )
        .tuples()
        .all()
    )
    kueri = db.select(Rapat).options(db.joinedload(Rapat.ruang)).where(Rapat.musrenbang_id == m.id)
    return [
        {
            "nama": r.judul,
            "waktu": f"{kata.hari_tanggal(lokal(r.mulai).date())}\n{notulen.waktu(r)}",
            "tempat": notulen.tempat(r),
            "hadir": hadir.get(r.id),  # None: nobody kept a list
        }
        for r in db.session.scalars(kueri.where(Rapat.deleted_at.is_(None)).order_by(Rapat.mulai, Rapat.id))
    ]


# --- rows of the tables -----------------------------------------------------------------------------------------------


def baris(s: Sajian) -> list[Baris]:
    return _BARIS[s["bentuk"]](s["isi"])


def _baris_usulan(isi: list[dict[str, Any]]) -> list[Baris]:
    def angka(r: dict[str, Any]) -> list[str]:
        return [*(kata.bilangan(r[x]) for x in USULAN[:3]), *(kata.rupiah(r[x]) for x in USULAN[3:])]

    jumlah = {x: sum(r[x] for r in isi) for x in USULAN}
    return [*([str(n), r["nama"], *angka(r)] for n, r in enumerate(isi, 1)), {"jumlah": ["Jumlah", *angka(jumlah)]}]


USULAN = ("dibahas", "sepakat", "belum", "diusulkan", "pagu")


def _baris_rapat(isi: list[dict[str, Any]]) -> list[Baris]:
    return [
        [str(n), r["nama"], r["waktu"], r["tempat"], "-" if r["hadir"] is None else kata.bilangan(r["hadir"])]
        for n, r in enumerate(isi, 1)
    ]


def _baris_unsur(isi: list[dict[str, Any]]) -> list[Baris]:
    rows: list[Baris] = [[str(n), r["nama"], *(str(r[x]) for x in angka.KEHADIRAN)] for n, r in enumerate(isi, 1)]
    return [*rows, {"jumlah": ["Jumlah", *(kata.bilangan(sum(r[x] for r in isi)) for x in angka.KEHADIRAN)]}]


def _baris_langkah(isi: list[dict[str, Any]]) -> list[Baris]:
    """The last row counts the steps that were recorded only, and says so: it promises nothing about the others."""
    rows: list[Baris] = [
        [str(r["nomor"]), r["nama"], r["tanggal"], str(r["norma"]), *_nyata(r["menit"], r["norma"])] for r in isi
    ]
    tercatat = [r for r in isi if r["menit"] is not None]
    norma = sum(r["norma"] for r in tercatat or isi)
    nyata = sum(r["menit"] for r in tercatat) if tercatat else None
    judul = "Jumlah langkah yang tercatat" if 0 < len(tercatat) < len(isi) else "Jumlah"
    return [*rows, {"jumlah": [judul, kata.bilangan(norma), *_nyata(nyata, norma)]}]


def _nyata(menit: int | None, norma: int) -> tuple[str, str]:
    if menit is None:
        return "-", "-"
    beda = menit - norma
    tanda = "+" if beda > 0 else ("−" if beda < 0 else "")
    return kata.bilangan(menit), f"{tanda}{kata.bilangan(abs(beda))}"


def _baris_alasan(isi: list[dict[str, Any]]) -> list[Baris]:
    rows: list[Baris] = [[str(n), r["nama"], kata.bilangan(r["usulan"])] for n, r in enumerate(isi, 1)]
    return [*rows, {"jumlah": ["Jumlah", kata.bilangan(sum(r["usulan"] for r in isi))]}]


_BARIS = {
    "usulan": _baris_usulan,
    "rapat": _baris_rapat,
    "unsur": _baris_unsur,
    "langkah": _baris_langkah,
    "alasan": _baris_alasan,
}
