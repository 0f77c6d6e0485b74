"""Realistic usulan for the demonstration year and the bench: deterministic, over the 68 kelurahan, marked as demo."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.perangkat_daerah import PerangkatDaerah
from models.usulan import AsalUsulan, Kesiapan, StatusUsulan
from models.wilayah import Tingkat, Wilayah

# work, OPD, unit, volumes, rupiah per unit, problem
# fmt: off
# ruff: noqa: E501
PEKERJAAN = (
    ("Perbaikan jalan lingkungan", "DPUPR", "m", (60, 900), 450_000, "Permukaan jalan rusak dan tergenang saat hujan"),
    ("Pembangunan saluran drainase", "DPUPR", "m", (40, 600), 850_000, "Saluran tersumbat sehingga air meluap ke permukiman"),
    ("Pembangunan tembok penahan tanah", "DPUPR", "m", (12, 120), 2_400_000, "Tebing longsor mengancam rumah warga"),
    ("Normalisasi anak sungai", "DPUPR", "m", (100, 1500), 300_000, "Pendangkalan menyebabkan banjir tahunan"),
    ("Perbaikan rumah tidak layak huni", "Disperumkim", "unit", (2, 25), 20_000_000, "Rumah warga prasejahtera tidak memenuhi syarat kesehatan"),
    ("Penyediaan sanitasi komunal", "Disperumkim", "unit", (1, 6), 160_000_000, "Warga belum mempunyai tangki septik yang layak"),
    ("Penerangan jalan lingkungan", "Dishub", "titik", (5, 60), 6_500_000, "Jalan gelap dan rawan kecelakaan pada malam hari"),
    ("Rambu dan marka lalu lintas", "Dishub", "unit", (4, 30), 2_100_000, "Persimpangan sekolah belum berambu"),
    ("Bank sampah dan tempat olah sampah 3R", "DLH", "unit", (1, 4), 90_000_000, "Sampah menumpuk di tempat penampungan sementara"),
    ("Sumur resapan", "DLH", "unit", (5, 50), 4_500_000, "Muka air tanah turun dan genangan bertambah"),
    ("Rehabilitasi ruang kelas sekolah dasar", "Disdik", "ruang", (1, 8), 145_000_000, "Atap ruang kelas bocor dan plafon rapuh"),
    ("Alat peraga pendidikan anak usia dini", "Disdik", "paket", (2, 20), 15_000_000, "Lembaga PAUD kekurangan alat peraga"),
    ("Renovasi posyandu", "Dinkes", "unit", (1, 5), 75_000_000, "Posyandu sempit dan tidak ramah lansia"),
    ("Pencegahan stunting bagi balita", "Dinkes", "paket", (3, 30), 8_000_000, "Masih ada balita dengan tinggi badan di bawah standar"),
    ("Pelatihan kader keluarga berencana", "DPPKB", "orang", (20, 120), 600_000, "Kader belum memperoleh pelatihan terbaru"),
    ("Bantuan usaha ekonomi produktif", "Dinsos", "kelompok", (2, 15), 12_000_000, "Keluarga penerima manfaat memerlukan modal usaha"),
    ("Pelatihan keterampilan kerja", "Disnaker", "orang", (20, 100), 3_500_000, "Pengangguran usia muda masih tinggi"),
    ("Pelatihan kewirausahaan dan pemasaran digital", "Dinkukmdagin", "orang", (20, 80), 2_800_000, "Pelaku usaha kecil belum memasarkan secara daring"),
    ("Kebun pangan lestari", "DKPP", "kelompok", (1, 10), 18_000_000, "Lahan kosong belum dimanfaatkan untuk pangan keluarga"),
    ("Penataan kampung wisata", "Disparbud", "lokasi", (1, 3), 120_000_000, "Potensi wisata kampung belum tertata"),
    ("Sarana olahraga lingkungan", "Dispora", "unit", (1, 4), 65_000_000, "Pemuda belum mempunyai tempat berolahraga"),
    ("Sarana pos keamanan lingkungan", "Satpol PP", "unit", (1, 8), 22_000_000, "Pos keamanan rusak dan tidak berfungsi"),
    ("Alat pemadam api ringan untuk RW", "Damkar", "unit", (10, 60), 900_000, "Permukiman padat rawan kebakaran"),
    ("Pelayanan administrasi kependudukan keliling", "Disdukcapil", "kegiatan", (2, 12), 7_500_000, "Warga lanjut usia sulit datang ke kantor pelayanan"),
    ("Jaringan internet balai warga", "Diskominfo", "titik", (1, 10), 9_000_000, "Balai warga belum mempunyai jaringan internet"),
    ("Pelatihan kelurahan tangguh bencana", "BPBD", "kegiatan", (1, 4), 35_000_000, "Warga belum terlatih menghadapi longsor"),
)
# fmt: on
JALAN = (
    "Jl. Pahlawan",
    "Jl. Raya Tajur",
    "Gg. Masjid",
    "Gg. Mekar",
    "Jl. Bina Warga",
    "Gg. Melati",
    "Jl. Sukamulya",
    "Kp. Babakan",
)
ASAL = (AsalUsulan.MASYARAKAT,) * 7 + (AsalUsulan.POKIR,) * 2 + (AsalUsulan.FORUM_PD,)


def baris(
    musrenbang_id: int, tahun: int, jumlah: int, status: StatusUsulan, benih: int = 2027
) -> Iterator[dict[str, Any]]:
    """`jumlah` rows for a set-based insert into `usulan`; the same `benih` gives the same rows."""
    acak = random.Random(benih)  # noqa: S311  # texts of a demonstration, not a secret
    kelurahan = list(db.session.scalars(db.select(Wilayah).filter_by(tingkat=Tingkat.KELURAHAN).order_by(Wilayah.kode)))
    opd = {o.singkatan: o for o in db.session.scalars(db.select(PerangkatDaerah))}
    bawaan = db.session.scalar(db.select(KelompokSidang.id).order_by(KelompokSidang.urutan).limit(1))
    for n in range(1, jumlah + 1):
        nama, singkatan, satuan, (sedikit, banyak), harga, masalah = acak.choice(PEKERJAAN)
        tempat, dinas = acak.choice(kelurahan), opd[singkatan]
        volume, rw = acak.randint(sedikit, banyak), acak.randint(1, 16)
        asal = acak.choice(ASAL)
        yield {
            "musrenbang_id": musrenbang_id,
            "kode": f"U-{tahun}-{n:05d}",
            "usulan": f"{nama} RW {rw:02d} Kelurahan {tempat.nama}",
            "permasalahan": f"{masalah} di RW {rw:02d} Kelurahan {tempat.nama}.",
            "asal": asal,
            "pengusul": _pengusul(asal, tempat.nama, rw),
            "kelompok_sidang_id": dinas.kelompok_sidang_id or bawaan,
            "wilayah_id": tempat.id,
            "kecamatan_id": tempat.induk_id,
            "alamat": f"{acak.choice(JALAN)} No. {acak.randint(1, 180)}",
            "rt": f"{acak.randint(1, 8):02d}",
            "rw": f"{rw:02d}",
            "volume": Decimal(volume),
            "satuan": satuan,
            "pagu_usulan": volume * harga // 1000 * 1000,
            "opd_awal_id": dinas.id,
            "opd_pengampu_id": dinas.id,
            "kesiapan_lahan": acak.choice(list(Kesiapan)),
            "kesiapan_rincian": acak.choice(list(Kesiapan)),
            "status": status,
            "sumber": "demo",
            "kode_eksternal": f"demo-{tahun}-{n:05d}",
        }


def _pengusul(asal: AsalUsulan, kelurahan: str, rw: int) -> str:
    if asal is AsalUsulan.MASYARAKAT:
        return f"Ketua RW {rw:02d} Kelurahan {kelurahan} (Demo)"
    return "Anggota DPRD (Demo)" if asal is AsalUsulan.POKIR else "Perangkat Daerah (Demo)"
