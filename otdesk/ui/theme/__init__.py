"""The product's look: palettes, scale, fonts, style sheet, focus ring, ridges of the Cévennes.

`palette` and `scale` are plain values without Qt; the others may import PySide6 and those two.
"""
