"""A real JupyterHub for a class, on this machine alone: students, their homes, the shared course."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy" / "jupyterhub"
START_SECONDS = 90
SPAWN_SECONDS = 240
INSTALL_SECONDS = 600
# Users that nobody has, one a student, where the test may choose: each owns files of its own.
FIRST_USER = 61_001
MARK = "COURSE_HUB_TEST"  # in the environment of all that this test starts
NPM = "The hub's proxy needs npm. On Debian or Ubuntu: sudo apt-get install npm"
PYTHON = "Students need a Python that each user of this machine may run, such as /usr/bin/python3"

CONFIG = """
import os
from jupyterhub.spawner import SimpleLocalProcessSpawner

given = {given!r}
c = get_config()
load_subconfig(given["course"])

class StudentSpawner(SimpleLocalProcessSpawner):
    home_dir_template = given["homes"] + "/{{username}}"

    def make_preexec_fn(self, name):
        home, user = self.home_dir, given["users"][name]
        def become():
            if user != os.geteuid():
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)
            os.chdir(home)
        return become

c.JupyterHub.spawner_class = StudentSpawner
c.Spawner.environment = given["environment"]
c.Spawner.ip = "127.0.0.1"
c.JupyterHub.bind_url = given["url"]
c.JupyterHub.hub_bind_url = given["hub"]
c.ConfigurableHTTPProxy.api_url = given["proxy"]
c.ConfigurableHTTPProxy.command = [given["program"]]
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = given["password"]
c.Authenticator.allowed_users = set(given["users"])
c.JupyterHub.services = [{{"name": "class", "api_token": given["token"]}}]
scopes = ["admin:users", "admin:servers", "tokens"]
c.JupyterHub.load_roles = [{{"name": "class", "services": ["class"], "scopes": scopes}}]
"""


@dataclass(frozen=True)
class Classroom:
    """A running hub: its address, its keys, the shared course and the homes of its students."""

    url: str
    password: str
    token: str
    folder: Path
    users: dict[str, int] = field(repr=False)

    @property
    def course(self) -> Path:
        return self.folder / "course-utils"

    def home(self, student: str) -> Path:
        return self.folder / "homes" / student

    def call(self, path: str, token: str, body: object = None, method: str = "") -> Any:
        """Ask the hub, or a student's server, and return the JSON that it answers."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method or None)
        request.add_header("Authorization", f"token {token}")
        with urllib.request.urlopen(request, timeout=SPAWN_SECONDS) as answer:
            return json.loads(answer.read() or b"null")

    def start_server(self, student: str) -> str:
        """Start a student's server, wait until it is ready, and return the student's own token."""
        place = f"/hub/api/users/{student}"
        self.call(f"{place}/server", self.token, {})
        deadline = time.monotonic() + SPAWN_SECONDS
        while not self.call(place, self.token)["servers"].get("", {}).get("ready"):
            assert time.monotonic() < deadline, f"the server of {student} is not ready"
            time.sleep(0.3)
        return str(self.call(f"{place}/tokens", self.token, {"expires_in": 3600})["token"])


@contextmanager
def classroom(folder: Path, students: Sequence[str]) -> Iterator[Classroom]:
    """Install what a hub needs into ``folder``, and run it; it ends with all that it started."""
    root = os.geteuid() == 0
    users = {name: FIRST_USER + n if root else os.geteuid() for n, name in enumerate(students)}
    python = _python_for(users[students[0]])
    keys = (secrets.token_hex(16), secrets.token_hex(16))
    room = Classroom(f"http://127.0.0.1:{_free_port()}", *keys, folder, users)
    _share_course(room)
    _install(room, python)
    for name, user in users.items():
        _make_home(room, name, user)
    hub = folder / "hub"
    hub.mkdir(mode=0o700)
    # So that a test which is ended from outside ends what it started, too.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (hub / "log").open("w") as log, _hub(room, log) as process:
        try:
            _wait_until_up(room, process)
            yield room
        finally:
            end_all(folder)
            signal.signal(signal.SIGTERM, before)


