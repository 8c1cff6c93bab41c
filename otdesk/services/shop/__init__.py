"""The shop beside its till: catalogue, stock, baskets that wait, money held for others.

One use case a function, on the office's stream; may import `store`, `journal` and `domain`.
"""
