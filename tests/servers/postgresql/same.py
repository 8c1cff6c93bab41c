"""The tests of another folder, run here once more: their siège is on a server then."""

from __future__ import annotations

from collections.abc import Collection
from types import ModuleType
from typing import Any

from _pytest.fixtures import FixtureFunctionDefinition


def same_tests(module: ModuleType, *, but: Collection[str] = ()) -> dict[str, Any]:
    """Return the tests and fixtures of a module, to be a module's own; `but` are left out.

    Raises KeyError on one to leave out that is not there.
    """
    found = {
        name: value
        for name, value in vars(module).items()
        if name.startswith("test_") or isinstance(value, FixtureFunctionDefinition)
    }
    for name in but:
        del found[name]
    return found
