"""Printed pages, spreadsheets and files made from reports, and the geometry of their maps.

Nothing here computes a figure or imports Qt; it may import `reports` and what lies below.
"""
