"""The head office: the union of its offices' journals, and what is missing of it."""
