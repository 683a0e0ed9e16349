-- The figures of the channels over some days, all of which are known.
SELECT channel, sum(acquired) AS acquired, sum(cents) / 100.0 AS cost FROM (
  SELECT channel, count(*) AS acquired, 0 AS cents FROM came WHERE day BETWEEN ?1 AND ?2 GROUP BY channel
  UNION ALL
  SELECT channel, 0, sum(cents) FROM spend_now WHERE day BETWEEN ?1 AND ?2 GROUP BY channel
) GROUP BY channel
