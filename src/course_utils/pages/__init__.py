"""Words as pages: the argument as an outline, the cases, tables, a class, each a Jinja template.

A module here gathers what a page says and leaves all markup to ``templates``, which escape it.
No page holds a picture; pictures stand on a page, so ``figures`` may use what is here.
"""
