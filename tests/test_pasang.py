"""The files of docs/pasang that other programs read: what they name exists here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from models import keadaan, shared_figures
from models.base import db
from tests.conftest import AKAR

FOLDER = AKAR / "docs" / "pasang"
OF_PROMETHEUS = ("_bucket", "_total", "_count", "_sum")


def test_every_figure_that_an_alert_names_exists(app: Flask) -> None:
    with app.app_context():  # what a panel of some days has
        keadaan.catat(db.session, keadaan.CADANGAN, True, {})
        db.session.commit()
    client = app.test_client()
    client.get("/healthz")
    told = {line.split()[2] for line in client.get("/metrics").text.splitlines() if line.startswith("# TYPE")}
    rules = (FOLDER / "alerts.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"\bpanel_[a-z_]+", "\n".join(re.findall(r"expr: (.*)", rules))))
    assert named
    for name in named:
        assert {name, *(name.removesuffix(end) for end in OF_PROMETHEUS)} & told, name
    parts = {b for found in re.findall(r'butir=~"([^"]+)"', rules) for b in found.split("|")}
    assert all(f'butir="{part}"' in client.get("/metrics").text for part in parts)


def test_the_alerts_have_the_shape_that_prometheus_reads(tmp_path: Path) -> None:
    """Its own judge where it is installed; else that every rule has its lines, at their depth."""
    file = FOLDER / "alerts.yml"
    if judge := shutil.which("promtool"):
        done = subprocess.run([judge, "check", "rules", str(file)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    text = file.read_text(encoding="utf-8")
    rules = re.split(r"(?m)^      - alert: ", text)[1:]
    assert len(rules) == text.count("alert:") > 10
    for rule in rules:
        keys = re.findall(r"(?m)^        (\w+):", rule)
        assert keys in (["expr", "labels", "annotations"], ["expr", "for", "labels", "annotations"]), rule
        assert re.search(r'annotations: \{summary: "[^"]+"\}$', rule.strip().splitlines()[-1] if rule.strip() else "")
        expr = re.search(r"expr: (.*)", rule)
        assert expr
        assert all(expr[1].count(a) == expr[1].count(b) for a, b in ("()", "{}", "[]"))


def test_logrotate_reads_its_file(tmp_path: Path) -> None:
    """Its own judge where it is installed; the name of each log is one that nginx writes or may write."""
    text = (FOLDER / "logrotate.conf").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}") == 1
    assert "/var/log/nginx/panel.log" in text
    assert "access_log /var/log/nginx/panel.log" in (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    if judge := shutil.which("logrotate"):
        copy = tmp_path / "panel"
        copy.write_text(text, encoding="utf-8")
        copy.chmod(0o644)
        done = subprocess.run([judge, "--debug", str(copy)], capture_output=True, text=True)
        assert "error:" not in done.stderr.replace("error: error accessing", ""), done.stderr


def test_figures_are_shared_in_a_folder_that_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_figures, "MEMORY", tmp_path)
    monkeypatch.setenv(shared_figures.VARIABLE, "")
    folder = shared_figures.share(tmp_path / "var")
    assert folder
    assert folder.parent == tmp_path
    for name in ("counter_1.db", "counter_999999999.db", "other.txt"):
        (folder / name).write_bytes(b"")
    shared_figures.tidy(folder)
    assert {f.name for f in folder.iterdir()} == {"counter_1.db", "other.txt"}, "what lives is left alone"
    monkeypatch.setenv(shared_figures.VARIABLE, "")
    folder.chmod(0o777)  # made by somebody else, or open to everybody
    assert shared_figures.share(tmp_path / "var") is None
