"""The command as a person calls it: words in, exit code and both streams out."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import yaml

from wizard.cli.main import main

SECRET = "a-password-of-the-tests"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


class Shell:
    """Runs commands in one folder. A crash, a traceback or a secret in the output fails the test at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state"
        self.environ = {
            "HOME": str(folder),
            "RCW_STATE_DIR": str(self.state),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "RCW_LOCAL_SECRET": SECRET,
            "RCW_REMOTE_SECRET": SECRET,
            "RCW_SEARCH_SECRET": SECRET,
        }

    @property
    def sessions(self) -> list[str]:
        """What stands in the state folder."""
        return sorted(path.name for path in self.state.rglob("*.json"))

    def run(self, *words: str) -> Ran:
        """One command, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main([*words])
            except SystemExit as end:
                code = int(end.code or 0)
        return self._checked(Ran(code, out.getvalue(), err.getvalue()))

    def spawn(
        self, *words: str, environ: Mapping[str, str | None] | None = None, closed: str = "", **how: object
    ) -> "subprocess.Popen[str]":
        """One command as a process of its own; None takes a variable out of its environment.

        `closed`: streams that it begins without, as sh takes them: `>&-`.
        """
        through = ("sh", "-c", f'exec "$@" {closed}', "sh") if closed else ()
        given = {**os.environ, **self.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **(environ or {})}
        streams: dict[str, object] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            [*through, sys.executable, "-W", "error", "-m", "wizard", *words],
            env={name: value for name, value in given.items() if value is not None},
            cwd=self.folder,
            text=True,
            **{**streams, **how},
        )

    def run_alone(self, *words: str, environ: Mapping[str, str | None] | None = None) -> Ran:
        """One command in a process of its own, to its end."""
        with self.spawn(*words, environ=environ) as process:
            out, err = process.communicate(timeout=20)
        return self._checked(Ran(process.returncode, out, err))

    def answers(self, **changes: object) -> str:
        """An answer file of two self-managed clusters; `changes` by id, with `__` for a dot, None takes out."""
        given: dict[str, object] = {
            "local.environment": "self",
            "remote.environment": "self",
            "alias": "analytics",
            "mode": "proxy",
            "purpose": "search",
            "access.search": ["logs-*"],
            "local.url": "http://127.0.0.1:9",
            "local.user": "elastic",
            # A keystore command that is there and lists nothing: by hand, --memory would be refused.
            "local.nodes": "local",
            "local.keystore_command": "true",
            "remote.url": "http://127.0.0.1:9",
            "remote.user": "elastic",
            "remote.address": "127.0.0.1:9443",
            "remote.interface_certificate": "certs/rcs.crt",
            "remote.interface_ca": "public",
            "search.user": "jdoe",
            **{name.replace("__", "."): value for name, value in changes.items()},
        }
        path = self.folder / "answers.yaml"
        path.write_text(yaml.safe_dump({name: value for name, value in given.items() if value is not None}), "utf-8")
        return str(path)

    @staticmethod
    def _checked(ran: Ran) -> Ran:
        for text in (ran.out, ran.err):
            assert "Traceback" not in text, text
            assert SECRET not in text, text
        assert ran.code != 70, ran.err
        return ran
