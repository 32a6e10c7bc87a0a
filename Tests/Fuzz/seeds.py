#!/usr/bin/env python3
"""Writes the files that fuzzing begins with: seeds.py FOLDER makes FOLDER/NAME for each reader.

Small and valid, one for each way in which a format can be written, so that one changed byte is a near miss.
"""
import bz2
import gzip
import io
import lzma
import pathlib
import sqlite3
import struct
import sys
import tarfile
import tempfile
import zipfile

DELIMITED = [
    "a,b,c\n1,2,3\n-4.5e3,+.5,1e-400\n", 'a;b\r\n"x;""y";NA\r\n"z\r\n";7\r\n', "\ufeffa\tb\nnone\t1\n\n\n",
    'q,r\n"1","two"\n"3","four"\n', "é,ü\r1,ß\r", "a,b\n1,2,3\n",
]
SVMLIGHT = [
    "1.5 1:0.1 3:-2e3 # first\n\n-1\t2:+7  5:.5\r\n0 # nothing\n", "1 qid:3 1:2\n0 qid:3 2:1\n2 qid:70 1:1",
    "\ufeff+1 1048576:1\n", "1 0:1\n", "1 2:1 2:1\n", "a 1:1\n1 1:nan\n1 1:1e999\n",
]


def npy(kind, shape, data, order="False", version=1):
    head = f"{{'descr': '{kind}', 'fortran_order': {order}, 'shape': {shape}, }}"
    size = "<H" if version == 1 else "<I"
    before = 8 + struct.calcsize(size)
    length = -(-(before + len(head) + 1) // 64) * 64 - before
    return (b"\x93NUMPY" + bytes([version, 0]) + struct.pack(size, length) + head.ljust(length - 1).encode() + b"\n"
            + data)


def arrays():
    six = struct.pack("<6d", 1, 2, 3, float("nan"), -5, 6e10)
    matrix = npy("<f8", "(3, 2)", six)
    yield matrix
    yield npy("<f8", "(2, 3)", six, order="True", version=2)
    yield npy(">f4", "(6,)", struct.pack(">6f", 1, 2, 3, 4, 5, 6), version=3)
    for kind, code in ("<i8", "<3q"), (">i4", ">3i"), ("<u2", "<3H"), ("|i1", "3b"), ("|b1", "3B"), ("<u8", "<3Q"):
        yield npy(kind, "(3, 1)", struct.pack(code, 1, 0, 1))
    yield npy("|O", "(3,)", b"") + b"\x80\x04."
    names = npy("|S2", "(2,)", b"a\0bb")
    classes = npy("<U1", "(3,)", "xyx".encode("utf-32-le"))
    members = [(0, matrix), (1, classes), (2, npy("<f8", "(3,)", six[:24])), (3, names)]
    yield b"".join(bytes([name]) + struct.pack("<H", len(member)) + member for name, member in members)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, member in zip(("X.npy", "y.npy", "weights.npy", "feature_names.npy"), members):
            file.writestr(name, member[1])
    yield archive.getvalue()


DATABASES = [
    "CREATE TABLE t (a INTEGER PRIMARY KEY, b REAL, c TEXT); INSERT INTO t VALUES (1, 2.5, 'x'), (2, NULL, 'y'), (3, 1e9, '')",
    "PRAGMA encoding='UTF-16le'; CREATE TABLE t (a, b); INSERT INTO t VALUES ('é', 1), ('z', 9007199254740993)",
    "CREATE TABLE u (k TEXT PRIMARY KEY, v) WITHOUT ROWID; CREATE VIEW t AS SELECT k, v * 2 AS w FROM u;"
    "INSERT INTO u VALUES ('a', 1), ('b', 2)",
    "CREATE TABLE t (a, b AS (a * 2) STORED, c AS (a || 'x')); CREATE INDEX i ON t (c); INSERT INTO t VALUES (1), (2);"
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t; END",
    "CREATE VIEW t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9) SELECT i, i * i FROM n",
    "PRAGMA auto_vacuum=FULL; CREATE TABLE t (a, b); INSERT INTO t VALUES (zeroblob(900), 1), (hex(zeroblob(900)), 2)",
]
QUERIES = [
    "SELECT * FROM t", "SELECT a, count(*) OVER (ORDER BY a) FROM t ORDER BY 1 LIMIT 3 -- x",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "SELECT \"a\", [b], `c`, 'd' FROM t; DROP TABLE t", "ATTACH 'x' AS y", "SELECT random(), json_extract('{}', '$.a')",
    "SELECT printf('%.*c', 1000, 'x'), group_concat(a) FROM t GROUP BY b", "PRAGMA table_info(t)", "EXPLAIN SELECT 1",
]


def database(script):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "d")
        connection = sqlite3.connect(path)
        connection.executescript("PRAGMA page_size=512;" + script)
        connection.close()
        return path.read_bytes()


def archives():
    text = b"a,b\n1,2\n" * 8
    yield gzip.compress(text) + gzip.compress(b"3,4\n")
    yield bz2.compress(text)
    yield lzma.compress(text)
    # Zstandard: one raw block in one segment.
    yield b"\x28\xb5\x2f\xfd\x20" + bytes([len(text)]) + struct.pack("<I", len(text) << 3 | 1)[:3] + text
    for method in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as file:
            file.writestr("a.csv", text)
        yield packed.getvalue()
    for form in tarfile.PAX_FORMAT, tarfile.GNU_FORMAT:
        tree = io.BytesIO()
        with tarfile.open(fileobj=tree, mode="w", format=form) as file:
            for name in "manifest.json", "model/model.json":
                entry = tarfile.TarInfo(name)
                entry.size = len(text)
                file.addfile(entry, io.BytesIO(text))
        yield tree.getvalue()
        yield gzip.compress(tree.getvalue())


def main():
    seeds = {
        "delimited": [text.encode() for text in DELIMITED],
        "svmlight": [text.encode() for text in SVMLIGHT],
        "npy": list(arrays()),
        "sqlite": [database(script) for script in DATABASES] + [query.encode() for query in QUERIES],
        "archive": list(archives()),
    }
    for name, files in seeds.items():
        folder = pathlib.Path(sys.argv[1], name)
        folder.mkdir(parents=True, exist_ok=True)
        for place, content in enumerate(files):
            (folder / f"seed-{place:02}").write_bytes(content)


if __name__ == "__main__":
    main()
