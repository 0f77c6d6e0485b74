"""What a rule and an effect of a move get to know: who does it, for whom, with what values and note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.pesan import Pesan


@dataclass(frozen=True)
class Isian:
    """A value that a move asks for.

    `jenis`: teks, panjang, tanggal, bilangan, rupiah, desimal, jam, berkas,
    pilihan:<kind> (an id), banyak:<kind> (ids), kata:<kind>.<column> (a word of its list), kata-kata:… (several).
    """

    nama: str
    judul: str
    jenis: str
    wajib: bool = False
    bantuan: str = ""
    bawaan: str = ""  # "hari ini" or a literal

    def __post_init__(self) -> None:
        object.__setattr__(self, "judul", Pesan(self.judul))
        object.__setattr__(self, "bantuan", Pesan(self.bantuan))


@dataclass(frozen=True)
class Konteks:
    """One making of a move. `pelaku_id` is the pejabat who acts; `pencatat_id` the pengguna who writes it down."""

    aksi: str
    tanggal: date
    pencatat_id: int | None
    pelaku_id: int | None
    catatan: str = ""
    isian: Mapping[str, Any] = field(default_factory=dict)
    atas_nama: bool = False
    pindaian_id: int | None = None


Values = Mapping[str, Any] | None  # given for what a move asks for, by the names of its `isian`

# A rule says what is wrong in the operator's words, or None; an effect writes what the move brings with it.
Aturan = Callable[[Any, Konteks], Pesan | None]
Akibat = Callable[[Any, Konteks], None]


@dataclass(frozen=True)
class Salin:
    """The value of another column of the same row."""

    kolom: str


@dataclass(frozen=True)
class Nilai:
    """An effect that writes only these columns of its own row, so that one statement can write many rows.

    `hitung` says what: a value, or a `Salin` of a column of `sumber`, which no effect writes.
    """

    kolom: tuple[str, ...]
    hitung: Callable[[Konteks], Mapping[str, Any]]
    sumber: tuple[str, ...] = ()

    def __call__(self, record: Any, k: Konteks) -> None:
        for nama, nilai in self.hitung(k).items():
            setattr(record, nama, getattr(record, nilai.kolom) if isinstance(nilai, Salin) else nilai)
