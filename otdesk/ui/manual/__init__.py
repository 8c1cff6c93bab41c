"""The French manual, read inside the program: its pages, their look, the search in them.

May import what the screens share in `ui`; the pages themselves lie in `resources/help`.
"""
