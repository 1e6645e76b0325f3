// The record behind an id or an exact name, and what stands for it; by id first.
// mode: read
// params: hidden, ref
// returns: id, canonical_id, by_id
MATCH (n:Actor)
WHERE NOT coalesce(n.batch, '') IN $hidden AND (n.id = $ref OR n.name = $ref OR n.short_name = $ref)
RETURN n.id AS id, coalesce(n.canonical_id, n.id) AS canonical_id, n.id = $ref AS by_id
ORDER BY by_id DESC, id
