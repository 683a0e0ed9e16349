-- A later report of the same days that lacks a row takes it back: the row is
-- there again, marked as gone, and nothing counts under its key. Undoing the
-- import brings back what was there.

ALTER TABLE batch ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE spend ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE search_terms ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE followers ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counts ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

-- The rows that count, readable, as in migration 1.

DROP VIEW spend_now;
DROP VIEW search_terms_now;
DROP VIEW followers_now;
DROP VIEW counts_now;

CREATE VIEW spend_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.platform) AS platform,
  (SELECT text FROM name WHERE id = r.account) AS account,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  (SELECT text FROM name WHERE id = r.ad_group) AS ad_group,
  (SELECT text FROM name WHERE id = r.keyword) AS keyword,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  (SELECT text FROM name WHERE id = r.industry) AS industry,
  r.impressions,
  r.clicks,
  r.cost,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.reported_conversions,
  r.reported_value,
  r.batch
FROM spend r
WHERE r.gone = 0 AND r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM spend s WHERE s.date = r.date AND s.platform = r.platform AND s.account = r.account AND s.campaign = r.campaign AND s.ad_group = r.ad_group AND s.keyword = r.keyword
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

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
WHERE r.gone = 0 AND r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM search_terms s WHERE s.date = r.date AND s.platform = r.platform AND s.account = r.account AND s.campaign = r.campaign AND s.ad_group = r.ad_group AND s.keyword = r.keyword AND s.term = r.term
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW followers_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.account) AS account,
  (SELECT text FROM name WHERE id = r.source) AS source,
  r.gained,
  r.lost,
  r.total,
  r.batch
FROM followers r
WHERE r.gone = 0 AND r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM followers s WHERE s.date = r.date AND s.account = r.account AND s.source = r.source
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
WHERE r.gone = 0 AND r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM counts s WHERE s.date = r.date AND s.name = r.name AND s.source = r.source AND s.channel = r.channel
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));
