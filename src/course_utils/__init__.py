"""Read a policy argument closely: statements, network, claims, and questions about them.

>>> import course_utils as cu
>>> course = cu.load_course()
>>> cu.draw_timeline(course)  # doctest: +SKIP

The names are in ``__init__.pyi``, once; each is loaded where it is first used, so that importing
the package costs next to nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
