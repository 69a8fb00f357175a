"""Open sessions and the library of what is kept: all that a front end may touch."""
