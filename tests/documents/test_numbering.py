"""Letter numbers: consecutive in any number of processes, unique, never reused, in the order the class sets."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from documents import issue, numbering
from models import setelan
from models.base import db
from models.naskah import Naskah, StatusNaskah
from models.nomor_surat import NomorSurat, RegisterNomor, StatusNomor
from models.nota_dinas import NotaDinas
from models.pengaturan import KelasNaskah, Penomoran, UrutanTerbit
from models.pesan import Keliru, SopError
from models.riwayat import verify
from models.waktu import hari_ini, jam, sekarang
from sop import workflow
from tests import dunia, proses
from tests.conftest import Basis
from tests.keandalan import KUNCI as KEANDALAN

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
Surat = Callable[[], Naskah]
setelan.BENANG = 16


def kelas(kode: str = "nota_dinas", **ubah: Any) -> KelasNaskah:
    row = db.session.execute(db.select(KelasNaskah).filter_by(kode=kode)).scalar_one()
    for kolom, nilai in ubah.items():
        setattr(row, kolom, nilai)
    db.session.commit()
    found: KelasNaskah = row
    return found


def nota(m: int, status: StatusNaskah = StatusNaskah.MENUNGGU_NOMOR) -> NotaDinas:
    """A nota dinas bears a number and has no paper of its own, so nothing has to be drawn."""
    return NotaDinas(
        musrenbang_id=m, perihal="Uji", isi="Uji", penandatangan_id=dunia.pejabat("kepala_badan"), status=status
    )


@pytest.fixture
def surat(session: Any) -> Surat:
    """Makes one signed letter after the other, all of one Musrenbang."""
    m = dunia.di_ujung()
    return lambda: dunia.simpan(nota(m.id))


def terbitkan(row: Naskah, **isian: Any) -> str:
    try:
        issue.jalankan(row, "terbitkan", dunia.aktor("sekretariat"), "", isian)
    except SopError:
        db.session.rollback()
        raise
    db.session.commit()
    return str(row.nomor)


def urut(nomor: str) -> int:
    return int(nomor.split("ND-")[1].split("-")[0])


# --- real processes ---------------------------------------------------------------------------------------------------


def test_processes_at_once_get_consecutive_numbers_and_a_rollback_leaves_no_gap(
    app: Flask, session: Any, basis: Basis, var: Path, ukuran: Callable[[int, int], int], record_property: Any
) -> None:
    """Six people with four letters each, every third rolled back; in the battery a hundred with fifty, every tenth.

    Each is a process of his own. So many stand before no SQLite file: there they share the threads of one panel.
    """
    orang, surat_tiap, batal = ukuran(6, 100), ukuran(4, 50), ukuran(3, 10)
    benang = basis.dialek == "sqlite" and orang > setelan.BENANG
    penulis = setelan.BENANG if benang else orang
    m = dunia.di_ujung()
    rows = [nota(m.id) for _ in range(orang * surat_tiap)]
    db.session.add_all(rows)
    session.commit()
    ids = [r.id for r in rows]
    session.remove()

    bagian = [(ids[n::penulis], batal) for n in range(penulis)]
    jawaban = _dengan_benang(app, bagian) if benang else proses.serentak(proses.terbitkan, basis.url, var, bagian)
    assert [j for j in jawaban if not isinstance(j, list)] == []
    nomor = sorted(urut(n) for j in jawaban for n in j)
    assert nomor == list(range(1, len(ids) + 1))
    tercatat = session.scalars(db.select(NomorSurat.urut).order_by(NomorSurat.urut)).all()
    assert tercatat == nomor
    assert session.get(RegisterNomor, ("nota_dinas", hari_ini().year)).terakhir == len(ids)
    assert verify(session).rusak is None
    lewat = f"{penulis} {'benang' if benang else 'proses'}"
    nama = f"Badai penomoran: {orang} orang × {surat_tiap} surat lewat {lewat} ({basis.dialek})"
    hasil = f"{len(nomor)} nomor berurutan, {sum(i % batal == 0 for i in ids)} kali dibatalkan, 0 lubang, 0 ganda"
    record_property(KEANDALAN, (nama, hasil, "berurutan, 0 lubang, 0 ganda"))


def _dengan_benang(app: Flask, bagian: list[tuple[list[int], int]]) -> list[list[str]]:
    def kerjakan(satu: tuple[list[int], int]) -> list[str]:
        with app.app_context():
            return proses.terbitkan(satu)

    with ThreadPoolExecutor(len(bagian)) as kumpulan:
        return list(kumpulan.map(kerjakan, bagian))


# --- the automatic series ---------------------------------------------------------------------------------------------


@SQLITE
def test_the_pattern_of_the_class_gives_the_number(surat: Surat) -> None:
    with jam(datetime(2026, 3, 23, 3, tzinfo=UTC)):
        assert terbitkan(surat()) == "000.7.1.3/ND-001-P2EPD/2026"
        kelas(pola_nomor="{urut}/{bulan_romawi}/{tahun}")
        assert terbitkan(surat()) == "002/III/2026"


@pytest.mark.parametrize(
    ("saat", "tahun"),
    [
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), 2027),  # midnight in Bogor
        (datetime(2026, 12, 31, 23, 30, 0, tzinfo=UTC), 2027),
    ],
)
@SQLITE
def test_the_year_is_that_of_bogor(surat: Surat, saat: datetime, tahun: int) -> None:
    with jam(datetime(2026, 12, 30, 3, tzinfo=UTC)):
        assert urut(terbitkan(surat())) == 1
    with jam(saat):
        nomor = terbitkan(surat())
    assert nomor.endswith(f"/{tahun}")
    assert urut(nomor) == (2 if tahun == 2026 else 1)


@SQLITE
def test_a_letter_dated_in_the_old_year_goes_on_with_the_old_series(surat: Surat) -> None:
    with jam(datetime(2027, 1, 4, 3, tzinfo=UTC)):
        assert terbitkan(surat()) == "000.7.1.3/ND-001-P2EPD/2027"
        assert terbitkan(surat(), tanggal=date(2026, 12, 31)) == "000.7.1.3/ND-001-P2EPD/2026"


@SQLITE
def test_a_date_in_the_future_or_before_the_signature_gives_no_number(surat: Surat) -> None:
    row = surat()
    with pytest.raises(Keliru, match="tidak boleh di masa depan"):
        terbitkan(row, tanggal=hari_ini() + timedelta(days=1))
    row.ditandatangani_pada = hari_ini()
    db.session.commit()
    with pytest.raises(Keliru, match="mendahului tanggal tanda tangan"):
        terbitkan(row, tanggal=hari_ini() - timedelta(days=1))
    assert db.session.scalar(db.select(db.func.count(NomorSurat.id))) == 0
    assert urut(terbitkan(row)) == 1


# --- typed numbers ----------------------------------------------------------------------------------------------------


def test_a_sisipan_stands_behind_a_number_that_exists(surat: Surat) -> None:
    terbitkan(surat())
    assert terbitkan(surat(), nomor="1.a").startswith("000.7.1.3/ND-001.a-")
    assert terbitkan(surat(), nomor="001.B").startswith("000.7.1.3/ND-001.b-")
    with pytest.raises(Keliru, match="sudah dipakai"):
        terbitkan(surat(), nomor="001.a")
    with pytest.raises(Keliru, match=r"Sisipan 005\.a hanya dapat mengikuti"):
        terbitkan(surat(), nomor="5.a")
    assert urut(terbitkan(surat())) == 2


def test_a_typed_number_neither_repeats_nor_jumps_the_register(surat: Surat) -> None:
    assert urut(terbitkan(surat(), nomor="1")) == 1
    with pytest.raises(Keliru, match="sudah dipakai untuk “Uji”") as galat:
        terbitkan(surat(), nomor="001")
    assert galat.value.kolom == "nomor"
    with pytest.raises(Keliru, match="Nomor 9 melompati register; nomor berikutnya 2"):
        terbitkan(surat(), nomor="9")
    assert urut(terbitkan(surat(), nomor="2")) == 2
    assert urut(terbitkan(surat())) == 3


@SQLITE
@pytest.mark.parametrize(
    "salah", ["abc", "0", "000", "-3", "1.5", "1.abcd", "12345678", "1 2", "'; DROP TABLE", "\u0661"]
)
def test_what_is_no_number_is_refused_with_a_sentence(surat: Surat, salah: str) -> None:
    with pytest.raises(Keliru, match="Nomor ditulis sebagai angka") as galat:
        terbitkan(surat(), nomor=salah)
    assert galat.value.kolom == "nomor"


@SQLITE
def test_a_whole_number_is_taken_as_it_stands_and_once_only(surat: Surat) -> None:
    assert terbitkan(surat(), nomor=" 800/77-Sekret/2026 ") == "800/77-Sekret/2026"
    with pytest.raises(Keliru, match="sudah dipakai"):
        terbitkan(surat(), nomor="800/77-Sekret/2026")
    with pytest.raises(Keliru, match="terlalu panjang"):
        terbitkan(surat(), nomor="/" * 121)


@SQLITE
def test_a_whole_number_of_the_own_series_counts_as_its_number(surat: Surat) -> None:
    """Otherwise the automatic series runs into it one day, and can never pass."""
    with jam(datetime(2026, 3, 23, 3, tzinfo=UTC)):
        assert terbitkan(surat(), nomor="000.7.1.3/ND-001-P2EPD/2026") == "000.7.1.3/ND-001-P2EPD/2026"
        assert urut(terbitkan(surat())) == 2
        with pytest.raises(Keliru, match="melompati register"):
            terbitkan(surat(), nomor="000.7.1.3/ND-007-P2EPD/2026")


@SQLITE
def test_a_number_that_was_typed_for_another_class_does_not_stop_the_series(surat: Surat) -> None:
    with jam(datetime(2026, 3, 23, 3, tzinfo=UTC)):
        kelas(penomoran=Penomoran.DIKETIK, pola_nomor="{kode}/X-{urut}-{unit}/{tahun}")
        terbitkan(surat(), nomor="000.7.1.3/ND-001-P2EPD/2026")
        kelas(penomoran=Penomoran.OTOMATIS, pola_nomor="{kode}/ND-{urut}-{unit}/{tahun}")
        assert urut(terbitkan(surat())) == 2


@SQLITE
def test_the_same_urut_is_not_given_twice_when_the_pattern_names_the_month(surat: Surat) -> None:
    kelas(pola_nomor="{urut}/{bulan_romawi}/{tahun}")
    with jam(datetime(2026, 3, 23, 3, tzinfo=UTC)):
        terbitkan(surat())
    with jam(datetime(2026, 4, 1, 3, tzinfo=UTC)), pytest.raises(Keliru, match="sudah dipakai"):
        terbitkan(surat(), nomor="1")


@SQLITE
def test_a_class_of_typed_numbers_asks_for_one_and_may_jump(surat: Surat) -> None:
    kelas(penomoran=Penomoran.DIKETIK)
    with pytest.raises(Keliru, match="Ketik nomor dari register Surat Keluar"):
        terbitkan(surat())
    assert urut(terbitkan(surat(), nomor="417")) == 417
    assert urut(terbitkan(surat(), nomor="15")) == 15


# --- voided numbers ---------------------------------------------------------------------------------------------------


def test_a_class_without_numbers_gives_none(surat: Surat) -> None:
    kelas(penomoran=Penomoran.TANPA)
    with pytest.raises(SopError, match="diatur tanpa nomor"):
        terbitkan(surat())
    assert numbering.perkiraan(surat(), hari_ini()) is None


def test_what_the_page_foretells_is_the_number_that_is_then_given(surat: Surat) -> None:
    terbitkan(surat(), nomor=str(numbering.perkiraan(surat(), hari_ini())))  # typed: the series has not moved
    db.session.execute(db.update(RegisterNomor).values(terakhir=0))
    db.session.commit()
    ramalan = numbering.perkiraan(surat(), hari_ini())
    assert urut(str(ramalan)) == 2
    assert terbitkan(surat()) == ramalan


def test_a_pattern_that_names_the_number_twice_still_gives_one_and_takes_a_whole_one(surat: Surat) -> None:
    kelas(pola_nomor="{urut}/ND-{urut}/{tahun}")
    tahun = hari_ini().year
    assert terbitkan(surat()) == f"001/ND-001/{tahun}"
    assert terbitkan(surat(), nomor=f"007/ND-007/{tahun}") == f"007/ND-007/{tahun}"
    assert terbitkan(surat()) == f"002/ND-002/{tahun}", "it was not read as the seventh of the series"


def test_a_voided_number_stays_visible_and_is_never_given_again(surat: Surat) -> None:
    row = surat()
    lama = terbitkan(row)
    issue.jalankan(row, "batalkan", dunia.aktor("sekretariat"), "Salah alamat")
    db.session.commit()
    tercatat = db.session.execute(db.select(NomorSurat).filter_by(teks=lama)).scalar_one()
    assert (tercatat.status, tercatat.deleted_at, row.nomor) == (StatusNomor.DIBATALKAN, None, lama)
    with pytest.raises(Keliru, match="sudah dipakai"):
        terbitkan(surat(), nomor="1")
    assert urut(terbitkan(surat())) == 2


def test_the_database_refuses_a_number_twice(surat: Surat) -> None:
    terbitkan(surat())
    satu = db.session.execute(db.select(NomorSurat)).scalar_one()
    kembar = {c.key: getattr(satu, c.key) for c in NomorSurat.__table__.c if c.key not in ("id", "sumber")}
    db.session.add(NomorSurat(**kembar))
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()


# --- classes ----------------------------------------------------------------------------------------------------------


@SQLITE
def test_two_automatic_classes_of_one_pattern_are_refused(session: Any) -> None:
    with pytest.raises(Keliru, match="sama dengan kelas Surat undangan") as galat:
        kelas(pola_nomor=kelas("undangan").pola_nomor)
    assert galat.value.kolom == "pola_nomor"
    session.rollback()
    kelas(pola_nomor=kelas("undangan").pola_nomor, penomoran=Penomoran.DIKETIK)


@SQLITE
@pytest.mark.parametrize(
    ("pola", "pesan"),
    [
        ("{kode}/{tahun}", "harus memuat {urut}"),
        ("{urut}/{bulan}", "Isian {bulan} tidak dikenal"),
        ("{urut}/{kode.x}", "{kode.x} tidak dikenal"),
        ("{urut", "{urut tidak dikenal"),
    ],
)
def test_a_pattern_that_could_give_no_number_is_refused_when_it_is_saved(session: Any, pola: str, pesan: str) -> None:
    with pytest.raises(Keliru) as galat:
        kelas(pola_nomor=pola)
    assert galat.value.kolom == "pola_nomor"
    assert pesan in str(galat.value.pesan)


# --- before, after and with the signature -----------------------------------------------------------------------------


def draf(session: Any, urutan: UrutanTerbit) -> Naskah:
    kelas(urutan_terbit=urutan)
    row: Naskah = dunia.simpan(nota(dunia.di_ujung().id, StatusNaskah.DRAF))
    issue.jalankan(row, "ajukan", dunia.aktor("sub_koordinator"))
    session.commit()
    return row


def gerak(row: Naskah, nama: str) -> set[str]:
    return {o.aksi for o in workflow.moves(row, dunia.aktor(nama))}


def test_after_the_signature_the_secretariat_gives_the_number(session: Any) -> None:
    row = draf(session, UrutanTerbit.SETELAH)
    assert gerak(row, "sekretariat") >= {"tanda_tangani"}  # recorded from paper
    assert not gerak(row, "sekretariat") & {"beri_nomor", "terbitkan"}
    issue.jalankan(row, "tanda_tangani", dunia.aktor("kepala_badan"))
    assert (row.status, row.nomor) == (StatusNaskah.MENUNGGU_NOMOR, None)
    issue.jalankan(row, "terbitkan", dunia.aktor("sekretariat"))
    assert (row.status, urut(str(row.nomor))) == (StatusNaskah.TERBIT, 1)


def test_before_the_signature_the_number_stands_on_what_is_signed(session: Any) -> None:
    row = draf(session, UrutanTerbit.SEBELUM)
    assert "tanda_tangani" not in gerak(row, "kepala_badan")
    issue.jalankan(row, "beri_nomor", dunia.aktor("sekretariat"))
    assert (row.status, urut(str(row.nomor))) == (StatusNaskah.MENUNGGU_TTD, 1)
    issue.jalankan(row, "tanda_tangani", dunia.aktor("kepala_badan"))
    assert (row.status, row.ditandatangani_pada) == (StatusNaskah.TERBIT, hari_ini())


def test_with_the_signature_both_are_one_move(session: Any) -> None:
    row = draf(session, UrutanTerbit.BERSAMA)
    issue.jalankan(row, "tanda_tangani", dunia.aktor("kepala_badan"))
    assert (row.status, urut(str(row.nomor))) == (StatusNaskah.TERBIT, 1)


@SQLITE
def test_a_signature_on_paper_fits_the_date_of_the_letter(session: Any) -> None:
    """Number with the signature: not dated before it. Number first: not signed before the date it bears."""
    kemarin = hari_ini() - timedelta(days=1)
    kertas = {"pelaku_id": dunia.pejabat("kepala_badan"), "pindaian_id": dunia.pindaian()}
    bersama = draf(session, UrutanTerbit.BERSAMA)
    isian = {**kertas, "tanggal_nyata": hari_ini(), "tanggal": kemarin}
    with pytest.raises(Keliru, match="mendahului tanggal tanda tangan"):
        issue.jalankan(bersama, "tanda_tangani", dunia.aktor("sub_koordinator"), "", isian)
    session.rollback()
    kelas(urutan_terbit=UrutanTerbit.SEBELUM)
    issue.jalankan(bersama, "beri_nomor", dunia.aktor("sekretariat"))
    session.commit()
    isian = {**kertas, "tanggal_nyata": kemarin}
    with pytest.raises(SopError, match="mendahului tanggal naskah"):
        issue.jalankan(bersama, "tanda_tangani", dunia.aktor("sub_koordinator"), "", isian)


@SQLITE
def test_a_letter_returned_with_its_number_loses_it_visibly(session: Any) -> None:
    row = draf(session, UrutanTerbit.SEBELUM)
    issue.jalankan(row, "beri_nomor", dunia.aktor("sekretariat"))
    session.commit()
    lama = row.nomor
    issue.jalankan(row, "kembalikan", dunia.aktor("kepala_badan"), "Salah hal")
    session.commit()
    assert (row.status, row.nomor, row.tanggal) == (StatusNaskah.DRAF, None, None)
    assert session.scalar(db.select(NomorSurat.status).filter_by(teks=lama)) is StatusNomor.DIBATALKAN
    issue.jalankan(row, "ajukan", dunia.aktor("sub_koordinator"))
    issue.jalankan(row, "beri_nomor", dunia.aktor("sekretariat"))
    session.commit()
    assert urut(str(row.nomor)) == 2


def test_a_kind_whose_class_is_not_set_gets_no_number(surat: Surat) -> None:
    row = surat()
    kelas(deleted_at=sekarang())
    with pytest.raises(SopError, match="belum diatur"):
        numbering.ambil(row, hari_ini())


@pytest.mark.parametrize("diketik", ["abc/??", "///", "nomor/surat", "1/<b>", "12/5\u202e"])
@SQLITE
def test_what_no_letter_bears_is_not_taken_for_a_number_of_another_form(surat: Surat, diketik: str) -> None:
    with pytest.raises(Keliru, match="tidak seperti nomor surat"):
        terbitkan(surat(), nomor=diketik)
    assert terbitkan(surat(), nomor="000.7.1.3/12-P2EPD (II)/2025") == "000.7.1.3/12-P2EPD (II)/2025"
