"""The calls of the Linux kernel that no notebook needs, refused by a filter of the kernel's own.

A script too, like landlock.py beside it, which loads it: it imports nothing of the project. The
filter is a small program of BPF, the kernel's `seccomp` machine: its instructions look at the
number of a call and at its first argument. What it refuses fails with EPERM, as a right that one
does not have. Memory that no process has mapped counts in no limit of a process: what makes such
memory, other than files of a bounded size, is refused too.
Source: the kernel's documentation, userspace-api/seccomp_filter; linux/bpf_common.h.
"""

import ctypes
import errno
import platform
import struct

# The numbers of the calls that are refused, on x86-64 and on 64-bit ARM.
REFUSED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "move_pages": (279, 239),
    "msgget": (68, 186),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "request_key": (249, 218),
    "semget": (64, 190),
    "shmget": (29, 194),
    "syslog": (103, 116),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
}
SOCKETS = {"socket": (41, 198), "socketpair": (53, 199)}
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: the jail has no network
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH
OTHER_NUMBERS = 0x40000000  # from there, x86-64 knows the same calls by other numbers

LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what a filter is shown
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
SET_SECCOMP, FILTER = 22, 2


class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def program() -> bytes | None:
    """The filter for this machine, 8 bytes an instruction; None for a kind that is not known."""
    if platform.system() != "Linux" or platform.machine() not in MACHINES:
        return None
    column, architecture = MACHINES[platform.machine()]
    refused = sorted(numbers[column] for numbers in REFUSED.values())
    sockets = sorted(numbers[column] for numbers in SOCKETS.values())
    # (instruction, value, where to go if true, where to go if not); no label is the next line
    lines = [
        (LOAD, ARCHITECTURE, "", ""),
        (EQUAL, architecture, "", "refuse"),
        (LOAD, NUMBER, "", ""),
        (AT_LEAST, OTHER_NUMBERS, "refuse", ""),
        *((EQUAL, number, "refuse", "") for number in refused),
        *((EQUAL, number, "sockets", "") for number in sockets),
        "allow",
        (RETURN, ALLOW, "", ""),
        "sockets",
        (LOAD, FIRST_ARGUMENT, "", ""),
        *((EQUAL, family, "allow_socket", "") for family in FAMILIES),
        "refuse",
        (RETURN, REFUSE, "", ""),
        "allow_socket",
        (RETURN, ALLOW, "", ""),
    ]
    return _assembled(lines)


def _assembled(lines):
    """The instructions, their labels replaced by how many instructions to skip."""
    places, instructions = {}, []
    for line in lines:
        if isinstance(line, str):
            places[line] = len(instructions)
        else:
            instructions.append(line)
    code = b""
    for place, (operation, value, true, false) in enumerate(instructions):
        skips = [places[label] - place - 1 if label else 0 for label in (true, false)]
        code += struct.pack("=HBBI", operation, *skips, value)
    return code


def restrict() -> None:
    """Put this process and all that it starts under the filter; raises OSError when it cannot.

    The process must have renounced new privileges before.
    """
    code = program()
    if code is None:
        return
    filtered = Program(len(code) // 8, code)
    if ctypes.CDLL(None, use_errno=True).prctl(SET_SECCOMP, FILTER, ctypes.byref(filtered), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")
