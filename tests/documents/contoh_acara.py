"""Contexts of the papers around the event, distribution and archive; all people are invented and marked (Demo)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from documents.konteks import TandaTangan
from documents.naskah.arsip import Berkas, DaftarIsi, DaftarRetensi, Retensi
from documents.naskah.ekspedisi import Bukti, Buku, Ekspedisi, Kiriman
from documents.naskah.jadwal import AcaraTercetak
from documents.naskah.jadwal import Konteks as Jadwal
from documents.naskah.kartu_undangan import Kartu
from documents.naskah.kartu_undangan import Konteks as Kartu_
from documents.naskah.lembar import setengah
from documents.naskah.penerima import Alamat, Amplop, Daftar, Diundang, Label
from documents.naskah.penetapan_ruang import Konteks as Penetapan
from documents.naskah.penetapan_ruang import Pemakaian
from documents.naskah.poster import Konteks as Poster
from documents.naskah.surat_pengantar import SuratPengantar, TandaTerima
from tests.documents.contoh import KEPALA, naskah, rincian

UNSUR = ("DPRD", "perangkat daerah", "kecamatan dan kelurahan", "perguruan tinggi", "tokoh masyarakat")
PETUGAS: TandaTangan = {
    "atas_nama": [],
    "sebagai": "",
    "jabatan": "Pengelola Arsip",
    "nama": f"({'.' * 44})",
    "pangkat": "",
    "nip": "",
}
NAMA = (
    ("Camat Bogor Tengah", "", "Jl. Pajajaran No. 14, Babakan"),
    ("Kepala Dinas Pekerjaan Umum dan Penataan Ruang", "", "Jl. Pool Bina Marga No. 2"),
    ("Prof. Dr. Ir. Hj. Nur Endah Kusumaningrum (Demo), M.Sc., Ph.D.", "IPB University", "Kampus IPB Baranangsiang"),
    ("Ketua Forum Anak", "Forum Anak Kota Bogor", ""),
)


def penetapan_ruang(n: int = 5, tanda: str = "") -> Penetapan:
    ruang = ("Ruang Paseban Sri Bima\nBalai Kota Bogor\nJl. Ir. H. Juanda No. 10", "Ruang Rapat I\nGedung Bapperida")
    pemakaian: list[Pemakaian] = [
        {
            "ruang": ruang[min(i, 1)],
            "kapasitas": "250 orang" if not i else "40 orang",
            "tanggal": "Senin, 23 Maret 2026",
            "jam": "08.00 s.d. 16.00 WIB",
            "keperluan": "Pleno" if not i else f"Sidang kelompok {('Fisik', 'Sosbud', 'Ekonomi')[i % 3]}",
            "kebutuhan": "Proyektor, pengeras suara, 2 mikrofon nirkabel",
            "penanggung_jawab": "Siti Rahmawati (Demo), S.Sos.",
        }
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "judul": "Ruang pertemuan Musrenbang RKPD Kota Bogor Tahun 2027",
        "pembuka": "Dalam rangka pelaksanaan Musrenbang RKPD Kota Bogor Tahun 2027, dengan ini ditetapkan pemakaian "
        "ruang sebagai berikut:",
        "pemakaian": pemakaian,
        "penutup": "Demikian penetapan ini dibuat untuk dipergunakan sebagaimana mestinya.",
        "penanda_tangan": KEPALA,
    }


def jadwal(n: int = 8, tanda: str = "") -> Jadwal:
    acara: list[AcaraTercetak] = [
        {
            "hari": "Senin, 23 Maret 2026" if i < max(n - 2, 1) else "Selasa, 24 Maret 2026",
            "waktu": "08.00 s.d. 09.00 WIB",
            "acara": ("Registrasi dan pembukaan", "Paparan rancangan RKPD Kota Bogor", "Sidang kelompok Fisik")[i % 3],
            "narasumber": ("-", "Kepala Bapperida Kota Bogor", "Asisten Ekonomi dan Pembangunan")[i % 3],
            "tempat": "Ruang Paseban Sri Bima, Balai Kota Bogor",
            "penanggung_jawab": "Tim Musrenbang",
        }
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "judul": "Musrenbang RKPD Kota Bogor Tahun 2027",
        "pembuka": "Jadwal pelaksanaan Musrenbang RKPD Kota Bogor Tahun 2027 ditetapkan sebagai berikut:",
        "acara": acara,
        "penutup": "Perubahan jadwal diberitahukan kepada peserta sebelum acara dimulai.",
        "penanda_tangan": KEPALA,
    }


def daftar_undangan(n: int = 12, tanda: str = "") -> Daftar:
    penerima: list[Diundang] = [
        {"unsur": UNSUR[i * 5 // max(n, 5)], "nama": f"{NAMA[i % 4][0]}", "lembaga": NAMA[i % 4][1], "tempat": "Bogor"}
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "nomor": "000.7.1.3/      -P2EPD/2026" if tanda == "KONSEP" else "000.7.1.3/015-P2EPD/2026",
        "hal": "Undangan Musrenbang RKPD Kota Bogor Tahun 2027",
        "penerima": penerima,
        "penanda_tangan": KEPALA,
    }


def alamat(n: int) -> list[Alamat]:
    return [
        {"nama": NAMA[i % 4][0], "lembaga": NAMA[i % 4][1], "alamat": NAMA[i % 4][2], "tempat": "Bogor"}
        for i in range(n)
    ]


def label_undangan(n: int = 30, tanda: str = "") -> Label:
    return {
        **naskah(tanda),
        "lembar": {"lebar": 210, "tinggi": 297},
        "kisi": {
            **{"kolom": 3, "baris": 8, "lebar": 64, "tinggi": 32},
            **{"kiri": 7, "atas": 13.5, "selax": 2, "selay": 2},
        },  # type: ignore[typeddict-item]
        "sapaan": "Kepada Yth.",
        "penerima": alamat(n),
    }


def amplop_undangan(n: int = 4, tanda: str = "") -> Amplop:
    dasar = naskah(tanda)
    dasar["halaman"] |= {"kiri": 10, "kanan": 12, "atas": 8, "kop_atas": 8, "bawah": 9}
    return {
        **dasar,
        "lembar": {"lebar": 230, "tinggi": 110},
        "sapaan": "Kepada Yth.",
        "nomor": "000.7.1.3/015-P2EPD/2026",
        "penerima": alamat(n),
    }


def kartu_undangan(n: int = 10, tanda: str = "") -> Kartu_:
    kartu: list[Kartu] = [
        {
            "nama": NAMA[i % 4][0],
            "lembaga": NAMA[i % 4][1],
            "kode": f"{i + 2}-K7QX4MT2",
            "qr": f"https://panel.contoh.invalid/hadir/{i + 2}-K7QX4MT2",
        }
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "lembar": {"lebar": 210, "tinggi": 297},
        "kisi": {
            **{"kolom": 2, "baris": 4, "lebar": 95, "tinggi": 66},
            **{"kiri": 10, "atas": 16.5, "selax": 0, "selay": 0},
        },  # type: ignore[typeddict-item]
        "acara": "Musrenbang RKPD Kota Bogor Tahun 2027",
        "tanggal_acara": "Senin, 23 Maret 2026",
        "waktu": "08.00 WIB s.d. selesai",
        "tempat_acara": "Ruang Paseban Sri Bima, Balai Kota Bogor",
        "petunjuk": "Tunjukkan kartu ini di meja pendaftaran.",
        "kartu": kartu,
    }


def poster(kertas: str, n: int = 5, tanda: str = "") -> Poster:
    dasar = naskah(tanda)
    kiri, atas, bawah = (25.4, 19.8, 14.1) if kertas == "A3" else (18, 14, 10)
    dasar["halaman"] |= {"kiri": kiri, "kanan": kiri, "atas": atas, "kop_atas": atas, "bawah": bawah}
    dasar["halaman"]["kertas"] = "A3" if kertas == "A3" else "A4"
    isi = ("Registrasi dan pembukaan", "Paparan rancangan RKPD Kota Bogor", "Pleno dan penandatanganan berita acara")
    sidang = "Sidang kelompok Pemerintahan, Fisik, Sosbud dan Ekonomi"
    return {
        **dasar,
        "warna": "#1F4E79",
        "atasan": "Undangan terbuka bagi warga",
        "judul": "Musrenbang RKPD Kota Bogor Tahun 2027",
        "tema": "Pemerataan layanan dasar dan penguatan ekonomi warga",
        "kalimat": "Mari ikut menentukan arah pembangunan kota. Usulan dari kelurahan dan kecamatan dibahas bersama.",
        "hari": "Senin",
        "tanggal_acara": "23 Maret 2026",
        "pukul": "08.00 s.d. 16.00 WIB",
        "tempat_acara": "Ruang Paseban Sri Bima",
        "alamat_acara": "Balai Kota Bogor, Jl. Ir. H. Juanda No. 10",
        "agenda": [
            {"hari": "", "pukul": f"{8 + i:02d}.00–{9 + i:02d}.00", "acara": [sidang if i == 2 else isi[i % 3]]}
            for i in range(min(n, 8))
        ],
        "lainnya": max(0, n - 8),
        "alamat": "https://www.bappeda.kotabogor.go.id",
        "ajakan": "Keterangan lebih lanjut:",
        "penyelenggara": "BADAN PERENCANAAN PEMBANGUNAN, RISET DAN INOVASI DAERAH",
    }


KIRIM = {
    "jenis": "Surat undangan Nomor 000.7.1.3/015-P2EPD/2026 tanggal 9 Maret 2026, hal Undangan Musrenbang RKPD",
    "banyaknya": "1 (satu) berkas",
    "keterangan": "Disampaikan dengan hormat untuk diketahui dan dipergunakan sebagaimana mestinya.",
}


def surat_pengantar(n: int = 1, tanda: str = "") -> SuratPengantar:
    return {
        **naskah(tanda),
        "nomor": "000.7.1.3/SP-      -P2EPD/2026" if tanda == "KONSEP" else "000.7.1.3/SP-004-P2EPD/2026",
        "penerima": "Kepala Dinas Pekerjaan Umum dan Penataan Ruang Kota Bogor",
        "tempat_penerima": "Bogor",
        "kiriman": [{**KIRIM} for _ in range(n)],  # type: ignore[typeddict-item]
        "diterima": "",
        "nama_penerima": "",
        "pengirim": KEPALA,
    }


def tanda_terima(n: int = 1, tanda: str = "") -> TandaTerima:
    dasar = naskah(tanda)
    dasar["halaman"] = setengah(dasar["halaman"])
    return {
        **dasar,
        "nomor": "000.7.1.3/SP-004-P2EPD/2026",
        "dari": "Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
        "penerima": "Kepala Dinas Pekerjaan Umum dan Penataan Ruang Kota Bogor",
        "tempat_penerima": "Bogor",
        "kiriman": [{**KIRIM} for _ in range(n)],  # type: ignore[typeddict-item]
        "diterima": "",
        "nama_penerima": "",
    }


def bukti_distribusi(n: int = 9, tanda: str = "") -> Bukti:
    kiriman: list[Kiriman] = [
        {
            "penerima": NAMA[i % 4][0],
            "cara": "diantar langsung" if i % 2 else "WhatsApp",
            "dikirim": "10-03-2026",
            "diterima": "11-03-2026" if i % 3 else "",
            "oleh": "Rina (Demo)" if i % 3 else "",
            "bukti": f"tanda-terima-{i:03d}.pdf\nSHA-256 9f2c41d07ab3…" if i % 3 else "",
            "status": "diterima" if i % 3 else "dikirim",
        }
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "rincian": rincian(
            ("Naskah", "Undangan"),
            ("Nomor", "000.7.1.3/015-P2EPD/2026"),
            ("Tanggal", "9 Maret 2026"),
            ("Hal", "Undangan Musrenbang RKPD Kota Bogor Tahun 2027"),
        ),
        "kiriman": kiriman,
        "penutup": "Demikian daftar ini dibuat dari catatan pengiriman dan bukti yang tersimpan.",
        "petugas": {**PETUGAS, "jabatan": "Petugas Distribusi"},
    }


def buku_ekspedisi(n: int = 9, tanda: str = "") -> Buku:
    kiriman: list[Ekspedisi] = [
        {
            "dikirim": "10-03-2026",
            "nomor": "000.7.1.3/015-P2EPD/2026",
            "hal": "Undangan Musrenbang RKPD Kota Bogor Tahun 2027",
            "tujuan": NAMA[i % 4][0],
            "cara": "diantar langsung",
            "diterima": "11-03-2026" if i % 3 else "",
            "penerima": "Rina (Demo)" if i % 3 else "",
        }
        for i in range(n)
    ]
    return {**naskah(tanda), "musrenbang": "Musrenbang RKPD Kota Bogor Tahun 2027", "kiriman": kiriman}


def daftar_isi_berkas(n: int = 4, tanda: str = "") -> DaftarIsi:
    berkas: list[Berkas] = [
        {
            "kode": "000.7.1.3",
            "uraian": "Berkas Musrenbang RKPD Kota Bogor Tahun 2027: undangan, daftar hadir, notulen, berita acara",
            "tanggal": "2 April 2026",
            "jumlah": "1 berkas, 214 lembar",
            "tingkat": "asli",
            "lokasi": "Rak 1/Boks 3/Folder 2 (Demo)",
            "aktif": "3 tahun\ns.d. 02-04-2029",
            "inaktif": "7 tahun\ns.d. 02-04-2036",
            "nasib": "Permanen",
        }
        for _ in range(n)
    ]
    return {
        **naskah(tanda),
        "musrenbang": "Musrenbang RKPD Kota Bogor Tahun 2027",
        "unit": "Bidang P2EPD",
        "berkas": berkas,
        "pengelola": PETUGAS,
    }


def daftar_retensi(n: int = 6, tanda: str = "") -> DaftarRetensi:
    kelompok = ("Masa retensi telah berakhir", "Berakhir dalam 12 bulan", "Berakhir kemudian")
    retensi: list[Retensi] = [
        {
            "kelompok": kelompok[i * 3 // max(n, 3)],
            "kode": "000.7.1.3",
            "uraian": "Berkas Musrenbang RKPD Kota Bogor",
            "lokasi": "Rak 1/Boks 3/Folder 2 (Demo)",
            "tahap": "inaktif" if i % 2 else "aktif",
            "berakhir": f"{2025 + i % 70}-04-02",
            "usul": "usul pindah ke unit kearsipan: menunggu penilaian arsiparis",
        }
        for i in range(n)
    ]
    return {
        **naskah(tanda),
        "keadaan": "2026-04-02",
        "retensi": retensi,
        "catatan": "Daftar ini hanya usul. Pemindahan, penyerahan, dan pemusnahan arsip dilakukan setelah penilaian "
        "arsiparis dan persetujuan pejabat yang berwenang.",
        "pengelola": PETUGAS,
    }


# Every paper of this part by its code; a number of rows makes it short or long.
KERTAS: dict[str, Callable[..., Any]] = {
    "penetapan_ruang": penetapan_ruang,
    "jadwal": jadwal,
    "daftar_undangan": daftar_undangan,
    "label_undangan": label_undangan,
    "amplop_undangan": amplop_undangan,
    "kartu_undangan": kartu_undangan,
    "poster_a4": lambda n=5, tanda="": poster("A4", n, tanda),
    "poster_a3": lambda n=5, tanda="": poster("A3", n, tanda),
    "surat_pengantar": surat_pengantar,
    "tanda_terima": tanda_terima,
    "bukti_distribusi": bukti_distribusi,
    "buku_ekspedisi": buku_ekspedisi,
    "daftar_isi_berkas": daftar_isi_berkas,
    "daftar_retensi": daftar_retensi,
}
