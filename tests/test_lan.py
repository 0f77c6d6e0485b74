"""`make serve-lan` for real, on loopback: TLS with the certificate whose fingerprint it printed, and the QR to join."""

from __future__ import annotations

import hashlib
import http.client
import re
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from cryptography import x509
from PIL import Image

from admin import lan
from documents import qr
from models import waktu
from tests.orang import token
from tests.peladen import Peladen
from tests.test_commands import flask

SANDI = "Meja-Depan-2026"


@pytest.fixture(scope="module")
def ruangan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peladen]:
    """A panel of an office (no demonstration), prepared by the commands, that serves the hall's network."""
    var = tmp_path_factory.mktemp("lan") / "var"
    kantor = {"MODE": "production", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "Qx7-1w9e8r7t6y5u4i3o2p1a0s9d8f7g6h5j4"}
    akun = ("create-user", "petugas", "--nama", "Petugas (Uji)", "--peran", "tim_musrenbang", "--sandi-dari", "-")
    for argumen in (("migrate",), ("seed",), akun):
        hasil = flask(var, *argumen, masukan=SANDI, **kantor)
        assert hasil.returncode == 0, hasil.stderr
    with Peladen(var, "--lan", HOST="127.0.0.1", **kantor) as peladen:
        batas = time.monotonic() + 300
        while "Sidik sertifikat" not in peladen.keluaran or not _menjawab(peladen.port):
            assert peladen.proses.poll() is None, peladen.keluaran
            assert time.monotonic() < batas, peladen.keluaran
            time.sleep(0.1)
        yield peladen


