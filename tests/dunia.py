"""The small world of the rule tests: rooms, people, a Musrenbang at any step, and one complete record of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from models import berkas, riwayat, setelan
from models.arsip import Arsip, StatusArsip
from models.bahan import Bahan, JenisBahan
from models.base import Record, db, kinds
from models.berita_acara import BeritaAcara, Diktum, Penandatangan
from models.berita_acara_sidang import BeritaAcaraSidang, Pihak, WakilSidang
from models.distribusi import Distribusi
from models.dokumen import Dokumen, StatusDokumen
from models.jadwal import Acara, Jadwal
from models.kelompok_sidang import KelompokSidang
from models.kiriman import JenisKiriman, Kiriman
from models.kode_klasifikasi import AlasanPenolakan, KodeKlasifikasi
from models.laporan import Laporan
from models.monitoring_sop import ButirMonitoring, MonitoringSop, PenilaianPenerapan
from models.musrenbang import Musrenbang, StatusMusrenbang
from models.naskah import StatusNaskah
from models.nota_dinas import NotaDinas
from models.notulen import Notulen
from models.operasi import JenisOperasi, Operasi
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengaturan import KelasNaskah, Pengaturan, UrutanTerbit
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.perangkat_daerah import PerangkatDaerah
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.ruang import PemakaianRuang, PenetapanRuang, Ruang
from models.sop import SopRevisi, StatusSop
from models.surat_masuk import Disposisi, SuratMasuk
from models.tim import AnggotaTim, Tim
from models.undangan import PenerimaUndangan, Undangan
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import hari_ini, sekarang
from seed import usulan_demo
from seed.jalan import LANGKAH, PINDAIAN, Jalan
from sop import workflow
from sop.access import Actor, actor_of
from sop.lifecycle import Gerak, gerak_dari

HARI = date(2026, 3, 23)
PAGI = datetime(2026, 3, 23, 2, tzinfo=UTC)
SIANG = PAGI + timedelta(hours=4)
ORANG = ("kepala_badan", "kepala_bidang", "fungsional_perencana", "tim_musrenbang", "sub_koordinator", "sekretariat",
         "pengawas", "administrator")  # fmt: skip


def aktor(nama: str) -> Actor:
    """One of the fixed cast, who is from now on the author of the diary."""
    orang = db.session.execute(db.select(Pengguna).filter_by(nama_pengguna=nama)).scalar_one()
    actor = actor_of(orang)
    riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
    return actor


def pejabat(nama: str) -> int:
    return int(db.session.scalar(db.select(Pengguna.pejabat_id).filter_by(nama_pengguna=nama)))


def cabut(nama: str) -> None:
    """Somebody else takes the account and its roles away; committed."""
    with riwayat.oleh_sistem(db.session):
        akun = db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna=nama)).one()
        for p in akun.daftar_peran:
            p.deleted_at = sekarang()
        akun.aktif = False
        db.session.commit()


def ganti_peran(nama: str, peran: Peran) -> None:
    """Somebody else gives the account another role in the place of each that it has; committed."""
    with riwayat.oleh_sistem(db.session):
        for p in db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna=nama)).one().daftar_peran:
            p.peran = peran
        db.session.commit()


def simpan(*rows: Any) -> Any:
    """Add and commit; the first is given back. Accounts and roles are given by nobody of the cast."""
    hak = any(isinstance(row, Pengguna | PeranPengguna) for row in rows)
    with riwayat.oleh_sistem(db.session) if hak else nullcontext():
        db.session.add_all(rows)
        db.session.commit()
    return rows[0]


def simpan_saja(*rows: Any) -> None:
    """Add and flush, inside the caller's transaction."""
    db.session.add_all(rows)
    db.session.flush()


def pindaian() -> int:
    return int(simpan(berkas.simpan("pindaian.pdf", "application/pdf", PINDAIAN)).id)


def alasan() -> int:
    return int(db.session.scalar(db.select(AlasanPenolakan.id).filter_by(kode="duplikat")))


def ruang_dan_orang() -> None:
    """Five rooms and three addressees, once."""
    if db.session.scalar(db.select(Ruang.id).order_by(Ruang.nama).limit(1)):
        return
    simpan(
        *(Ruang(nama=f"Ruang {n} (Demo)", kapasitas=40) for n in "ABCDE"),
        *(PemangkuKepentingan(nama=f"Tokoh {n} (Demo)", unsur=Unsur.TOKOH) for n in (1, 2, 3)),
    )


