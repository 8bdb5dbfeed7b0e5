"""libcalwarden as a program outside finds it: installed, by pkg-config, in C11."""
import json
import os
import subprocess

import pytest

from conftest import PROGRAM, ROOT, mail

BUILD = os.path.dirname(os.path.abspath(PROGRAM))


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An installation of the build in a folder of its own."""
    prefix = tmp_path_factory.mktemp("installed")
    done = subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return prefix


def flags(installed, *arguments):
    """What pkg-config says. The file finds its prefix from where it lies, so that any folder will do."""
    (folder,) = installed.glob("lib*/**/pkgconfig")
    done = subprocess.run(["pkg-config", *arguments, "calwarden"], capture_output=True, check=False,
                          env={**os.environ, "PKG_CONFIG_PATH": str(folder)})
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split()


def compile_example(installed, target, *more):
    done = subprocess.run(["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", ROOT / "docs/library-example.c", "-o", target, *more],
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]


def run_example(installed, target, path, **environment):
    (folder,) = {library.parent for library in installed.glob("lib*/**/libcalwarden.so")}
    inherited = {name: value for name, value in os.environ.items() if name != "CALWARDEN_RULES"}
    return subprocess.run([target, path], capture_output=True, check=False,
                          env={**inherited, "LD_LIBRARY_PATH": str(folder), **environment})


@pytest.mark.parametrize("static", [False, True])
def test_example(installed, place, tmp_path, static):
    target = tmp_path / "example"
    arguments = flags(installed, "--cflags", "--libs", *(["--static"] if static else []))
    if static:
        (archive,) = installed.glob("lib*/**/libcalwarden.a")
        arguments = [str(archive) if argument == "-lcalwarden" else argument for argument in arguments]
    compile_example(installed, target, *arguments)
    # The shared library finds the rules from where it lies; a static one lies in the program.
    named = {"CALWARDEN_RULES": str(installed / "share/calwarden/rules")} if static else {}
    done = run_example(installed, target, place("a.eml", mail()), **named)
    assert done.returncode == 0, done
    first, *_, last = done.stdout.decode().strip().split("\n")
    assert first.startswith("clean, "), done
    judged = json.loads(last)
    assert judged["file"] is None and judged["uid"].startswith("9b1de3f2"), judged
    assert [recipient["address"] for recipient in judged["recipients"]] == ["user@example.org"], judged


def test_example_says_why_it_fails(installed, place, tmp_path):
    target = tmp_path / "example"
    compile_example(installed, target, *flags(installed, "--cflags", "--libs"))
    assert run_example(installed, target, tmp_path / "nowhere").returncode == 70
    done = run_example(installed, target, place("a.eml", mail()), CALWARDEN_RULES="/nowhere")
    assert done.returncode == 70 and b"/nowhere" in done.stderr, done


def test_only_public_symbols(installed):
    (shared,) = {path.resolve() for path in installed.glob("lib*/**/libcalwarden.so")}
    (static,) = installed.glob("lib*/**/libcalwarden.a")
    for command in (["nm", "-D", "--defined-only", shared], ["nm", "-g", "--defined-only", static]):
        lines = [line.split() for line in subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\n")]
        names = {line[2].partition("@")[0] for line in lines if len(line) == 3 and line[1] != "A"}
        assert {"cw_engine_open", "cw_judge"} <= names, command
        assert all(name.startswith("cw_") for name in names), sorted(name for name in names if not name.startswith("cw_"))[:20]


def test_header_is_c11_and_cxx(installed, tmp_path):
    (header,) = installed.glob("include/calwarden.h")
    for compiler, standard, language in (("cc", "-std=c11", "c"), ("c++", "-std=c++17", "c++")):
        done = subprocess.run([compiler, standard, "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-x", language, header],
                              capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_installed_program_finds_its_rules(installed, place):
    program = installed / "bin/calwarden"
    clean = {name: value for name, value in os.environ.items() if name != "CALWARDEN_RULES"}
    done = subprocess.run([program, "check", "--json", place("a.eml", mail())], capture_output=True, env=clean, check=False)
    assert done.returncode == 0, done
    assert json.loads(done.stdout)["rules_version"], done


def test_installed_papers(installed):
    for path in ("share/man/man1/calwarden.1", "share/man/man1/calwarden-check.1", "share/man/man1/calwarden-rules-test.1",
                 "share/bash-completion/completions/calwarden", "share/zsh/site-functions/_calwarden", "share/calwarden/calwarden.schema.json"):
        assert (installed / path).stat().st_size > 200, path
