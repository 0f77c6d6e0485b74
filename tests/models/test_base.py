"""What every kind has: moments in UTC, sentences, soft deletion, sources, locks; and the rules of single kinds."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from models.base import Record, UTCDateTime, db, kinds, label_of, slug
from models.berita_acara import Diktum
from models.musrenbang import Musrenbang
from models.pejabat import JenisPegawai, Pejabat, Sebagai, periksa_nip
from models.pengguna import Pengguna, PeranPengguna
from models.peran import Peran
from models.pesan import Keliru, Pesan
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.ruang import Ruang
from models.waktu import WIB, hari_ini, jam, lokal, sekarang
from tests import dunia
from tests.peladen import AKAR

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
DIALEK = (sqlite.dialect(), postgresql.dialect())
# The zones that an office computer may stand in; the type must not care.
zona = st.integers(-14 * 60, 14 * 60).map(lambda menit: timezone(timedelta(minutes=menit)))


# --- moments ----------------------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1950, 1, 2), datetime(2200, 1, 1), timezones=zona))
def test_a_moment_comes_back_as_the_same_moment_in_utc(saat: datetime) -> None:
    for dialek in DIALEK:
        kembali = UTCDateTime().process_result_value(UTCDateTime().process_bind_param(saat, dialek), dialek)
        assert kembali == saat
        assert kembali is not None
        assert kembali.tzinfo is UTC


def test_a_moment_without_zone_is_not_stored() -> None:
    for dialek in DIALEK:
        with pytest.raises(ValueError, match="tanpa zona"):
            UTCDateTime().process_bind_param(datetime(2026, 3, 23, 9, 0), dialek)


def test_a_moment_is_stored_in_utc_and_found_again(session: Any) -> None:
    saat = datetime(2026, 3, 23, 9, 15, tzinfo=WIB)
    with jam(saat.astimezone(UTC)):
        ruang = dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    session.expire_all()
    assert ruang.created_at == saat
    assert lokal(ruang.created_at).hour == 9
    assert session.scalar(db.select(Ruang.id).where(Ruang.created_at == saat)) == ruang.id


def test_today_is_the_day_of_bogor() -> None:
    with jam(datetime(2026, 12, 31, 16, 59, tzinfo=UTC)):
        assert hari_ini() == date(2026, 12, 31)
    with jam(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)):
        assert hari_ini() == date(2027, 1, 1)


# --- every kind -------------------------------------------------------------------------------------------------------


def test_every_kind_has_the_foundations_of_the_first_migration() -> None:
    for kind, model in kinds().items():
        kolom = model.__table__.c
        for nama in ("id", "version", "created_at", "updated_at", "deleted_at", "sumber", "kode_eksternal"):
            assert nama in kolom, f"{kind}.{nama}"
        indeks = {tuple(c.name for c in i.columns): i.unique for i in model.__table__.indexes}
        assert indeks[("sumber", "kode_eksternal")] is True, kind
        assert slug(kind) == kind.replace("_", "-")
        assert not label_of(kolom.version)


def test_a_source_and_its_code_are_imported_once(session: Any) -> None:
    dunia.simpan(Ruang(nama="Ruang A (Demo)", sumber="sipd", kode_eksternal="7"))
    with pytest.raises(IntegrityError):
        dunia.simpan(Ruang(nama="Ruang B (Demo)", sumber="sipd", kode_eksternal="7"))
    session.rollback()
    dunia.simpan(Ruang(nama="Ruang B (Demo)", sumber="lain", kode_eksternal="7"), Ruang(nama="Ruang C (Demo)"))


def test_a_name_is_unique_among_the_living_only(session: Any) -> None:
    lama = dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    with pytest.raises(IntegrityError):
        dunia.simpan(Ruang(nama="Ruang A (Demo)"))
    session.rollback()
    lama.deleted_at = sekarang()
    session.commit()
    dunia.simpan(Ruang(nama="Ruang A (Demo)"))


def test_the_second_of_two_savers_does_not_overwrite_the_first(session: Any) -> None:
    ruang = dunia.simpan(Ruang(nama="Ruang A (Demo)", kapasitas=10))
    assert ruang.version == 1
    ruang.kapasitas  # noqa: B018  # read, as a form does
    session.execute(db.update(Ruang).values(kapasitas=99, version=2).execution_options(synchronize_session=False))
    ruang.kapasitas = 11
    with pytest.raises(StaleDataError):
        session.commit()
    session.rollback()
    session.refresh(ruang)
    assert ruang.version == 1  # the other one was of the same transaction


def test_a_sentence_keeps_its_msgid_and_parameters() -> None:
    pesan = Pesan("Ruang {ruang} penuh", ruang="A")
    assert (str(pesan), pesan.msgid, pesan.params) == ("Ruang A penuh", "Ruang {ruang} penuh", {"ruang": "A"})
    assert Pesan("Kurung {biasa} tetap") == "Kurung {biasa} tetap"


# --- rules of single kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nip", "jenis", "pesan"),
    [
        ("197707062006041018", JenisPegawai.PNS, None),
        ("199912312022032001", JenisPegawai.PNS, None),
        ("199012152024211003", JenisPegawai.PPPK, None),  # a PPPK number has 21 behind the year
        ("19770706200604101", JenisPegawai.PNS, "18 angka"),
        ("1977 0706 2006 04", JenisPegawai.PNS, "18 angka"),
        ("1977070620060410188", JenisPegawai.PNS, "18 angka"),
        ("19770706200604101\u0661", JenisPegawai.PNS, "18 angka"),
        ("197713062006041018", JenisPegawai.PNS, "yang tidak ada"),
        ("197702302006041018", JenisPegawai.PNS, "yang tidak ada"),
        ("197707062006131018", JenisPegawai.PNS, "yang tidak ada"),
        ("000001012006041018", JenisPegawai.PNS, "yang tidak ada"),
        ("200007062006041018", JenisPegawai.PNS, "tahun pengangkatan"),
        ("197707062006043018", JenisPegawai.PNS, "angka jenis kelamin"),
    ],
)
def test_a_nip_is_checked_for_what_it_says(nip: str, jenis: JenisPegawai, pesan: str | None) -> None:
    salah = periksa_nip(nip, jenis)
    assert (salah is None) if pesan is None else (salah is not None and pesan in salah)


@given(st.text(max_size=20))
def test_any_text_as_nip_is_answered_without_a_crash(teks: str) -> None:
    periksa_nip(teks, JenisPegawai.PNS)


@given(st.from_regex(r"\A[0-9]{18}\Z"))
def test_any_digits_as_nip_are_answered_without_a_crash(nip: str) -> None:
    periksa_nip(nip, JenisPegawai.PNS)


def salah(record: Record) -> list[str]:
    return [kolom for kolom, _ in record.periksa()]


@pytest.mark.parametrize(
    ("record", "kolom"),
    [
        (Musrenbang(nama="A", tahun=1999), ["tahun"]),
        (Musrenbang(nama="A", tahun=2101), ["tahun"]),
        (Musrenbang(nama="A", tahun=2027), []),
        (Pejabat(nama="A", mulai=date(2026, 2, 1), sampai=date(2026, 1, 1)), ["sampai"]),
        (Pejabat(nama="A", sebagai=Sebagai.PLT), ["surat_perintah"]),
        (Pejabat(nama="A", sebagai=Sebagai.PLH, surat_perintah="800/1", mulai=date(2026, 1, 1)), ["surat_perintah"]),
        (
            Pejabat(nama="A", sebagai=Sebagai.PLT, surat_perintah="8", mulai=date(2026, 1, 1), sampai=date(2026, 1, 9)),
            [],
        ),
        (PeranPengguna(peran=Peran.KEPALA_BIDANG), ["unit_kerja_id"]),
        (PeranPengguna(peran=Peran.KEPALA_BADAN, sebagai=Sebagai.PLT), ["surat_perintah"]),
        (PeranPengguna(peran=Peran.PENGAWAS, mulai=date(2026, 2, 1), sampai=date(2026, 1, 1)), ["sampai"]),
        (Rapat(jenis=JenisRapat.SIDANG_KELOMPOK), ["kelompok_sidang_id", "ruang_id"]),
        (Rapat(jenis=JenisRapat.KOORDINASI), ["unit_kerja_id"]),
        (Rapat(jenis=JenisRapat.PLENO), []),
        (Rapat(jenis=JenisRapat.PLENO, mulai=dunia.SIANG, selesai=dunia.PAGI), ["selesai"]),
        (DaftarHadir(), ["nama"]),
        (Diktum(urutan=0), ["urutan"]),
        (Diktum(urutan=11), ["urutan"]),
        (Diktum(urutan=10), []),
    ],
)
def test_a_rule_names_the_field_that_is_wrong(record: Record, kolom: list[str]) -> None:
    assert salah(record) == kolom


@SQLITE
def test_a_rule_stops_the_save_with_its_sentence(session: Any) -> None:
    with pytest.raises(Keliru, match="NIP terdiri atas 18 angka") as galat:
        dunia.simpan(Pejabat(nama="A", jabatan="B", nip="123"))
    assert galat.value.kolom == "nip"
    assert galat.value.status == 400


@SQLITE
def test_a_guest_of_the_address_book_needs_no_typing(session: Any) -> None:
    dunia.ruang_dan_orang()
    m = dunia.musrenbang()
    hadir = dunia.simpan(DaftarHadir(rapat_id=dunia.rapat(m).id, pemangku_kepentingan_id=1))
    assert (hadir.nama, hadir.unsur) == ("Tokoh 1 (Demo)", "tokoh masyarakat")


@SQLITE
def test_the_roles_of_an_account_leave_out_deleted_ones(session: Any) -> None:
    akun = session.execute(db.select(Pengguna).filter_by(nama_pengguna="pengawas")).scalar_one()
    akun.daftar_peran[0].deleted_at = sekarang()
    session.commit()
    session.expire_all()
    assert akun.daftar_peran == []


def test_kinds_stand_in_one_order_in_every_process() -> None:
    """What waits equally long is shown in this order: another after every start would move rows under the hand."""
    tampil = "import models; from models.base import kinds; print(*kinds())"
    urutan = {
        subprocess.run(
            [sys.executable, "-c", tampil], cwd=AKAR, env={**os.environ, "PYTHONHASHSEED": benih}, capture_output=True
        ).stdout
        for benih in ("1", "2", "3")
    }
    assert urutan == {(" ".join(kinds()) + "\n").encode()}
