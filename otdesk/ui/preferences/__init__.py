"""The settings, one page a file: a change is written at once, and the window made anew with it.

May import `services`, `reports`, `store` and what the screens share in `ui`.
"""
