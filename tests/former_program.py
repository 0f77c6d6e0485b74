"""The core paths of another release of this panel, run from its own folder: `python former_program.py FOLDER`.

It imports nothing of this checkout: the program under test is the one in FOLDER, on the database of the environment.
Prints one line for each path that was walked.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

PASSWORD = os.environ["FORMER_PASSWORD"]


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[-500:]
    return found[1]


def send(client: Any, address: str, source: str = "", **fields: str) -> Any:
    page = client.get(source or address).text
    version = re.search(r'name="version" value="(\d*)"', page)
    return client.post(address, data={"csrf_token": token(page), "version": version[1] if version else "", **fields})


def walk(client: Any, usulan: str) -> None:
    answer = send(client, "/login", nama_pengguna="tim_musrenbang", sandi=PASSWORD)
    assert answer.status_code == 302, answer.status_code
    print("signed in")
    for address in ("/", "/usulan/", "/musrenbang/", "/operasi/", f"/usulan/details/?id={usulan}", "/papan/"):
        assert client.get(address).status_code == 200, address
    print("listed")
    edit = f"/usulan/edit/?id={usulan}"
    page = client.get(edit).text
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    fields |= {n: v for n, v in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page)}
    for name, body in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option[^>]*value="([^"]*)"[^>]* selected', body) or re.search(
            r"<option selected[^>]*value=\"([^\"]*)\"", body
        )
        fields[name] = chosen[1] if chosen else ""
    fields["alamat"] = "Jalan yang baru disimpan"
    answer = client.post(edit, data=fields)
    assert answer.status_code == 302, re.findall(r'class="(?:kabar )?salah"[^>]*>(.*?)<', answer.text)
    assert "Jalan yang baru disimpan" in client.get(f"/usulan/details/?id={usulan}").text
    print("saved")
    answer = send(client, f"/usulan/move/ajukan/?id={usulan}", f"/usulan/details/?id={usulan}")
    assert answer.status_code == 302, answer.text[-800:]
    print("moved")
    assert client.get("/healthz").status_code == 200


def main() -> None:
    folder, usulan = sys.argv[1:]
    os.chdir(folder)
    sys.path[:] = [folder, *[p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(__file__)]]
    from app import create_app

    panel = create_app({"TESTING": True})
    import app as door

    assert os.path.realpath(door.__file__).startswith(os.path.realpath(folder)), "another program than the one asked"
    walk(panel.test_client(), usulan)
    from models.riwayat import verify

    with panel.app_context():
        from models.base import db

        assert verify(db.session).rusak is None
    print("diary whole")


if __name__ == "__main__":
    main()
