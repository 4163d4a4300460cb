"""Carries calls into the learner's code and values out of it. It judges nothing and knows no answer.

It runs inside the sandbox, in the learner's process. Questions arrive on descriptor 3, one JSON object a
line; answers leave on descriptor 4. docs/architecture.md describes the dialogue. Only the standard library
is used, and as little of it as possible: every import here is paid for by every run.
"""
import os
import sys
import time

LAB, SUBMISSION = sys.argv[1:3]
EXERCISE = LAB + "/exercise.py"
MAXIMUM_DEPTH = 60
MAXIMUM_NODES = 300_000
MAXIMUM_TEXT = 4 << 20
MAXIMUM_REPR = 300


# -- Values ------------------------------------------------------------------------------------------

try:
    # The accelerator behind `json`; `json` itself imports `re`, which costs as much as the interpreter.
    from _json import encode_basestring_ascii, make_scanner

    class _ScannerContext:
        strict = True
        object_hook = None
        parse_float = float
        parse_int = int
        parse_constant = float

        @staticmethod
        def object_pairs_hook(pairs):
            return _untagged(pairs)

    _scan = make_scanner(_ScannerContext())

    def decode(text):
        return _scan(text, 0)[0]

except ImportError:  # pragma: no cover - an interpreter without the accelerator
    import json
    from json.encoder import py_encode_basestring_ascii as encode_basestring_ascii

    def decode(text):
        return json.loads(text, object_pairs_hook=_untagged)


def _untagged(pairs):
    if len(pairs) == 1 and pairs[0][0][:1] == "$":
        tag, content = pairs[0]
        if tag == "$tuple":
            return tuple(content)
        if tag == "$set":
            return set(content)
        if tag == "$bytes":
            return bytes.fromhex(content)
        if tag == "$float":
            return float(content)
        if tag == "$map":
            return {key: value for key, value in content}
    return dict(pairs)


class Encoder:
    """Writes values as wire text. What has no faithful form becomes its type's name and a cut `repr`."""

    def __init__(self):
        self.nodes = 0
        self.room = MAXIMUM_TEXT

    def encode(self, value, depth=0):
        self.nodes += 1
        kind = type(value)
        if value is None:
            return "null"
        if kind is bool:
            return "true" if value else "false"
        if kind is int:
            return self._integer(value)
        if kind is float:
            return self._float(value)
        if kind is str:
            return self._text(value)
        if depth >= MAXIMUM_DEPTH or self.nodes > MAXIMUM_NODES or self.room <= 0:
            return '{"$opaque":["%s","(too large to be carried)"]}' % _ascii(kind.__name__)
        if kind is list:
            return self._items(value, depth)
        if kind is tuple:
            return '{"$tuple":' + self._items(value, depth) + "}"
        if kind is dict:
            return self._dict(value, depth)
        if kind is bytes or kind is bytearray or kind is memoryview:
            return self._bytes(bytes(value))
        if kind is set or kind is frozenset:
            return '{"$set":[' + ",".join(sorted(self.encode(item, depth + 1) for item in value)) + "]}"
        return self._other(value, kind, depth)

    def _integer(self, value):
        try:
            text = str(value)
        except ValueError:  # over the interpreter's limit of digits
            return '{"$opaque":["int","(more digits than can be printed)"]}'
        self.room -= len(text)
        return text

    @staticmethod
    def _float(value):
        if value != value:
            return '{"$float":"nan"}'
        if value in (float("inf"), float("-inf")):
            return '{"$float":"%s"}' % ("inf" if value > 0 else "-inf")
        return repr(value)

    def _text(self, value):
        if len(value) > self.room:
            return '{"$opaque":["str","(%d characters: too large to be carried)"]}' % len(value)
        self.room -= len(value)
        return encode_basestring_ascii(value)

    def _bytes(self, value):
        if 2 * len(value) > self.room:
            return '{"$opaque":["bytes","(%d bytes: too large to be carried)"]}' % len(value)
        self.room -= 2 * len(value)
        return '{"$bytes":"%s"}' % value.hex()

    def _items(self, items, depth):
        return "[" + ",".join([self.encode(item, depth + 1) for item in items]) + "]"

    def _dict(self, value, depth):
        plain = all(type(key) is str and key[:1] != "$" for key in value)
        if plain:
            return "{" + ",".join([self._pair(k, v, depth) for k, v in value.items()]) + "}"
        pairs = ["[" + self.encode(k, depth + 1) + "," + self.encode(v, depth + 1) + "]" for k, v in value.items()]
        return '{"$map":[' + ",".join(pairs) + "]}"

    def _pair(self, key, value, depth):
        return encode_basestring_ascii(key) + ":" + self.encode(value, depth + 1)

    def _other(self, value, kind, depth):
        if isinstance(value, Carried):
            return value.encoded(self)
        if isinstance(value, BaseException):
            return describe_exception(value, self)
        try:
            names = self._field_names(value, kind)
            if names is not None:
                fields = ",".join([self._pair(name, getattr(value, name), depth) for name in names])
                return '{"$object":["%s",{%s}]}' % (_ascii(kind.__name__), fields)
        except Exception:
            pass
        return '{"$opaque":["%s",%s]}' % (_ascii(kind.__name__), encode_basestring_ascii(_repr(value)))

    @staticmethod
    def _field_names(value, kind):
        if "__dataclass_fields__" in dir(kind):
            return list(kind.__dataclass_fields__)
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return list(kind._fields)
        if hasattr(kind, "_member_map_") and hasattr(value, "_value_"):
            return ["name", "value"]
        return None


