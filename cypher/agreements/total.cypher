// How many agreements a list holds.
// mode: read
// params: hidden, words, kind, at, topics
// returns: total
MATCH (n:Agreement)
WHERE NOT coalesce(n.batch, '') IN $hidden
  AND all(word IN $words WHERE n.search CONTAINS word)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($at IS NULL OR (coalesce(n.valid_from, $at) <= $at AND $at <= coalesce(n.valid_to, $at)))
  AND ($topics IS NULL OR EXISTS { (n)-[:ADDRESSES]->(c:Concept) WHERE c.code IN $topics })
RETURN count(DISTINCT coalesce(n.canonical_id, n.id)) AS total
