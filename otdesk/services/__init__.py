"""Use cases that write: one function each, in one transaction, returning what changed.

May import `store`, `journal` and `domain`; reading figures is the business of `reports`.
"""
