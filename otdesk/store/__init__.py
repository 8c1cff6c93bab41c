"""The database: engine, tables, transactions, projections, migrations, backup, integrity.

May import `journal` and `domain`; knows neither screens nor figures.
"""