def _ascii(text):
    return "".join(c if c.isalnum() or c in "_.<>" else "?" for c in str(text)[:80])


def _repr(value):
    try:
        text = repr(value)
    except BaseException as error:
        text = "<repr raised %s>" % type(error).__name__
    return text if len(text) <= MAXIMUM_REPR else text[:MAXIMUM_REPR] + "…"


class Carried:
    """An exception with the public attributes that the exercise asked for."""

    def __init__(self, error, names):
        self.error = error
        self.names = names

    def encoded(self, encoder):
        return describe_exception(self.error, encoder, self.names)


# -- Exceptions --------------------------------------------------------------------------------------

def describe_exception(error, encoder=None, names=(), depth=0):
    encoder = encoder or Encoder()
    try:
        message = str(error)
    except BaseException as failure:
        message = "<str raised %s>" % type(failure).__name__
    members = ""
    if isinstance(error, BaseExceptionGroup) and depth < 5:
        members = ",".join([describe_exception(e, encoder, names, depth + 1) for e in error.exceptions[:20]])
    if isinstance(error, SyntaxError) and not names:
        names = ("offset", "text")  # where in which line, for a caret in the report
    attributes = {name: getattr(error, name, None) for name in names}
    return '{"$exception":{"type":"%s","message":%s,"frames":[%s],"members":[%s],"attributes":%s}}' % (
        _ascii(type(error).__name__),
        encode_basestring_ascii(message[:500]),
        ",".join(_frames(error)),
        members,
        encoder.encode(attributes) if names else "null",
    )


def _frames(error):
    """The learner's own frames, outermost first, at most 20 of them (the ends of a long recursion)."""
    own = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.startswith(SUBMISSION):
            own.append((code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and str(error.filename).startswith(SUBMISSION):
        own.append((error.filename, error.lineno or 0, "<module>"))
    if len(own) > 20:
        own = own[:5] + own[-15:]
    return [
        '{"file":%s,"line":%d,"function":%s,"source":%s}' % (
            encode_basestring_ascii(file[len(SUBMISSION) + 1:]), line,
            encode_basestring_ascii(name), encode_basestring_ascii(_source(file, line)),
        )
        for file, line, name in own
    ]


def _source(file, line):
    try:
        with open(file, encoding="utf-8", errors="replace") as source:
            for number, text in enumerate(source, 1):
                if number == line:
                    return text.strip()[:200]
    except OSError:
        pass
    return ""


# -- The private channel -----------------------------------------------------------------------------

class Channel:
    """Lines to and from the grader, on descriptors that no child process inherits."""

    def __init__(self):
        # Out of the way of code that closes or writes low descriptors; not inheritable through exec.
        # 200 and 201, or the highest that the run's limit of open files allows.
        top = min(201, os.sysconf("SC_OPEN_MAX") - 1)
        self._read = os.dup2(3, top - 1, inheritable=False)
        self._write = os.dup2(4, top, inheritable=False)
        os.close(3)
        os.close(4)
        os.register_at_fork(after_in_child=self._close)
        self._buffer = b""

    def _close(self):
        for descriptor in (self._read, self._write):
            try:
                os.close(descriptor)
            except OSError:
                pass

    def receive(self):
        while b"\n" not in self._buffer:
            data = os.read(self._read, 65536)
            if not data:
                os._exit(0)
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return decode(line.decode())

    def send(self, text):
        data = text.encode() + b"\n"
        while data:
            data = data[os.write(self._write, data):]


# -- The virtual clock -------------------------------------------------------------------------------

class Deadlock(BaseException):
    """Nothing is ready, no timer is set and no thread is running: this wait would never end."""


def virtual_loop():
    """An event loop whose clock jumps to the next timer as soon as nothing else can happen."""
    import asyncio
    import threading

    class VirtualLoop(asyncio.SelectorEventLoop):
        def __init__(self):
            super().__init__()
            self._virtual_now = 1000.0
            self._selector = _VirtualSelector(self._selector, self)

        def time(self):
            return self._virtual_now

    class _VirtualSelector:
        def __init__(self, real, loop):
            self._real = real
            self._loop = loop

        def __getattr__(self, name):
            return getattr(self._real, name)

        def select(self, timeout=None):
            events = self._real.select(0)
            if events or timeout is not None and timeout <= 0:
                return events
            if threading.active_count() > 1:  # a worker thread may be about to wake the loop
                events = self._real.select(0.05 if timeout is not None else 1.0)
                if events:
                    return events
            if timeout is None:
                raise Deadlock()
            self._loop._virtual_now += timeout
            return []

    return VirtualLoop()


def _waiting(loop):
    """For each unfinished task, where the learner's code waits."""
    import asyncio

    places = []
    for task in asyncio.all_tasks(loop):
        place = None
        coroutine = task.get_coro()
        while coroutine is not None:
            frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "ag_frame", None)
            if frame is not None and frame.f_code.co_filename.startswith(SUBMISSION):
                file = frame.f_code.co_filename[len(SUBMISSION) + 1:]
                place = "%s:%d %s" % (file, frame.f_lineno, frame.f_code.co_name)
            coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "ag_await", None)
        if place:
            places.append(place)
    return sorted(set(places))[:10]


