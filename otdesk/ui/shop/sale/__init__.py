"""The page that sells: articles, basket, payment."""
