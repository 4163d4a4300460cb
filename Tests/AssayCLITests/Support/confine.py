"""Runs a command as it would run in a place that allows less.

  --container       root as in a plain container: few capabilities, control groups read-only, no namespaces
  --user UID        an ordinary user without groups
  --no-namespaces   whoever it is may make no namespaces
"""

import ctypes
import os
import platform
import struct
import sys

libc = ctypes.CDLL(None, use_errno=True)

# What Docker leaves to root.
CAPABILITIES = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod "
    "audit_write setfcap"
).split()

NUMBERS = {  # unshare, setns, clone, clone3, mount
    "x86_64": (272, 308, 56, 435, 165),
    "aarch64": (97, 268, 220, 435, 40),
}
NEW_NAMESPACES = 0x7E020000


def check(result, what):
    if result != 0:
        sys.exit(f"confine: {what}: {os.strerror(ctypes.get_errno())}")


def make_control_groups_read_only():
    check(libc.unshare(0x00020000), "unshare")  # CLONE_NEWNS
    check(libc.mount(None, b"/", None, 0x44000, None), "mount")  # MS_REC | MS_PRIVATE
    with open("/proc/self/mountinfo") as file:
        mounts = [line.split() for line in file]
    for fields in mounts:
        if fields[fields.index("-") + 1] in ("cgroup", "cgroup2"):
            point = fields[4].encode()
            check(libc.mount(point, point, None, 0x1000, None), "bind")  # MS_BIND
            check(libc.mount(None, point, None, 0x1021, None), "remount")  # MS_REMOUNT | MS_BIND | MS_RDONLY


def refuse_namespaces():
    """A filter that answers EPERM, as container engines' do; ENOSYS for clone3, whose flags it cannot see."""
    unshare, setns, clone, clone3, mount = NUMBERS[platform.machine()]
    program = [
        (0x20, 0, 0, 0),  # the number
        (0x15, 5, 0, unshare),
        (0x15, 4, 0, setns),
        (0x15, 3, 0, mount),
        (0x15, 4, 0, clone3),
        (0x15, 4, 0, clone),
        (0x06, 0, 0, 0x7FFF0000),  # allow
        (0x06, 0, 0, 0x00050001),  # EPERM
        (0x06, 0, 0, 0x7FFF0000),
        (0x06, 0, 0, 0x00050026),  # ENOSYS
        (0x20, 0, 0, 16),  # the first argument
        (0x45, 0, 1, NEW_NAMESPACES),
        (0x06, 0, 0, 0x00050001),
        (0x06, 0, 0, 0x7FFF0000),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    prog = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    check(libc.prctl(38, 1, 0, 0, 0), "no_new_privs")
    check(libc.prctl(22, 2, ctypes.create_string_buffer(prog)), "seccomp")


def main(words):
    options, command = words[: words.index("--")], words[words.index("--") + 1 :]
    becoming = ["setpriv"]
    if "--container" in options:
        make_control_groups_read_only()
        kept = ",".join(["-all"] + [f"+{name}" for name in CAPABILITIES])
        becoming += [f"--bounding-set={kept}", f"--inh-caps={kept}"]
    if "--user" in options:
        user = options[options.index("--user") + 1]
        becoming += [f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all"]
    if len(becoming) > 1:
        rest = [sys.executable, __file__, "--no-namespaces"] if {"--container", "--no-namespaces"} & set(options) else []
        os.execvp(becoming[0], becoming + ["--"] + rest + (["--"] if rest else []) + command)
    if "--no-namespaces" in options:
        refuse_namespaces()
    os.execv(command[0], command)


main(sys.argv[1:])
