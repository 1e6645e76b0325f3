// How many seats a list holds.
// mode: read
// params: hidden, actor, structure, at
// returns: total
MATCH (a:Actor)-[e:MEMBER_OF]->(s:Structure)
WHERE NOT coalesce(e.batch, '') IN $hidden
  AND ($actor IS NULL OR coalesce(a.canonical_id, a.id) = $actor)
  AND ($structure IS NULL OR coalesce(s.canonical_id, s.id) = $structure)
  AND ($at IS NULL OR (coalesce(e.valid_from, $at) <= $at AND $at <= coalesce(e.valid_to, $at)))
RETURN count(e) AS total
