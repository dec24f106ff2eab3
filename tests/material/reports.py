"""Reports to present: a network camera with its weaknesses, the same one as a bare image, an empty one.

Hand-made evidence goes through the real catalogue and the real assessment, so what is presented is
what a user would see; only the looking itself is left out.
"""

from datetime import UTC, date, datetime

import msgspec

from mamoru.assessment import Made, assess
from mamoru.assessment.report import (
    Changes,
    CheckRun,
    ImageView,
    Input,
    ProductView,
    Region,
    Report,
    Unopened,
)
from mamoru.catalog import catalog
from mamoru.evidence import (
    Evidence,
    Finding,
    Grade,
    Location,
    Missing,
    Outcome,
    Severity,
    Shown,
    Subject,
)
from mamoru.language import Text, both
from mamoru.looked import Looked, Seen, Share
from mamoru.product import Component, Occurrence
from mamoru.product.model import Acceptance

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SHA = "9f3ac1d27e5b40886a1b7c3d5e9f20417788aa5cc1e04d2f66b9d0a3e7c5b184"
MAKER = Subject(kind="maker", id="aoba")
PRODUCT = Subject(kind="product", id="nc-100")
RELEASE = Subject(kind="release", id="nc-100@1.0")
IMAGE = Subject(kind="image", id=SHA)
C, H, M, L = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW


def finding(
    check: str,
    severity: Severity,
    title: Text,
    where: Location,
    proof: str,
    remedy: Text,
    why: Text,
    refutes: str,
    cwe: str,
) -> Finding:
    """One weakness."""
    return Finding(
        check=check,
        severity=severity,
        cwe=tuple(cwe.split()),
        title=title,
        location=where,
        proof=proof,
        remedy=remedy,
        why=why,
        refutes=tuple(refutes.split()),
    )


def at(path: str, line: int | None = None, offset: int | None = None) -> Location:
    """A place in the camera's root file system."""
    return Location(path=path, line=line, offset=offset, container="rootfs")


