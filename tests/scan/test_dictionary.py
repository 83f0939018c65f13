"""test_dictionary.py - who holds every address and number but not the key finds nothing in the state, the map or the page."""
import base64
import hashlib
import os
import re
import sqlite3
import struct
import subprocess
import zlib

import program
import tap

WORD = (1 << 64) - 1


def siphash(data, key=bytes(16)):
    """SipHash-2-4, by default under the key that is none."""
    k = struct.unpack("<2Q", key)
    v = [k[0] ^ 0x736f6d6570736575, k[1] ^ 0x646f72616e646f6d, k[0] ^ 0x6c7967656e657261, k[1] ^ 0x7465646279746573]

    def turn(x, n):
        return (x << n | x >> (64 - n)) & WORD

    def rounds(n):
        for _ in range(n):
            v[0] = (v[0] + v[1]) & WORD
            v[1] = turn(v[1], 13) ^ v[0]
            v[0] = turn(v[0], 32)
            v[2] = (v[2] + v[3]) & WORD
            v[3] = turn(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & WORD
            v[3] = turn(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & WORD
            v[1] = turn(v[1], 17) ^ v[2]
            v[2] = turn(v[2], 32)

    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 255])
    for m in struct.unpack(f"<{len(padded) // 8}Q", padded):
        v[3] ^= m
        rounds(2)
        v[0] ^= m
    v[2] ^= 255
    rounds(4)
    return struct.pack("<Q", v[0] ^ v[1] ^ v[2] ^ v[3])


HASHES = [lambda d, name=name: hashlib.new(name, d).digest() for name in ("md5", "sha1", "sha256", "sha512")] + [
    lambda d: hashlib.blake2b(d, digest_size=32).digest(), lambda d: hashlib.blake2b(d, digest_size=8).digest(),
    lambda d: hashlib.blake2b(d, digest_size=32, key=bytes(32)).digest(), siphash]


def forms(value):
    """What might have been hashed: as it lies, folded, and a number by its digits."""
    digits = re.sub(r"[^0-9]", "", value)
    found = {value, value.strip().lower()}
    return found | ({digits, digits[-9:], digits[-8:], "+33" + digits[-9:], "0" + digits[-9:]} if len(digits) >= 8 and "@" not in value else set())


class Haystack:
    """Every place of some bytes where eight bytes of a hash could stand: raw, in hexadecimal, in base64; and whole CRCs."""

    def __init__(self, data):
        self.raw = {data[i:i + 8] for i in range(len(data) - 7)}
        self.hexadecimal = {bytes.fromhex(run[i:i + 16].decode()) for run in re.findall(rb"[0-9A-Fa-f]{16,}", data) for i in range(len(run) - 15)}
        self.base64 = {run[i:i + 10].translate(bytes.maketrans(b"-_", b"+/")) for run in re.findall(rb"[A-Za-z0-9+/_-]{10,}", data) for i in range(len(run) - 9)}
        self.words = set(re.findall(rb"\b(?:[0-9a-f]{8}|[0-9]{7,10})\b", data.lower()))

    def holds(self, value):
        data = value.encode()
        crc = zlib.crc32(data)
        if {b"%08x" % crc, b"%d" % crc} & self.words:
            return True
        for digest in (h(data) for h in HASHES):
            for first in (digest[:8], digest[:8][::-1]):
                if first in self.raw or first in self.hexadecimal or base64.b64encode(first)[:10] in self.base64:
                    return True
        return False


class Dictionary(program.Case):
    def scan(self, state="state"):
        run = self.cassini("scan", *(self.path("db", name + ".sqlite") for name in ("erp", "crm", "support", "shop")), env={"XDG_STATE_HOME": self.path(state)})
        self.assertEqual(run.code, 0, run.err)
        return run.map

    def values(self, found):
        """Every e-mail address and telephone number of the company, from the columns that the map says hold them."""
        values = set()
        for c in found["columns"]:
            if c["attribute"] in ("contact.email", "contact.phone") and c["verdict"] == "is" and not c.get("path"):
                with sqlite3.connect(f"file:{self.path('db', c['source'])}.sqlite?mode=ro", uri=True) as db:
                    values |= {str(row[0]) for row in db.execute(f'SELECT DISTINCT "{c["column"]}" FROM "{c["object"]}" WHERE "{c["column"]}" IS NOT NULL')}
        return values

    def setUp(self):
        super().setUp()
        subprocess.run([program.EXAMPLE, self.path("db"), "600"], check=True)

    def test_hashing_every_value_finds_nothing(self):
        found = self.scan()
        data = b"\0".join(data for name, data in self.written().items() if not name.startswith("db"))
        values = self.values(found)
        self.assertGreater(len(values), 800)
        hay = Haystack(data)
        self.assertEqual([v for value in values for v in forms(value) if hay.holds(v)], [])

    def test_the_search_would_find_what_is_there(self):
        mail = b"person7@example.org"
        for planted in (hashlib.md5(mail).digest(), b"x " + hashlib.sha256(mail).hexdigest().upper().encode() + b" y", b'"' + base64.b64encode(hashlib.sha1(mail).digest()) + b'"',
                        b"%d" % zlib.crc32(mail), hashlib.blake2b(mail, digest_size=32, key=bytes(32)).digest()[:8], siphash(mail)):
            self.assertTrue(Haystack(b"some text " + planted + b" more").holds(mail.decode()), planted)
        self.assertFalse(Haystack(b"some text and more").holds(mail.decode()))
        self.assertEqual(siphash(bytes(range(15)), bytes(range(16))).hex(), "e545be4961ca29a1")

    def test_each_installation_has_a_key_of_its_own(self):
        one, two = self.scan("one"), self.scan("two")
        self.assertNotEqual(one["run"]["key"], two["run"]["key"])
        self.assertEqual(one["copies"], two["copies"])
        keys = []
        for state in ("one", "two"):
            (folder, _, names), = [entry for entry in os.walk(self.path(state)) if entry[2]]
            with open(os.path.join(folder, names[0]), "rb") as secret:
                keys.append(secret.read())
        self.assertNotEqual(keys[0], keys[1])
        self.assertTrue(all(len(key) >= 32 and len(set(key)) > 8 for key in keys))


if __name__ == "__main__":
    tap.main()
