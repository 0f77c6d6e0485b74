"""Servers that hold back, drop, refuse and prove wrongly who they are: each with its sentence and state of the row."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses, parseaddr
from pathlib import Path
from typing import Any

import pytest

from bulk import kiriman, operasi, smtp_client
from bulk.smtp_client import Patience
from models import berkas, setelan
from models.base import db
from models.distribusi import Distribusi, StatusDistribusi
from models.dokumen import Dokumen
from models.kiriman import Kiriman, StatusKiriman
from models.operasi import JenisOperasi
from models.pesan import SopError
from models.waktu import jam, sekarang
from tests import dunia, peladen_surel, proses
from tests.bulk.test_kiriman import SCALED, _tunggu, antrekan, atur, surel
from tests.conftest import Basis
from tests.peladen_surel import Rough

SQLITE = pytest.mark.parametrize("basis", ["sqlite"], indirect=True)
pytestmark = SQLITE
PASSWORD = "sändi·rahasia"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_client, "QUEUE", SCALED)


@pytest.fixture
def rough(session: Any) -> Iterator[Rough]:
    server = Rough()
    dunia.peladen_surel(server.port)
    yield server
    server.close()


@pytest.fixture
def waiting(rough: Rough) -> list[Distribusi]:
    return antrekan(dunia.di_ujung(), 2)


@pytest.fixture
def large(waiting: list[Distribusi], session: Any) -> list[Distribusi]:
    """The same with papers that no buffer between here and the server holds."""
    paper = dunia.simpan(berkas.simpan("Besar.pdf", "application/pdf", b"%PDF-1.4 " + os.urandom(500_000)))
    session.execute(db.update(Dokumen).values(berkas_id=paper.id, sha256=paper.sha256))
    session.commit()
    return waiting


def states(rows: list[Distribusi]) -> list[str]:
    return [surel(row).status.value for row in rows]


# --- late and slow ----------------------------------------------------------------------------------------------------


def test_the_built_in_patience_is_that_of_the_standard(session: Any) -> None:
    """RFC 5321 4.5.3.2, in seconds."""
    p = smtp_client.Patience()
    assert (p.greeting, p.command, p.data, p.block, p.end) == (300, 300, 120, 180, 600)
    assert smtp_client.PERSON.total < 60  # somebody waits for the page


def test_a_late_greeting_is_waited_for(
    rough: Rough, waiting: list[Distribusi], monkeypatch: pytest.MonkeyPatch
) -> None:
    rough.greet_after = 0.6
    monkeypatch.setattr(smtp_client, "QUEUE", replace(SCALED, greeting=0.2))
    assert kiriman.antar() == 0
    assert "tidak menjawab pada waktunya" in str(surel(waiting[0]).galat)
    monkeypatch.setattr(smtp_client, "QUEUE", SCALED)
    with jam(sekarang() + timedelta(minutes=2)):
        assert kiriman.antar() == 2
    assert (states(waiting), len(rough.letters)) == (["terkirim", "terkirim"], 2)


def test_a_large_paper_may_take_longer_than_the_patience_for_one_block(
    rough: Rough, large: list[Distribusi], session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.execute(db.update(Kiriman).where(Kiriman.distribusi_id == large[1].id).values(status="dibatalkan"))
    session.commit()
    rough.rate = 400_000
    monkeypatch.setattr(smtp_client, "QUEUE", replace(SCALED, block=1.0))
    begun = time.monotonic()
    assert kiriman.antar() == 1
    assert time.monotonic() - begun > 1.0  # the whole took longer than one patience
    assert len(rough.letters[0]) > 600_000


def test_a_server_that_scans_for_long_has_it_once(session: Any) -> None:
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        (row,) = antrekan(dunia.di_ujung())
        kotak.memindai = 0.5
        assert kiriman.antar() == 1
        assert kiriman.antar() == 0
        assert (states([row]), kotak.tujuan) == (["terkirim"], ["tokoh0@contoh.id"])


@pytest.mark.battery
def test_a_server_that_scans_for_35_seconds_has_it_once(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_client, "QUEUE", Patience())
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        (row,) = antrekan(dunia.di_ujung())
        kotak.memindai = 35.0
        assert kiriman.antar() == 1
        assert (states([row]), kotak.tujuan) == (["terkirim"], ["tokoh0@contoh.id"])
        session.refresh(row)
        assert row.status is StatusDistribusi.DIKIRIM


def test_whoever_tries_the_settings_does_not_wait_for_minutes(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_client, "PERSON", replace(smtp_client.PERSON, total=0.6))
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        kotak.memindai = 1.5
        with pytest.raises(SopError, match="belum menjawab; mungkin sudah terkirim"):
            kiriman.uji("admin@contoh.id")
        (letter,) = kotak.baca()
        assert str(letter["Message-ID"]).endswith("@contoh.go.id>")
        assert letter["Date"].datetime is not None


# --- told to stop -----------------------------------------------------------------------------------------------------


def _stop_when(seen: Any) -> threading.Event:
    """An order to stop that comes as soon as the server has seen what is named."""
    stop = threading.Event()

    def watch() -> None:
        while not seen():
            time.sleep(0.01)
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    return stop


def test_told_to_stop_before_the_end_of_a_message_it_waits_as_before(session: Any) -> None:
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        (row,) = antrekan(dunia.di_ujung())
        kotak.tahan = "RCPT"
        assert kiriman.antar(_stop_when(lambda: kotak.menahan)) == 0
        kotak.tahan = ""
        assert (states([row]), surel(row).percobaan, surel(row).galat) == (["antre"], 0, None)
        assert kiriman.antar() == 1
        assert len(kotak.surat) == 1


def test_told_to_stop_in_the_middle_of_a_message_it_waits_as_before(rough: Rough, large: list[Distribusi]) -> None:
    rough.rate = 100_000
    assert kiriman.antar(_stop_when(lambda: rough.received > 10_000)) == 0
    assert (states(large), surel(large[0]).percobaan, rough.letters) == (["antre", "antre"], 0, [])
    rough.rate = 0
    assert kiriman.antar() == 2
    assert len(rough.letters) == 2


def test_told_to_stop_after_the_end_of_a_message_the_answer_is_still_awaited(session: Any) -> None:
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        rows = antrekan(dunia.di_ujung(), 2)
        kotak.memindai = 0.3
        assert kiriman.antar(_stop_when(lambda: kotak.surat)) == 1  # within the patience of a stop
        assert states(rows) == ["terkirim", "antre"]
        kotak.memindai = 3.0
        assert kiriman.antar(_stop_when(lambda: len(kotak.surat) == 2)) == 0  # beyond it: said, not left open
        assert (states(rows), surel(rows[1]).galat) == (["terkirim", "gagal"], kiriman.MUNGKIN)


# --- gone -------------------------------------------------------------------------------------------------------------


def test_a_message_that_broke_off_in_its_middle_goes_again(rough: Rough, large: list[Distribusi]) -> None:
    rough.hang_up_in_data = 1
    kiriman.antar()
    assert (states(large), surel(large[0]).percobaan) == (["antre", "terkirim"], 1)
    assert surel(large[0]).galat == "Sambungan dengan peladen surel terputus."
    with jam(sekarang() + timedelta(minutes=2)):
        assert kiriman.antar() == 1
    assert states(large) == ["terkirim", "terkirim"]
    assert len(rough.letters) == 2


@pytest.mark.parametrize("answer", ["", "apa saja", "150 sebentar"])
def test_a_message_whose_answer_is_neither_yes_nor_no_is_not_repeated(
    rough: Rough, waiting: list[Distribusi], answer: str
) -> None:
    rough.hang_up_after_end, rough.after_end = (2, b"") if not answer else (0, answer.encode())
    assert kiriman.antar() == 0
    assert (states(waiting), surel(waiting[0]).galat) == (["gagal", "gagal"], kiriman.MUNGKIN)
    assert (kiriman.antar(), len(rough.letters)) == (0, 2)


def test_a_server_that_takes_few_messages_over_one_connection_loses_no_time(
    rough: Rough, waiting: list[Distribusi]
) -> None:
    rough.per_connection = 1
    assert kiriman.antar() == 2
    assert [surel(r).percobaan for r in waiting] == [1, 1]
    assert rough.connections == 2


def test_a_message_larger_than_the_server_says_it_takes_is_not_sent(rough: Rough, waiting: list[Distribusi]) -> None:
    rough.features = ("SIZE 500",)
    assert kiriman.antar() == 0
    assert str(surel(waiting[0]).galat).endswith("peladen surel menerima paling besar 0,0 MB.")
    assert (states(waiting), rough.letters) == (["gagal", "gagal"], [])


def test_what_the_server_said_is_written_when_the_database_is_back(
    rough: Rough, waiting: list[Distribusi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiriman, "LIHAT", 0.01)
    done, seen = kiriman._selesai, []

    def away_once(*args: Any) -> None:
        seen.append(args)
        if len(seen) == 1:
            db.session.execute(db.text("SELECT * FROM tabel_yang_tidak_ada"))
        done(*args)

    monkeypatch.setattr(kiriman, "_selesai", away_once)
    assert kiriman.antar(threading.Event()) == 2
    assert (states(waiting), len(rough.letters), len(seen)) == (["terkirim", "terkirim"], 2, 3)


# --- who the server is, and who we are --------------------------------------------------------------------------------


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_password_outside_ascii_is_sent_in_utf_8_and_stands_in_no_log(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mechanism: str
) -> None:
    pem, context = peladen_surel.sertifikat(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]
    tls = {"tls_context": context, "require_starttls": True, "auth_exclude_mechanism": [other]}
    with peladen_surel.peladen(**tls, auth_required=True) as (kotak, port), caplog.at_level(logging.DEBUG, "bulk"):
        dunia.peladen_surel(port, keamanan="starttls", pengguna="bäpperida")
        setelan.pasang(replace(setelan.kini(), smtp_password=PASSWORD))
        with pytest.raises(SopError, match=r"menolak akun atau kata sandinya \(535\)") as refused:
            kiriman.uji("admin@contoh.id")
        kotak.sandi = PASSWORD.encode()
        (row,) = antrekan(dunia.di_ujung())
        assert kiriman.antar() == 1
        assert kotak.masuk == [("bäpperida".encode(), PASSWORD.encode())] * 2
        setelan.pasang(replace(setelan.kini(), smtp_password="bukan-\udce4-utf8"))
        with pytest.raises(SopError, match="SMTP_PASSWORD bukan teks UTF-8"):
            kiriman.uji("admin@contoh.id")
    told = caplog.text + repr(refused.value) + repr(kiriman.server())
    assert "sändi" not in told
    assert states([row]) == ["terkirim"]


def test_a_server_that_demands_an_account_which_is_not_set_leaves_all_waiting(session: Any, tmp_path: Path) -> None:
    with peladen_surel.peladen(auth_required=True, auth_require_tls=False) as (kotak, port):
        dunia.peladen_surel(port)
        rows = antrekan(dunia.di_ujung(), 2)
        assert kiriman.antar() == 0
        assert str(surel(rows[0]).galat).startswith("Peladen surel menolak pengirimnya: 530 ")
        assert (states(rows), kotak.surat, kotak.sambungan) == (["antre", "antre"], [], 1)
        dunia.peladen_surel(port, pengguna="bapperida")
        setelan.pasang(replace(setelan.kini(), smtp_password="sandi-surel"))
        with jam(sekarang() + timedelta(minutes=2)):
            assert kiriman.antar() == 2


@pytest.mark.parametrize(
    ("name", "days", "trusted", "why"),
    [
        ("127.0.0.1", 1, False, "penerbitnya tidak dikenal mesin ini"),
        ("127.0.0.1", -1, True, "sudah kedaluwarsa"),
        ("surel.lain.example", 1, True, "bukan untuk nama yang tertulis di surel.server"),
    ],
)
def test_a_certificate_that_proves_nothing_says_what_is_wrong_with_it(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, days: int, trusted: bool, why: str
) -> None:
    pem, context = peladen_surel.sertifikat(tmp_path, name, days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with peladen_surel.peladen(ssl_context=context) as (kotak, port):
        dunia.peladen_surel(port, keamanan="ssl")
        with pytest.raises(SopError, match=f"Sertifikat peladen surel tidak dapat dipercaya: {why}"):
            kiriman.uji("admin@contoh.id")
        assert kotak.surat == []


def test_tls_from_the_start_where_the_server_speaks_none_names_the_setting(rough: Rough) -> None:
    dunia.peladen_surel(rough.port, keamanan="ssl")
    with pytest.raises(SopError, match=r"lewat TLS \(WRONG_VERSION_NUMBER\)\. Periksa surel\.keamanan"):
        kiriman.uji("admin@contoh.id")


# --- well formed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Budi, S.E., M.Si.",
        'Kepala Badan Perencanaan, Pembangunan, Riset "Inovasi" Daerah Kota Bogor, Provinsi Jawa Barat (Demo)',
        "Dèsa, " * 28 + "akhir",
        "a" * 190,
    ],
)
def test_a_message_is_well_formed_whatever_it_is_called(
    rough: Rough, waiting: list[Distribusi], session: Any, name: str
) -> None:
    """One addressee, short lines, no bare CR or LF, nothing that needs 8BITMIME (RFC 5322, 5321, 2047)."""
    k = surel(waiting[0])
    k.kepada = name
    waiting[0].undangan.perihal = "Undangan Musyawarah “Dèsa” " * 9
    atur("surel.dari", "bapperida@bücher.example")
    atur("surel.undangan.isi", "satu\rdua\n.\n..tiga\nFrom saya\n" + "x" * 1500)
    session.commit()
    assert kiriman.antar() == 2
    raw = next(b for b in rough.letters if b"tokoh0@contoh.id" in b)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 320
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    head = message_from_bytes(raw, policy=policy.compat32)
    ((told, address),) = getaddresses([head["To"].replace("\r\n", "")])
    assert (str(make_header(decode_header(told))), address) == (name, "tokoh0@contoh.id")
    assert parseaddr(head["From"])[1] == "bapperida@xn--bcher-kva.example"
    for once in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
        assert len(head.get_all(once, [])) == 1, once
    letter: Any = message_from_bytes(raw, policy=policy.default)
    body = letter.get_body()
    assert body["Content-Transfer-Encoding"] == "quoted-printable"
    text = body.get_content()
    assert "x" * 1500 in text
    assert "\n..\n" in text.replace("\r\n", "\n")  # as it stands on the line: this server takes no dots away


# --- a storm ----------------------------------------------------------------------------------------------------------


def test_a_storm_is_sent_once_each_though_the_worker_is_killed_in_it(
    session: Any, basis: Basis, var: Path, ukuran: Any
) -> None:
    many = ukuran(40, 500)
    m = dunia.di_ujung()
    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        ids = [dunia.distribusi(m, f"tokoh{n}@contoh.id").id for n in range(many)]
        op = operasi.buat(
            JenisOperasi.GERAK, Distribusi, ids, dunia.aktor("tim_musrenbang"), judul="x", aksi="kirim_surel"
        )
        operasi.kerjakan(op.id)
        session.remove()
        worker = proses.mulai(proses.antar_surel, basis.url, var, None)
        _tunggu(lambda: len(kotak.surat) >= many // 4, "tidak mulai mengirim")
        os.kill(worker.pid, signal.SIGKILL)
        worker.join(10)
        open_ = kiriman.lanjutkan()
        assert open_ <= 1
        kiriman.antar()
        sent = dict(session.execute(db.select(Kiriman.status, db.func.count()).group_by(Kiriman.status)).all())
        assert sent[StatusKiriman.TERKIRIM] == many - open_
        assert max(kotak.tujuan.count(address) for address in set(kotak.tujuan)) == 1
        assert len(kotak.tujuan) >= many - open_
        assert kotak.sambungan <= many // kiriman.SEPUTARAN + 3


def test_a_server_that_greylists_has_it_at_the_second_attempt(session: Any) -> None:

    with peladen_surel.peladen() as (kotak, port):
        dunia.peladen_surel(port)
        rows = antrekan(dunia.di_ujung(), 2)
        kotak.jawab["tokoh0@contoh.id"] = ["450 4.2.0 greylisted"]
        assert kiriman.antar() == 1
        assert states(rows) == ["antre", "terkirim"]
        with jam(sekarang() + timedelta(minutes=2)):
            assert kiriman.antar() == 1
        assert sorted(kotak.tujuan) == ["tokoh0@contoh.id", "tokoh1@contoh.id"]
