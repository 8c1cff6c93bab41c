"""Paper: the pages of a PDF as pictures, the system's printers, and the panel that chooses one.

The only place of QPrinter. May import all of otdesk but `app`, `cli` and the screens.
"""
