"""Pictures of the work itself: minutes of each step against its norm, and who came to the meetings."""

from __future__ import annotations

from documents import angka, kata
from documents.gambaran.bahan import Bahan, Gambar, Sel
from documents.naskah import grafik
from documents.naskah.grafik import Deret
from models.pesan import ucap

PANJANG_LABEL = 62  # letters of a step's text beside its bar, on paper


def langkah(b: Bahan) -> Gambar:
    judul = ucap("Menit kerja tiap langkah SOP terhadap norma")
    rows = angka.langkah(b.m)
    if not rows:
        return Gambar("langkah", judul)
    ke = [b.alamat("pelaksanaan_langkah", (("musrenbang_id", str(b.m.id)), ("langkah_id", str(r["id"])))) for r in rows]
    muat = PANJANG_LABEL if b.lebar >= grafik.LEBAR else PANJANG_LABEL * 2 // 3
    label = [f"{r['nomor']}. {_pendek(r['nama'], muat)}" for r in rows]
    nyata, norma = (
        Deret(ucap("Menit kerja"), [r["menit"] for r in rows], ke),
        Deret(ucap("Norma SOP"), [r["norma"] for r in rows]),
    )
    svg = grafik.terhadap_norma(judul, label, nyata, norma, lebar=b.lebar)
    baris = [
        [
            Sel(f"{r['nomor']}. {r['nama']}"),
            Sel(ucap("belum dicatat") if r["menit"] is None else kata.bilangan(r["menit"]), alamat),
            Sel(kata.bilangan(r["norma"])),
            Sel(_selisih(r["menit"], r["norma"])),
        ]
        for r, alamat in zip(rows, ke, strict=True)
    ]
    return Gambar(
        "langkah", judul, svg, (ucap("Langkah"), ucap("Menit kerja"), ucap("Norma SOP"), ucap("Selisih")), baris
    )


def _selisih(menit: int | None, norma: int) -> str:
    if menit is None or menit == norma:
        return "–"
    n = kata.bilangan(abs(menit - norma))
    return ucap("{n} menit lebih lama", n=n) if menit > norma else ucap("{n} menit lebih cepat", n=n)


def _pendek(teks: str, muat: int) -> str:
    """The beginning of a long text, cut between words."""
    awal = teks.split(";")[0]
    return awal if len(awal) <= muat else awal[:muat].rsplit(" ", 1)[0] + " …"


def kehadiran(b: Bahan) -> Gambar:
    judul = ucap("Kehadiran menurut unsur pada pleno dan sidang kelompok")
    rows, rapat = angka.kehadiran(b.m)
    if not rows:
        return Gambar("kehadiran", judul)
    di = tuple(("rapat_id", str(i)) for i in rapat)
    daftar = [b.alamat("daftar_hadir", (("unsur", r["unsur"]), *di)) for r in rows]
    datang = [b.alamat("daftar_hadir", (("unsur", r["unsur"]), ("hadir", "ya"), *di)) for r in rows]
    nilai = [
        [r["pleno_daftar"] + r["sidang_daftar"] for r in rows],
        [r["pleno_hadir"] + r["sidang_hadir"] for r in rows],
    ]
    svg = grafik.batang(
        judul,
        [r["nama"] for r in rows],
        [Deret(ucap("Terdaftar"), nilai[0], daftar), Deret(ucap("Hadir"), nilai[1], datang)],
        lebar=b.lebar,
    )
    baris = [
        [Sel(r["nama"]), Sel(kata.bilangan(d), ke_d), Sel(kata.bilangan(h), ke_h if h else "")]
        for r, d, h, ke_d, ke_h in zip(rows, *nilai, daftar, datang, strict=True)
    ]
    baris.append([Sel(ucap("Jumlah")), *(Sel(kata.bilangan(sum(n))) for n in nilai)])
    return Gambar("kehadiran", judul, svg, (ucap("Unsur"), ucap("Terdaftar"), ucap("Hadir")), baris)
