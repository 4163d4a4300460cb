import ctypes
import os

# Whatever of the process that started us could be seen is told on stdout.
parent = os.getppid()
seen = []
for place in ("mem", "environ", "maps", "fd/200", "fd/201", "map_files", "cwd/.", "root/."):
    try:
        os.close(os.open("/proc/%d/%s" % (parent, place), os.O_RDONLY))
        seen.append(place)
    except OSError:
        pass
try:
    seen += ["fd"] * len(os.listdir("/proc/%d/fd" % parent))
except OSError:
    pass
own = [int(name) for name in os.listdir("/proc/self/fd") if int(name) > 2]
if ctypes.CDLL(None).ptrace(16, parent, 0, 0) == 0:
    seen.append("ptrace")
print("SEEN", seen, len(own) - 1, dict(os.environ).get("ASSAY"))
