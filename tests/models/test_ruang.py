"""A room serves one thing at a time: an overlap is refused, saying with what, also from two processes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.base import Record, db
from models.jadwal import Acara, Jadwal
from models.pesan import Keliru
from models.ruang import PemakaianRuang, PenetapanRuang, Ruang
from models.waktu import sekarang
from tests import dunia, proses
from tests.conftest import Basis

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
NAMA = {Acara: "nama", PemakaianRuang: "keperluan"}


def pukul(jam: float) -> datetime:
    """That hour of 23 March 2026 on the clock of Bogor."""
    return datetime(2026, 3, 22, 17, tzinfo=UTC) + timedelta(hours=jam)


class Denah:
    """A jadwal and a penetapan ruang to hang bookings on."""

    def __init__(self, tahun: int = 2027) -> None:
        m = dunia.musrenbang(tahun)
        self.jadwal = dunia.simpan(Jadwal(musrenbang_id=m.id, judul="Jadwal"))
        self.penetapan = dunia.simpan(PenetapanRuang(musrenbang_id=m.id, judul="Ruang"))
        self.ruang = list(db.session.scalars(db.select(Ruang.id).order_by(Ruang.id)))

    def isi(
        self, model: type[Record], mulai: float, selesai: float, nama: str = "Pleno", ruang: int = 0
    ) -> dict[str, Any]:
        induk = {"jadwal_id": self.jadwal.id} if model is Acara else {"penetapan_ruang_id": self.penetapan.id}
        waktu = {"mulai": pukul(mulai), "selesai": pukul(selesai), "ruang_id": self.ruang[ruang]}
        return {**induk, **waktu, NAMA[model]: nama}  # type: ignore[index]

    def pakai(self, model: type[Record], *waktu: Any, **lain: Any) -> Any:
        return dunia.simpan(model(**self.isi(model, *waktu, **lain)))


@pytest.fixture(params=[Acara, PemakaianRuang], ids=["acara", "pemakaian_ruang"])
def model(request: pytest.FixtureRequest) -> type[Record]:
    found: type[Record] = request.param
    return found


@pytest.mark.parametrize(("mulai", "selesai"), [(9, 11), (7, 9), (8, 10), (8.5, 9.5), (7, 12), (9.9, 10.1)])
@SQLITE
def test_an_overlap_is_refused_saying_with_what(
    session: Any, model: type[Record], mulai: float, selesai: float
) -> None:
    denah = Denah()
    denah.pakai(model, 8, 10, "Registrasi")
    with pytest.raises(Keliru) as galat:
        denah.pakai(model, mulai, selesai)
    assert galat.value.kolom == "ruang_id"
    assert str(galat.value.pesan) == "Ruang sudah dipakai untuk “Registrasi” pada 23-03-2026 08.00–10.00 WIB."


@pytest.mark.parametrize(("mulai", "selesai"), [(10, 12), (6, 8)])
def test_what_only_touches_is_no_overlap(session: Any, model: type[Record], mulai: float, selesai: float) -> None:
    denah = Denah()
    denah.pakai(model, 8, 10)
    denah.pakai(model, mulai, selesai)
    denah.pakai(model, 8, 10, ruang=1)


def test_two_overlapping_rows_saved_together_are_refused(session: Any, model: type[Record]) -> None:
    denah = Denah()
    with pytest.raises(Keliru, match=r"sudah dipakai untuk “(Pleno|Sidang)”"):
        dunia.simpan(model(**denah.isi(model, 8, 10, "Pleno")), model(**denah.isi(model, 9, 11, "Sidang")))
    session.rollback()
    dunia.simpan(
        model(**denah.isi(model, 8, 10)), model(**denah.isi(model, 10, 11)), model(**denah.isi(model, 8, 9, ruang=2))
    )


@SQLITE
def test_a_row_may_be_moved_within_its_own_time(session: Any, model: type[Record]) -> None:
    row = Denah().pakai(model, 8, 10)
    row.mulai = pukul(9)
    session.commit()


@SQLITE
def test_moving_into_a_taken_time_is_refused(session: Any, model: type[Record]) -> None:
    denah = Denah()
    denah.pakai(model, 8, 10)
    row = denah.pakai(model, 10, 12)
    row.mulai = pukul(9)
    with pytest.raises(Keliru, match="sudah dipakai"):
        session.commit()


@SQLITE
def test_a_deleted_row_frees_the_room_and_cannot_come_back_into_a_taken_one(session: Any, model: type[Record]) -> None:
    denah = Denah()
    lama = denah.pakai(model, 8, 10)
    lama.deleted_at = sekarang()
    session.commit()
    denah.pakai(model, 9, 11)
    lama.deleted_at = None
    with pytest.raises(Keliru, match="sudah dipakai"):
        session.commit()


@SQLITE
def test_the_rows_of_a_deleted_schedule_do_not_hold_the_room(session: Any, model: type[Record]) -> None:
    denah = Denah()
    denah.pakai(model, 8, 10)
    (denah.jadwal if model is Acara else denah.penetapan).deleted_at = sekarang()
    session.commit()
    Denah(2028).pakai(model, 8, 10)


@SQLITE
def test_the_room_is_taken_across_all_musrenbang(session: Any, model: type[Record]) -> None:
    Denah(2027).pakai(model, 8, 10, "Pleno 2027")
    with pytest.raises(Keliru, match="Pleno 2027"):
        Denah(2028).pakai(model, 9, 10)


@SQLITE
@pytest.mark.parametrize("selesai", [8, 7])
def test_an_end_before_or_at_the_start_is_refused(session: Any, model: type[Record], selesai: float) -> None:
    with pytest.raises(Keliru, match="Waktu selesai harus sesudah waktu mulai") as galat:
        Denah().pakai(model, 8, selesai)
    assert galat.value.kolom == "selesai"


def test_of_two_processes_that_book_one_room_at_once_one_wins(session: Any, basis: Basis, var: Path) -> None:
    denah = Denah()
    isi = [denah.isi(Acara, 8 + n, 11 + n, f"Acara {n}") for n in range(2)]
    session.commit()
    session.remove()
    jawaban = sorted(str(j) for j in proses.serentak(proses.simpan_acara, basis.url, var, isi))
    assert jawaban[1] == "tersimpan"
    assert jawaban[0].startswith("Ruang sudah dipakai untuk “Acara ")
    assert session.scalar(db.select(db.func.count(Acara.id))) == 1


def test_a_second_booking_waits_for_the_first_to_be_saved(session: Any, basis: Basis, var: Path) -> None:
    denah = Denah()
    session.add(Acara(**denah.isi(Acara, 8, 10, "Yang pertama")))
    kedua = denah.isi(Acara, 9, 11, "Yang kedua")
    session.flush()
    with ThreadPoolExecutor(1) as utas:
        jawab = utas.submit(proses.serentak, proses.simpan_acara, basis.url, var, [kedua])
        wait([jawab], timeout=3)
        assert not jawab.done()
        session.commit()
        assert jawab.result() == ["Ruang sudah dipakai untuk “Yang pertama” pada 23-03-2026 08.00–10.00 WIB."]