def musrenbang(tahun: int = 2027, usulan: int = 0, status: StatusUsulan = StatusUsulan.DIVERIFIKASI) -> Musrenbang:
    """A Musrenbang that has not begun, with some usulan."""
    ruang_dan_orang()
    m: Musrenbang = simpan(Musrenbang(nama=f"Musrenbang {tahun} (Demo)", tahun=tahun, tanggal_acara=HARI))
    isi_usulan(m, usulan, status)
    return m


def isi_usulan(m: Musrenbang, jumlah: int, status: StatusUsulan = StatusUsulan.DIVERIFIKASI) -> list[Usulan]:
    rows = [Usulan(**r) for r in usulan_demo.baris(m.id, m.tahun, jumlah, status)]
    db.session.add_all(rows)
    db.session.commit()
    return rows


def banyak_usulan(m: Musrenbang, jumlah: int, status: StatusUsulan = StatusUsulan.DIVERIFIKASI) -> list[int]:
    """The ids of so many usulan, written at once and without a diary of their own."""
    saat = {"version": 1, "created_at": sekarang(), "updated_at": sekarang()}
    ids: list[int] = []
    for r in sepotong(usulan_demo.baris(m.id, m.tahun, jumlah, status), 1000):
        rows = [{**x, **saat} for x in r]
        ids += db.session.scalars(db.insert(Usulan).returning(Usulan.id, sort_by_parameter_order=True), rows)
    db.session.commit()
    return ids


def sepotong(rows: Iterator[Any], n: int) -> Iterator[list[Any]]:
    semua = iter(rows)
    while potong := list(islice(semua, n)):
        yield potong


def di_langkah(urutan: int, tahun: int = 2027, usulan: int = 0) -> Musrenbang:
    """Taken over at step `urutan`: the steps before were done on paper."""
    m = musrenbang(tahun, usulan)
    isian = {"urutan": urutan, "pindaian_id": pindaian()}
    workflow.move(m, "ambil_alih", aktor("tim_musrenbang"), "Langkah sebelumnya di atas kertas", isian)
    db.session.commit()
    return m


def di_ujung(tahun: int = 2027) -> Musrenbang:
    """Under way at the last step with no row of its own: every step is reached, nothing else stands in the way."""
    sop = db.session.scalars(db.select(SopRevisi).filter_by(status=StatusSop.BERLAKU)).first()
    m = musrenbang(tahun)
    m.sop_revisi_id, m.langkah_id, m.status = sop.id, sop.langkah[-1].id, StatusMusrenbang.BERJALAN
    db.session.commit()
    return m


def jalan(m: Musrenbang, sampai: str | None = None) -> Jalan:
    """Walk from step 1 until step `sampai` is the current one; None: to the archive."""
    langkah = Jalan(m.id, HARI)
    langkah.mulai()
    lanjut(langkah, "tugaskan", sampai)
    return langkah


def lanjut(langkah: Jalan, dari: str, sampai: str | None = None) -> None:
    mulai = False
    for kode, kerjakan in LANGKAH:
        mulai = mulai or kode == dari
        if kode == sampai:
            return
        if mulai:
            kerjakan(langkah)


def gerak_bernama(kind: str, aksi: str) -> Gerak:
    """The row of the moves, the first where several bear that name."""
    return next(g for g in gerak_dari(kind) if g.aksi == aksi)


def urutan_terbit(kelas: str, urutan: UrutanTerbit) -> None:
    row = db.session.execute(db.select(KelasNaskah).filter_by(kode=kelas)).scalar_one()
    row.urutan_terbit = urutan
    db.session.commit()


# --- one complete record of every kind --------------------------------------------------------------------------------


def _naskah(model: type[Any], m: Musrenbang, **isi: Any) -> Any:
    return simpan(model(musrenbang_id=m.id, perihal="Naskah uji", penandatangan_id=pejabat("kepala_badan"), **isi))


def _tim(m: Musrenbang) -> Tim:
    tim: Tim = _naskah(Tim, m, menimbang="bahwa perlu tim;", mengingat="Undang-Undang;", memutuskan="Membentuk tim.")
    simpan(AnggotaTim(tim_id=tim.id, nama="Anggota (Demo)", kedudukan="Ketua"))
    return tim


