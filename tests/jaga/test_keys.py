"""The four keys: the same on every machine, never made anew in silence, replaced with all that hangs on them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from bulk import kutipan_riwayat, periksa_berkas
from jaga import cadangan, jangkar, key_check, key_rotation, pulih
from migrations import naik, turun
from models import faktor, keys, rantai, riwayat_pribadi, setelan
from models.pemangku_kepentingan import PemangkuKepentingan, Unsur
from models.pengguna import Pengguna
from models.pesan import SopError
from models.rantai import Riwayat
from models.sesi import Sesi, digest
from models.waktu import sekarang
from tests.jaga.conftest import buka

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)


def machine(var: Path, **env: str) -> setelan.Setelan:
    """Another machine on the same database; what it finds in the environment and in its own VAR."""
    var.mkdir(exist_ok=True)
    here = {"VAR": str(var), "DATABASE_URL": setelan.kini().database_url}
    setelan.pasang(setelan.dari_lingkungan({**here, **env}))
    return setelan.kini()


def known() -> dict[str, keys.Known]:
    with buka() as session:
        return keys.known(session.connection())


def test_the_first_start_writes_down_each_key_and_another_machine_must_bring_the_same(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    key_check.register()
    assert set(known()) == set(keys.NAMES)
    for name in keys.NAMES:
        assert known()[name].sidik == keys.fingerprint(name, setelan.ring(name)[0])
    key_check.register()  # again: nothing to say

    given = {name: setelan.ring(name)[0].decode() for name in keys.NAMES}
    machine(tmp_path / "dua", **given)
    key_check.register()
    for name in keys.NAMES:
        machine(tmp_path / "tiga", **{**given, name: "kunci lain yang tidak dikenal basis data ini"})
        with pytest.raises(SopError) as told:
            key_check.compare_live()
        assert f"Kunci {name} pada mesin ini" in str(told.value.pesan)
        assert known()[name].sidik in str(told.value.pesan)


def test_a_key_that_the_database_knows_is_never_made_anew(dipakai: setelan.Setelan, tmp_path: Path) -> None:
    """A second machine with an empty VAR: each key is named, with its place, and no file is made."""
    key_check.register()
    machine(tmp_path / "dua")
    assert not list((tmp_path / "dua").glob("*.key"))
    with pytest.raises(SopError) as told:
        key_check.register()
    assert "Kunci SECRET_KEY tidak ada pada mesin ini" in str(told.value.pesan)
    assert str(tmp_path / "dua" / "secret.key") in str(told.value.pesan)
    given = {name: (tmp_path / keys.FILES[name]).read_text().strip() for name in keys.NAMES if name != keys.BACKUP}
    machine(tmp_path / "dua", **given)
    with pytest.raises(SopError, match="Kunci BACKUP_KEY tidak ada"):
        cadangan.buat()
    assert not list((tmp_path / "dua").glob("*.key"))
    machine(tmp_path / "dua", **given, BACKUP_INTERVAL="0")  # this office makes its backups itself, elsewhere
    key_check.register()


def test_of_machines_that_start_at_once_with_keys_of_their_own_one_wins(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    engine = create_engine(dipakai.database_url, poolclass=NullPool)
    gate, rings = threading.Barrier(4), [(f"kunci mesin {n}".encode(),) for n in range(4)]

    def start(ring: keys.Ring) -> None:
        with engine.connect() as koneksi:
            gate.wait()
            key_check.insert_missing(koneksi, keys.BACKUP, ring)
            koneksi.commit()

    threads = [threading.Thread(target=start, args=(ring,)) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [known()[keys.BACKUP].sidik in keys.fingerprints(keys.BACKUP, ring) for ring in rings].count(True) == 1


def test_a_database_from_before_is_taken_over_with_the_keys_that_wrote_it(dipakai: setelan.Setelan) -> None:
    turun(dipakai.database_url, "0030")
    key_check.register()  # nothing to write into yet
    naik(dipakai.database_url)
    setelan.pasang(replace(dipakai, diary_key=b"bukan kunci yang menulisnya"))
    with pytest.raises(SopError, match="bukan kunci yang menulis riwayat"):
        key_check.register()
    assert not known()
    setelan.pasang(dipakai)
    with buka() as session:
        session.add(PemangkuKepentingan(nama="Tokoh (Uji)", unsur=Unsur.TOKOH, telepon="0812-1111-2222"))
        session.commit()
    setelan.pasang(replace(dipakai, account_key=b"kunci akun lain"))
    with pytest.raises(SopError, match="rotate-key account --lost"):
        key_check.register()
    setelan.pasang(dipakai)
    key_check.register()
    assert set(known()) == set(keys.NAMES)


# --- backup and restore -----------------------------------------------------------------------------------------------


def test_a_backup_holds_the_keys_of_the_data_also_where_variables_hold_them(
    dipakai: setelan.Setelan, tmp_path: Path
) -> None:
    given = {keys.DIARY: dipakai.diary_key.decode(), keys.ACCOUNT: "kunci akun dari variabel", keys.BACKUP: "cadangan"}
    machine(tmp_path / "satu", **given, BACKUP_DIR=str(tmp_path / "cadangan"))
    berkas, manifes = cadangan.buat()
    assert {"var/diary.key", "var/account.key"} <= set(manifes["berkas"])
    assert not any("backup" in nama or "secret" in nama for nama in manifes["berkas"])
    assert not list((tmp_path / "satu").glob("*.key")) or not (tmp_path / "satu" / "account.key").exists()

    machine(tmp_path / "dua", BACKUP_KEY="cadangan")
    needed = [str(key.sentence) for key in pulih.needed_keys(berkas)]
    assert any(s.startswith("DIARY_KEY") and "dari dalam cadangan" in s for s in needed), needed
    pulih.pulihkan(berkas)
    assert (tmp_path / "dua" / "account.key").read_text() == "kunci akun dari variabel"
    machine(tmp_path / "dua", BACKUP_KEY="cadangan")
    key_check.register()

    machine(tmp_path / "tiga", BACKUP_KEY="cadangan", ACCOUNT_KEY="kunci akun lain")
    before = known()
    assert [key.wrong for key in pulih.needed_keys(berkas)].count(True) == 1
    with pytest.raises(SopError, match="yang di sini lain"):
        pulih.pulihkan(berkas)
    assert known() == before
    assert not list((tmp_path / "tiga").glob("sebelum-pulih-*"))


def test_a_backup_from_before_needs_no_fingerprints(dipakai: setelan.Setelan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its manifest names no keys; they came out of VAR as files."""
    real = json.dumps

    def without(value: object, **options: bool) -> str:
        if isinstance(value, dict):
            value = {k: v for k, v in value.items() if k not in ("kunci", "jangkar")} if "susunan" in value else value
        return real(value, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(cadangan.json, "dumps", without)
        berkas, _ = cadangan.buat()
    assert "kunci" not in cadangan.read_manifest(berkas, setelan.ring(keys.BACKUP))
    assert not any(key.wrong for key in pulih.needed_keys(berkas))
    pulih.pulihkan(berkas)
    assert jangkar.jalankan().rusak is None


# --- rotation ---------------------------------------------------------------------------------------------------------


def rotate(name: str, lost: bool = False) -> str:
    """As the command does it, in a process that ends with it: what follows reads its keys anew."""
    said = key_rotation.rotate(key_rotation.plan(name, lost))
    kini = setelan.kini()
    machine(kini.var)
    key_check.compare_live()
    return said


@pytest.fixture
def started(dipakai: setelan.Setelan) -> Iterator[setelan.Setelan]:
    key_check.register()
    with buka() as session:
        session.add(PemangkuKepentingan(nama="Tokoh (Uji)", unsur=Unsur.TOKOH, telepon="0812-1111-2222"))
        session.commit()
    yield dipakai
    setelan.pasang(dipakai)


def test_a_new_key_of_the_diary_goes_on_with_a_chain_that_is_proved_over_both(
    started: setelan.Setelan, tmp_path: Path
) -> None:
    rotate(keys.DIARY)
    assert setelan.kini().former_diary_keys == (started.diary_key,)
    with buka() as session:
        session.add(PemangkuKepentingan(nama="Sesudahnya (Uji)", unsur=Unsur.TOKOH))
        session.commit()
    rotate(keys.DIARY)
    assert jangkar.jalankan().rusak is None
    with buka() as session:
        session.add(PemangkuKepentingan(nama="Terakhir (Uji)", unsur=Unsur.TOKOH))
        session.commit()
        both = setelan.ring(keys.DIARY)
        assert rantai.periksa(session).rusak is None
        assert rantai.periksa(session, both[:1]).rusak is not None
        assert rantai.periksa(session, (both[0], both[2])).rusak is not None, "the key between is missing"
        assert proved(session, tmp_path, both) == []
        assert any("tidak cocok dengan kunci" in s for s in proved(session, tmp_path, both[:1]))
        assert any("kunci terbaru hilang" in s for s in proved(session, tmp_path, (b"baru", *both)))
    berkas, _ = cadangan.buat()
    pulih.pulihkan(berkas)
    assert jangkar.jalankan().rusak is None


def proved(session: Session, folder: Path, ring: keys.Ring) -> list[str]:
    """What the auditor's program says of the exported diary with these keys."""
    tujuan = folder / "riwayat.zip"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kutipan_riwayat, "db", SimpleNamespace(session=session))
        kutipan_riwayat.arsip(tujuan, True, folder / "tanpa jangkar")
    return periksa_berkas.periksa(str(tujuan), keys.write(ring).encode())


