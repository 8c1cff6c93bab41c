"""The SQL of the reports: one GROUP BY a table, on (office, day) index ranges only.

Each function takes a connection and a `Scope` and returns plain rows; nothing is folded here.
May import `store` and SQLAlchemy.
"""
