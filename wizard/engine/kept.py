"""Sessions as they are kept, for front ends to show: values only, nothing that reads or writes them."""

from wizard.store.session import BrokenSession, Session

__all__ = ["BrokenSession", "Session"]
