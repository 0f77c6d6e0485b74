"""Checks that no address reaches today, because the floor above or the table asks first: each refuses by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from admin.masuk import BOLEH_SEBELUM_GANTI, TERBUKA
from bulk import berkas_lengkap, persetujuan
from bulk.impor import siap
from bulk.tinjau import Bila
from documents import tanda_tangan
from models import kolom
from models.base import db, kinds
from models.dokumen import Dokumen
from models.impor import Impor
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.pengaturan import Pengaturan
from models.pengguna import Pengguna
from models.peran import Peran
from models.pesan import Ditolak
from models.rapat import Rapat
from models.unit_kerja import UnitKerja
from sop import access, workflow
from sop.access import Verb
from tests import dunia
from tests.admin.conftest import USULAN
from tests.matriks.harapan import ORANG
from tests.orang import Orang, token

pytestmark = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


@pytest.fixture
def tanpa(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verb], None]:
    """`tanpa(Verb.CETAK)`: a table of rights in which Pengawas lacks this verb with every kind."""

    def cabut(verb: Verb) -> None:
        def kurang(h: access.Hak) -> access.Hak:
            return replace(h, peran=h.peran - {Peran.PENGAWAS})

        hak = {k: tuple(map(kurang, v)) if k[1] is verb else v for k, v in access._HAK.items()}
        monkeypatch.setattr(access, "_HAK", hak)

    return cabut


def test_who_may_read_but_not_print_gets_no_paper(app: Flask, orang: Orang, tanpa: Callable[[Verb], None]) -> None:
    with app.app_context():
        id_ = dunia.CONTOH["nota_dinas"](dunia.di_ujung()).id
    client = orang.masuk("pengawas")
    data = {"csrf_token": token(client.get(f"/nota-dinas/details/?id={id_}").text), "rowid": str(id_), "bentuk": "pdf"}
    ajakan = {
        f"/nota-dinas/details/?id={id_}": f"/nota-dinas/print/nota_dinas/{id_}",
        "/nota-dinas/": "cetak:nota_dinas:pdf",
        "/musrenbang/details/?id=1": "/musrenbang/dossier/1",
    }
    for alamat, tanda in ajakan.items():
        assert tanda in client.get(alamat).text, alamat
    tanpa(Verb.CETAK)
    for alamat, tanda in ajakan.items():
        assert tanda not in client.get(alamat).text, alamat
    assert client.get(f"/nota-dinas/details/?id={id_}").status_code == 200
    assert client.get(f"/nota-dinas/print/nota_dinas/{id_}").status_code == 403
    for alamat in (f"/nota-dinas/print-all/{id_}", "/musrenbang/dossier/1", "/nota-dinas/action/"):
        jawab = client.post(alamat, data={**data, "aksi": "cetak:nota_dinas:pdf"})
        assert jawab.status_code == 403, alamat
    with app.app_context():
        assert berkas_lengkap.halangan(orang.actor("pengawas"), db.session.get(kinds()["musrenbang"], 1)) is not None


def test_who_may_read_nothing_is_let_onto_no_page_of_many_kinds(
    app: Flask, orang: Orang, tanpa: Callable[[Verb], None]
) -> None:
    with app.app_context():
        rapat = dunia.rapat(dunia.di_ujung()).id
    client = orang.masuk("pengawas")
    assert client.get(f"/meja/{rapat}/").status_code == 200
    assert f"/meja/{rapat}/" in client.get("/meja/").text
    tanpa(Verb.BACA)
    assert f"/meja/{rapat}/" not in client.get("/meja/").text
    for alamat in ("/papan/", "/sidang/", f"/meja/{rapat}/", "/keadaan/", "/riwayat/"):
        assert client.get(alamat).status_code in (403, 404), alamat
    lihat = "/usulan/ajax/lookup/?q=a&field=wilayah_id"
    assert client.get(lihat).status_code == 403


def test_a_lookup_of_another_kind_asks_for_that_kind(app: Flask, orang: Orang, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form of an operation names accounts, which only two roles read."""
    client = orang.masuk("tim_musrenbang")
    assert client.get("/operasi/ajax/lookup/?field=pengguna_id&q=a").status_code == 403
    assert client.get("/operasi/ajax/lookup/?q=a").status_code == 200


