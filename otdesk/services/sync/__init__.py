"""The exchange as use cases: what an office does with what the head office says."""
