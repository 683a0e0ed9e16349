-- The morning brief is subscribed to like everything that is sent regularly. What was
-- set on a channel becomes a subscription of who made the channel, or else of the first
-- administrator; of everybody where nobody signs in. What this morning had is not sent
-- again.

INSERT INTO subscription (version, key, said, created, created_by, changed, changed_by, owner, topic, page, panel, query, since, every, weekday, month_day,
  hour, channel, lang, paused, begins)
SELECT 1, '', '', c.changed, c.changed_by, c.changed, c.changed_by,
  coalesce((SELECT id FROM user WHERE name = c.created_by AND role IN ('editor', 'admin') AND sees = ''),
    (SELECT min(id) FROM user WHERE role = 'admin'), 0),
  'brief', '', '', '', 0, c.brief, c.brief = 'weekly', 0, c.brief_hour, c.id, c.lang, 0, CAST(strftime('%s', 'now') AS INTEGER) * 1000000
FROM channel c WHERE c.brief <> '' AND c.deleted IS NULL ORDER BY c.id;

ALTER TABLE channel DROP COLUMN brief;
ALTER TABLE channel DROP COLUMN brief_hour;
