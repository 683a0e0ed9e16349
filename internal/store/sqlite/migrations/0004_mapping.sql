-- How users said exports of platforms are to be read, by the header's
-- fingerprint. The mapping is JSON of package ingest.

CREATE TABLE mapping (
  fingerprint TEXT PRIMARY KEY,
  mapping     TEXT NOT NULL,
  by          TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
