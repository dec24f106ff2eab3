#!/usr/bin/python3
import os
import secrets
import sys
import urllib.parse

sys.path.insert(0, "/usr/lib/netcam")
import accounts

body = sys.stdin.buffer.read(min(int(os.environ.get("CONTENT_LENGTH") or 0), 4096))
form = urllib.parse.parse_qs(body.decode("utf-8", "replace"))
print("Content-Type: text/html")
if accounts.admitted(form.get("user", [""])[0], form.get("pass", [""])[0]):
    print(f"Set-Cookie: session={secrets.token_urlsafe(32)}; Secure; HttpOnly; SameSite=Strict")
    print("\n<p>OK</p>")
else:
    print("\n<p>NG</p>")
