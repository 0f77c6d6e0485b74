"""What a move brings with it beside the new state; each effect writes only, the rules have been asked before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from models import riwayat, teks
from models.base import db, kinds
from models.berita_acara import BeritaAcara, Diktum, KoreksiBeritaAcara, Penandatangan
from models.distribusi import Distribusi
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang, PelaksanaanLangkah, StatusPelaksanaan
from models.naskah import Naskah, StatusNaskah
from models.nomor_surat import NomorSurat, StatusNomor
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengaturan import Pengaturan, nilai
from models.pesan import SopError
from models.rapat import DaftarHadir, Rapat
from models.sop import Langkah, LangkahPelaksana, SopRevisi, StatusSop
from models.tim import Tim
from models.undangan import PenerimaUndangan, Undangan
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from models.waktu import sekarang
from models.wilayah import Wilayah
from sop.aturan import sop_berlaku
from sop.konteks import Konteks, Nilai, Salin
from sop.langkah import langkah_sop, maju, masuki, tutup_terbuka

HASIL = {
    "terima": HasilUsulan.DITERIMA,
    "terima_perubahan": HasilUsulan.DITERIMA_PERUBAHAN,
    "tunda": HasilUsulan.DITUNDA,
    "tolak": HasilUsulan.DITOLAK,
    "tolak_data_kurang": HasilUsulan.DITOLAK,
}
DITERIMA = (HasilUsulan.DITERIMA, HasilUsulan.DITERIMA_PERUBAHAN)


# --- musrenbang and its steps -----------------------------------------------------------------------------------------


def mulai_musrenbang(m: Musrenbang, k: Konteks) -> None:
    m.sop_revisi = m.sop_revisi or sop_berlaku()
    masuki(m, langkah_sop(m)[0])


def ambil_alih(m: Musrenbang, k: Konteks) -> None:
    """Steps before N were done on paper: they get rows to be recorded afterwards, with their real dates and scans."""
    m.sop_revisi = m.sop_revisi or sop_berlaku()
    for langkah in langkah_sop(m):
        if langkah.urutan < k.isian["urutan"]:
            masuki(m, langkah, StatusPelaksanaan.DIAMBIL_ALIH)
        elif langkah.urutan == k.isian["urutan"]:
            masuki(m, langkah)
    db.session.flush()
    for row in m.pelaksanaan:
        if row.status is StatusPelaksanaan.DIAMBIL_ALIH:
            row.pindaian_id, row.catatan = k.isian.get("pindaian_id"), k.catatan


def ganti_revisi(m: Musrenbang, k: Konteks) -> None:
    """The current step goes on under the same kode; its actors, norms and texts are those of the new revision."""
    baru: SopRevisi = db.session.get_one(SopRevisi, k.isian["sop_revisi_id"])
    assert m.langkah is not None
    langkah = next(x for x in baru.langkah if x.kode == m.langkah.kode)
    tutup_terbuka(m, StatusPelaksanaan.DITUTUP)
    m.sop_revisi, m.sop_revisi_id = baru, baru.id
    masuki(m, langkah)


def catat_mulai(row: PelaksanaanLangkah, k: Konteks) -> None:
    row.mulai_pada = row.mulai_pada or sekarang()


def catat_selesai(row: PelaksanaanLangkah, k: Konteks) -> None:
    row.mulai_pada = row.mulai_pada or row.masuk_pada or sekarang()
    row.selesai_pada, row.tanggal = sekarang(), k.tanggal
    row.menit = k.isian.get("menit", row.menit)
    row.pelaku_id, row.pencatat_id, row.atas_nama = k.pelaku_id, k.pencatat_id, k.atas_nama
    row.pindaian_id = k.pindaian_id or row.pindaian_id
    row.catatan = k.catatan or row.catatan


def majukan(row: PelaksanaanLangkah, k: Konteks) -> None:
    maju(row.musrenbang)


def mundurkan(row: PelaksanaanLangkah, k: Konteks) -> None:
    """The return arrow: the whole step is left, and the step it points to begins another round."""
    m = row.musrenbang
    tujuan = next(x for x in langkah_sop(m) if x.kode == row.langkah.kembali_ke)
    db.session.flush()
    tutup_terbuka(m, StatusPelaksanaan.DIKEMBALIKAN)
    masuki(m, tujuan)
    for nama in tujuan.tindakan:
        if nama.endswith(".ajukan"):
            _kembalikan_naskah(kinds()[nama.removesuffix(".ajukan")], m, k)


def _kembalikan_naskah(model: type[Any], m: Musrenbang, k: Konteks) -> None:
    """Papers that were submitted for signing go back with the step, and carry the signer's note onto the draft."""
    menunggu = (StatusNaskah.DIAJUKAN, StatusNaskah.MENUNGGU_TTD)
    kueri = db.select(model).where(model.musrenbang_id == m.id, model.status.in_(menunggu), model.deleted_at.is_(None))
    for naskah in db.session.scalars(kueri):
        riwayat.catatan(db.session, naskah, "kembalikan", k.catatan)
        naskah.status = StatusNaskah.DRAF
        simpan_catatan_pengembalian(naskah, k)


