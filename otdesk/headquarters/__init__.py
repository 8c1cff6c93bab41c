"""The siège: who has sent, what is missing, what goes down to the offices."""
