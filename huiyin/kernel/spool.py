"""A long history, planned outside of any transaction and kept in a file beside the data, then written in one go.

Planning asks most of the time and holds nobody up; what is held while it is written is the database (SQLite) or, only for the events
at the end, the head of the ledger's chain (PostgreSQL).
"""

import pickle
import tempfile
from pathlib import Path
from typing import IO, Any

from django.db import connection

from huiyin.kernel.batch import Batch, event_insert, head, run, set_head
from huiyin.kernel.models import Committee
from huiyin.kernel.seal import seal_of


class Spool:
    """`keep` batches as they are planned; `write` them all, inside a transaction of the caller's. The file is nobody's: it has no name."""

    def __init__(self, folder: Path) -> None:
        self.rows: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  closed by __exit__
        self.events: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self.parts = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.rows.close()
        self.events.close()

    def keep(self, batch: Batch) -> None:
        folded = batch.fold()
        pickle.dump(folded.statements, self.rows, protocol=pickle.HIGHEST_PROTOCOL)
        pickle.dump((folded.events, folded.remarks), self.events, protocol=pickle.HIGHEST_PROTOCOL)
        self.parts += 1

    def write(self, committee: Committee) -> None:
        """Errors: IntegrityError when a number has been given meanwhile."""
        self.rows.seek(0)
        self.events.seek(0)
        with connection.cursor() as cursor:
            for _part in range(self.parts):
                run(cursor, pickle.load(self.rows))
            self._seal(cursor, committee)

    def _seal(self, cursor: Any, committee: Committee) -> None:
        sql, at_seq, at_seal = event_insert()
        seq, seal, algorithm = head(cursor, committee)
        for _part in range(self.parts):
            events, remarks = pickle.load(self.events)
            for sealed, stored in events:
                seq += 1
                sealed[0] = seq
                seal = seal_of(seal, committee.code, sealed, algorithm)
                stored[at_seq], stored[at_seal] = seq, seal
            run(cursor, [(sql, [stored for _sealed, stored in events])])
            run(cursor, remarks)
        set_head(cursor, committee, seq, seal)
