"""The first run: a store of one's own, a laptop that joins a bureau, or a bureau's store."""
