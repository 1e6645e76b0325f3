// Every scenario, oldest first; steps are JSON.
// mode: read
// params: -
// returns: id, name, steps, user, at, status, batch
MATCH (s:Scenario)
RETURN s.id AS id, s.name AS name, s.steps AS steps, s.user AS user, s.at AS at, s.status AS status,
  CASE s.status WHEN 'applied' THEN s.batch END AS batch
ORDER BY at, id
