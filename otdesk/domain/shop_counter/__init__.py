"""The grammar of the Boutique: what a key means, from the first article to the payment.

Pure: no Qt, no clock, no database. A key comes in, a new state and an effect come out; the window
and the tests drive the very same code.
"""
