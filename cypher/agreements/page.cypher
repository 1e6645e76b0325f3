// Ids of the agreements that a list shows, by name; merged ones count as the record that stands for them.
// mode: read
// params: hidden, words, kind, at, topics, offset, limit
// returns: id
MATCH (n:Agreement)
WHERE NOT coalesce(n.batch, '') IN $hidden
  AND all(word IN $words WHERE n.search CONTAINS word)
  AND ($kind IS NULL OR n.kind = $kind)
  AND ($at IS NULL OR (coalesce(n.valid_from, $at) <= $at AND $at <= coalesce(n.valid_to, $at)))
  AND ($topics IS NULL OR EXISTS { (n)-[:ADDRESSES]->(c:Concept) WHERE c.code IN $topics })
WITH DISTINCT coalesce(n.canonical_id, n.id) AS id
MATCH (shown:Agreement {id: id})
RETURN id
ORDER BY shown.search, id
SKIP $offset
LIMIT $limit
