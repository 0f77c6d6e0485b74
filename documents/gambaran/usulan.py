"""Pictures of usulan: where they come from, what becomes of them, of whom and where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from documents import kata
from documents.angka import BATAL, BELUM, NOL, Hitung
from documents.gambaran.bahan import Bahan, Gambar, Sel, Syarat, Ukuran
from documents.naskah import aliran as sankey
from documents.naskah import grafik, peta_petak
from documents.naskah.aliran import Simpul
from documents.naskah.grafik import Deret
from documents.tulisan import capital, word
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import Pesan, ucap
from models.usulan import AsalUsulan, HasilUsulan, StatusUsulan
from models.wilayah import Tingkat, Wilayah
from sop.sipd import DIPUTUSKAN, DITERIMA

OPD_TERBANYAK = 15  # bars in the picture; the table has them all
TANPA_OPD, LINTAS = Pesan("Belum ditentukan"), Pesan("Lintas kecamatan")
TERIMA: Syarat = (*(("status", s.value) for s in DIPUTUSKAN), *(("hasil", h.value) for h in DITERIMA))
KEPALA = (Pesan("Usulan"), Pesan("Pagu diusulkan"), Pesan("Diterima"), Pesan("Pagu disepakati"))


@dataclass(frozen=True)
class _Kelompok:
    """A group of usulan: its name (short where there is little room), its figures, the filter that finds it."""

    nama: str
    h: Hitung
    syarat: tuple[str, str]
    singkat: str = ""


def _pasangan(b: Bahan, kunci: str, menurut: str, rows: Sequence[_Kelompok], digambar: int = 0) -> Gambar:
    """Proposed beside accepted, for each group."""
    judul = b.judul(
        ucap("Usulan dan yang diterima menurut {menurut}", menurut=menurut),
        ucap("Pagu usulan dan yang disepakati menurut {menurut}", menurut=menurut),
    )
    if not rows:
        return Gambar(kunci, judul)
    tampak = rows[: digambar or None]
    deret = [
        Deret(
            b.judul(ucap("Diusulkan"), ucap("Pagu diusulkan")),
            [b.usul(r.h) for r in tampak],
            [b.usulan(r.syarat) for r in tampak],
        ),
        Deret(
            b.judul(ucap("Diterima"), ucap("Pagu disepakati")),
            [b.setuju(r.h) for r in tampak],
            [b.usulan(r.syarat, *TERIMA) for r in tampak],
        ),
    ]
    svg = grafik.batang(judul, [r.singkat or r.nama for r in tampak], deret, b.tulis, b.lebar)
    lebih = len(rows) - len(tampak)
    keterangan = (
        ucap("Gambar memuat {tampak} yang terbesar; {lebih} lainnya ada pada tabel.", tampak=len(tampak), lebih=lebih)
        if lebih > 0
        else ""
    )
    return Gambar(kunci, judul, svg, (capital(menurut), *KEPALA), _tabel(b, rows), keterangan)


def _tabel(b: Bahan, rows: Sequence[_Kelompok]) -> list[list[Sel]]:
    isi = [_larik(r.nama, r.h, b.usulan(r.syarat), b.usulan(r.syarat, *TERIMA)) for r in rows]
    return [*isi, _larik(ucap("Jumlah"), sum((r.h for r in rows), NOL))]


def _larik(nama: str, h: Hitung, semua: str = "", diterima: str = "") -> list[Sel]:
    return [
        Sel(nama),
        Sel(kata.bilangan(h.jumlah), semua),
        Sel(kata.rupiah(h.diusulkan)),
        Sel(kata.bilangan(h.diterima), diterima if h.diterima else ""),
        Sel(kata.rupiah(h.disepakati)),
    ]


# --- where usulan come from and what becomes of them ------------------------------------------------------------------

HASIL = (*(h.value for h in HasilUsulan), BELUM, BATAL)
WARNA = {"diterima": 1, "diterima dengan perubahan": 2, "ditunda": 3, "ditolak": 4, BATAL: 5}


def _menjadi(hasil: str) -> Syarat:
    """The filter of what became of usulan, as angka.menjadi tells it."""
    if hasil == BATAL:
        return (("status", StatusUsulan.BATAL.value),)
    if hasil == BELUM:
        return tuple(("status", s.value) for s in StatusUsulan if s not in (*DIPUTUSKAN, StatusUsulan.BATAL))
    return (*(("status", s.value) for s in DIPUTUSKAN), ("hasil", hasil))


def aliran(b: Bahan) -> Gambar:
    judul = b.judul(ucap("Ke mana aspirasi pergi"), ucap("Ke mana pagu yang diusulkan pergi"))
    asal = [a for a in AsalUsulan if a in b.angka.asal]
    hasil = [h for h in HASIL if any(k[1] == h for k in b.angka.alir)]
    if not asal:
        return Gambar("aliran", judul)
    dari = {a: ("asal", a.value) for a in asal}
    kiri = [Simpul(ucap(word(a)), b.usulan(dari[a])) for a in asal]
    kanan = [Simpul(ucap(word(h)), b.usulan(*_menjadi(h)), WARNA.get(h, 0)) for h in hasil]
    arus, tautan, baris = {}, {}, []
    for i, a in enumerate(asal):
        larik = [Sel(ucap(word(a)))]
        for j, h in enumerate(hasil):
            satu = b.angka.alir.get((a, h), NOL)
            arus[i, j], tautan[i, j] = b.usul(satu), b.usulan(dari[a], *_menjadi(h))
            larik.append(Sel(_tepat(b, satu), tautan[i, j] if satu.jumlah else ""))
        baris.append([*larik, Sel(_tepat(b, b.angka.asal[a]), b.usulan(dari[a]))])
    svg = sankey.aliran(judul, kiri, kanan, arus, b.tulis, b.lebar, tautan if any(tautan.values()) else None)
    return Gambar("aliran", judul, svg, (ucap("Asal"), *(ucap(word(h)) for h in hasil), ucap("Jumlah")), baris)


def _tepat(b: Bahan, h: Hitung) -> str:
    return kata.bilangan(h.jumlah) if b.ukuran is Ukuran.JUMLAH else kata.rupiah(h.diusulkan)


def keadaan(b: Bahan) -> Gambar:
    judul = b.judul(ucap("Usulan menurut keadaannya"), ucap("Pagu usulan menurut keadaan usulan"))
    rows = [
        _Kelompok(ucap(word(s)), b.angka.status[s], ("status", s.value)) for s in StatusUsulan if s in b.angka.status
    ]
    if not rows:
        return Gambar("keadaan", judul)
    nilai, ke = [b.usul(r.h) for r in rows], [b.usulan(r.syarat) for r in rows]
    svg = grafik.batang(
        judul, [r.nama for r in rows], [Deret(b.judul(ucap("Usulan"), ucap("Pagu")), nilai, ke)], b.tulis, b.lebar
    )
    return Gambar("keadaan", judul, svg, (ucap("Keadaan"), *KEPALA), _tabel(b, rows))


def asal(b: Bahan) -> Gambar:
    rows = [_Kelompok(ucap(word(a)), b.angka.asal[a], ("asal", a.value)) for a in AsalUsulan if a in b.angka.asal]
    return _pasangan(b, "asal", ucap("asal"), rows)


# --- groups, places, agencies -----------------------------------------------------------------------------------------


def kelompok(b: Bahan) -> Gambar:
    nama = _nama(KelompokSidang, KelompokSidang.nama, KelompokSidang.urutan)
    rows = [
        _Kelompok(n, b.angka.kelompok[i], ("kelompok_sidang_id", str(i)))
        for i, n in nama.items()
        if i in b.angka.kelompok
    ]
    return _pasangan(b, "kelompok", ucap("kelompok sidang"), rows)


def kecamatan(b: Bahan) -> Gambar:
    rows = [
        _Kelompok(n, b.angka.kecamatan[i], ("kecamatan_id", str(i)))
        for i, n in _nama(Wilayah, Wilayah.nama, Wilayah.kode).items()
        if i in b.angka.kecamatan
    ]
    if None in b.angka.kecamatan:
        rows.append(_Kelompok(LINTAS, b.angka.kecamatan[None], ("kecamatan_id.kosong", "ya")))
    return _pasangan(b, "kecamatan", ucap("kecamatan"), rows)


def opd(b: Bahan) -> Gambar:
    kueri = db.select(PerangkatDaerah.id, PerangkatDaerah.nama, PerangkatDaerah.singkatan)
    rows = [
        _Kelompok(nama, b.angka.opd[i], ("opd_pengampu_id", str(i)), pendek)
        for i, nama, pendek in db.session.execute(kueri)
        if i in b.angka.opd
    ]
    if None in b.angka.opd:
        rows.append(_Kelompok(TANPA_OPD, b.angka.opd[None], ("opd_pengampu_id.kosong", "ya")))
    rows.sort(key=lambda r: (-b.usul(r.h), r.nama))
    return _pasangan(b, "opd", ucap("perangkat daerah"), rows, OPD_TERBANYAK)


def peta(b: Bahan) -> Gambar:
    judul = b.judul(ucap("Usulan menurut kelurahan"), ucap("Pagu usulan menurut kelurahan, dalam juta rupiah"))
    tempat = db.session.scalars(db.select(Wilayah).order_by(Wilayah.kode)).all()
    ada = [w for w in tempat if w.id in b.angka.wilayah or w.deleted_at is None]
    digambar = [w for w in ada if w.peta_kolom and w.peta_baris and w.deleted_at is None]
    petak, nama = [], []
    for w in digambar:
        letak = (w.peta_kolom or 0, w.peta_baris or 0)
        if w.tingkat is Tingkat.KELURAHAN:
            nilai = _di_petak(b, b.angka.wilayah.get(w.id, NOL))
            petak.append(peta_petak.Petak(*letak, w.nama, w.induk_id, nilai, b.usulan(("wilayah_id", str(w.id)))))
        elif w.tingkat is Tingkat.KECAMATAN:
            nilai = _di_petak(b, b.angka.kecamatan.get(w.id, NOL))
            nama.append(peta_petak.Nama(*letak, w.nama, nilai, b.usulan(("kecamatan_id", str(w.id)))))
    if not petak or not b.angka.wilayah:
        return Gambar("peta", judul)
    kelurahan = {w.id: w.nama for w in ada}
    dihitung = [w for w in ada if w.tingkat is Tingkat.KELURAHAN or w.id in b.angka.wilayah]
    rows = [
        _Kelompok(_tempat(w, kelurahan), b.angka.wilayah.get(w.id, NOL), ("wilayah_id", str(w.id))) for w in dihitung
    ]
    di_luar = [w for w in ada if w.id in b.angka.wilayah and (w not in digambar or w.tingkat is not Tingkat.KELURAHAN)]
    luar = sum((b.angka.wilayah[w.id] for w in di_luar), NOL)
    keterangan = ucap("Letak petak dikira-kira, bukan batas wilayah.")
    if luar.jumlah:
        keterangan += ucap(
            " {jumlah} usulan tidak berada pada satu kelurahan; lihat tabel.", jumlah=kata.bilangan(luar.jumlah)
        )
    svg = peta_petak.peta(judul, petak, nama, kata.bilangan, b.lebar)
    baris = _tabel(b, rows)
    for larik, w in zip(baris, dihitung, strict=False):
        if w.tingkat is not Tingkat.KELURAHAN:  # the list shows what lies in a place, this row only what names it
            larik[1], larik[3] = Sel(larik[1].teks), Sel(larik[3].teks)
    return Gambar("peta", judul, svg, (ucap("Kelurahan"), *KEPALA), baris, keterangan)


def _di_petak(b: Bahan, h: Hitung) -> int:
    """A tile has room for few digits: money in juta rupiah."""
    return h.jumlah if b.ukuran is Ukuran.JUMLAH else round(h.diusulkan / 10**6)


def _tempat(w: Wilayah, nama: dict[int, str]) -> str:
    atas = nama.get(w.induk_id or 0, "")
    return f"{w.nama} ({atas})" if w.tingkat is Tingkat.KELURAHAN and atas else f"{w.nama} (seluruh {w.tingkat.value})"


def _nama(model: type[Any], kolom: Any, urutan: Any) -> dict[int, str]:
    return dict(db.session.execute(db.select(model.id, kolom).order_by(urutan)).tuples().all())