def test_whoever_has_a_former_key_of_the_diary_writes_nothing_behind_the_new_one(started: setelan.Setelan) -> None:
    rotate(keys.DIARY)
    kini = setelan.kini()
    engine = create_engine(started.database_url, poolclass=NullPool)
    with engine.connect() as koneksi:
        setelan.pasang(started)  # a process that ran on
        with pytest.raises(SopError, match="sudah diganti"):
            rantai.note(koneksi, "uji", "diteruskan dengan kunci lama", {})
        koneksi.rollback()
        akhir = rantai.kepala(koneksi)
        waktu = sekarang().replace(microsecond=0)
        tanda = rantai.tanda(akhir["hmac"], akhir["id"] + 1, waktu, [], started.diary_key)
        table = rantai.Rantai.__table__
        koneksi.execute(table.insert(), {"id": akhir["id"] + 1, "waktu": waktu, "jumlah": 0, "hmac": tanda})
        setelan.pasang(kini)
        assert f"Mata rantai {akhir['id'] + 1} " in str(rantai.periksa(koneksi).rusak)
        koneksi.rollback()


def test_a_lost_key_of_the_diary_leaves_the_links_before_unproven_and_says_so(started: setelan.Setelan) -> None:
    (started.var / "diary.key").unlink()
    machine(started.var)
    with pytest.raises(SopError, match="--lost"):
        key_rotation.plan(keys.DIARY, False)
    rotate(keys.DIARY, lost=True)
    with buka() as session:
        session.add(PemangkuKepentingan(nama="Sesudahnya (Uji)", unsur=Unsur.TOKOH))
        session.commit()
        hasil = rantai.periksa(session)
        assert hasil.rusak is None
        assert 0 < hasil.unproven < hasil.mata_rantai
        assert proved(session, started.var, setelan.ring(keys.DIARY)) == []


