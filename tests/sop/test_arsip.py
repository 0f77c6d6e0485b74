"""The rows of the archive come from what was issued, and keep its retention."""

from __future__ import annotations

from datetime import date
from typing import Any

from documents import issue
from models import berkas
from models.arsip import Arsip, Retensi, StatusArsip
from models.base import db
from models.dokumen import Dokumen
from models.musrenbang import Musrenbang
from models.waktu import hari_ini, sekarang
from sop import workflow
from tests import dunia


def terbitkan(naskah: Any) -> Any:
    """Sign and number it: the paper is frozen."""
    issue.perform(naskah, "ajukan", dunia.aktor("tim_musrenbang"))
    issue.perform(naskah, "tanda_tangani", dunia.aktor("kepala_badan"))
    issue.perform(naskah, "terbitkan", dunia.aktor("sekretariat"), isian={"tanggal": hari_ini()})
    return naskah


def susun(m: Musrenbang, **isian: Any) -> list[Arsip]:
    workflow.move(m, "susun_arsip", dunia.aktor("sekretariat"), isian=isian)
    db.session.commit()
    return list(db.session.scalars(db.select(Arsip).filter_by(musrenbang_id=m.id).order_by(Arsip.id)))


def test_each_issued_paper_becomes_one_row_and_only_once(session: Any) -> None:
    m = dunia.di_langkah(6)
    undangan, draf = terbitkan(dunia.undangan(m)), dunia.undangan(m)
    (arsip,) = susun(m, lokasi="Rak 2/Boks 1")
    dokumen = session.scalars(db.select(Dokumen)).one()
    assert arsip.uraian == f"Undangan nomor {undangan.nomor}: Naskah uji"
    assert (arsip.tanggal, arsip.tingkat, arsip.lokasi) == (hari_ini(), "asli", "Rak 2/Boks 1")
    assert arsip.jumlah == "1 berkas, 2 lembar"
    assert arsip.dokumen_id == dokumen.id
    assert arsip.kode_klasifikasi.kode == "000.7.1.3"

    assert susun(m) == [arsip]
    arsip.deleted_at = sekarang()  # somebody does not want it: it does not come back
    session.commit()
    assert susun(m) == [arsip]
    terbitkan(draf)
    assert [a.lokasi for a in susun(m)] == ["Rak 2/Boks 1", None]


def test_what_stood_only_on_paper_has_its_row_too(session: Any) -> None:
    m = dunia.di_langkah(6)
    nota: Any = dunia.CONTOH["nota_dinas"](m)
    nota.status, nota.nomor, nota.tanggal = type(nota.status).TERBIT, "ND-1", date(2026, 1, 5)
    undangan = terbitkan(dunia.undangan(m))
    assert [(a.tanggal, a.jumlah) for a in susun(m)] == [
        (date(2026, 1, 5), "1 berkas"),
        (undangan.tanggal, "1 berkas, 2 lembar"),
    ]


def test_archived_it_is_kept_three_years_and_seven_more(session: Any) -> None:
    m = dunia.di_langkah(11)
    terbit = terbitkan(dunia.undangan(m))
    (arsip,) = susun(m, lokasi="Rak 1")
    assert arsip.retensi is Retensi.BELUM
    workflow.move(arsip, "arsipkan", dunia.aktor("sub_koordinator"))
    session.commit()
    tahun = terbit.tanggal.year
    assert (arsip.status, arsip.nasib) == (StatusArsip.DIARSIPKAN, "Permanen")
    assert arsip.aktif_sampai is not None
    assert arsip.inaktif_sampai is not None
    assert (arsip.aktif_sampai.year, arsip.inaktif_sampai.year) == (tahun + 3, tahun + 10)
    session.refresh(arsip)
    assert arsip.retensi is Retensi.AKTIF


def test_the_pages_of_a_pdf_are_counted_where_they_are_legible() -> None:
    assert berkas.jumlah_halaman(b"%PDF-1.4 <</Type /Pages /Count 12 /Kids []>> <</Type /Outlines /Count 40>>") == 12
    assert berkas.jumlah_halaman(b"%PDF-1.4 << /Count 3 /Kids [ 1 0 R ] /Type /Pages >>") == 3
    assert berkas.jumlah_halaman(b"%PDF-1.5 stream packed") is None
