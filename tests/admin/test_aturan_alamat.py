"""Addresses that are compiled late are the addresses Werkzeug would have written."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Map, Rule

from admin.aturan_alamat import AturanAlamat


def test_every_address_is_written_as_werkzeug_writes_it(app: Flask) -> None:
    asli = Map(
        [Rule(r.rule, endpoint=r.endpoint, methods=r.methods, defaults=r.defaults) for r in app.url_map.iter_rules()]
    )
    for rule in app.url_map.iter_rules():
        isi = {nama: 7 if "int" in rule.rule else "a b" for nama in rule.arguments}
        for tambahan in ({}, {"dicari": "jalan & jembatan"}):
            for unknown in (False, True):
                dari, sama = rule.build(isi | tambahan, unknown), None
                for lain in asli.iter_rules(rule.endpoint):
                    sama = sama or (lain.build(isi | tambahan, unknown) if lain.rule == rule.rule else None)
                assert dari == sama, rule.rule


def test_the_start_compiles_no_address_and_the_second_use_compiles_none_again(app: Flask) -> None:
    rule = AturanAlamat("/usulan/<int:id>/", endpoint="usulan")
    Map([rule])
    pertama = rule._build_unknown
    assert rule.build({"id": 3}) == rule.build({"id": 3}) == ("", "/usulan/3/")
    assert rule._build_unknown is not pertama
    assert app.url_rule_class is AturanAlamat
