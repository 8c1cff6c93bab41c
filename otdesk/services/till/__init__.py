"""The till: beginning it, selling, refunding, moving cash, closing, archiving.

One use case a function, on a signed stream; may import `store`, `journal` and `domain`.
"""
