"""The system calls that a guest may make: what computing, files and threads need, and no more.

What isn't here is refused: programs, new processes, sockets, mounts, namespaces, tracing, keys,
shared memory, and whatever the kernel learns next year.
"""

# Name: (number on x86_64, number on aarch64 or None if it isn't there).
# fmt: off
FREE: dict[str, tuple[int, int | None]] = {
    # Files and folders
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "pwrite64": (18, 68), "preadv": (295, 69), "pwritev": (296, 70), "preadv2": (327, 286),
    "pwritev2": (328, 287), "open": (2, None), "openat": (257, 56), "creat": (85, None),
    "close": (3, 57), "close_range": (436, 436), "stat": (4, None), "fstat": (5, 80),
    "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291), "statfs": (137, 43),
    "fstatfs": (138, 44), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "lseek": (8, 62), "getdents": (78, None), "getdents64": (217, 61), "getcwd": (79, 17),
    "chdir": (80, 49), "fchdir": (81, 50), "mkdir": (83, None), "mkdirat": (258, 34),
    "rmdir": (84, None), "unlink": (87, None), "unlinkat": (263, 35), "rename": (82, None),
    "renameat": (264, 38), "renameat2": (316, 276), "link": (86, None), "linkat": (265, 37),
    "symlink": (88, None), "symlinkat": (266, 36), "readlink": (89, None),
    "readlinkat": (267, 78), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "fadvise64": (221, 223), "fsync": (74, 82), "fdatasync": (75, 83), "flock": (73, 32),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "umask": (95, 166),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "sendfile": (40, 71), "copy_file_range": (326, 285), "getxattr": (191, 8),
    "lgetxattr": (192, 9), "fgetxattr": (193, 10), "listxattr": (194, 11),
    "llistxattr": (195, 12), "flistxattr": (196, 13), "dup": (32, 23), "dup2": (33, None),
    "dup3": (292, 24), "fcntl": (72, 25),
    # Memory
    "brk": (12, 214), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215),
    "mremap": (25, 216), "madvise": (28, 233), "msync": (26, 227), "mincore": (27, 232),
    # Waiting for events
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "epoll_create": (213, None), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "eventfd": (284, None), "eventfd2": (290, 19), "timerfd_create": (283, 85),
    "timerfd_settime": (286, 86), "timerfd_gettime": (287, 87), "signalfd": (282, None),
    "signalfd4": (289, 74), "pipe": (22, None), "pipe2": (293, 59), "pause": (34, None),
    # A socket that is already there
    "shutdown": (48, 210), "getsockname": (51, 204), "getpeername": (52, 205),
    # Time
    "gettimeofday": (96, 169), "time": (201, None), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101),
    "alarm": (37, None), "getitimer": (36, 102), "setitimer": (38, 103),
    "timer_create": (222, 107), "timer_settime": (223, 110), "timer_gettime": (224, 108),
    "timer_getoverrun": (225, 109), "timer_delete": (226, 111), "times": (100, 153),
    # Threads, and signals to itself
    "futex": (202, 98), "futex_waitv": (449, 449), "set_robust_list": (273, 99),
    "rseq": (334, 293), "membarrier": (324, 283), "gettid": (186, 178), "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "getpriority": (140, 141), "getcpu": (309, 168),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132), "restart_syscall": (219, 128), "kill": (62, 129),
    "tkill": (200, 130), "tgkill": (234, 131), "exit": (60, 93), "exit_group": (231, 94),
    "wait4": (61, 260), "waitid": (247, 95),
    # Facts about itself
    "getpid": (39, 172), "getppid": (110, 173), "getpgrp": (111, None), "getpgid": (121, 155),
    "getsid": (124, 156), "setsid": (112, 157), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getresuid": (118, 148), "getresgid": (120, 150),
    "getgroups": (115, 158), "capget": (125, 90), "uname": (63, 160), "sysinfo": (99, 179),
    "getrusage": (98, 165), "getrlimit": (97, 163), "setrlimit": (160, 164),
    "prlimit64": (302, 261), "getrandom": (318, 278),
}
# fmt: on

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020000
_ALL_BITS = 0xFFFFFFFF
_MSG_OOB = 1

# Name: (numbers, position of the argument, its bits that count, the values that are allowed).
BOUND: dict[str, tuple[tuple[int, int], int, int, tuple[int, ...]]] = {
    # Threads, but no processes: so the limits of one process are the limits of the guest.
    "clone": ((56, 220), 0, _CLONE_THREAD | _CLONE_NAMESPACES, (_CLONE_THREAD,)),
    # Pairs of local sockets only: event loops wake themselves up with one.
    "socketpair": ((53, 199), 0, _ALL_BITS, (1,)),
    # Nothing out of band: the kernel's part for it had a hole that led out of sandboxes, and
    # nobody uses it with local sockets (CVE-2025-38236).
    "sendto": ((44, 206), 3, _MSG_OOB, (0,)),
    "recvfrom": ((45, 207), 3, _MSG_OOB, (0,)),
    "sendmsg": ((46, 211), 2, _MSG_OOB, (0,)),
    "recvmsg": ((47, 212), 2, _MSG_OOB, (0,)),
    # SO_TYPE, SO_ERROR, SO_SNDBUF, SO_RCVBUF, SO_PROTOCOL, SO_DOMAIN: nothing of the other side.
    "getsockopt": ((55, 209), 2, _ALL_BITS, (3, 4, 7, 8, 38, 39)),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: is it a terminal, don't block, …
    "ioctl": ((16, 29), 1, _ALL_BITS, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # PR_SET_NAME, PR_GET_NAME: threads have names.
    "prctl": ((157, 167), 0, _ALL_BITS, (15, 16)),
}

# A thread by its number alone: whose it is can't be seen from the call.
NAMELESS = frozenset({"tkill"})


def alone(pid: int) -> dict[str, tuple[tuple[int, int], int, int, tuple[int, ...]]]:
    """What else is bound where other processes can be named: nobody but itself is reached.

    Args:
        pid: the guest's process.
    """
    return {
        "kill": ((62, 129), 0, _ALL_BITS, (pid,)),
        "tgkill": ((234, 131), 0, _ALL_BITS, (pid,)),
        "prlimit64": ((302, 261), 0, _ALL_BITS, (0, pid)),
        # All but F_SETOWN, F_SETOWN_EX and F_SETSIG, which send signals by way of a file.
        "fcntl": ((72, 25), 1, _ALL_BITS, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032)),
    }
