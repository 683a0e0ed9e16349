-- A part of a source has a watermark of its own: an account of a platform, a site
-- of a count. What batches vouch for is told anew by the rows they brought; what
-- was declared of a source goes on to be said of all its parts, and whoever
-- retired a source retired the parts it has.

CREATE TABLE batch_part (                 -- what a batch knows complete
  batch   INTEGER NOT NULL REFERENCES batch ON DELETE CASCADE,
  name    INTEGER NOT NULL REFERENCES name,
  part    INTEGER NOT NULL REFERENCES name,  -- the account of a platform, the site of a count; 0 where rows name none
  through INTEGER NOT NULL,
  PRIMARY KEY (batch, name, part)
) STRICT, WITHOUT ROWID;

INSERT INTO batch_part
  SELECT s.batch, s.name, r.part, s.through FROM batch_source s JOIN (
    SELECT DISTINCT 'spend' AS record, batch, platform AS name, account AS part FROM spend
    UNION ALL SELECT DISTINCT 'search_terms', batch, platform, account FROM search_terms
    UNION ALL SELECT DISTINCT 'counts', batch, name, source FROM counts
    UNION ALL SELECT DISTINCT 'levels', batch, name, source FROM levels) r ON r.batch = s.batch AND r.name = s.name
    JOIN batch b ON b.id = s.batch AND b.record = r.record;

INSERT INTO batch_part SELECT s.batch, s.name, 0, s.through FROM batch_source s
  WHERE NOT EXISTS (SELECT 1 FROM batch_part p WHERE p.batch = s.batch AND p.name = s.name);

DROP TABLE batch_source;
ALTER TABLE batch_part RENAME TO batch_source;

CREATE TABLE watermark_part (             -- declared by a person or a program
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,  -- 0 for rows that name none, and with whole
  whole  INTEGER NOT NULL,                  -- 1 for all parts, also those to come
  through INTEGER NOT NULL,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part, whole)
) STRICT, WITHOUT ROWID;

INSERT INTO watermark_part SELECT record, name, 0, 1, through, by, at FROM watermark;
DROP TABLE watermark;
ALTER TABLE watermark_part RENAME TO watermark;

CREATE TABLE retired_part (
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part)
) STRICT, WITHOUT ROWID;

INSERT INTO retired_part
  SELECT DISTINCT r.record, r.name, s.part, r.by, r.at FROM retired r JOIN batch b ON b.record = r.record
    JOIN batch_source s ON s.batch = b.id AND s.name = r.name
  UNION SELECT record, name, 0, by, at FROM retired;
DROP TABLE retired;
ALTER TABLE retired_part RENAME TO retired;
