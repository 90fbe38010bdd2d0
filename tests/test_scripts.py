"""The scripts, in a copy of the repository with stand-ins for Python, pip and apt-get."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted(path for path in (ROOT / "scripts").iterdir() if path.is_file())
BASH = [
    path
    for path in (*SCRIPTS, ROOT / ".ci" / "run")
    if path.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash")
]

PYTHON = f"""#!/usr/bin/env bash
case "$1 ${{2:-}}" in
    "-m venv")
        mkdir -p "$3/bin"
        cp "$0" "$3/bin/python"
        echo "command = $0 -m venv $(realpath "$3")" >"$3/pyvenv.cfg"
        echo "venv" >>"$CALLS" ;;
    "-m pip") [ "$3" = --version ] || {{ echo "pip ${{*:3}}" >>"$CALLS"; exit "${{PIP_CODE:-0}}"; }} ;;
    "-m ruff" | "-m mypy") echo "${{*:2}}" >>"$CALLS"; exit "${{CHECK_CODE:-0}}" ;;
    "-m pytest") echo "${{*:2}}" >>"$CALLS"; echo "1 passed"; exit "${{PYTEST_CODE:-0}}" ;;
    "-P -m") echo "${{*:3}}" >>"$CALLS"; exit "${{BUILD_CODE:-0}}" ;;
    *) exec "{sys.executable}" "$@" ;;
