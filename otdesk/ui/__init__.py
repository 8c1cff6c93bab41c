"""The window: screens, widgets, theme and printing, the only package that imports PySide6.

It may import every layer below it; a screen reads reports and calls services, and computes nothing
itself.
"""
