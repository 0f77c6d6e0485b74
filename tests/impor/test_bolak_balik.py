"""What the panel gives out comes back the same: every kind, every type of column, whatever stands in its texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulk.ekspor import csv, isi, lajur, templat, xlsx
from bulk.impor import siap
from models.base import db, kinds
from models.impor import StatusImpor
from models.musrenbang import Musrenbang
from models.pejabat import JenisPegawai, Pejabat
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.rapat import DaftarHadir
from models.usulan import StatusUsulan, Usulan
from tests import dunia
from tests.impor import berkas_contoh as contoh
from tests.impor.test_vonis import impor, sebab, vonis

ANEH = ["=1+1", "'=x", "''-9", "-5 derajat", "+62 812", "@nama", 'a;b"c', "baris satu\nbaris dua", "Ć é 漢字 🌱",
        "007", "2026-03-05", "1.500", "#REF bukan galat", "Ya", "<b>&amp;"]  # fmt: skip
SIAPA = {"pejabat": "sekretariat"}


def ekspor(kind: str, bentuk: str) -> bytes:
    model, actor = kinds()[kind], dunia.aktor(SIAPA.get(kind, "tim_musrenbang"))
    kolom = lajur.choose(model, actor, [], True, personal=True)
    ids = list(db.session.scalars(db.select(model.id).where(model.deleted_at.is_(None)).order_by(model.id)))
    potongan = isi.columns(model, actor, ids, kolom)
    tulis = csv.write(kolom, potongan) if bentuk == "csv" else xlsx.write(model.JUDUL, kolom, potongan)
    return b"".join(tulis)


def isi_kind(kind: str) -> dict[str, Any]:
    """Rows with every sort of value, and what the import of them asks for."""
    m = dunia.di_ujung()
    rapat = dunia.rapat(m)
    if kind == "usulan":
        rows = dunia.isi_usulan(m, len(ANEH))
        for u, teks in zip(rows, ANEH, strict=True):
            u.usulan, u.permasalahan, u.alamat, u.rt, u.volume = teks, teks * 2, teks, "07", Decimal("12.5")
        db.session.commit()
        return {"musrenbang_id": m.id}
    if kind == "daftar_hadir":
        dunia.simpan(*(DaftarHadir(rapat_id=rapat.id, nama=t, lembaga=f"L{n}", hadir=n % 2 == 0, urutan=n)
                       for n, t in enumerate(ANEH)))  # fmt: skip
        return {"rapat_id": rapat.id}
    if kind == "pejabat":
        dunia.simpan(*(Pejabat(nama=t, jabatan=f"Analis {n}", jenis=JenisPegawai.LAINNYA, mulai=date(2024, 2, 29),
                               nip=f"{n:018d}") for n, t in enumerate(ANEH)))  # fmt: skip
    if kind == "pemangku_kepentingan":
        dunia.simpan(*(PemangkuKepentingan(nama=t, lembaga=f"L{n}", unsur=Unsur.MEDIA, telepon="08123", aktif=n > 3)
                       for n, t in enumerate(ANEH)))  # fmt: skip
    return {}


@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["usulan", "pemangku_kepentingan", "pejabat", "daftar_hadir"])
def test_an_export_comes_back_as_the_same_rows(session: Any, kind: str, bentuk: str) -> None:
    bawaan = isi_kind(kind)
    imp = impor(ekspor(kind, bentuk), kind=kind, siapa=SIAPA.get(kind, "tim_musrenbang"), **bawaan)
    lain = {u: (r.vonis, r.beda, sebab(r)) for u, r in vonis(imp).items() if r.vonis != "sama"}
    assert not lain
    assert imp.sama == imp.jumlah >= len(ANEH)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), min_size=2, max_size=4))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_as_it_was(session: Any, semua: list[str]) -> None:
    session.rollback()
    m = session.scalars(db.select(Musrenbang)).first() or dunia.musrenbang()
    for teks in semua:
        u = dunia.isi_usulan_baru(m, StatusUsulan.DRAF)
        u.usulan, u.alamat = f"x {teks}", teks.strip() or None
    session.commit()
    for bentuk in ("xlsx", "csv"):
        imp = impor(ekspor("usulan", bentuk), musrenbang_id=m.id)
        assert (imp.ubah, imp.baru) == (0, 0), [r.beda for r in vonis(imp).values() if r.beda]
    session.execute(db.update(Usulan).values(deleted_at=db.func.now()))
    session.commit()


@pytest.mark.parametrize("kind", ["usulan", "pemangku_kepentingan", "pejabat", "daftar_hadir"])
def test_the_headings_of_the_blank_sheet_are_understood(session: Any, kind: str) -> None:
    actor = dunia.aktor(SIAPA.get(kind, "tim_musrenbang"))
    judul = [j.teks for j in templat.headings(kinds()[kind], actor)]
    imp = siap.mulai(actor, kind, "kosong.xlsx", contoh.xlsx([judul, ["isi"] * len(judul)]), "")
    assert imp.status is StatusImpor.PEMETAAN
    tanpa_baris = {
        "Dari buku alamat",
        "Misi/prioritas",
        "Sub kegiatan",
        "Kamus usulan",
    }  # no rows to refer to in this world
    luput = {j for i, j in enumerate(judul) if str(i) not in imp.peta} - tanpa_baris
    assert not luput
    polos = siap.mulai(actor, kind, "templat.xlsx", templat.make(kinds()[kind], actor), "")
    assert polos.status is StatusImpor.GAGAL
    assert "belum ada barisnya" in (polos.galat or "")
