-- Members who were forgotten: what stands in the place of their id, and a salted
-- hash by which a file that names them is recognised.

CREATE TABLE forgotten (
  name TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  at   INTEGER NOT NULL,
  by   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
