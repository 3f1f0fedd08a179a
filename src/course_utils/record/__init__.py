"""What a learner left, as a folder of events: ``events`` are lines, ``folder`` the files of them.

``record`` is what lessons use, ``exchange`` the file that is carried away, ``tally`` what a class
handed in.  Nothing here knows a course: a record is given a folder.
"""
