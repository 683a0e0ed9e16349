-- The headline over some days, all of which are known.
SELECT (SELECT coalesce(sum(cents), 0) / 100.0 FROM spend_now WHERE day BETWEEN ?1 AND ?2) AS cost,
  (SELECT coalesce(sum(cents), 0) / 100.0 FROM orders_now WHERE day BETWEEN ?1 AND ?2) AS revenue,
  (SELECT coalesce(sum(refund), 0) / 100.0 FROM orders_now WHERE day BETWEEN ?1 AND ?2) AS refunds
