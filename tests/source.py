"""The source as tests see it: its files, and what each of them imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, and where: `deferred` inside a function, `typed` for the type checker alone."""

    file: Path
    line: int
    module: str
    deferred: bool
    typed: bool

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}"


def python_files(*folders: str) -> Iterator[Path]:
    """Every Python file below these folders of the repository, in order."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def imports(file: Path) -> Iterator[Import]:
    """What a file imports, wherever in it."""
    yield from _below(ast.parse(file.read_text(encoding="utf-8")), file, deferred=False, typed=False)


def _below(node: ast.AST, file: Path, *, deferred: bool, typed: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                for name in names:
                    yield Import(file, child.lineno, name.name, deferred, typed)
            case ast.ImportFrom(module=str(module), names=names):
                yield Import(file, child.lineno, module, deferred, typed)
                # `from package import module` imports the module, too; a name that is no module does no harm here.
                for name in names:
                    if _is_module(f"{module}.{name.name}"):
                        yield Import(file, child.lineno, f"{module}.{name.name}", deferred, typed)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from _below(child, file, deferred=deferred, typed=True)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _below(child, file, deferred=True, typed=typed)
            case _:
                yield from _below(child, file, deferred=deferred, typed=typed)


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()
