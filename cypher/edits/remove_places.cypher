// Remove own territories.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Place {key: wanted})
WHERE NOT coalesce(n.official, false)
DETACH DELETE n
RETURN count(*) AS removed
