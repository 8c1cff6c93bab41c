"""Reading the shop: what is sold, what is left, what was sold, what is owed.

Queries and frozen dataclasses; may import `store`, `journal` and `domain`.
"""
