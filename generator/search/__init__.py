"""The organisation search of a published register (registry/SEARCH.md): any part of a name, a credit code, a number's beginning.

`build` writes the index from the builder's spills in bounded memory; `generator.search.reader` reads it.
"""

from generator.search.builder import Summary, build

__all__ = ["Summary", "build"]
