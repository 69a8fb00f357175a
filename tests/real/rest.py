"""A plain HTTP caller for test set-up, independent of the product's own client."""

import base64
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password."""

    user: str
    password: str = field(repr=False)

    def header(self) -> str:
        """The value of an `Authorization` header."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


class RestCaller:
    """Calls one cluster; trusts exactly one CA, or speaks plain HTTP without one."""

    def __init__(self, ca: Path | None) -> None:
        context = ssl.create_default_context(cafile=ca) if ca else None
        # Proxy settings of the environment must not reach tests of loopback nodes.
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if context:
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)

    def request(
        self,
        method: str,
        url: str,
        body: object = None,
        *,
        credentials: Credentials | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30,
    ) -> tuple[int, Any]:
        """Status and parsed JSON (None when empty, text when it is not JSON); raises OSError when unreachable."""
        request = urllib.request.Request(url, method=method)
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if credentials:
            request.add_header("Authorization", credentials.header())
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=timeout) as response:
                return response.status, _parse(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _parse(error.read())


def _parse(payload: bytes) -> Any:
    if not payload:
        return None
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode(errors="replace")