def test_a_new_account_key_encrypts_factors_anew_and_opens_what_the_diary_binds(started: setelan.Setelan) -> None:
    with buka() as session:
        (orang,) = session.scalars(select(Pengguna).order_by(Pengguna.id).limit(1))
        satu, rahasia = faktor.aplikasi_baru(session, orang.id)
        satu.sah, id_ = True, satu.id
        session.commit()
        lama = satu.rahasia
    rotate(keys.ACCOUNT)
    with buka() as session:
        row = session.get_one(faktor.Faktor, id_)
        assert row.rahasia != lama
        assert faktor.rahasia_of(row) == rahasia
        terbuka, tertutup = key_check.opened(session)
        assert (terbuka, tertutup) == (3, [])
        isi = Riwayat.sesudah.contains(riwayat_pribadi.AWALAN)
        baris = session.scalars(select(Riwayat).where(isi).order_by(Riwayat.id.desc())).first()
        assert baris is not None
        assert "0812-1111-2222" in riwayat_pribadi.uncover(baris.kind, baris.record_id, baris.sesudah).values()
        assert rantai.periksa(session).rusak is None
    machine(started.var, ACCOUNT_KEY=setelan.kini().account_key.decode())
    with pytest.raises(SopError, match="Kunci ACCOUNT_KEY yang lama"):
        key_check.compare_live()


def test_a_lost_account_key_lets_everybody_set_up_a_factor_anew(started: setelan.Setelan) -> None:
    with buka() as session:
        (orang,) = session.scalars(select(Pengguna).order_by(Pengguna.id).limit(1))
        faktor.aplikasi_baru(session, orang.id)[0].sah = True
        orang.faktor_sejak, id_ = sekarang(), orang.id
        session.commit()
    (started.var / "account.key").unlink()
    machine(started.var)
    assert "1 faktor kedua dihapus" in rotate(keys.ACCOUNT, lost=True)
    with buka() as session:
        assert session.get_one(Pengguna, id_).faktor_sejak is None
        assert not faktor.milik(session, id_)
        assert rantai.periksa(session).rusak is None


