"""The two windows that stand before the main one: the choice of the office, a refusal to open.

May import `services`, `store` and what the screens share in `ui`.
"""