FINDINGS = (
    finding("FW-CRED-001", C, Text("誰でも使えるアカウントがあります", "An account that anybody can use"), at("/etc/shadow", 1), "root: password \"1***6\" (sha512crypt, in a public list)", Text("機器ごとに異なる初期パスワードにし、最初の設定で必ず変更させます。", "Give each device its own initial password and make the user change it at first set-up."), Text("同じ製品を1台買えば、すべての機器に入れます。カメラの映像を見られ、ほかへの攻撃の足場にされます。", "Whoever buys one device can enter all of them, watch their pictures and attack others from there."), "no-shared-credential", "CWE-521 CWE-1392"),
    finding("FW-SERV-002", C, Text("telnet が起動時に動き出します", "Telnet starts at boot"), at("/etc/init.d/rcS", 14), "telnetd -l /bin/login &", Text("起動の行を消します。遠隔の保守が必要なら、鍵で認証する ssh に替えます。", "Remove the line. If remote service is needed, use ssh with keys instead."), Text("パスワードが暗号化されずに流れ、同じネットワークの誰にでも読まれて、機器を乗っ取られます。", "The password crosses the network in clear; anybody on it can read it and take the device over."), "no-needless-service sent-data-protected", "CWE-319"),
    finding("FW-UPD-001", C, Text("更新ファイルの署名を確かめていません", "The update's signature is not checked"), at("/usr/bin/update.sh", 9), "tar xzf /tmp/fw.tgz -C /", Text("公開鍵で署名を検証してから展開します。検証に失敗したら何も書き換えません。", "Verify a signature against a public key before unpacking; change nothing where that fails."), Text("偽の更新を入れられると、機器の動作のすべてを奪われます。", "A forged update takes over everything that the device does."), "update-is-signed", "CWE-347 CWE-494"),
    finding("FW-KEY-001", H, Text("すべての機器に同じ秘密鍵が入っています", "A private key that every device shares"), at("/etc/ssl/private/server.key", 1), "RSA private key, 2048 bits, sha256 of public part 3b1e…77c0", Text("初回の起動時に機器の中で鍵をつくります。", "Create the key in the device at its first start."), Text("1台から鍵を取り出せば、全機器の通信になりすませます。", "A key taken from one device impersonates every other."), "device-keys-unique", "CWE-321"),
    finding("FW-UPD-002", H, Text("更新を暗号化されていない経路で取りに行きます", "Updates are fetched over plain HTTP"), at("/usr/bin/update.sh", 4), "wget http://fw.aoba.example/nc100/latest.tgz", Text("https に替え、サーバーの証明書を検証します。", "Use https and verify the server's certificate."), Text("途中で更新をすり替えられます。", "The update can be swapped on its way."), "update-over-secure-channel", "CWE-319 CWE-494"),
    finding("FW-SECR-001", H, Text("認証情報が平文で書かれています", "Credentials are written in clear"), at("/etc/camera/cloud.conf", 7), "api_secret=q7***********d1", Text("機器ごとの鍵で暗号化するか、初回の登録時に受け取ります。", "Encrypt it with a key of the device, or receive it at first registration."), Text("機器を1台分解すれば、クラウドの認証情報が読めます。", "Taking one device apart reveals the cloud's credentials."), "secrets-not-in-clear", "CWE-312 CWE-798"),
    finding("FW-CRED-003", H, Text("管理者と同じ権限の別アカウントがあります", "A second account with administrator rights"), at("/etc/passwd", 6), "service:x:0:0::/:/bin/sh", Text("不要なら消し、必要なら権限を絞って利用者に知らせます。", "Remove it; if it is needed, limit its rights and tell the user."), Text("利用者が知らない入口が残ります。", "It leaves an entry that the user does not know of."), "no-hidden-account", "CWE-912"),
    finding("FW-PERM-001", M, Text("誰でも書き換えられる起動スクリプトです", "A start script that anybody can change"), at("/etc/init.d/S50net"), "-rwxrwxrwx root root", Text("権限を 0755 にします。", "Set its mode to 0755."), Text("弱い権限のプログラムが乗っ取られると、起動時に管理者の権限で動かされます。", "A program with few rights that is taken over can run as root at the next start."), "files-guarded", "CWE-732"),
    finding("FW-HARD-001", M, Text("実行ファイルに基本の防御がありません", "Binaries lack the basic defences"), at("/usr/bin/camerad"), "no PIE, no stack protector, no RELRO (4 of 31 programs)", Text("コンパイラーの設定で PIE・スタック保護・RELRO を有効にします。", "Turn on PIE, the stack protector and RELRO in the compiler's settings."), Text("一つの不具合が、そのまま乗っ取りにつながりやすくなります。", "One bug more easily becomes a takeover."), "memory-hardened", "CWE-693"),
    finding("FW-CRED-004", M, Text("パスワードのハッシュが弱い方式です", "Passwords are hashed weakly"), at("/etc/shadow", 3), "service: DES crypt (1***g)", Text("yescrypt か sha512crypt に替えます。", "Use yescrypt or sha512crypt."), Text("ハッシュが漏れると、数分で元のパスワードが分かります。", "A leaked hash gives the password away in minutes."), "credentials-stored-hashed", "CWE-916"),
    finding("FW-CERT-001", M, Text("証明書の期限が切れています", "A certificate has expired"), at("/etc/ssl/certs/server.pem", 1), "CN=nc100.local, notAfter 2023-04-01", Text("期限内の証明書に替え、更新の手順を決めます。", "Replace it and settle how it is renewed."), Text("相手を確かめる仕組みが働かないか、無視される習慣がつきます。", "Checking the peer fails, or everybody learns to ignore it."), "trust-anchors-sound", "CWE-298"),
    finding("FW-BOOT-001", L, Text("起動待ちの間に操作を受け付けます", "The boot loader can be interrupted"), Location(path="u-boot-env", offset=0x60), "bootdelay=3", Text("製品では bootdelay=-2 にします。", "Set bootdelay=-2 in production."), Text("端子につながれると、起動の仕方を変えられます。", "Whoever reaches the port changes how the device starts."), "debug-closed", "CWE-1191"),
)  # fmt: skip


