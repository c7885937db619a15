"""Change the rules of conflict one expression at a time and see a test fail each time.

1. A mutant is a module of TESTS with one small change (`VARIANTS`): a comparison turned round or
   made strict, a part of a condition or of a set left out, a number or a truth changed, an act or
   a refusal forgotten. Tables at the level of a module are changed as well.
2. It runs in a copy, on SQLite, against the tests beside its module, which stop at the first
   failure. Without any change all of them must pass. One that runs out of patience has failed.
3. A mutant that nothing notices is a hole in the tests, or is no change at all; the latter stand
   with their reason in `mutants.toml`. What stands there and is noticed, or is gone, is an error.
"""

import argparse
import ast
import queue
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import prove_sabotage as sabotage  # noqa: E402 - the tree this file lies in comes first

ALLOWED = ROOT / "tools" / "mutants.toml"
TESTS = {
    "app/domain/access.py": ("tests/domain/test_access.py",),
    "app/domain/conflicts.py": (
        "tests/domain/test_conflicts.py",
        "tests/domain/test_declared_conflicts.py",
        "tests/domain/test_grounds.py",
        "tests/domain/test_scenarios.py",
    ),
    "app/domain/findings.py": (
        "tests/domain/test_grounds.py",
        "tests/domain/test_conflicts.py",
        "tests/domain/test_declared_conflicts.py",
    ),
    "app/domain/grounds.py": ("tests/domain/test_policy.py", "tests/domain/test_tables_flip.py"),
    "app/domain/suppression.py": ("tests/domain/test_suppression.py",),
    "app/domain/teams.py": ("tests/domain/test_teams.py",),
    "app/domain/routing.py": ("tests/domain/test_routing.py", "tests/domain/test_scenarios.py"),
}
PASSED, FAILED, NOT_COLLECTED = 0, 1, 2
NOT_CODE = frozenset({"annotation", "returns", "decorator_list"})
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Lt: ast.LtE, ast.LtE: ast.Lt,
    ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
OPPOSITE = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in which file and function, what stood there and what stands there now."""

    file: str
    where: str
    was: str
    now: str
    text: str = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file} {self.where}: {self.was!r} -> {self.now!r}"


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    for where, holder, place in _places(tree, ""):
        original = holder[place]
        for changed in VARIANTS.get(type(original), _nothing)(original):
            holder[place] = changed
            text = ast.unparse(ast.fix_missing_locations(tree))
            yield Mutant(file, where, *_told(original, changed), text)
        holder[place] = original


def _told(original: ast.AST, changed: ast.AST) -> tuple[str, str]:
    """Give the text before and after; of a table or a set only what was left out of it."""
    if isinstance(original, ast.Dict) and isinstance(changed, ast.Dict):
        nth = next(n for n, v in enumerate(original.values) if v not in changed.values)
        return ast.unparse(ast.Dict([original.keys[nth]], [original.values[nth]])), ""
    if isinstance(original, ast.Set) and isinstance(changed, ast.Set):
        left_out = next(one for one in original.elts if one not in changed.elts)
        return ast.unparse(left_out), ""
    return ast.unparse(original).split("\n")[0], ast.unparse(changed).split("\n")[0]


def _places(node: ast.AST, where: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield where each node below `node` hangs: in a list by position, or as an attribute."""
    is_named = isinstance(node, ast.FunctionDef | ast.ClassDef)
    inside = f"{where}.{node.name}".lstrip(".") if is_named else where
    for name, value in ast.iter_fields(node):
        if name in NOT_CODE:
            continue
        holder: Any = value if isinstance(value, list) else vars(node)
        for place in range(len(value)) if isinstance(value, list) else [name]:
            if isinstance(holder[place], ast.AST):
                yield inside, holder, place
                yield from _places(holder[place], inside)


def _nothing(_: ast.AST) -> Iterator[ast.AST]:
    return iter(())


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    if len(node.ops) == 1 and type(node.ops[0]) in TURNED:
        yield ast.Compare(node.left, [TURNED[type(node.ops[0])]()], node.comparators)


def _condition(node: ast.BoolOp) -> Iterator[ast.AST]:
    for left_out in node.values:
        rest = [value for value in node.values if value is not left_out]
        yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]


def _negated(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + 1), ast.Constant(node.value - 1))


def _joined(node: ast.BinOp) -> Iterator[ast.AST]:
    yield node.left
    if isinstance(node.op, ast.BitOr | ast.BitAnd):
        yield node.right


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _named(node: ast.Name) -> Iterator[ast.AST]:
    if node.id in OPPOSITE:
        yield ast.Name(OPPOSITE[node.id], node.ctx)


def _branch(node: ast.If) -> Iterator[ast.AST]:
    if type(node.test) not in {ast.BoolOp, ast.Compare, ast.UnaryOp}:  # which have variants
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def _either(node: ast.IfExp) -> Iterator[ast.AST]:
    yield from (node.body, node.orelse)