# -- Calls -------------------------------------------------------------------------------------------

class Context:
    """What an exercise's operations get as their first argument."""

    def __init__(self, channel, answer, holds, kit=None):
        #: Starts the learner's programs, under the drivers that do not import the submission.
        self.kit = kit
        self._channel = channel
        self._answer = answer
        self._holds = holds
        self.reported = False

    def report(self, value):
        """Sends the evidence now, and holds the process as it is until the grader has seen the server."""
        if self.reported:
            return
        self.reported = True
        self._answer('"returned":' + Encoder().encode(value), held=self._holds)
        if self._holds:
            while "release" not in self._channel.receive():
                pass

    @staticmethod
    def exception(error, *names):
        """`error` as a value, with these of its public attributes."""
        return Carried(error, names)


class Harness:
    def __init__(self, channel):
        self.channel = channel
        self.driver = "call"
        self.kit = None
        self.operations = {}

    def run(self):
        while True:
            message = self.channel.receive()
            if "load" in message:
                self.load(message["load"])
            elif "call" in message:
                self.call(message["call"])
            elif "end" in message:
                return

    # Loading

    def load(self, question):
        self.driver = question["driver"]
        if self.driver == "virtual-asyncio":
            import asyncio  # noqa: F401 - before the submission's folder can shadow anything
        token = question["token"]
        try:
            if question["kit"]:
                self.kit = _kit(question["kit"])
            else:
                sys.path.insert(0, SUBMISSION)
            for name in question["modules"]:
                __import__(name)
            if question["exercise"]:
                with open(EXERCISE, encoding="utf-8") as file:
                    code = compile(file.read(), EXERCISE, "exec")
                self.operations = {"__name__": "exercise", "__file__": EXERCISE}
                exec(code, self.operations)
        except BaseException as error:
            self.channel.send('{"token":"%s","failed":%s}' % (token, describe_exception(error)))
            return
        problems = [(i, p) for i, e in enumerate(question["interface"]) for p in [_interface_problem(e)] if p]
        if problems:
            text = ",".join(['{"entry":%d,"problem":%s}' % (i, Encoder().encode(p)) for i, p in problems])
            self.channel.send('{"token":"%s","interface":[%s]}' % (token, text))
        else:
            self.channel.send('{"token":"%s","loaded":true}' % token)

    # Calling

    def call(self, question):
        started = _schedstat()
        token = question["token"]

        def answer(text, held=False):
            cpu, share = _used_since(started)
            self.channel.send(
                '{"token":"%s","cpu":%r,"wait":%r,"held":%s,%s}' % (token, cpu, share, "true" if held else "false", text))

        context = Context(self.channel, answer, self.driver == "client", self.kit)
        try:
            value = self._invoke(question, context)
        except _Deadlocked as deadlock:
            answer('"deadlocked":' + Encoder().encode(deadlock.places))
        except BaseException as error:
            if not context.reported:
                context.reported = True
                answer('"raised":' + describe_exception(error), held=context._holds)
                if context._holds:
                    while "release" not in self.channel.receive():
                        pass
        else:
            context.report(value)
        finally:
            if self.kit:
                self.kit.clean_up()

    def _invoke(self, question, context):
        if "kit" in question:
            return self.kit.run(question["kit"], question["input"])
        if "operation" in question:
            function = self.operations[question["operation"]]
            result = function(context, **question["input"])
        else:
            function = sys.modules[question["module"]]
            for part in question["function"].split("."):
                function = getattr(function, part)
            if question["capture"]:
                return self._captured(lambda: self._settled(function(*question["args"], **question["kwargs"]), context))
            result = function(*question["args"], **question["kwargs"])
        return self._settled(result, context)

    @staticmethod
    def _captured(call):
        """What `call` returns, with what it printed."""
        import io

        own = sys.stdout
        sys.stdout = printed = io.StringIO()
        try:
            returned = call()
        finally:
            sys.stdout = own
        return {"returned": returned, "printed": printed.getvalue()}

    def _settled(self, result, context):
        if not hasattr(result, "__await__") and not _is_coroutine(result):
            return result
        return self._run(result, context)

    def _run(self, coroutine, context):
        import asyncio

        loop = virtual_loop() if self.driver == "virtual-asyncio" else asyncio.new_event_loop()

        async def main():
            value = await coroutine
            if self.driver == "client":
                context.report(value)
            return value

        asyncio.set_event_loop(loop)
        try:
            return loop.run_until_complete(main())
        except Deadlock:
            raise _Deadlocked(_waiting(loop)) from None
        finally:
            _finish(loop)
            asyncio.set_event_loop(None)