def shown(
    check: str, subject: Subject, claims: str, grade: Grade, proof: Text, where: str, by: str | None = None
) -> Evidence:
    """Evidence that shows `claims`."""
    return Evidence(
        check=check,
        version=1,
        subject=subject,
        outcome=Outcome.PASS,
        at=AT,
        on=DAY,
        shows=tuple(
            Shown(claim=c, grade=grade, proof=proof, location=Location(path=where, line=12), by=by)
            for c in claims.split()
        ),
        source=where,
    )


def refuted(found: Finding) -> Evidence:
    """The evidence of one finding."""
    return Evidence(
        check=found.check,
        version=1,
        subject=IMAGE,
        outcome=Outcome.FAIL,
        at=AT,
        on=DAY,
        refutes=found.refutes,
        findings=(found,),
        source=SHA,
    )


def evidence() -> tuple[Evidence, ...]:
    """What the checks on the camera saw."""
    a, d, m = Grade.ATTESTED, Grade.DECLARED, Grade.MEASURED
    approved = Text(
        "青葉 健一（社長）が 2026-04-01 に承認しました。",
        "Approved by Kenichi Aoba (president) on 2026-04-01.",
    )
    trained = Text("2026-05-20 に14人が受講しました。", "14 people attended on 2026-05-20.")
    listed = Text("product.yaml に記載があります。", "Entered in product.yaml.")
    roles = Text("5つの役割に担当者がいます。", "Five roles have a person.")
    files = Text("maker.yaml に記載があります。", "Entered in maker.yaml.")
    silent = Text("調べた範囲で問題は見つかりませんでした。", "Nothing was found in what was looked at.")
    overdue = Text(
        "最後の見直し（2025-03-01）から12か月を過ぎています。",
        "More than 12 months since the last review (2025-03-01).",
    )
    no_end = Text("サポート終了日が書かれていません。", "No end of support is stated.")
    plan = Text(
        "検証計画（docs/plan.pdf）を佐藤 由美が 2026-06-10 に作成しました。",
        "Plan (docs/plan.pdf) made by Yumi Sato on 2026-06-10.",
    )
    log = Text(
        "ログインと設定変更の記録を実機で確かめました。",
        "Log entries of login and settings were seen on the device.",
    )
    return (
        shown("DOC-POL-001", MAKER, "policy-approved", a, approved, "maker.yaml", "青葉 健一"),
        shown("DOC-EDU-001", MAKER, "policy-spread staff-trained", a, trained, "maker.yaml", "佐藤 由美"),
        Evidence(check="DOC-POL-003", version=1, subject=MAKER, outcome=Outcome.NOT_SHOWN, at=AT, on=DAY, missing=(Missing(claims=("policy-reviewed",), reason=overdue, location=Location(path="maker.yaml", line=9)),)),
        shown("DOC-ORG-001", MAKER, "stakeholders-identified", d, files, "maker.yaml"),
        shown("DOC-ORG-002", MAKER, "roles-assigned", d, roles, "maker.yaml"),
        shown("DOC-USE-001", PRODUCT, "users-and-uses-defined assets-identified threats-foreseen risks-rated", d, listed, "product.yaml"),
        shown("DOC-DES-001", PRODUCT, "technical-measures-decided", d, listed, "product.yaml"),
        shown("DOC-VER-001", PRODUCT, "verification-planned", a, plan, "product.yaml", "佐藤 由美"),
        shown("FW-VER-001", RELEASE, "verification-done", m, silent, "firmware.bin"),
        shown("DOC-TEST-001", RELEASE, "events-logged", a, log, "product.yaml", "佐藤 由美"),
        shown("FW-LOG-001", IMAGE, "logs-kept", m, silent, "firmware.bin"),
        shown("DOC-CON-001", MAKER, "contact-published", a, files, "maker.yaml", "佐藤 由美"),
        shown("DOC-UPD-001", PRODUCT, "software-updatable", d, listed, "product.yaml"),
        Evidence(check="DOC-SUP-001", version=1, subject=PRODUCT, outcome=Outcome.NOT_SHOWN, at=AT, on=DAY, missing=(Missing(claims=("support-end-published",), reason=no_end, location=Location(path="product.yaml", line=12)),)),
        Evidence(check="FW-DATA-001", version=1, subject=IMAGE, outcome=Outcome.INCONCLUSIVE, at=AT, on=DAY, undecided=("reset-erases-data",), reason=Text("設定の領域（jffs2）が途中で切れていて開けません。", "The settings partition (jffs2) is cut off and cannot be opened.")),
        *(refuted(found) for found in FINDINGS),
    )  # fmt: skip


