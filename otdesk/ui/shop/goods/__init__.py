"""What the pages of the catalogue and of the stock share: tables, fields, panels, their frame."""
