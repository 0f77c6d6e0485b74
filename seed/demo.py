"""The demonstration year, clearly marked: one Musrenbang walked to its archive, and the next one at step 1 to try."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert

from documents import issue
from models import cari_tulis, riwayat
from models.base import db
from models.kelompok_sidang import KelompokSidang
from models.monitoring_sop import MetodeMonitoring, MonitoringSop, PenilaianPenerapan, Semester
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import Sifat
from models.pejabat import Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.peran import Peran
from models.perangkat_daerah import PaguOpd, PerangkatDaerah
from models.perencanaan import JenisPrioritas, Prioritas
from models.ruang import Ruang
from models.surat_masuk import Disposisi, SuratMasuk
from models.usulan import StatusUsulan, Usulan
from models.waktu import hari_ini, jam, sekarang
from models.wilayah import Tingkat, Wilayah
from seed import usulan_demo
from seed.jalan import LANGKAH, Jalan
from sop.langkah import bidang_aktif

SUMBER = "demo"
PENULIS = riwayat.Penulis(None, "Data demonstrasi", "sistem")
USULAN = 3300  # the size of a real city's Musrenbang
USULAN_BERIKUT = 60
HARI = date(2026, 3, 23)
# When each step of the finished year was done (UTC); the meeting itself was on HARI.
TANGGAL = (
    (1, 12), (1, 22), (2, 2), (2, 9), (2, 23), (2, 26), (3, 5), (3, 23), (3, 24), (4, 6), (4, 14),
)  # fmt: skip
RUANG = (
    ("Ruang Pleno (Demo)", 300),
    ("Ruang Sidang A (Demo)", 60),
    ("Ruang Sidang B (Demo)", 60),
    ("Ruang Sidang C (Demo)", 60),
    ("Ruang Sidang D (Demo)", 60),
)
LEMBAGA = (
    ("Ketua DPRD Kota Bogor", Unsur.DPRD),
    ("Sekretaris Daerah Kota Bogor", Unsur.PEMERINTAH_KOTA),
    ("Kepala Bappeda Provinsi Jawa Barat", Unsur.PROVINSI_PUSAT),
    ("Rektor Perguruan Tinggi (Demo)", Unsur.PERGURUAN_TINGGI),
    ("Ketua Organisasi Kemasyarakatan (Demo)", Unsur.ORMAS),
    ("Tokoh Masyarakat (Demo)", Unsur.TOKOH),
    ("Ketua Forum Anak (Demo)", Unsur.PEREMPUAN_ANAK),
    ("Ketua Organisasi Penyandang Disabilitas (Demo)", Unsur.DISABILITAS),
    ("Ketua Kamar Dagang dan Industri (Demo)", Unsur.USAHA),
    ("Pemimpin Redaksi Media (Demo)", Unsur.MEDIA),
)


def jalankan(session: Any, usulan: int = USULAN, usulan_berikut: int = USULAN_BERIKUT) -> None:
    """Make the demonstration years once; a second call finds them and does nothing."""
    if session.scalar(db.select(Musrenbang.id).filter_by(sumber=SUMBER).limit(1)):
        return
    riwayat.sebagai(session, PENULIS)
    with jam(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        _bahan_bersama(session)
        lalu = _musrenbang(session, 2027, HARI)
    _isi_usulan(session, lalu, 2027, usulan)
    _jalani(lalu)

    riwayat.sebagai(session, PENULIS)
    berikut = _musrenbang(session, 2028, date(2027, 3, 22))
    _isi_usulan(session, berikut, 2028, usulan_berikut)
    Jalan(berikut, date(2027, 3, 22)).mulai()
    issue.lanjutkan()  # a long paper that was left to the worker is frozen here: the year is complete when it is shown


def setengah_jadi(session: Any) -> bool:
    """Is there a first year without the second that runs? The one follows the other within a minute."""
    ada = dict(session.execute(db.select(Musrenbang.tahun, Musrenbang.status).filter_by(sumber=SUMBER)).all())
    return bool(ada) and (len(ada) < 2 or ada[max(ada)] is StatusMusrenbang.DRAF)


def _jalani(musrenbang_id: int) -> None:
    jalan = Jalan(musrenbang_id, HARI)
    for (bulan, hari), (kode, kerjakan) in zip(TANGGAL, LANGKAH, strict=True):
        with jam(datetime(2026, bulan, hari, 3, tzinfo=UTC)):
            if kode == "tugaskan":
                jalan.mulai()
            if kode == "rapat_koordinasi":
                _surat_masuk(jalan)
            if kode == "tanda_tangan":
                jalan.koreksi_undangan()
            kerjakan(jalan)
    with jam(datetime(2026, 7, 2, 3, tzinfo=UTC)):
        _monitoring(jalan)


def _surat_masuk(jalan: Jalan) -> None:
    """A letter that came in, and what the Kepala Badan wrote on its lembar disposisi."""
    surat = jalan.simpan(
        "sekretariat",
        SuratMasuk(
            musrenbang_id=jalan.id,
            agenda="001 (Demo)",
            diterima=hari_ini(),
            asal="Dinas Kesehatan (Demo)",
            nomor="000.7/01-Demo/2026",
            tanggal=hari_ini(),
            perihal="Penyampaian usulan Forum Perangkat Daerah",
            sifat=Sifat.SEGERA,
        ),
    )
    jalan.simpan(
        "sekretariat",
        Disposisi(
            surat_masuk_id=surat.id,
            dari_id=jalan.pejabat("kepala_badan"),
            unit_kerja_id=bidang_aktif()[0].id,
            tanggal=hari_ini(),
            harap="Proses lebih lanjut",
            isi="Satukan dengan daftar usulan.",
        ),
    )


def _monitoring(jalan: Jalan) -> None:
    """The first half of the year assessed from the log; the longest step is the one that exceeded its norm."""
    lembar = jalan.simpan(
        "sub_koordinator",
        MonitoringSop(
            sop_revisi_id=jalan.m.sop_revisi_id,
            tahun=hari_ini().year,
            semester=Semester.SATU,
            musrenbang_id=jalan.id,
            penilai_id=jalan.pejabat("sub_koordinator"),
            tanggal=hari_ini(),
            metode=MetodeMonitoring.DISKUSI,
            kesimpulan="SOP diterapkan pada seluruh langkah (Demo).",
        ),
    )
    jalan.gerak("sub_koordinator", lembar, "isi_butir")
    for butir in lembar.butir:
        lama = "melampaui norma" in (butir.catatan or "")
        butir.penilaian = PenilaianPenerapan.SEBAGIAN if lama else PenilaianPenerapan.DITERAPKAN
        butir.tindakan = "Tinjau kembali norma waktu." if lama else "Tetap diterapkan."
    jalan.simpan("sub_koordinator", *lembar.butir)
    jalan.gerak("sub_koordinator", lembar, "selesai")


def _musrenbang(session: Any, tahun: int, hari: date) -> int:
    m = Musrenbang(
        nama=f"Musrenbang RKPD Kota Bogor Tahun {tahun} (Demonstrasi)",
        tahun=tahun,
        tanggal_acara=hari,
        tempat="Balai Kota Bogor",
        demonstrasi=True,
        sumber=SUMBER,
        kode_eksternal=f"musrenbang-{tahun}",
    )
    session.add(m)
    session.commit()
    return int(m.id)


def _bahan_bersama(session: Any) -> None:
    """Rooms, address book, chairs of the groups, priorities and ceilings: made-up ones, marked (Demo)."""
    session.add_all(Ruang(nama=nama, kapasitas=n, gedung="Balai Kota Bogor", sumber=SUMBER) for nama, n in RUANG)
    kepala_badan = session.scalar(db.select(Pejabat).filter_by(peran=Peran.KEPALA_BADAN, deleted_at=None).limit(1))
    for kelompok in session.scalars(db.select(KelompokSidang)):
        jabatan = kelompok.pimpinan_jabatan
        ketua = kepala_badan if jabatan.startswith("Kepala Bap") else None  # he leads Fisik himself (SOP step 8)
        ketua = ketua or Pejabat(nama=f"{jabatan} (Demo)", jabatan=jabatan, sumber=SUMBER)
        session.add(ketua)
        session.flush()
        kelompok.pimpinan_id = ketua.id
    session.add_all(_buku_alamat(session))
    for tahun in (2027, 2028):
        session.add_all(_prioritas(tahun))
        session.add_all(
            PaguOpd(perangkat_daerah_id=o.id, tahun=tahun, pagu=(20 + o.id % 30) * 1_000_000_000, sumber=SUMBER)
            for o in session.scalars(db.select(PerangkatDaerah))
        )
    session.commit()


def _buku_alamat(session: Any) -> list[PemangkuKepentingan]:
    orang = [PemangkuKepentingan(nama=n, lembaga=_lembaga(n), unsur=u, sumber=SUMBER) for n, u in LEMBAGA]
    for o in session.scalars(db.select(PerangkatDaerah).order_by(PerangkatDaerah.nama)):
        camat = o.nama.startswith("Kecamatan ")
        jabatan = o.nama.replace("Kecamatan ", "Camat ") if camat else f"Kepala {o.nama}"
        unsur = Unsur.KECAMATAN if camat else Unsur.PERANGKAT_DAERAH
        orang.append(
            PemangkuKepentingan(nama=jabatan, lembaga=o.nama, unsur=unsur, perangkat_daerah_id=o.id, sumber=SUMBER)
        )
    for w in session.scalars(db.select(Wilayah).filter_by(tingkat=Tingkat.KELURAHAN).order_by(Wilayah.kode)):
        nama, lembaga = f"Lurah {w.nama}", f"Kelurahan {w.nama}"
        orang.append(
            PemangkuKepentingan(nama=nama, lembaga=lembaga, unsur=Unsur.KECAMATAN, wilayah_id=w.id, sumber=SUMBER)
        )
    return orang


def _lembaga(nama: str) -> str:
    """What a person heads: "Ketua DPRD Kota Bogor" → "DPRD Kota Bogor"."""
    return nama.split(" (")[0].replace("Sekretaris", "Kepala Sekretariat").split(" ", 1)[1]


def _prioritas(tahun: int) -> list[Prioritas]:
    isi = (
        (JenisPrioritas.VISI, 1, "Visi kota (Demo)"),
        (JenisPrioritas.MISI, 1, "Misi pelayanan dasar (Demo)"),
        (JenisPrioritas.MISI, 2, "Misi lingkungan dan infrastruktur (Demo)"),
        (JenisPrioritas.PRIORITAS, 1, "Prioritas pengurangan genangan dan banjir (Demo)"),
        (JenisPrioritas.PRIORITAS, 2, "Prioritas ekonomi kerakyatan (Demo)"),
    )
    return [Prioritas(tahun=tahun, jenis=j, urutan=n, uraian=u, sumber=SUMBER) for j, n, u in isi]


def _isi_usulan(session: Any, musrenbang_id: int, tahun: int, jumlah: int, potong: int = 1000) -> None:
    """Checked usulan, ready to be discussed, as after the Musrenbang kecamatan; set-based, with their diary."""
    semua = list(usulan_demo.baris(musrenbang_id, tahun, jumlah, StatusUsulan.DIVERIFIKASI))
    for awal in range(0, len(semua), potong):
        rows = [
            {**r, "version": 1, "created_at": sekarang(), "updated_at": sekarang()} for r in semua[awal : awal + potong]
        ]
        ids = session.scalars(insert(Usulan).returning(Usulan.id, sort_by_parameter_order=True), rows).all()
        ringkas = ("kode", "usulan", "status", "pagu_usulan")
        riwayat.tambah(
            session,
            [
                riwayat.Baris("usulan", i, "buat", None, {k: riwayat.json_nilai(r[k]) for k in ringkas}, musrenbang_id)
                for i, r in zip(ids, rows, strict=True)
            ],
        )
        cari_tulis.segarkan("usulan", ids)
        session.commit()