_PARTS = (
    ("Linux", "4.9.84", "linux-kernel", "GPL-2.0-only", "uimage", "kernel-banner", "Linux version 4.9.84 (build@aoba)"),
    ("U-Boot", "2016.11", "u-boot", "GPL-2.0-or-later", "u-boot", "version-string", "U-Boot 2016.11 (Apr 02 2021)"),
    ("BusyBox", "1.24.1", "busybox", "GPL-2.0-only", "/bin/busybox", "version-string", "BusyBox v1.24.1"),
    ("OpenSSL", "1.1.1k", "openssl", "OpenSSL", "/usr/lib/libcrypto.so.1.1", "version-string", "OpenSSL 1.1.1k  25 Mar 2021"),
    ("zlib", "1.2.11", "zlib", "Zlib", "/usr/lib/libz.so.1", "version-string", "deflate 1.2.11 Copyright 1995-2017"),
    ("libpng", "1.6.37", "libpng", "libpng-2.0", "/usr/lib/libpng16.so.16", "version-string", "libpng version 1.6.37"),
    ("libtiff", "4.3.0", "libtiff", "libtiff", "/usr/lib/libtiff.so.5", "version-string", "LIBTIFF, Version 4.3.0"),
    ("libjpeg", "9d", "libjpeg", "IJG", "/usr/lib/libjpeg.so.9", "version-string", "9d  12-Jan-2020"),
    ("bzip2", "1.0.8", "bzip2", "bzip2-1.0.6", "/usr/lib/libbz2.so.1", "version-string", "1.0.8, 13-Jul-2019"),
    ("libxml2", "2.9.10", "libxml2", "MIT", "/usr/lib/libxml2.so.2", "version-string", "20910"),
    ("libxslt", "1.1.34", "libxslt", "MIT", "/usr/lib/libxslt.so.1", "version-string", "10134"),
    ("krb5", "1.15.1", "krb5", "MIT", "/usr/lib/libkrb5.so.3", "version-string", "1.15.1"),
    ("PCRE", "8.32", "pcre", "BSD-3-Clause", "/usr/lib/libpcre.so.1", "version-string", "8.32 2012-11-30"),
    ("OpenJPEG", "2.4.0", "openjpeg", "BSD-2-Clause", "/usr/lib/libopenjp2.so.7", "version-string", "2.4.0"),
    ("HarfBuzz", "2.8.1", "harfbuzz", "MIT", "/usr/lib/libharfbuzz.so.0", "version-string", "2.8.1"),
    ("libsodium", "1.0.18", "libsodium", "ISC", "/usr/lib/libsodium.so.23", "version-string", "1.0.18"),
    ("Dropbear", "2017.75", "dropbear", "MIT", "/usr/sbin/dropbear", "version-string", "SSH-2.0-dropbear_2017.75"),
    ("FreeType", None, "freetype", "FTL", "/usr/lib/libfreetype.so.6", "soname", "libfreetype.so.6"),
    ("libwebp", None, "libwebp", "BSD-3-Clause", "/usr/lib/libwebp.so.7", "soname", "libwebp.so.7"),
    ("camerad", "1.0", None, None, "/usr/bin/camerad", "version-string", "camerad 1.0"),
)  # fmt: skip
COMPONENTS = tuple(
    Component(
        name=name,
        version=version,
        software=software,
        license=license,
        confidence=0.95 if version else 0.6,
        occurrences=(Occurrence(path=path, method=method, value=value, offset=0x1F40),),
    )
    for name, version, software, license, path, method, value in _PARTS
)

