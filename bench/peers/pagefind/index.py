"""Builds a Pagefind index of certificates: `python index.py RECORDS FOLDER`, in an environment that has `pagefind[extended]`.

RECORDS has one record of the register a line. Each becomes a Pagefind record with its number and the holder's names as
content, and the whole record as data, so that a found one could be shown as certsite shows it.
"""

import asyncio
import base64
import json
import sys
from itertools import islice
from pathlib import Path

from pagefind.index import IndexConfig, PagefindIndex
from pagefind.service import PagefindService

BATCH = 500
"""Records that are sent before their answers are awaited."""


class EagerService(PagefindService):
    """Pagefind's service, less the tenth of a second that its Python package waits before it reads each answer.

    That alone would be three hours for 100,000 records, and says nothing of Pagefind.
    """

    async def _wait_for_responses(self) -> None:
        while True:
            answer = json.loads(base64.b64decode((await self._backend.stdout.readuntil(b","))[:-1]))
            future, payload = self._responses.pop(answer["message_id"]), answer["payload"]
            if payload["type"] == "Error":
                future.set_exception(RuntimeError(payload["message"]))
            else:
                future.set_result(payload)


async def build(records: Path, folder: str) -> None:
    """Index every record and write the files."""
    async with EagerService() as service:
        index = await service.create_index(IndexConfig(output_path=folder))
        with records.open(encoding="utf-8") as lines:
            while batch := [line.rstrip("\n") for line in islice(lines, BATCH)]:
                await asyncio.gather(*(add(index, line) for line in batch))
        await index.write_files(folder)


async def add(index: PagefindIndex, line: str) -> None:
    """Add one record."""
    record = json.loads(line)
    names = [record[key] for key in ("holder", "holder_en") if key in record]
    await index.add_custom_record(
        url=f"/#n={record['number']}",
        content=" ".join([record["number"], *names]),
        language="zh",
        meta={"title": record["number"], "record": line},
    )


if __name__ == "__main__":
    asyncio.run(build(Path(sys.argv[1]), sys.argv[2]))
