"""Before a signature the password is asked again: once for five minutes, once for a batch, by the row of the move."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from admin import konfirmasi
from models.base import db, kinds, slug
from models.nota_dinas import NotaDinas
from models.operasi import Operasi
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.waktu import jam, sekarang
from sop import lifecycle
from tests import dunia
from tests.admin.layar import Layar, teks
from tests.admin.test_faktor import kode, pasang
from tests.admin.test_sesi import atur, hidup
from tests.orang import SANDI, Orang, token

pytestmark = pytest.mark.satu_basis  # what is asked here is decided before any SQL

DIMINTA = "Sebagai tanda bahwa Anda sendiri yang menandatangani"


@pytest.fixture
def diminta(app: Flask) -> None:
    atur(app, "akun.konfirmasi_tanda_tangan", "ya")


@pytest.fixture
def nota(app: Flask, tim: Layar, musrenbang: int, orang: Orang) -> Callable[[int], list[int]]:
    """`nota(n)`: nota dinas that wait for the head's signature, submitted by the Sub Koordinator."""
    from documents import issue
    from models import riwayat
    from models.base import db

    def buat(n: int, oleh: str = "sub_koordinator") -> list[int]:
        with app.app_context():
            penanda = dunia.pejabat("kepala_badan")
            isi = {"musrenbang_id": musrenbang, "penandatangan_id": penanda, "isi": "Laksanakan menurut SOP."}
            rows = [NotaDinas(perihal=f"Penugasan {i}", **isi) for i in range(n)]
            db.session.add_all(rows)
            db.session.commit()
            actor = dunia.aktor(oleh)
            for row in rows:
                riwayat.sebagai(db.session, riwayat.Penulis(actor.pengguna_id, actor.nama, actor.sebutan))
                issue.perform(row, "ajukan", actor)
            return [row.id for row in rows]

    return buat


def status(ambil: Callable, id_: int) -> str:
    return str(ambil(NotaDinas, id_).status.value)


def alamat(id_: int) -> str:
    return f"/nota-dinas/move/tanda_tangani/?id={id_}"


def test_a_signature_asks_for_the_password_and_keeps_what_was_typed(
    diminta: None, nota: Callable, layar: Callable[[str], Layar], ambil: Callable
) -> None:
    (id_,) = nota(1)
    kepala = layar("kepala_badan")
    assert f'href="{alamat(id_)}"' in kepala.buka(f"/nota-dinas/details/?id={id_}"), "no button signs at once"
    assert DIMINTA in kepala.buka(alamat(id_))
    for sandi, sebab in (("", "Ketik kata sandi Anda"), ("keliru", "tidak cocok. Belum ada yang ditandatangani")):
        jawab = kepala.kirim(alamat(id_), konfirmasi=sandi, catatan="Setuju, segera")
        assert jawab.status_code == 400
        assert sebab in jawab.text
        assert "Setuju, segera" in jawab.text
        assert sandi == "" or sandi not in jawab.text
        assert status(ambil, id_) == "diajukan"
    assert kepala.kirim(alamat(id_), konfirmasi=SANDI, catatan="Setuju, segera").status_code == 302
    assert status(ambil, id_) == "menunggu nomor"
    assert SANDI not in kepala.buka(f"/nota-dinas/details/?id={id_}")


def test_one_proof_holds_for_five_minutes_in_this_session_only(
    diminta: None, nota: Callable, layar: Callable[[str], Layar], ambil: Callable
) -> None:
    satu, dua, tiga = nota(3)
    kepala, lain, kini = layar("kepala_badan"), layar("kepala_badan"), sekarang()
    assert kepala.kirim(alamat(satu), konfirmasi=SANDI).status_code == 302
    assert DIMINTA not in kepala.buka(alamat(dua))
    assert kepala.kirim(alamat(dua)).status_code == 302
    assert lain.kirim(alamat(tiga)).status_code == 400
    with jam(kini + timedelta(minutes=6)):
        assert kepala.kirim(alamat(tiga)).status_code == 400
    assert status(ambil, tiga) == "diajukan"


