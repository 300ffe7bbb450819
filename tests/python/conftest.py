"""What the tests of Python share: a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator

import postgresql
import pytest
from postgresql import Server


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """A server that runs as long as the tests do; its `public` schema is anyone's to replace."""
    try:
        postgresql.programs()
    except FileNotFoundError as missing:
        pytest.fail(str(missing), pytrace=False)
    with postgresql.server() as found:
        yield found
