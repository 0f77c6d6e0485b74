"""`make rehearsal`: the pages of docs/panduan/ carried out on this machine.

It begins from nothing. The commands are read from the documents: a block that is carried out nowhere, or a step whose
block is gone, fails. To add one, mark the block `<!-- uji: NAME -->` and give it a step in STEPS.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tests.rehearsal.blocks import marked
from tests.rehearsal.browser import Browser
from tests.rehearsal.site import NAME, Machine, Site, read_env

OFFICER, SECRET = "petugas", "Sandi-Gladi-Resik-2026"
AT_LEAST = 5  # requests beside a disturbance
COUNT = "SELECT count(*) FROM pemangku_kepentingan WHERE nama LIKE 'Gladi %'"


class Rehearsal:
    """The steps in their order; each says in one sentence what it saw."""

    def __init__(self, site: Site) -> None:
        self.site, self.left = site, marked()
        self.one, self.two = site.machines
        self.browser = self.new_browser()
        self.saved = 0  # what the panel has answered with "saved"

    def block(self, name: str, machine: Machine | None = None, typed: str = "", keep: bool = False, **env: str) -> str:
        """Carry out a block of the documents."""
        commands = self.left[name] if keep else self.left.pop(name)
        return self.site.shell(machine or self.one, commands, typed, **env)

    def well(self, name: str, machine: Machine | None = None) -> None:
        """The block of a check; the worker's first sign of life may take a while."""
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                self.block(name, machine, keep=True)
                break
            except AssertionError:
                time.sleep(5)
        self.block(name, machine)

    def rows(self) -> int:
        return int(self.site.shell(self.one, f'sudo -u postgres psql -Atc "{COUNT}" musrenbang').split()[-1])

    def new_browser(self) -> Browser:
        return Browser(NAME, self.site.https, self.one.folder / "etc" / "tls" / "penuh.pem")

    def save(self) -> None:
        self.saved += 1
        status = self.browser.save(f"Gladi {self.saved}")
        assert status == 200, f"menyimpan dijawab {status}"

    def beside(self, work: Callable[[], object], write: bool) -> tuple[int, list[str]]:
        """While `work` runs, one person asks (or saves) again and again: (how often, what failed)."""
        end, failed, times = Event(), [], 0

        def person() -> None:
            nonlocal times
            while not end.is_set() or times < AT_LEAST:
                times += 1
                try:
                    if write:
                        self.save()
                    elif (status := self.browser.ask("/usulan/")[0]) != 200:
                        failed.append(str(status))
                except (AssertionError, OSError) as fault:
                    failed.append(str(fault)[:200])

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(person)
            try:
                work()
            finally:
                end.set()
            running.result()
        return times, failed

    # --- the steps ----------------------------------------------------------------------------------------------------

    def role(self) -> str:
        self.block("peran")
        return "peran dan basis data dibuat dengan SQL dari dokumen, kata sandi dengan spasi, titik dua, @ dan /"

    def files(self) -> str:
        for machine in (self.one, self.two):
            self.block("berkas", machine, keep=True)
            self.site.fill(machine)
        self.left.pop("berkas")
        keys = [
            {k: v for k, v in read_env(m.folder / "etc" / "panel.env").items() if k.endswith("_KEY")}
            for m in self.site.machines
        ]
        assert keys[0] == keys[1]
        assert len(set(keys[0].values())) == 4
        said = self.site.shell(self.one, "panel check", must=False)
        assert "Basis data belum disiapkan" in said, said
        return "dua mesin dengan panel.env yang sama; check menyebut basis data yang belum disiapkan"

    def contents(self) -> str:
        said = self.block("isi", typed=f"{SECRET}\n{SECRET}\n")
        assert "revisi terbaru" in said
        assert "Akun administrator dibuat" in said
        command = f'panel create-user {OFFICER} --nama "Petugas (Uji)" --peran tim_musrenbang'
        self.site.shell(self.one, command, f"{SECRET}\n{SECRET}\n")
        return "migrate, seed dan create-user seperti diketik"

    def start(self) -> str:
        said = self.block("jalan") + self.block("jalan-dua", self.two)
        assert said.count('"siap":true') == 2, said
        return "dua web dan satu pekerja dengan ExecStart unitnya; /readyz siap di keduanya"

    def proxy(self) -> str:
        said = self.block("nginx")
        assert "successful" in said
        status, path, page = self.browser.sign_in(OFFICER, SECRET)
        assert status == 200, page[-500:]
        assert "/login" not in path, path
        for _ in range(3):
            self.save()
        assert self.rows() == self.saved
        return f"masuk dan {self.saved} kali menyimpan lewat nginx dan TLS sampai di basis data"

    def proven(self) -> str:
        said = self.block("periksa")
        assert "Pemulihan terbukti" in said
        assert "Riwayat utuh" in said
        assert re.search(r"^0 salah", said, re.MULTILINE), said
        return re.findall(r"\d+ salah, .*", said)[-1]

    def figures(self) -> str:
        said = self.block("ukuran", METRICS_TOKEN=self.site.token)
        assert "panel_keadaan{" in said
        refused = self.site.shell(
            self.one,
            "curl -sS -o /dev/null -w '%{http_code}' -H 'Host: musrenbang.contoh.go.id' http://10.0.0.11:8000/metrics",
        )
        assert "403" in refused, refused
        return "/metrics dibaca dengan METRICS_TOKEN, tanpa tanda ditolak"

    def killed(self) -> str:
        def kill() -> None:
            time.sleep(1)
            os.killpg(self.two.pid("panel-web"), signal.SIGKILL)
            time.sleep(4)

        times, failed = self.beside(kill, write=False)
        assert not failed, failed
        for _ in range(3):
            self.save()
        self.site.shell(self.two, "sudo systemctl start panel-web")
        assert self.rows() == self.saved
        return f"satu web dibunuh (kill -9): 0 dari {times} permintaan gagal, menyimpan berjalan terus"

    def reloaded(self) -> str:
        def reload() -> None:
            for machine in (self.one, self.two):
                self.site.shell(machine, "sudo systemctl reload panel-web")
                time.sleep(5)

        times, failed = self.beside(reload, write=True)
        assert not failed, failed
        assert self.rows() == self.saved
        return f"reload di kedua mesin: {times} kali menyimpan, {times} baris, 0 gagal"

    def upgraded(self) -> str:
        """From the revision before, as far as a machine without the former release can show it."""
        back = "import sys; from migrations import turun; turun(sys.argv[1], '-1')"
        url = read_env(self.one.folder / "etc" / "panel.env")["DATABASE_URL"].replace(
            "postgresql:", "postgresql+psycopg:"
        )
        said: list[str] = []

        def upgrade() -> None:
            said.append(self.block("naik"))
            said.append(self.block("muat", keep=True))
            self.site.shell(self.two, "sudo systemctl reload panel-web")

        self.site.shell(self.one, f'cd {self.site.root}/opt && .venv/bin/python -c "{back}" "$URL"', URL=url)
        times, failed = self.beside(upgrade, write=False)
        self.left.pop("muat")
        self.well("naik-periksa")
        assert "Cadangan sebelum migrasi" in said[0], said
        assert "revisi terbaru" in said[0]
        assert not failed, failed
        return f"migrate dari revisi sebelumnya sambil melayani: cadangan dibuat, 0 dari {times} permintaan gagal"

    def certificate(self) -> str:
        self.site.certificate(self.site.root / "baru.pem", self.site.root / "baru-kunci.pem", NAME, 400)
        self.block("sertifikat")
        look = (
            f"openssl s_client -connect 127.0.0.1:{self.site.https} -servername {NAME} </dev/null 2>/dev/null "
            "| openssl x509 -noout -checkend 20000000"
        )
        time.sleep(1)
        assert "will not expire" in self.site.shell(self.one, look)
        self.browser = self.new_browser()
        assert self.browser.sign_in(OFFICER, SECRET)[0] == 200
        return "sertifikat baru dipasang dan diberikan nginx"

    def moment(self) -> str:
        self.block("dasar")
        self.save()
        time.sleep(1)
        self.site.values["2026-03-23 14:05:00+07"] = self.site.moment()
        until = self.saved
        time.sleep(1)
        self.save()
        self.site.shell(self.one, 'sudo -u postgres psql -c "SELECT pg_switch_wal()"; sleep 3')
        self.site.shell(self.two, "sudo systemctl stop panel-web")
        self.block("saat")
        before = self.site.shell(self.one, "sudo -u postgres psql -Atc 'SELECT pg_is_in_recovery()'").split()[-1]
        said = self.block("saat-pakai")
        assert before == "t"
        assert said.count("Riwayat utuh") == 2, said
        assert self.rows() == until, "tepat sampai saat yang diminta"
        self.saved = until
        self.site.shell(self.two, "sudo systemctl start panel-web")
        self.well("saat-periksa")
        self.save()
        return "kembali ke suatu saat tepat sampai barisnya; hanya dapat dibaca, diperiksa, lalu dipakai lagi"

    def lost(self) -> str:
        self.site.shell(self.one, "panel backup")
        kept = self.saved
        self.save()
        self.site.shell(self.two, "sudo systemctl stop panel-web")
        self.site.values["/var/lib/panel/cadangan/panel-20260323T120000Z.cadangan"] = str(self.site.newest_backup())
        self.site.shell(self.one, "sudo -u postgres psql -c 'DROP DATABASE musrenbang WITH (FORCE)'")
        said = self.block("pulih")
        assert "Dipulihkan: keadaan" in said
        assert "Riwayat utuh" in said
        self.site.shell(self.two, "sudo systemctl start panel-web")
        self.well("pulih-periksa")
        assert self.rows() == kept
        self.saved = kept
        self.save()
        return "basis data dibuang dan dipulihkan dari cadangan; menyimpan berjalan lagi"

    def keys(self) -> str:
        said = self.block("kunci")
        assert "Pemulihan terbukti" in said
        return "mulai ulang, verify-diary, cadangan dan latihan pemulihan sesudahnya"

    def worker(self) -> str:
        os.killpg(self.one.pid("panel-pekerja"), signal.SIGKILL)
        self.block("pekerja", self.two)
        self.well("pekerja-periksa", self.two)
        return "mesin pekerja hilang: pekerja dimulai di mesin lain"


