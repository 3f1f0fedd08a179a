"""Positions as pictures: the timeline and the network, drawn by matplotlib and shown as SVG.

What is mostly words belongs in ``pages``; nothing here knows a widget.
"""
