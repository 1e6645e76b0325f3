// Remove actors; what hangs on them was removed before.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})
DETACH DELETE n
RETURN count(*) AS removed
