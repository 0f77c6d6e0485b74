"""What an export takes out comes back as it was: no row is new, changed or wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from bulk.ekspor import csv, isi, lajur, xlsx
from bulk.impor import siap
from models import kolom
from models.base import Record, db, kinds
from models.impor import ImporBaris, Vonis
from models.pejabat import Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.rapat import DaftarHadir
from models.usulan import Usulan
from models.wilayah import Tingkat, Wilayah
from tests import dunia
from tests.bulk.daftar.isi import usulan

JAHAT = ["=1+1", "'=1+1", "+62 rumah", "-", "@ pasar", "'kutip'", 'a;b"c\nd', "_x0041_", "<b>&amp;</b>", "＝1"]


def berkas(model: type[Record], bentuk: str, keys: list[str] | None = None) -> bytes:
    actor = dunia.aktor("tim_musrenbang")
    chosen = lajur.choose(model, actor, keys or [], keys is None, personal=True)
    chunks = isi.columns(model, actor, isi.numbers(model, actor, {}), chosen)
    return b"".join(csv.write(chosen, chunks) if bentuk == "csv" else xlsx.write(model.JUDUL, chosen, chunks))


def vonis(kind: str, bentuk: str, data: bytes, **bawaan: Any) -> dict[str, int]:
    actor = dunia.aktor("sekretariat" if kind == "pejabat" else "tim_musrenbang")
    imp = siap.mulai(actor, kind, f"ekspor.{bentuk}", data, "berkas")
    imp = siap.petakan(imp, actor, imp.peta, bawaan)
    rows = db.session.scalars(db.select(ImporBaris).filter_by(impor_id=imp.id)).all()
    salah = [(r.urut, r.alasan, r.beda) for r in rows if r.vonis != Vonis.SAMA]
    assert not salah, salah[:3]
    return Counter(r.vonis for r in rows)


def utuh(kind: str) -> set[str]:
    return {k for k, (c, x) in kolom.labelled(kinds()[kind]).items() if x.isian and kolom.target_of(c) != "berkas"}


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_usulan_come_back_the_same(session: Any, bentuk: str) -> None:
    m = usulan(60)
    for n, row in enumerate(db.session.scalars(db.select(Usulan).limit(len(JAHAT)))):
        row.usulan = row.pengusul = row.permasalahan = JAHAT[n]
        row.kode = f"{JAHAT[n]}{n}"[:40]
    db.session.commit()
    hidup = db.session.scalar(db.select(db.func.count()).where(Usulan.deleted_at.is_(None)))
    assert hidup < 60
    assert vonis("usulan", bentuk, berkas(Usulan, bentuk), musrenbang_id=m.id) == {Vonis.SAMA: hidup}


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_chosen_columns_come_back_the_same(session: Any, bentuk: str) -> None:
    m = usulan(20)
    data = berkas(Usulan, bentuk, ["usulan", "volume", "pagu_usulan", "wilayah_id", "opd_pengampu_id"])
    assert set(vonis("usulan", bentuk, data, musrenbang_id=m.id)) == {Vonis.SAMA}


def test_a_kelurahan_with_the_name_of_a_kecamatan_is_written_as_the_list_writes_it(session: Any) -> None:
    m = usulan(6)
    kec = db.session.scalars(db.select(Wilayah).where(Wilayah.tingkat == Tingkat.KECAMATAN)).all()
    atas = next(k for k in kec if db.session.scalar(db.select(Wilayah.id).filter_by(nama=k.nama, induk_id=k.id)))
    bawah = db.session.scalars(db.select(Wilayah).filter_by(nama=atas.nama, induk_id=atas.id)).one()
    satu, dua = db.session.scalars(db.select(Usulan).where(Usulan.deleted_at.is_(None)).limit(2))
    satu.wilayah_id, satu.kecamatan_id, dua.wilayah_id, dua.kecamatan_id = bawah.id, atas.id, atas.id, atas.id
    db.session.commit()
    data = berkas(Usulan, "csv", ["usulan", "wilayah_id", "kecamatan_id"])
    tulisan = data.decode("utf-8-sig")
    assert "(#" not in tulisan
    assert f";{atas.nama};{atas.nama};" in tulisan
    assert f";Kecamatan {atas.nama};{atas.nama};" in tulisan
    assert set(vonis("usulan", "csv", data, musrenbang_id=m.id)) == {Vonis.SAMA}


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_people_come_back_the_same(session: Any, bentuk: str) -> None:
    m = dunia.musrenbang()
    dunia.simpan(
        PemangkuKepentingan(nama="=Tokoh", unsur=Unsur.TOKOH, telepon="+62 812-3456", wilayah_id=10),
        PemangkuKepentingan(nama="Dinas", unsur=Unsur.PERANGKAT_DAERAH, perangkat_daerah_id=3, aktif=False),
        Pejabat(nama="Ani", jabatan="Kepala Seksi", mulai=date(2024, 2, 29), nip="197707062006041018"),
    )
    rapat = dunia.rapat(m, hadir=0)
    dunia.simpan(*(DaftarHadir(rapat_id=rapat.id, urutan=n, nama=f"Hadir {n}", unsur=Unsur.TOKOH) for n in (1, 2)))
    assert vonis("pemangku_kepentingan", bentuk, berkas(PemangkuKepentingan, bentuk))[Vonis.SAMA] >= 2
    assert vonis("pejabat", bentuk, berkas(Pejabat, bentuk))[Vonis.SAMA] >= 1
    assert vonis("daftar_hadir", bentuk, berkas(DaftarHadir, bentuk), rapat_id=rapat.id)[Vonis.SAMA] == 2


def test_every_column_that_an_import_can_fill_is_in_the_export(session: Any) -> None:
    actor = dunia.aktor("tim_musrenbang")
    for kind in ("usulan", "pemangku_kepentingan", "pejabat", "daftar_hadir"):
        assert utuh(kind) <= {x.kunci for x in lajur.choose(kinds()[kind], actor, [], True, personal=True)}
