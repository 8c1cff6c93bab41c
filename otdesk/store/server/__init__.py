"""A head office's database on a PostgreSQL server: the same tables, rows and rules (decision 0014).

Imported only where a data folder names a server: an office never loads it.
"""
