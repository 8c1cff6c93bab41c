"""The page of the till: float, cash, X, Z, training, deposits."""
