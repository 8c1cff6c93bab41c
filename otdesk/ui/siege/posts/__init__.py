"""« Postes »: who is believed; invited, confirmed by telephone, revoked."""