REGIONS = (
    Region(name="u-boot", format="raw", offset=0, bytes=0x40000, opened=False, note=Text("起動プログラム", "boot loader")),
    Region(name="u-boot-env", format="u-boot-env", offset=0x40000, bytes=0x10000),
    Region(name="padding", format="erased", offset=0x50000, bytes=0x30000, padding=True),
    Region(name="uimage", format="uimage", offset=0x80000, bytes=0x290000, note=Text("カーネルと初期の領域", "kernel and its early root")),
    Region(name="rootfs", format="squashfs", offset=0x310000, bytes=0xB40000),
    Region(name="jffs2", format="jffs2", offset=0xE50000, bytes=0x80000, opened=False),
    Region(name="padding", format="erased", offset=0xED0000, bytes=0x130000, padding=True),
)  # fmt: skip
IMAGE_VIEW = ImageView(
    path="images/nc100-1.0.bin",
    sha256=SHA,
    bytes=16 << 20,
    files=312,
    regions=REGIONS,
    components=COMPONENTS,
    unopened=(
        Unopened(offset=0, bytes=0x40000, why=Text("起動プログラムのコードです。", "Code of the boot loader."), serious=False, entropy=6.1),
        Unopened(offset=0xE50000, bytes=0x80000, why=Text("途中で切れています。", "It is cut off."), serious=True, container="jffs2", instead=Text("機器から読み出した完全なイメージを渡してください。", "Hand in a complete image as read from the device.")),
    ),
    looked=Looked(shares=(Share(what=Seen.BYTES, asked=16 << 20, answered=0xF40000),), unseen=(Text("途中で切れています。", "It is cut off."),)),
)  # fmt: skip
NOT_LOOKED = (
    Text("設定の領域（jffs2）が途中で切れていて開けません。", "The settings partition (jffs2) is cut off and cannot be opened."),
)  # fmt: skip
FACTS: dict[str, bool | None] = {
    "communicates": True,
    "handles-data": True,
    "must-stay-available": False,
    "uses-passwords": True,
    "updatable": True,
    "sold-in-eu": False,
    "sold-in-uk": False,
}


def camera(standards: tuple[str, ...] = ("guide", "jc-star-1", "en-303-645"), **changed: object) -> Report:
    """The camera NC-100, release 1.0, as a whole workspace shows it."""
    asked = catalog()
    made = Made(
        subjects=frozenset({MAKER, PRODUCT, RELEASE, IMAGE}),
        facts=FACTS,
        accepted=(
            Acceptance(
                requirement="guide:1C.2", by="青葉 健一", until=date(2027, 3, 31), why="次の版で対応します。"
            ),
        ),
    )
    shown_ = evidence()
    efforts = {"FW-UPD-001": "weeks", "FW-KEY-001": "weeks", "FW-CRED-001": "days"}
    stands = assess(
        asked,
        [s for id in standards if (s := asked.standard(id))],
        made,
        shown_,
        DAY,
        lambda check: efforts.get(check, "hours") if check.startswith("FW") else None,
    )
    return msgspec.structs.replace(_report(stands, shown_), **changed)


def _report(stands: object, evidence: tuple[Evidence, ...]) -> Report:
    asked = catalog()
    related: dict[str, tuple[str, ...]] = {}
    for entry in asked.mapping:
        related[entry.from_] = (*related.get(entry.from_, ()), entry.to)
    return Report(
        at=AT,
        on=DAY,
        tool="mamoru 0.1.0",
        catalog_digest=asked.digest,
        product=ProductView(
            id="nc-100",
            name=Text("みまもりカメラ NC-100", "Network camera NC-100"),
            maker=Text("青葉電機株式会社", "Aoba Electric Co., Ltd."),
            models=("NC-100", "NC-100W"),
            type="network-camera",
            support_until=None,
            responsible="佐藤 由美",
            executive="青葉 健一",
            people={"executive": "青葉 健一", "security": "佐藤 由美", "developer": "田中 誠"},
        ),
        release="1.0",
        images=(IMAGE_VIEW,),
        assessment=stands,
        findings=FINDINGS,
        accepted_findings=(),
        evidence=evidence,
        checks=tuple(
            CheckRun(id=e.check, version=e.version, title=both(e.check), outcome=e.outcome, findings=len(e.findings), subject=e.subject.kind, reason=e.reason)
            for e in evidence
        ),
        inputs=(
            Input(path="maker.yaml", sha256="11" * 32),
            Input(path="products/nc-100/product.yaml", sha256="22" * 32),
            Input(path="products/nc-100/images/nc100-1.0.bin", sha256=SHA),
        ),
        looked=Looked(shares=(Share(what=Seen.POINTS, asked=70, answered=68), *IMAGE_VIEW.looked.shares), unseen=NOT_LOOKED),
        not_looked=NOT_LOOKED,
        cases=asked.cases,
        related=related,
        catalog=asked,
    )  # fmt: skip


