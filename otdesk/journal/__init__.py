"""The append-only chained journal: canonical bytes, identifiers, digests, verification.

Pure computation over bytes; may import `domain` and `cryptography` (`keys` alone), never a database.
"""
