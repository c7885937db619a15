"""FORMAT.md says what the code does: labels, lengths, vectors (STYLE §2, §4)."""

import ast
import re
from pathlib import Path

import pytest

from crypto import (
    attachments,
    context,
    declarations,
    epochs,
    grants,
    keys,
    passphrase,
    receipt,
    records,
    recovery,
    register,
    sealing,
    ties,
    words,
)
from tests.crypto import recipes, scene

ROOT = Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "crypto" / "FORMAT.md").read_text("utf-8")


def labels_in_code(folder):
    """Give every label in a call of `context.encode` or a `purpose=` in the sources."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                found |= dict.fromkeys(_labels(node), path)
    return found


def _labels(call):
    if isinstance(call.func, ast.Attribute) and call.func.attr == "encode" and call.args:
        owner = call.func.value
        if isinstance(owner, ast.Name) and owner.id in {"context", "contexts"}:
            yield from _literal(call.args[0])
    for keyword in call.keywords:
        if keyword.arg == "purpose":
            yield from _literal(keyword.value)


def _literal(node):
    if isinstance(node, ast.Constant):
        yield node.value


def labels_in_format():
    table = FORMAT.split("### Labels")[1].split("## 4.")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, flags=re.MULTILINE)


def test_every_label_is_in_the_table_once():
    """One use, one label: whoever adds a label adds a line to FORMAT.md."""
    documented = labels_in_format()
    used = labels_in_code("crypto") | labels_in_code("app")

    assert len(labels_in_code("crypto")) > 25
    assert len(documented) == len(set(documented))
    missing = {label: str(path) for label, path in used.items() if label not in documented}
    assert missing == {}


def test_the_table_has_no_label_that_the_package_does_not_use():
    table = FORMAT.split("### Labels")[1].split("Labels that `app/` gives")[0]
    own = re.findall(r"^\| `([^`]+)` \|", table, flags=re.MULTILINE)
    assert set(own) == set(labels_in_code("crypto"))


@pytest.mark.parametrize("name", recipes.FORMATS)
def test_every_format_names_its_vectors(name):
    assert (ROOT / "tests" / "crypto" / "vectors" / f"{name}.json").is_file()
    assert name == "context" or f"`{name}.json`" in FORMAT


def test_every_published_vector_is_named():
    files = sorted((ROOT / "tests" / "crypto" / "vectors" / "published").glob("*.json"))
    assert len(files) == 6
    assert all(f"`{path.name}`" in FORMAT for path in files)


def test_every_module_points_to_its_section():
    modules = [path for path in (ROOT / "crypto").glob("*.py") if path.stem != "__init__"]
    assert len(modules) > 15
    for path in modules:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        named = re.search(r"FORMAT\.md §(\d+)", docstring)
        assert named or path.stem == "errors", path.stem
        assert not named or f"\n## {named[1]}. " in FORMAT, path.stem


HELD = epochs.full_keys(bytes(32), number=0, **scene.PLACE)
CHEST = epochs.seal_chest(
    [HELD], keys=epochs.full_keys(bytes(32), number=1, **scene.PLACE), **scene.PLACE
)


@pytest.mark.parametrize(
    ("said", "done"),
    [
        ("**Public keys**, 1,248:", len(scene.ALICE.public.to_bytes()) == 1248),
        ("bucket + 80 long", sealing.OVERHEAD == 80),
        ("1, 4, 16, 64, 256 KiB, 1, 4, 16, 64, 256 MiB", sealing.BUCKETS[-1] == 256 << 20),
        ("`encapsulation b[1120]` ‖ `ciphertext b[48]` = 1,168", grants.SLOT_SIZE == 1168),
        ("`b[32]` each, without length or number", len(CHEST.thread) == 1024 + 80),
        ("never below 4 KiB", len(epochs.seal_roll({}, keys=HELD, **scene.PLACE)) == 4096 + 80),
        ("zeros for number 0", bytes(32) == records.NO_RECORD),
        ("zeros for the first", bytes(32) == register.START),
        ("1,130 bytes", passphrase.LOCKED_SIZE == 1130),
        ("the first 26 bytes", passphrase.LOCKED_SIZE - 1104 == 26),
        ("at most 64)", passphrase.TOTP_SECRET_MAX == 64),
        ("21 digits", recovery.COUNT == 21),
        ("Seven words, each drawn at random", receipt.COUNT == 7),
        ('salt "sotto receipt v1"', receipt._SALT == b"sotto receipt v1"),
        ("7,772 words", words.COUNT == 7772),
        (words._SHA256, len(words._SHA256) == 64),
        ("A sealed full part is 1,049,672 bytes", attachments.SEALED_PART_SIZE == 1_049_672),
        ("65,536 for n ≤ 65,536", attachments.SMALLEST == 65_536),
        ('"sotto" ‖ 0x01', context.VERSION == b"sotto\x01"),
        ("the table holds 64 marks", ties.QUOTA == 64),
        ("room for 16 KiB of", ties.ROOM == declarations.BUCKET == 16_384),
        ("tag b[32] ‖ mask ⊕ day b[4]", ties.MARK_SIZE == 36),
        ("0x01 is the version", keys.KEY_SIZE == 32),
    ],
)
def test_lengths_and_constants_are_as_the_format_says(said, done):
    assert said in FORMAT
    assert done


@pytest.mark.parametrize("name", sorted(context.IDS))
def test_ids_are_named(name):
    assert f" {name} " in FORMAT or f"`{name} " in FORMAT or f" {name}`" in FORMAT


def test_profiles_are_as_the_format_says():
    for profiles, called in ((receipt.PROFILES, "receipt"), (passphrase.PROFILES, "passphrase")):
        cost = profiles["standard"]
        memory = f"{cost.memory_kib // 1024} MiB"
        line = f"| {called} `standard` | {cost.number} | {cost.passes} | {memory} | {cost.lanes} |"
        assert line in FORMAT
