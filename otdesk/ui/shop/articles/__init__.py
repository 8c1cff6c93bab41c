"""The page of the catalogue: articles, families, suppliers, prices, import."""
