-- What people said of sources until they said something else: with it the record
-- can be read as it was.

CREATE TABLE said_past (
  kind    TEXT NOT NULL CHECK (kind IN ('watermark', 'retired')),
  record  TEXT NOT NULL,
  name    INTEGER NOT NULL REFERENCES name,
  part    INTEGER NOT NULL REFERENCES name,
  whole   INTEGER NOT NULL,                -- of a watermark: 1 for all parts
  through INTEGER NOT NULL,                -- of a watermark
  by      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  until   INTEGER NOT NULL                 -- when it held no longer
) STRICT;