def _menjawab(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except OSError:
        return False
    return True


def sidik_tercetak(peladen: Peladen) -> str:
    return re.search(r"^  ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$", peladen.keluaran, re.M)[1]  # type: ignore[index]


def sambung(peladen: Peladen) -> http.client.HTTPSConnection:
    """A connection that trusts this one certificate and no other."""
    konteks = ssl.create_default_context(cafile=str(sertifikat(peladen)))
    return http.client.HTTPSConnection("127.0.0.1", peladen.port, timeout=120, context=konteks)


def sertifikat(peladen: Peladen) -> Path:
    return peladen._catatan.parent / "lan" / "sertifikat.pem"


def test_it_speaks_tls_with_the_certificate_whose_fingerprint_it_printed(ruangan: Peladen) -> None:
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", ruangan.port)))
    assert hashlib.sha256(der).hexdigest().upper() == sidik_tercetak(ruangan).replace(":", "")
    assert f"  https://127.0.0.1:{ruangan.port}\n" in ruangan.keluaran
    assert (sertifikat(ruangan).parent / "kunci.pem").stat().st_mode & 0o077 == 0

    satu = sambung(ruangan)  # names and validity are checked as a browser does
    satu.request("GET", "/login")
    jawab = satu.getresponse()
    halaman = jawab.read().decode()
    assert jawab.status == 200
    assert "Sambungan tidak terenkripsi" not in halaman
    kuki = jawab.headers["Set-Cookie"]
    assert "Secure" in kuki
    assert "HttpOnly" in kuki


def test_a_person_signs_in_and_finds_the_way_for_the_other_phones(ruangan: Peladen) -> None:
    satu = sambung(ruangan)
    satu.request("GET", "/login")
    jawab = satu.getresponse()
    kuki = jawab.headers["Set-Cookie"].split(";")[0]
    isi = f"nama_pengguna=petugas&sandi={SANDI}&csrf_token={token(jawab.read().decode())}"
    satu.request("POST", "/login", isi, {"Cookie": kuki, "Content-Type": "application/x-www-form-urlencoded",
                                         "Referer": f"https://127.0.0.1:{ruangan.port}/login"})  # fmt: skip
    jawab = satu.getresponse()
    jawab.read()
    assert (jawab.status, jawab.headers["Location"]) == (302, "/")
    kuki = "; ".join(baris.split(";")[0] for baris in jawab.headers.get_all("Set-Cookie"))
    satu.request("GET", "/sambung/", headers={"Cookie": kuki})
    halaman = satu.getresponse().read().decode()
    assert sidik_tercetak(ruangan) in halaman
    assert f"https://127.0.0.1:{ruangan.port}/meja/" in halaman
    satu.request("GET", "/static/meja.css", headers={"Cookie": kuki})
    etag = (jawab := satu.getresponse()).headers["ETag"]
    jawab.read()
    satu.request("GET", "/static/meja.css", headers={"Cookie": kuki, "If-None-Match": etag})
    jawab = satu.getresponse()
    assert (jawab.status, jawab.read()) == (304, b"")


def test_silent_phones_do_not_keep_the_others_waiting(ruangan: Peladen) -> None:
    diam = [socket.create_connection(("127.0.0.1", ruangan.port)) for _ in range(30)]
    try:
        satu = sambung(ruangan)
        satu.request("GET", "/login")
        assert satu.getresponse().status == 200
    finally:
        for kotak in diam:
            kotak.close()


def test_without_tls_nothing_is_answered(ruangan: Peladen) -> None:
    polos = http.client.HTTPConnection("127.0.0.1", ruangan.port, timeout=10)
    polos.request("GET", "/login")
    with pytest.raises((http.client.HTTPException, OSError)):
        polos.getresponse()


def test_the_printed_qr_opens_the_desk(ruangan: Peladen) -> None:
    baris = [b for b in ruangan.keluaran.splitlines() if re.fullmatch(r"[█▀▄ ]{20,}", b)]
    assert terbaca(baris) == f"https://127.0.0.1:{ruangan.port}/meja/"


def terbaca(baris: list[str]) -> str:
    """What a camera reads from those characters, on a dark terminal."""
    atas, bawah = {"█": 1, "▀": 1, "▄": 0, " ": 0}, {"█": 1, "▀": 0, "▄": 1, " ": 0}
    petak = [[peta[h] * 255 for h in b] for b in baris for peta in (atas, bawah)]
    gambar = Image.new("L", (len(petak[0]) + 8, len(petak) + 8), 255)
    for y, satu in enumerate(petak):
        for x, terang in enumerate(satu):
            gambar.putpixel((x + 4, y + 4), terang)
    besar = gambar.resize((gambar.width * 8, gambar.height * 8), Image.Resampling.NEAREST)
    return str(zxingcpp.read_barcodes(besar)[0].text)


# --- the certificate --------------------------------------------------------------------------------------------------


def test_a_certificate_is_kept_while_it_is_valid_and_names_every_address(tmp_path: Path) -> None:
    satu = lan.siapkan(tmp_path, "192.168.7.5", 8443)
    assert satu.url == ("https://192.168.7.5:8443",)
    assert lan.siapkan(tmp_path, "192.168.7.5", 9000).sidik == satu.sidik
    nama = x509.load_pem_x509_certificate(satu.sertifikat.read_bytes()).extensions
    disebut = nama.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(ip) for ip in disebut.get_values_for_type(x509.IPAddress)} == {"192.168.7.5", "127.0.0.1"}
    assert "localhost" in disebut.get_values_for_type(x509.DNSName)
    assert timedelta(days=390) < satu.sampai - datetime.now(UTC) <= lan.UMUR


@pytest.mark.parametrize("rusak", ["alamat", "kedaluwarsa", "kunci", "isi"])
def test_a_certificate_is_made_anew_when_it_serves_no_longer(tmp_path: Path, rusak: str) -> None:
    satu = lan.siapkan(tmp_path, "192.168.7.5", 8443)
    host, saat = "192.168.7.5", datetime.now(UTC)
    if rusak == "alamat":
        host = "192.168.7.6"
    elif rusak == "kedaluwarsa":
        saat = satu.sampai - timedelta(days=1)
    elif rusak == "kunci":
        satu.kunci.unlink()
    else:
        satu.sertifikat.write_text("bukan sertifikat")
    with waktu.jam(saat):
        dua = lan.siapkan(tmp_path, host, 8443)
        assert dua.sidik != satu.sidik
        assert lan.siapkan(tmp_path, host, 8443).sidik == dua.sidik
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(dua.sertifikat, dua.kunci)


def test_all_addresses_are_found_or_loopback_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(lan.alamat("0.0.0.0"))
    monkeypatch.setattr(lan, "ARAH", ())
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    assert lan.alamat("0.0.0.0") == ["127.0.0.1"]
    assert lan.alamat("10.1.2.3") == ["10.1.2.3"]


@pytest.mark.parametrize("teks", ["x", "https://192.168.100.200:8443/meja/", "https://contoh.invalid/" + "a" * 200])
def test_a_qr_of_characters_is_read_back(teks: str) -> None:
    assert terbaca(qr.huruf(teks)) == teks
