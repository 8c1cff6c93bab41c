"""Charts as drawings: each function takes values and words, and returns primitives.

Imports `otdesk.documents.drawing` and typography; neither reportlab nor Qt, and no report.
"""
