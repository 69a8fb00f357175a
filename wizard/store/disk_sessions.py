"""Sessions as files in the state folder: written whole or not at all, one writer at a time."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from wizard.errors import SessionError
from wizard.scenario.answers import Answer
from wizard.store.session import BrokenSession, Session, broken, from_text, to_text
from wizard.store.sessions import Now, chosen, fresh, last_used_first, open_elsewhere, stamp, unknown

if TYPE_CHECKING:
    from filelock import BaseFileLock

T = TypeVar("T")

FILE = re.compile(r"[0-9a-f]{8}\.json")

BEGIN_S = 5.0
"""Longest wait for another run that is beginning a session, in seconds; that takes it milliseconds."""

BRIEFLY_S = 0.05
"""So long a lock is tried again, in seconds: whoever only looks who writes has it for a moment."""
OFTEN_S = 0.005
"""Seconds between two tries."""

WAY_OUT = "Make room or allow writing there, or set RCW_STATE_DIR to a folder that you may write to."


def state_folder(environ: Mapping[str, str]) -> Path:
    """Where this tool keeps its state: RCW_STATE_DIR, else the place that the platform has for it."""
    if named := environ.get("RCW_STATE_DIR"):
        return Path(named).expanduser()
    from platformdirs import user_state_path

    return user_state_path("remote-cluster-wizard", appauthor=False)


class DiskSessions:
    """Keeps each session as `sessions/<id>.json` in the folder; beside it stand its lock and its owner's process id."""

    def __init__(self, folder: Path, *, now: Now = lambda: datetime.now(UTC)) -> None:
        self._folder = folder / "sessions"
        self._now = now
        self._lock = Lock()
        self._claimed: set[str] = set()

    def create(self, name: str, answers: Mapping[str, Answer]) -> Session:
        """A new session with a random id, on disk at once. Raises SessionError."""
        session = fresh(name, answers, self._now, taken=self._ids())
        self._write(session)
        return session

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Look for a session and create it inside the `with`: no other run does so meanwhile. Raises SessionError."""
        from filelock import FileLock, Timeout

        self._make_folder()
        lock = FileLock(self._folder / ".beginning.lock", timeout=BEGIN_S, mode=0o600, thread_local=False)
        try:
            self._attempt(lock.acquire)
        except Timeout:
            raise SessionError(
                f"Another run has been beginning a session for {BEGIN_S:g} s.", hint="End that run, then start again."
            ) from None
        try:
            yield
        finally:
            lock.release()

    def load(self, id_or_name: str) -> Session:
        """The session of that id, or of an alias that only one has. Raises SessionError."""
        if id_or_name in self._ids():
            return self._read(id_or_name)
        return chosen(id_or_name, self.all())

    def save(self, session: Session) -> Session:
        """Write it whole or not at all; returns it with its new `updated_at`. Raises SessionError."""
        session = replace(session, updated_at=stamp(self._now))
        if session.id in self._claimed:
            self._write(session)
        else:
            with self._held(session.id):
                self._write(session)
        return session

    def all(self) -> tuple[Session | BrokenSession, ...]:
        """Every session, the last used first, and then what could not be read. Raises SessionError."""
        good: list[Session] = []
        bad: list[BrokenSession] = []
        for id in self._ids():
            try:
                good.append(self._read(id))
            except SessionError as error:
                if self._path(id).exists():  # else it was removed meanwhile
                    bad.append(BrokenSession(id, self._path(id), error))
        return (*last_used_first(good), *bad)

    def remove(self, id: str) -> None:
        """Remove its files, even if it is broken. Raises SessionError: unknown, or open in another run."""
        with self.claim(id):
            self._attempt(lambda: self._path(id).unlink(missing_ok=True))
            self._attempt(lambda: self._clear(id))
        with suppress(OSError):
            self._path(id, ".lock").unlink()

    @contextmanager
    def claim(self, id: str) -> Iterator[None]:
        """Be its one writer inside the `with`. Raises SessionError: unknown, or open in another run."""
        if id not in self._ids():
            raise unknown(id, self.all())
        with self._lock:
            if id in self._claimed:
                raise open_elsewhere(id, str(os.getpid()))
            self._claimed.add(id)
        try:
            with self._held(id):
                yield
        finally:
            with self._lock:
                self._claimed.discard(id)

    def writer(self, id: str) -> str:
        """The process of another run that has claimed it; empty when none has."""
        owner = self._path(id, ".owner")
        # A run that was killed leaves its name behind, but not its lock.
        if id in self._claimed or not owner.exists():
            return ""
        from filelock import Timeout

        try:
            with self._lock_of(id):
                # Nobody need look for its lock again.
                owner.unlink(missing_ok=True)
                return ""
        except Timeout:
            return self._owner(owner)
        except OSError:
            return ""

    def try_writing(self) -> None:
        """Raises SessionError when the folder takes no file."""
        self._make_folder()

        def put() -> None:
            handle, name = tempfile.mkstemp(prefix=".try.", suffix=".tmp", dir=self._folder)
            os.close(handle)
            os.unlink(name)

        self._attempt(put)

    @contextmanager
    def _held(self, id: str) -> Iterator[None]:
        """The lock of that session, held by this process; let go by the system when the process ends in any way."""
        from filelock import Timeout

        owner = self._path(id, ".owner")
        self._make_folder()
        lock = self._lock_of(id)
        try:
            self._attempt(lock.acquire)
        except Timeout:
            raise open_elsewhere(id, self._owner(owner)) from None
        try:
            # Not in the lock file itself: Windows lets nobody else read what is locked.
            self._attempt(lambda: owner.write_text(f"{os.getpid()}\n", encoding="ascii"))
            yield
        finally:
            with suppress(OSError):
                owner.unlink(missing_ok=True)
            lock.release()

    def _lock_of(self, id: str) -> "BaseFileLock":
        from filelock import FileLock

        # thread_local=False: taken in one thread, let go perhaps in another.
        return FileLock(
            self._path(id, ".lock"), timeout=BRIEFLY_S, poll_interval=OFTEN_S, mode=0o600, thread_local=False
        )

    def _owner(self, path: Path) -> str:
        with suppress(OSError, ValueError):
            return str(int(path.read_text(encoding="ascii")))
        return "unknown"

    def _ids(self) -> tuple[str, ...]:
        def names() -> list[str]:
            try:
                return os.listdir(self._folder)
            except FileNotFoundError:
                return []

        return tuple(sorted(name.removesuffix(".json") for name in self._attempt(names) if FILE.fullmatch(name)))

    def _path(self, id: str, suffix: str = ".json") -> Path:
        return self._folder / f"{id}{suffix}"

    def _read(self, id: str) -> Session:
        path = self._path(id)
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise broken(path, error.strerror or type(error).__name__) from None
        except UnicodeDecodeError:
            raise broken(path, "it is not UTF-8 text") from None
        return from_text(text, path)

    def _write(self, session: Session) -> None:
        """Write beside, flush, put in place: at any moment the name holds a whole session."""
        path = self._path(session.id)
        self._make_folder()
        self._refuse_to_overwrite(path)
        try:
            content = to_text(session).encode()
        except UnicodeEncodeError:
            raise SessionError(
                f"The session {session.id} was not written: an answer is not valid Unicode text.",
                hint="Give that answer again (often a path with a name in another encoding).",
            ) from None

        def put() -> None:
            self._clear(session.id)
            handle, name = tempfile.mkstemp(prefix=f".{session.id}.", suffix=".tmp", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(name)
                raise
            _flush_folder(self._folder)

        self._attempt(put)

    def _clear(self, id: str) -> None:
        """Remove half-written files of a run that was killed; only its writer may."""
        for left_over in self._folder.glob(f".{id}.*.tmp"):
            left_over.unlink(missing_ok=True)

    def _refuse_to_overwrite(self, path: Path) -> None:
        """A file that we cannot read (broken, or newer) is not ours to replace. Raises SessionError."""
        if path.exists():
            self._read(path.stem)

    def _make_folder(self) -> None:
        def make() -> None:
            if not self._folder.exists():
                self._folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._folder.mkdir(exist_ok=True, mode=0o700)
            if os.name == "posix" and self._folder.stat().st_mode & 0o077:
                self._folder.chmod(0o700)

        self._attempt(make)

    def _attempt(self, call: Callable[[], T]) -> T:
        """The call; what the disk refuses becomes a SessionError with the way out."""
        try:
            return call()
        except TimeoutError:
            raise
        except (OSError, NotImplementedError) as error:
            why = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
            raise SessionError(f"The state folder cannot be used: {self._folder} ({why}).", hint=WAY_OUT) from None


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where a folder can be flushed."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
