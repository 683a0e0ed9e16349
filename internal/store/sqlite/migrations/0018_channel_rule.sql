-- Which channel rows belong to that state none. Rows stay as they are: they are
-- read with the channel of the rule that counts.

CREATE TABLE channel_rule (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  record    TEXT NOT NULL CHECK (record IN ('', 'orders', 'events')),
  platform  TEXT NOT NULL,
  campaign  TEXT NOT NULL,                         -- a name or a pattern with *
  channel   TEXT NOT NULL,                         -- '' is no channel at all
  by        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  undone_by TEXT NOT NULL DEFAULT '',
  undone_at INTEGER
) STRICT;
