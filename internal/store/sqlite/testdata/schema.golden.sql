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

CREATE VIEW events_now AS SELECT
  r.key,
  date(r.day * 86400, 'unixepoch') AS day,
  (SELECT text FROM member_id WHERE id = r.member) AS member,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.at / 1e6, 'unixepoch') AS at,
  (SELECT text FROM event_name WHERE id = r.event) AS event,
  (SELECT text FROM name WHERE id = r.[group]) AS [group],
  (SELECT text FROM name WHERE id = r.challenge) AS challenge,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  (SELECT text FROM member_id WHERE id = r.invited_by) AS invited_by,
  r.value,
  r.props,
  r.batch
FROM events r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM events s WHERE r.key = '' AND s.day = r.day AND s.at = r.at AND s.member = r.member
    AND s.event = r.event AND s.key = '' AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'))
  AND NOT EXISTS (SELECT 1 FROM events s WHERE r.key <> '' AND s.key <> '' AND s.key = r.key
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

CREATE VIEW orders_now AS SELECT
  r.order_id,
  r.line,
  date(r.day * 86400, 'unixepoch') AS day,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.at / 1e6, 'unixepoch') AS at,
  (SELECT text FROM member_id WHERE id = r.member) AS member,
  (SELECT text FROM name WHERE id = r.product) AS product,
  (SELECT text FROM name WHERE id = r.product_role) AS product_role,
  (SELECT text FROM name WHERE id = r.channel) AS channel,
  (SELECT text FROM name WHERE id = r.campaign) AS campaign,
  r.quantity,
  r.revenue,
  r.refund,
  r.cost_of_goods,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.batch
FROM orders r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM orders s WHERE s.order_id = r.order_id AND s.line = r.line
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW posts_now AS SELECT
  r.post_id,
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.title) AS title,
  (SELECT text FROM name WHERE id = r.account) AS account,
  (SELECT text FROM name WHERE id = r.kind) AS kind,
  strftime('%Y-%m-%dT%H:%M:%fZ', r.published_at / 1e6, 'unixepoch') AS published_at,
  r.delivered,
  r.reads,
  r.shares,
  r.likes,
  r.comments,
  r.followers_gained,
  r.followers_lost,
  r.batch
FROM posts r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM posts s WHERE s.date = r.date AND s.post_id = r.post_id
    AND s.batch > r.batch AND s.batch IN (SELECT id FROM batch WHERE state = 'live'));

CREATE VIEW rates_now AS SELECT
  date(r.date * 86400, 'unixepoch') AS date,
  (SELECT text FROM name WHERE id = r.currency) AS currency,
  r.rate,
  r.batch
FROM rates r
WHERE r.batch IN (SELECT id FROM batch WHERE state = 'live')
  AND NOT EXISTS (SELECT 1 FROM rates s WHERE s.date = r.date AND s.currency = r.currency
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

CREATE TRIGGER audit_holds BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only ever added to'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only ever added to'); END;

CREATE TABLE alert (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  title      TEXT NOT NULL,
  rule       TEXT NOT NULL,
  metric     TEXT NOT NULL,
  scope      TEXT NOT NULL,
  bound      REAL NOT NULL,                        -- the limit
  weekly     INTEGER NOT NULL CHECK (weekly IN (0, 1)),
  hour       INTEGER NOT NULL,
  cool_down  INTEGER NOT NULL,                     -- days
  owner      TEXT NOT NULL,
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1)),
  snoozed    INTEGER NOT NULL,                     -- ops day; 0: it is not
  checked    INTEGER NOT NULL,                     -- last day of the last bucket looked at; 0: none
  looked     INTEGER,
  reason     TEXT NOT NULL,                        -- why nothing could be looked at then
  since      INTEGER NOT NULL                      -- when what it watches was set
, channels TEXT NOT NULL DEFAULT '', quiet_from INTEGER NOT NULL DEFAULT 0, quiet_to INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  ip     TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT NOT NULL,
  after  TEXT NOT NULL
) STRICT;