def undangan(m: Musrenbang, penerima: int = 3) -> Undangan:
    u: Undangan = _naskah(Undangan, m, mulai=PAGI, tempat="Balai Kota", acara="Musrenbang")
    orang = db.session.scalars(db.select(PemangkuKepentingan).order_by(PemangkuKepentingan.id).limit(penerima)).all()
    db.session.add_all(PenerimaUndangan(undangan_id=u.id, pemangku_kepentingan_id=o.id) for o in orang)
    db.session.commit()
    return u


def berita_acara(m: Musrenbang, bertanda_tangan: bool = True) -> BeritaAcara:
    ba: BeritaAcara = _naskah(BeritaAcara, m, mulai=PAGI, selesai=SIANG, tempat="Balai Kota")
    kapan = hari_ini() if bertanda_tangan else None
    simpan(
        Diktum(berita_acara_id=ba.id, urutan=1, isi="Menyepakati daftar usulan."),
        Penandatangan(berita_acara_id=ba.id, nama="Wakil (Demo)", unsur=Unsur.TOKOH, ditandatangani_pada=kapan),
    )
    return ba


def berita_acara_versi(m: Musrenbang, versi: int) -> BeritaAcara:
    found: BeritaAcara = _naskah(BeritaAcara, m, mulai=PAGI, selesai=SIANG, tempat="Balai Kota", versi=versi)
    return found


def rapat(m: Musrenbang, jenis: JenisRapat = JenisRapat.PLENO, hadir: int = 1, **isi: Any) -> Rapat:
    r: Rapat = simpan(
        Rapat(musrenbang_id=m.id, jenis=jenis, judul=f"{jenis.value} uji", mulai=PAGI, selesai=SIANG, **isi)
    )
    db.session.add_all(DaftarHadir(rapat_id=r.id, nama=f"Hadirin {n} (Demo)", hadir=True) for n in range(hadir))
    db.session.commit()
    return r


def kelompok(nama: str = "Fisik") -> int:
    return int(db.session.scalar(db.select(KelompokSidang.id).filter_by(nama=nama)))


def sidang(m: Musrenbang, nama: str = "Fisik", pimpinan_id: int | None = None) -> Rapat:
    """A sidang kelompok with its notulen, led by Kepala Badan unless another is named."""
    ruang = db.session.scalars(db.select(Ruang.id).order_by(Ruang.id)).all()
    r = rapat(m, JenisRapat.SIDANG_KELOMPOK, kelompok_sidang_id=kelompok(nama), ruang_id=ruang[kelompok(nama) % 4])
    simpan(Notulen(rapat_id=r.id, pimpinan_id=pimpinan_id or pejabat("kepala_badan"), keputusan="Disepakati."))
    return r


def berita_acara_sidang(m: Musrenbang, nama: str = "Fisik", bertanda_tangan: bool = True) -> BeritaAcaraSidang:
    r = sidang(m, nama)
    ba: BeritaAcaraSidang = simpan(BeritaAcaraSidang(rapat_id=r.id, penandatangan_id=pejabat("kepala_badan")))
    kapan = hari_ini() if bertanda_tangan else None
    simpan(
        WakilSidang(
            berita_acara_sidang_id=ba.id,
            pihak=Pihak.KECAMATAN,
            instansi="Kecamatan Bogor Barat",
            nama="Camat (Demo)",
            ditandatangani_pada=kapan,
        )
    )
    return ba


def _wakil_sidang(m: Musrenbang) -> WakilSidang:
    return berita_acara_sidang(m, bertanda_tangan=False).wakil[0]


def _notulen(m: Musrenbang) -> Notulen:
    found: Notulen = simpan(
        Notulen(
            rapat_id=rapat(m).id,
            pimpinan_id=pejabat("kepala_badan"),
            pencatat_id=pejabat("fungsional_perencana"),
            keputusan="Disepakati.",
        )
    )
    return found


def _penetapan(m: Musrenbang) -> PenetapanRuang:
    p: PenetapanRuang = simpan(PenetapanRuang(musrenbang_id=m.id, judul="Ruang pertemuan"))
    ruang = db.session.scalar(db.select(Ruang.id).order_by(Ruang.nama).limit(1))
    simpan(PemakaianRuang(penetapan_ruang_id=p.id, ruang_id=ruang, mulai=PAGI, selesai=SIANG, keperluan="Pleno"))
    return p


def _jadwal(m: Musrenbang) -> Jadwal:
    j: Jadwal = simpan(Jadwal(musrenbang_id=m.id, judul="Jadwal"))
    ruang = db.session.scalar(db.select(Ruang.id).order_by(Ruang.nama).limit(1))
    simpan(Acara(jadwal_id=j.id, nama="Pleno", mulai=PAGI, selesai=SIANG, ruang_id=ruang))
    return j


