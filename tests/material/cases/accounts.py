"""Cases of the checks on accounts, PAM and sudo."""

from passlib.hash import des_crypt, md5_crypt, sha512_crypt

from material.check_cases import Cases

_SHA = sha512_crypt.using(rounds=1000)
ADMIN = md5_crypt.using(salt="abcdefgh").hash("admin")
STRONG = _SHA.using(salt="saltsaltsalt").hash("Tz7!kq-Wv2#pL9x")
PASSWD = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n"


def accounts(root: str, passwd: str = PASSWD) -> dict[str, object]:
    """A root file system whose root has the shadow field `root`."""
    return {
        "/etc/passwd": passwd,
        "/etc/shadow": (f"root:{root}:18000:0:99999:7:::\nnobody:*:18000::::::\n", 0o600),
    }


CASES = [
    Cases(
        "FW-ACCT-001",
        fails={
            "a published default": (accounts(ADMIN), ("/etc/shadow:1",)),
            "the account's own name, in SHA-512": (accounts(_SHA.hash("root")), ("/etc/shadow:1",)),
            "a hash in passwd itself": (
                {"/etc/passwd": f"svc:{des_crypt.hash('1234')}:0:0::/:/bin/sh\n"},
                ("/etc/passwd:1",),
            ),
        },
        passes={"a password that is on no list": accounts(STRONG)},
        near_misses={
            "a locked account that keeps its hash": accounts("!" + ADMIN),
            "no password at all": accounts("*"),
        },
    ),
    Cases(
        "FW-ACCT-002",
        fails={
            "root without a password": (accounts(""), ("/etc/shadow:1",)),
            "an empty field in passwd": (
                {"/etc/passwd": "guest::1000:1000::/home:/bin/ash\n"},
                ("/etc/passwd:1",),
            ),
        },
        passes={"a locked root": accounts("!")},
        near_misses={
            "an account that cannot log in": {"/etc/passwd": "www::33:33::/:/sbin/nologin\n"},
            "a commented line": {"/etc/passwd": "#root::0:0::/:/bin/sh\n"},
        },
    ),
    Cases(
        "FW-ACCT-003",
        fails={"a strong hash that every device has": (accounts(STRONG), ("/etc/shadow:1",))},
        passes={"all locked": accounts("*")},
        near_misses={
            "a guessed password is told elsewhere": accounts(ADMIN),
            "a placeholder": accounts("!!"),
        },
    ),
    Cases(
        "FW-ACCT-004",
        fails={
            "a second uid 0": (accounts("*", PASSWD + "support:x:0:0::/:/bin/sh\n"), ("/etc/passwd:3",)),
            "who should drop rights has them all": (
                accounts("*", PASSWD + "nobody:*:0:0::/:/bin/false\n"),
                ("/etc/passwd:3",),
            ),
        },
        passes={"root alone": accounts("*")},
        near_misses={
            "root's group is no root": accounts("*", PASSWD + "app:x:100:0::/:/bin/sh\n"),
            "halt, locked and without a shell": accounts("*", PASSWD + "halt:*:0:0::/:/sbin/halt\n"),
            "another name for the only administrator": {"/etc/passwd": "admin:*:0:0::/:/bin/sh\n"},
        },
    ),
    Cases(
        "FW-ACCT-005",
        fails={
            "MD5 crypt": (accounts(ADMIN), ("/etc/shadow:1",)),
            "DES crypt": (accounts(des_crypt.hash("x")), ("/etc/shadow:1",)),
        },
        passes={
            "SHA-512 crypt": accounts(STRONG),
            "yescrypt": accounts("$y$j9T$abcdefghijklmnop$abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
        },
        near_misses={"a locked MD5 hash": accounts("!" + ADMIN)},
    ),
    Cases(
        "FW-ACCT-006",
        fails={
            "a hash in passwd": ({"/etc/passwd": f"root:{STRONG}:0:0::/root:/bin/sh\n"}, ("/etc/passwd:1",))
        },
        passes={"a hash in shadow": accounts(STRONG)},
        near_misses={"a starred field": {"/etc/passwd": "root:*:0:0::/root:/bin/sh\n"}},
    ),
    Cases(
        "FW-ACCT-007",
        fails={
            "permit is sufficient": (
                {"/etc/pam.d/login": "# x\nauth sufficient pam_permit.so\nauth required pam_unix.so\n"},
                ("/etc/pam.d/login:2",),
            ),
            "permit is the only rule": (
                {"/etc/pam.d/sshd": "auth required pam_permit.so\n"},
                ("/etc/pam.d/sshd:1",),
            ),
        },
        passes={"unix decides": {"/etc/pam.d/login": "auth required pam_unix.so\n"}},
        near_misses={
            "Debian's stack ends in permit": {
                "/etc/pam.d/common-auth": "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\nauth required pam_permit.so\n"
            },
            "a comment": {"/etc/pam.d/login": "#auth sufficient pam_permit.so\nauth required pam_unix.so\n"},
        },
    ),
    Cases(
        "FW-ACCT-008",
        fails={
            "everything without a password": (
                {"/etc/sudoers": "root ALL=(ALL) ALL\nweb ALL=(ALL) NOPASSWD: ALL\n"},
                ("/etc/sudoers:2",),
            )
        },
        passes={"with a password": {"/etc/sudoers": "%sudo ALL=(ALL:ALL) ALL\n"}},
        near_misses={
            "one command only": {"/etc/sudoers.d/web": "web ALL=(root) NOPASSWD: /sbin/reboot\n"},
            "a comment": {"/etc/sudoers": "# %wheel ALL=(ALL) NOPASSWD: ALL\n"},
        },
    ),
]
