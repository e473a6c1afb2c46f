"""The components that every page shares, each in its own file, and the fields of a form."""
