"""Who is at the desk: the page on which initials are picked, at opening and at a change of shift.

May import services, reports and the theme.
"""
