"""Work shared with a second process gives what one process gives, whatever becomes of the other."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")


def printed(script: str) -> str:
    """What `script` prints in a process of its own: this one has threads, and is not forked."""
    head = f"import sys; sys.path.insert(0, {str(TESTS)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", head + script], capture_output=True, text=True, check=True, timeout=120
    ).stdout


SHARED = """
import os
from mamoru.verification.firmware.components.sharing import shared

taken, waiting = os.pipe()
started = []
def here(number):
    started or started.append(os.read(taken, 1))  # until the other has taken a piece
    return b"%d" % number
def there(number):
    os.write(waiting, b".")
    {there}
    return b"%d" % number
answers, last = shared(400, here, there, lambda: b"bye")
print(answers == [b"%d" % n for n in range(400)], last.decode() or "-")
"""


def test_answers_stand_in_order_whoever_gave_them():
    assert printed(SHARED.format(there="pass")) == "True bye\n"


@pytest.mark.parametrize("there", ["os._exit(9)", "raise MemoryError", "os.kill(os.getpid(), 9)"])
def test_what_a_process_that_died_left_is_done_here(there):
    assert printed(SHARED.format(there=there)) == "True -\n"


TREE = """
import msgspec
from pathlib import Path
from mamoru.verification.firmware.components import components, files
from mamoru.verification.firmware.components.memory import Memory
from material.trees import image

files.WORTH_SHARING = 1
pad = bytes(30000)
tree = {{f"/bin/busybox{{n}}": b"\\x7fELF" + pad + b"BusyBox v1.%d.1 (x)" % (n % 7) for n in range(60)}}
tree["/lib/libssl.so.1.1"] = b"\\x7fELF" + pad + b"OpenSSL 1.1.1d  10 Sep 2019"
opened = image(tree)
plain = components(opened)
first, second = Memory(Path({path!r})), Memory(Path({path!r}))
print(len(plain) > 5, components(opened, share=True, memory=first) == plain)
first.close()
print(len(first.news()[0]), components(opened, share=True, memory=second) == plain, len(second.news()[0]))
"""


def test_components_are_the_same_and_both_processes_findings_are_kept(tmp_path):
    assert printed(TREE.format(path=str(tmp_path / "c"))) == "True True\n61 True 0\n"
