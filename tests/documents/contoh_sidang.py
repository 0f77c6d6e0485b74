"""Contexts of the berita acara sidang and of the lists of usulan; all people are invented and marked (Demo)."""

from __future__ import annotations

from documents.naskah.berita_acara_sidang import Konteks as Sidang
from documents.naskah.berita_acara_sidang import UsulanSidang
from documents.naskah.daftar_usulan import PUTUSAN, UsulanDaftar
from documents.naskah.daftar_usulan import Konteks as Daftar
from tests.documents import contoh

KECAMATAN = ("Bogor Selatan", "Bogor Timur", "Bogor Tengah", "Bogor Barat", "Bogor Utara", "Tanah Sareal")


def usulan_sidang(n: int) -> list[UsulanSidang]:
    return [
        {
            "kode": f"U-2027-{i + 1:05d}",
            "kecamatan": KECAMATAN[i % 6],
            "kamus": "Pembangunan saluran drainase",
            "permasalahan": "Saluran tersumbat sehingga air meluap ke jalan setiap hujan deras.",
            "lokasi": contoh.LOKASI[i % 3],
            "opd": "DPUPR",
            "hasil": "Diterima dengan perubahan" if i % 3 else "Diterima",
            "anggaran": 150_000_000 + i * 1_000,
            "volume": "120 m",
            "catatan": "",
        }
        for i in range(n)
    ]


def berita_acara_sidang(usulan: int = 12, tanda: str = "", wakil: int = 8, nama: str = "Wakil (Demo)") -> Sidang:
    return {
        **contoh.naskah(tanda),
        "judul": ["HASIL KESEPAKATAN PEMBAHASAN USULAN DALAM SIDANG KELOMPOK MUSRENBANG RKPD KOTA BOGOR TAHUN 2027"],
        "nomor": "000.7.1.3/BAS-      -P2EPD/2026" if tanda == "KONSEP" else "000.7.1.3/BAS-002-P2EPD/2026",
        "bidang": "BIDANG FISIK",
        "kelompok": "Fisik",
        "pembuka": "Pada hari ini Senin tanggal dua puluh tiga bulan Maret tahun dua ribu dua puluh enam (23-03-2026), "
        "bertempat di Ruang Sidang B (Demo), telah diselenggarakan sidang kelompok bidang Fisik.",
        "pengantar_timbang": "Setelah memperhatikan, mendengar dan mempertimbangkan:",
        "timbang": ["pemaparan usulan oleh kecamatan dan perangkat daerah;", "tanggapan peserta,"],
        "pengantar_rincian": "maka pada:",
        "rincian": contoh.rincian(("Hari dan tanggal", "Senin, 23 Maret 2026"), ("Tempat", "Ruang Sidang B (Demo)")),
        "subjek": "seluruh peserta sidang kelompok bidang Fisik",
        "diktum": ["Usulan yang diakomodir (LAMPIRAN I) dan tidak diakomodir (LAMPIRAN II).", "Ditindaklanjuti."],
        "penutup": "Demikian berita acara ini dibuat dan disahkan untuk digunakan sebagaimana mestinya.",
        "pimpinan": contoh.KEPALA,
        "wakil": [
            {
                "pihak": "Kecamatan",
                "instansi": f"Kecamatan {KECAMATAN[i % 6]}",
                "nama": nama,
                "jabatan": "Camat",
                "nip": "197707062006041018" if i % 2 else "",
            }
            for i in range(wakil)
        ],
        "tembusan": ["Wali Kota Bogor"],
        "diakomodir": usulan_sidang(usulan),
        "tidak": usulan_sidang(usulan // 4),
    }


def daftar_usulan(n: int = 12) -> Daftar:
    isi: list[UsulanDaftar] = [
        {
            "grup": KECAMATAN[-1 - i % 6],
            "kode": f"U-2027-{i + 1:05d}",
            "usulan": "Perbaikan saluran drainase dan trotoar jalan lingkungan",
            "lokasi": contoh.LOKASI[i % 3],
            "asal": "Masyarakat",
            "pihak": "DPUPR",
            "volume": "120 m\nmenjadi 100 m" if i % 5 == 0 else "120 m",
            "pagu": 150_000_000 + i,
            "hasil": PUTUSAN[i % 5].capitalize(),
            "sepakat": 140_000_000 + i if i % 5 == 0 else 0,
            "putusan": PUTUSAN[i % 5],
        }
        for i in range(n)
    ]
    return {
        **contoh.naskah(),
        "judul": ["DAFTAR USULAN MENURUT KECAMATAN", "MUSRENBANG 2027 (DEMO)"],
        "menurut": "Kecamatan",
        "judul_pihak": "OPD",
        "keadaan": "24 Maret 2026 10.00 WIB",
        "urutan": list(KECAMATAN),
        "usulan": isi,
    }