def _penandatangan(m: Musrenbang) -> Penandatangan:
    ba = berita_acara(m, bertanda_tangan=False)
    return db.session.execute(db.select(Penandatangan).filter_by(berita_acara_id=ba.id)).scalar_one()


def _arsip(m: Musrenbang) -> Arsip:
    kode = db.session.scalar(db.select(KodeKlasifikasi.id).filter_by(kode="000.7.1.3"))
    arsip = Arsip(musrenbang_id=m.id, kode_klasifikasi_id=kode, uraian="Berkas", jumlah="1 berkas", lokasi="Rak 1")
    found: Arsip = simpan(arsip)
    return found


def distribusi(m: Musrenbang, surel: str = "tokoh@contoh.id", **isi: Any) -> Distribusi:
    """A paper to one addressee: the undangan is issued, as far as the rules of sending ask."""
    u = undangan(m)
    kertas = simpan(berkas.simpan("Undangan.pdf", "application/pdf", PINDAIAN))
    simpan(
        Dokumen(
            musrenbang_id=m.id,
            kode="undangan",
            naskah_kind="undangan",
            naskah_id=u.id,
            status=StatusDokumen.TERBIT,
            perihal=u.perihal,
            kode_periksa=f"UJI{u.id}",
            sha256=kertas.sha256,
            berkas_id=kertas.id,
            isi={},
        )
    )
    found: Distribusi = simpan(Distribusi(undangan_id=u.id, penerima="Tokoh 1 (Demo)", surel=surel or None, **isi))
    return found


def peladen_surel(port: int = 9, **lain: str) -> None:
    """As in an office: no demonstration, and a mail server in the settings (port 9 answers nobody).

    What an office asks of a person besides is not asked here: a second factor, the password before a signature.
    """
    setelan.pasang(replace(setelan.kini(), mode="production"))
    isi = {"server": "127.0.0.1", "port": str(port), "keamanan": "tanpa", "dari": "bapperida@contoh.go.id", **lain}
    milik = {f"surel.{kunci}": nilai for kunci, nilai in isi.items()}
    for kunci, nilai in {**milik, "akun.wajib_faktor_kedua": "tidak", "akun.konfirmasi_tanda_tangan": "tidak"}.items():
        row = db.session.execute(db.select(Pengaturan).filter_by(kunci=kunci)).scalar_one()
        row.nilai = nilai
    db.session.commit()


def _distribusi(m: Musrenbang) -> Distribusi:
    peladen_surel()
    return distribusi(m)


def _kiriman(m: Musrenbang) -> Kiriman:
    row = _distribusi(m)
    isi = {"musrenbang_id": m.id, "jenis": JenisKiriman.NASKAH, "kepada": row.penerima, "tujuan": "tokoh@contoh.id"}
    found: Kiriman = simpan(Kiriman(distribusi_id=row.id, **isi))
    return found


def _operasi(m: Musrenbang) -> Operasi:
    found: Operasi = simpan(Operasi(jenis=JenisOperasi.GERAK, judul="Tindakan massal"))
    return found


def monitoring_sop(
    m: Musrenbang, penilaian: PenilaianPenerapan | None = PenilaianPenerapan.DITERAPKAN
) -> MonitoringSop:
    found: MonitoringSop = simpan(
        MonitoringSop(
            sop_revisi_id=m.sop_revisi_id or db.session.scalar(db.select(SopRevisi.id).limit(1)),
            tahun=2026,
            tanggal=date(2026, 7, 1),
            penilai_id=pejabat("sub_koordinator"),
        )
    )
    simpan(ButirMonitoring(monitoring_sop_id=found.id, prosedur="Prosedur uji", penilaian=penilaian))
    return found


def _surat_masuk(m: Musrenbang) -> SuratMasuk:
    surat = SuratMasuk(musrenbang_id=m.id, agenda="12", diterima=HARI, asal="Camat (Demo)", perihal="Konfirmasi hadir")
    found: SuratMasuk = simpan(surat)
    return found


