"""The folder in which prepared tools outlive one test run, and locks over it."""

import os
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path


def cache_folder() -> Path:
    """The cache: `RCW_TEST_CACHE`, else the user's cache folder."""
    chosen = os.environ.get("RCW_TEST_CACHE")
    folder = Path(chosen) if chosen else user_cache_path("remote-cluster-wizard-tests")
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def cache_lock(name: str) -> FileLock:
    """A lock that only one process of this machine and user holds at a time."""
    folder = cache_folder() / "locks"
    folder.mkdir(exist_ok=True)
    return FileLock(folder / f"{name}.lock")
