"""The gates themselves: each passes on a small good tree, and fails on the fault that it is for."""
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]


def tree(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def gate(name, root):
    done = subprocess.run([ROOT / "tools" / name, root], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


LAYERS_GOOD = {
    "include/calwarden.h": "#include <stddef.h>\n",
    "src/base/span.h": "",
    "src/text/links.h": '#include "base/span.h"\n#include "text/html.h"\nbool links_read(int a,\n                int b);\n',
    "src/text/html.h": "",
    "src/lib/calwarden.c": '#include "calwarden.h"\n#include "text/links.h"\n',
}


@pytest.mark.parametrize("file,text,said", [
    ("src/text/html.h", '#include "message/part.h"\n', "which is not below it"),
    ("src/base/span.h", '#  include "text/html.h"\n', "which is not below it"),
    ("src/report/arf.c", '#include "actions/plan.h"\n', "which is not below it"),
    ("src/text/html.h", '#include "html.h"\n', "say the folder too"),
    ("src/text/html.h", '#include "nowhere/x.h"\n', "is in no layer"),
    ("src/extras/x.c", "", "not in the list of layers"),
    ("include/calwarden.h", '#include "base/span.h"\n', "public header"),
    ("src/message/part.h", "[[nodiscard]] const char *links_read(int a);\n", "is declared by"),
])
def test_layers_fails_on(tmp_path, file, text, said):
    assert gate("layers", tree(tmp_path, LAYERS_GOOD))[0] == 0
    status, output = gate("layers", tree(tmp_path, {file: text}))
    assert status == 1 and said in output, output


def function(lines, head="int f(int a,\n      int b) {"):
    return head + "\n" + "        a++;\n" * (lines - 1 - head.count("\n") - 1) + "}\n"


def test_length_counts_what_a_function_has(tmp_path):
    status, output = gate("length", tree(tmp_path, {
        "src/base/x.c": "struct a {\n" + "        int b;\n" * 200 + "};\nstatic const int t[] = {\n" + "        1,\n" * 200 + "};\n"
        + function(100) + "\n" + function(61, "struct a *g(void) {") + function(60, "void h(void) {"),
    }))
    assert status == 0, output
    assert "f has 100 lines" in output and "g has 61 lines" in output and "h has" not in output
    assert "3 functions" in output


def test_length_fails_on_101_lines(tmp_path):
    status, output = gate("length", tree(tmp_path, {"src/base/x.c": function(101)}))
    assert status == 1 and "f has 101 lines" in output, output


TABLES_GOOD = {
    "src/checks/checks.def": '/* rows */\nCHECK(LINK_ODD, link_odd, LINK, 1.0, false, NEEDS_NOTHING, A(39), "Odd")\n',
    "src/checks/links.c": "void check_link_odd(const struct facts *facts) {\n}\n",
    "src/checks/checks.c": "static void run(void) {\n}\n",
    "tests/cases/LINK_ODD/fires-one.eml": "",
    "tests/cases/LINK_ODD/silent-one.eml": "",
    "tests/cases/lint/some.eml": "",
}


@pytest.mark.parametrize("files,said", [
    ({"src/checks/other.c": "void check_other(int x) {\n}\n"}, "check_other has no row"),
    ({"src/checks/links.c": ""}, "no function check_link_odd"),
    ({"tests/cases/LINK_EVEN/fires-one.eml": ""}, "no check is called LINK_EVEN"),
    ({"src/checks/checks.def": TABLES_GOOD["src/checks/checks.def"] * 2}, "more than one row"),
])
def test_tables_fails_on(tmp_path, files, said):
    status, output = gate("check-tables", tree(tmp_path, TABLES_GOOD))
    assert status == 0, output
    status, output = gate("check-tables", tree(tmp_path, files))
    assert status == 1 and said in output, output


@pytest.mark.parametrize("kind", ["fires", "silent"])
def test_tables_fails_without_cases(tmp_path, kind):
    tree(tmp_path, TABLES_GOOD)
    (tmp_path / f"tests/cases/LINK_ODD/{kind}-one.eml").unlink()
    status, output = gate("check-tables", tmp_path)
    assert status == 1 and f"{kind}-*" in output, output


@pytest.mark.parametrize("name", ["layers", "length", "check-tables"])
def test_this_tree_passes(name):
    status, output = gate(name, ROOT)
    assert status == 0, output
