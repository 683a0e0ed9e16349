-- The figures of one day. Unknown is NULL; so_far is the cost that is reported by
-- now, which a day in progress shows.
SELECT
  (SELECT count(DISTINCT member) FROM events e WHERE event = 'join' AND day = ?1
    AND NOT EXISTS (SELECT 1 FROM events f WHERE f.event = 'join' AND f.member = e.member AND f.day < ?1)) AS acquired,
  (SELECT count(DISTINCT member) FROM events WHERE event = 'check_in' AND day = ?1) AS check_ins,
  CASE WHEN NOT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM accounts WHERE last < ?1)
      OR EXISTS (SELECT 1 FROM accounts a WHERE ?1 BETWEEN a.first AND a.last AND NOT EXISTS (SELECT 1 FROM covers c
        WHERE c.platform = a.platform AND c.account = a.account AND ?1 BETWEEN c.first AND c.last))
    THEN NULL ELSE (SELECT coalesce(sum(cents), 0) / 100.0 FROM spend_now WHERE day = ?1) END AS cost,
  (SELECT coalesce(sum(cents), 0) / 100.0 FROM spend_now WHERE day = ?1) AS so_far,
  CASE WHEN ?1 > (SELECT coalesce(max(day), 0) FROM orders) THEN NULL
    ELSE (SELECT coalesce(sum(cents), 0) / 100.0 FROM orders_now WHERE day = ?1) END AS revenue,
  (SELECT sum(gained - lost) FROM followers_now WHERE day = ?1) AS net_followers
