"""Possible duplicates: what is found and what is not, merging without losing an aspiration, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bulk import gabung, kembar, operasi, persetujuan, pulih, urung
from bulk.tinjau import Bila
from models.base import db
from models.operasi import JenisOperasi, Operasi, StatusOperasi
from models.pesan import Keliru
from models.riwayat import Riwayat, verify
from models.usulan import HasilUsulan, StatusUsulan, Usulan
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.orang import Orang

SAMA = "Perbaikan jalan lingkungan yang rusak"


def usulan(m: Any, *isi: str, **lain: Any) -> list[Usulan]:
    dasar = dunia.isi_usulan_baru(m, StatusUsulan.DRAF)
    kolom = ("asal", "kelompok_sidang_id", "wilayah_id", "satuan", "opd_awal_id")
    tetap = {k: getattr(dasar, k) for k in kolom} | {"pengusul": "RW", "permasalahan": "Jalan rusak", **lain}
    db.session.delete(dasar)
    rows = [Usulan(musrenbang_id=m.id, usulan=kalimat, **tetap) for kalimat in isi]
    db.session.add_all(rows)
    db.session.commit()
    return rows


def ditemukan(m: Any, siapa: str = "tim_musrenbang") -> list[tuple[int, ...]]:
    return [k.ids for k in kembar.cari(m.id, dunia.aktor(siapa)).kelompok]


@pytest.mark.parametrize(
    ("a", "b", "serupa"),
    [
        (SAMA, "Perbaikan Jalan Lingkungan rusak", True),
        (SAMA, "jalan lingkungan rusak, perbaikan", True),
        (SAMA, "Perbaikkan jalan lingkungan yg rusak", True),
        (SAMA + " RW 03", SAMA + " RW 03 (usulan kedua)", True),
        (SAMA + " RW 03", SAMA + " RW 05", False),
        (SAMA, "Perbaikan saluran drainase tersumbat", False),
        (SAMA, "Pelatihan kader posyandu", False),
        ("Penerangan jalan 10 titik", "Penerangan jalan 25 titik", False),
    ],
)
def test_words_decide_and_numbers_tell_apart(session: Any, a: str, b: str, serupa: bool) -> None:
    m = dunia.musrenbang()
    u, v = usulan(m, a, b)
    assert ditemukan(m) == ([(u.id, v.id)] if serupa else [])


def test_another_kelurahan_rw_year_or_state_is_another_usulan(session: Any) -> None:
    m = dunia.musrenbang()
    u, v = usulan(m, SAMA, SAMA)
    assert ditemukan(m) == [(u.id, v.id)]
    for kolom, nilai in (("wilayah_id", u.wilayah_id + 1), ("rw", "07"), ("status", StatusUsulan.BATAL)):
        semula = getattr(v, kolom)
        setattr(v, kolom, nilai)
        u.rw = "03"
        session.commit()
        assert ditemukan(m) == [], kolom
        setattr(v, kolom, semula)
        session.commit()
    assert ditemukan(dunia.musrenbang(2028)) == []


def test_what_was_found_to_be_two_is_not_offered_again(session: Any) -> None:
    m = dunia.musrenbang()
    a, b, c = usulan(m, SAMA, SAMA, SAMA)
    assert ditemukan(m) == [(a.id, b.id, c.id)]
    kembar.bukan_ganda([b.id, a.id], dunia.aktor("tim_musrenbang"))
    kembar.bukan_ganda([a.id, b.id, c.id], dunia.aktor("tim_musrenbang"))
    assert ditemukan(m) == []


@pytest.mark.satu_basis
def test_3300_usulan_are_all_compared(session: Any) -> None:
    m = dunia.musrenbang(usulan=3300)
    temuan = kembar.cari(m.id, dunia.aktor("tim_musrenbang"))
    assert (temuan.dibandingkan, temuan.utuh) == (3300, True)
    assert len(temuan.kelompok) > 50


def gabungkan(utama: Usulan, *lain: Usulan, **ambil: int) -> Operasi:
    return operasi.buat(
        JenisOperasi.GABUNG,
        Usulan,
        [u.id for u in lain],
        dunia.aktor("tim_musrenbang"),
        judul="Gabungkan",
        aksi="gabungkan",
        isian={"utama": utama.id, "ambil": ambil},
    )


def test_the_merged_lead_to_the_kept_one_and_can_be_taken_back(session: Any) -> None:
    m = dunia.musrenbang()
    a, b, c = usulan(m, SAMA, SAMA + " di gang", SAMA)
    semula = a.usulan
    op = gabungkan(a, b, c, usulan=b.id)
    session.expire_all()
    assert op.status is StatusOperasi.SELESAI
    assert (a.usulan, a.deleted_at) == (SAMA + " di gang", None)
    assert (b.digabung_ke_id, c.digabung_ke_id) == (a.id, a.id)
    assert b.deleted_at
    assert c.deleted_at
    assert [u.id for u in gabung.gabungan(a)] == [b.id, c.id]
    catatan = session.scalars(db.select(Riwayat.catatan).filter_by(kind="usulan", record_id=b.id, operasi_id=op.id))
    assert list(catatan) == [f"Digabungkan ke {a.kode}"]
    assert verify(session).rusak is None
    assert ditemukan(m) == []

    actor = dunia.aktor("tim_musrenbang")
    ulang = persetujuan.buat(
        JenisOperasi.URUNG, lambda id_: urung.tulis(id_, op.id), actor, judul="Urungkan", kind="usulan", aksi=str(op.id)
    )
    persetujuan.setuju(ulang, actor, Bila.LEWATI)
    session.expire_all()
    assert (a.usulan, b.digabung_ke_id, b.deleted_at, c.deleted_at) == (semula, None, None, None)


def test_merging_on_leads_the_earlier_ones_on(session: Any) -> None:
    a, b, c = usulan(dunia.musrenbang(), SAMA, SAMA, SAMA)
    gabungkan(b, c)
    gabungkan(a, b)
    session.expire_all()
    assert [u.id for u in gabung.gabungan(a)] == [b.id, c.id]


def test_a_decided_usulan_is_neither_merged_nor_merged_into(session: Any) -> None:
    a, b = usulan(dunia.musrenbang(), SAMA, SAMA)
    b.status, b.hasil = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA
    session.commit()
    op = gabungkan(a, b)
    assert (op.berhasil, b.deleted_at) == (0, None)
    op = gabungkan(b, a)
    session.expire_all()
    assert op.status is StatusOperasi.GAGAL
    assert a.deleted_at is None


def test_usulan_of_two_years_are_not_merged(session: Any) -> None:
    (a,), (b,) = usulan(dunia.musrenbang(2027), SAMA), usulan(dunia.musrenbang(2028), SAMA)
    assert gabungkan(a, b).berhasil == 0
    with pytest.raises(Keliru, match="dirinya sendiri"):
        gabung.periksa(a.id, [a.id], {})
    with pytest.raises(Keliru, match="Centang"):
        gabung.periksa(a.id, [], {})


def test_a_refused_usulan_gives_no_text_and_a_restored_one_leads_nowhere(session: Any) -> None:
    a, b, c = usulan(dunia.musrenbang(), SAMA, SAMA + " di gang", SAMA)
    b.status, b.hasil = StatusUsulan.DIPUTUSKAN, HasilUsulan.DITERIMA
    session.commit()
    gabungkan(a, b, c, usulan=b.id)
    session.expire_all()
    assert (a.usulan, b.deleted_at, c.digabung_ke_id) == (SAMA, None, a.id)
    pulih.restore(c, dunia.aktor("tim_musrenbang"))
    session.commit()
    assert c.digabung_ke_id is None


# --- on the screen ----------------------------------------------------------------------------------------------------


@pytest.fixture
def buat(app: Any) -> Callable[..., tuple[int, list[int]]]:
    def isi(*kalimat: str) -> tuple[int, list[int]]:
        with app.app_context():
            m = dunia.musrenbang()
            return m.id, [u.id for u in usulan(m, *kalimat)]

    return isi


def test_side_by_side_then_merged_and_named_on_both_pages(orang: Orang, buat: Any) -> None:
    tim = Layar(orang.masuk("tim_musrenbang"))
    m, (a, b) = buat(SAMA, SAMA + " di gang")
    assert f'href="/usulan-ganda/?musrenbang_id={m}"' in tim.buka("/usulan/"), "the year of the list"
    halaman = tim.buka(f"/usulan-ganda/?musrenbang_id={m}")
    assert "1 kelompok" in teks(halaman)
    assert re.search(r'<tr class="berlainan"><th scope="row">Usulan</th>', halaman)
    jawab = tim.kirim(
        "/usulan-ganda/putuskan/", dari=f"/usulan-ganda/?musrenbang_id={m}", ids=[str(a), str(b)], utama=str(a),
        gabung=[str(a), str(b)], ambil_usulan=str(b), apa="gabung", **{f"versi_{a}": "1", f"versi_{b}": "1"},
    )  # fmt: skip
    assert jawab.status_code == 302, teks(jawab.text)[-300:]
    assert "Digabungkan ke U-2027-00001." in teks(tim.buka(jawab.headers["Location"]))
    dipertahankan, digabung = tim.buka(f"/usulan/details/?id={a}"), tim.buka(f"/usulan/details/?id={b}")
    assert "Digabungkan ke sini" in dipertahankan
    assert f'href="/usulan/details/?id={b}"' in dipertahankan
    assert re.search(rf'Digabungkan ke</dt><dd[^>]*><a href="/usulan/details/\?id={a}"', digabung)
    assert "Tidak ada kemungkinan ganda" in tim.buka(f"/usulan-ganda/?musrenbang_id={m}")


def test_not_the_same_is_remembered_and_bad_choices_are_sentences(orang: Orang, buat: Any) -> None:
    tim = Layar(orang.masuk("tim_musrenbang"))
    m, (a, b) = buat(SAMA, SAMA)
    asal = f"/usulan-ganda/?musrenbang_id={m}"

    def kirim(**isian: Any) -> Any:
        return tim.kirim("/usulan-ganda/putuskan/", dari=asal, **{"ids": [str(a), str(b)], **isian})

    assert kirim(utama=str(a), apa="gabung").status_code == 400
    assert kirim(utama="99999", gabung=[str(b)], apa="gabung").status_code == 400
    assert kirim(ids=[str(a)], apa="bukan").status_code == 400
    assert kirim(ids=[str(a), "99999"], apa="bukan").status_code == 400
    assert kirim(utama=str(a), gabung=[str(b)], ambil_usulan="99999", apa="gabung").status_code == 400
    lama = {f"versi_{a}": "1", f"versi_{b}": "0"}
    assert kirim(utama=str(a), gabung=[str(b)], apa="gabung", **lama).status_code == 409
    assert kirim(apa="bukan", kembali=asal).headers["Location"] == asal
    assert "Tidak ada kemungkinan ganda" in tim.buka(asal)


def test_who_may_not_change_usulan_does_not_judge_them(orang: Orang, buat: Any) -> None:
    buat(SAMA, SAMA)
    for nama in ("pengawas", "sekretariat", "kepala_badan"):
        layar = Layar(orang.masuk(nama))
        assert layar.client.get("/usulan-ganda/").status_code == 403
        assert "usulan-ganda" not in layar.buka("/usulan/")
