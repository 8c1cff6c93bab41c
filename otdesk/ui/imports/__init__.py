"""Taking accueils from a spreadsheet: the file, its faults or its summary, then all or nothing.

May import `services` and what the screens share in `ui`.
"""
