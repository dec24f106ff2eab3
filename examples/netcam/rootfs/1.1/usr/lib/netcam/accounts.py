"""The web page's account: its password is kept as scrypt, and five failures lock it for ten minutes."""

import hashlib
import hmac
import json
import os
import pathlib
import syslog
import time

STORE = pathlib.Path("/config/accounts.json")
FAILURES, LOCKED_S = 5, 600


def digest(word: str, salt: bytes) -> bytes:
    return hashlib.scrypt(word.encode(), salt=salt, n=1 << 14, r=8, p=1)


def change(user: str, word: str):
    salt = os.urandom(16)
    entry = {"salt": salt.hex(), "digest": digest(word, salt).hex(), "failures": 0, "until": 0}
    STORE.write_text(json.dumps({user: entry}))
    STORE.chmod(0o600)
    syslog.syslog(syslog.LOG_AUTH | syslog.LOG_NOTICE, f"password of {user} changed")


def admitted(user: str, word: str) -> bool:
    accounts = json.loads(STORE.read_text())
    entry = accounts.get(user)
    if entry is None or entry["until"] > time.time():
        return False
    good = hmac.compare_digest(digest(word, bytes.fromhex(entry["salt"])).hex(), entry["digest"])
    entry["failures"] = 0 if good else entry["failures"] + 1
    if entry["failures"] >= FAILURES:
        entry.update(failures=0, until=time.time() + LOCKED_S)
    STORE.write_text(json.dumps(accounts))
    syslog.syslog(syslog.LOG_AUTH | syslog.LOG_NOTICE, f"login of {user}: {'ok' if good else 'refused'}")
    return good
