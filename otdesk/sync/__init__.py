"""The exchange between offices and the siège: packets, transports, pairing."""