# --- papers -----------------------------------------------------------------------------------------------------------


def simpan_catatan_pengembalian(naskah: Naskah, k: Konteks) -> None:
    naskah.catatan_pengembalian = k.catatan
    hapus_nomor(naskah, k)  # given before the signature, for a content that is now drafted anew


def hapus_catatan_pengembalian(naskah: Naskah, k: Konteks) -> None:
    naskah.catatan_pengembalian = None


def catat_tanda_tangan(naskah: Naskah, k: Konteks) -> None:
    naskah.ditandatangani_pada, naskah.pencatat_id = k.tanggal, k.pencatat_id
    naskah.pindaian_id = k.pindaian_id or naskah.pindaian_id


def beri_nomor(naskah: Naskah, k: Konteks) -> None:
    """Number and date come from the register, which the floor of papers has asked before."""
    if not k.isian.get("nomor_teks"):
        raise SopError("Nomor belum diberikan oleh register.")
    naskah.pastikan_tanggal(k.isian["tanggal"])  # in one move with the signature, only now both dates are known
    naskah.nomor, naskah.tanggal = k.isian["nomor_teks"], k.isian["tanggal"]


def beri_nomor_pengantar(row: Distribusi, k: Konteks) -> None:
    if not k.isian.get("nomor_teks"):
        raise SopError("Nomor belum diberikan oleh register.")
    row.nomor, row.tanggal_pengantar = k.isian["nomor_teks"], k.isian["tanggal"]


def hapus_nomor(naskah: Naskah, k: Konteks) -> None:
    """The number stays in the register, visibly voided; the paper will get another one."""
    for nomor in db.session.scalars(db.select(NomorSurat).filter_by(naskah_kind=naskah.kind, naskah_id=naskah.id)):
        nomor.status = StatusNomor.DIBATALKAN
    naskah.nomor, naskah.tanggal = None, None


def isi_penerima(undangan: Undangan, k: Konteks) -> None:
    """Who is active in the address book, within the chosen groups and not on the list yet, by unsur and name."""
    ada = {p.pemangku_kepentingan_id for p in undangan.penerima}
    urutan = max((p.urutan for p in undangan.penerima), default=0)
    cocok = [orang for orang in _buku_alamat() if _dipilih(orang, k.isian)]
    if not cocok:
        raise SopError("Tidak ada yang cocok dan aktif di buku alamat.")
    for orang in cocok:
        if orang.id not in ada:
            urutan += 1
            db.session.add(PenerimaUndangan(undangan_id=undangan.id, pemangku_kepentingan_id=orang.id, urutan=urutan))


def _dipilih(orang: PemangkuKepentingan, isian: Mapping[str, Any]) -> bool:
    """By name always; else of a chosen unsur and of a chosen perangkat daerah or place; nothing chosen is everybody."""
    nama, unsur = isian.get("orang_id") or (), isian.get("unsur") or ()
    opd, tempat = isian.get("perangkat_daerah_id") or (), isian.get("wilayah_id") or ()
    if orang.id in nama or not (nama or unsur or opd or tempat):
        return True
    di_sini = orang.perangkat_daerah_id in opd or (orang.wilayah_id is not None and _di_dalam(orang.wilayah_id, tempat))
    return bool(unsur or opd or tempat) and (not unsur or orang.unsur in unsur) and (not (opd or tempat) or di_sini)


def _di_dalam(wilayah_id: int, tempat: Collection[int]) -> bool:
    """A kelurahan lies within its kecamatan, and that within the kota."""
    wilayah = db.session.get(Wilayah, wilayah_id)
    return wilayah is not None and (
        wilayah.id in tempat or (wilayah.induk_id is not None and _di_dalam(wilayah.induk_id, tempat))
    )


def _buku_alamat() -> list[PemangkuKepentingan]:
    aktif = db.select(PemangkuKepentingan).filter_by(aktif=True, deleted_at=None)
    urutan = list(Unsur)
    return sorted(db.session.scalars(aktif), key=lambda o: (urutan.index(o.unsur), o.nama.casefold(), o.id))


