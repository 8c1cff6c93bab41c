"""« Réception »: what came, what waits, what was refused, and what to do about it."""
