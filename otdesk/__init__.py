"""The front desk of a French tourist office: welcomes, days, reports, exchange with the siège.

This package only carries the version; each layer below it says what it holds and may import.
"""

__version__ = "0.1.0"
