"""What people do again and again on the road: add a record, press a move, sign off a step, be refused."""

from __future__ import annotations

import io
import re
import sqlite3
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from models.waktu import hari_ini
from seed.jalan import PINDAIAN
from tests.browser.peramban import Peramban

SELESAI = "Selesai, langkah berikutnya boleh dimulai"
TTD = "Setuju dan tanda tangani"
DARI_KERTAS = f"Catat dari kertas: {TTD}"
TERBITKAN = "Beri nomor dan terbitkan"
AJUKAN = "Ajukan untuk ditandatangani"
HARI = "2027-03-22"  # the day of the demonstration's Musrenbang that stands at step 1
# The title of a move is what people see; the forged request needs its name.
AKSI = {
    SELESAI: "selesaikan",
    "Setuju": "selesaikan",
    "Koreksi": "kembalikan",
    TTD: "tanda_tangani",
    TERBITKAN: "terbitkan",
    AJUKAN: "ajukan",
    "Sahkan notulen": "sahkan",
    "Tetapkan ruang": "tetapkan",
    "Tetapkan jadwal": "tetapkan",
    "Catat dikirim": "kirim",
    "Catat diterima": "terima",
    "Terima": "terima",
    "Arsipkan": "arsipkan",
}


def today() -> str:
    """As a date field is filled, asked when it is: a run that began before midnight signs and numbers after it."""
    return f"{hari_ini():%Y-%m-%d}"


class Pelaku:
    """`p` is the browser, `m` the Musrenbang under way; what a person does on every step stands here."""

    def __init__(self, p: Peramban, var: Path, tmp: Path) -> None:
        self.p = p
        self._basis = sqlite3.connect(f"file:{var / 'panel.sqlite3'}?mode=ro", uri=True)
        self.m = self.satu("SELECT id FROM musrenbang WHERE status = 'berjalan'")
        self.nama = self.satu("SELECT nama FROM musrenbang WHERE id = ?", self.m)
        self.pindaian = tmp / "pindaian.pdf"
        self.pindaian.write_bytes(PINDAIAN)

    # --- looking ------------------------------------------------------------------------------------------------------

    def satu(self, sql: str, *nilai: Any) -> Any:
        baris = self.semua(sql, *nilai)
        return baris[0][0] if baris else None

    def semua(self, sql: str, *nilai: Any) -> list[tuple[Any, ...]]:
        return self._basis.execute(sql, nilai).fetchall()

    def nomor(self, tabel: str, id_: int) -> str:
        """The number that a paper was given."""
        return str(self.satu(f"SELECT nomor FROM {tabel} WHERE id = ?", id_))

    def langkah(self) -> int:
        """The number of the current step, as the start page shows it."""
        return int(self.p.buka("/").page.locator(".alir tr.kini .no").inner_text())

    def baris_langkah(self, bidang: str | None = None) -> int:
        """The number of the open row of the current step (of this Bidang)."""
        return self.satu(
            "SELECT min(p.id) FROM pelaksanaan_langkah p LEFT JOIN unit_kerja u ON u.id = p.unit_kerja_id"
            " WHERE p.musrenbang_id = ? AND p.status IN ('menunggu', 'berjalan') AND coalesce(u.kode = ?, 1)",
            self.m,
            bidang,
        )

    # --- acting -------------------------------------------------------------------------------------------------------

    def tambah(self, kind: str, nilai: dict[str, Any]) -> int:
        """A new record through its form, from the button of its list; its number."""
        self.p.buka(f"/{kind}/").tekan("Tambah").isi(nilai).tekan("Simpan")
        assert "/details/" in self.p.page.url, self.p.teks
        return self.p.id

    def tambah_bagian(self, judul: str, semua: list[dict[str, Any]]) -> None:
        """Parts of the record whose page is open: "Tambah" beside their title, then "Simpan dan tambah lagi"."""
        self.p.page.locator(".bagian", has=self.p.page.get_by_role("heading", name=judul, exact=True)).get_by_role(
            "link", name="Tambah"
        ).click()
        for nilai in semua[:-1]:
            self.p.isi(nilai).tekan("Simpan dan tambah lagi")
            assert "/new/" in self.p.page.url, self.p.teks
            assert "disimpan" in self.p.teks
        self.p.isi(semua[-1]).tekan("Simpan")
        assert "/details/" in self.p.page.url, self.p.teks

    def gerak(self, nama: str, alamat: str, judul: str, isi: dict[str, Any] | None = None) -> None:
        """A move by the button of the record's page, in the name of a person."""
        self.p.masuk(nama).buka(alamat).tekan(judul)
        if isi is not None:
            self.p.isi(isi).tekan(judul, "form.borang")
        assert self.p.page.locator(".kabar.baik").is_visible(), self.p.teks

    def selesai(self, nama: str, menit: int, bidang: str | None = None) -> None:
        """The sign-off from the start page, so that the next step may begin."""
        alamat = f"/pelaksanaan-langkah/details/?id={self.baris_langkah(bidang)}"
        self.gerak(nama, alamat, SELESAI, {"Menit kerja": menit})

    def selesai_semua(self, nama: str, menit: int) -> None:
        """The rows of all Bidang at once, from the list."""
        self.p.masuk(nama).buka("/pelaksanaan-langkah/?status=menunggu").centang()
        assert self.p.massal(SELESAI, {"Menit kerja": menit}) == "5 dari 5 berhasil."

    def ditolak(self, nama: str, alamat: str, judul: str, **isi: str) -> None:
        """A wrong person sees no such button, and a forged POST with a valid token is refused and changes nothing."""
        self.p.masuk(nama).buka(alamat)
        assert not self.p.punya(judul), f"{nama} melihat “{judul}” pada {alamat}"
        kind, _, id_ = re.match(r"/([\w-]+)/(details/\?id=)(\d+)", alamat).groups()  # type: ignore[union-attr]
        tabel = kind.replace("-", "_")
        diari = f"SELECT count(*) FROM riwayat WHERE kind = '{tabel}' AND record_id = {tabel}.id"
        jejak = f"SELECT version, status, ({diari}) FROM {tabel} WHERE id = ?"
        semula = self.semua(jejak, int(id_))
        aksi = AKSI[judul]
        jawab = self.p.kirim(f"/{kind}/move/{aksi}/?id={id_}", {"version": str(semula[0][0]), "catatan": "x", **isi})
        assert jawab.status == 403, f"{nama} {aksi} {alamat}: {jawab.status}"
        # A selection reports its rows one by one, so the refusal may stand in the report instead.
        self.p.kirim(f"/{kind}/action/", {"rowid": id_, "aksi": aksi, "lanjut": "1", "catatan": "x", **isi})
        assert self.semua(jejak, int(id_)) == semula

    def ditolak_langkah(self, nama: str, bidang: str | None = None, judul: str = SELESAI) -> None:
        """The wrong person at the sign-off of the current step."""
        self.ditolak(nama, f"/pelaksanaan-langkah/details/?id={self.baris_langkah(bidang)}", judul, menit="10")


def teks_pdf(isi: bytes) -> str:
    assert isi.startswith(b"%PDF-"), isi[:200]
    return "\n".join(halaman.extract_text() for halaman in PdfReader(io.BytesIO(isi)).pages)


def satu_baris(teks: str) -> str:
    """On one line: paper breaks lines where the screen does not."""
    return re.sub(r"\s+", " ", teks)
