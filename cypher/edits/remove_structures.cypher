// Remove structures; what hangs on them was removed before.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Structure {id: wanted})
DETACH DELETE n
RETURN count(*) AS removed
