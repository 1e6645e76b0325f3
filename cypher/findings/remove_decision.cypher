// Remove a decision about a pair of structures.
// mode: write
// params: id
// returns: removed
MATCH (d:Decision {id: $id})
DETACH DELETE d
RETURN count(*) AS removed
