#!/usr/bin/python3
"""接続診断 (connection test): only an IP address is taken, and no shell sees it."""
import ipaddress
import os
import subprocess

print("Content-Type: text/plain\n", flush=True)
try:
    address = ipaddress.ip_address(os.environ.get("QUERY_STRING", ""))
except ValueError:
    print("NG")
else:
    subprocess.run(["ping", "-c", "3", str(address)], check=False, timeout=30)
