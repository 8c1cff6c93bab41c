"""The append-only chained journal: canonical bytes, identifiers, digests, verification.

Pure computation over bytes; may import `domain` and, in `keys`, `cryptography`; never a database.
"""