# A record that lacks nothing: every rule of its moves is content.
CONTOH: dict[str, Callable[[Musrenbang], Record]] = {
    "tim": _tim,
    "nota_dinas": lambda m: _naskah(NotaDinas, m, isi="Tugas."),
    "undangan": undangan,
    "berita_acara": berita_acara,
    "berita_acara_sidang": berita_acara_sidang,
    "wakil_sidang": _wakil_sidang,
    "laporan": lambda m: _naskah(Laporan, m),
    "penandatangan": _penandatangan,
    "penetapan_ruang": _penetapan,
    "jadwal": _jadwal,
    "notulen": _notulen,
    "rapat": rapat,
    "daftar_hadir": lambda m: rapat(m).hadir[0],
    "bahan": lambda m: simpan(Bahan(musrenbang_id=m.id, jenis=JenisBahan.MATERI, judul="Materi", isi="Isi")),
    "monitoring_sop": monitoring_sop,
    "usulan": lambda m: isi_usulan(m, 1)[0],
    "distribusi": _distribusi,
    "kiriman": _kiriman,
    "arsip": _arsip,
    "operasi": _operasi,
    # What is only printed.
    "musrenbang": lambda m: m,
    "sop_revisi": lambda m: db.session.scalars(db.select(SopRevisi).filter_by(status=StatusSop.BERLAKU)).one(),
    "surat_masuk": _surat_masuk,
    "disposisi": lambda m: simpan(
        Disposisi(surat_masuk_id=_surat_masuk(m).id, tanggal=HARI, isi="Untuk ditindaklanjuti")
    ),
}


# --- with so many parts -----------------------------------------------------------------------------------------------


def isi_bagian(record: Record, jumlah: int, kode: str = "") -> None:
    """Give the record exactly so many parts: of the paper `kode`, else of its kind; what is in no table has none."""
    kind, buat = bagian(kode, record.kind)
    if buat is None:
        return
    if kind:
        model: Any = kinds()[kind]
        induk = model.INDUK or f"{record.kind}_id"
        for lama in db.session.scalars(db.select(model).filter_by(**{induk: record.id}, deleted_at=None)):
            lama.deleted_at = sekarang()
    db.session.flush()
    db.session.add_all(x for n in range(1, jumlah + 1) for x in buat(record, n))
    db.session.commit()
    db.session.expire_all()


def _penerima(u: Any, n: int) -> Iterator[Record]:
    orang = PemangkuKepentingan(nama=f"Penerima {n} (Demo)", unsur=Unsur.TOKOH)
    simpan_saja(orang)
    yield PenerimaUndangan(undangan_id=u.id, pemangku_kepentingan_id=orang.id, urutan=n)


def _hadirin(r: Any, n: int) -> Iterator[Record]:
    yield DaftarHadir(rapat_id=getattr(r, "rapat_id", r.id), urutan=n, nama=f"Hadirin {n} (Demo)", hadir=True)


def _diputuskan(record: Any, n: int) -> Iterator[Record]:
    """One more usulan of the Musrenbang, every third not accepted."""
    m_id = record.id if record.kind == "musrenbang" else record.musrenbang_id
    isi = list(usulan_demo.baris(m_id, 2027, n, StatusUsulan.DIPUTUSKAN))[-1]
    hasil: dict[str, Any] = {"hasil": HasilUsulan.DITOLAK, "alasan_id": alasan()}
    if n % 3:
        hasil = {"hasil": HasilUsulan.DITERIMA, "volume_disepakati": 10, "pagu_disepakati": 1_000_000 * n}
    yield Usulan(**{**isi, **hasil})


def _anggota(t: Any, n: int) -> Iterator[Record]:
    yield AnggotaTim(tim_id=t.id, urutan=n, nama=f"Anggota {n} (Demo), S.T.", kedudukan="Anggota")


def _acara(j: Any, n: int) -> Iterator[Record]:
    mulai = PAGI + timedelta(minutes=10 * n)
    ruang = db.session.scalar(db.select(Ruang.id).order_by(Ruang.nama).limit(1))
    selesai = mulai + timedelta(minutes=10)
    yield Acara(jadwal_id=j.id, nama=f"Acara {n} (Demo)", mulai=mulai, selesai=selesai, ruang_id=ruang)


def _pemakaian(p: Any, n: int) -> Iterator[Record]:
    ruang = db.session.scalar(db.select(Ruang.id).order_by(Ruang.nama).limit(1))
    mulai = PAGI + timedelta(days=n)
    yield PemakaianRuang(
        penetapan_ruang_id=p.id,
        ruang_id=ruang,
        mulai=mulai,
        selesai=mulai + timedelta(hours=1),
        keperluan=f"Sidang {n}",
    )


