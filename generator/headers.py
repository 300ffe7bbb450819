"""The HTTP response headers that the site is made for: sent by `preview` and by the tests, documented for real servers.

The Content-Security-Policy also stands in each page as `<meta>`, for hosts on which no headers can be set; `META_POLICY`
leaves out what browsers ignore there.
"""

from __future__ import annotations

import re

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}

META_POLICY = "; ".join(f"{directive} {sources}" for directive, sources in _POLICY.items())
"""Content-Security-Policy as a page can carry it."""

_WASM = "'wasm-unsafe-eval'"
"""Lets a page run WebAssembly, and no script that stands in a text."""

HEADERS = {
    "Content-Security-Policy": f"{META_POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
"""Headers of every response, but for what `headers` changes."""


def meta_policy(path: str) -> str:
    """Return the Content-Security-Policy that a page of the site carries, given its path below the site's root.

    The scan page decodes pictures with WebAssembly where the browser has no decoder of its own.
    """
    return (
        META_POLICY.replace("script-src 'self'", f"script-src 'self' {_WASM}")
        if _is(path, "scan")
        else META_POLICY
    )


def headers(path: str) -> dict[str, str]:
    """Return the headers of a file of the site. Only the page that is made for it may stand in another site's frame."""
    ancestors = "*" if _is(path, "embed") else "'none'"
    return {**HEADERS, "Content-Security-Policy": f"{meta_policy(path)}; frame-ancestors {ancestors}"}


def _is(path: str, page: str) -> bool:
    return path.lstrip("/") in (f"{page}.html", f"en/{page}.html")


NO_CACHE = "no-cache"
"""Cache-Control of HTML and of the register: revalidate each time (registry/README.md §8.4)."""


_NAMED_BY_CONTENT = re.compile(r"(?:^|/)register/1/(?:digests|search/[0-9a-f]+)/")


def cache_control(path: str) -> str:
    """Return the Cache-Control of a file of the site, given its path below the site's root.

    Only files whose address changes with their content may be kept without asking: those that MkDocs Material names so, and
    the register's digest files and search files.
    """
    named_by_content = ".min." in path.rsplit("/", 1)[-1] or _NAMED_BY_CONTENT.search(path)
    return "public, max-age=31536000, immutable" if named_by_content else NO_CACHE
