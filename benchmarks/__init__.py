"""Benchmarks: one number one file; `python -m benchmarks` measures and prints them all."""
