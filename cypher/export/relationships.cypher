// Every edge between facts, or from a fact to a topic or a territory, with all it says.
// mode: read
// params: hidden
// returns: type, from_kind, from_id, to_kind, to_id, properties
MATCH (a)-[e]->(b)
WHERE (a:Actor OR a:Structure OR a:Agreement OR (a:Place AND a.recorded))
  AND NOT coalesce(e.batch, '') IN $hidden
  AND NOT coalesce(a.batch, '') IN $hidden
RETURN type(e) AS type,
       labels(a)[0] AS from_kind,
       coalesce(a.id, a.key) AS from_id,
       labels(b)[0] AS to_kind,
       coalesce(b.id, b.key) AS to_id,
       properties(e) AS properties
ORDER BY type, from_kind, from_id, to_kind, to_id, e.id, e.field, e.position
