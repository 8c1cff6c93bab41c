"""The counter: the screen is the keyboard. Four rows of tiles, one question each.

The rules live in `domain.counter`; here keys are recognised, drafts shown, records handed over.
"""