STEPS: tuple[Callable[[Rehearsal], str], ...] = (
    Rehearsal.role, Rehearsal.files, Rehearsal.contents, Rehearsal.start, Rehearsal.proxy, Rehearsal.proven,
    Rehearsal.figures, Rehearsal.killed, Rehearsal.reloaded, Rehearsal.upgraded, Rehearsal.certificate,
    Rehearsal.moment, Rehearsal.lost, Rehearsal.keys, Rehearsal.worker,
)  # fmt: skip


def rehearse() -> int:
    """All steps; how many there were. Raises AssertionError with what was said where one fails."""
    begin = time.monotonic()
    with Site() as site:
        run = Rehearsal(site)
        for number, step in enumerate(STEPS, 1):
            since = time.monotonic()
            try:
                seen = step(run)
            except BaseException:
                print(f"{number:>2}. GAGAL  {step.__name__}", flush=True)
                for log in sorted(site.root.glob("*/*.log")):
                    print(
                        f"--- {log.parent.name}/{log.name}\n"
                        + "\n".join(log.read_text(errors="replace").splitlines()[-15:])
                    )
                raise
            print(f"{number:>2}. baik   {step.__name__}: {seen} ({time.monotonic() - since:.1f} detik)", flush=True)
        assert not run.left, f"blok yang tidak dijalankan: {sorted(run.left)}"
    print(f"{len(STEPS)} langkah dari dokumen berhasil ({time.monotonic() - begin:.0f} detik).", flush=True)
    return len(STEPS)


if __name__ == "__main__":
    try:
        rehearse()
    except AssertionError as fault:
        sys.exit(f"Gladi resik gagal: {fault}")
