-- Which approved target a row replaces, and why it was changed.

ALTER TABLE targets ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- The rows that count, readable, as in migration 1.

DROP VIEW targets_now;

CREATE VIEW targets_now AS SELECT
  r.metric,
  r.scope,
  date(r.[from] * 86400, 'unixepoch') AS [from],
  date(r.[to] * 86400, 'unixepoch') AS [to],
  r.floor,
  r.goal,
  r.stretch,
  r.phasing,
  r.owner,
  r.kind,
  r.parent,
  r.state,
  r.approved_by,
  date(r.approved_on * 86400, 'unixepoch') AS approved_on,
  r.replaces,
  r.reason,
  r.batch
FROM targets r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM targets s WHERE s.[from] = r.[from] AND s.metric = r.metric AND s.scope = r.scope AND s.[to] = r.[to]
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));
