"""The index of a dossier: for machines (JSON), for a spreadsheet (CSV), and the page that a person reads first."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from typing import Any

from bulk import keluaran
from bulk.lembar import Pesanan
from documents import kepala
from models.arsip import Arsip
from models.musrenbang import Musrenbang
from models.riwayat import json_nilai
from models.waktu import sekarang
from sop.langkah import langkah_sop

SKEMA = 1


@dataclass(frozen=True)
class Butir:
    """A line of the index: a paper, an attachment, or a paper that could not be printed (`berkas` empty, `alasan`)."""

    jenis: str  # "naskah", "versi lain", "lampiran"
    langkah: list[int]
    kind: str
    record_id: int
    record: str
    kode: str = ""
    judul: str = ""
    nomor: str = ""
    tanggal: str = ""
    penanda_tangan: str = ""
    status: str = ""
    beku: bool = False
    berkas: str = ""
    halaman: int | None = None
    ukuran: int = 0
    sha256: str = ""
    alasan: str = ""


def json_(m: Musrenbang, pesanan: Pesanan, isi: list[Butir], jumlah: tuple[int, int]) -> bytes:
    """The index for machines; `jumlah` are the rows and links of the diary."""
    sop = m.sop_revisi
    indeks = {
        "skema": SKEMA,
        "dibuat": json_nilai(sekarang().replace(microsecond=0)),
        "oleh": pesanan.actor.nama,
        "instansi": kepala.setelan()["kop.instansi"],
        "musrenbang": {"id": m.id, "nama": m.nama, "tahun": m.tahun, "status": m.status.value},
        "demonstrasi": m.demonstrasi,
        "sop": str(sop) if sop else "",
        "langkah": [{"nomor": s.urutan, "kode": s.kode, "aktivitas": s.aktivitas} for s in langkah_sop(m)],
        "arsip": [_arsip(a) for a in keluaran.milik_musrenbang(m, "arsip") if isinstance(a, Arsip)],
        "riwayat": {"baris": jumlah[0], "mata_rantai": jumlah[1]},
        "isi": [asdict(b) for b in isi],
    }
    return json.dumps(indeks, ensure_ascii=False, indent=1).encode()


def _arsip(a: Arsip) -> dict[str, Any]:
    kolom = ("uraian", "tanggal", "jumlah", "tingkat", "lokasi", "aktif_sampai", "inaktif_sampai", "nasib", "status")
    return {"kode_klasifikasi": a.kode_klasifikasi.kode, **{k: json_nilai(getattr(a, k)) for k in kolom}}


def csv_(isi: list[Butir]) -> bytes:
    """The index for a spreadsheet; a text that would be read as a formula is shown as text."""
    keluar = io.StringIO()
    penulis = csv.writer(keluar, lineterminator="\r\n")
    penulis.writerow(["no", *Butir.__dataclass_fields__])
    for no, butir in enumerate(isi, 1):
        nilai = {**asdict(butir), "langkah": " ".join(map(str, butir.langkah)), "beku": "ya" if butir.beku else "tidak"}
        penulis.writerow([no, *("" if v is None else _aman(str(v)) for v in nilai.values())])
    return b"\xef\xbb\xbf" + keluar.getvalue().encode()


def _aman(teks: str) -> str:
    return f"'{teks}" if teks[:1] in ("=", "+", "-", "@", "\t", "\r") else teks


def baca(m: Musrenbang, isi: list[Butir], jumlah: tuple[int, int]) -> bytes:
    """What the archive holds and how to check it."""
    hitung = {j: sum(b.jenis == j and bool(b.berkas) for b in isi) for j in ("naskah", "versi lain", "lampiran")}
    konsep = sum(b.jenis == "naskah" and b.status == "konsep" for b in isi)
    gagal = [f"  - {b.judul}: {b.record} ({b.alasan})" for b in isi if not b.berkas]
    demo = ["DEMONSTRASI: isi berkas ini bukan data yang sebenarnya."] if m.demonstrasi else []
    baris = [
        f"BERKAS LENGKAP – {m.nama}",
        *demo,
        "",
        f"naskah/    {hitung['naskah']} naskah menurut langkah SOP, {konsep} di antaranya konsep (bertanda KONSEP),",
        f"           dan {hitung['versi lain']} naskah beku yang sudah diganti atau dibatalkan (versi-lain)",
        f"lampiran/  {hitung['lampiran']} pindaian dan lampiran, menurut data yang memuatnya",
        f"riwayat/   {jumlah[0]} catatan riwayat Musrenbang ini dan {jumlah[1]} mata rantai yang mengikatnya",
        "",
        "index.json, index.csv   langkah, data, nomor, tanggal, penanda tangan, status, halaman, SHA-256 tiap berkas",
        "SHA256SUMS              sidik semua berkas",
        *(["", "Tidak dapat dicetak:", *gagal] if gagal else []),
        "",
        "Memeriksa keutuhan:",
        "  sha256sum -c SHA256SUMS                  setelah dibuka",
        "  python periksa.py berkas.zip             berkas, indeks dan sidik riwayat",
        "  python periksa.py berkas.zip KUNCI       juga rantai riwayat; KUNCI = berkas DIARY_KEY milik instansi",
        "",
        "Sidik satu catatan = SHA-256 dari daftar JSON nilai-nilai `isi` menurut urutannya. Catatan yang isiannya",
        "disamarkan (data pribadi) menyebut kolomnya pada `disamarkan`; sidiknya tetap sidik isi yang asli.",
        "HMAC mata rantai = HMAC-SHA256(kunci; sebelumnya, id, waktu, sidik-sidik, dipisah baris baru).",
        "",
    ]
    return "\n".join(baris).encode()
