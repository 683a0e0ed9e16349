-- Names that mean what another one means. Rows stay as they are: they are read
-- with the name kept while the merge holds.

CREATE TABLE merge (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  dimension TEXT NOT NULL CHECK (dimension IN ('platform', 'channel', 'account', 'campaign')),
  name      INTEGER NOT NULL REFERENCES name,
  kept      INTEGER NOT NULL REFERENCES name,
  since     INTEGER NOT NULL,                      -- the last import before it: later ones say the name kept
  by        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  undone_by TEXT NOT NULL DEFAULT '',
  undone_at INTEGER
) STRICT;
CREATE UNIQUE INDEX merge_name ON merge (dimension, name) WHERE undone_at IS NULL;