def test_without_the_right_to_read_no_move_is_offered(
    session: Any, tanpa: Callable[[Verb], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    usulan = dunia.CONTOH["usulan"](dunia.di_ujung())
    tim = dunia.aktor("tim_musrenbang")
    assert workflow.moves(usulan, tim)
    monkeypatch.setattr(access, "_HAK", {k: v for k, v in access._HAK.items() if k != ("usulan", Verb.BACA)})
    assert not workflow.moves(usulan, tim)


def test_a_head_moves_nothing_of_another_bidang(session: Any) -> None:
    rapat = dunia.rapat(dunia.di_ujung())
    rapat.unit_kerja_id = session.execute(db.select(UnitKerja.id).filter_by(kode="PPM")).scalar_one()
    session.commit()
    assert workflow.moves(rapat, dunia.aktor("kepala_bidang_ppm"))
    assert not workflow.moves(rapat, dunia.aktor("kepala_bidang"))


def test_a_paper_is_signed_kept_and_withdrawn_by_its_people_only(session: Any) -> None:
    dunia.CONTOH["distribusi"](dunia.di_ujung())
    dokumen = session.scalars(db.select(Dokumen)).one()
    asing = dunia.aktor("pengawas")
    for coba in (
        lambda: tanda_tangan.bubuhkan(dokumen, asing, b"x", bytearray(b"x")),
        lambda: tanda_tangan.unggah(dokumen, asing, b"x"),
        lambda: tanda_tangan.pindaian(dokumen, asing, "a.pdf", "application/pdf", b"x"),
    ):
        with pytest.raises(Ditolak):
            coba()
    tanda = tanda_tangan.TandaTanganElektronik(
        dokumen_id=dokumen.id, jenis="pindaian", cara="pindaian", sha256="0" * 64, berkas_id=dokumen.berkas_id
    )
    with session.no_autoflush, pytest.raises(Ditolak):
        tanda_tangan.tarik(tanda, asing, "Keliru")


def test_work_and_imports_are_begun_and_agreed_to_by_their_own_person(session: Any) -> None:
    asing = dunia.aktor("pengawas")
    with pytest.raises(Ditolak):
        siap.mulai(asing, "usulan", "a.csv", b"Usulan\nA\n", "uji")
    op = dunia.simpan(
        Operasi(jenis=JenisOperasi.UBAH, judul="Ubah", pengguna_id=dunia.aktor("sekretariat").pengguna_id)
    )
    op.status = StatusOperasi.DITINJAU
    session.commit()
    with pytest.raises(Ditolak, match="orang lain"):
        persetujuan.setuju(op.id, asing, next(iter(Bila)))
    imp = Impor(kind_sasaran="pemangku_kepentingan", berkas_nama="a.csv", sumber_data="u", sha256="", judul_kolom=["x"])
    with pytest.raises(Ditolak, match="data pribadi"):
        siap.periksa_peta(imp, dunia.aktor("kepala_bidang"), {"0": "telepon"})


def test_whoever_has_to_choose_a_password_or_a_second_factor_opens_nothing_else(app: Flask, orang: Orang) -> None:
    ganti, faktor = orang.masuk("tim_musrenbang"), orang.masuk("administrator")
    with app.app_context():
        db.session.execute(db.update(Pengguna).filter_by(nama_pengguna="tim_musrenbang").values(ganti_sandi=True))
        db.session.execute(db.update(Pengaturan).filter_by(kunci="akun.wajib_faktor_kedua").values(nilai="ya"))
        db.session.commit()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in TERBUKA | BOLEH_SEBELUM_GANTI:
            continue
        if rule.endpoint.endswith(".static") or rule.arguments:
            continue
        assert ganti.get(str(rule)).headers.get("Location") == "/sandi/", rule
        if not rule.endpoint.startswith("faktor."):
            assert faktor.get(str(rule)).headers.get("Location") == "/akun/faktor/", rule


def test_no_form_carries_a_row_over_the_bounds_of_its_person(app: Flask, orang: Orang) -> None:
    """The kind is open to both; what is typed decides, so the row is asked again as it would be stored."""
    from models.usulan import Usulan

    with app.app_context():
        m = dunia.di_ujung()
        milik = min(orang.actor(ORANG["I"]).tugas[0].kelompok_ids)
        m_id = m.id
        rapat = dunia.rapat(m)
        assert isinstance(rapat, Rapat)
    client = orang.masuk(ORANG["I"])
    isian = {**USULAN, "musrenbang_id": str(m_id), "csrf_token": token(client.get("/usulan/new/").text)}
    for kelompok, status in ((milik, 302), (milik % 4 + 1, 403)):
        jawab = client.post("/usulan/new/", data={**isian, "kelompok_sidang_id": str(kelompok)})
        assert jawab.status_code in (status, 400 if status == 403 else status), kelompok
    with app.app_context():
        assert db.session.scalars(db.select(Usulan.kelompok_sidang_id)).all() == [milik]


def test_whoever_sees_personal_values_but_changes_nothing_gets_no_form_of_them(
    app: Flask, orang: Orang, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = orang.masuk("tim_musrenbang")
    with app.app_context():
        id_ = dunia.simpan(kinds()["pemangku_kepentingan"](nama="Tokoh", unsur="media", telepon="0812")).id
    data = {"csrf_token": token(client.get(f"/pemangku-kepentingan/details/?id={id_}").text), "id": str(id_)}
    assert client.post("/pemangku-kepentingan/pribadi/", data={**data, "ke": "ubah"}).status_code == 200
    lain = {k: v for k, v in access._HAK.items() if k != ("pemangku_kepentingan", Verb.UBAH)}
    monkeypatch.setattr(access, "_HAK", lain)
    assert client.post("/pemangku-kepentingan/pribadi/", data=data).status_code == 200
    assert client.post("/pemangku-kepentingan/pribadi/", data={**data, "ke": "ubah"}).status_code == 403


def test_a_personal_file_is_for_whoever_may_see_personal_values(
    app: Flask, orang: Orang, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kind has one today; the door is closed before the first comes."""
    with app.app_context():
        m = dunia.di_ujung()
        dpa = kinds()["dpa"](musrenbang_id=m.id, nomor="DPA-1", sub_kegiatan="Musrenbang", berkas_id=dunia.pindaian())
        id_ = dunia.simpan(dpa).id
    client, asli = orang.masuk("tim_musrenbang"), kolom.labelled
    assert client.get(f"/dpa/file/berkas_id/?id={id_}").status_code == 200
    monkeypatch.setattr(
        kolom, "labelled", lambda m: {k: (c, replace(b, pribadi=True)) for k, (c, b) in asli(m).items()}
    )
    assert client.get(f"/dpa/file/berkas_id/?id={id_}").status_code == 403