def isi_daftar_hadir(rapat: Rapat, k: Konteks) -> None:
    """Who was invited to this Musrenbang and is not on the list yet; before an undangan is issued, the address book."""
    diundang = list(
        db.session.scalars(
            db.select(PemangkuKepentingan)
            .join(PenerimaUndangan, PenerimaUndangan.pemangku_kepentingan_id == PemangkuKepentingan.id)
            .join(Undangan, PenerimaUndangan.undangan_id == Undangan.id)
            .where(Undangan.musrenbang_id == rapat.musrenbang_id, Undangan.status == StatusNaskah.TERBIT)
            .where(PenerimaUndangan.deleted_at.is_(None), Undangan.deleted_at.is_(None))
            .order_by(Undangan.id, PenerimaUndangan.urutan, PenerimaUndangan.id)
        )
    )
    ada = {h.pemangku_kepentingan_id for h in rapat.hadir}
    urutan = max((h.urutan for h in rapat.hadir), default=0)
    for orang in dict.fromkeys(diundang or _buku_alamat()):
        if orang.id not in ada:
            urutan += 1
            db.session.add(DaftarHadir(rapat_id=rapat.id, pemangku_kepentingan_id=orang.id, urutan=urutan))


def isi_diktum(ba: BeritaAcara, k: Konteks) -> None:
    """The dictums of the settings that it does not have yet; from then on they belong to this berita acara."""
    awalan = "berita_acara.diktum."
    kueri = db.select(Pengaturan).where(Pengaturan.kunci.startswith(awalan), Pengaturan.deleted_at.is_(None))
    m = db.session.get_one(Musrenbang, ba.musrenbang_id)
    istilah = {"tahun_rencana": str(m.tahun), "tahun_pelaksanaan": str(m.tahun - 1), "nama_musrenbang": m.nama}
    ada = {d.isi for d in ba.diktum}
    baru = [teks.isi(p.nilai, istilah) for p in sorted(db.session.scalars(kueri), key=lambda p: p.kunci)]
    awal = max((d.urutan for d in ba.diktum), default=0)
    for urutan, isi in enumerate((isi for isi in baru if isi not in ada), awal + 1):
        db.session.add(Diktum(berita_acara_id=ba.id, urutan=urutan, isi=isi))


def isi_naskah_tim(tim: Tim, k: Konteks) -> None:
    """The texts of the settings where the decree has none; without a setting its legal basis is that of the SOP."""
    m = db.session.get_one(Musrenbang, tim.musrenbang_id)
    istilah = {
        "tahun_rencana": str(m.tahun),
        "tahun_pelaksanaan": str(m.tahun - 1),
        "nama_musrenbang": m.nama,
        "penetap": tim.jenis_sk.value,
        "hal": tim.perihal,
    }
    for nama in ("menimbang", "mengingat", "memperhatikan", "memutuskan"):
        if not (getattr(tim, nama) or "").strip():
            setattr(tim, nama, teks.isi(nilai(f"sk.{nama}"), istilah) or None)
    sop = m.sop_revisi or sop_berlaku()
    tim.mengingat = tim.mengingat or "\n".join(sop.identitas.get("dasar_hukum", []) if sop else []) or None


def kunci_usulan(ba: BeritaAcara, k: Konteks) -> None:
    """Signing locks every decided usulan in one set-based move and leaves `hasil` as it is."""
    _pindahkan_usulan(
        ba.musrenbang_id, StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL, "kunci", "Berita acara ditandatangani"
    )


def _pindahkan_usulan(
    musrenbang_id: int, dari: StatusUsulan, ke: StatusUsulan, aksi: str, catatan: str, ids: list[int] | None = None
) -> None:
    syarat = [Usulan.musrenbang_id == musrenbang_id, Usulan.status == dari, Usulan.deleted_at.is_(None)]
    if ids is not None:
        syarat.append(Usulan.id.in_(ids))
    kena = list(db.session.scalars(db.select(Usulan.id).where(*syarat).order_by(Usulan.id)))
    db.session.execute(
        db.update(Usulan)
        .where(*syarat)
        .values(status=ke, version=Usulan.version + 1, updated_at=sekarang())
        .execution_options(synchronize_session="fetch" if ids else False)
    )
    for usulan in [x for x in db.session.identity_map.values() if isinstance(x, Usulan)]:
        db.session.expire(usulan)
    riwayat.tambah(
        db.session,
        [
            riwayat.Baris("usulan", i, aksi, {"status": dari.value}, {"status": ke.value}, musrenbang_id, catatan)
            for i in kena
        ],
    )


def catat_bertanda_tangan(orang: Penandatangan, k: Konteks) -> None:
    orang.ditandatangani_pada, orang.pencatat_id = k.isian["tanggal"], k.pencatat_id