CREATE TABLE batch (
  id        INTEGER PRIMARY KEY,
  record    TEXT NOT NULL,
  file      TEXT NOT NULL,
  sha256    TEXT NOT NULL,                -- '' if it came without a file
  via       TEXT NOT NULL,
  by        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('staged', 'live', 'undone')),
  undone_at INTEGER,
  undone_by TEXT,
  first_day INTEGER NOT NULL,             -- days of its rows: first_day <= day < end_day
  end_day   INTEGER NOT NULL,
  first_changed INTEGER NOT NULL,         -- days whose figures its state decides: those of its rows
  end_changed   INTEGER NOT NULL,         -- and of the rows they moved away from
  read      INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  rejected  INTEGER NOT NULL,
  rows      INTEGER NOT NULL,             -- control: how many rows it stored
  digest    INTEGER NOT NULL              -- control: sum of the digests of its rows
, removed INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE "batch_source" (                 -- what a batch knows complete
  batch   INTEGER NOT NULL REFERENCES batch ON DELETE CASCADE,
  name    INTEGER NOT NULL REFERENCES name,
  part    INTEGER NOT NULL REFERENCES name,  -- the account of a platform, the site of a count; 0 where rows name none
  through INTEGER NOT NULL,
  PRIMARY KEY (batch, name, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_sum (                  -- control: sums of the additive columns
  batch  INTEGER NOT NULL REFERENCES batch ON DELETE CASCADE,
  name   TEXT NOT NULL,
  sum    INTEGER NOT NULL,
  PRIMARY KEY (batch, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE board (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL DEFAULT '',
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  owner      INTEGER NOT NULL,                     -- user; 0 where nobody signs in
  shared     INTEGER NOT NULL CHECK (shared IN (0, 1)),
  file       TEXT NOT NULL                         -- YAML, as dashboards/*.yaml
) STRICT;

CREATE TABLE board_past (
  board      INTEGER NOT NULL REFERENCES board,
  version    INTEGER NOT NULL,
  file       TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (board, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenge (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL,
  fold      TEXT NOT NULL UNIQUE,
  slug      TEXT NOT NULL UNIQUE,              -- in addresses
  start     INTEGER NOT NULL,                  -- its first day
  length    INTEGER NOT NULL,
  day_start INTEGER NOT NULL,                  -- minutes after midnight
  grace     INTEGER NOT NULL,                  -- minutes
  make_up   INTEGER NOT NULL,
  rest      INTEGER NOT NULL,                  -- bit n: weekday n, 0 = Sunday
  created   INTEGER NOT NULL
, title TEXT NOT NULL DEFAULT '', open INTEGER NOT NULL DEFAULT 0, closed INTEGER) STRICT;

CREATE TABLE challenge_group (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  challenge INTEGER NOT NULL REFERENCES challenge,
  name      TEXT NOT NULL,
  fold      TEXT NOT NULL,
  channel   TEXT NOT NULL,                     -- of those who join by its link
  code      TEXT NOT NULL UNIQUE,              -- of the link
  created   INTEGER NOT NULL,
  UNIQUE (challenge, fold)
) STRICT;

CREATE TABLE change (                     -- what each version of the record changed
  version   INTEGER PRIMARY KEY,
  record    TEXT NOT NULL,
  first_day INTEGER NOT NULL,
  end_day   INTEGER NOT NULL
, batch INTEGER NOT NULL DEFAULT 0, undo INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE channel (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  lang       TEXT NOT NULL,
  shows      TEXT NOT NULL,
  sealed     BLOB NOT NULL,                        -- only the key beside the record opens it
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;

CREATE TABLE channel_rule (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  record    TEXT NOT NULL CHECK (record IN ('', 'orders', 'events')),
  platform  TEXT NOT NULL,
  campaign  TEXT NOT NULL,                         -- a name or a pattern with *
  channel   TEXT NOT NULL,                         -- '' is no channel at all
  by        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  undone_by TEXT NOT NULL DEFAULT '',
  undone_at INTEGER
) STRICT;

CREATE TABLE check_in_batch (                  -- the batch that takes the check-ins of a day
  batch   INTEGER PRIMARY KEY REFERENCES batch ON DELETE CASCADE,
  day     INTEGER NOT NULL,
  version INTEGER NOT NULL UNIQUE              -- its row in change, which moves on with it
) STRICT;

CREATE TABLE check_in_key (                    -- what a sender called a check-in
  token  INTEGER NOT NULL,
  key    TEXT NOT NULL,
  digest INTEGER NOT NULL,                     -- of what it said
  day    INTEGER NOT NULL,                     -- day of the challenge it counted for
  PRIMARY KEY (token, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_in_token (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name      TEXT NOT NULL,                     -- of the program, or how the member is called
  member    TEXT NOT NULL,                     -- '' for a program, which names the member
  challenge INTEGER REFERENCES challenge,      -- the only one it is for, or NULL
  [group]   TEXT NOT NULL,
  invite    TEXT UNIQUE,                       -- by which others join
  created   INTEGER NOT NULL
) STRICT;

CREATE TABLE commitment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  report     INTEGER NOT NULL REFERENCES report,
  text       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  metric     TEXT NOT NULL,                        -- '': nobody can measure it
  scope      TEXT NOT NULL,
  at_most    INTEGER NOT NULL CHECK (at_most IN (0, 1)),
  goal       REAL NOT NULL,
  first      INTEGER NOT NULL,                     -- ops days it is about, both inclusive
  last       INTEGER NOT NULL,
  withdrawn  INTEGER,
  why        TEXT NOT NULL
) STRICT;

CREATE TABLE costs (
  date INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  label INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  cost INTEGER,
  currency INTEGER NOT NULL, hours INTEGER,
  PRIMARY KEY (date, kind, channel, campaign, label, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
  date INTEGER NOT NULL,
  name INTEGER NOT NULL,
  source INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  value INTEGER,
  amount INTEGER,
  currency INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (date, name, source, channel, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  channel INTEGER NOT NULL REFERENCES channel,
  once    TEXT NOT NULL UNIQUE,                    -- what it is about; the same is never put in twice
  kind    TEXT NOT NULL,
  title   TEXT NOT NULL,
  message BLOB NOT NULL,
  made    INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  tries   INTEGER NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
  sent    INTEGER,
  said    TEXT NOT NULL
, code TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '', facts TEXT NOT NULL DEFAULT '[]', recipient TEXT NOT NULL DEFAULT '', secret INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE event_name (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE events (
  day INTEGER NOT NULL,                   -- ops day of at
  at INTEGER NOT NULL,
  member INTEGER NOT NULL,
  event INTEGER NOT NULL,
  key TEXT NOT NULL,
  batch INTEGER NOT NULL,
  [group] INTEGER NOT NULL,
  challenge INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  invited_by INTEGER NOT NULL,
  value INTEGER,
  props TEXT NOT NULL,
  PRIMARY KEY (day, at, member, event, key, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE firing (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  alert        INTEGER NOT NULL REFERENCES alert,
  first        INTEGER NOT NULL,                   -- ops days of the bucket, both inclusive
  last         INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  value        REAL NOT NULL,
  against      REAL NOT NULL,
  recovered    INTEGER,
  restated     REAL,                               -- the value after a later import
  acknowledged INTEGER,
  by           TEXT NOT NULL,
  UNIQUE (alert, last)
) STRICT;

CREATE TABLE follow_up (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,                        -- digest of what the request said
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  member     INTEGER NOT NULL,                     -- member_id
  event      TEXT NOT NULL,                        -- '': nothing was done with them
  batch      INTEGER NOT NULL,                     -- the import the event is a row of; 0 without
  text       TEXT NOT NULL,
  minutes    INTEGER NOT NULL,
  try        INTEGER NOT NULL,                     -- whose cost the minutes are; 0: of none
  owner      TEXT NOT NULL,
  next_on    INTEGER NOT NULL,                     -- ops day; 0: nothing is planned
  next       TEXT NOT NULL,
  tags       TEXT NOT NULL                         -- one on a line
) STRICT;

CREATE TABLE followers (
  date INTEGER NOT NULL,
  account INTEGER NOT NULL,
  source INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  gained INTEGER,
  lost INTEGER,
  total INTEGER, gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (date, account, source, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten (
  name TEXT PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  at   INTEGER NOT NULL,
  by   TEXT NOT NULL
, version INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

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

CREATE TABLE levels (
  date INTEGER NOT NULL,
  name INTEGER NOT NULL,
  source INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  value INTEGER,
  PRIMARY KEY (date, name, source, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE mapping (
  fingerprint TEXT PRIMARY KEY,
  mapping     TEXT NOT NULL,
  by          TEXT NOT NULL,
  at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE member_id (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE members (
  member INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  joined_at INTEGER,
  channel INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  [group] INTEGER NOT NULL,
  city INTEGER NOT NULL,
  invited_by INTEGER NOT NULL,
  staff INTEGER, name TEXT NOT NULL DEFAULT '', nickname TEXT NOT NULL DEFAULT '', contact TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (member, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE merge (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  dimension TEXT NOT NULL CHECK (dimension IN ('platform', 'channel', 'account', 'campaign')),
  name      INTEGER NOT NULL REFERENCES name,
  kept      INTEGER NOT NULL REFERENCES name,
  since     INTEGER NOT NULL,                      -- the last import before it: later ones say the name kept
  by        TEXT NOT NULL,
  at        INTEGER NOT NULL,
  undone_by TEXT NOT NULL DEFAULT '',
  undone_at INTEGER
) STRICT;

CREATE TABLE name (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL,           -- as first seen
  fold TEXT NOT NULL UNIQUE     -- spellings that fold alike are one name
) STRICT;

CREATE TABLE note (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  first      INTEGER NOT NULL,                     -- ops days, both inclusive
  last       INTEGER NOT NULL,
  scope      TEXT NOT NULL,
  metrics    TEXT NOT NULL,                        -- names of metrics and pages, by comma; '' is all
  text       TEXT NOT NULL,
  link       TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('fact', 'industry', 'finding')),
  resolved   INTEGER,
  shared     INTEGER NOT NULL CHECK (shared IN (0, 1))
) STRICT;

CREATE TABLE note_vote (
  note INTEGER NOT NULL REFERENCES note,
  user TEXT NOT NULL,
  vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
  PRIMARY KEY (note, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  order_id TEXT NOT NULL,
  line TEXT NOT NULL,
  batch INTEGER NOT NULL,
  day INTEGER NOT NULL,                   -- ops day of at
  at INTEGER NOT NULL,
  member INTEGER NOT NULL,
  product INTEGER NOT NULL,
  product_role INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  quantity INTEGER,
  revenue INTEGER,
  refund INTEGER,
  cost_of_goods INTEGER,
  currency INTEGER NOT NULL,
  PRIMARY KEY (order_id, line, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (
  date INTEGER NOT NULL,
  post_id TEXT NOT NULL,
  batch INTEGER NOT NULL,
  title INTEGER NOT NULL,
  account INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  published_at INTEGER,
  delivered INTEGER,
  reads INTEGER,
  shares INTEGER,
  likes INTEGER,
  comments INTEGER,
  followers_gained INTEGER,
  followers_lost INTEGER,
  PRIMARY KEY (date, post_id, batch)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE quiet (
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,  -- the account of spend, the kind of costs
  day    INTEGER NOT NULL,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE rates (
  date INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  rate INTEGER,
  PRIMARY KEY (date, currency, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  month      INTEGER NOT NULL,                     -- ops day: its first
  edition    INTEGER NOT NULL,
  parts      TEXT NOT NULL,                        -- JSON, in order
  final      INTEGER,
  final_by   TEXT NOT NULL,
  frozen     TEXT NOT NULL                         -- of a final one: all it says
) STRICT;

CREATE TABLE restatement (
  batch      INTEGER NOT NULL,
  undo       INTEGER NOT NULL,             -- 1: its undo changed the figures
  metric     TEXT NOT NULL,
  first      INTEGER NOT NULL,             -- days in a row: first <= day <= last
  last       INTEGER NOT NULL,
  day        INTEGER NOT NULL,             -- that changed most
  before     REAL NOT NULL,                -- its figure, in the unit of the metric
  after      REAL NOT NULL,
  PRIMARY KEY (batch, undo, metric, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE "retired" (
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part)
) STRICT, WITHOUT ROWID;

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
  reported_conversions INTEGER, gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (date, platform, account, campaign, ad_group, keyword, term, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    TEXT NOT NULL UNIQUE,
  user    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  created INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  ip      TEXT NOT NULL,
  agent   TEXT NOT NULL
, role TEXT NOT NULL DEFAULT 'viewer' CHECK (role IN ('analyst', 'viewer', 'editor', 'admin'))) STRICT;

CREATE TABLE set_up (                          -- the one link that makes the first administrator
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  hash    BLOB NOT NULL CHECK (length(hash) = 32),
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE share (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  page    TEXT NOT NULL,
  query   TEXT NOT NULL,
  origin  TEXT NOT NULL,                       -- site that may frame it, or ''
  owner   INTEGER REFERENCES user ON DELETE CASCADE,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  views   INTEGER NOT NULL DEFAULT 0,
  viewed  INTEGER
, sees TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE spend (
  date INTEGER NOT NULL,
  platform INTEGER NOT NULL,
  account INTEGER NOT NULL,
  campaign INTEGER NOT NULL,
  ad_group INTEGER NOT NULL,
  keyword INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  industry INTEGER NOT NULL,
  impressions INTEGER,
  clicks INTEGER,
  cost INTEGER,
  currency INTEGER NOT NULL,
  reported_conversions INTEGER,
  reported_value INTEGER, gone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (date, platform, account, campaign, ad_group, keyword, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

CREATE TABLE subscription (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  owner      INTEGER NOT NULL,                     -- user; 0: everybody, where nobody signs in
  topic      TEXT NOT NULL,
  page       TEXT NOT NULL,
  panel      TEXT NOT NULL,
  query      TEXT NOT NULL,
  since      INTEGER NOT NULL CHECK (since IN (0, 1)),
  every      TEXT NOT NULL,
  weekday    INTEGER NOT NULL,
  month_day  INTEGER NOT NULL,
  hour       INTEGER NOT NULL,
  channel    INTEGER NOT NULL,                     -- 0: the owner's own mail
  lang       TEXT NOT NULL,
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1)),
  begins     INTEGER NOT NULL                      -- when what is sent and when was set
) STRICT;

CREATE TABLE subscription_run (
  subscription INTEGER NOT NULL REFERENCES subscription,
  date         INTEGER NOT NULL,                   -- local date of the turn: no date has two
  at           INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('sent', 'behind', 'lost', 'failed')),
  delivery     INTEGER NOT NULL,                   -- 0: nothing was sent
  code         TEXT NOT NULL,
  said         TEXT NOT NULL,
  hint         TEXT NOT NULL,
  facts        TEXT NOT NULL,
  PRIMARY KEY (subscription, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE targets (
  [from] INTEGER NOT NULL,
  metric TEXT NOT NULL,
  scope TEXT NOT NULL,
  [to] INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  floor INTEGER,
  goal INTEGER,
  stretch INTEGER,
  phasing TEXT NOT NULL,
  owner TEXT NOT NULL, kind TEXT NOT NULL DEFAULT '', parent TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT '', approved_by TEXT NOT NULL DEFAULT '', approved_on INTEGER, replaces TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY ([from], metric, scope, [to], batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE "token" (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name    TEXT NOT NULL,
  owner   INTEGER REFERENCES user ON DELETE CASCADE,  -- NULL: the command line
  created INTEGER NOT NULL,
  expires INTEGER,
  used    INTEGER
, check_in INTEGER NOT NULL DEFAULT 0 CHECK (check_in IN (0, 1)), role TEXT NOT NULL DEFAULT 'viewer' CHECK (role IN ('analyst', 'viewer', 'editor', 'admin')), sees TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE try (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  version     INTEGER NOT NULL,                    -- grows with every change
  key         TEXT NOT NULL,                       -- what a file or a program calls it; '' for none
  sent        TEXT UNIQUE,                         -- sender and Idempotency-Key of the request that made it
  said        TEXT NOT NULL,                       -- what that request said
  created     INTEGER NOT NULL,
  created_by  TEXT NOT NULL,
  changed     INTEGER NOT NULL,
  changed_by  TEXT NOT NULL,
  deleted     INTEGER,
  title       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  hypothesis  TEXT NOT NULL,
  scope       TEXT NOT NULL,
  measured_on TEXT NOT NULL,                       -- '' is scope, '*' everything
  metric      TEXT NOT NULL,
  also        TEXT NOT NULL,                       -- other metrics it moves, by comma
  direction   TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  start       INTEGER NOT NULL,                    -- first ops day
  last        INTEGER NOT NULL,                    -- last ops day; 0: it goes on
  expected    REAL NOT NULL,
  probability REAL NOT NULL,
  cost        INTEGER NOT NULL,                    -- minor units of the reporting currency
  hours       REAL NOT NULL,
  owner       TEXT NOT NULL,
  control     TEXT NOT NULL,
  altered     INTEGER NOT NULL CHECK (altered IN (0, 1)),
  decision    TEXT NOT NULL CHECK (decision IN ('', 'repeat', 'stop', 'retest', 'scale')),
  sentence    TEXT NOT NULL,
  next        INTEGER REFERENCES try,
  decided     INTEGER
, split TEXT NOT NULL DEFAULT '', split_groups TEXT NOT NULL DEFAULT '', share REAL NOT NULL DEFAULT 0, seed TEXT NOT NULL DEFAULT '', within INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE try_member (
  try    INTEGER NOT NULL REFERENCES try,
  member INTEGER NOT NULL,                         -- member_id
  given  INTEGER NOT NULL CHECK (given IN (0, 1)),
  PRIMARY KEY (try, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE try_past (
  id          INTEGER NOT NULL REFERENCES try,
  version     INTEGER NOT NULL,
  key         TEXT NOT NULL,
  created     INTEGER NOT NULL,
  created_by  TEXT NOT NULL,
  changed     INTEGER NOT NULL,
  changed_by  TEXT NOT NULL,
  deleted     INTEGER,
  title       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  hypothesis  TEXT NOT NULL,
  scope       TEXT NOT NULL,
  measured_on TEXT NOT NULL,
  metric      TEXT NOT NULL,
  also        TEXT NOT NULL,
  direction   TEXT NOT NULL,
  start       INTEGER NOT NULL,
  last        INTEGER NOT NULL,
  expected    REAL NOT NULL,
  probability REAL NOT NULL,
  cost        INTEGER NOT NULL,
  hours       REAL NOT NULL,
  owner       TEXT NOT NULL,
  control     TEXT NOT NULL,
  altered     INTEGER NOT NULL,
  decision    TEXT NOT NULL,
  sentence    TEXT NOT NULL,
  next        INTEGER,
  decided     INTEGER, split TEXT NOT NULL DEFAULT '', split_groups TEXT NOT NULL DEFAULT '', share REAL NOT NULL DEFAULT 0, seed TEXT NOT NULL DEFAULT '', within INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another
  name     TEXT NOT NULL,
  fold     TEXT NOT NULL UNIQUE,               -- names that differ in case are one
  password TEXT NOT NULL,                      -- argon2id
  created  INTEGER NOT NULL,
  signed_in INTEGER
, role TEXT NOT NULL DEFAULT 'viewer' CHECK (role IN ('analyst', 'viewer', 'editor', 'admin')), sees TEXT NOT NULL DEFAULT '', mail TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE "watermark" (             -- declared by a person or a program
  record TEXT NOT NULL,
  name   INTEGER NOT NULL REFERENCES name,
  part   INTEGER NOT NULL REFERENCES name,  -- 0 for rows that name none, and with whole
  whole  INTEGER NOT NULL,                  -- 1 for all parts, also those to come
  through INTEGER NOT NULL,
  by     TEXT NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, name, part, whole)
) STRICT, WITHOUT ROWID;

CREATE TABLE way_in (
  user    INTEGER PRIMARY KEY REFERENCES user ON DELETE CASCADE, -- a new link ends the one before
  hash    BLOB NOT NULL UNIQUE,                                  -- of the secret, which is kept nowhere
  expires INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX alert_key ON alert (key) WHERE key <> '' AND deleted IS NULL;

CREATE UNIQUE INDEX batch_file ON batch (sha256, record) WHERE state = 'live' AND sha256 <> '';

CREATE INDEX check_in_token_challenge ON check_in_token (challenge);

CREATE INDEX check_in_token_member ON check_in_token (member, challenge) WHERE member <> '';

CREATE INDEX commitment_report ON commitment (report);

CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';

CREATE INDEX events_key ON events (key) WHERE key <> '';

CREATE INDEX follow_up_member ON follow_up (member, id);

CREATE INDEX follow_up_try ON follow_up (try) WHERE try <> 0;

CREATE UNIQUE INDEX merge_name ON merge (dimension, name) WHERE undone_at IS NULL;

CREATE INDEX note_day ON note (first, last) WHERE deleted IS NULL;

CREATE UNIQUE INDEX note_key ON note (key) WHERE key <> '' AND deleted IS NULL;

CREATE INDEX orders_day ON orders (day);

CREATE INDEX published_at ON published (at);

CREATE INDEX published_ref ON published (kind, ref);

CREATE UNIQUE INDEX report_edition ON report (month, edition) WHERE deleted IS NULL;

CREATE UNIQUE INDEX report_key ON report (key) WHERE key <> '' AND deleted IS NULL;

CREATE INDEX restatement_days ON restatement (first, last);

CREATE INDEX session_user ON session (user);

CREATE INDEX share_owner ON share (owner);

CREATE INDEX token_owner ON token (owner);

CREATE UNIQUE INDEX try_key ON try (key) WHERE key <> '' AND deleted IS NULL;