def _python_for(user: int) -> Path:
    """The first Python that this user may run: one in somebody's home is of that person alone."""
    for python in (Path(sys.base_prefix, "bin", "python3"), Path("/usr/bin/python3")):
        with suppress(OSError, subprocess.CalledProcessError):
            check = [str(python), "-c", "import ensurepip, venv"]
            subprocess.run(check, check=True, user=user, capture_output=True)
            return python
    pytest.fail(PYTHON, pytrace=False)


def _share_course(room: Classroom) -> None:
    """Put a copy of the course where no student may write."""
    listing = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.check_output(["git", *listing], cwd=ROOT, text=True).split("\0")
    for name in filter(None, names):
        (room.course / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, room.course / name)


def _install(room: Classroom, python: Path) -> None:
    """Do what the Dockerfile does, and install the hub and its proxy."""
    if not shutil.which("npm"):
        pytest.fail(NPM, pytrace=False)
    env = room.folder / "env"
    ours, npm = str(env / "bin/python"), ["npm", "install", "--silent", "--no-audit", "--no-fund"]
    pip = [ours, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for command in (
        [str(python), "-m", "venv", str(env)],
        [*pip, "jupyterhub", "-e", str(room.course)],
        [ours, "-m", "compileall", "-q", str(room.course / "src")],
        [*npm, "--prefix", str(room.folder), "configurable-http-proxy"],
    ):
        subprocess.run(command, check=True, timeout=INSTALL_SECONDS, cwd=room.folder)
    settings = env / "etc/jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copy(DEPLOY / "jupyter_server_config.json", settings)
    subprocess.run(["chmod", "-R", "a=rX", room.course], check=True)


def _make_home(room: Classroom, student: str, user: int) -> None:
    """A home that its owner alone may enter, with a link to the course, as useradd makes it."""
    home = room.home(student)
    home.mkdir(parents=True)
    (home / "course").symlink_to(room.course)
    os.chown(home, user, -1)
    home.chmod(0o700)


def _hub(room: Classroom, log: TextIO) -> subprocess.Popen[bytes]:
    """Start JupyterHub with the settings of ``deploy/``, and students of this test."""
    addresses = [f"http://127.0.0.1:{_free_port()}" for _ in range(2)]
    ours = ("COURSE_", "JUPYTER", "XDG_", "PYTHONPATH")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    path = os.pathsep.join([str(room.folder / "env/bin"), kept["PATH"]])
    given = {
        "course": str(DEPLOY / "course.py"),
        "homes": str(room.folder / "homes"),
        "users": room.users,
        "environment": {MARK: str(room.folder)},
        "url": room.url,
        "hub": addresses[0],
        "proxy": addresses[1],
        "program": str(room.folder / "node_modules/.bin/configurable-http-proxy"),
        "password": room.password,
        "token": room.token,
    }
    (room.folder / "hub/config.py").write_text(CONFIG.format(given=given))
    command = [str(room.folder / "env/bin/jupyterhub"), "-f", "config.py"]
    environment = kept | {"PATH": path, MARK: str(room.folder)}
    where = room.folder / "hub"
    return subprocess.Popen(command, cwd=where, env=environment, stdout=log, stderr=log)


def _wait_until_up(room: Classroom, hub: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            room.call("/hub/api/", room.token)
        except (OSError, ValueError):
            up = hub.poll() is None and time.monotonic() < deadline
            assert up, (room.folder / "hub/log").read_text()[-3000:]
            time.sleep(0.3)
        else:
            return


def running(folder: Path) -> dict[int, dict[str, str]]:
    """The processes that this test started, by number, each with its environment."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            pairs = (place / "environ").read_text(errors="replace").split("\0")
            environment = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
            if environment.get(MARK) == str(folder):
                found[int(place.name)] = environment
    return found


def end_all(folder: Path) -> None:
    """End the hub and all that it started, at first politely."""
    for way in (signal.SIGTERM, signal.SIGKILL):
        for number in running(folder):
            with suppress(ProcessLookupError):
                os.kill(number, way)
        deadline = time.monotonic() + 15
        while running(folder) and time.monotonic() < deadline:
            time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
