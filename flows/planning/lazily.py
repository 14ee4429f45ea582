"""A property that is worked out when it is first read, then kept.

functools.cached_property takes a lock on each first reading (until Python 3.12), which costs more than most of the facts
themselves; nothing here is shared between threads. Not here: what is worked out (scene, facts, group, occasions).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazily(Generic[T]):
    """Put it before a method without arguments, of a class without slots."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> lazily[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> lazily[T] | T:
        """Work it out and put it where the next reading finds it first."""
        if instance is None:
            return self
        found = instance.__dict__[self._name] = self._work(instance)
        return found