def test_a_batch_is_signed_with_one_proof(
    diminta: None, nota: Callable, layar: Callable[[str], Layar], app: Flask
) -> None:
    from models.base import db
    from models.operasi import Operasi

    semua = nota(3)
    kepala = layar("kepala_badan")
    isi: dict[str, Any] = {"aksi": "tanda_tangani", "rowid": ",".join(map(str, semua))}
    assert DIMINTA in kepala.kirim("/nota-dinas/action/", dari="/nota-dinas/", **isi).text

    def banyak() -> int:
        with app.app_context():
            return int(db.session.scalar(db.select(db.func.count()).select_from(Operasi)))

    for sandi in ("", "keliru"):
        jawab = kepala.kirim("/nota-dinas/action/", dari="/nota-dinas/", **isi, lanjut="1", konfirmasi=sandi)
        assert jawab.status_code == 400
        assert banyak() == 0
    jawab = kepala.kirim("/nota-dinas/action/", dari="/nota-dinas/", **isi, lanjut="1", konfirmasi=SANDI)
    assert jawab.headers["Location"].startswith("/operasi/details/")
    assert banyak() == 1


def test_a_code_of_the_app_proves_it_too_and_guesses_are_counted(
    diminta: None, nota: Callable, layar: Callable[[str], Layar], ambil: Callable
) -> None:
    satu, dua = nota(2)
    kepala = layar("kepala_badan")
    rahasia, _ = pasang(kepala)
    assert kepala.kirim(alamat(satu), konfirmasi=kode(rahasia)).status_code == 302
    with jam(sekarang() + timedelta(minutes=10)):
        for _ in range(10):
            assert kepala.kirim(alamat(dua), konfirmasi="keliru").status_code == 400
        assert "Terlalu banyak percobaan" in kepala.kirim(alamat(dua), konfirmasi=SANDI).text
    assert status(ambil, dua) == "diajukan"


def test_other_moves_and_the_demonstration_ask_for_nothing(
    nota: Callable, layar: Callable[[str], Layar], app: Flask
) -> None:
    satu, dua = nota(2)
    kepala = layar("kepala_badan")
    assert DIMINTA not in kepala.buka(alamat(satu))
    assert kepala.kirim(alamat(satu)).status_code == 302
    atur(app, "akun.konfirmasi_tanda_tangan", "ya")
    kembali = f"/nota-dinas/move/kembalikan/?id={dua}"
    assert DIMINTA not in kepala.buka(kembali)
    assert kepala.kirim(kembali, catatan="Lengkapi dasar hukumnya.").status_code == 302


def test_a_signature_written_down_from_paper_asks_for_its_scan_instead(
    nota: Callable, diminta: None, layar: Callable[[str], Layar]
) -> None:
    """It is the hand of somebody else; the password of whoever types would prove nothing."""
    (satu,) = nota(1)
    halaman = layar("sekretariat").buka(alamat(satu))
    assert DIMINTA not in halaman
    assert 'type="file"' in halaman


def test_every_signing_move_of_a_paper_asks_and_no_other() -> None:
    for gerak in lifecycle.GERAK:
        assert gerak.konfirmasi is (gerak.aksi == "tanda_tangani"), gerak.nama


def test_who_submitted_a_paper_does_not_sign_it(
    nota: Callable, layar: Callable[[str], Layar], ambil: Callable, orang: Orang, tulis: Callable
) -> None:
    """As an acting head who is Sub Koordinator as well."""
    from models.pengguna import PeranPengguna
    from models.peran import Peran

    tulis(PeranPengguna, pengguna_id=orang.kepala_badan, peran=Peran.SUB_KOORDINATOR)
    (sendiri,), (lain,) = nota(1, "kepala_badan"), nota(1)
    kepala = layar("kepala_badan")
    halaman = kepala.buka(f"/nota-dinas/details/?id={sendiri}")
    assert "Anda sendiri yang mengajukan naskah ini" in teks(halaman)
    assert kepala.kirim(alamat(sendiri), dari=f"/nota-dinas/details/?id={sendiri}").status_code == 409
    assert status(ambil, sendiri) == "diajukan"
    assert kepala.kirim(alamat(lain)).status_code == 302


