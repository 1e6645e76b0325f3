// The same for some territories; also what an unfinished import has written.
// mode: read
// params: keys
// returns: key, part_of, properties
UNWIND $keys AS wanted
MATCH (n:Place {key: wanted})
WHERE n.recorded
OPTIONAL MATCH (n)-[:PART_OF]->(whole:Place)
WITH n, min(whole.key) AS part_of
RETURN n.key AS key, part_of, properties(n) AS properties
ORDER BY key
