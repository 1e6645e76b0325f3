// Seats that a list shows, by structure and actor.
// mode: read
// params: hidden, actor, structure, at, offset, limit
// returns: id, actor_id, actor_name, structure_id, structure_name, role, deputy, valid_from, valid_to, source
MATCH (a:Actor)-[e:MEMBER_OF]->(s:Structure)
WHERE NOT coalesce(e.batch, '') IN $hidden
  AND ($actor IS NULL OR coalesce(a.canonical_id, a.id) = $actor)
  AND ($structure IS NULL OR coalesce(s.canonical_id, s.id) = $structure)
  AND ($at IS NULL OR (coalesce(e.valid_from, $at) <= $at AND $at <= coalesce(e.valid_to, $at)))
RETURN e.id AS id,
       coalesce(a.canonical_id, a.id) AS actor_id,
       a.name AS actor_name,
       coalesce(s.canonical_id, s.id) AS structure_id,
       s.name AS structure_name,
       e.role AS role,
       e.deputy AS deputy,
       e.valid_from AS valid_from,
       e.valid_to AS valid_to,
       e.source AS source
ORDER BY structure_name, actor_name, id
SKIP $offset
LIMIT $limit