@pytest.mark.parametrize("alamat", ["/pengguna/tautan/", "/pengguna/faktor/"])
def test_the_way_into_the_account_of_somebody_else_is_opened_only_with_ones_own_password(
    app: Flask, tim: Layar, layar: Callable[[str], Layar], orang: Orang, alamat: str
) -> None:
    """An administrator's screen that was left open is not enough; neither is the setting about signatures."""
    atur(app, "akun.konfirmasi_tanda_tangan", "tidak")
    pasang(tim)
    admin, id_ = layar("administrator"), str(orang.tim_musrenbang)
    rincian = f"/pengguna/details/?id={id_}"
    assert admin.buka(rincian).count('name="konfirmasi"') == 2
    for isi, kalimat in (({}, "Ketik kata sandi Anda"), ({"konfirmasi": "keliru"}, "Belum ada yang berubah")):
        jawab = admin.kirim(alamat, dari=rincian, id=id_, **isi)
        assert (jawab.status_code, kalimat in teks(jawab.text)) == (400, True)
    assert hidup(tim.client)
    jawab = admin.kirim(alamat, dari=rincian, id=id_, konfirmasi=SANDI)
    assert jawab.status_code in (200, 302)
    assert 'name="konfirmasi"' not in admin.buka(rincian), "asked again within five minutes"
    assert admin.kirim("/pengguna/tautan/", dari=rincian, id=id_).status_code == 200


@pytest.mark.parametrize("cara", ["peran baru", "peran diubah", "akun diubah", "akun baru"])
def test_rights_are_given_only_with_ones_own_password_and_what_was_typed_stays(
    app: Flask, layar: Callable[[str], Layar], orang: Orang, cara: str
) -> None:
    """Else an open screen would make an accomplice an administrator, who then opens whatever account he likes."""
    admin, id_ = layar("administrator"), orang.tim_musrenbang
    with app.app_context():
        peran_id = db.session.scalar(db.select(PeranPengguna.id).filter_by(pengguna_id=id_))
    peran = {"pengguna_id": str(id_), "peran": "administrator", "sebagai": "definitif"}
    akun = {"nama_pengguna": "tim_musrenbang", "nama": "Nama Lain", "aktif": "1"}
    alamat, isi = {
        "peran baru": (f"/peran-pengguna/new/?pengguna_id={id_}", peran),
        "peran diubah": (f"/peran-pengguna/edit/?id={peran_id}", peran),
        "akun diubah": (f"/pengguna/edit/?id={id_}", akun),
        "akun baru": ("/pengguna/new/", {**akun, "nama_pengguna": "orang_baru"}),
    }[cara]

    def tersimpan() -> tuple[list[str], list[str]]:
        with app.app_context():
            peran = db.session.scalars(db.select(PeranPengguna.peran).filter_by(pengguna_id=id_, deleted_at=None))
            return sorted(map(str, peran)), sorted(db.session.scalars(db.select(Pengguna.nama)))

    semula = tersimpan()
    for sandi in ("", "keliru"):
        jawab = admin.kirim(alamat, **isi, konfirmasi=sandi)
        assert jawab.status_code == 400
        assert 'name="konfirmasi"' in jawab.text
        assert "Nama Lain" in jawab.text or 'value="administrator" selected' in re.sub(
            r" selected(=\"\")?", " selected", jawab.text
        )
        assert tersimpan() == semula
    admin.simpan(alamat, **isi, konfirmasi=SANDI)
    assert tersimpan() != semula
    assert 'name="konfirmasi"' not in admin.buka(alamat), "asked again within five minutes"


