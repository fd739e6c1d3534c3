"""Reads memory: its own through /proc and ctypes, and that of other processes."""

# %%
import ctypes
import os

found = []
for path in ("self", "thread-self", os.getpid(), os.getppid(), *range(1, 200)):
    for name in ("mem", "maps", "environ", "cmdline", "fd/3", "root/etc/passwd", "cwd"):
        try:
            found.append(open(f"/proc/{path}/{name}", "rb").read(100))
        except OSError:
            pass
for device in ("/dev/mem", "/dev/kmem", "/proc/kcore", "/dev/shm", "/sys/kernel"):
    try:
        found.append(open(device, "rb").read(100))
    except OSError:
        pass
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
for pid in range(1, 200):
    if libc.process_vm_readv(pid, buffer, 1, buffer, 1, 0) > 0 or libc.ptrace(16, pid, 0, 0) == 0:
        found.append(pid)
if found:
    os._exit(13)
print("Nothing was found.")
