// Some actors by id; also what an unfinished import has written.
// mode: read
// params: keys
// returns: key, properties
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})
RETURN n.id AS key, properties(n) AS properties
ORDER BY key
