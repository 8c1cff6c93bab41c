"""« Complétude »: which month of which office is here, whole, late, missing, locked."""
