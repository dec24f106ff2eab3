"""Maker and product files: every error at once, in the user's words, and never another exception."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.errors import InputError
from mamoru.product.answers import is_id
from mamoru.product.files import parsed, read_product
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.problems import MOST_PROBLEMS, ProductFileErrors
from mamoru.product.references import Known

LEAST = "id: nc-100\nname: {ja: みまもりカメラ}\n"


def errors(
    text: str | bytes, *, lang: str = "ja", known: Known | None = None, group: type = Product
) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ProductFileErrors) as caught:
        parsed(group, data, shown="product.yaml", known=known)
    return [problem.text(lang) for problem in caught.value.problems]


def product(text: str) -> Product:
    return parsed(Product, text.encode(), shown="product.yaml")[0]


def test_a_date_that_is_none_is_told_as_the_user_would_say_it():
    text = LEAST + "support:\n  until: 2031年頃\n"
    assert errors(text) == [
        'product.yaml:4: サポート終了日 (support.until) が日付ではありません: "2031年頃"。例: until: 2031-03-31'
    ]
    assert errors(text, lang="en") == [
        'product.yaml:4: End of support (support.until) is not a date: "2031年頃". Example: until: 2031-03-31'
    ]


GOLDEN = [
    ("support: {until: 2026-02-30}", 'サポート終了日 (support.until) が暦にない日付です: "2026-02-30"。例: until: 2031-03-31'),
    ("suport: {until: 2026-02-28}", '"suport" という項目はありません（"support" のことですか）'),
    ("markets: [jp, ue]", '販売先 (markets[1]) に書ける値ではありません: "ue"。書けるのは jp, eu, uk, us, other です'),
    ("models: NC-100", '型番 (models) は、一覧で書いてください: "NC-100"。例: models: [NC-100, NC-100W]'),
    ("support: soon", 'サポート期間 (support) は、項目をまとめて書く所です: "soon"。例: support: {sales_start: 2026-04-01}'),
    ("type: [camera]", "製品の種類 (type) は、値を一つだけ書いてください。例: type: ネットワークカメラ"),
    ("users: [{id: owner}]", "利用者の説明 (users[0].description) がありません。例: description: 家庭の所有者"),
    ("characteristics: {communicates: maybe}", '通信する (characteristics.communicates) が true か false ではありません: "maybe"。例: communicates: true'),
    ("releases: [{version: 1, images: [{file: /etc/shadow}]}]", 'イメージのファイル (releases[0].images[0].file) は、このファイルのあるフォルダーからの相対パスか https のアドレスにしてください: "/etc/shadow"。例: file: images/nc-100-1.0.bin'),
    ("releases: [{version: 1, sbom: ../../x}]", 'SBOMのファイル (releases[0].sbom) が、フォルダーの外を指しています: "../../x"。例: sbom: sbom/nc-100-1.0.cdx.json'),
    ("users: [{id: a, description: x}, {id: a, description: y}]", '利用者の識別名 (users[1].id) の "a" は 3 行目と同じです。別の名前にしてください'),
    ("use_cases: [{id: u, description: x, users: [ownr]}]\nusers: [{id: owner, description: x}]", '使う人 (use_cases[0].users[0]) の "ownr" は、users にありません（"owner" のことですか）'),
    ("support: {until: 2026-01-01, sales_start: 2026-04-01}", "サポート終了日 (support.until) が販売開始日より前です: 2026-01-01 < 2026-04-01"),
    ("accepted: [{by: x, until: 2027-01-01, why: y}]", "受容したリスク (accepted[0]) に、要求 (requirement) か検査 (check) がありません。例: requirement: guide:3B.1、check: FW-CRED-001"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), GOLDEN, ids=[line[:30] for line, _ in GOLDEN])
def test_an_error_names_the_field_what_is_there_and_an_example(line, message):
    assert errors(LEAST + line) == [f"product.yaml:3: {message}"]


def test_every_error_of_a_file_is_told_at_once_in_the_order_of_its_lines():
    text = "id: NC 100\nmarkets: [xx]\nusers:\n  - {id: a}\nuse_cases:\n  - {id: u, description: x, users: [z]}\n"
    lines = [int(error.split(":")[1]) for error in errors(text)]
    assert lines == [1, 1, 2, 4, 6]


def test_ten_errors_are_printed_and_how_many_more_there_are():
    with pytest.raises(ProductFileErrors) as caught:
        parsed(Product, (LEAST + "".join(f"x{n}: 1\n" for n in range(30))).encode(), shown="p.yaml")
    assert caught.value.message.ja.splitlines()[10:] == ["ほかに 20 件の誤りがあります。"]
    assert caught.value.message.en.splitlines()[10:] == ["20 more errors."]


def test_a_name_that_the_catalogue_does_not_know_is_told_with_the_nearest():
    text = LEAST + "standards: [gide]\nstatements: [{claim: policy-aproved, how: x}]\n"
    found = errors(text, known=Known(standards=["guide"], claims=["policy-approved"]))
    assert [error.partition("（")[2] for error in found] == [
        '"guide" のことですか）',
        '"policy-approved" のことですか）',
    ]


def test_an_acceptance_may_name_a_requirement_of_the_guide_without_its_prefix():
    text = LEAST + "accepted: [{requirement: 1A.1, by: x, until: 2027-01-01, why: y}]"
    found, _ = parsed(Product, text.encode(), shown="p", known=Known(requirements=["guide:1A.1"]))
    assert found.accepted[0].requirement == "1A.1"


def test_text_stays_what_was_written():
    found = product(LEAST + "type: no\nreleases: [{version: 1.10}]\n")
    assert (found.type, found.releases[0].version) == ("no", "1.10")


def test_a_field_with_nothing_behind_it_is_absent_and_its_line_is_known():
    found, written = parsed(
        Product, (LEAST + "support:\n  until:\nusers:\n  -\nsenses: []\n").encode(), shown="product.yaml"
    )
    assert (found.support.until, found.users, found.senses) == (None, (), ())
    assert written.at("support.until").line == 4
    assert written.at("support.published").line == 3


def test_an_empty_entry_of_a_list_does_not_shift_the_lines_of_the_others():
    found, written = parsed(
        Product, (LEAST + "users:\n  -\n  - id: a\n    description: x\n").encode(), shown="product.yaml"
    )
    assert (found.users[0].id, written.at("users[0].id").line) == ("a", 5)


def test_yes_and_no_are_taken_for_what_they_say():
    found = product(LEAST + "characteristics: {communicates: yes, handles_data: No}\n")
    assert (found.characteristics.communicates, found.characteristics.handles_data) == (True, False)


BROKEN = {
    "not UTF-8": ("id: x\nname: みまもり".encode("cp932"), "Shift_JIS のようです"),
    "UTF-16": ("id: x".encode("utf-16"), "UTF-16 のようです"),
    "a tab": (b"id: x\nname:\n\tja: y", "タブが使われています"),
    "an alias": (b"id: &a x\ntype: *a", "目印（&）は使えません"),
    "a tag": (b"id: !!python/object:os.system x", "型の指定（!）は使えません"),
    "several documents": (b"id: x\n---\nid: y", "文書は一つだけ"),
    "a doubled field": (b"id: x\nid: y", "二度書かれています（前は 1 行目）"),
    "a list": (b"- id: x", '"項目: 値" の形で'),
    "a field that is no text": (b"[a]: x", "項目名として読めません"),
    "an open bracket": (b"id: [x", "YAML として読めません"),
    "an open quotation": (b'id: "x', "引用符が閉じていません"),
    "a control character": (b"id: x\x00", "制御文字"),
    "nothing": (b"", "製品の識別名 (id) がありません"),
    "great depth": (b"id: " + b"[" * 100_000, "深すぎます"),
    "too many values": (b"models: [" + b"a," * 200_000 + b"]", "項目が多すぎる"),
    "too large": (b"#" * 2_000_000, "ファイルが大きすぎます（1 MB まで）"),
}


@pytest.mark.parametrize(("data", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_a_clear_error(data, message):
    assert any(message in error for error in errors(data))


def test_a_byte_order_mark_is_no_error():
    assert parsed(Product, b"\xef\xbb\xbf" + LEAST.encode(), shown="p")[0].id == "nc-100"


def test_a_yaml_bomb_costs_nothing():
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    assert any("参照（*）は使えません" in error for error in errors(bomb))


def test_a_file_of_50_mb_is_refused_without_being_read(tmp_path: Path):
    path = tmp_path / "product.yaml"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    with pytest.raises(ProductFileErrors) as caught:
        read_product(path)
    assert "1 MB" in caught.value.message.en


def test_a_file_full_of_errors_is_given_up_soon():
    began = time.process_time()
    found = errors(LEAST + "".join(f"field-{n}: x\n" for n in range(40_000)))
    assert len(found) == MOST_PROBLEMS
    assert time.process_time() - began < 5


def test_what_stands_in_a_file_cannot_steer_a_terminal():
    (error,) = errors(LEAST + 'markets: ["\\e[31m\\a\\n"]')
    assert error.isprintable()


def test_a_missing_file_is_an_input_error(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        read_product(tmp_path / "product.yaml")


KEYS = st.sampled_from(
    [
        *Product.__struct_fields__,
        *Maker.__struct_fields__,
        "until",
        "on",
        "by",
        "version",
        "images",
        "file",
        "x",
    ]
)
SCALARS = st.sampled_from(
    ["", "~", "2026-02-30", "a", "1.0", "../x", "true", "*a", "&a b", "[", "- x", '"', "!t y"]
)
TREES = st.recursive(
    SCALARS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def flow(tree: object) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in tree.items()) + "}"
    return "[" + ", ".join(map(flow, tree)) + "]" if isinstance(tree, list) else str(tree)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_product_or_its_errors(data):
    for group in (Maker, Product):
        try:
            parsed(group, data, shown="x.yaml")
        except ProductFileErrors as caught:
            assert caught.problems


@given(st.dictionaries(KEYS, TREES, max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_tree_is_a_product_or_its_errors(tree):
    text = "\n".join(f"{key}: {flow(value)}" for key, value in tree.items())
    for group in (Maker, Product):
        try:
            parsed(group, text.encode("utf-8", "replace"), shown="x.yaml", known=Known(claims=["a"]))
        except ProductFileErrors as caught:
            assert caught.problems
            assert all(problem.line >= 1 for problem in caught.problems)


@pytest.mark.parametrize("id", ["con", "nul", "com1", "lpt9.txt", "aux.v2", "nc-100.", "prn"])
def test_an_id_that_windows_cannot_have_as_a_folder_is_refused_everywhere(id: str) -> None:
    assert not is_id(id)


@pytest.mark.parametrize("id", ["nc-100", "console", "com10", "a", "aux-1", "nc.100", "0"])
def test_an_ordinary_id_is_one(id: str) -> None:
    assert is_id(id)
