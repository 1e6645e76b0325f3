// Forget what the office agreed on; what ships with the program counts again.
// mode: write
// params: id
// returns: removed
MATCH (c:Convention {id: $id})
DETACH DELETE c
RETURN count(*) AS removed
