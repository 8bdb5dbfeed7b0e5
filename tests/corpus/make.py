#!/usr/bin/env python3
"""Write the labelled test mails: make.py --out DIR [--ics CORPUS] [--only spam|ham|wrapped]. Same bytes each run."""
import argparse
import importlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

COLUMNS = ("file", "label", "attacks", "campaign", "producer", "language", "split")


def modules(prefix):
    return sorted(f[:-3] for f in os.listdir(HERE) if f.startswith(prefix) and f.endswith(".py"))


def families(only=None):
    """All families, from tuned_*.py, heldout_*.py and ham_*.py, in the order of file and place."""
    out = []
    for prefix in ("tuned_", "heldout_") * (only in (None, "spam")) + ("ham_",) * (only in (None, "ham")):
        for name in modules(prefix):
            out += importlib.import_module(name).FAMILIES
    return out


def path_of(fam, i):
    if fam.label == "spam":
        return "spam/%s/%02d-%s-%d.eml" % (fam.split, fam.attack, fam.name, i + 1)
    return "ham/%s-%d.eml" % (fam.name, i + 1)


def messages(only=None):
    """(relative file, bytes, row of labels.tsv) of all made-up mails."""
    from families import build
    for fam in families(only):
        for i in range(fam.n):
            data, m = build(fam, i)
            path = path_of(fam, i)
            yield path, data, (path, fam.label, ",".join(str(a) for a in sorted(set(fam.attacks))), fam.name, m.producer, fam.lang, fam.split)


def write(out, rows, items):
    for path, data, row in items:
        full = os.path.join(out, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(data)
        rows.append(row)


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--out", required=True)
    p.add_argument("--ics", help="folder with ics/, feeds/ and ics-broken/, to be wrapped as mails")
    p.add_argument("--only", choices=("spam", "ham", "wrapped"))
    a = p.parse_args(argv)
    rows = []
    if a.only != "wrapped":
        write(a.out, rows, messages(a.only))
    if a.ics and a.only in (None, "wrapped"):
        import wrapped
        write(a.out, rows, wrapped.messages(a.ics))
    os.makedirs(a.out, exist_ok=True)
    with open(os.path.join(a.out, "labels.tsv"), "w", encoding="utf-8") as f:
        f.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            f.write("\t".join(row) + "\n")
    print("%d mails" % len(rows))


if __name__ == "__main__":
    main()
