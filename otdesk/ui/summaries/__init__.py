"""The summaries: choose a period, read its figures and charts, see its pages, print, export.

May import reports, documents and services; every figure comes from `reports`, every chart from
`documents`, and long work runs on `context.reading`.
"""
