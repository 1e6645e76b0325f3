// Remove the history of facts that were never seen.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (c:Change {id: wanted})
DETACH DELETE c
RETURN count(*) AS removed
