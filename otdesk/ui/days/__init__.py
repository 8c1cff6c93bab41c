"""The business day on screen: its time line, its accueils, its hours, its closing, its calendar.

May import services, reports, domain and the theme; queries run on the reading thread (`reading`).
"""
