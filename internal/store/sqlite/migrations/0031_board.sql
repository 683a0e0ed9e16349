-- Boards: pages that users put together, as the text of a page file; and what they
-- were before.

CREATE TABLE board (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL DEFAULT '',
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  owner      INTEGER NOT NULL,                     -- user; 0 where nobody signs in
  shared     INTEGER NOT NULL CHECK (shared IN (0, 1)),
  file       TEXT NOT NULL                         -- YAML, as dashboards/*.yaml
) STRICT;

CREATE TABLE board_past (
  board      INTEGER NOT NULL REFERENCES board,
  version    INTEGER NOT NULL,
  file       TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (board, version)
) STRICT, WITHOUT ROWID;
