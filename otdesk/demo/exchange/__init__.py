"""The season on its way to the siège: paired, sent month by month, mishaps and all.

Only the siège's own code takes anything in: nothing here writes into its database beside it.
"""
