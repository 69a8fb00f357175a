"""Practice clusters on this machine; shares no constant with the rest, so that it cannot agree with its mistakes."""
