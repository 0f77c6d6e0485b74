"""Contexts of the five papers as the office would fill them; all people are invented and marked (Demo)."""

from __future__ import annotations

from documents.konteks import (
    Bagian,
    BeritaAcara,
    DaftarHadir,
    Hadirin,
    HasilUsulan,
    Kop,
    Naskah,
    Notulen,
    Penerima,
    Rincian,
    TandaTangan,
    Undangan,
    UsulanBelum,
    UsulanSepakat,
    Wakil,
)
from documents.naskah.grafik import Deret, batang
from documents.naskah.laporan import Konteks as Laporan
from documents.naskah.rekap import Sajian

KOP: Kop = {
    "pemda": "PEMERINTAH DAERAH KOTA BOGOR",
    "instansi": "BADAN PERENCANAAN PEMBANGUNAN, RISET DAN INOVASI DAERAH",
    "kontak": [
        "Jl. Kapten Muslihat No. 21, RT. 001/RW. 001, Pabaton, Kecamatan Bogor Tengah, Kota Bogor 16122",
        "Tlp. (0251) 8338052, www.bappeda.kotabogor.go.id",
    ],
    "logo": "",
}
LOGO = (  # one grey pixel
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
KEPALA: TandaTangan = {
    "atas_nama": [],
    "sebagai": "",
    "jabatan": "Kepala Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
    "nama": "Dr. Ir. Wahyu Pratama (Demo), S.T., M.Si.",
    "pangkat": "Pembina Utama Muda",
    "nip": "197707062006041018",
}
NOTULIS: TandaTangan = {
    "atas_nama": [],
    "sebagai": "",
    "jabatan": "Perencana Ahli Muda",
    "nama": "Siti Rahmawati (Demo), S.Sos.",
    "pangkat": "Penata Tingkat I",
    "nip": "198501012010012003",
}
KELOMPOK = ("Pemerintahan", "Fisik", "Sosial Budaya", "Ekonomi")
OPD = (
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Perumahan dan Permukiman",
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Dinas Ketahanan Pangan dan Pertanian",
)
LOKASI = (
    "Jl. Raya Cifor RT 003/RW 007, Kel. Bubulak, Kec. Bogor Barat",
    "Kel. Tegal Gundil, Kec. Bogor Utara",
    "Kp. Cibeureum RT 001/RW 002, Kel. Mulyaharja, Kec. Bogor Selatan",
)


def naskah(tanda: str = "", kertas: str = "F4") -> Naskah:
    return {
        "kop": KOP,
        "halaman": {
            "kertas": "A4" if kertas == "A4" else "F4",
            "kiri": 30,
            "kanan": 20,
            "atas": 30,
            "bawah": 25,
            "kop_atas": 15,
            "huruf": "Arial",
            "ukuran": 12,
            "spasi": 1,
        },
        "tanda": "KONSEP" if tanda == "KONSEP" else "DIBATALKAN" if tanda == "DIBATALKAN" else "",
        "verifikasi": {"kode": "", "alamat": "", "sha256": ""}
        if tanda
        else {"kode": "7KQ2-M4XD-91TP", "alamat": "https://panel.contoh.invalid/periksa", "sha256": "9f2c" * 16},
        "tempat": "Bogor",
        "tanggal": "" if tanda == "KONSEP" else "2026-03-09",
    }


def rincian(*pasang: tuple[str, str]) -> list[Rincian]:
    return [{"label": label, "isi": isi} for label, isi in pasang]


def undangan(penerima: int = 1, tanda: str = "") -> Undangan:
    nama = (
        "Camat Bogor Tengah",
        "Kepala Dinas Kesehatan Kota Bogor",
        "Ketua Forum Anak Kota Bogor",
        "Rektor IPB University",
    )
    daftar: list[Penerima] = [
        {"nama": nama[i % 4] if penerima < 5 else f"{nama[i % 4]} (contoh {i + 1})", "tempat": "Bogor"}
        for i in range(penerima)
    ]
    return {
        **naskah(tanda),
        "nomor": "000.7.1.3/      -P2EPD/2026" if tanda == "KONSEP" else "000.7.1.3/015-P2EPD/2026",
        "sifat": "Penting",
        "lampiran": "1 (satu) lembar" if penerima > 1 else "-",
        "hal": "Undangan Musyawarah Perencanaan Pembangunan (Musrenbang) Tingkat Kota",
        "penerima": daftar,
        "pembuka": "Dalam rangka penyusunan Rencana Kerja Pemerintah Daerah (RKPD) Kota Bogor Tahun 2027, bersama ini "
        "kami mengundang Saudara untuk hadir pada Musyawarah Perencanaan Pembangunan (Musrenbang) Tingkat Kota yang "
        "akan diselenggarakan pada:",
        "rincian": rincian(
            ("Hari", "Senin"),
            ("Tanggal", "23 Maret 2026"),
            ("Pukul", "08.00 WIB s.d. selesai"),
            ("Tempat", "Ruang Paseban Sri Bima, Balai Kota Bogor\nJl. Ir. H. Juanda No. 10, Kota Bogor"),
            ("Acara", "Pembukaan, sidang kelompok, dan penandatanganan berita acara kesepakatan"),
        ),
        "penutup": "Mengingat pentingnya acara tersebut, kami mohon Saudara hadir tepat waktu. Konfirmasi kehadiran "
        "disampaikan kepada Bidang P2EPD paling lambat tanggal 18 Maret 2026.\n\n"
        "Demikian undangan ini disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih.",
        "penanda_tangan": {**KEPALA, "atas_nama": ["a.n. WALI KOTA BOGOR"], "sebagai": "Plt."},
        "tembusan": ["Wali Kota Bogor (sebagai laporan)", "Wakil Wali Kota Bogor", "Sekretaris Daerah Kota Bogor"],
    }


def notulen(peserta: int = 3, tanda: str = "") -> Notulen:
    pembahasan: Bagian = {
        "judul": "Pembahasan",
        "isi": "Kepala Bidang P2EPD memaparkan jadwal dan pembagian tugas. Tanggapan peserta:",
        "butir": [
            "Dinas Pekerjaan Umum dan Penataan Ruang meminta daftar usulan fisik diserahkan paling lambat tiga hari "
            "sebelum sidang kelompok, agar lokasi dapat diperiksa bersama kecamatan.",
            "Kecamatan Bogor Selatan meminta usulan yang ditolak disertai alasan tertulis.",
            "Ruang sidang kelompok Ekonomi dipindahkan karena kapasitasnya kurang.",
        ],
    }
    return {
        **naskah(tanda),
        "judul": ["RAPAT KOORDINASI", "BIDANG PERENCANAAN, PENGENDALIAN DAN EVALUASI PEMBANGUNAN DAERAH"],
        "hasil_sidang": [],
        "rincian": rincian(
            ("Sidang/Rapat", "Rapat Koordinasi Persiapan Musrenbang RKPD Kota Bogor Tahun 2027"),
            ("Hari/Tanggal", "Senin, 2 Maret 2026"),
            ("Waktu Panggilan", "08.30 WIB"),
            ("Waktu Sidang/Rapat", "09.00 s.d. 14.00 WIB"),
            ("Acara", "1. Pembukaan\n2. Pembagian tugas dan jadwal\n3. Penutup"),
            ("Tempat", "Ruang Rapat I Bapperida Kota Bogor"),
        ),
        "pimpinan": "Kepala Bidang P2EPD",
        "pencatat": "Siti Rahmawati (Demo)",
        "peserta": [f"{OPD[i % 5]} ({i + 1} orang)" for i in range(peserta)],
        "kegiatan": [
            {"judul": "Kata Pembukaan", "isi": "Rapat dibuka oleh Kepala Bidang P2EPD pukul 09.00 WIB.", "butir": []},
            pembahasan,
            {
                "judul": "Keputusan",
                "isi": "",
                "butir": ["Musrenbang dilaksanakan pada Senin, 23 Maret 2026.", "SK tim diselesaikan pekan ini."],
            },
        ],
        "ttd_pimpinan": {**KEPALA, "jabatan": "Kepala Bidang P2EPD", "nama": "Agus Salim (Demo), S.E., M.A.P."},
        "ttd_pencatat": NOTULIS,
    }


def hadirin(n: int) -> list[Hadirin]:
    return [
        {
            "nama": f"Peserta {i + 1} (Demo), S.T.",
            "lembaga": OPD[i % 5],
            "alamat": "Jl. Pandawa Raya No. 1, Kota Bogor, 0812-0000-0000",
            "keterangan": "Hadir 08.45 WIB" if i % 3 else "Diwakili",
        }
        for i in range(n)
    ]


def daftar_hadir(peserta: int = 12, kosong: int = 0, tanda: str = "") -> DaftarHadir:
    return {
        **naskah(tanda),
        "rincian": rincian(
            ("Hari", "Senin"),
            ("Tanggal", "23 Maret 2026"),
            ("Waktu", "08.00 WIB s.d. selesai"),
            ("Tempat", "Ruang Paseban Sri Bima, Balai Kota Bogor"),
            ("Acara", "Musrenbang RKPD Kota Bogor Tahun 2027"),
        ),
        "peserta": hadirin(peserta),
        "baris_kosong": kosong,
        "penanda_tangan": KEPALA,
    }


def sepakat(n: int) -> list[UsulanSepakat]:
    return [
        {
            "kelompok": KELOMPOK[i % 4],
            "opd": OPD[i % 5] if i % 17 else "",
            "kode": f"1.03.02.2.01.{i % 9999:04d}",
            "usulan": "Perbaikan saluran drainase dan trotoar jalan lingkungan"
            if i % 2
            else "Rehabilitasi posyandu & PAUD",
            "permasalahan": "Saluran tersumbat sehingga air meluap ke jalan setiap hujan deras.",
            "lokasi": LOKASI[i % 3],
            "volume": f"{120 + i} m",
            "pagu": 150_000_000 + i * 1_250_000,
            "asal": "Musrenbang Kecamatan",
            "keterangan": "",
        }
        for i in range(n)
    ]


def belum(n: int) -> list[UsulanBelum]:
    return [
        {
            "kelompok": KELOMPOK[i % 4],
            "opd": OPD[i % 5],
            "usulan": "Pembangunan gedung serbaguna kelurahan",
            "lokasi": LOKASI[i % 3],
            "volume": "1 unit",
            "biaya": 2_500_000_000,
            "asal": "Pokok pikiran DPRD",
            "alasan": "Status lahan belum jelas; sertipikat atas nama pemerintah daerah belum ada.",
        }
        for i in range(n)
    ]


def hasil(n: int) -> list[HasilUsulan]:
    return [
        {
            "kode": f"USL-2027-{i + 1:05d}",
            "usulan": "Perbaikan saluran drainase dan trotoar jalan lingkungan",
            "lokasi": LOKASI[i % 3],
            "opd": OPD[i % 5],
            "hasil": "disepakati" if i % 3 else "belum diakomodir",
            "pagu": 150_000_000,
            "catatan": "" if i % 3 else "Lahan belum siap",
        }
        for i in range(n)
    ]


def berita_acara(usulan: int = 12, tanda: str = "", diktum: int = 4) -> BeritaAcara:
    wakil: list[Wakil] = [
        {"nama": f"Wakil {u} (Demo)", "unsur": u, "alamat": "Kota Bogor"}
        for u in ("DPRD Kota Bogor", "Kecamatan Bogor Barat", "Perguruan Tinggi", "Forum Anak", "Organisasi Perempuan")
    ]
    bunyi = [
        "Prioritas, sasaran, program, kegiatan dan sub kegiatan beserta target dan kebutuhan pendanaan sebagaimana "
        "tercantum dalam LAMPIRAN II.",
        "Usulan yang belum dapat diakomodir beserta alasannya sebagaimana tercantum dalam LAMPIRAN III.",
        "Hasil kesepakatan sidang-sidang kelompok (LAMPIRAN IV) dan daftar hadir merupakan satu kesatuan dan bagian "
        "yang tidak terpisahkan dari berita acara ini.",
        "Berita acara ini dijadikan bahan penyusunan rancangan akhir RKPD Kota Bogor Tahun 2027.",
    ]
    return {
        **naskah(tanda),
        "judul": [
            "KESEPAKATAN HASIL MUSYAWARAH PERENCANAAN PEMBANGUNAN (MUSRENBANG)",
            "RENCANA KERJA PEMERINTAH DAERAH KOTA BOGOR TAHUN 2027",
        ],
        "nomor": "000.7.1.3/      -P2EPD/2026" if tanda == "KONSEP" else "000.7.1.3/021-P2EPD/2026",
        "pembuka": "Pada hari ini Senin tanggal dua puluh tiga bulan Maret tahun dua ribu dua puluh enam (23-03-2026), "
        "bertempat di Ruang Paseban Sri Bima, Balai Kota Bogor, telah diselenggarakan Musrenbang RKPD Kota Bogor Tahun "
        "2027 yang dihadiri pemangku kepentingan sesuai daftar hadir peserta sebagaimana tercantum dalam LAMPIRAN I "
        "berita acara ini.",
        "pengantar_timbang": "Setelah memperhatikan, mendengar dan mempertimbangkan:",
        "timbang": [
            "sambutan-sambutan yang disampaikan oleh Wali Kota Bogor dan Ketua DPRD Kota Bogor pada acara pembukaan;",
            "pemaparan materi oleh Kepala Bapperida Kota Bogor;",
            "tanggapan dan saran dari seluruh peserta terhadap materi yang dipaparkan oleh masing-masing ketua "
            "kelompok diskusi sebagaimana dirangkum menjadi hasil keputusan sidang kelompok,",
        ],
        "pengantar_rincian": "maka pada:",
        "rincian": rincian(
            ("Hari dan tanggal", "Senin, 23 Maret 2026"),
            ("Jam", "08.00 s.d. 16.00 WIB"),
            ("Tempat", "Ruang Paseban Sri Bima, Balai Kota Bogor"),
        ),
        "subjek": "seluruh peserta Musrenbang",
        "diktum": [bunyi[i % 4] for i in range(diktum)],
        "penutup": "Demikian berita acara ini dibuat dan disahkan untuk digunakan sebagaimana mestinya.",
        "pimpinan": KEPALA,
        "wakil": wakil,
        "tembusan": ["Wali Kota Bogor", "Ketua DPRD Kota Bogor"],
        "hadirin": hadirin(usulan),
        "sepakat": sepakat(usulan),
        "belum": belum(usulan // 4),
        "kelompok": [{"nama": n, "pimpinan": f"Pimpinan {n} (Demo)", "hasil": hasil(usulan // 4)} for n in KELOMPOK],
    }


def sajian() -> list[Sajian]:
    """One table and one picture of chapter III."""
    isi = [
        {"nama": n, "dibahas": 120 + i, "sepakat": 80, "belum": 40 + i, "diusulkan": 20_000_000_000,
         "pagu": 12_345_678_900}
        for i, n in enumerate(KELOMPOK)
    ]  # fmt: skip
    deret = [Deret("Dibahas", [r["dibahas"] for r in isi]), Deret("Disepakati", [r["sepakat"] for r in isi])]  # type: ignore[misc]
    judul = "Usulan menurut kelompok sidang"
    dasar: Sajian = {"bab": 3, "bentuk": "usulan", "nama": "kelompok", "nomor": 1, "judul": judul,
                     "kepala": "Kelompok sidang", "isi": isi, "svg": ""}  # fmt: skip
    return [dasar, {**dasar, "bentuk": "gambar", "nama": "", "svg": batang(judul, KELOMPOK, deret)}]


def laporan(tanda: str = "", rekap: bool = True) -> Laporan:
    panjang = (
        "Musyawarah Perencanaan Pembangunan (Musrenbang) merupakan forum antarpemangku kepentingan dalam rangka "
        "menyusun rencana pembangunan daerah. Musrenbang RKPD Kota Bogor Tahun 2027 membahas rancangan RKPD bersama "
        "perangkat daerah, kecamatan, dan unsur masyarakat."
    )
    return {
        **naskah(tanda, "A4"),
        "judul": "PELAKSANAAN MUSYAWARAH PERENCANAAN PEMBANGUNAN (MUSRENBANG)\nRKPD KOTA BOGOR TAHUN 2027",
        "nomor": "",
        "bab": [
            {
                "judul": "Pendahuluan",
                "isi": "",
                "butir": [],
                "sub": [
                    {"judul": "Umum/Latar Belakang", "isi": f"{panjang}\n\n{panjang}", "butir": []},
                    {
                        "judul": "Landasan Hukum",
                        "isi": "",
                        "butir": [
                            "Undang-Undang Nomor 25 Tahun 2004 tentang Sistem Perencanaan Pembangunan Nasional;",
                            "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017;",
                            "Peraturan Daerah Kota Bogor Nomor 3 Tahun 2021.",
                        ],
                    },
                    {"judul": "Maksud dan Tujuan", "isi": panjang, "butir": []},
                ],
            },
            {
                "judul": "Kegiatan yang Dilaksanakan",
                "isi": f"{panjang}\n\n{panjang}",
                "butir": [panjang, panjang],
                "sub": [],
            },
            {"judul": "Hasil yang Dicapai", "isi": panjang, "butir": [], "sub": []},
            {"judul": "Kesimpulan dan Saran", "isi": panjang, "butir": [panjang, panjang], "sub": []},
            {"judul": "Penutup", "isi": "", "butir": [], "sub": []},
        ],
        "rekap": [
            {"kelompok": n, "dibahas": 120 + i, "sepakat": 80, "belum": 40 + i, "pagu": 12_345_678_900}
            for i, n in enumerate(KELOMPOK)
        ]
        if rekap
        else [],
        "sajian": sajian(),
        "penutup": "Demikian laporan ini disampaikan sebagai bahan tindak lanjut penyusunan rancangan akhir RKPD.",
        "penanda_tangan": KEPALA,
        "tembusan": [],
    }