def koreksi_berita_acara(lama: BeritaAcara, k: Konteks) -> None:
    """Void this one, reopen only the named usulan, and begin the next version from its content."""
    ids = list(k.isian["usulan_id"])
    catatan = f"Koreksi berita acara: {k.catatan}"
    _pindahkan_usulan(lama.musrenbang_id, StatusUsulan.FINAL, StatusUsulan.DIPUTUSKAN, "buka_koreksi", catatan, ids)

    isi = (
        "musrenbang_id",
        "perihal",
        "penandatangan_id",
        "atas_nama",
        "mulai",
        "selesai",
        "tempat",
        "pemberi_sambutan",
        "pemateri",
        "tembusan",
    )
    baru = BeritaAcara(**_salin(lama, isi), versi=lama.versi + 1, menggantikan_id=lama.id)
    db.session.add(baru)
    db.session.flush()
    for d in lama.diktum:
        db.session.add(Diktum(berita_acara_id=baru.id, urutan=d.urutan, isi=d.isi))
    for p in lama.para_penandatangan:
        data = ("urutan", "nama", "unsur", "lembaga", "alamat", "telepon")
        db.session.add(Penandatangan(berita_acara_id=baru.id, **_salin(p, data)))
    for i in ids:
        db.session.add(KoreksiBeritaAcara(berita_acara_id=baru.id, usulan_id=i, catatan=k.catatan))


def _salin(row: Any, kolom: tuple[str, ...]) -> dict[str, Any]:
    return {nama: getattr(row, nama) for nama in kolom}


def isi_tanggal(ketetapan: Any, k: Konteks) -> None:
    ketetapan.tanggal = ketetapan.tanggal or k.tanggal
    ketetapan.penandatangan_id = ketetapan.penandatangan_id or k.pelaku_id


# --- usulan -----------------------------------------------------------------------------------------------------------


simpan_catatan = Nilai(("catatan",), lambda k: {"catatan": k.catatan} if k.catatan else {})


def _putusan(k: Konteks) -> dict[str, Any]:
    """`hasil` with what belongs to it; a changed decision leaves nothing of the former one."""
    hasil, alasan_id = HASIL[k.aksi], k.isian.get("alasan_id")
    if k.aksi == "tolak_data_kurang":
        alasan_id = db.session.scalar(db.select(AlasanPenolakan.id).filter_by(kode="data_kurang"))
    diterima = hasil in DITERIMA
    isi = {
        "hasil": hasil,
        "catatan": k.catatan or None,
        "alasan_id": alasan_id,
        "volume_disepakati": _atau(k.isian.get("volume_disepakati"), Salin("volume")) if diterima else None,
        "pagu_disepakati": _atau(k.isian.get("pagu_disepakati"), Salin("pagu_usulan")) if diterima else None,
    }
    return isi | {"opd_pengampu_id": opd} if (opd := k.isian.get("opd_pengampu_id")) else isi


putuskan = Nilai(
    ("hasil", "catatan", "alasan_id", "volume_disepakati", "pagu_disepakati", "opd_pengampu_id"),
    _putusan,
    sumber=("volume", "pagu_usulan"),
)


def _atau(nilai: Any, bawaan: Any) -> Any:
    return bawaan if nilai is None else nilai


# --- the SOP itself ---------------------------------------------------------------------------------------------------


def salin_revisi(lama: SopRevisi, k: Konteks) -> None:
    """A draft of the next revision with the same steps, to be edited and then put in force."""
    terakhir = db.session.scalar(db.select(db.func.max(SopRevisi.revisi)).filter_by(kode=lama.kode)) or 1
    isi = (
        "kode",
        "nomor",
        "judul",
        "tanggal_pembuatan",
        "tanggal_efektif",
        "unit",
        "disahkan_jabatan",
        "disahkan_nip",
        "identitas",
    )
    baru = SopRevisi(**_salin(lama, isi), revisi=terakhir + 1, tanggal_revisi=k.tanggal, status=StatusSop.DRAF)
    db.session.add(baru)
    db.session.flush()
    kolom = [c.key for c in Langkah.__table__.c if c.key not in _TEKNIS]
    for langkah in lama.langkah:
        salinan = Langkah(**{**_salin(langkah, tuple(kolom)), "sop_revisi_id": baru.id})
        db.session.add(salinan)
        db.session.flush()
        for p in langkah.pelaksana:
            isi_p = ("peran", "utama", "keyakinan", "dikonfirmasi")
            db.session.add(LangkahPelaksana(langkah_id=salinan.id, **_salin(p, isi_p)))


_TEKNIS = {"id", "version", "created_at", "updated_at", "deleted_at", "sumber", "kode_eksternal"}


def gantikan_revisi(baru: SopRevisi, k: Konteks) -> None:
    baru.tanggal_efektif = max(baru.tanggal_efektif, k.tanggal)
    lama = db.session.scalars(db.select(SopRevisi).filter_by(kode=baru.kode, status=StatusSop.BERLAKU))
    for revisi in lama:
        if revisi.id != baru.id:
            revisi.status = StatusSop.DIGANTI
