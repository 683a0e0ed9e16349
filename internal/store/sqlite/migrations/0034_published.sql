-- Every figure that was published, as it was then.

CREATE TABLE published (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('report', 'message')),
  ref         INTEGER NOT NULL,            -- id of the report or the delivery
  metric      TEXT NOT NULL,
  scope       TEXT NOT NULL,
  first       INTEGER NOT NULL,            -- ops days, both inclusive
  last        INTEGER NOT NULL,
  value       REAL NOT NULL,               -- in the unit of the metric
  num         REAL NOT NULL,
  den         REAL NOT NULL,
  definitions TEXT NOT NULL,               -- digest of the catalog
  record      INTEGER NOT NULL,            -- version it is of
  batch       INTEGER NOT NULL,            -- the last import of that version; 0: none
  at          INTEGER NOT NULL
) STRICT;
CREATE INDEX published_at ON published (at);
CREATE INDEX published_ref ON published (kind, ref);

-- What reports said that are final already.
INSERT INTO published (kind, ref, metric, scope, first, last, value, num, den, definitions, record, batch, at)
SELECT 'report', r.id, f.value ->> 'metric', f.value ->> 'scope', CAST(julianday(f.value ->> 'from') - 2440587.5 AS INTEGER),
  CAST(julianday(f.value ->> 'to') - 2440587.5 AS INTEGER), f.value ->> 'value', coalesce(f.value ->> 'num', 0.0), coalesce(f.value ->> 'den', 0.0),
  r.frozen ->> 'definitions', r.frozen ->> 'record', coalesce((SELECT max(c.batch) FROM change c WHERE c.version <= r.frozen ->> 'record'), 0), r.final
FROM report r, json_each(r.frozen, '$.figures') f WHERE r.final IS NOT NULL AND r.deleted IS NULL;
