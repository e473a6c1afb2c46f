"""Tables out of the files that offices have: bytes in, rows of typed cells out. Nothing here knows what a site is."""
