"""The exchange between offices and the siège: packets, and the mailboxes that carry them."""
