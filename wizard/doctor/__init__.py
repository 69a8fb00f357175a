"""Checks: facts are looked up, judged, and named as findings. Never changes anything."""
