"""Positions as pictures drawn by matplotlib; what is mostly words belongs in ``pages``."""
