"""The head office's window: what came, what is missing, which posts are believed."""
