"""A lesson open in a page, as a student's browser has it: the messages of Jupyter, and no browser."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any
from urllib.parse import quote, unquote

import websocket

from tests.long.hub import Classroom

CELL_SECONDS = 240


class LessonPage:
    """A lesson of the course with its kernel; ``forms`` has the widget of each question shown."""

    def __init__(self, room: Classroom, student: str, token: str, lesson: str) -> None:
        self.place, path = f"/user/{student}", f"course/notebooks/{lesson}.ipynb"
        self.forms: dict[str, str] = {}
        self._session, self._sent = uuid.uuid4().hex, 0
        notebook = room.call(f"{self.place}/api/contents/{quote(path)}", token)
        self.writable = bool(notebook["writable"])
        self.cells = [each for each in notebook["content"]["cells"] if each["cell_type"] == "code"]
        wanted = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = room.call(f"{self.place}/api/sessions", token, wanted)["kernel"]["id"]
        address = f"{room.url}{self.place}/api/kernels/{self.kernel}/channels"
        url = f"{address.replace('http', 'ws', 1)}?session_id={self._session}"
        head = [f"Authorization: token {token}"]
        self._socket = websocket.create_connection(url, timeout=CELL_SECONDS, header=head)

    def run_all(self) -> None:
        """Run the cells from top to bottom; an error in one is an error here."""
        for cell in self.cells:
            self.run("".join(cell["source"]), cell["id"])

    def run(self, code: str, cell: str = "") -> str:
        """Run code in the kernel, and return what it printed."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        asked = self._send("execute_request", content, {"cellId": cell})
        printed, left = "", {"execute_reply", "idle"}
        while left:
            message = self._receive()
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, said = message["header"]["msg_type"], message["content"]
            assert kind != "error", "\n".join([code, said["ename"], said["evalue"]])
            printed += said["text"] if kind == "stream" else ""
            left -= {kind, said.get("execution_state", "")}
        return printed

    def answer(self, responses: dict[str, object]) -> dict[str, float]:
        """Press the button of each of these questions, and wait for all: seconds to "saved"."""
        begun, waiting, taken = time.monotonic(), {}, {}
        for question, response in responses.items():
            number = f"page-{question}"
            message = {"ask": "check", "response": response, "id": number}
            if isinstance(response, str):
                message |= {"window": self._session, "known": ""}
            data = {"method": "custom", "content": message}
            self._send("comm_msg", {"comm_id": self.forms[question], "data": data})
            waiting[number] = question
        while waiting:
            said = self._receive()["content"].get("data", {}).get("content", {})
            if said.get("done") in waiting:
                assert said["saved"] is True, said
                taken[waiting.pop(said["done"])] = time.monotonic() - begun
        return taken

    def close(self) -> None:
        self._socket.close()

    def _send(self, kind: str, content: object, metadata: object = None) -> str:
        self._sent += 1
        number = f"{self._session}-{self._sent}"
        head = {"msg_id": number, "msg_type": kind, "session": self._session, "version": "5.3"}
        head |= {"username": "", "date": "2017-12-07T00:00:00Z"}
        message = {"header": head, "parent_header": {}, "metadata": metadata or {}}
        self._socket.send(json.dumps(message | {"content": content, "channel": "shell"}))
        return number

    def _receive(self) -> Any:
        """The next message; each widget of a question is noted on the way."""
        while not isinstance(frame := self._socket.recv(), str):
            pass  # a message with buffers, which no question has
        message = json.loads(frame)
        if message["header"]["msg_type"] == "comm_open":
            state = message["content"]["data"].get("state", {})
            if "question" in state:  # record, course, question, and its wording unless it is typed
                self.forms[unquote(state["place"].split("/")[2])] = message["content"]["comm_id"]
        return message