class _Deadlocked(Exception):
    def __init__(self, places):
        self.places = places


def _is_coroutine(value):
    return type(value).__name__ in ("coroutine", "generator") and hasattr(value, "send") and hasattr(value, "cr_code")


def _finish(loop):
    """Ends what the learner's code left on the loop; a task that refuses to end is abandoned."""
    import asyncio

    try:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks, timeout=0.2))
        loop.run_until_complete(asyncio.wait_for(loop.shutdown_asyncgens(), 0.2))
        loop.close()
    except BaseException:
        pass


def _interface_problem(entry):
    """None, or what is wrong with the learner's side of one interface entry."""
    try:
        item = __import__(entry["module"])
        for part in entry["name"].split("."):
            item = getattr(item, part)
    except (ImportError, AttributeError):
        return "missing"
    if not callable(item) and not isinstance(item, property):
        return "not_callable" if entry["parameters"] else None
    function = item.__init__ if isinstance(item, type) else item
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if code is None or code.co_flags & 0x08:  # takes **kwargs
        return None
    known = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]
    missing = [name for name in entry["parameters"] if name not in known]
    return {"missing_parameters": missing} if missing else None


def _kit(settings):
    """The kit, which no submission can shadow: nothing of a submission is importable here."""
    sys.path.insert(0, LAB)
    import assay_kit

    return assay_kit.Kit(settings, LAB, SUBMISSION)


def _schedstat():
    try:
        with open("/proc/thread-self/schedstat") as file:
            waited = int(file.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        waited = 0.0
    return time.process_time(), waited


def _used_since(started):
    cpu, waited = (now - then for now, then in zip(_schedstat(), started))
    return cpu, waited / (waited + cpu) if waited + cpu > 0 else 0.0


# -- Start -------------------------------------------------------------------------------------------

def hello():
    """What this process can see of its own isolation, checked by the grader before anything is loaded."""
    status = {}
    with open("/proc/self/status") as file:
        for line in file:
            key, _, value = line.partition(":")
            status[key] = value.strip()
    try:
        with open("/proc/net/dev") as file:
            interfaces = [line.split(":")[0].strip() for line in file if ":" in line]
    except OSError:
        interfaces = []
    return {
        "python": "%d.%d.%d" % sys.version_info[:3],
        "uid": os.getuid(),
        "effective_capabilities": status.get("CapEff", ""),
        "seccomp": int(status.get("Seccomp", "0")),
        "no_new_privileges": int(status.get("NoNewPrivs", "0")),
        "interfaces": interfaces,
    }


def main():
    sys.path.remove(LAB)  # only this file came from there
    sys.path += sys.argv[3:4]  # the environment's packages: nothing of the standard library gives way to them
    channel = Channel()
    channel.send(Encoder().encode({"hello": hello()}))
    Harness(channel).run()
    # Left-over threads, exit handlers and destructors of the learner have no say any more.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)