def mended() -> Report:
    """Release 1.1 of the camera: most weaknesses gone, one new."""
    asked = catalog()
    left, gone = FINDINGS[8:], FINDINGS[:8]
    evidence_ = tuple(e for e in evidence() if not any(f in gone for f in e.findings))
    made = Made(subjects=frozenset({MAKER, PRODUCT, RELEASE, IMAGE}), facts=FACTS)
    guide = asked.standard("guide")
    assert guide is not None
    report = _report(assess(asked, [guide], made, evidence_, DAY), evidence_)
    changes = Changes(
        since="1.0",
        gone=gone,
        new=(left[-1],),
        components=(both("OpenSSL 1.1.1k → 3.0.15"), both("zlib 1.2.11 → 1.3.1")),
    )
    assert report.product is not None
    product = msgspec.structs.replace(report.product, support_until=date(2031, 3, 31))
    return msgspec.structs.replace(report, release="1.1", findings=left, changes=changes, product=product)


def bare() -> Report:
    """The camera's image alone, without any product file."""
    asked = catalog()
    evidence_ = tuple(e for e in evidence() if e.subject == IMAGE)
    made = Made(subjects=frozenset({IMAGE}), facts={})
    guide = asked.standard("guide")
    assert guide is not None
    report = _report(assess(asked, [guide], made, evidence_, DAY), evidence_)
    return msgspec.structs.replace(
        report, product=None, release=None, inputs=(Input(path="images/nc100-1.0.bin", sha256=SHA),)
    )


EVIL = "\x1b[2J</style></script><img src=x onerror=alert(1)>\"'`{{7*7}}\u202e"


def hostile(**changed: object) -> Report:
    """A report in which everything that an image can name tries to break out."""
    report = camera()
    evil = both(EVIL)
    place = Location(path=f"/tmp/{EVIL}", container=EVIL)
    worst = msgspec.structs.replace(
        FINDINGS[0], title=evil, remedy=evil, why=evil, proof=EVIL, location=place
    )
    evidence_ = (refuted(worst), *(e for e in report.evidence if e.check != worst.check))
    guide = catalog().standard("guide")
    assert guide is not None
    made = Made(subjects=frozenset({MAKER, PRODUCT, RELEASE, IMAGE}), facts=FACTS)
    part = Component(
        name=EVIL, version=EVIL, license=EVIL, occurrences=(Occurrence(path=EVIL, method=EVIL, value=EVIL),)
    )
    image = msgspec.structs.replace(
        IMAGE_VIEW,
        path=EVIL,
        regions=tuple(
            Region(name=EVIL, format=EVIL, offset=n << 20, bytes=1 << 20, note=evil) for n in range(3)
        ),
        components=(part,),
        unopened=(Unopened(offset=0, bytes=1, why=evil, serious=True, container=EVIL, instead=evil),),
    )
    assert report.product is not None
    product = msgspec.structs.replace(
        report.product, name=evil, maker=evil, responsible=EVIL, people={"developer": EVIL}
    )
    report = msgspec.structs.replace(
        report,
        product=product,
        release=EVIL,
        assessment=assess(catalog(), [guide], made, evidence_, DAY),
        findings=(worst, *FINDINGS[1:]),
        evidence=evidence_,
        images=(image,),
        inputs=(Input(path=EVIL, sha256="00" * 32),),
        not_looked=(evil,),
    )
    return msgspec.structs.replace(report, **changed)
