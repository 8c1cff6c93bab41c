"""« Synchronisation »: where the office stands with the siège, and what is to be done about it.

`exchanger` runs the exchanges in a process of their own, and lives as long as the session; the
screen shows what it knows.
"""
