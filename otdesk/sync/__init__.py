"""The exchange between offices and the head office (siège).

Packets are written, carried and read here; what they do to a database is the store's affair.
"""
