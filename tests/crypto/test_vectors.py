"""Our own vectors are replayed, and the published ones that exist (FORMAT.md §22).

What is stored today must open for ever: a change of format breaks these.
"""

import base64
import hashlib
import json
import secrets
import zlib
from pathlib import Path

import pytest
from argon2 import low_level
from cryptography.cobblestone import Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from crypto import errors, keys
from tests.crypto import replay

VECTORS = Path(__file__).parent / "vectors"
FORMATS = sorted(path.stem for path in VECTORS.glob("*.json"))


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def published(name):
    found = load(f"published/{name}")
    assert found["source"]
    assert found["vectors"]
    return found["vectors"]


def raw(vector):
    """Turn the hex of a published vector into bytes."""
    return {
        name: bytes.fromhex(value) if isinstance(value, str) else value
        for name, value in vector.items()
    }


OWN = [
    pytest.param(vector, file["shared"], id=f"{name}: {vector['claim']}")
    for name in FORMATS
    for file in [load(name)]
    for vector in file["vectors"]
]


@pytest.mark.parametrize(("vector", "shared"), OWN)
def test_a_vector_gives_what_it_says(vector, shared):
    expected = {name: vector[name] for name in ("expected", "refused") if name in vector}

    assert len(expected) == 1
    assert json.loads(json.dumps(replay.run(vector, shared))) == expected


def test_there_are_vectors_for_every_format():
    assert len(OWN) > 100
    for name in FORMATS:
        assert any("expected" in vector for vector in load(name)["vectors"])


def test_every_family_is_refused_in_some_vector():
    refused = {v["refused"] for name in FORMATS for v in load(name)["vectors"] if "refused" in v}
    assert refused == {family.__name__ for family in errors.CryptoError.__subclasses__()}


def test_every_verb_of_a_vector_is_used():
    used = {vector["do"] for name in FORMATS for vector in load(name)["vectors"]}
    assert used == set(replay.OPS)


# --- published ---


@pytest.mark.parametrize("vector", published("rfc5869-hkdf-sha256"))
def test_hkdf_is_that_of_rfc_5869(vector):
    known = raw(vector)
    derived = keys.derive(
        known["ikm"], context=known["info"], size=known["size"], salt=known["salt"]
    )
    assert derived == known["okm"]


@pytest.mark.parametrize("vector", published("rfc8032-ed25519"))
def test_ed25519_is_that_of_rfc_8032(vector):
    known = raw(vector)
    key = ed25519.Ed25519PrivateKey.from_private_bytes(known["private"])

    assert keys.Signer(key).public == known["public"]
    assert key.sign(known["message"]) == known["signature"]


def test_argon2id_is_that_of_rfc_9106():
    """The vector has a secret and associated data, which the high-level call does not take."""
    (vector,) = published("rfc9106-argon2id")
    known, tag = raw(vector), bytes(32)
    ffi = low_level.ffi
    out, password, salt, secret, data = (
        ffi.new("uint8_t[]", value)
        for value in (
            tag, known["password"], known["salt"], known["secret"], known["associated_data"]
        )
    )  # fmt: skip
    context = ffi.new(
        "argon2_context *",
        {
            "version": low_level.ARGON2_VERSION,
            "out": out, "outlen": 32,
            "pwd": password, "pwdlen": len(known["password"]),
            "salt": salt, "saltlen": len(known["salt"]),
            "secret": secret, "secretlen": len(known["secret"]),
            "ad": data, "adlen": len(known["associated_data"]),
            "t_cost": known["passes"], "m_cost": known["memory_kib"],
            "lanes": known["lanes"], "threads": known["lanes"],
            "allocate_cbk": ffi.NULL, "free_cbk": ffi.NULL, "flags": 0,
        },
    )  # fmt: skip

    assert low_level.core(context, low_level.Type.ID.value) == 0
    assert bytes(ffi.buffer(out, 32)) == known["tag"]


@pytest.mark.parametrize("vector", published("xwing"))
def test_a_seed_is_expanded_as_the_x_wing_draft_says(vector):
    known = raw(vector)
    public = keys.Identity.from_seed(known["seed"]).public
    assert public.kem == known["public"]

    expanded = hashlib.shake_256(known["seed"]).digest(96)
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
    ct_m, ct_x = known["encapsulation"][:1088], known["encapsulation"][1088:]
    shared = lattice.decapsulate(ct_m) + curve.exchange(
        x25519.X25519PublicKey.from_public_bytes(ct_x)
    )
    combined = hashlib.sha3_256(shared + ct_x + public.kem[1184:] + b"\\.//^\\").digest()
    assert combined == known["shared_secret"]


@pytest.mark.parametrize("vector", published("hpke-xwing"))
def test_hpke_over_x_wing_is_that_of_the_draft(vector):
    """The published suite ends in ChaCha20Poly1305; ours differs in the AEAD alone."""
    known = raw({name: vector[name] for name in ("info", "skRm", "pkRm", "enc")})
    sealed = raw(vector["encryption"])
    identity = keys.Identity.from_seed(known["skRm"])
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)

    assert identity.public.kem == known["pkRm"]
    opened = openssl.hpke._decrypt_with_aad(
        suite,
        known["enc"] + sealed["ct"],
        identity.decapsulation_key,
        info=known["info"],
        aad=sealed["aad"],
    )
    assert opened == sealed["pt"]


# --- Cobblestone: published for SHA-256, used with SHA-512 ---

CHUNK = 16 * 1024


def open_chunked(key, context, sealed, *, algorithm):
    """Open a C2SP chunked encryption: a second implementation, from the text of the standard."""
    salt, commitment, body = sealed[:24], sealed[24:56], sealed[56:]
    if len(key) != 32 or len(commitment) != 32:
        raise InvalidTag
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(algorithm, 76, info).derive(key)
    if derived[44:] != commitment:
        raise InvalidTag
    opened, size = b"", CHUNK + 16
    for number in range(len(body) // size + 1):
        nonce = (int.from_bytes(derived[32:44], "big") ^ number).to_bytes(12, "big")
        chunk = body[number * size : (number + 1) * size]
        opened += AESGCM(derived[:32]).decrypt(nonce, chunk, None)
    return opened


@pytest.mark.parametrize(
    "vector", published("c2sp-chunked-encryption"), ids=lambda vector: vector["name"]
)
def test_the_second_implementation_is_that_of_c2sp(vector):
    sealed = base64.b64decode(vector["ciphertext"])
    if vector.get("compressed"):
        sealed = zlib.decompress(sealed)
    key, context = bytes.fromhex(vector["key"]), vector["context"].encode()

    if vector["expect"] == "success":
        opened = open_chunked(key, context, sealed, algorithm=hashes.SHA256())
        assert len(opened) == vector["payload_length"]
        assert hashlib.sha256(opened).hexdigest() == vector["payload_sha256"]
    else:
        with pytest.raises(InvalidTag):
            open_chunked(key, context, sealed, algorithm=hashes.SHA256())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 65_536, 5 * CHUNK + 7])
def test_the_library_agrees_with_the_second_implementation(size):
    key, content = secrets.token_bytes(32), secrets.token_bytes(size)
    stream = Cobblestone256Encryptor(key, b"context")
    sealed = stream.update(content) + stream.finalize()

    assert open_chunked(key, b"context", sealed, algorithm=hashes.SHA512()) == content
