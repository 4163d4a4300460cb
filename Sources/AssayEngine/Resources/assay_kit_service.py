"""Servers of a learner's and the requests that the grader makes to them: HTTP/1.1 over loopback.

The client is plain asyncio, so that a thousand requests cost the grader little; latencies are milliseconds by
this process's monotonic clock.
"""
import asyncio
import json
import time

import assay_kit
from assay_kit import LabMistake, signal_number

MAXIMUM_HEAD = 64 << 10
MAXIMUM_BODY = 64 << 20
KEPT_BODY = 64 << 10
KEPT_BODIES = 200


class BadAnswer(Exception):
    """What came back is no HTTP response."""


class Connection:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.streams = None

    async def request(self, head, body):
        """(status, headers, body, whether the connection stays open) of one request."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=MAXIMUM_HEAD)
        reader, writer = self.streams
        writer.write(head + body)
        await writer.drain()
        try:
            text = await reader.readuntil(b"\r\n\r\n")
            while text.startswith(b"HTTP/1.1 1"):  # informational
                text = await reader.readuntil(b"\r\n\r\n")
            status, headers = self._head(text.decode("latin-1"))
            content, ends = await self._body(reader, status, headers, head)
        except asyncio.LimitOverrunError:
            raise BadAnswer("a head larger than 64 KiB") from None
        if ends or headers.get("connection", "").lower() == "close":
            self.close()
        return status, headers, content

    @staticmethod
    def _head(text):
        first, *lines = text[:-4].split("\r\n")
        parts = first.split(" ", 2)
        if len(parts) < 2 or not parts[0].startswith("HTTP/1.") or not parts[1].isdigit():
            raise BadAnswer("the first line is %r" % first[:80])
        headers = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon:
                raise BadAnswer("a header line is %r" % line[:80])
            name, value = name.strip().lower(), value.strip()
            headers[name] = headers[name] + ", " + value if name in headers else value
        return int(parts[1]), headers

    async def _body(self, reader, status, headers, head):
        if head.startswith(b"HEAD ") or status in (204, 304):
            return b"", False
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return await self._chunks(reader), False
        if "content-length" in headers:
            length = headers["content-length"]
            if not length.isdigit() or int(length) > MAXIMUM_BODY:
                raise BadAnswer("Content-Length is %r" % length[:40])
            return await reader.readexactly(int(length)), False
        body = bytearray()
        while data := await reader.read(65536):
            body += data
            if len(body) > MAXIMUM_BODY:
                raise BadAnswer("a body larger than 64 MiB")
        return bytes(body), True

    @staticmethod
    async def _chunks(reader):
        body = bytearray()
        while True:
            line = await reader.readuntil(b"\r\n")
            try:
                size = int(line.split(b";")[0], 16)
            except ValueError:
                raise BadAnswer("a chunk's size is %r" % line[:40]) from None
            if size == 0:
                while await reader.readuntil(b"\r\n") != b"\r\n":
                    pass
                return bytes(body)
            if len(body) + size > MAXIMUM_BODY:
                raise BadAnswer("a body larger than 64 MiB")
            body += await reader.readexactly(size)
            await reader.readexactly(2)

    def close(self):
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


def encoded(port, spec, index=0):
    """The bytes of a request that a mapping describes: its head and its body."""
    known = {"method", "path", "headers", "body", "json"}
    if set(spec) - known:
        raise LabMistake("a request knows no %s" % sorted(set(spec) - known))
    body = spec.get("body", b"")
    headers = {"Host": "127.0.0.1:%d" % port, "Accept": "*/*"}
    if "json" in spec:
        body = json.dumps(spec["json"])
        headers["Content-Type"] = "application/json"
    if isinstance(body, str):
        body = body.replace("{i}", str(index)).encode()
    headers.update(spec.get("headers", {}))
    path = spec.get("path", "/").replace("{i}", str(index))
    if body or spec.get("method", "GET") in ("POST", "PUT", "PATCH"):
        headers.setdefault("Content-Length", str(len(body)))
    lines = ["%s %s HTTP/1.1" % (spec.get("method", "GET"), path)]
    lines += ["%s: %s" % (name, str(value).replace("{i}", str(index))) for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), body


async def exchange(connection, spec, within_s, index=0):
    """One request as evidence: its response, or the name of what went wrong."""
    head, body = encoded(connection.port, spec, index)
    began = time.monotonic()
    try:
        answer = await asyncio.wait_for(connection.request(head, body), within_s)
    except (OSError, EOFError, BadAnswer, asyncio.TimeoutError, asyncio.LimitOverrunError) as error:
        connection.close()
        return {"error": name_of(error), "ms": (time.monotonic() - began) * 1000}
    status, headers, content = answer
    text = assay_kit.text_of(content[:KEPT_BODY])
    found = {
        "status": status, "headers": headers, "body": text, "bytes": len(content),
        "ms": (time.monotonic() - began) * 1000}
    if "json" in headers.get("content-type", "") and len(content) <= KEPT_BODY:
        import assay_kit_formats

        found["json"], problem = assay_kit_formats.document(text)
        if problem:
            found["json_problem"] = problem
    return found


def name_of(error):
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, asyncio.TimeoutError):
        return "timeout"
    if isinstance(error, (EOFError, ConnectionError)):
        return "closed"
    return str(error)[:200] if isinstance(error, BadAnswer) else type(error).__name__


def percentile(values, share):
    return values[min(len(values) - 1, int(len(values) * share))] if values else None


class Servers:
    """The processes of one operation by name, and what is done to them."""

    def __init__(self, kit):
        self.kit = kit
        self.children = {}

    # A script

    def script(self, steps, env, deadline):
        results = []
        for step in steps:
            results.append(self.step(dict(step), env, deadline))
        processes = {}
        self.kit.kill_all()
        for name, child in self.children.items():
            processes[name] = child.outcome()
        return {"steps": results, "processes": processes}

    def step(self, step, env, deadline):
        verbs = [name for name in ("start", "request", "load", "signal", "until", "wait", "stop") if name in step]
        if len(verbs) != 1:
            raise LabMistake("a step has one of start, request, load, signal, until, wait, stop, not %s" % sorted(step))
        verb = verbs[0]
        subject = step.pop(verb)
        step["deadline"] = deadline
        if verb == "start":
            step["env"] = {**(env or {}), **step.get("env", {})}
        try:
            return getattr(self, verb)(subject, **step)
        except TypeError as error:
            raise LabMistake("the step %s: %s" % (verb, error)) from None

    def _limit(self, deadline, within_s):
        limit = time.monotonic() + within_s
        return min(limit, deadline) if deadline else min(limit, self.kit.deadline())

    def child(self, name):
        if name not in self.children:
            raise LabMistake("no process %r was started" % (name,))
        return self.children[name]

    def _port(self, port):
        return int(self.kit.expand(port)) if isinstance(port, str) else port

    # Steps

    def start(self, name, *, argv, ready=None, env=None, within_s=10, keep_kb=256, deadline=None):
        """Starts a process, or starts it again, and waits until it is ready."""
        if name in self.children and not self.children[name].exited:
            raise LabMistake("the process %r is running already" % (name,))
        child = self.children[name] = self.kit.start(argv, env=env, keep_kb=keep_kb)
        limit = self._limit(deadline, within_s)
        ready = dict(ready or {})
        if "line" in ready:
            wanted = ready["line"].encode()
            is_ready = child.wait_until(
                lambda: child.exited or any(wanted in stream.head for stream in child.streams.values()), limit)
            is_ready = is_ready and any(wanted in stream.head for stream in child.streams.values())
        elif "port" in ready:
            is_ready = asyncio.run(self._probe(child, self._port(ready["port"]), ready.get("path"), limit))
        else:
            is_ready = True
        return {"ready": bool(is_ready), "exited": child.exited, "stderr": child.streams["stderr"].text()[-2000:]}

    async def _probe(self, child, port, path, limit):
        """Whether the port takes connections (and answers below 500 under `path`) before the limit."""
        while time.monotonic() < limit and not child.exited:
            connection = Connection(port)
            if path is None:
                try:
                    connection.streams = await asyncio.open_connection("127.0.0.1", port)
                    return True
                except OSError:
                    pass
                finally:
                    connection.close()
            else:
                found = await exchange(connection, {"path": path}, max(0.05, limit - time.monotonic()))
                connection.close()
                if found.get("status", 500) < 500:
                    return True
            await asyncio.sleep(0.01)  # nothing tells us when a port opens
        return False

    def request(self, spec, *, port, within_s=5, deadline=None):
        """One request on a connection of its own."""
        async def ask():
            connection = Connection(self._port(port))
            try:
                return await exchange(connection, spec, self._limit(deadline, within_s) - time.monotonic())
            finally:
                connection.close()

        return asyncio.run(ask())

    def load(self, spec, *, port, requests, concurrency=1, within_s=5, signal_after=None, deadline=None):
        """Many equal requests, so many at a time; {i} in path, headers and body counts them."""
        return asyncio.run(self._load(spec, self._port(port), requests, concurrency, within_s, signal_after, deadline))

    async def _load(self, spec, port, requests, concurrency, within_s, signal_after, deadline):
        numbers = iter(range(requests))
        answers = [None] * requests
        done = 0

        async def work():
            nonlocal done
            connection = Connection(port)
            for index in numbers:
                seconds = self._limit(deadline, within_s) - time.monotonic()
                if seconds <= 0:
                    break
                answers[index] = await exchange(connection, spec, seconds, index)
                done += 1
                if signal_after and done == signal_after["responses"]:
                    self.signal(signal_after["signal"], to=signal_after["to"])
            connection.close()

        await asyncio.gather(*(work() for _ in range(concurrency)))
        return self._summary(answers)

    @staticmethod
    def _summary(answers):
        seen = [answer for answer in answers if answer is not None]
        statuses, errors = {}, {}
        for answer in seen:
            key, counts = (answer["error"], errors) if "error" in answer else (str(answer["status"]), statuses)
            counts[key] = counts.get(key, 0) + 1
        times = sorted(answer["ms"] for answer in seen if "error" not in answer)
        return {
            "requests": len(answers), "answered": len(times), "statuses": statuses, "errors": errors,
            "ms": {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95), "p99": percentile(times, 0.99)},
            "bodies": [answer.get("body") if answer else None for answer in answers[:KEPT_BODIES]],
        }

    def signal(self, name, *, to, deadline=None):
        return {"sent": self.child(to).signal(signal_number(name))}

    def until(self, wanted, *, of, deadline=None):
        return self.kit.mark(self.child(of), wanted, deadline or self.kit.deadline())

    def wait(self, name, *, within_s=5, deadline=None):
        """Waits for a process to end by itself."""
        child = self.child(name)
        child.wait_exit(self._limit(deadline, within_s))
        outcome = child.outcome()
        return {"exited": child.exited, "exit": outcome["exit"], "signal": outcome["signal"],
                "seconds": outcome["wall_s"]}

    def stop(self, name, *, within_s=5, deadline=None):
        """SIGTERM, and SIGKILL where that does not end it in time."""
        self.child(name).signal(signal_number("TERM"))
        found = self.wait(name, within_s=within_s, deadline=deadline)
        self.child(name).kill("stop")
        return found
