"""A naive grader's intake: unpacks /in as tutorials do, then says what has become of it.

It runs in a throw-away sandbox whose /work and /tmp are memory. The last line that it prints is a JSON list of
effects, in the words of the corpus: what an attack that bites must bring about.
"""
import json
import os
import signal
import stat
import tarfile
import unicodedata
import zipfile

SOURCE, FOLDER, SECRET = "/in", "/work/unpacked", "/work/secret"
MANY_BYTES, MANY_FILES = 48 << 20, 10_000
effects = set()


class Hang(Exception):
    pass


def hang(*_):
    raise Hang


def unpack_zip():
    with zipfile.ZipFile(SOURCE) as archive:
        names = archive.namelist()
        if len(set(names)) < len(names):
            effects.add("misled")
        for info in archive.infolist():
            target = os.path.join(FOLDER, info.filename)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if stat.S_ISLNK(info.external_attr >> 16):
                os.symlink(archive.read(info), target)
            elif not info.is_dir():
                with open(target, "wb") as file:
                    file.write(archive.read(info))


def unpack():
    os.mkdir(FOLDER)
    if zipfile.is_zipfile(SOURCE):
        with open(SOURCE, "rb") as file:
            if file.read(2) != b"PK":
                effects.add("misled")
        unpack_zip()
    else:
        with tarfile.open(SOURCE) as archive:
            # What newer versions do unless they are told otherwise came too late for many graders.
            archive.extraction_filter = getattr(tarfile, "fully_trusted_filter", None)
            archive.extractall(FOLDER)


def is_hidden(character):
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def look_around():
    if set(os.listdir("/work")) != {"unpacked", "secret"} or os.listdir("/tmp"):
        effects.add("escaped")
    count = size = 0
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            status = os.lstat(os.path.join(folder, name))
            count += 1
            size += status.st_size
            if stat.S_ISREG(status.st_mode) and status.st_mode & (stat.S_ISUID | stat.S_ISGID):
                effects.add("disturbed")
            if any(map(is_hidden, name)) or name == "evil.py":
                effects.add("misled")
            name.encode()
    if count > MANY_FILES or size > MANY_BYTES:
        effects.add("exhausted")


def read_work():
    path = os.path.join(FOLDER, "work.py")
    if os.path.lexists(path) and os.stat(path).st_size < MANY_BYTES:
        with open(path, "rb") as file:
            if b"SECRET" in file.read():
                effects.add("leaked")


signal.signal(signal.SIGALRM, hang)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
with open(SECRET, "w") as file:
    file.write("SECRET")
try:
    if not os.path.isdir(FOLDER):
        unpack()
    look_around()
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    read_work()
except Hang:
    effects.add("hung")
except Exception:
    effects.add("lost")
print(json.dumps(sorted(effects)))
