"""Reads an SOP file (seed/sop/*.toml), checks every name in it, and loads it as a revision."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from models.base import db
from models.peran import PERAN_SOP, Peran
from models.pesan import SopError
from models.sop import Langkah, LangkahPelaksana, SopRevisi, StatusSop
from sop.kelengkapan import SYARAT
from sop.lifecycle import NAMA_GERAK

TANGGAL = ("tanggal_pembuatan", "tanggal_revisi", "tanggal_efektif")
# What a table of the file may hold: a misspelt `kelengkapan` must not silently ask for nothing.
KUNCI_LANGKAH = frozenset({
    "kode", "aktivitas", "waktu", "waktu_teks", "keterangan", "per_unit_kerja", "pelaksana", "kelengkapan", "output",
    "tindakan", "kembali_ke", "judul_maju", "judul_kembali",
})  # fmt: skip
KUNCI_BUTIR = frozenset({"teks", "syarat"})
KUNCI_PELAKSANA = frozenset({"peran", "keyakinan", "utama", "dikonfirmasi"})


def muat(session: Any, berkas: Path) -> SopRevisi:
    """Load `berkas`; the same SOP twice is one revision, a changed one becomes a draft of the next.

    `tindakan` are no part of the SOP: they bind its steps to the moves of this program. A program that has learned
    more moves teaches them to the revision it has loaded, instead of asking the office to put a new one in force.
    Raises SopError that names the file and the unknown kelengkapan, move, role or step.
    """
    isi = berkas.read_bytes()
    try:
        data = tomllib.loads(isi.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as galat:
        raise SopError("{berkas}: bukan TOML yang sah ({galat}).", berkas=berkas.name, galat=galat) from galat
    periksa(data, berkas.name)

    kode, sidik = data["identitas"]["kode"], hashlib.sha256(isi).hexdigest()
    ada: SopRevisi | None = session.scalar(db.select(SopRevisi).filter_by(kode=kode, sidik=sidik))
    ada = ada or next((sop for sop in _dimuat(session, kode) if _sama(sop, data)), None)
    if ada is not None:
        ada.sidik = sidik
        _ajarkan(ada, data)
        return ada
    terakhir = session.scalar(db.select(db.func.max(SopRevisi.revisi)).filter_by(kode=kode))
    return _simpan(session, data, sidik, (terakhir or 0) + 1)


def _dimuat(session: Any, kode: str) -> list[SopRevisi]:
    """The revisions that came from a file, the newest first."""
    kueri = db.select(SopRevisi).filter_by(kode=kode, deleted_at=None).where(SopRevisi.sidik.is_not(None))
    return list(session.scalars(kueri.order_by(SopRevisi.revisi.desc())))


def _sama(sop: SopRevisi, data: dict[str, Any]) -> bool:
    """Does the revision say what the file says, whatever moves its steps claim?"""
    identitas, langkah = _isi_identitas(data), [_isi_langkah(n, x) for n, x in enumerate(data["langkah"], 1)]
    if any(getattr(sop, k) != v for k, v in identitas.items()) or len(sop.langkah) != len(langkah):
        return False
    return all(
        all(getattr(punya, k) == v for k, v in isi.items() if k != "tindakan")
        and sorted(_isi_pelaksana(p) for p in x["pelaksana"])
        == sorted((p.peran, p.utama, p.keyakinan or 0, p.dikonfirmasi) for p in punya.pelaksana)
        for punya, isi, x in zip(sop.langkah, langkah, data["langkah"], strict=True)
    )


def _ajarkan(sop: SopRevisi, data: dict[str, Any]) -> None:
    """Add the moves of the file that a step of the revision does not claim yet; none is taken away."""
    punya = {x.kode: x for x in sop.langkah}
    for x in data["langkah"]:
        langkah = punya.get(x["kode"])
        baru = [t for t in x.get("tindakan", []) if langkah and t not in langkah.tindakan]
        if langkah and baru:
            langkah.tindakan = [*langkah.tindakan, *baru]


def periksa(data: dict[str, Any], asal: str) -> None:
    """Every name that the file uses must exist; otherwise nothing is loaded."""
    _dikenal(data, frozenset({"identitas", "langkah"}), asal)
    langkah = data.get("langkah", [])
    kurang = [k for k in ("kode", "nomor", "judul", "tanggal_efektif") if not data.get("identitas", {}).get(k)]
    if kurang or not langkah:
        raise SopError("{asal}: tidak lengkap ({apa}).", asal=asal, apa=", ".join(kurang) or "tanpa langkah")
    for nama in TANGGAL:
        if not isinstance(data["identitas"].get(nama, date.min), date):
            raise SopError("{asal}: {nama} bukan tanggal.", asal=asal, nama=nama)
    kode = [x.get("kode") for x in langkah]
    for nomor, x in enumerate(langkah, 1):
        _periksa_langkah(x, f"{asal}, langkah {nomor}", kode)
    if len(set(kode)) != len(kode):
        raise SopError("{asal}: kode langkah berulang.", asal=asal)


def _dikenal(tabel: dict[str, Any], boleh: frozenset[str], di: str) -> None:
    for nama in tabel:
        if nama not in boleh:
            raise SopError("{di}: “{nama}” tidak dikenal.", di=di, nama=nama)


def _periksa_langkah(x: dict[str, Any], di: str, kode: list[str]) -> None:
    _dikenal(x, KUNCI_LANGKAH, di)
    for wajib in ("kode", "aktivitas", "waktu", "pelaksana"):
        if wajib not in x:
            raise SopError("{di}: “{apa}” belum diisi.", di=di, apa=wajib)
    if not isinstance(x["waktu"], int) or x["waktu"] < 0:
        raise SopError("{di}: waktu harus bilangan menit.", di=di)
    for butir in (*x.get("kelengkapan", []), *x.get("output", [])):
        _dikenal(butir, KUNCI_BUTIR, di)
        if not butir.get("teks"):
            raise SopError("{di}: butir kelengkapan tanpa teks.", di=di)
        for nama in butir.get("syarat", []):
            if nama not in SYARAT:
                raise SopError("{di}: kelengkapan “{nama}” tidak dikenal.", di=di, nama=nama)
    for nama in x.get("tindakan", []):
        if nama not in NAMA_GERAK:
            raise SopError("{di}: tindakan “{nama}” tidak dikenal.", di=di, nama=nama)
    _periksa_pelaksana(x["pelaksana"], di)
    if (tujuan := x.get("kembali_ke")) and tujuan not in kode[: kode.index(x["kode"]) + 1]:
        raise SopError("{di}: kembali ke “{tujuan}” yang bukan langkah sebelumnya.", di=di, tujuan=tujuan)


def _periksa_pelaksana(daftar: list[dict[str, Any]], di: str) -> None:
    if not daftar:
        raise SopError("{di}: belum ada pelaksana.", di=di)
    for n, p in enumerate(daftar):
        _dikenal(p, KUNCI_PELAKSANA, di)
        if p.get("peran") not in set(PERAN_SOP):
            raise SopError("{di}: pelaksana “{nama}” bukan peran dalam SOP.", di=di, nama=p.get("peran"))
        if p["peran"] in [lain["peran"] for lain in daftar[:n]]:
            raise SopError("{di}: pelaksana “{nama}” berulang.", di=di, nama=p["peran"])


def _isi_identitas(data: dict[str, Any]) -> dict[str, Any]:
    """The columns of the revision; what has no column of its own stands in `identitas`."""
    identitas = data["identitas"]
    kolom = ("kode", "nomor", "judul", *TANGGAL, "unit", "disahkan_jabatan", "disahkan_nip")
    sisa = {k: _json(v) for k, v in identitas.items() if k not in kolom}
    return {**{k: identitas.get(k) for k in kolom}, "identitas": sisa}


def _simpan(session: Any, data: dict[str, Any], sidik: str, revisi: int) -> SopRevisi:
    sop = SopRevisi(
        **_isi_identitas(data),
        revisi=revisi,
        # The first revision is in force; a later file waits until an administrator puts it in force.
        status=StatusSop.BERLAKU if revisi == 1 else StatusSop.DRAF,
        sidik=sidik,
    )
    session.add(sop)
    session.flush()
    for urutan, x in enumerate(data["langkah"], 1):
        _simpan_langkah(session, sop, urutan, x)
    session.flush()
    return sop


def _json(nilai: Any) -> Any:
    return nilai.isoformat() if hasattr(nilai, "isoformat") else nilai


def _isi_langkah(urutan: int, x: dict[str, Any]) -> dict[str, Any]:
    return {
        "urutan": urutan,
        "kode": x["kode"],
        "aktivitas": x["aktivitas"],
        "waktu": x["waktu"],
        "waktu_teks": x.get("waktu_teks") or f"{x['waktu']} menit",
        "keterangan": x.get("keterangan"),
        "kelengkapan": _butir(x.get("kelengkapan", [])),
        "output": _butir(x.get("output", [])),
        "tindakan": x.get("tindakan", []),
        "kembali_ke": x.get("kembali_ke"),
        "judul_maju": x.get("judul_maju"),
        "judul_kembali": x.get("judul_kembali"),
        "per_unit_kerja": x.get("per_unit_kerja", False),
    }


def _isi_pelaksana(p: dict[str, Any]) -> tuple[Peran, bool, int, bool]:
    return Peran(p["peran"]), p.get("utama", False), p.get("keyakinan") or 0, p.get("dikonfirmasi", False)


def _simpan_langkah(session: Any, sop: SopRevisi, urutan: int, x: dict[str, Any]) -> None:
    langkah = Langkah(sop_revisi_id=sop.id, **_isi_langkah(urutan, x))
    session.add(langkah)
    session.flush()
    for p in x["pelaksana"]:
        peran, utama, keyakinan, dikonfirmasi = _isi_pelaksana(p)
        session.add(
            LangkahPelaksana(
                langkah_id=langkah.id,
                peran=peran,
                utama=utama,
                keyakinan=keyakinan or None,
                dikonfirmasi=dikonfirmasi,
            )
        )


def _butir(daftar: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"teks": b["teks"], "syarat": list(b.get("syarat", []))} for b in daftar]
