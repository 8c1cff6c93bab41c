"""The names of the views of the page Stock."""

LEVELS, DOCUMENTS, COUNT = "levels", "documents", "count"
