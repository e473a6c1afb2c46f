"""Bytes in, bytes out: orientation, size, metadata, thumbnail."""
