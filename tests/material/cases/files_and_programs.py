"""Cases of the checks on permissions, set-uid, hardening and what was left in."""

from material.check_cases import Cases
from material.elves import program
from material.trees import Content

_HASH = "root:$6$saltsalt$abcdefghijklmnopqrstuvwxyz:1::::::\n"
_P = program()


def script(body: str, path: str = "/usr/bin/x.sh") -> dict[str, Content]:
    """A root file system with one script."""
    return {path: f"#!/bin/sh\n{body}\n"}


CASES = [
    Cases(
        "FW-FILE-001",
        fails={
            "shadow 0644": ({"/etc/shadow": (_HASH, 0o644)}, ("/etc/shadow",)),
            "a copy": ({"/etc/shadow-": (_HASH, 0o644)}, ("/etc/shadow-",)),
        },
        passes={"shadow 0600": {"/etc/shadow": (_HASH, 0o600)}},
        near_misses={
            "shadow with no hash in it": {"/etc/shadow": ("root:*:1::::::\n", 0o644)},
            "passwd is for all": {"/etc/passwd": "root:x:0:0::/:/bin/sh\n"},
        },
    ),
    Cases(
        "FW-FILE-002",
        fails={
            "a start script": ({"/etc/init.d/S90app": ("#!/bin/sh\n", 0o777)}, ("/etc/init.d/S90app",)),
            "nearly everything": ({f"/usr/bin/p{n}": (_P, 0o777) for n in range(30)}, ("/",)),
        },
        passes={"0755": {"/etc/init.d/S90app": ("#!/bin/sh\n", 0o755)}},
        near_misses={"a file in /tmp": {"/tmp/x": ("x", 0o666)}, "a link": {"/etc/x": "->/tmp/x"}},
    ),
    Cases(
        "FW-FILE-003",
        fails={"a folder of programs": ({"/usr/local/bin": (None, 0o777)}, ("/usr/local/bin",))},
        passes={"0755": {"/usr/local/bin": (None, 0o755)}},
        near_misses={
            "sticky": {"/usr/local/bin": (None, 0o1777)},
            "temporary": {"/var/tmp": (None, 0o777), "/opt/app/cache": (None, 0o777)},
        },
    ),
    Cases(
        "FW-FILE-004",
        fails={
            "777": (script("chmod -R 777 /etc/config"), ("/usr/bin/x.sh:2",)),
            "symbolic": (script("chmod a+w /usr/bin/app"), ("/usr/bin/x.sh:2",)),
        },
        passes={"755": script("chmod 755 /usr/bin/app")},
        near_misses={
            "/tmp": script("chmod 777 /tmp\nchmod 1777 /var/x\nchmod 666 /dev/ttyS0"),
            "an echo": script("echo chmod 777 /etc"),
            "adding x": script("chmod +x /usr/bin/app"),
            "a comment": script("# chmod 777 /etc"),
        },
    ),
    Cases(
        "FW-FILE-005",
        fails={
            "a card": (
                script("[ -x /mnt/sd/debug.sh ] && /mnt/sd/debug.sh", "/etc/init.d/S99x"),
                ("/etc/init.d/S99x:2",),
            ),
            "/tmp": (script("sh /tmp/run.sh"), ("/usr/bin/x.sh:2",)),
        },
        passes={"own program": script("/usr/bin/app")},
        near_misses={
            "only a file there": script("cat /mnt/sd/list.txt\ncp /tmp/a /tmp/b"),
            "a comment": script("# sh /tmp/run.sh"),
            "a test": script("[ -f /tmp/x ]"),
        },
    ),
    Cases(
        "FW-FILE-006",
        fails={
            "this folder": ({"/etc/profile": "export PATH=.:/bin:/sbin\n"}, ("/etc/profile:1",)),
            "/tmp": (script("PATH=/bin:/tmp/bin"), ("/usr/bin/x.sh:2",)),
        },
        passes={"the usual": {"/etc/profile": "export PATH=/bin:/sbin:/usr/bin\n"}},
        near_misses={
            "a variable": {"/etc/profile": "PATH=$PATH:/opt/bin\n"},
            "another name": {"/etc/profile": "MANPATH=.:/x\n"},
        },
    ),
    Cases(
        "FW-PRIV-001",
        fails={
            "it calls system()": (
                {"/usr/bin/sysutil": (program(names=("system",)), 0o4755)},
                ("/usr/bin/sysutil",),
            ),
            "it only is set-uid": ({"/usr/bin/helper": (_P, 0o4755)}, ("/usr/bin/helper",)),
            "a script": ({"/usr/bin/up": ("#!/bin/sh\n", 0o4755)}, ("/usr/bin/up",)),
            "a shell": ({"/bin/bash": (_P, 0o4755)}, ("/bin/bash",)),
        },
        passes={"not set-uid": {"/usr/bin/sysutil": (program(names=("system",)), 0o755)}},
        near_misses={
            "the usual ones": {
                "/bin/su": (_P, 0o4755),
                "/bin/busybox": (_P, 0o4755),
                "/usr/bin/sudo": (_P, 0o4755),
            },
            "set-gid": {"/usr/bin/x": (_P, 0o2755)},
        },
    ),
    Cases(
        "FW-BIN-001",
        fails={
            "no NX": ({"/usr/bin/a": program(nx=False)}, ("/usr/bin/a",)),
            "three of four": ({"/usr/bin/a": program(pie=False, relro=False, canary=False)}, ("/usr/bin/a",)),
        },
        passes={"all four": {"/usr/bin/a": _P}},
        near_misses={
            "only PIE": {"/usr/bin/a": program(pie=False)},
            "no program": {"/usr/bin/a": b"\x7fELF" + bytes(20)},
        },
    ),
    Cases(
        "FW-BIN-002",
        fails={
            "an account beside a password": (
                {
                    "/usr/sbin/d": program(
                        names=("strcmp", "execl"), literals=("login: ", "service", "Fact0ry!Acme", "/bin/sh")
                    )
                },
                ("/usr/sbin/d",),
            )
        },
        passes={
            "no such literal": {
                "/usr/sbin/d": program(names=("strcmp", "system"), literals=("usage: d [-v]", "/bin/sh"))
            }
        },
        near_misses={
            "a version beside the word": {
                "/usr/sbin/d": program(
                    names=("strcmp", "system"), literals=("service", "v1.2.3-rc4", "/bin/sh")
                )
            },
            "a file beside the word": {
                "/usr/sbin/d": program(
                    names=("strcmp", "system"), literals=("admin", "Admin-Page1.html", "root", "/etc/Passwd1")
                )
            },
            "nothing that runs a shell": {
                "/usr/sbin/d": program(names=("strcmp",), literals=("service", "Fact0ry!Acme"))
            },
        },
    ),
    Cases(
        "FW-LEFT-001",
        fails={
            "strace": ({"/usr/bin/strace": _P}, ("/usr/bin/strace",)),
            "gdbserver": ({"/usr/local/bin/gdbserver": _P}, ("/usr/local/bin/gdbserver",)),
        },
        passes={"the product": {"/usr/bin/app": _P}},
        near_misses={
            "BusyBox's own": {"/bin/busybox": _P, "/bin/nc": "->busybox"},
            "a script about it": {"/usr/bin/strace-log-merge": "#!/bin/sh\n"},
            "its completion": {"/usr/share/bash-completion/gdb": "x"},
        },
    ),
    Cases(
        "FW-LEFT-002",
        fails={
            "a history": ({"/root/.bash_history": "ls\n"}, ("/root/.bash_history",)),
            "a repository": ({"/www/.git/config": "[core]\n", "/www/.git/HEAD": "x"}, ("/www/.git/HEAD",)),
            "a core dump": ({"/root/core": b"\x7fELF\x01\x01\x01" + bytes(9) + b"\x04\x00"}, ("/root/core",)),
            "an editor's copy": ({"/etc/app.conf~": "x=1\n"}, ("/etc/app.conf~",)),
        },
        passes={"none": {"/etc/app.conf": "x=1\n"}},
        near_misses={
            "a folder called core": {"/usr/lib/core/a.txt": "x"},
            "an empty history": {"/root/.bash_history": ""},
            "shadow's copy that is alike": {"/etc/shadow": ("a", 0o600), "/etc/shadow-": ("a", 0o600)},
        },
    ),
    Cases(
        "FW-LOG-001",
        fails={},
        passes={"sent on": {"/etc/init.d/S01log": "#!/bin/sh\nsyslogd -R 192.0.2.7:514 -L\n"}},
        near_misses={"kept in memory is no finding": {"/etc/init.d/S01log": "#!/bin/sh\nsyslogd -C128\n"}},
    ),
    Cases(
        "FW-REC-001",
        fails={},
        passes={"started": {"/etc/inittab": "::respawn:/sbin/watchdog -F /dev/watchdog\n"}},
        near_misses={"none": {"/etc/x": "y"}},
    ),
    Cases(
        "FW-RST-001",
        fails={},
        passes={"there": {"/usr/bin/factory_reset.sh": "#!/bin/sh\nrm -rf /data\n"}},
        near_misses={"none": {"/etc/x": "y"}},
    ),
]
