"""What a teacher makes a course with: a new one, its workbook, the report on it, the doctor.

Only the commands in ``__main__`` use it; no lesson needs anything here, and no page or widget is.
"""
