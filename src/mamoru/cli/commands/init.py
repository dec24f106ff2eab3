"""`mamoru init`: start a workspace, by a few questions or by flags."""

import argparse
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.looked import Looked

NAME = ("init",)
HELP = Text(
    "maker.yaml と product.yaml のひな形をつくる", "start a workspace with maker.yaml and product.yaml"
)
FORMATS = ("text", "json")
PATH = Text("つくるフォルダー（既定: いまのフォルダー）", "the folder to make (default: this folder)")
FROM = Text(
    "このイメージから分かることを下書きに入れ、イメージを複写する",
    "draft from what this image shows, and copy the image",
)
REPLIES = {
    "maker_name": Text("会社の名前", "name of the company"),
    "website": Text(
        "会社のWebサイト（例: https://www.example.co.jp）",
        "website of the company (example: https://www.example.com)",
    ),
    "lead": Text("製品セキュリティの責任者", "who answers for product security"),
    "product_name": Text("製品の名前", "name of the product"),
    "product_id": Text("製品の識別名（例: nc-100）", "id of the product (example: nc-100)"),
    "model": Text("型番", "model number"),
    "type": Text("製品の種類", "kind of product"),
    "communicates": Text("通信するか（yes/no）", "whether it communicates (yes/no)"),
    "handles_data": Text("データを送るか保存するか（yes/no）", "whether it sends or stores data (yes/no)"),
    "must_stay_available": Text(
        "止まると困る機能があるか（yes/no）", "whether a function must stay available (yes/no)"
    ),
    "markets": Text("売る地域（例: jp,eu）", "markets (example: jp,eu)"),
    "standards": Text("基準（例: guide,jc-star-1）", "standards (example: guide,jc-star-1)"),
    "version": Text("ファームウェアの版", "firmware version"),
}
GO_ON = Text(
    "イメージから何も分からなくても、ひな形をつくる",
    "make the files even where nothing in the image was recognised",
)
UNKNOWN = Text(
    "{image} に、何であるか分かるものが見つかりません。何もつくっていません。",
    "Nothing in {image} was recognised; nothing was made.",
)
ANYWAY = Text(
    "ファームウェアイメージかを確かめてください。それでもつくるときは --go-on を付けてください。",
    "See whether it is a firmware image. To make the files all the same, add --go-on.",
)
A_FOLDER = Text("フォルダーからは下書きをつくれません: {path}", "No draft can be made from a folder: {path}")
AN_IMAGE = Text("イメージのファイルを指定してください。", "Give the image as a file.")
OF_THE_MAKER = {"maker_name", "website", "lead", "standards"}
EXAMPLE = Text("例: {example}", "Example: {example}")
LEFT = Text("途中でやめました。何も書いていません。", "You left before the end. Nothing was written.")
AGAIN = Text(
    "もう一度 mamoru init を実行してください。Enter だけなら [ ] の中の答えになり、なければあとで書けます。",
    "Run mamoru init again. Enter alone takes what is in brackets, or else leaves it for later.",
)
MADE = Text("つくりました:", "Made:")
NEXT = Text(
    "次に: product.yaml を書き足し、mamoru check {folder} を実行してください。",
    "Next: fill in product.yaml, then run mamoru check {folder}",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--from", dest="image", type=Path, metavar="IMAGE", help=FROM[lang])
    parser.add_argument("--go-on", action="store_true", help=GO_ON[lang])
    for name, text in REPLIES.items():
        parser.add_argument(f"--{name.replace('_', '-')}", dest=f"reply_{name}", metavar="…", help=text[lang])


def run(options: argparse.Namespace) -> int:
    """Ask what was not given where a person is at the terminal, write the files, say what is next."""
    from mamoru.document_store.permissions import made_folder, shared_with_group
    from mamoru.document_store.places import OWN
    from mamoru.errors import InputError
    from mamoru.jobs.init.drafting import draft
    from mamoru.jobs.release.standards import chosen_standards
    from mamoru.product.answers import answered
    from mamoru.product.scaffold import further, texts, write

    lang = options.lang
    replies = {name: value for name in REPLIES if (value := getattr(options, f"reply_{name}"))}
    if sys.stdin.isatty() and sys.stdout.isatty():
        known = {"image"} | ({"version"} if options.image else set())
        known |= OF_THE_MAKER if (options.path / "maker.yaml").is_file() else set()
        replies = _asked(lang, known, replies)
    answers = answered(replies, lang)
    chosen_standards(answers.standards)
    files: tuple[Path, ...]
    looked = None
    made_texts = further if (options.path / "maker.yaml").is_file() else texts
    if options.image is not None:
        if options.image.is_dir():
            raise InputError(A_FOLDER.fill(path=options.image), AN_IMAGE)
        named = f"images/{options.image.name}"
        drafted = draft(options.image, answers, named, progress(lang))
        answers, looked = drafted.answers, drafted.looked
        if looked.nothing and not options.go_on:
            return _nothing_made(options, looked)
        files = write(options.path, made_texts(answers))
        target = options.path / "products" / answers.product_id / named
        made_folder(target.parent, options.path)
        shutil.copyfile(options.image, target)
        shared_with_group(target, options.path)
        files = (*files, target)
    else:
        files = write(options.path, made_texts(answers))
    made = [path.as_posix() for path in files if OWN.name not in path.parts]
    if options.format == "json":
        emit(_json(options, made, looked), options.output)
    else:
        lines = [MADE[lang], *(f"  {path}" for path in made), NEXT.fill(folder=options.path.as_posix())[lang]]
        emit("\n".join(lines), options.output)
    return 0


def _nothing_made(options: argparse.Namespace, looked: "Looked") -> int:
    """Say that the image says nothing, and make nothing."""
    from mamoru.exit_status import ended

    if options.format == "json":
        emit(_json(options, [], looked), options.output)
    else:
        lines = (UNKNOWN.fill(image=options.image.as_posix()), ANYWAY)
        emit("\n".join(line[options.lang] for line in lines), options.output)
    return ended("init", found=False, looked=looked)


def _json(options: argparse.Namespace, made: list[str], looked: "Looked | None") -> str:
    import msgspec

    body = {"schema": "mamoru/init/1", "folder": options.path.as_posix(), "files": made, "looked": looked}
    return msgspec.json.format(msgspec.json.encode(body), indent=2).decode()


def _asked(lang: Lang, known: Collection[str], given: Mapping[str, str]) -> dict[str, str]:
    """`given` with the replies of the person at the terminal to the rest; one that cannot be used is asked
    again. What stands in brackets is taken on Enter. Raises `InputError` where the person leaves (Ctrl-D)."""
    from mamoru.errors import InputError
    from mamoru.jobs.release.standards import chosen_standards
    from mamoru.product.answers import questions, taken_on_enter, understood

    replies = dict(given)
    for question in questions():
        if question.id in known or question.id in given:
            continue
        print(f"{question.text[lang]}\n  {question.why[lang]} {EXAMPLE.fill(example=question.example)[lang]}")
        proposed = taken_on_enter(question, replies)
        while question.id not in replies:
            reply = _reply(f"  [{proposed}] " if proposed else "  > ") or proposed or ""
            try:
                value = understood(question, reply)
                if question.id == "standards" and isinstance(value, tuple):
                    chosen_standards(value)
                replies[question.id] = reply
            except InputError as error:
                print(f"  {error.message[lang]} {error.remedy[lang]}")
    return replies


def _reply(prompt: str) -> str:
    from mamoru.errors import InputError

    try:
        return input(prompt).strip()
    except EOFError:
        print()
        raise InputError(LEFT, AGAIN) from None
    except KeyboardInterrupt:
        print()
        raise
