"""The Littlest JupyterHub reads this as /opt/tljh/config/jupyterhub_config.d/course.py.

Any other JupyterHub takes the same lines in its own file.
"""

c = get_config()  # noqa: F821

# `course` is the link in each home to the shared folder.
c.Spawner.default_url = "/lab/tree/course/notebooks/00-start.ipynb"

# A class logs in within a minute.  A server that is up in seconds alone takes minutes in a crowd.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
