"""Reads: what pages and commands ask of a store. Each function takes a Reader and returns plain values."""
