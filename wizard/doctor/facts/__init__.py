"""Facts: what can be looked at, one file per topic. A fact reads, parses and never judges."""