def _disposisi(s: Any, n: int) -> Iterator[Record]:
    yield Disposisi(surat_masuk_id=s.id, tanggal=HARI, isi=f"Untuk ditindaklanjuti, catatan {n}")


def _distribusi_dari(naskah: Any, n: int) -> Iterator[Record]:
    naskah_id = {f"{naskah.kind}_id": naskah.id}
    yield Distribusi(musrenbang_id=naskah.musrenbang_id, penerima=f"Penerima {n} (Demo)", **naskah_id)


def _ekspedisi(m: Any, n: int) -> Iterator[Record]:
    u = db.session.scalar(db.select(Undangan.id).filter_by(musrenbang_id=m.id)) or undangan(m).id
    yield Distribusi(musrenbang_id=m.id, undangan_id=u, penerima=f"Penerima {n} (Demo)")


def _berkas_arsip(m: Any, n: int) -> Iterator[Record]:
    kode = db.session.scalar(db.select(KodeKlasifikasi.id).filter_by(kode="000.7.1.3"))
    masa = {"status": StatusArsip.DIARSIPKAN, "aktif_sampai": date(2026 + n % 5, 12, 31)}
    yield Arsip(musrenbang_id=m.id, kode_klasifikasi_id=kode, uraian=f"Berkas {n} (Demo)", jumlah="1 berkas", **masa)


def bagian(kode: str, kind: str) -> tuple[str, Callable[[Any, int], Iterator[Record]] | None]:
    """The parts that a paper counts."""
    return BAGIAN_KERTAS.get(kode) or BAGIAN.get(kind) or ("", None)


# A paper that counts other parts than its record.
BAGIAN_KERTAS: dict[str, tuple[str, Callable[[Any, int], Iterator[Record]]]] = {
    "bukti_distribusi": ("distribusi", _distribusi_dari),
    "buku_ekspedisi": ("distribusi", _ekspedisi),
    "daftar_isi_berkas": ("arsip", _berkas_arsip),
    "daftar_retensi": ("arsip", _berkas_arsip),
}
# Kind → (the kind of its parts that are replaced, or "" where they are counted elsewhere; one more part).
BAGIAN: dict[str, tuple[str, Callable[[Any, int], Iterator[Record]]]] = {
    "undangan": ("penerima_undangan", _penerima),
    "rapat": ("daftar_hadir", _hadirin),
    "notulen": ("", _hadirin),
    "berita_acara": ("", _diputuskan),
    "laporan": ("", _diputuskan),
    "musrenbang": ("", _diputuskan),
    "tim": ("anggota_tim", _anggota),
    "jadwal": ("acara", _acara),
    "penetapan_ruang": ("pemakaian_ruang", _pemakaian),
    "surat_masuk": ("disposisi", _disposisi),
}


# --- that has this paper ----------------------------------------------------------------------------------------------


def contoh_kertas(kode: str, kind: str) -> Any:
    """A record that has the paper `kode`: the example of its kind, with what the paper asks of it beyond (DENGAN)."""
    record = CONTOH[kind](di_ujung())
    for kolom, nilai in DENGAN.get(kode, {}).items():
        setattr(record, kolom, nilai)
    db.session.commit()
    return record


DENGAN: dict[str, dict[str, Any]] = {
    "poster_a4": {"jenis": JenisBahan.PUBLIKASI},
    "poster_a3": {"jenis": JenisBahan.PUBLIKASI},
    "bukti_distribusi": {"status": StatusNaskah.TERBIT},
}


def nilai_isian(isian: Any) -> Iterator[tuple[str, Any]]:
    """Something sensible for every compulsory field of a move."""
    for x in isian:
        if x.wajib:
            yield x.nama, NILAI[x.jenis]()


NILAI: dict[str, Callable[[], Any]] = {
    "tanggal": hari_ini,
    "bilangan": lambda: 11,
    "teks": lambda: "Seseorang (Demo)",
    "berkas": pindaian,
    "kata:usulan.masuk_rkpd": lambda: "tidak",
    "pilihan:alasan_penolakan": alasan,
    "pilihan:perangkat_daerah": lambda: db.session.scalar(db.select(PerangkatDaerah.id).limit(1)),
}


def isi_usulan_baru(m: Musrenbang, status: StatusUsulan) -> Usulan:
    """One more usulan, entered by hand: its code is made by the panel."""
    data = next(usulan_demo.baris(m.id, m.tahun, 1, status, benih=7))
    found: Usulan = simpan(Usulan(**{**data, "kode": "", "sumber": None, "kode_eksternal": None}))
    return found
