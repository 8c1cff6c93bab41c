"""The counter's grammar: what each key means, from the first digit to the validated accueil.

Pure: no Qt, no clock, no database. A key comes in with its instant, a new draft and an effect
come out; the window, the headless writer and the tests drive the very same code.
"""
