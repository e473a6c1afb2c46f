"""Ratios against the floor, measured in the same run on the same machine: `python -m benchmarks`."""
