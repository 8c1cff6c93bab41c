"""The command line: one module a command, with `register` (its words) and `run` (its work).

May import every layer below; heavy libraries are imported by the command that needs them.
"""
