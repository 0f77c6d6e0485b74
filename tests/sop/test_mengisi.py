"""Lists that are filled from what is known already: addressees, attendance, dictums."""

from __future__ import annotations

from typing import Any

import pytest

from documents import issue
from models.base import db
from models.berita_acara import Diktum
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengaturan import Pengaturan
from models.perangkat_daerah import PerangkatDaerah
from models.pesan import SopError
from models.riwayat import Riwayat
from models.undangan import PenerimaUndangan
from models.wilayah import Wilayah
from tests import dunia


def orang(nama: str, unsur: Unsur, **isi: Any) -> PemangkuKepentingan:
    found: PemangkuKepentingan = dunia.simpan(PemangkuKepentingan(nama=nama, unsur=unsur, **isi))
    return found


def gerakkan(record: Any, aksi: str) -> None:
    issue.perform(record, aksi, dunia.aktor("tim_musrenbang"))


def test_the_address_book_fills_an_undangan_once_by_unsur_and_without_the_inactive(session: Any) -> None:
    undangan = dunia.undangan(dunia.di_ujung())
    lama = [p.pemangku_kepentingan_id for p in undangan.penerima]
    media, dprd = orang("Media (Demo)", Unsur.MEDIA), orang("DPRD (Demo)", Unsur.DPRD)
    orang("Pindah (Demo)", Unsur.DPRD, aktif=False)

    gerakkan(undangan, "isi_penerima")
    gerakkan(undangan, "isi_penerima")

    ids = [p.pemangku_kepentingan_id for p in undangan.penerima]
    assert ids[: len(lama)] == lama
    assert ids.index(dprd.id) < ids.index(media.id)
    aktif = db.session.scalar(db.select(db.func.count(PemangkuKepentingan.id)).filter_by(aktif=True, deleted_at=None))
    assert len(ids) == len(set(ids)) == aktif
    baru = [p.urutan for p in undangan.penerima][len(lama) :]
    assert baru == sorted(set(baru))


def test_such_an_act_stands_in_the_diary_of_its_record(session: Any) -> None:
    undangan = dunia.undangan(dunia.di_ujung())
    orang("Media (Demo)", Unsur.MEDIA)
    gerakkan(undangan, "isi_penerima")
    catatan = db.session.scalars(
        db.select(Riwayat).filter_by(kind="undangan", record_id=undangan.id).order_by(Riwayat.id.desc())
    ).first()
    assert catatan is not None
    assert (catatan.aksi, catatan.nama) == ("isi_penerima", dunia.aktor("tim_musrenbang").nama)


def test_attendance_begins_with_those_who_were_invited_and_nobody_is_present_yet(session: Any) -> None:
    m = dunia.di_ujung()
    undangan = dunia.undangan(m)
    issue.perform(undangan, "ajukan", dunia.aktor("tim_musrenbang"))
    issue.perform(undangan, "tanda_tangani", dunia.aktor("kepala_badan"))
    issue.jalankan(undangan, "terbitkan", dunia.aktor("sekretariat"), isian={"tanggal": undangan.ditandatangani_pada})
    db.session.commit()
    orang("Tidak diundang (Demo)", Unsur.MEDIA)
    rapat = dunia.rapat(m, hadir=0)

    gerakkan(rapat, "isi_daftar_hadir")

    diundang = db.session.scalars(
        db.select(PenerimaUndangan.pemangku_kepentingan_id).filter_by(undangan_id=undangan.id)
    )
    assert {h.pemangku_kepentingan_id for h in rapat.hadir} >= set(diundang)
    assert "Tidak diundang (Demo)" not in {h.nama for h in rapat.hadir}
    assert not any(h.hadir for h in rapat.hadir)


def test_presence_is_marked_and_taken_back(session: Any) -> None:
    row = dunia.rapat(dunia.di_ujung()).hadir[0]
    gerakkan(row, "tandai_tidak_hadir")
    assert row.hadir is False
    gerakkan(row, "tandai_hadir")
    assert row.hadir is True


def test_the_dictums_of_the_settings_follow_those_that_stand_already(session: Any) -> None:
    ba = dunia.berita_acara(dunia.di_ujung())
    gerakkan(ba, "isi_diktum")
    gerakkan(ba, "isi_diktum")
    isi = [d.isi for d in ba.diktum]
    assert isi[0] == "Menyepakati daftar usulan."
    assert len(isi) == 5
    assert [d.urutan for d in ba.diktum] == [1, 2, 3, 4, 5]
    assert not any("{" in teks for teks in isi)


