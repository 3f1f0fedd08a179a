"""What a question is: its kinds, how a response is judged, and how quiz files are read.

Nothing here knows a course, a record or a page: it is given rows, and hands out outcomes.
"""