@pytest.mark.parametrize("kind", ["pengguna", "peran_pengguna"])
def test_what_was_taken_away_is_given_back_only_with_ones_own_password(
    app: Flask, layar: Callable[[str], Layar], orang: Orang, kind: str
) -> None:
    """A deleted role or account that comes back gives the same rights as a new one."""
    admin, model = layar("administrator"), kinds()[kind]
    with app.app_context():
        milik = model.id if kind == "pengguna" else model.pengguna_id
        id_ = db.session.scalar(db.select(model.id).where(milik == orang.tim_musrenbang))
        db.session.get_one(model, id_).deleted_at = sekarang()
        db.session.commit()

    def dihapus() -> bool:
        with app.app_context():
            return db.session.get_one(model, id_).deleted_at is not None

    rincian, pulihkan = f"/{slug(kind)}/details/?id={id_}", f"/{slug(kind)}/restore/"
    assert admin.buka(rincian).count('name="konfirmasi"') == 1
    for isi, kalimat in (({}, "Ketik kata sandi Anda"), ({"konfirmasi": "keliru"}, "Belum ada yang berubah")):
        jawab = admin.kirim(pulihkan, dari=rincian, id=str(id_), **isi)
        assert (jawab.status_code, kalimat in jawab.text, dihapus()) == (400, True, True)
        assert 'name="konfirmasi"' in jawab.text
    assert 'value="pulihkan"' not in admin.buka(f"/{slug(kind)}/?dihapus=1")
    jawab = admin.kirim(f"/{slug(kind)}/action/", dari=f"/{slug(kind)}/", aksi="pulihkan", rowid=str(id_))
    assert (jawab.status_code, "satu per satu" in jawab.text, dihapus()) == (409, True, True)
    assert admin.kirim(pulihkan, dari=rincian, id=str(id_), konfirmasi=SANDI).status_code == 302
    assert not dihapus()


def test_neither_the_grid_nor_an_undo_gives_a_role_without_the_password(
    app: Flask, layar: Callable[[str], Layar], orang: Orang
) -> None:
    admin = layar("administrator")
    with app.app_context():
        milik = db.session.scalars(db.select(PeranPengguna).filter_by(pengguna_id=orang.tim_musrenbang)).one()
        id_, versi = milik.id, milik.version
    sel = {"id": id_, "version": versi, "sel": {"peran": ["tim_musrenbang", "administrator"]}}
    kepala = {"X-CSRFToken": token(admin.client.get("/").text), "Accept": "application/json"}
    assert admin.client.get("/peran-pengguna/kisi/").status_code == 403
    jawab = admin.client.post("/peran-pengguna/kisi/simpan/", json={"baris": [sel]}, headers=kepala)
    assert jawab.status_code == 403
    jawab = admin.kirim("/peran-pengguna/action/", dari="/peran-pengguna/", aksi="hapus", rowid=str(id_), lanjut="1")
    with app.app_context():
        assert db.session.get_one(PeranPengguna, id_).deleted_at is not None
        hapus = db.session.scalar(db.select(db.func.max(Operasi.id)))
    admin.kirim("/operasi/urungkan/", dari=f"/operasi/details/?id={hapus}", id=str(hapus))
    with app.app_context():
        urung = db.session.scalar(db.select(db.func.max(Operasi.id)))
    admin.kirim("/operasi/terapkan/", dari=f"/operasi/tinjau/?id={urung}", id=str(urung))
    with app.app_context():
        assert urung > hapus
        satu = db.session.get_one(PeranPengguna, id_)
        assert (satu.deleted_at is not None, satu.peran) == (True, Peran.TIM_MUSRENBANG)


def test_an_account_that_somebody_saved_while_the_password_was_looked_at_is_not_overwritten(
    app: Flask, layar: Callable[[str], Layar], orang: Orang, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, id_ = layar("administrator"), orang.tim_musrenbang
    asli = konfirmasi.prove

    def sementara(*kata: Any) -> Any:
        hasil = asli(*kata)
        with app.app_context():
            db.session.get_one(Pengguna, id_).nama = "Nama dari layar lain"
            db.session.commit()
        return hasil

    monkeypatch.setattr(konfirmasi, "prove", sementara)
    isi = {"nama_pengguna": "tim_musrenbang", "nama": "Nama saya", "aktif": "1", "konfirmasi": SANDI}
    jawab = admin.kirim(f"/pengguna/edit/?id={id_}", **isi)
    assert jawab.status_code == 409
    assert "Nama dari layar lain" in jawab.text
    with app.app_context():
        assert db.session.get_one(Pengguna, id_).nama == "Nama dari layar lain"
