-- Search terms, other counts, levels, groups and holidays, and what targets,
-- costs and members say besides. Rows from before have a blank there.

CREATE TABLE search_terms (
  date INTEGER NOT NULL,
  platform INTEGER NOT NULL,
  account INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  ad_group INTEGER NOT NULL,
  keyword INTEGER NOT NULL,
  term INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  impressions INTEGER,
  clicks INTEGER,
  cost INTEGER,
  currency INTEGER NOT NULL,
  reported_conversions INTEGER,
  PRIMARY KEY (date, platform, account, campaign, ad_group, keyword, term, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
  date INTEGER NOT NULL,
  name INTEGER NOT NULL,
  source INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  value INTEGER,
  amount INTEGER,
  currency INTEGER NOT NULL,
  PRIMARY KEY (date, name, source, channel, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE levels (
  date INTEGER NOT NULL,
  name INTEGER NOT NULL,
  source INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (date, name, source, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
  [group] INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  created INTEGER,
  closed INTEGER,
  owner TEXT NOT NULL,
  channel INTEGER NOT NULL,
  PRIMARY KEY ([group], batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE holidays (
  date INTEGER NOT NULL,
  region INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  name INTEGER NOT NULL,
  kind TEXT NOT NULL,
  [group] INTEGER NOT NULL,
  PRIMARY KEY (date, region, batch)
) STRICT, WITHOUT ROWID;

ALTER TABLE costs ADD COLUMN hours INTEGER;

ALTER TABLE members ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN tags TEXT NOT NULL DEFAULT '';

ALTER TABLE targets ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE targets ADD COLUMN approved_on INTEGER;

-- The rows that count, readable, as in migration 1.

DROP VIEW costs_now;
DROP VIEW members_now;
DROP VIEW targets_now;

CREATE VIEW search_terms_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.platform) AS platform,
  (SELECT text FROM name WHERE id = r.account) AS account,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  (SELECT text FROM name WHERE id = r.ad_group) AS ad_group,
  (SELECT text FROM name WHERE id = r.keyword) AS keyword,
  (SELECT text FROM name WHERE id = r.term) AS term,
  r.impressions,
  r.clicks,
  r.cost,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.reported_conversions,
  r.batch
FROM search_terms r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM search_terms s WHERE s.date = r.date AND s.platform = r.platform AND s.account = r.account AND s.campaign = r.campaign AND s.ad_group = r.ad_group AND s.keyword = r.keyword AND s.term = r.term
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW counts_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.name) AS name,
  (SELECT text FROM name WHERE id = r.source) AS source,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  r.value,
  r.amount,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.batch
FROM counts r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM counts s WHERE s.date = r.date AND s.name = r.name AND s.source = r.source AND s.channel = r.channel
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW levels_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.name) AS name,
  (SELECT text FROM name WHERE id = r.source) AS source,
  r.value,
  r.batch
FROM levels r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM levels s WHERE s.date = r.date AND s.name = r.name AND s.source = r.source
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW costs_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.kind) AS kind,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  (SELECT text FROM name WHERE id = r.label) AS label,
  r.cost,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.hours,
  r.batch
FROM costs r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM costs s WHERE s.date = r.date AND s.kind = r.kind AND s.channel = r.channel AND s.campaign = r.campaign AND s.label = r.label
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW members_now AS SELECT
  (SELECT text FROM member_id WHERE id = r.member) AS member,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.joined_at / 1e6, 'unixepoch') AS joined_at,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  (SELECT text FROM name WHERE id = r.[group]) AS [group],
  (SELECT text FROM name WHERE id = r.city) AS city,
  (SELECT text FROM member_id WHERE id = r.invited_by) AS invited_by,
  r.staff,
  r.name,
  r.nickname,
  r.contact,
  r.tags,
  r.batch
FROM members r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM members s WHERE s.member = r.member
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW groups_now AS SELECT
  (SELECT text FROM name WHERE id = r.[group]) AS [group],
  (SELECT text FROM name WHERE id = r.kind) AS kind,
  date(r.created * 86400, 'unixepoch') AS created,
  date(r.closed * 86400, 'unixepoch') AS closed,
  r.owner,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  r.batch
FROM groups r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM groups s WHERE s.[group] = r.[group]
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW holidays_now AS SELECT
  (SELECT text FROM name WHERE id = r.region) AS region,
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.name) AS name,
  r.kind,
  (SELECT text FROM name WHERE id = r.[group]) AS [group],
  r.batch
FROM holidays r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM holidays s WHERE s.date = r.date AND s.region = r.region
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

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
  r.batch
FROM targets r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM targets s WHERE s.[from] = r.[from] AND s.metric = r.metric AND s.scope = r.scope AND s.[to] = r.[to]
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));
