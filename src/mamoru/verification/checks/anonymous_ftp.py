"""FTP servers that let anybody in."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-005",
    title=Text("FTPが匿名の利用者を受け入れます", "FTP accepts anonymous users"),
    why=Text(
        "誰でもファイルを読めます。書き込みが許されていれば不正なファイルの置き場所として悪用されます。",
        "Anybody can read files, and where writing is allowed, leave some.",
    ),
    remedy=Text("`anonymous_enable=NO` にするか、FTPをやめます。", "Set `anonymous_enable=NO`, or drop FTP."),
    severity=Severity.HIGH,
    cwe=("CWE-306",),
    claims=("users-authenticated",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_KEYS = {
    "anonymous_enable": ("yes", "1", "true"),
    "anon_enable": ("yes", "1", "true"),
    "anonymous": ("yes", "1", "on"),
    "noanonymous": ("no",),
}


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each setting in an FTP server's file."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if "ftp" not in file.path.rsplit("/", 1)[-1]:
                continue
            for setting in settings(file):
                if setting.value.strip("\"'").lower() in _KEYS.get(setting.key.lower(), ()):
                    yield CHECK.finding(at=tree.at(file.entry, line=setting.line), proof=setting.text.strip())