def _filtered(node: ast.comprehension) -> Iterator[ast.AST]:
    if node.ifs:
        yield ast.comprehension(node.target, node.iter, [], node.is_async)


def _set(node: ast.Set) -> Iterator[ast.AST]:
    for left_out in node.elts if len(node.elts) > 1 else ():
        yield ast.Set([one for one in node.elts if one is not left_out])


def _table(node: ast.Dict) -> Iterator[ast.AST]:
    for nth in range(len(node.keys)):
        yield ast.Dict(
            node.keys[:nth] + node.keys[nth + 1 :], node.values[:nth] + node.values[nth + 1 :]
        )


def _forgotten(node: ast.AST) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield ast.Pass()


VARIANTS: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.AugAssign: _forgotten,
    ast.BinOp: _joined,
    ast.BoolOp: _condition,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Dict: _table,
    ast.Expr: _forgotten,
    ast.If: _branch,
    ast.IfExp: _either,
    ast.Name: _named,
    ast.Raise: _forgotten,
    ast.Return: _returned,
    ast.Set: _set,
    ast.UnaryOp: _negated,
    ast.comprehension: _filtered,
}


def allowed() -> frozenset[Mutant]:
    """Return the mutants that are no change at all; each stands with its reason."""
    table = tomllib.loads(ALLOWED.read_text(encoding="utf-8"))
    return frozenset(
        Mutant(one["file"], one["where"], one["was"], one["now"], one["because"])
        for one in table["survivor"]
    )


def run(tree: Path, tests: Sequence[str]) -> int:
    """Run tests in a copy; return pytest's own code, FAILED when patience ran out."""
    environ = sabotage._environ(tree, tree.parent / "report.json")  # noqa: SLF001 - as for a fault
    # What was compiled for one mutant would be taken for the next of the same second and length.
    environ["PYTHONDONTWRITEBYTECODE"] = "1"
    try:
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider",
                "-p", "witness", "--hypothesis-profile", "witness",
                "-k", sabotage.DATABASES["sqlite"], "--basetemp", str(tree.parent / "tmp"), *tests,
            ],
            cwd=tree, env=environ, capture_output=True, check=False,
            timeout=sabotage.PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return FAILED
    return done.returncode


def survives(mutant: Mutant, trees: "queue.Queue[Path]") -> bool:
    """Say whether nothing notices. Raises `RuntimeError` if the tests could not run at all."""
    tree = trees.get()
    changed = tree / mutant.file
    before = changed.read_text(encoding="utf-8")
    try:
        changed.write_text(mutant.text, encoding="utf-8")
        code = run(tree, TESTS[mutant.file])
    finally:
        changed.write_text(before, encoding="utf-8")
        trees.put(tree)
    if code not in {PASSED, FAILED, NOT_COLLECTED}:
        raise RuntimeError(f"pytest says {code} for {mutant}")
    return code == PASSED


def prove(files: Sequence[str], folder: Path) -> Iterator[tuple[Mutant, bool]]:
    """Yield each mutant of the files and whether it survives. Raises if a clean copy fails."""
    copies = [folder / str(nth) / "tree" for nth in range(sabotage.PROCESSES)]
    trees = queue.Queue[Path]()
    for tree in copies:
        sabotage._copy(tree)  # noqa: SLF001 - one way to copy the tree for both proofs
        trees.put(tree)
    everything = list(dict.fromkeys(test for file in files for test in TESTS[file]))
    if run(copies[0], everything) != PASSED:
        raise RuntimeError("the tests fail without any change")
    made = [one for file in files for one in mutants(file, (copies[0] / file).read_text("utf-8"))]
    with ThreadPoolExecutor(sabotage.PROCESSES) as pool:
        yield from zip(made, pool.map(lambda one: survives(one, trees), made), strict=True)


def main() -> int:
    """Print each survivor that may not be and a total; return 0 if there is none."""
    parser = argparse.ArgumentParser(description="Change the rules and see their tests fail.")
    parser.add_argument("file", nargs="*", default=list(TESTS), help="only these modules")
    files, known, begun = parser.parse_args().file, allowed(), time.monotonic()
    made, wrong = set[Mutant](), 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for mutant, survived in prove(files, Path(folder)):
            made.add(mutant)
            if survived != (mutant in known):
                wrong += 1
                verdict = "SURVIVES" if survived else "is noticed, though allowed to survive"
                print(f"{verdict}: {mutant}", flush=True)
    for mutant in known - made if files == list(TESTS) else ():
        wrong += 1
        print(f"no mutant any more: {mutant}", flush=True)
    seconds = time.monotonic() - begun
    print(f"\n{len(made)} mutants of {len(files)} modules, {wrong} wrong, {seconds:.0f} s")
    return 1 if wrong or not made else 0


if __name__ == "__main__":
    sys.exit(main())
