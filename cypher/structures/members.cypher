// Members of one structure on a given day; members of any day when $at is null. Own members only; merged actors count as the one that stands for them.
// mode: read
// params: hidden, structure_id, at
// returns: actor_id, actor_name, role
MATCH (s:Structure)<-[e:MEMBER_OF]-(a:Actor)
WHERE coalesce(s.canonical_id, s.id) = $structure_id
  AND NOT coalesce(e.batch, '') IN $hidden
  AND ($at IS NULL OR (coalesce(e.valid_from, $at) <= $at AND $at <= coalesce(e.valid_to, $at)))
MATCH (shown:Actor {id: coalesce(a.canonical_id, a.id)})
RETURN DISTINCT shown.id AS actor_id, shown.name AS actor_name, e.role AS role
ORDER BY actor_id, role
