#!/usr/bin/env python3
"""Hostile CSV, read by fsel as Python's csv module reads it.

    hostile_csv.py TABLE_CELLS [CASES] [SEED]

TABLE_CELLS is the program of that name in this package. Each case is a text from a seeded generator: most are written by
the rules, with every kind of quoting, line break and padding; the others are made of bytes that matter to the syntax.
A text that Python's strict reader takes, with rows of one width and names that are sound, must be read cell by cell
alike; any other must be refused, with a line.
"""
import csv
import io
import random
import subprocess
import sys

WORDS = ["x", "größe", "a b", 'say "it"', "semi;colon", "two\nlines", "tab\there", "名前", "p|q,r", "", " edge ", "\r\n",
         "1", "-2.5", "NA", "\r", '"', '""', "\n", ",", "1e999", "\u2028", "é", "e\u0301", "\U0001F600", "\u00A0", "0x1F"]
PIECES = ['"', '""', ",", ";", "\n", "\r\n", "\r", "a", "1", " ", "\t", "é", ""]


def written(r):
    """A table written by the rules."""
    delimiter = r.choice(",;\t|")
    end = r.choice(["\n", "\r\n", "\r"])
    width = r.randint(1, 6)
    rows = [[f"c{j}{r.choice(WORDS[:10])}" for j in range(width)]]
    rows += [[r.choice(WORDS) for _ in range(width)] for _ in range(r.randint(1, 12))]

    def field(text):
        must = any(c in text for c in '"\r\n') or delimiter in text or (width == 1 and not text)
        return '"' + text.replace('"', '""') + '"' if must or r.random() < 0.25 else text

    text = "".join(delimiter.join(map(field, row)) + end for row in rows)
    if r.random() < 0.3:
        text = text[:-len(end)] if not text.endswith('""' + end) else text
    elif r.random() < 0.2:
        text += end * r.randint(1, 3)
    return delimiter, text


def broken(r):
    """A few records of the pieces that syntax is made of."""
    delimiter = r.choice(",;")
    return delimiter, "x,y\n".replace(",", delimiter) * r.randint(0, 1) + "".join(r.choices(PIECES, k=r.randint(0, 24)))


def expected(delimiter, text):
    """The columns as Python reads them, or None where the text is to be refused."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, doublequote=True))
    except csv.Error:
        return None
    if has_bare_quote(delimiter, text):
        return None
    while rows and rows[-1] == []:
        rows.pop()
    if len(rows) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return None
    return rows


def has_bare_quote(delimiter, text):
    """Whether a quote stands inside a field that does not begin with one, which Python's reader lets pass."""
    at, inside, start = 0, False, True
    while at < len(text):
        c = text[at]
        if inside:
            if c == '"' and text[at + 1:at + 2] == '"':
                at += 1
            elif c == '"':
                inside = False
        elif c == '"':
            if not start:
                return True
            inside, start = True, False
        else:
            start = c in (delimiter, "\n", "\r")
        at += 1
    return False


def meaning(cell, quoted_blank=False):
    """A cell as fsel gives it without missing tokens: blank is missing."""
    return None if cell.strip(" \t") == "" else cell


def decode(field):
    name, *cells = field.split(",")
    return bytes.fromhex(name).decode(), [None if c == "-" else bytes.fromhex(c).decode() for c in cells]


def names_of(row):
    return row


def main():
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    made = [written(r) if r.random() < 0.7 else broken(r) for _ in range(cases)]
    frames = b"".join(f"{len(t.encode())} {ord(d)}\n".encode() + t.encode() for d, t in made)
    answers = subprocess.run([sys.argv[1]], input=frames, capture_output=True, check=True).stdout.decode().split("\n")
    counts = {"read": 0, "refused": 0}
    for (delimiter, text), answer in zip(made, answers, strict=False):
        rows = expected(delimiter, text)
        judge(delimiter, text, rows, answer.split(" "), counts)
    assert sum(counts.values()) == cases, f"{len(answers)} answers to {cases} cases"
    print(f"{cases} cases: {counts['read']} read as Python reads them, {counts['refused']} refused with a line")


def judge(delimiter, text, rows, answer, counts):
    problem = f"{text!r} with {delimiter!r}: Python has {rows}, fsel says {answer}"
    if answer[0] == "no":
        # What Python takes and fsel does not: names that are empty, blank-only or double, and levels that only look alike.
        sound = rows is not None and is_sound(rows, answer[2])
        assert not sound, problem
        assert int(answer[1]) >= 1, problem
        counts["refused"] += 1
        return
    assert rows is not None, problem
    names, columns = zip(*map(decode, answer[1:]))
    assert len(names) == len(rows[0]), problem
    for j, (name, cells) in enumerate(zip(names, columns)):
        assert name in (rows[0][j], rows[0][j].strip(" \t")) or name == "row.names" and has_row_names(rows[0], j), problem
        assert cells == [meaning(row[j]) for row in rows[1:]], problem
    counts["read"] += 1


def has_row_names(names, j):
    """Whether a name is the only one that is empty, and the first of several, as that of the column of row names is."""
    return j == 0 and len(names) > 1 and not names[0].strip(" \t") and all(name.strip(" \t") for name in names[1:])


def is_sound(rows, code):
    names = [name.strip(" \t") for name in rows[0]]
    if code in ("FS413", "FS414"):
        return all(rows[0]) and all(names) and len(set(names)) == len(names) and len(set(rows[0])) == len(rows[0])
    if code == "FS419":
        import unicodedata
        return all(len({unicodedata.normalize("NFC", row[j]) for row in rows[1:]}) == len({row[j] for row in rows[1:]})
                   for j in range(len(names)))
    return True


if __name__ == "__main__":
    main()
