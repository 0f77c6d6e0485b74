"""What a nota dinas is printed from: from the signer to all Bidang or to one, in the city's form."""

from __future__ import annotations

from documents import kepala, numbering
from documents.konteks import Naskah, Rincian, TandaTangan
from models.base import db
from models.musrenbang import Musrenbang
from models.nota_dinas import NotaDinas as Rekaman


class NotaDinas(Naskah):
    nomor: str
    rincian: list[Rincian]  # Kepada … Hal; number and date have an empty place among them
    pembuka: str
    isi: str
    penutup: str
    penanda_tangan: TandaTangan


def isi(nota: Rekaman) -> NotaDinas:
    m = db.session.get_one(Musrenbang, nota.musrenbang_id)
    s = kepala.setelan()
    return {
        **kepala.naskah(s, "nota_dinas", kepala.tanda(nota.status), nota.tanggal),
        "nomor": numbering.slot(nota),
        "rincian": _rincian(nota, s),
        "pembuka": kepala.teks(s, "nota_dinas.pembuka", m),
        "isi": nota.isi,
        "penutup": kepala.teks(s, "nota_dinas.penutup", m),
        "penanda_tangan": kepala.tanda_tangan(nota.penandatangan, nota.atas_nama, kode="nota_dinas"),
    }


def kepada(nota: Rekaman, s: kepala.Setelan) -> str:
    if nota.unit_kerja is None:
        return s["nota_dinas.kepada_semua"]
    return f"{s['nota_dinas.kepada_bidang']} {nota.unit_kerja.nama}".strip()


def _rincian(nota: Rekaman, s: kepala.Setelan) -> list[Rincian]:
    """In the order of the form."""
    tembusan = [x.strip() for x in (nota.tembusan or "").split(";") if x.strip()]
    bernomor = [f"{n}. {x}" for n, x in enumerate(tembusan, 1)] if len(tembusan) > 1 else tembusan
    signer = nota.penandatangan
    sebagai = kepala.tanda_tangan(signer, kode="nota_dinas")["sebagai"]
    baris = (
        ("Kepada", f"Yth. {kepada(nota, s)}"),
        ("Dari", f"{sebagai} {signer.jabatan}".strip() if signer else ""),
        ("Tembusan", "\n".join(bernomor) or "-"),
        ("Tanggal", ""),  # both come from the paper itself: they are given after its content is fixed
        ("Nomor", ""),
        ("Sifat", nota.sifat.value.capitalize()),
        ("Lampiran", nota.lampiran or "-"),
        ("Hal", nota.perihal),
    )
    return [{"label": label, "isi": isi} for label, isi in baris]
