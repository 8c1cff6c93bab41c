"""The page of receipts: found again, printed again, refunded."""
