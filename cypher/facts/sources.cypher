// All sources with what is written on the node itself.
// mode: read
// params: hidden
// returns: key, properties
MATCH (n:Source)
WHERE NOT coalesce(n.batch, '') IN $hidden
RETURN n.id AS key, properties(n) AS properties
ORDER BY key
