"""A SIPD export as it looks, of any length, and forty ways in which a row of it can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

JUDUL = [
    "No", "ID Usulan", "Tgl Usul", "Tgl Pengajuan", "Pengusul", "Profil", "Permasalahan", "Usulan", "Urusan", "Alamat",
    "Kab", "Kec", "Kel", "Usulan Ke", "SKPD Tujuan Awal", "SKPD Tujuan Akhir", "Rekomendasi Bappeda Mitra OPD",
    "Kategori Usulan", "Koefisien", "Rekomendasi Kelurahan/Desa", "Rekomendasi Kecamatan", "Rekomendasi SKPD",
    "Rekomendasi TAPD", "Status", "Catatan", "Volume", "Satuan", "Anggaran", "Jenis Belanja",
]  # fmt: skip
KE = {nama: i for i, nama in enumerate(JUDUL)}
# kelurahan as SIPD spells it, its kecamatan
TEMPAT = (
    ("Batu Tulis", "Bogor Selatan"), ("RANGGA MEKAR", "BOGOR SELATAN"), ("Mulya Harja", "Kec. Bogor Selatan"),
    ("Kelurahan Bondongan", "Bogor Selatan"), ("Muarasari", "Bogor Selatan"), ("Marga jaya", "Bogor Barat"),
)  # fmt: skip
OPD = (
    ("Dinas Pekerjaan Umum dan Penataan Ruang", "Perbaikan jalan lingkungan", "meter", 450_000),
    ("Dinas Pendidikan Kota Bogor", "Rehabilitasi ruang kelas", "ruang", 145_000_000),
    ("DINAS LINGKUNGAN HIDUP", "Sumur resapan", "unit", 4_500_000),
)


def baris(n: int) -> list[Any]:
    """Row `n` of the export, right in all its cells; numbers stand in typed cells or as people write them."""
    kel, kec = TEMPAT[n % len(TEMPAT)]
    opd, kerja, satuan, harga = OPD[n % len(OPD)]
    volume = n % 90 + 1
    uang: Any = volume * harga if n % 2 else f"Rp{volume * harga:,}".replace(",", ".")
    isi = {
        "No": n, "ID Usulan": f"SIPD-{n:06d}", "Tgl Usul": "05-02-2026", "Pengusul": f"Ketua RW {n % 16 + 1:02d}",
        "Profil": "Masyarakat", "Permasalahan": f"Keadaan nomor {n} belum baik", "Usulan": f"{kerja} nomor {n}",
        "Urusan": "1.03", "Alamat": f"Jl. Pahlawan No. {n}", "Kab": "Kota Bogor", "Kec": kec, "Kel": kel,
        "SKPD Tujuan Awal": opd, "SKPD Tujuan Akhir": opd, "Koefisien": f"{volume} {satuan}", "Status": "Diajukan",
        "Volume": volume if n % 3 else f"{volume},5", "Satuan": satuan, "Anggaran": uang,
    }  # fmt: skip
    return [isi.get(nama) for nama in JUDUL]


def _isi(nama: str, nilai: Any) -> Callable[[list[Any]], None]:
    def ubah(sel: list[Any]) -> None:
        sel[KE[nama]] = nilai

    return ubah


# (what is done to the row, the column that is named, words of the reason)
CACAT: tuple[tuple[Callable[[list[Any]], None], str, str], ...] = (
    (_isi("Kel", "Batutuliss"), "Kelurahan/wilayah", "tidak dikenal. Mungkin maksudnya “Batu Tulis”"),
    (_isi("Kel", "Bondongn"), "Kelurahan/wilayah", "Mungkin maksudnya “Bondongan”"),
    (_isi("Kel", "Sukamaju Jaya Abadi"), "Kelurahan/wilayah", "tidak dikenal."),
    (_isi("Kel", None), "Kelurahan/wilayah", "Wajib diisi"),
    (_isi("Kel", "#REF!"), "Kelurahan/wilayah", "berisi galat #REF!"),
    (_isi("Kec", "Bogor Seltan"), "Kecamatan (penjelas kelurahan)", "Mungkin maksudnya “Bogor Selatan”"),
    (_isi("Kec", "Cibinong"), "Kecamatan (penjelas kelurahan)", "tidak dikenal"),
    (_isi("Usulan", None), "Usulan", "Wajib diisi"),
    (_isi("Usulan", "x" * 501), "Usulan", "Paling panjang 500 huruf; isinya 501 huruf"),
    (_isi("Usulan", "=A1&B1"), "Usulan", "rumus yang hasilnya tidak tersimpan"),
    (_isi("Usulan", ("=NA()", "#N/A")), "Usulan", "Berisi galat #N/A"),
    (_isi("Permasalahan", None), "Permasalahan", "Wajib diisi"),
    (_isi("Permasalahan", "y" * 4001), "Permasalahan", "Paling panjang 4.000 huruf"),
    (_isi("Pengusul", None), "Pengusul", "Wajib diisi"),
    (_isi("Pengusul", "z" * 201), "Pengusul", "Paling panjang 200 huruf"),
    (_isi("Satuan", None), "Satuan", "Wajib diisi"),
    (_isi("Satuan", "s" * 61), "Satuan", "Paling panjang 60 huruf"),
    (_isi("Alamat", "a" * 301), "Alamat lokasi", "Paling panjang 300 huruf"),
    (_isi("Anggaran", "1,500,000.00"), "Pagu usulan", "memakai koma untuk ribuan"),
    (_isi("Anggaran", "1.500.000,50"), "Pagu usulan", "rupiah bulat tanpa sen"),
    (_isi("Anggaran", 1500000.5), "Pagu usulan", "rupiah bulat tanpa sen"),
    (_isi("Anggaran", -5), "Pagu usulan", "tidak boleh kurang dari nol"),
    (_isi("Anggaran", "Rp-1.000"), "Pagu usulan", "tidak boleh kurang dari nol"),
    (_isi("Anggaran", "satu juta"), "Pagu usulan", "tulis jumlah rupiah"),
    (_isi("Anggaran", 10**15), "Pagu usulan", "terlalu besar"),
    (_isi("Anggaran", "#VALUE!"), "Pagu usulan", "Berisi galat #VALUE!"),
    (_isi("Anggaran", "=Z1*2"), "Pagu usulan", "rumus yang hasilnya tidak tersimpan"),
    (_isi("Anggaran", "31-02-2026"), "Pagu usulan", "tulis jumlah rupiah"),
    (_isi("Volume", "12.5"), "Volume usulan", "pecahan ditulis dengan koma"),
    (_isi("Volume", "dua"), "Volume usulan", "tulis bilangan"),
    (_isi("Volume", -1), "Volume usulan", "Tidak boleh kurang dari nol"),
    (_isi("Volume", 1.234), "Volume usulan", "paling banyak 2 angka"),
    (_isi("Volume", 10**14), "Volume usulan", "terlalu besar"),
    (_isi("Volume", True), "Volume usulan", "tulis bilangan"),
    (_isi("SKPD Tujuan Awal", "Dinas Pendidikn"), "OPD tujuan awal", "Mungkin maksudnya “Dinas Pendidikan”"),
    (_isi("SKPD Tujuan Awal", "Dinas Angkasa Luar"), "OPD tujuan awal", "tidak dikenal"),
    (_isi("SKPD Tujuan Akhir", "#NAME?"), "OPD pengampu", "Berisi galat #NAME?"),
    (_isi("SKPD Tujuan Akhir", 12), "OPD pengampu", "“12” tidak dikenal"),
    (_isi("ID Usulan", "SIPD-000001"), "ID di sumber", "Sama dengan baris 4 berkas ini"),
    (_isi("ID Usulan", "#N/A"), "ID di sumber", "Berisi galat #N/A"),
)


def tabel(jumlah: int, cacat: dict[int, int] | None = None) -> list[list[Any]]:
    """Two rows of title, the headings, and `jumlah` rows; `cacat`: {row: number in CACAT}."""
    isi = [baris(n) for n in range(1, jumlah + 1)]
    for n, nomor in (cacat or {}).items():
        CACAT[nomor][0](isi[n - 1])
    return [["DAFTAR USULAN MASYARAKAT"], ["Tahun 2027"], JUDUL, *isi]
