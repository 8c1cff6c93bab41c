"""Pairing: how an office and the siège come to know each other's keys (`sync.md`, "Pairing").

The siège issues an invitation, the office answers with its own key, both screens show four words
a key that two people compare by telephone, and the siège confirms by a record of its stream.
"""
