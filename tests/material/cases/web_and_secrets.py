"""Cases of the checks on web programs, secrets, connections and updates."""

from material.check_cases import Cases, Given
from material.trees import Content

_U = "/usr/bin/up.sh"


def script(body: str, path: str = _U) -> dict[str, Content]:
    """A root file system with one script."""
    return {path: f"#!/bin/sh\n{body}\n"}


CASES = [
    Cases(
        "FW-WEB-001",
        fails={
            "eval of the query": (
                script('eval "ping -c 1 $QUERY_STRING"', "/www/cgi-bin/ping.cgi"),
                ("/www/cgi-bin/ping.cgi:2",),
            ),
            "through a variable": (
                script('host=$(echo $QUERY_STRING | cut -d= -f2)\nsh -c "ping $host"', "/www/p.cgi"),
                ("/www/p.cgi:3",),
            ),
            "PHP": ({"/www/p.php": "<?php\n$h = $_GET['h'];\nsystem('ping ' . $h);\n"}, ("/www/p.php:3",)),
            "Lua": (
                {"/usr/lib/lua/c.lua": 'local h = luci.http.formvalue("h")\nos.execute("ping " .. h)\n'},
                ("/usr/lib/lua/c.lua:2",),
            ),
            "Python": (
                {"/www/a.py": "import os\nos.system('ping ' + request.args['h'])\n"},
                ("/www/a.py:2",),
            ),
            "Perl": ({"/www/a.pl": "my $h = param('h');\nsystem(\"ping $h\");\n"}, ("/www/a.pl:2",)),
            "Node": ({"/www/a.js": "const h = req.query.h;\nexec(`ping ${h}`);\n"}, ("/www/a.js:2",)),
        },
        passes={
            "a fixed command": script("echo; uptime", "/www/cgi-bin/up.cgi"),
            "escaped": {"/www/p.php": "<?php\nsystem('ping ' . escapeshellarg($_GET['h']));\n"},
        },
        near_misses={
            "eval of one's own": script('eval "$(cat /etc/vars)"', "/www/a.cgi"),
            "a comment": {"/www/p.php": "<?php\n// system($_GET['h']);\n"},
            "an echo": script('echo "eval $QUERY_STRING"', "/www/a.cgi"),
            "a list without a shell": {"/www/a.pl": "my $h = param('h');\nsystem('ping', $h);\n"},
            "a number": {"/www/a.py": "h = int(request.args['h'])\nos.system('ping %d' % h)\n"},
        },
    ),
    Cases(
        "FW-WEB-002",
        fails={
            "lighttpd": (
                {"/etc/lighttpd.conf": 'dir-listing.activate="enable"\n'},
                ("/etc/lighttpd.conf:1",),
            ),
            "nginx": (
                {"/etc/nginx/nginx.conf": "location / {\n autoindex on;\n}\n"},
                ("/etc/nginx/nginx.conf:2",),
            ),
            "Apache": (
                {"/etc/apache2/apache2.conf": "Options Indexes FollowSymLinks\n"},
                ("/etc/apache2/apache2.conf:1",),
            ),
        },
        passes={"off": {"/etc/lighttpd.conf": 'dir-listing.activate = "disable"\n'}},
        near_misses={
            "a comment": {"/etc/nginx/nginx.conf": "# autoindex on;\n"},
            "taken away": {"/etc/httpd.conf": "Options -Indexes\n"},
        },
    ),
    Cases(
        "FW-WEB-003",
        fails={
            "an ini": ({"/etc/cam.ini": "[web]\nauth=off\n"}, ("/etc/cam.ini:2",)),
            "a JSON": ({"/etc/cam.json": '{\n "rtsp_auth": "none"\n}\n'}, ("/etc/cam.json:2",)),
        },
        passes={"on": {"/etc/cam.ini": "[web]\nauth=on\n"}},
        near_misses={
            "mail": {"/etc/mail.ini": "[smtp]\nauth=off\n"},
            "a comment": {"/etc/cam.ini": "[web]\n;auth=off\n"},
        },
    ),
    Cases(
        "FW-TLS-001",
        fails={
            "lighttpd": (
                {"/etc/lighttpd.conf": 'ssl.use-sslv3="enable"\nssl.cipher-list="RC4-SHA:DES-CBC3-SHA"\n'},
                ("/etc/lighttpd.conf:1", "/etc/lighttpd.conf:2"),
            ),
            "nginx": (
                {"/etc/nginx/nginx.conf": "ssl_protocols SSLv3 TLSv1 TLSv1.2;\n"},
                ("/etc/nginx/nginx.conf:1",),
            ),
            "sshd": ({"/etc/ssh/sshd_config": "Ciphers aes256-ctr,3des-cbc\n"}, ("/etc/ssh/sshd_config:1",)),
        },
        passes={
            "strong": {
                "/etc/nginx/nginx.conf": "ssl_protocols TLSv1.2 TLSv1.3;\nssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256;\n"
            }
        },
        near_misses={
            "taken away": {"/etc/nginx/nginx.conf": "ssl_ciphers HIGH:!RC4:!3DES:!aNULL:!MD5;\n"},
            "Apache's minus": {"/etc/httpd/ssl.conf": "SSLProtocol all -SSLv3 -TLSv1 -TLSv1.1\n"},
            "a comment": {"/etc/lighttpd.conf": '# ssl.use-sslv3="enable"\n'},
            "off": {"/etc/lighttpd.conf": 'ssl.use-sslv3="disable"\n'},
        },
    ),
    Cases(
        "FW-TLS-002",
        fails={
            "open": ({"/etc/hostapd.conf": "ssid=Cam\nwpa=0\n"}, ("/etc/hostapd.conf:2",)),
            "WEP": ({"/etc/hostapd.conf": "ssid=Cam\nwep_key0=1234567890\n"}, ("/etc/hostapd.conf:2",)),
        },
        passes={"WPA2": {"/etc/hostapd.conf": "ssid=Cam\nwpa=2\nrsn_pairwise=CCMP\n"}},
        near_misses={
            "a disabled radio": {
                "/etc/config/wireless": "config wifi-device 'radio0'\n\toption disabled '1'\nconfig wifi-iface\n\toption encryption 'none'\n"
            },
            "a comment": {"/etc/hostapd.conf": "ssid=x\nwpa=2\n#wpa=0\n"},
        },
    ),
    Cases(
        "FW-SEC-001",
        fails={
            "ini": (
                {"/etc/app/config.ini": "[mqtt]\nuser=device\npassword=mqttS3cret\n"},
                ("/etc/app/config.ini:3",),
            ),
            "JSON": (
                {"/opt/app/conf.json": '{"cloud": {\n "clientSecret": "q8Zr1xPm77"}}\n'},
                ("/opt/app/conf.json:2",),
            ),
            "XML": (
                {
                    "/etc/tr069.xml": '<cfg>\n<AdminPassword>acme2019</AdminPassword>\n<param name="secret" value="s3cr3tX"/></cfg>\n'
                },
                ("/etc/tr069.xml:2", "/etc/tr069.xml:3"),
            ),
            "UCI": (
                {"/etc/config/app": "config app 'main'\n\toption admin_password 'acme2019'\n"},
                ("/etc/config/app:2",),
            ),
            "NVRAM": (
                {"/etc/nvram.default": b"lan_ip=1.1.1.1\0http_passwd=admin\0x=1\0"},
                ("/etc/nvram.default:2",),
            ),
            "BusyBox httpd": ({"/etc/httpd.conf": "/cgi-bin:admin:acme2019\n"}, ("/etc/httpd.conf:1",)),
            "a settings partition": (
                Given({}, others={"jffs2": {"/user.conf": "admin_pw=admin\nserial=1\n"}}),
                ("/user.conf:1",),
            ),
        },
        passes={"none": {"/etc/app/config.ini": "[mqtt]\nuser=device\n"}},
        near_misses={
            "empty, a variable, a file": {
                "/etc/a.ini": "password=\nsecret=${PASSWORD}\ntoken_file=/etc/t\napi_key=@KEY@\npassword=<your password>\n"
            },
            "to be replaced": {
                "/etc/a.ini": "password=changeme-at-install\nsecret=your_secret_here\npsk=xxxxxxxx\n"
            },
            "a comment": {"/etc/a.ini": "# password=acme2019\n; secret=acme2019\n"},
            "a policy": {
                "/etc/a.ini": "min_password=8\npassword_length=12\npassword_hash=abc123def\nrequire_password=yes\n"
            },
            "a hash": {"/etc/a.ini": "password=$6$abcdefgh$0123456789abcdef\n"},
            "an example": {
                "/usr/share/doc/a/a.ini": "password=acme2019\n",
                "/etc/a.ini.example": "password=acme2019\n",
            },
            "a translation": {
                "/www/lang/de.json": '{"password": "Passwort1"}\n',
                "/etc/ui.json": '{"password": "Kennwort"}\n',
            },
        },
    ),
    Cases(
        "FW-SEC-002",
        fails={
            "wpa_supplicant": (
                {"/etc/wpa_supplicant.conf": 'network={\n ssid="A"\n psk="acme12345"\n}\n'},
                ("/etc/wpa_supplicant.conf:3",),
            ),
            "hostapd": (
                {"/etc/hostapd.conf": "ssid=A\nwpa_passphrase=acme12345\n"},
                ("/etc/hostapd.conf:2",),
            ),
            "OpenWrt": (
                {"/etc/config/wireless": "config wifi-iface\n\toption key 'acme12345'\n"},
                ("/etc/config/wireless:2",),
            ),
            "a maker's own": ({"/etc/user.conf": "x=1\nwifi_psk=acme12345\n"}, ("/etc/user.conf:2",)),
        },
        passes={"none": {"/etc/wpa_supplicant.conf": "ctrl_interface=/var/run/wpa_supplicant\n"}},
        near_misses={
            "a placeholder": {"/etc/hostapd.conf": "ssid=A\nwpa_passphrase=@PSK@\nwpa_key_mgmt=WPA-PSK\n"},
            "a comment": {"/etc/wpa_supplicant.conf": 'network={\n #psk="acme12345"\n}\n'},
        },
    ),
    Cases(
        "FW-SEC-003",
        fails={
            "AWS": (script("export AWS=AKIAQWERTYUIOPASDFGH"), (f"{_U}:2",)),
            "GitHub": ({"/www/a.js": "const t = 'ghp_" + "a1B2" * 9 + "';\n"}, ("/www/a.js:1",)),
        },
        passes={"none": script("echo ok")},
        near_misses={"too short": script("x=AKIA123"), "a comment": script("# AKIAQWERTYUIOPASDFGH")},
    ),
    Cases(
        "FW-SEC-004",
        fails={
            "shell": (
                script(
                    'if [ "$user" = "admin" ] && [ "$pass" = "acme2019" ]; then echo; fi', "/www/login.cgi"
                ),
                ("/www/login.cgi:2",),
            ),
            "PHP": ({"/www/l.php": "<?php\nif ($_POST['password'] == 'acme2019') { }\n"}, ("/www/l.php:2",)),
            "Lua": ({"/usr/lib/lua/l.lua": 'local admin_password = "acme2019"\n'}, ("/usr/lib/lua/l.lua:1",)),
            "Python": ({"/opt/a.py": "DB_PASSWORD = 'acme2019'\n"}, ("/opt/a.py:1",)),
            "JavaScript": ({"/www/l.js": "if (password === 'acme2019') go();\n"}, ("/www/l.js:1",)),
            "a shell variable": (script("FTP_PASS=acme2019"), (f"{_U}:2",)),
        },
        passes={
            "compared with a stored hash": {
                "/www/l.php": "<?php\nif (password_verify($_POST['password'], $hash)) { }\n"
            }
        },
        near_misses={
            "the empty string": script('if [ "$pass" = "" ]; then exit 1; fi'),
            "an input's type": {"/www/l.js": 'if (x.type === "password") { y.password = "password"; }\n'},
            "a label": {"/www/l.html": "<label>password: 'Kennwort'</label>\n"},
            "a comment": {"/www/l.php": "<?php\n// $password = 'acme2019';\n"},
            "a variable": script('PASSWORD="$(cat /etc/secret)"\nPASS=$1'),
        },
    ),
    Cases(
        "FW-SEC-005",
        fails={
            "rtsp": ({"/etc/cam.ini": "stream=rtsp://admin:acme2019@192.168.1.9/live\n"}, ("/etc/cam.ini:1",))
        },
        passes={"without": {"/etc/cam.ini": "stream=rtsp://192.168.1.9/live\n"}},
        near_misses={
            "a variable": script("wget https://user:$PASS@h/x"),
            "a port": {"/etc/a.ini": "url=https://host:8443/x\nu=https://h/a:b@c\n"},
        },
    ),
    Cases(
        "FW-SEC-006",
        fails={
            "curl": (script("curl -u admin:acme2019 https://h/x"), (f"{_U}:2",)),
            "chpasswd": (script('echo "root:acme2019" | chpasswd'), (f"{_U}:2",)),
            "mosquitto": (script("mosquitto_pub -h h -u dev -P acme2019 -t x"), (f"{_U}:2",)),
        },
        passes={"from a file": script("curl --netrc-file /etc/n https://h/x")},
        near_misses={
            "a variable": script("curl -u $USER:$PASS https://h/x"),
            "an echo": script("echo curl -u a:acme2019"),
            "another -p": script("mkdir -p acme2019"),
        },
    ),
    Cases(
        "FW-NET-001",
        fails={
            "http and mqtt": (
                {"/etc/c.ini": "[cloud]\nurl=http://cloud.acme.example/api\n[mqtt]\nport=1883\n"},
                ("/etc/c.ini:2", "/etc/c.ini:4"),
            ),
            "JSON": ({"/etc/c.json": '{"server": "http://acme.example/"}\n'}, ("/etc/c.json:1",)),
        },
        passes={"https": {"/etc/c.ini": "[cloud]\nurl=https://cloud.acme.example/api\n[mqtt]\nport=8883\n"}},
        near_misses={
            "this host": {"/etc/c.ini": "url=http://localhost:8080/\napi=http://127.0.0.1/\n"},
            "names of schemas": {
                "/etc/c.xml": '<a xmlns="http://www.w3.org/2000/svg" url="http://schemas.xmlsoap.org/soap"/>\n'
            },
            "a comment": {"/etc/c.ini": "# see http://doc.acme.example/\n; url=http://x.example/\n"},
            "documentation": {
                "/etc/c.ini": "homepage=http://acme.example/\nhelp_url=http://acme.example/help\n"
            },
            "mqtt over TLS on that port": {"/etc/c.ini": "[mqtt]\nport=1883\ntls=1\n"},
        },
    ),
    Cases(
        "FW-NET-002",
        fails={
            "curl": (script("curl -d @/tmp/x http://log.acme.example/"), (f"{_U}:2",)),
            "mosquitto": (script("mosquitto_pub -h mq.acme.example -t x"), (f"{_U}:2",)),
        },
        passes={"https": script("curl https://log.acme.example/")},
        near_misses={
            "this host": script("wget -qO- http://127.0.0.1/status"),
            "an echo": script("echo curl http://acme.example/"),
            "TLS": script("mosquitto_pub -h mq.acme.example --cafile /etc/ca.pem"),
        },
    ),
    Cases(
        "FW-NET-003",
        fails={
            "curl -k": (script("curl -sk https://acme.example/"), (f"{_U}:2",)),
            "wget": (script("wget --no-check-certificate https://acme.example/"), (f"{_U}:2",)),
            "PHP": (
                {"/www/a.php": "<?php\ncurl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);\n"},
                ("/www/a.php:2",),
            ),
            "Python": ({"/opt/a.py": "requests.get(u, verify=False)\n"}, ("/opt/a.py:1",)),
            "a setting": ({"/etc/m.conf": "bridge_insecure true\n"}, ("/etc/m.conf:1",)),
        },
        passes={"verified": script("curl --cacert /etc/ca.pem https://acme.example/")},
        near_misses={
            "this host": script("curl -k https://localhost/"),
            "another option": script("tar -k x\ncurl --keepalive-time 2 https://h"),
            "off": {"/etc/m.conf": "bridge_insecure false\nverify_peer yes\n"},
            "a comment": {"/opt/a.py": "# verify=False\n"},
        },
    ),
    Cases(
        "FW-NET-004",
        fails={
            "wan": (
                {"/etc/config/firewall": "config zone\n\toption name 'wan'\n\toption input 'ACCEPT'\n"},
                ("/etc/config/firewall:3",),
            )
        },
        passes={
            "rejected": {
                "/etc/config/firewall": "config zone\n\toption name 'wan'\n\toption input 'REJECT'\n"
            }
        },
        near_misses={
            "lan": {
                "/etc/config/firewall": "config defaults\n\toption input 'ACCEPT'\nconfig zone\n\toption name 'lan'\n\toption input 'ACCEPT'\nconfig zone\n\toption name 'wan'\n\toption input 'REJECT'\n"
            }
        },
    ),
    Cases(
        "FW-UPD-001",
        fails={
            "a checksum only": (
                script(
                    'wget -O /tmp/f https://u.example/f\n[ "$(md5sum /tmp/f)" = "$M" ] || exit 1\nflashcp /tmp/f /dev/mtd2'
                ),
                (f"{_U}:4",),
            ),
            "from a stick": (
                script("mount /dev/sda1 /mnt\ndd if=/mnt/fw.bin of=/dev/mtdblock2"),
                (f"{_U}:3",),
            ),
            "SWUpdate without a key": (
                {"/etc/inittab": "::respawn:/usr/bin/swupdate -w 8080\n"},
                ("/etc/inittab:1",),
            ),
        },
        passes={
            "openssl": script(
                "wget -O /tmp/f https://u.example/f\nopenssl dgst -sha256 -verify /etc/k.pub -signature /tmp/s /tmp/f || exit 1\nflashcp /tmp/f /dev/mtd2"
            ),
            "SWUpdate with a key": {"/etc/inittab": "::respawn:/usr/bin/swupdate -k /etc/k.pub -w 8080\n"},
            "RAUC": {"/etc/rauc/system.conf": "[system]\ncompatible=x\n[keyring]\npath=/etc/rauc/ca.pem\n"},
        },
        near_misses={
            "it only fetches": script("wget -O /tmp/f https://u.example/f"),
            "it only backs up": script("dd if=/dev/mtd2 of=/tmp/backup"),
            "an echo": script("wget https://u/f\necho flashcp /tmp/f /dev/mtd2"),
        },
    ),
    Cases(
        "FW-UPD-002",
        fails={
            "http": (script("wget -O /tmp/f http://u.example/f\nflashcp /tmp/f /dev/mtd2"), (f"{_U}:2",)),
            "tftp": (script("tftp -g -r f $SERVER\nmtd write f firmware"), (f"{_U}:2",)),
        },
        passes={"https": script("wget -O /tmp/f https://u.example/f\nflashcp /tmp/f /dev/mtd2")},
        near_misses={
            "no update": script("wget -O /tmp/f http://u.example/f"),
            "a comment": script("# wget http://u.example/f\nwget https://u.example/f\nflashcp f /dev/mtd2"),
        },
    ),
    Cases(
        "FW-UPD-003",
        fails={
            "opkg": (
                {"/etc/opkg/feeds.conf": "src/gz base http://p.acme.example/base\n"},
                ("/etc/opkg/feeds.conf:1",),
            ),
            "apt": (
                {"/etc/apt/sources.list": "deb [trusted=yes] http://p.acme.example stable main\n"},
                ("/etc/apt/sources.list:1",),
            ),
            "apk": (script("apk add --allow-untrusted /tmp/x.apk"), (f"{_U}:2",)),
        },
        passes={
            "checked": {
                "/etc/opkg.conf": "option check_signature\n",
                "/etc/opkg/feeds.conf": "src/gz base http://p.acme.example/base\n",
            }
        },
        near_misses={
            "signed apt": {
                "/etc/apt/sources.list": "deb [signed-by=/usr/share/k.gpg] http://deb.debian.org/debian stable main\n"
            },
            "a comment": {"/etc/opkg.conf": "# src/gz base http://p.acme.example/\n"},
        },
    ),
    Cases(
        "FW-UPD-004",
        fails={
            "a pipe": (script("curl -s https://u.example/run | sh"), (f"{_U}:2",)),
            "eval": (script('eval "$(wget -qO- https://u.example/run)"'), (f"{_U}:2",)),
        },
        passes={"kept": script("curl -o /tmp/run https://u.example/run")},
        near_misses={
            "another pipe": script("curl -s https://u.example/x | grep y"),
            "an echo": script("echo 'curl https://x | sh'"),
            "a shell elsewhere": script("curl https://u.example/x -o y; sh /etc/z.sh"),
        },
    ),
]