def test_a_new_backup_key_writes_and_the_former_one_opens_what_is_older(started: setelan.Setelan) -> None:
    lama, _ = cadangan.buat()
    rotate(keys.BACKUP)
    baru, _ = cadangan.buat()
    _, former = setelan.ring(keys.BACKUP)
    assert cadangan.read_manifest(lama, (former,))
    with pytest.raises(SopError, match="Kunci cadangan tidak cocok"):
        cadangan.read_manifest(baru, (former,))
    for berkas in (lama, baru):
        assert pulih.latihan(berkas)["baris"]
    pulih.pulihkan(lama)
    machine(started.var)
    key_check.register()


def test_a_new_key_of_the_cookies_ends_every_session(started: setelan.Setelan) -> None:
    with buka() as session:
        (orang,) = session.scalars(select(Pengguna).order_by(Pengguna.id).limit(1))
        session.add(Sesi(token_hash=digest("satu"), pengguna_id=orang.id, kedaluwarsa=sekarang()))
        session.commit()
    assert "1 sesi diakhiri" in rotate(keys.SECRET)
    assert len(setelan.ring(keys.SECRET)) == 1
    with buka() as session:
        assert not session.scalar(select(func.count()).select_from(Sesi).where(Sesi.dicabut_pada.is_(None)))


def test_a_key_in_a_variable_is_taken_into_use_when_it_stands_first(started: setelan.Setelan, tmp_path: Path) -> None:
    given = {name: setelan.ring(name)[0].decode() for name in keys.NAMES}
    machine(tmp_path / "dua", **given)
    with pytest.raises(SopError, match="DIARY_KEY=baru,lama"):
        key_rotation.plan(keys.DIARY, False)
    machine(tmp_path / "dua", **{**given, keys.DIARY: f"kunci riwayat baru\n{given[keys.DIARY]}"})
    with pytest.raises(SopError, match="rotate-key diary"):
        key_check.compare_live()
    key_rotation.rotate(key_rotation.plan(keys.DIARY, False))
    key_check.compare_live()
    with buka() as session:
        assert rantai.periksa(session).rusak is None


@pytest.mark.parametrize(
    ("given", "ring"),
    [
        (f"{'b' * 43}-_,{'l' * 32}", [f"{'b' * 43}-_", "l" * 32]),  # one line, as a file of variables has it
        ("pagi, siang, dan malam", ["pagi, siang, dan malam"]),
        (f"{'b' * 40},pendek", [f"{'b' * 40},pendek"]),
        (f"{'b' * 40},{'c' * 40}\n{'l' * 40}", [f"{'b' * 40},{'c' * 40}", "l" * 40]),
        ("baru\r\nlama\n", ["baru", "lama"]),
    ],
)
def test_keys_stand_on_lines_of_their_own_or_beside_each_other(given: str, ring: list[str]) -> None:
    assert [key.decode() for key in keys.parse(given)] == ring


@SQLITE
def test_a_rotation_that_was_cut_off_between_file_and_database_is_finished_by_the_next(
    started: setelan.Setelan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(key_rotation, "_in_database", cut)
        chosen = key_rotation.plan(keys.DIARY, False)
        with pytest.raises(KeyboardInterrupt):
            key_rotation.rotate(chosen)
    machine(started.var)
    with pytest.raises(SopError, match="rotate-key diary"):
        key_check.compare_live()
    rotate(keys.DIARY)
    with buka() as session:
        assert rantai.periksa(session).rusak is None
        assert len(setelan.ring(keys.DIARY)) == 2


@SQLITE
def test_nothing_is_rotated_while_somebody_works(started: setelan.Setelan) -> None:
    with buka() as session:
        session.execute(text("SELECT 1 FROM pengguna")).all()
        with pytest.raises(SopError, match="sedang dipakai"):
            key_rotation.rotate(key_rotation.plan(keys.DIARY, False))
    assert known()[keys.DIARY].sidik == keys.fingerprint(keys.DIARY, started.diary_key)
    assert keys.parse((started.var / "diary.key").read_text()) == (started.diary_key,)
