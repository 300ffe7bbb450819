"""From the ledger to the files of the published register (registry/README.md §3–§6)."""

from generator.registry._old import *  # noqa: F403
from generator.registry._old import SHARD_BYTES, bits_for, index, line, plan, record, shard  # noqa: F401
