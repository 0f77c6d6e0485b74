"""Checks a dossier of the panel with nothing but Python: `python periksa.py berkas.zip [kunci riwayat]`.

Every file against SHA256SUMS and the index, every row of the diary against its digest, and with the key of the diary
(DIARY_KEY) every link of its chain. It goes into each dossier as periksa.py; it needs no part of the panel.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

CARA = """python periksa.py BERKAS.zip [KUNCI]

Memeriksa berkas lengkap atau kutipan riwayat dari panel. KUNCI: berkas kunci riwayat (diary.key; satu kunci tiap baris,
yang terbaru lebih dahulu), atau isinya;
tanpa kunci, rantainya hanya diperiksa sambungannya, tidak bahwa panel yang menulisnya."""
KUNCI_LAIN = "tidak satu pun mata rantai cocok dengan kunci ini: kuncinya keliru, atau seluruh riwayat ditulis ulang"
UTUH = "Utuh: semua berkas dan riwayat cocok."
TANPA_KUNCI = "Rantai riwayat belum diperiksa dengan kuncinya; sebutkan kunci itu sesudah nama berkas."


def periksa(path: str, kunci: bytes = b"") -> list[str]:
    """What is wrong, a sentence each; an empty list when all is as it was packed. `kunci`: one a line, newest first."""
    with zipfile.ZipFile(path) as arsip:
        ring = [satu for satu in kunci.replace(b"\r", b"").split(b"\n") if satu.strip()]
        return [*_sidik(arsip), *_indeks(arsip), *_riwayat(arsip), *_rantai(arsip, ring), *_seluruhnya(arsip)]


def _sidik(arsip: zipfile.ZipFile) -> Iterator[str]:
    baris = arsip.read("SHA256SUMS").decode().splitlines()
    daftar = {nama: sidik for sidik, nama in (b.split("  ", 1) for b in baris)}
    ada = set(arsip.namelist()) - {"SHA256SUMS"}
    yield from (f"{nama}: tidak ada dalam berkas" for nama in sorted(set(daftar) - ada))
    yield from (f"{nama}: tidak tercantum dalam SHA256SUMS" for nama in sorted(ada - set(daftar)))
    for nama in sorted(ada & set(daftar)):
        if _sha256(arsip, nama) != daftar[nama]:
            yield f"{nama}: isinya berubah"


def _indeks(arsip: zipfile.ZipFile) -> Iterator[str]:
    for isi in json.loads(arsip.read("index.json"))["isi"]:
        if isi["berkas"] and _sha256(arsip, isi["berkas"]) != isi["sha256"]:
            yield f"index.json: SHA-256 {isi['berkas']} tidak cocok"


def _sha256(arsip: zipfile.ZipFile, nama: str) -> str:
    sidik = hashlib.sha256()
    with arsip.open(nama) as isi:
        while potong := isi.read(1 << 20):
            sidik.update(potong)
    return sidik.hexdigest()


def _baris(arsip: zipfile.ZipFile, nama: str) -> Iterator[dict[str, Any]]:
    if nama in arsip.namelist():
        with arsip.open(nama) as isi:
            for baris in isi:
                yield json.loads(baris)


def _riwayat(arsip: zipfile.ZipFile) -> Iterator[str]:
    rantai = {m["id"]: m["sidik"] for m in _baris(arsip, "riwayat/rantai.jsonl")}
    for baris in _baris(arsip, "riwayat/riwayat.jsonl"):
        isi = baris["isi"]
        letak = f"riwayat {isi['rantai_id']}/{isi['urut']}"
        if rantai.get(isi["rantai_id"], [])[isi["urut"] - 1 : isi["urut"]] != [baris["sidik"]]:
            yield f"{letak}: tidak terikat pada rantai"
        teks = json.dumps(list(isi.values()), ensure_ascii=False, separators=(",", ":"))
        if not baris["disamarkan"] and hashlib.sha256(teks.encode()).hexdigest() != baris["sidik"]:
            yield f"{letak}: isinya berubah"


def _rantai(arsip: zipfile.ZipFile, kunci: list[bytes]) -> Iterator[str]:
    """Each link with the key of the one before it or a newer one, which a whole diary must have announced."""
    sebelum: dict[str, Any] | None = None
    asing: list[str] = []
    jumlah, tua, ke = 0, kunci[::-1], -1
    diumumkan, hilang = _pergantian(arsip)
    utuh = json.loads(arsip.read("index.json")).get("seluruhnya")
    for mata in _baris(arsip, "riwayat/rantai.jsonl"):
        jumlah += 1
        if sebelum and mata["id"] == sebelum["id"] + 1 and mata["sebelumnya"] != sebelum["hmac"]:
            yield f"mata rantai {mata['id']}: tidak menyambung"
        pesan = "\n".join((mata["sebelumnya"], str(mata["id"]), mata["waktu"], *mata["sidik"]))
        if kunci and (ke >= 0 or mata["id"] > hilang or _cocok(tua, 0, pesan, mata["hmac"]) is not None):
            di = _cocok(tua, max(ke, 0), pesan, mata["hmac"])
            if di is None:
                asing.append(f"mata rantai {mata['id']}: tidak cocok dengan kunci")
            elif utuh and 0 <= ke < di and _sidik_kunci(tua[di]) not in diumumkan.get(mata["id"] - 1, ()):
                asing.append(f"mata rantai {mata['id']}: memakai kunci lain yang tidak diumumkan")
            ke = ke if di is None else di
        sebelum = mata
    if utuh and not asing and 0 <= ke < len(tua) - 1:
        asing.append("rantai berakhir dengan kunci lama: yang ditulis dengan kunci terbaru hilang")
    yield from [KUNCI_LAIN] if jumlah > 1 and len(asing) == jumlah else asing


def _cocok(kunci: list[bytes], dari: int, pesan: str, harap: str) -> int | None:
    """Which of the keys from `dari` on made this HMAC."""
    for di in range(dari, len(kunci)):
        if hmac.new(kunci[di], pesan.encode(), hashlib.sha256).hexdigest() == harap:
            return di
    return None


def _sidik_kunci(kunci: bytes) -> str:
    return hmac.new(kunci, b"panel musrenbang: sidik DIARY_KEY", hashlib.sha256).hexdigest()[:16]


def _pergantian(arsip: zipfile.ZipFile) -> tuple[dict[int, set[str]], int]:
    """(which keys each link announces, the last link of a key that was declared lost)"""
    diumumkan: dict[int, set[str]] = {}
    hilang = 0
    for baris in _baris(arsip, "riwayat/riwayat.jsonl"):
        isi = baris["isi"]
        if isi["kind"] == "sistem" and isi["aksi"] == "ganti_kunci":
            diumumkan.setdefault(isi["rantai_id"], set()).add(json.loads(isi["sesudah"] or "{}").get("sidik"))
        elif isi["kind"] == "sistem" and isi["aksi"] == "kunci_hilang":
            hilang = max(hilang, isi["rantai_id"] - 1)
    return diumumkan, hilang


def _seluruhnya(arsip: zipfile.ZipFile) -> Iterator[str]:
    """Of a whole diary: no link and no row is missing, and every anchor (head of a day) is still in it."""
    if not json.loads(arsip.read("index.json")).get("seluruhnya"):
        return
    mata = {m["id"]: m for m in _baris(arsip, "riwayat/rantai.jsonl")}
    if hilang := set(range(1, max(mata, default=0) + 1)) - set(mata):
        yield f"mata rantai {min(hilang)}: hilang"
    ada = {(b["isi"]["rantai_id"], b["isi"]["urut"]) for b in _baris(arsip, "riwayat/riwayat.jsonl")}
    for id_, m in mata.items():
        for urut in range(1, len(m["sidik"]) + 1):
            if (id_, urut) not in ada:
                yield f"riwayat {id_}/{urut}: hilang"
    for nama in sorted(n for n in arsip.namelist() if n.startswith("jangkar/")):
        nomor, hmac = _jangkar(arsip.read(nama))
        if nomor is None:
            yield f"{nama}: kosong atau rusak, tidak dapat dicocokkan"
        elif nomor and mata.get(nomor, {}).get("hmac") != hmac:
            yield f"{nama}: mata rantai {nomor} tidak ada lagi atau bukan yang dicatat"


def _jangkar(isi: bytes) -> tuple[int | None, str]:
    """(number, HMAC) of the link that an anchor names; the number is None where it cannot be read."""
    try:
        jangkar = json.loads(isi)
        nomor, hmac = jangkar["id"], jangkar["hmac"]
    except (ValueError, KeyError, TypeError):
        return None, ""
    return (nomor, hmac) if isinstance(nomor, int) and isinstance(hmac, str) else (None, "")


def main(argumen: list[str]) -> int:
    if not argumen:
        print(CARA)
        return 2
    kunci = argumen[1] if len(argumen) > 1 else ""
    try:
        if os.path.isfile(kunci):
            with open(kunci, encoding="utf-8") as isi:
                kunci = isi.read().strip()
        salah = periksa(argumen[0], kunci.encode())
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as galat:
        print(f"{argumen[0]} tidak dapat diperiksa: {galat}")
        return 2
    print("\n".join(salah) or (UTUH if kunci else f"{UTUH} {TANPA_KUNCI}"))
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
