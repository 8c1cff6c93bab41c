"""A packet: one immutable, signed `.zip` with everything after the last acknowledged entry."""
