"""The demonstration season: six offices rebuilt, accueil by accueil, from the published figures.

May import everything below the screens; nothing but the command line imports it.
"""
