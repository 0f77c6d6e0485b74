"""A browser of the rehearsal: over nginx and TLS, by the panel's name, with its cookies."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import urllib.parse
from http.cookies import SimpleCookie
from pathlib import Path

from tests.orang import token


class _Here(http.client.HTTPSConnection):
    """The name is the panel's, the place is this machine."""

    def __init__(self, name: str, place: int, certificate: Path) -> None:
        self.place, self.secure = place, ssl.create_default_context(cafile=str(certificate))
        super().__init__(name, timeout=120, context=self.secure)

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.place), timeout=self.timeout)
        self.sock = self.secure.wrap_socket(plain, server_hostname=self.host)


class Browser:
    def __init__(self, name: str, place: int, certificate: Path) -> None:
        self.name, self.place, self.certificate = name, place, certificate
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, **fields: str) -> tuple[int, str, str]:
        """(status, path that was come to, page); follows what it is sent to."""
        body = urllib.parse.urlencode(fields) if fields else None
        for _ in range(6):
            headers = {
                "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
                "Referer": f"https://{self.name}{path}",
            }
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection = _Here(self.name, self.place, self.certificate)
            try:
                connection.request("GET" if body is None else "POST", path, body, headers)
                answer = connection.getresponse()
                page = answer.read().decode("utf-8", "replace")
            finally:
                connection.close()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies.update({k: m.value for k, m in SimpleCookie(line).items()})
            if answer.status not in (301, 302, 303):
                return answer.status, path, page
            to = urllib.parse.urlsplit(answer.headers["Location"])
            path, body = to.path + (f"?{to.query}" if to.query else ""), None
        raise AssertionError(f"{path} mengarahkan tanpa akhir")

    def send(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Fill in the form of this page and send it."""
        page = self.ask(path)[2]
        version = re.search(r'name="version" value="(\d*)"', page)
        return self.ask(path, csrf_token=token(page), version=version[1] if version else "", **fields)

    def sign_in(self, who: str, password: str) -> tuple[int, str, str]:
        return self.send("/login", nama_pengguna=who, sandi=password)

    def save(self, name: str) -> int:
        """One new address in the address book; the status of the answer."""
        return self.send("/pemangku-kepentingan/new/", nama=name, unsur="tokoh masyarakat", tempat="Bogor")[0]
