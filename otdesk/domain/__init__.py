"""Pure rules and values: visits, origins, demands, periods, openings, the counter's grammar.

Imports the standard library and `otdesk.errors` alone.
"""
