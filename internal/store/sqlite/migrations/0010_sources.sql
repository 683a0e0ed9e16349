-- What people say of sources: that nothing more will come from one, and that
-- on some days nothing happened in a stream, which would else be missing there.

CREATE TABLE retired (
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE quiet (
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,  -- the account of spend, the kind of costs
  day    INTEGER NOT NULL,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part, day)
) STRICT, WITHOUT ROWID;
