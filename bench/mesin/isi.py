"""What all engines print: one undangan to many addressees with a QR code for each, and a long lampiran."""

from __future__ import annotations

import base64
import io
import random
from typing import Any

KOLOM = ("No.", "Kode", "Usulan", "Kecamatan", "Kelurahan", "Volume", "Perangkat Daerah", "Pagu", "Prioritas", "Hasil")
LEBAR = (11, 30, 72, 27, 36, 20, 33, 32, 17, 28)  # mm, together the width of an F4 sheet turned, less its margins
KANAN, TENGAH = (7,), (0, 8)
JUDUL = "DAFTAR USULAN RKPD TAHUN 2027"
KECAMATAN = ("Bogor Barat", "Bogor Timur", "Bogor Utara", "Bogor Selatan", "Bogor Tengah", "Tanah Sareal")
JABATAN = (
    "Camat",
    "Lurah",
    "Kepala Dinas Pekerjaan Umum dan Penataan Ruang",
    "Kepala Dinas Kesehatan",
    "Ketua Forum Anak",
)
USULAN = (
    "Peningkatan jalan lingkungan RT {a} RW {b}",
    "Rehabilitasi saluran drainase tersier",
    "Pembangunan posyandu Melati {a}",
    "Pelatihan kewirausahaan perempuan",
    "Pemasangan penerangan jalan umum tenaga surya di sepanjang jalan lingkungan RW {b}",
    "Normalisasi sungai dan perkuatan tebing sepanjang {a}{b} meter",
)


def surat() -> dict[str, Any]:
    """The context of an undangan (documents/konteks.py) without its addressee; its signer is invented."""
    return {
        "kop": {
            "pemda": "PEMERINTAH DAERAH KOTA BOGOR",
            "instansi": "BADAN PERENCANAAN PEMBANGUNAN, RISET DAN INOVASI DAERAH",
            "kontak": [
                "Jl. Kapten Muslihat No. 21, Pabaton, Kota Bogor 16122",
                "Situs web www.bapperida.kotabogor.go.id",
            ],
            "logo": "",
        },
        "halaman": {
            "kertas": "F4",
            "kiri": 30,
            "kanan": 20,
            "atas": 30,
            "bawah": 25,
            "kop_atas": 15,
            "huruf": "Arial",
            "ukuran": 12,
            "spasi": 1,
        },
        "tanda": "",
        "verifikasi": {"kode": "7KQ2M4XD91TP", "alamat": "https://panel.contoh.invalid/periksa", "sha256": "9f2c" * 16},
        "tempat": "Bogor",
        "tanggal": "2026-03-09",
        "nomor": "000.7.1.3/015-P2EPD/2026",
        "sifat": "Penting",
        "lampiran": "-",
        "hal": "Undangan Musyawarah Perencanaan Pembangunan (Musrenbang) Tingkat Kota",
        "pembuka": "Dalam rangka penyusunan Rencana Kerja Pemerintah Daerah (RKPD) Kota Bogor Tahun 2027, bersama ini "
        "kami mengundang Saudara untuk hadir pada Musyawarah Perencanaan Pembangunan (Musrenbang) Tingkat Kota yang "
        "akan diselenggarakan pada:",
        "rincian": [
            {"label": "Hari", "isi": "Senin"},
            {"label": "Tanggal", "isi": "23 Maret 2026"},
            {"label": "Pukul", "isi": "08.00 WIB s.d. selesai"},
            {"label": "Tempat", "isi": "Ruang Paseban Sri Bima, Balai Kota Bogor, Jl. Ir. H. Juanda No. 10"},
            {"label": "Acara", "isi": "Pembukaan, sidang kelompok, dan penandatanganan berita acara kesepakatan"},
        ],
        "penutup": "Mengingat pentingnya acara tersebut, kami mohon Saudara hadir tepat waktu.\n\n"
        "Demikian undangan ini disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih.",
        "penanda_tangan": {
            "atas_nama": [],
            "sebagai": "",
            "jabatan": "Kepala Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
            "nama": "Dr. Ir. Wahyu Pratama (Demo), S.T., M.Si.",
            "pangkat": "Pembina Utama Muda",
            "nip": "197707062006041018",
        },
        "tembusan": ["Wali Kota Bogor (sebagai laporan)", "Wakil Wali Kota Bogor", "Sekretaris Daerah Kota Bogor"],
    }


def penerima(n: int) -> list[dict[str, str]]:
    acak = random.Random(42)
    return [
        {
            "nama": f"{acak.choice(JABATAN)} {acak.choice(KECAMATAN)} {i:03d} (Demo)",
            "tempat": "Bogor",
            "qr": f"https://panel.contoh.invalid/hadir/{acak.getrandbits(64):016x}",
        }
        for i in range(n)
    ]


def baris(n: int) -> list[list[str]]:
    acak = random.Random(7)
    hasil = []
    for i in range(1, n + 1):
        usulan = acak.choice(USULAN).format(a=acak.randint(1, 15), b=acak.randint(1, 20))
        pagu = f"{acak.randint(20, 950) * 1_000_000 + acak.randint(0, 999) * 1000:,}".replace(",", ".")
        hasil.append(
            [
                str(i),
                f"U-2027-{i:05d}",
                usulan,
                acak.choice(KECAMATAN),
                f"Kelurahan {acak.choice(KECAMATAN)}",
                f"{acak.randint(1, 900)} {acak.choice(('m', 'unit', 'paket'))}",
                acak.choice(("Dinas PUPR", "Dinas Kesehatan", "Dinas Pendidikan", "Dinas Koperasi dan UKM")),
                f"Rp{pagu}",
                str(acak.randint(1, 5)),
                acak.choice(("Diterima", "Ditunda", "Ditolak dengan catatan")),
            ]
        )
    return hasil


def gambar_qr(teks: str) -> tuple[int, str, str]:
    """(modules of a side, its bits row by row, a PNG as data address), for engines that draw no codes themselves."""
    import zxingcpp
    from PIL import Image

    kode = zxingcpp.create_barcode(teks, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    petak: Any = memoryview(kode.to_image(add_quiet_zones=False))  # type: ignore[arg-type]  # it is a buffer
    n = petak.shape[0]
    gambar = Image.frombytes("L", (n, n), bytes(petak)).resize((n * 4, n * 4), Image.Resampling.NEAREST)
    berkas = io.BytesIO()
    gambar.save(berkas, "PNG")
    bit = "".join("0" if b else "1" for b in bytes(petak))
    return n, bit, "data:image/png;base64," + base64.b64encode(berkas.getvalue()).decode()


def semua(kerja: str, n: int) -> dict[str, Any]:
    """The contents of one work as JSON-able values."""
    if kerja == "lampiran":
        return {"judul": JUDUL, "kolom": KOLOM, "lebar": LEBAR, "baris": baris(n)}
    orang: list[dict[str, Any]] = [dict(p) for p in penerima(n)]
    for p in orang:
        p["sisi"], p["bit"], p["png"] = gambar_qr(p["qr"])
    return {"surat": surat(), "penerima": orang}