def test_a_broken_text_of_the_settings_stops_the_act_and_leaves_nothing(session: Any) -> None:
    ba = dunia.berita_acara(dunia.di_ujung())
    # As it may stand in a database that is older than the check of the settings.
    rusak = (
        db.update(Pengaturan).where(Pengaturan.kunci == "berita_acara.diktum.1").values(nilai="Tahun {tahun_rencna}")
    )
    db.session.execute(rusak)
    db.session.commit()
    with pytest.raises(SopError, match="tahun_rencna"):
        gerakkan(ba, "isi_diktum")
    assert db.session.scalar(db.select(db.func.count(Diktum.id)).filter_by(berita_acara_id=ba.id)) == 1


@pytest.mark.parametrize(
    ("isian", "nama"),
    [
        ({"unsur": (Unsur.MEDIA,)}, ["Media A", "media B"]),
        ({"unsur": ("media", "DPRD")}, ["DPRD", "Media A", "media B"]),  # as it stands in a stored operation
        ({"wilayah": "kecamatan"}, ["Camat", "Lurah"]),
        ({"wilayah": "kelurahan"}, ["Lurah"]),
        ({"wilayah": "kota"}, ["Camat", "Lurah"]),
        ({"opd": True}, ["Kepala dinas"]),
        ({"opd": True, "wilayah": "kelurahan"}, ["Kepala dinas", "Lurah"]),
        ({"unsur": (Unsur.PERANGKAT_DAERAH,), "opd": True, "wilayah": "kecamatan"}, ["Kepala dinas"]),
        ({"unsur": (Unsur.MEDIA,), "nama": "Lurah"}, ["Lurah", "Media A", "media B"]),
        ({"nama": "Lurah"}, ["Lurah"]),
    ],
)
def test_addressees_come_by_group_in_the_order_of_unsur_and_name(
    session: Any, isian: dict[str, Any], nama: list[str]
) -> None:
    undangan = dunia.undangan(dunia.di_ujung(), 0)
    kelurahan = session.scalars(db.select(Wilayah).filter_by(tingkat="kelurahan")).first()
    opd = session.scalar(db.select(PerangkatDaerah.id).limit(1))
    orang("media B", Unsur.MEDIA)
    orang("Media A", Unsur.MEDIA)
    orang("DPRD", Unsur.DPRD)
    orang("Lurah", Unsur.KECAMATAN, wilayah_id=kelurahan.id)
    orang("Camat", Unsur.KECAMATAN, wilayah_id=kelurahan.induk_id)
    orang("Kepala dinas", Unsur.PERANGKAT_DAERAH, perangkat_daerah_id=opd)
    orang("Pindah", Unsur.MEDIA, wilayah_id=kelurahan.id, perangkat_daerah_id=opd, aktif=False)
    kota = session.get(Wilayah, kelurahan.induk_id).induk_id
    tempat = {"kelurahan": kelurahan.id, "kecamatan": kelurahan.induk_id, "kota": kota}.get(isian.get("wilayah", ""))
    orang_id = session.scalar(db.select(PemangkuKepentingan.id).filter_by(nama=isian.get("nama", "")))
    isi = {
        "unsur": isian.get("unsur"),
        "wilayah_id": (tempat,) if tempat else None,
        "perangkat_daerah_id": (opd,) if "opd" in isian else None,
        "orang_id": (orang_id,) if orang_id else None,
    }
    issue.perform(undangan, "isi_kelompok", dunia.aktor("tim_musrenbang"), isian=isi)
    assert [str(p) for p in undangan.penerima] == nama


def test_a_group_in_which_nobody_is_active_is_told(session: Any) -> None:
    undangan = dunia.undangan(dunia.di_ujung(), 0)
    orang("Pindah (Demo)", Unsur.MEDIA, aktif=False)
    with pytest.raises(SopError, match="Tidak ada yang cocok dan aktif"):
        issue.perform(undangan, "isi_kelompok", dunia.aktor("tim_musrenbang"), isian={"unsur": ("media",)})
