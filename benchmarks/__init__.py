"""Ours beside what one would use instead: ``python -m benchmarks.NAME [rounds]``.

Run one alone, on a quiet machine.
"""
