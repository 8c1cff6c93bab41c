"""The Boutique screen and its pages: selling, the till, the articles, the stock, the receipts.

Each page is given the `ShopDesk`; none queries or computes. May import what `ui` may.
"""
