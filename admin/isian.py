"""The fields of forms: each reads what was typed, writes a value, and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from werkzeug.datastructures import FileStorage
from wtforms import Field, ValidationError

from admin import unggah
from admin.bahasa import terjemah
from bulk.daftar import acuan
from documents import kata, tulisan
from models import baca
from models.base import Record, kinds
from models.pesan import Pesan, SopError
from models.waktu import WIB
from sop.access import Actor

WAJIB = Pesan("Wajib diisi.")
BUKAN_PILIHAN = Pesan("Pilih salah satu dari daftar.")
TANDA = Pesan("Isian memuat tanda yang tidak dapat disimpan; tanda itu sudah dihapus, periksa lagi.")
PILIH_LAGI = Pesan("Pilih berkasnya (berkas perlu dipilih lagi setiap kali formulir dikirim ulang).")
TERBANYAK = 1000


class Isian(Field):  # type: ignore[misc]
    """A line of text; the other kinds of fields change `jenis` (the widget), `read` and `write`."""

    jenis: ClassVar[str] = "teks"

    def __init__(
        self,
        label: str = "",
        bantuan: str = "",
        wajib: bool = False,
        maks: int = 0,
        bagian: str = "",
        pribadi: bool = False,
        uraian: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.judul, self.bantuan, self.wajib, self.maks = label, bantuan, wajib, maks
        self.bagian = bagian  # the section that it stands in
        self.pribadi = pribadi  # kept in no browser
        self.uraian = uraian  # may hold headings and lists
        self.typed: str | None = None
        self.kini: str | None = None  # what is stored now, shown when two people saved at once

    @property
    def text(self) -> str:
        """What stands in the field: as typed if something was typed, else the value."""
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.write(self.data)

    def read(self, text: str) -> Any:
        return text

    def write(self, value: Any) -> str:
        return str(value)

    def show(self, value: Any) -> str:
        """A value as a sentence would say it."""
        return tulisan.KOSONG if value is None or value == "" else self.write(value)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if not valuelist or not isinstance(valuelist[0], str):
            if self.typed is None:
                self.data = None
            return
        # Browsers send CRLF; a length is counted as the person counts it.
        self.typed = valuelist[0].replace("\r\n", "\n")
        text = self.typed.strip()
        self.data = None
        if "\0" in text:
            self.typed = self.typed.replace("\0", "")
            raise ValueError(TANDA)
        if self.maks and len(text) > self.maks:
            most, now = kata.bilangan(self.maks), kata.bilangan(len(text))
            raise ValueError(Pesan("Paling panjang {most} huruf; isian ini {now} huruf.", most=most, now=now))
        if text:
            try:
                self.data = self.read(text)
            except SopError as error:
                raise ValueError(_beside(error.pesan, self.judul)) from None

    def pre_validate(self, form: Any) -> None:
        if self.wajib and not self.process_errors and self.data is None:
            raise ValidationError(WAJIB)


def _beside(sentence: str, name: str) -> str:
    """Beside its field a sentence need not repeat the name of the field."""
    return tulisan.capital(terjemah(sentence).removeprefix(f"{terjemah(name)}: "))


class IsianPanjang(Isian):
    jenis = "panjang"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.baku: list[tuple[str, str]] = []  # (title, text) of the usual texts for it


class IsianAngka(Isian):
    jenis = "angka"
    reader: Callable[[str, str], Any] = staticmethod(baca.read_integer)

    def read(self, text: str) -> Any:
        return type(self).reader(text, self.judul)

    def write(self, value: Any) -> str:
        return str(value) if value is None or abs(value) < 10_000 else kata.bilangan(value)


class IsianRupiah(IsianAngka):
    jenis = "rupiah"
    reader = staticmethod(baca.read_rupiah)

    def write(self, value: int) -> str:
        return kata.bilangan(value)

    def show(self, value: Any) -> str:
        return tulisan.KOSONG if value is None else kata.rupiah(value)


class IsianDesimal(IsianAngka):
    def __init__(self, *args: Any, angka: int = 16, pecahan: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.angka, self.pecahan = angka, pecahan

    def read(self, text: str) -> Decimal:
        return baca.read_decimal(text, self.judul, self.angka, self.pecahan)

    def write(self, value: Any) -> str:
        return tulisan.decimal(value)


class IsianTanggal(Isian):
    jenis = "tanggal"

    def read(self, text: str) -> date:
        return baca.read_date(text, self.judul)

    def write(self, value: date) -> str:
        return value.isoformat()

    def show(self, value: Any) -> str:
        return tulisan.KOSONG if value is None else kata.hari_tanggal(value)


class IsianSaat(Isian):
    jenis = "saat"

    def read(self, text: str) -> datetime:
        return baca.read_moment(text, self.judul)

    def write(self, value: datetime) -> str:
        return f"{value.astimezone(WIB):%Y-%m-%dT%H:%M}"

    def show(self, value: Any) -> str:
        return tulisan.KOSONG if value is None else kata.saat(value)


class IsianJam(Isian):
    jenis = "jam"

    def read(self, text: str) -> time:
        return baca.read_time(text, self.judul)

    def write(self, value: time) -> str:
        return f"{value:%H:%M}"


class IsianCentang(Isian):
    """A tick; where nothing was said, too, the answer is no."""

    jenis = "centang"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = bool(valuelist) and valuelist[0] not in ("", "0", "tidak")

    def show(self, value: Any) -> str:
        return tulisan.yes_no(bool(value))


class IsianPilih(Isian):
    """One of a closed list: `pilihan` is (value as sent, words shown); `member` makes the value."""

    jenis = "pilih"

    def __init__(
        self, *args: Any, pilihan: Sequence[tuple[str, str]] = (), member: Callable[[str], Any] = str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pilihan, self.member = list(pilihan), member

    def read(self, text: str) -> Any:
        if text not in {value for value, _ in self.pilihan}:
            raise SopError(BUKAN_PILIHAN)
        return self.member(text)

    def write(self, value: Any) -> str:
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        return str(getattr(value, "value", value))

    def show(self, value: Any) -> str:
        return dict(self.pilihan).get(self.write(value), tulisan.KOSONG) if value is not None else tulisan.KOSONG


class IsianPilihBanyak(IsianPilih):
    """Several words of a closed list; `data` is a tuple of members."""

    jenis = "banyak"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: set[str] = set()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.chosen = {v for v in valuelist if isinstance(v, str) and v}
        try:
            self.data = tuple(self.read(text) for text in sorted(self.chosen)) or None
        except SopError as error:
            raise ValueError(error.pesan) from None


class IsianAcuan(Isian):
    """A reference: a select for few rows, a lookup by name or code for many."""

    jenis = "acuan"

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.pilihan: list[tuple[str, str]] | None = None
        self.actor: Actor | None = None
        self.musrenbang_id: acuan.Musrenbang = None

    @property
    def model(self) -> type[Record]:
        return kinds()[self.kind]

    def prepare(self, actor: Actor, musrenbang_id: acuan.Musrenbang, current: int | None = None) -> None:
        """Give the field its options; the stored one stays among them though it has been deleted meanwhile."""
        self.actor, self.musrenbang_id = actor, None if self.kind == "musrenbang" else musrenbang_id
        options = acuan.choices(self.model, actor, self.musrenbang_id)
        if options is not None:
            if current is not None and current not in dict(options):
                options.append((current, Pesan("{name} (tidak lagi ditawarkan)", name=acuan.name(self.kind, current))))
            self.pilihan = [(str(id_), name) for id_, name in options]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        if self.actor is not None:
            super().process_formdata(valuelist)

    def read(self, text: str) -> int:
        if self.pilihan is not None:
            if text not in {value for value, _ in self.pilihan}:
                raise SopError(BUKAN_PILIHAN)
            return int(text)
        assert self.actor is not None
        found = acuan.resolve(self.model, self.actor, text, self.musrenbang_id)
        if found is None:
            raise SopError(
                "“{teks}” tidak ditemukan atau cocok dengan lebih dari satu; pilih dari daftar.", teks=text[:60]
            )
        return found

    def write(self, value: Any) -> str:
        return str(value) if self.pilihan is not None else f"{acuan.name(self.kind, value)} (#{value})"

    def show(self, value: Any) -> str:
        return acuan.name(self.kind, value)


class IsianBanyak(IsianAcuan):
    """Several rows of a kind, chosen in a short list or typed by code or name, one a line; `data` is a tuple of ids."""

    jenis = "banyak"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: set[str] = set()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        texts = [v.replace("\0", "") for v in valuelist if isinstance(v, str)]
        if self.pilihan is None:
            self.typed = "\n".join(texts)
            texts = [line.strip() for line in self.typed.splitlines() if line.strip()]
        else:
            self.chosen = set(texts)
        if len(texts) > TERBANYAK:
            raise ValueError(Pesan("Paling banyak {terbanyak} sekaligus.", terbanyak=kata.bilangan(TERBANYAK)))
        try:
            self.data = tuple(dict.fromkeys(self.read(text) for text in texts)) or None
        except SopError as error:
            raise ValueError(error.pesan) from None


class IsianBerkas(Isian):
    """A file; `data` is the id of the stored one, `unggahan` what was just sent: (name, mime, bytes)."""

    jenis = "berkas"
    terima: ClassVar[str] = ".pdf,.png,.jpg,.jpeg,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods"
    terbesar: ClassVar[int] = unggah.TERBESAR
    ketentuan: ClassVar[str] = Pesan("PDF, PNG, JPG atau dokumen Office, paling besar 20 MB.")
    hanya: ClassVar[frozenset[str] | None] = None  # the kinds of file that this place takes; None: all of them
    bukan: ClassVar[str] = unggah.SEMUA  # what is said of any other

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unggahan: tuple[str, str, bytes] | None = None
        self.lepas = False

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        files = [v for v in valuelist if isinstance(v, FileStorage) and v.filename]
        self.lepas = "lepas" in [v for v in valuelist if isinstance(v, str)]
        if self.lepas:
            self.data = None
        if files:
            try:
                self.unggahan = unggah.read_upload(files[0], self.hanya, self.bukan)
            except SopError as error:
                raise ValueError(error.pesan) from None

    def pre_validate(self, form: Any) -> None:
        if self.wajib and not self.process_errors and self.data is None and self.unggahan is None:
            raise ValidationError(PILIH_LAGI)

    def keep(self, id_: Any) -> Any:
        """What the column holds of a stored file."""
        return id_

    def show(self, value: Any) -> str:
        return acuan.name("berkas", value) if value else tulisan.KOSONG
