"""The page of the stock: what is left, deliveries, transfers, inventories, losses."""