esac
"""

COMMAND = """#!/usr/bin/env bash
echo "{name} $*" >>"$CALLS"
{body}
"""


@dataclass
class Checkout:
    """A copy of the repository's scripts with stand-ins on the path."""

    folder: Path
    calls_file: Path
    stand_ins: Path

    def stand_in(self, name: str, body: str = "") -> None:
        path = self.stand_ins / name
        path.write_text(COMMAND.format(name=name, body=body), encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.write_text("", encoding="utf-8")
        own = {"PATH": f"{self.stand_ins}:{os.environ['PATH']}", "CALLS": str(self.calls_file)}
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHON"}
        return subprocess.run(
            [self.folder / script, *words],
            cwd="/",
            env=inherited | own | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text(encoding="utf-8").splitlines()

    @property
    def installed(self) -> list[str]:
        """The locks that pip was told to install."""
        return re.findall(r"--requirement (\S+)", "\n".join(self.calls))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "杏林 (副本)"
    for name in ("scripts", ".ci"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    stand_ins = tmp_path / "bin"
    stand_ins.mkdir()
    made = Checkout(folder, tmp_path / "calls", stand_ins)
    (stand_ins / "python3").write_text(PYTHON, encoding="utf-8")
    (stand_ins / "python3").chmod(0o755)
    made.stand_in("dpkg-query", "echo installed")
    made.stand_in("apt-get")
    return made


# ---- install


def test_installing_makes_the_venv_with_hashes_and_then_the_program(checkout: Checkout) -> None:
    assert checkout.run("scripts/install").returncode == 0
    venv, pins, program = checkout.calls
    assert venv == "venv"
    assert "--require-hashes" in pins
    assert pins.endswith("--requirement requirements.lock")
    assert program.endswith("--no-index --no-build-isolation --no-deps --editable .")


def test_installing_again_does_nothing(checkout: Checkout) -> None:
    checkout.run("scripts/install")
    again = checkout.run("scripts/install")
    assert (again.returncode, again.stdout, again.stderr, checkout.calls) == (0, "", "", [])


def test_tools_for_tests_serve_for_building_too(checkout: Checkout) -> None:
    checkout.run("scripts/install", "--dev")
    assert checkout.installed == ["requirements-dev.lock"]
    for words in ([], ["--dev"]):
        checkout.run("scripts/install", *words)
        assert checkout.calls == []


def test_tools_for_tests_are_added_to_what_is_there(checkout: Checkout) -> None:
    checkout.run("scripts/install")
    checkout.run("scripts/install", "--dev")
    assert checkout.installed == ["requirements-dev.lock"]
    assert "venv" not in checkout.calls


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_other_pins_are_installed_into_the_same_venv(checkout: Checkout, name: str) -> None:
    checkout.run("scripts/install")
    with (checkout.folder / name).open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    checkout.run("scripts/install")
    assert checkout.installed == ["requirements.lock"]
    assert "venv" not in checkout.calls


def test_a_folder_that_was_moved_gets_a_new_venv(checkout: Checkout) -> None:
    checkout.run("scripts/install")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("别处"))
    checkout.run("scripts/install")
    assert checkout.calls[0] == "venv"
    assert checkout.installed == ["requirements.lock"]


def test_a_broken_venv_is_made_anew(checkout: Checkout) -> None:
    checkout.run("scripts/install")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert checkout.run("scripts/install").returncode == 0
    assert checkout.calls[0] == "venv"


def test_a_failure_is_not_taken_for_done(checkout: Checkout) -> None:
    assert checkout.run("scripts/install", PIP_CODE="1").returncode != 0
    assert checkout.run("scripts/install").returncode == 0
    assert checkout.installed == ["requirements.lock"]


@pytest.mark.parametrize("installed_before", [False, True])
def test_python_must_be_there(checkout: Checkout, installed_before: bool) -> None:
    if installed_before:
        checkout.run("scripts/install")
    outcome = checkout.run("scripts/install", PYTHON="python3-that-is-not")
    assert outcome.returncode == 1
    assert "python3-that-is-not" in outcome.stderr
    assert "3.11" in outcome.stderr


def test_python_must_be_new_enough(checkout: Checkout) -> None:
    checkout.stand_in("old-python", '[ "$1" = -V ] && echo "Python 3.9.2" && exit; exit 1')
    outcome = checkout.run("scripts/install", PYTHON="old-python")
    assert outcome.returncode == 1
    assert "Python 3.9.2" in outcome.stderr


def test_a_python_without_venv_is_told_of(checkout: Checkout) -> None:
    checkout.stand_in("bare-python", f'[[ "$*" == *ensurepip* ]] && exit 1; exec "{sys.executable}" "$@"')
    checkout.stand_in("dpkg-query", "exit 1")
    checkout.stand_in("id", "echo 1000")
    outcome = checkout.run("scripts/install", PYTHON="bare-python")
    assert outcome.returncode == 1
    assert outcome.stderr == "Missing Debian packages; install them with: apt-get install python3-venv\n"


def test_an_unknown_option_is_refused(checkout: Checkout) -> None:
    assert checkout.run("scripts/install", "--devel").returncode == 2


# ---- debian


def test_nothing_is_done_when_no_package_is_missing(checkout: Checkout) -> None:
    outcome = checkout.run("scripts/debian", "chromium", "fonts-noto-cjk")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")
    assert not any(call.startswith("apt-get") for call in checkout.calls)


def test_root_gets_what_is_missing_from_fresh_lists(checkout: Checkout) -> None:
    checkout.stand_in("dpkg-query", '[[ "$*" == *chromium ]] && echo installed || exit 1')
    checkout.stand_in("id", "echo 0")
    assert checkout.run("scripts/debian", "chromium", "fonts-noto-cjk").returncode == 0
    update, install = (call for call in checkout.calls if call.startswith("apt-get"))
    assert update.startswith("apt-get update")
    assert install.endswith(" fonts-noto-cjk")
    assert "chromium" not in install


@pytest.mark.parametrize(("user", "apt_get"), [("1000", "exit 0"), ("0", "exit 100")])
def test_others_are_told_in_one_line(checkout: Checkout, user: str, apt_get: str) -> None:
    checkout.stand_in("dpkg-query", "exit 1")
    checkout.stand_in("id", f"echo {user}")
    checkout.stand_in("apt-get", apt_get)
    outcome = checkout.run("scripts/debian", "chromium", "fonts-noto-cjk")
    assert outcome.returncode == 1
    assert outcome.stderr == "Missing Debian packages; install them with: apt-get install chromium fonts-noto-cjk\n"


# ---- build, test, check


def test_building_installs_builds_and_says_how_to_read(checkout: Checkout) -> None:
    outcome = checkout.run("scripts/build", "--force")
    assert outcome.returncode == 0
    assert checkout.installed == ["requirements.lock"]
    assert checkout.calls[-1] == f"generator build --config {checkout.folder}/mkdocs.yml --force"
    assert f"python3 -m http.server -d '{checkout.folder}/site'" in outcome.stdout


@pytest.mark.parametrize("code", [1, 2])
def test_a_failing_build_fails(checkout: Checkout, code: int) -> None:
    outcome = checkout.run("scripts/build", BUILD_CODE=str(code))
    assert (outcome.returncode, outcome.stdout) == (code, "")


@pytest.mark.parametrize("script", ["scripts/test", ".ci/run"])
def test_testing_installs_checks_and_tests(checkout: Checkout, script: str) -> None:
    outcome = checkout.run(script, "tests/site", "-k", "search and not slow")
    assert outcome.returncode == 0
    assert checkout.installed == ["requirements-dev.lock"]
    steps = [call for call in checkout.calls if not call.startswith(("pip", "venv", "dpkg-query"))]
    assert steps == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "pytest -n 2 tests/site -k search and not slow",
    ]
    assert outcome.stdout.splitlines()[-1] == "1 passed"


def test_testing_goes_on_without_a_browser(checkout: Checkout) -> None:
    checkout.stand_in("dpkg-query", "exit 1")
    checkout.stand_in("id", "echo 1000")
    outcome = checkout.run("scripts/test")
    assert outcome.returncode == 0
    assert "apt-get install chromium fonts-noto-cjk" in outcome.stderr


def test_a_failing_check_fails_the_tests_and_names_every_fault(checkout: Checkout) -> None:
    outcome = checkout.run("scripts/test", CHECK_CODE="1")
    assert outcome.returncode == 1
    assert checkout.calls[-1] == "mypy"


def test_failing_tests_fail(checkout: Checkout) -> None:
    assert checkout.run("scripts/test", PYTEST_CODE="1").returncode == 1


# ---- All of them


@pytest.mark.parametrize("path", BASH, ids=lambda p: p.name)
def test_a_script_is_sound_bash_and_stops_at_a_failure(path: Path) -> None:
    subprocess.run(["bash", "-n", path], check=True)
    assert os.access(path, os.X_OK)
    assert "\nset -euo pipefail\n" in path.read_text(encoding="utf-8")


def test_what_installing_leaves_is_not_git_s_business() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/.venv/", "/.cache/", "/site/", "*.egg-info/"} <= set(ignored)


def test_no_package_index_is_named() -> None:
    """Where packages come from is for pip's own configuration to say."""
    files = [*SCRIPTS, *ROOT.glob("*.lock"), ROOT / "pyproject.toml", ROOT / ".gitlab-ci.yml", *ROOT.glob("*.md")]
    named = re.compile(r"--(extra-)?index-url|pypi\.org|pythonhosted|mirrors?\.|simple/")
    assert [str(path) for path in files if named.search(path.read_text(encoding="utf-8"))] == []
