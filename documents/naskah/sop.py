"""What a SOP is printed from: the identity page and the flow of PermenPAN-RB 35/2012, all of it from the revision."""

from __future__ import annotations

from typing import Any, TypedDict

from documents import kata, kepala
from documents.alir import Simpul
from documents.konteks import Naskah, Rincian
from documents.templat import Tabel
from models.peran import Peran
from models.sop import Langkah, SopRevisi, StatusSop

TANDA = {StatusSop.DRAF: "KONSEP", StatusSop.DIGANTI: "DIGANTI"}
KAPSUL, KOTAK, BELAH_KETUPAT = "kapsul", "kotak", "belah ketupat"


class Kotak(TypedDict):
    """One box of the identity page: numbered items, or a paragraph when there is only one that is no list."""

    judul: str
    butir: list[str]
    isi: str


class LangkahCetak(TypedDict):
    aktivitas: str
    kelengkapan: str
    waktu: str  # as the SOP writes it: "5 jam"
    output: str
    keterangan: str


class Sop(Naskah):
    judul: str
    unit: list[str]  # the lines below the arms: government, office, unit
    identitas: list[Rincian]  # Nomor SOP … Tgl. Efektif, above the room to sign
    disahkan_jabatan: str
    disahkan_nip: str
    kotak: list[list[Kotak]]  # pairs, side by side
    pelaksana: list[str]  # the columns
    langkah: list[LangkahCetak]
    alur: list[Simpul]
    jumlah_menit: int


def isi(revisi: SopRevisi) -> Sop:
    s = kepala.setelan()
    peran = pelaksana(revisi.langkah) or [Peran.KEPALA_BADAN]  # without actors one column is left for writing
    return {
        **kepala.naskah(s, "sop", TANDA.get(revisi.status, ""), None),
        "judul": revisi.judul,
        "unit": [x for x in (_teks(revisi, "pemerintah"), _teks(revisi, "instansi"), revisi.unit or "") if x],
        "identitas": _identitas(revisi),
        "disahkan_jabatan": revisi.disahkan_jabatan or "",
        "disahkan_nip": revisi.disahkan_nip or "",
        "kotak": _kotak(revisi),
        "pelaksana": [p.judul for p in peran],
        "langkah": [_langkah(x, s["sop.belum_dikonfirmasi"]) for x in revisi.langkah],
        "alur": alur(revisi.langkah, peran),
        "jumlah_menit": sum(x.waktu for x in revisi.langkah),
    }


def baris(k: Sop) -> Tabel:
    hasil: Tabel = {"langkah": []}
    for n, x in enumerate(k["langkah"], 1):
        kosong = [""] * len(k["pelaksana"])
        isi = [x[i] for i in ("kelengkapan", "waktu", "output", "keterangan")]
        hasil["langkah"].append([str(n), x["aktivitas"], *kosong, *isi])
    if k["langkah"]:
        menit = k["jumlah_menit"]
        jumlah = f"{kata.bilangan(menit)} menit" + (f" = {kata.lama(menit)}" if menit >= 60 else "")
        hasil["langkah"].append({"jumlah": ["Jumlah norma waktu", jumlah]})
    return hasil


def pelaksana(langkah: list[Langkah]) -> list[Peran]:
    """The columns: who acts at any step, in the order of the roles."""
    bertindak = {p.peran for x in langkah for p in x.pelaksana}
    return [p for p in Peran if p in bertindak]


def alur(langkah: list[Langkah], peran: list[Peran]) -> list[Simpul]:
    """The symbol of each step in the column of its main actor; a step that can go back is a decision."""
    nomor = {x.kode: n for n, x in enumerate(langkah)}
    hasil: list[Simpul] = []
    for n, x in enumerate(langkah):
        utama = [p.peran for p in x.pelaksana if p.utama] or [p.peran for p in x.pelaksana[:1]]
        kembali = nomor.get(x.kembali_ke or "")
        ujung = KAPSUL if n in (0, len(langkah) - 1) else KOTAK
        hasil.append(
            {
                "kolom": [peran.index(p) for p in utama],
                "bentuk": ujung if kembali is None else BELAH_KETUPAT,
                "kembali": kembali,
                "maju": "" if kembali is None else x.judul_maju or "Ya",
                "balik": "" if kembali is None else x.judul_kembali or "Tidak",
            }
        )
    return hasil


def _identitas(revisi: SopRevisi) -> list[Rincian]:
    def hari(tanggal: Any) -> str:
        return kata.tanggal(tanggal) if tanggal else ""

    isi = (
        ("Nomor SOP", revisi.nomor),
        ("Lintas Fungsi Peta Proses Bisnis", _teks(revisi, "lintas_fungsi")),
        ("Aktifitas Lintas Fungsi", _teks(revisi, "aktifitas_lintas_fungsi")),
        ("Tgl. Pembuatan", hari(revisi.tanggal_pembuatan)),
        ("Tgl. Revisi", hari(revisi.tanggal_revisi)),
        ("Tgl. Efektif", hari(revisi.tanggal_efektif)),
    )
    wajib = ("Nomor SOP", "Tgl. Pembuatan", "Tgl. Revisi", "Tgl. Efektif")
    return [{"label": label, "isi": teks} for label, teks in isi if teks or label in wajib]


def _kotak(revisi: SopRevisi) -> list[list[Kotak]]:
    pasangan = (
        (("Dasar Hukum", "dasar_hukum"), ("Kualifikasi Pelaksana", "kualifikasi")),
        (("Keterkaitan", "keterkaitan"), ("Peralatan/Perlengkapan", "peralatan")),
        (("Peringatan", "peringatan"), ("Pencatatan dan Pendataan", "pencatatan")),
    )
    return [[_satu_kotak(judul, revisi.identitas.get(kunci)) for judul, kunci in dua] for dua in pasangan]


def _satu_kotak(judul: str, isi: Any) -> Kotak:
    butir = [str(x) for x in isi] if isinstance(isi, list) else []
    return {"judul": judul, "butir": butir, "isi": "" if isinstance(isi, list) else str(isi or "")}


def _langkah(x: Langkah, belum: str) -> LangkahCetak:
    perkiraan = f"({belum})" if belum and any(not p.dikonfirmasi for p in x.pelaksana) else ""
    return {
        "aktivitas": x.aktivitas,
        "kelengkapan": _butir(x.kelengkapan),
        "waktu": x.waktu_teks,
        "output": _butir(x.output),
        "keterangan": "\n".join(t for t in (x.keterangan, perkiraan) if t),
    }


def _butir(isi: list[dict[str, Any]]) -> str:
    teks = [str(b["teks"]) for b in isi]
    return "\n".join(f"- {t}" for t in teks) if len(teks) > 1 else "".join(teks)


def _teks(revisi: SopRevisi, kunci: str) -> str:
    return str(revisi.identitas.get(kunci) or "")
