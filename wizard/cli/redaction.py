"""The one redactor of a command: it hears every secret that is read or kept, and cleans whatever is written down."""

from wizard.redact import Redactor

REDACTOR = Redactor(keeps_ids=True)
"""Ids of keys stay readable: they name what an admin of the remote cluster looks for."""
