"""The runner: prepares, applies, proves and takes back the steps of a plan."""
