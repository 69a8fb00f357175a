"""What to do when the keyring is missing, locked, silent, refuses or does not keep: words per platform."""

from typing import Literal, assert_never

Trouble = Literal["missing", "locked", "silent", "refused", "unfit"]

MEMORY = "Or keep secrets in memory for this run (--memory)."
"""The way on at a command line."""
MEMORY_KEY = "Or m: keep secrets in memory until you leave."
"""The way on in the app."""
HEADLESS = (
    'dbus-run-session -- bash -c \'read -rsp "Password of the keyring: " P; printf %s "$P" | '
    "gnome-keyring-daemon --unlock --components=secrets >/dev/null; unset P; exec bash'"
)
"""One line to paste: a keyring where nobody signed in to a desktop. The password is chosen when it is first run."""


def advice(trouble: Trouble, platform: str) -> str:
    """The way out. `platform` is `sys.platform`."""
    match trouble:
        case "missing":
            return _get_one(platform)
        case "locked":
            return _unlock(platform)
        case "silent":
            return f"A window that asks for a password may wait behind this one. {_unlock(platform)}"
        case "refused":
            return _allow(platform)
        case "unfit":
            return (
                "`python -m keyring diagnose` names the backend and its files: take `default-keyring` out of "
                f"keyringrc.cfg, unset PYTHON_KEYRING_BACKEND. {_get_one(platform)}"
            )
        case _:
            assert_never(trouble)


def _get_one(platform: str) -> str:
    if platform == "darwin":
        return "The missing backend is the macOS Keychain: `python -m keyring diagnose` says what was taken instead."
    if platform == "win32":
        return "The missing backend is Windows Credential Locker: install pywin32-ctypes beside this tool."
    return (
        "The missing backend is a Secret Service (GNOME Keyring, KWallet or KeePassXC) on a D-Bus session. "
        "On Debian or Ubuntu: `apt install gnome-keyring dbus-user-session`, then sign in again. "
        f"Without a desktop this opens a shell that has one, for the tool and all that runs beside it: `{HEADLESS}`"
    )


def _unlock(platform: str) -> str:
    if platform == "darwin":
        return "Unlock the login keychain and allow Python to use it when asked, then try again."
    if platform == "win32":
        return "Sign in to Windows so that Credential Locker is open, then try again."
    return (
        "Unlock the keyring (on a desktop: Passwords and Keys, or KWalletManager; without one: "
        "`gnome-keyring-daemon --unlock`), then try again."
    )


def _allow(platform: str) -> str:
    if platform == "darwin":
        return (
            "Allow Python to use the keychain when asked (the permission belongs to this one Python), then try again."
        )
    if platform == "win32":
        return "Look whether a policy forbids saved credentials in Windows Credential Locker, then try again."
    return "Look whether the keyring (GNOME Keyring, KWallet or KeePassXC) lets this program in, then try again."
