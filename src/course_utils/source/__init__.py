"""What a row is: the columns of each table, how tables are read and checked, and their errors.

Nothing here knows a question, a course or a learner; ``words`` is the only module below.
"""
