// Territories that lists have named, with the one each is part of.
// mode: read
// params: hidden
// returns: key, part_of, properties
MATCH (n:Place)
WHERE NOT coalesce(n.batch, '') IN $hidden AND n.recorded
OPTIONAL MATCH (n)-[:PART_OF]->(whole:Place)
WITH n, min(whole.key) AS part_of
RETURN n.key AS key, part_of, properties(n) AS properties
ORDER BY key
