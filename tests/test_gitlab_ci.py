"""The pipeline of .gitlab-ci.yml, its scripts run for real against stub programs, one of them hostile."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PIPELINE: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / ".gitlab-ci.yml").read_text("utf-8"))
KEYWORDS = {"stages", "workflow", "default", "variables"}
JOBS = sorted(name for name in PIPELINE if name not in KEYWORDS and not name.startswith("."))
ON_MERGE_REQUESTS = ["check", "preview"]


def job(name: str) -> dict[str, Any]:
    """A job with what it extends filled in, as GitLab does."""
    own = PIPELINE[name]
    return {**(job(own["extends"]) if "extends" in own else {}), **own}


def script(name: str) -> str:
    """What the runner makes of a job: its lines in one shell that stops at the first failure."""
    lines = [*job(name).get("before_script", []), *job(name)["script"]]
    return "\n".join(["set -eo pipefail", *lines])


# ---- What the file says


def test_jobs() -> None:
    assert set(JOBS) == {"check", "pages", "preview", "test"}
    assert {job(name)["stage"] for name in JOBS} <= set(PIPELINE["stages"])


@pytest.mark.parametrize("name", JOBS)
def test_scripts_are_shell(name: str) -> None:
    subprocess.run(["bash", "-n", "-c", script(name)], check=True)


@pytest.mark.parametrize("name", JOBS)
def test_only_predefined_variables(name: str) -> None:
    text = script(name)
    assigned = set(re.findall(r"^\s*(\w+)=", text, re.MULTILINE))
    used = set(re.findall(r"\$\{?([A-Za-z_]\w*)", text + json.dumps([job(name)["rules"], PIPELINE["workflow"]])))
    assert {variable for variable in used - assigned if not variable.startswith("CI_")} == set()


def test_merge_requests_are_judged_only_by_protected_branches() -> None:
    rules = [rule["if"] for rule in PIPELINE["workflow"]["rules"] if "merge_request_event" in rule["if"]]
    assert len(rules) == 1
    assert '&& $CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED == "true"' in rules[0]


def test_only_trusted_jobs_run_on_merge_requests() -> None:
    def on_merge_requests(name: str) -> bool:
        return any("merge_request_event" in rule["if"] for rule in job(name)["rules"])

    assert [name for name in JOBS if on_merge_requests(name)] == ON_MERGE_REQUESTS
    assert all(PIPELINE[name]["extends"] == ".trusted" for name in ON_MERGE_REQUESTS)


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
def test_links_in_the_merge_request(name: str) -> None:
    """What GitLab asks of ``expose_as``: a plain name, plain paths, folders with a slash at the end."""
    artifacts = job(name)["artifacts"]
    assert re.fullmatch(r"\w[-\w ]*", artifacts["expose_as"], re.ASCII)
    assert not any(re.search(r"[*?$]|^\./", path) for path in artifacts["paths"])
    assert artifacts["expire_in"]


def test_whole_history() -> None:
    assert PIPELINE["variables"]["GIT_DEPTH"] == "0"


# ---- What it does

INSTALL = """#!/bin/bash
set -e
cd "$(dirname "$0")/.."
python3 -c "import tattle"
mkdir -p .venv/bin
cp stub .venv/bin/xinglin
echo "good install" >>"$JOURNAL"
"""

PROGRAM = """#!/bin/bash
echo "good $*" >>"$JOURNAL"
echo "settings $(cat mkdocs.yml)" >>"$JOURNAL"
python3 -c "import tattle"
command="$1"
while [ $# -gt 0 ]; do
  case "$1" in
    --content) content="$2" ;;
    --out) out="$2" ;;
    --format) form="$2" ;;
  esac
  shift
