"""Import on the screen: from the button on the list to the rows in it, with the file's faults shown on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from bulk import operasi
from bulk.impor import pembaca, siap
from models import after_commit
from models.musrenbang import Musrenbang, StatusMusrenbang
from tests.admin.layar import Layar, tabel, teks
from tests.impor import berkas_contoh as contoh
from tests.impor import sipd


def unggah(layar: Layar, isi: bytes, kind: str = "usulan", nama: str = "SIPD 2027.xlsx", **lain: Any) -> int:
    """Send the file; the id of the import whose mapping is asked for next."""
    jawab = layar.kirim(f"/impor/mulai/?kind={kind}", berkas=(io.BytesIO(isi), nama), **lain)
    assert jawab.status_code == 302, teks(jawab.text)[-400:]
    return int(jawab.headers["Location"].rpartition("=")[2])


def pilihan(layar: Layar, id_: int) -> dict[str, str]:
    """The mapping as the page proposes it."""
    return terpilih(layar.buka(f"/impor/details/?id={id_}"))


def terpilih(halaman: str) -> dict[str, str]:
    hasil = {}
    for nama, isi in re.findall(r'<select id="(k\d+)"[^>]*>(.*?)</select>', halaman, re.S):
        kini = re.search(r'<option value="([^"]*)" selected', isi)
        hasil[nama] = kini[1] if kini else ""
    return hasil


def periksa(layar: Layar, id_: int, **lain: Any) -> str:
    isian = {**pilihan(layar, id_), **lain}
    jawab = layar.kirim(f"/impor/petakan/?id={id_}", dari=f"/impor/details/?id={id_}", **isian)
    assert jawab.status_code == 302, teks(jawab.text)[-600:]
    return layar.buka(f"/impor/details/?id={id_}")


def tab(halaman: str) -> dict[str, int]:
    nav = re.search(r'<nav class="tab-impor".*?</nav>', halaman, re.S)
    assert nav
    return {k: int(n.replace(".", "")) for n, k in re.findall(r"<b>([\d.]+)</b> (\w+)", nav[0])}


def test_from_the_list_to_the_list(tim: Layar, musrenbang: int) -> None:
    assert f'href="/impor/mulai/?kind=usulan&amp;lingkup={musrenbang}"' in tim.buka("/usulan/")
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(60, {7: 0, 9: 18})))
    peta = teks(tim.buka(f"/impor/details/?id={id_}"))
    assert "Dikenali sebagai SIPD dengan ID usulan" in peta
    assert "Wajib untuk baris baru" not in peta
    halaman = periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    assert tab(halaman) == {"Baru": 58, "Berubah": 0, "Sama": 0, "Salah": 2, "Semua": 60}
    assert "Mungkin maksudnya “Batu Tulis”" in teks(halaman)
    assert "Belum ada yang ditulis" in teks(halaman)
    assert "Belum ada data" in teks(tim.buka("/usulan/"))

    jawab = tim.kirim(f"/impor/terapkan/?id={id_}", dari=f"/impor/details/?id={id_}")
    assert jawab.status_code == 302
    assert "58 baris diterapkan. 2 baris salah tidak ikut." in teks(tim.buka(f"/impor/details/?id={id_}"))
    assert "58" in teks(tim.buka("/usulan/"))


def test_an_import_begun_from_the_list_of_a_musrenbang_is_for_that_musrenbang(
    tim: Layar, musrenbang: int, tulis: Callable
) -> None:
    (lama,) = tulis(Musrenbang, 1, tahun=2020, nama="Yang lalu", status=StatusMusrenbang.SELESAI)
    alamat = f"/impor/mulai/?kind=usulan&lingkup={lama}"
    assert f'href="{alamat}"'.replace("&", "&amp;") in tim.buka(f"/usulan/?musrenbang_id={lama}")
    assert f'href="/usulan/?musrenbang_id={lama}">Kembali' in tim.buka(alamat)
    jawab = tim.kirim(alamat, berkas=(io.BytesIO(contoh.xlsx(sipd.tabel(3))), "x.xlsx"))
    peta = tim.buka(jawab.headers["Location"])
    assert re.search(rf'<option value="{lama}" selected', peta)
    assert tim.client.get("/impor/mulai/?kind=usulan&lingkup=99999").status_code == 404


def test_the_register_of_work_counts_the_rows_of_an_import(tim: Layar, musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(12)))
    periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    tim.kirim(f"/impor/terapkan/?id={id_}", dari=f"/impor/details/?id={id_}")
    kerja = re.findall(r'<td[^>]*data-l="(Jumlah|Dikerjakan|Berhasil)"[^>]*>(.*?)</td>', tabel(tim.buka("/operasi/")))
    assert dict(kerja) == {"Jumlah": "12", "Dikerjakan": "12", "Berhasil": "12"}


def test_the_preview_has_pages_and_a_tab_for_each_verdict(tim: Layar, musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(120)))
    periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    kedua = tim.buka(f"/impor/details/?id={id_}&vonis=baru&hal=2")
    assert "Halaman 2 dari 3" in teks(kedua)
    assert "SIPD-000051" in kedua
    assert "SIPD-000050" not in kedua
    assert "Tidak ada baris dengan vonis ini." in tim.buka(f"/impor/details/?id={id_}&vonis=salah")
    for aneh in ("hal=0", "hal=-1", "hal=99999999", "hal=x", "vonis=x", "hal=3&vonis=semua"):
        tim.buka(f"/impor/details/?id={id_}&{aneh}")


def test_changes_are_shown_before_and_after(tim: Layar, musrenbang: int, usulan: Callable[..., list[int]]) -> None:
    usulan(2)
    isi = contoh.xlsx([["Kode", "Pagu usulan", "Kelurahan"], ["U-0001", 5_000, "Bondongan"], ["U-0000", 0, None]])
    halaman = periksa(tim, unggah(tim, isi), musrenbang_id=str(musrenbang))
    assert tab(halaman) == {"Baru": 0, "Berubah": 1, "Sama": 1, "Salah": 0, "Semua": 2}
    assert "Pagu usulan: Rp1.000.000 → Rp5.000" in teks(halaman)
    assert re.search(r"<ins>Bondongan</ins>", halaman)


def test_wrong_rows_come_back_as_a_spreadsheet_with_reasons_and_without_formulas(
    tim: Layar, musrenbang: int, tmp_path: Any
) -> None:
    tabel = sipd.tabel(12, {3: 0, 5: 22})
    tabel[5][sipd.KE["Alamat"]] = "+62 @SUM(A1)"
    id_ = unggah(tim, contoh.xlsx(tabel))
    periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    jawab = tim.client.get(f"/impor/salah/?id={id_}")
    assert "SIPD 2027 - baris salah.xlsx" in jawab.headers["Content-Disposition"]
    assert b"<f>" not in contoh.lembar_xml(jawab.data)
    path = tmp_path / "salah.xlsx"
    path.write_bytes(jawab.data)
    baris = list(pembaca.buka(str(path))[1])
    assert [x for x in baris[0][1]] == [*sipd.JUDUL, "Alasan"]
    assert [b[1][1] for b in baris[1:]] == ["SIPD-000003", "SIPD-000005"]
    assert baris[1][1][sipd.KE["Alamat"]] == "+62 @SUM(A1)"
    assert "Mungkin maksudnya “Batu Tulis”" in baris[1][1][-1]
    # Mended, the sheet itself can be imported.
    lagi = unggah(tim, jawab.data)
    assert tab(periksa(tim, lagi, musrenbang_id=str(musrenbang), asal="masyarakat"))["Semua"] == 2


def test_a_refused_file_says_why_on_the_page_where_it_was_chosen(tim: Layar) -> None:
    for isi, kata in ((b"%PDF-1.7", "bukan tabel"), (b"", "kosong"), (b"Nama\n", "belum ada barisnya|judul kolom")):
        jawab = tim.kirim("/impor/mulai/?kind=usulan", berkas=(io.BytesIO(isi), "a.xlsx"), sumber="Kecamatan")
        assert jawab.status_code == 400
        assert re.search(kata, teks(jawab.text)), teks(jawab.text)
        assert 'value="Kecamatan"' in jawab.text
    assert "Pilih berkasnya dahulu" in tim.kirim("/impor/mulai/?kind=usulan").text


def test_a_mapping_that_cannot_be_keeps_what_was_chosen(tim: Layar, musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(2)))
    asal = f"/impor/details/?id={id_}"
    ganda = {**pilihan(tim, id_), "k2": "usulan", "musrenbang_id": str(musrenbang)}
    jawab = tim.kirim(f"/impor/petakan/?id={id_}", dari=asal, **ganda)
    assert jawab.status_code == 400
    assert "Usulan dipilih untuk lebih dari satu kolom" in teks(jawab.text)
    assert re.search(r'id="k2".*?value="usulan" selected', jawab.text, re.S)
    jawab = tim.kirim(f"/impor/petakan/?id={id_}", dari=asal, **{**pilihan(tim, id_), "musrenbang_id": ""})
    assert jawab.status_code == 400
    assert "Wajib diisi" in teks(jawab.text)
    jawab = tim.kirim(f"/impor/petakan/?id={id_}", dari=asal, k0="status", musrenbang_id=str(musrenbang))
    assert "Ada kolom yang tidak dikenal" in teks(jawab.text)


def test_an_import_is_its_owners_affair(tim: Layar, layar: Callable[[str], Layar], musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(3)))
    periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    lain, pengawas = layar("sub_koordinator"), layar("pengawas")
    assert lain.client.get(f"/impor/details/?id={id_}").status_code in (403, 404)
    halaman = pengawas.buka(f"/impor/details/?id={id_}")
    assert "Terapkan" not in halaman
    for alamat in ("salah/", "file/berkas_id/"):
        assert pengawas.client.get(f"/impor/{alamat}?id={id_}").status_code == 403
    for alamat in ("terapkan", "batal", "petakan", "lembar"):
        jawab = pengawas.kirim(f"/impor/{alamat}/?id={id_}", dari=f"/impor/details/?id={id_}")
        assert jawab.status_code == 403, alamat
    assert layar("pengawas").client.get("/impor/mulai/?kind=usulan").status_code == 403
    assert tim.client.get("/impor/mulai/?kind=pengguna").status_code == 404
    assert "impor/mulai" not in layar("sekretariat").buka("/usulan/")


def test_another_sheet_of_the_file_can_be_read(tim: Layar, musrenbang: int) -> None:
    import xlsxwriter

    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar)
    for nama in ("Petunjuk", "Isi"):
        halaman = buku.add_worksheet(nama)
        halaman.write_row(0, 0, ["Usulan", f"Kolom {nama}"])
        halaman.write_row(1, 0, ["Taman", nama])
    buku.close()
    id_ = unggah(tim, keluar.getvalue())
    asal = f"/impor/details/?id={id_}"
    assert tim.kirim(f"/impor/lembar/?id={id_}", dari=asal, lembar="Isi").status_code == 302
    assert "Kolom Isi" in tim.buka(asal)
    assert tim.kirim(f"/impor/lembar/?id={id_}", dari=asal, lembar="Tidak ada").status_code == 409


def test_giving_up_leaves_nothing(tim: Layar, musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(3)))
    jawab = tim.kirim(f"/impor/batal/?id={id_}", dari=f"/impor/details/?id={id_}")
    assert jawab.headers["Location"] == "/usulan/"
    assert "Impor ini dibatalkan. Tidak ada data yang berubah." in teks(tim.buka(f"/impor/details/?id={id_}"))
    assert "SIPD 2027.xlsx" in tim.buka("/impor/")


def test_texts_of_a_file_are_shown_as_texts(tim: Layar, musrenbang: int) -> None:
    tabel = sipd.tabel(1)
    jahat = "<script>alert(1)</script>{{7*7}}"
    tabel[2] = [*tabel[2], jahat]
    tabel[3] = [*tabel[3], jahat]
    tabel[3][sipd.KE["Usulan"]] = jahat
    id_ = unggah(tim, contoh.xlsx(tabel), nama="<b>.xlsx", sumber="<i>x")
    halaman = tim.buka(f"/impor/details/?id={id_}") + periksa(
        tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat"
    )
    assert "<script>alert" not in halaman
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in halaman
    assert "<i>x" not in halaman


def test_a_large_file_is_left_to_the_queue_and_the_page_looks_again_by_itself(
    tim: Layar, musrenbang: int, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    antre: list[int] = []
    monkeypatch.setattr(siap, "SEGERA", 0)
    monkeypatch.setattr(siap, "SEGERA_BARIS", 0)
    monkeypatch.setitem(after_commit.HAND_OFF, "impor", antre.append)
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(4)))
    for kata in ("Membaca berkas", "Memeriksa 0 dari 4 baris"):
        jawab = tim.client.get(f"/impor/details/?id={id_}")
        assert kata in teks(jawab.text)
        assert jawab.headers["Refresh"]
        with app.app_context():
            assert siap.lanjutkan() == 1  # as the worker does at its start
        if kata.startswith("Membaca"):
            periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    assert antre == [id_, id_]
    assert tab(tim.buka(f"/impor/details/?id={id_}"))["Baru"] == 4


def test_an_import_is_taken_back_from_its_own_page(tim: Layar, layar: Callable[[str], Layar], musrenbang: int) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(4)))
    assert "Urungkan…" not in periksa(tim, id_, musrenbang_id=str(musrenbang), asal="masyarakat")
    alamat = f"/impor/details/?id={id_}"
    tim.kirim(f"/impor/terapkan/?id={id_}", dari=alamat)
    assert "Urungkan…" not in layar("pengawas").buka(alamat), "hanya yang mengimpor"
    borang = re.search(
        r'<form method="post" action="(/operasi/urungkan/)">.*?name="id" value="(\d+)"', tim.buka(alamat)
    )
    assert borang
    tinjau = tim.kirim(borang[1], dari=alamat, id=borang[2]).headers["Location"]
    assert "4 akan berubah" in teks(tim.buka(tinjau))
    tim.kirim("/operasi/terapkan/", dari=tinjau, id=tinjau.rpartition("=")[2], bila="lewati")
    assert "Belum ada data" in teks(tim.buka("/usulan/"))
    assert "Urungkan…" not in tim.buka(alamat)


def test_an_import_whose_work_was_stopped_can_be_matched_anew_applied_or_given_up(
    tim: Layar, musrenbang: int, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = unggah(tim, contoh.xlsx(sipd.tabel(3)))
    isian = {"musrenbang_id": str(musrenbang), "asal": "masyarakat"}
    periksa(tim, id_, **isian)
    alamat = f"/impor/details/?id={id_}"
    monkeypatch.setattr(operasi, "mulai", lambda op: None)  # it waits in the queue

    def berhenti() -> str:
        tim.kirim(f"/impor/terapkan/?id={id_}", dari=alamat)
        pekerjaan = re.search(r"/operasi/details/\?id=(\d+)", tim.buka(alamat))
        assert pekerjaan
        jawab = tim.kirim(f"/impor/batal/?id={id_}", dari=alamat)
        assert (jawab.status_code, "sudah diterapkan" in teks(jawab.text)) == (409, True), "selama menunggu tidak"
        tim.kirim(f"/operasi/move/batalkan/?id={pekerjaan[1]}", catatan="Salah berkas")
        return tim.buka(alamat)

    assert "Pekerjaannya dihentikan." in teks(berhenti())
    ulang = tim.kirim(
        f"/impor/petakan/?id={id_}",
        dari=f"/impor/petakan/?id={id_}",
        **terpilih(tim.buka(f"/impor/petakan/?id={id_}")),
        **isian,
    )
    assert ulang.status_code == 302
    assert "Belum ada yang ditulis" in teks(tim.buka(alamat))
    berhenti()
    jawab = tim.kirim(f"/impor/batal/?id={id_}", dari=alamat)
    assert jawab.headers.get("Location") == "/usulan/", teks(jawab.text)[-300:]
    assert "Impor ini dibatalkan. Tidak ada data yang berubah." in teks(tim.buka(alamat))
    with app.app_context():
        assert operasi.lanjutkan() == 0
    assert "Belum ada data" in teks(tim.buka("/usulan/"))


def test_the_first_page_says_which_musrenbang_the_rows_are_for(tim: Layar, musrenbang: int) -> None:
    tertentu = teks(tim.buka(f"/impor/mulai/?kind=usulan&lingkup={musrenbang}"))
    assert "Untuk musrenbang: Musrenbang Uji" in tertentu
    assert "dipilih sesudah berkasnya dibaca" in teks(tim.buka("/impor/mulai/?kind=usulan"))
