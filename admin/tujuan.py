"""Where a redirect may lead: within this host, whatever the address that was sent says."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(target: str | None) -> str:
    """`target` if it is a path of this host, else the start page: a sign-in never leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    if any(ord(sign) < 32 for sign in target) or urlsplit(target).netloc:
        return "/"
    return target