done
[ -e "$content/CRASH" ] && exit "$(cat "$content/CRASH")"
if [ "$command" = build ]; then
  mkdir "$out"
  cp "$content"/*.md "$out"
elif [ "$form" = gitlab ]; then
  echo "[]"
else
  ls "$content"
fi
[ ! -e "$content/BAD.md" ]
"""

EVIL = '#!/bin/bash\necho "EVIL $0" >>"$JOURNAL"\nexit 0\n'
EVIL_PYTHON = 'import os\nopen(os.environ["JOURNAL"], "a").write(f"EVIL {__file__}\\n")\n'
PROGRAMS = ("scripts/install", "scripts/build", "scripts/test", "scripts/check", ".venv/bin/xinglin", "stub", "bin/git")
MODULES = (
    *("tattle.py", "sitecustomize.py", "usercustomize.py", "pip.py", "venv.py", "setup.py", "hooks.py"),
    *("generator/__init__.py", "generator/cli/__init__.py", "conftest.py"),
)


class Project:
    """A project on the server, and what a runner has checked out of somebody's branch."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.server = root / "server" / "项目.git"
        self.checkout = root / "builds" / "项目 1"
        self.journal = root / "journal"
        self.work = root / "work"
        self.git(root, "init", "-q", "--bare", "-b", "main", str(self.server))
        self.git(root, "clone", "-q", str(self.server), str(self.work))
        self.git(self.work, "checkout", "-q", "-B", "main")
        self.commit({"scripts/install": INSTALL, "stub": PROGRAM, "mkdocs.yml": "good", "content/old.md": "旧"})

    def git(self, where: Path, *words: str) -> None:
        names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        own["GIT_CONFIG_GLOBAL"] = os.devnull
        subprocess.run(["git", *words], cwd=where, env=own | names, check=True, capture_output=True)

    def write(self, files: dict[str, str]) -> None:
        for name, body in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body)
            path.chmod(0o755)

    def commit(self, files: dict[str, str], branch: str = "main") -> None:
        self.write(files)
        self.git(self.work, "add", "-A", "-f")
        self.git(self.work, "commit", "-q", "-m", "x")
        self.git(self.work, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")

    def contribute(self, files: dict[str, str]) -> None:
        """Push a branch that brings files, and everything that a hostile contributor could think of."""
        self.git(self.work, "checkout", "-q", "-b", "feature")
        evil = dict.fromkeys(PROGRAMS, EVIL) | dict.fromkeys(MODULES, EVIL_PYTHON)
        evil |= {"mkdocs.yml": "EVIL", "themes/main.html": "EVIL", ".gitattributes": "* filter=evil\n"}
        self.commit(evil | files, "feature")
        self.git(self.root, "clone", "-q", str(self.server), str(self.checkout))
        self.git(self.checkout, "checkout", "-q", "--detach", "origin/feature")

    def run(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a job as in a merge request from the branch to main, unless the variables say otherwise."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(("CI_", "GIT_", "PYTHON"))}
        predefined = {
            "CI": "true",
            "CI_PROJECT_DIR": str(self.checkout),
            "CI_PROJECT_ID": "7",
            "CI_DEFAULT_BRANCH": "main",
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_PROJECT_URL": "https://nowhere.invalid/group/project",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        scratch = self.root / "tmp"
        scratch.mkdir(exist_ok=True)
        here = {"JOURNAL": str(self.journal), "TMPDIR": str(scratch), "HOME": str(self.root)}
        environment = {k: v for k, v in (own | predefined | here | variables).items() if v}
        command = ["bash", "-c", script(name)]
        return subprocess.run(command, cwd=self.checkout, env=environment, capture_output=True, text=True, check=False)

    def said(self) -> list[str]:
        return self.journal.read_text().splitlines() if self.journal.exists() else []

    def ran_only_what_is_trusted(self) -> bool:
        said = self.said()
        settings = {line for line in said if line.startswith("settings")}
        return said[0] == "good install" and settings == {"settings good"} and "EVIL" not in "".join(said)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project(tmp_path)
    # The stub's own module by which it would notice that it started among the contributor's files.
    project.commit({"tattle.py": ""})
    yield project
    assert not (tmp_path / "escaped").exists()


def test_check_runs_the_target_branch_on_the_contribution(project: Project) -> None:
    project.contribute({"content/new.md": "新"})
    run = project.run("check")
    assert run.returncode == 0, run.stderr
    assert project.ran_only_what_is_trusted()
    assert f"--content {project.checkout}/content" in project.said()[1]
    assert json.loads((project.checkout / "gl-code-quality-report.json").read_text()) == []
    assert (project.checkout / "check.txt").read_text() == "new.md\nold.md\n"
    assert run.stdout.endswith("new.md\nold.md\n")


def test_the_trap_is_live(project: Project) -> None:
    """The same stub, run as a careless pipeline would, does run the contributor's code."""
    project.contribute({"content/new.md": "新"})
    subprocess.run(
        ["scripts/install"], cwd=project.checkout, env=os.environ | {"JOURNAL": str(project.journal)}, check=True
    )
    subprocess.run(
        [*("python3", "-c", "import tattle")],
        cwd=project.checkout,
        env=os.environ | {"JOURNAL": str(project.journal)},
        check=True,
    )
    assert [line.split()[0] for line in project.said()] == ["EVIL", "EVIL"]


def test_mistakes_fail_the_check_and_leave_the_reports(project: Project) -> None:
    project.contribute({"content/BAD.md": "x"})
    run = project.run("check")
    assert run.returncode == 1
    assert job("check")["artifacts"]["when"] == "always"
    assert (project.checkout / "gl-code-quality-report.json").read_text() == "[]\n"
    assert "BAD.md" in (project.checkout / "check.txt").read_text()
    assert "BAD.md" in run.stdout
    assert project.ran_only_what_is_trusted()


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
@pytest.mark.parametrize("code", ["1", "2"])
def test_program_that_breaks_fails_the_job(project: Project, name: str, code: str) -> None:
    project.contribute({"content/CRASH": code})
    assert project.run(name).returncode != 0


def test_preview(project: Project) -> None:
    project.contribute({"content/new.md": "新"})
    run = project.run("preview")
    assert run.returncode == 0, run.stderr
    assert project.ran_only_what_is_trusted()
    assert "--force" in project.said()[1]
    assert (project.checkout / "public-preview" / "new.md").read_text() == "新"


def test_preview_in_spite_of_mistakes(project: Project) -> None:
    project.contribute({"content/BAD.md": "x"})
    assert project.run("preview").returncode == 0
    assert (project.checkout / "public-preview" / "BAD.md").exists()


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
def test_program_of_the_branch_as_it_is_now(project: Project, name: str) -> None:
    """Not as it was when the contributor branched off."""
    project.contribute({"content/new.md": "新"})
    project.git(project.work, "checkout", "-q", "main")
    project.commit({"mkdocs.yml": "newer"})
    assert project.run(name).returncode == 0
    assert "settings newer" in project.said()
    assert "settings good" not in project.said()


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
def test_fork(project: Project, name: str) -> None:
    """A pipeline in the fork takes the program from the parent project."""
    project.contribute({"content/new.md": "新"})
    parent = project.root / "parent.git"
    project.git(project.root, "clone", "-q", "--bare", str(project.server), str(parent))
    project.git(project.work, "push", "-q", "origin", "+feature:main")
    run = project.run(name, CI_PROJECT_ID="8", CI_MERGE_REQUEST_PROJECT_URL=f"file://{parent}".removesuffix(".git"))
    assert run.returncode == 0, run.stderr
    assert project.ran_only_what_is_trusted()


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
def test_links_in_place_of_the_results_lead_nowhere(project: Project, name: str) -> None:
    escaped = project.root / "escaped"
    for result in ("gl-code-quality-report.json", "check.txt", "public-preview"):
        (project.work / result).symlink_to(escaped)
    project.contribute({"content/new.md": "新"})
    assert (project.checkout / "check.txt").is_symlink()
    assert project.run(name).returncode == 0
    assert project.ran_only_what_is_trusted()


@pytest.mark.parametrize("name", ON_MERGE_REQUESTS)
@pytest.mark.parametrize("target", ["/etc", None])
def test_content_must_be_a_folder(project: Project, name: str, target: str | None) -> None:
    project.git(project.work, "rm", "-q", "-r", "content")
    if target:
        (project.work / "content").symlink_to(target)
    project.contribute({})
    run = project.run(name)
    assert run.returncode == 1
    assert "content/ must be a folder" in run.stdout
    assert project.said() == []


@pytest.mark.parametrize(
    "branch", ["release/2026", "x y;touch escaped", "--upload-pack=touch escaped", "$(touch escaped)"]
)
def test_odd_names_of_branches(project: Project, branch: str) -> None:
    """Git refuses most of them as names of branches; none is ever a command or an option."""
    if re.fullmatch(r"[\w/]+", branch):
        project.git(project.work, "push", "-q", "origin", f"main:refs/heads/{branch}")
    project.contribute({"content/new.md": "新"})
    run = project.run("check", CI_MERGE_REQUEST_TARGET_BRANCH_NAME=branch)
    assert not list(project.root.rglob("escaped"))
    assert (run.returncode == 0) == (branch == "release/2026")


def test_no_such_target_branch(project: Project) -> None:
    project.contribute({"content/new.md": "新"})
    assert project.run("check", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="gone").returncode != 0
    assert project.said() == []


def test_check_on_the_default_branch(project: Project) -> None:
    project.git(project.root, "clone", "-q", str(project.server), str(project.checkout))
    run = project.run(
        "check",
        CI_PIPELINE_SOURCE="push",
        CI_COMMIT_BRANCH="main",
        CI_MERGE_REQUEST_PROJECT_ID="",
        CI_MERGE_REQUEST_PROJECT_URL="",
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="",
    )
    assert run.returncode == 0, run.stderr
    assert (project.checkout / "check.txt").read_text() == "old.md\n"
    assert project.ran_only_what_is_trusted()
