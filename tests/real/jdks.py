"""Finds the Java Development Kits of this machine."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class ToolsMissing(Exception):
    """Something outside Python that real nodes need is not here; the text says what."""


@dataclass(frozen=True, slots=True)
class Jdk:
    """A Java Development Kit; `build` changes with every release of it."""

    home: Path
    major: int
    build: str

    @property
    def java(self) -> Path:
        return self.home / "bin" / "java"

    @property
    def javac(self) -> Path:
        return self.home / "bin" / "javac"


def find_jdk(version: str) -> Jdk:
    """The kit that fits an Elasticsearch version; raises ToolsMissing."""
    found = {jdk.major: jdk for jdk in _all_jdks()}
    wanted = [17, 21] if version.startswith("8.") else [25, 21, *sorted(major for major in found if major > 21)]
    for major in wanted:
        if major in found:
            return found[major]
    needed = "17 or 21" if version.startswith("8.") else "21 or later"
    raise ToolsMissing(f"No Java Development Kit {needed} was found for Elasticsearch {version}.")


def _all_jdks() -> Iterator[Jdk]:
    for home in _candidate_homes():
        release = home / "release"
        if not (home / "bin" / "javac").exists() or not release.exists():
            continue
        text = release.read_text(encoding="utf-8")
        match = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
        if match:
            yield Jdk(home, int(match[1]), text)


def _candidate_homes() -> Iterator[Path]:
    # Later ones win, so the most deliberate choice comes last.
    yield from sorted(path.resolve() for path in Path("/usr/lib/jvm").glob("*") if path.is_dir())
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent
    for name in sorted(os.environ):
        if re.fullmatch(r"JAVA_HOME_\d+_X64", name):
            yield Path(os.environ[name])
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
