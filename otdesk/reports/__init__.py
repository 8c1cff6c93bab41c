"""Figures: one query a table, folded into frozen dataclasses that every renderer shares.

May import `store`, `journal` and `domain`; it never writes, and no renderer computes a figure.
"""
