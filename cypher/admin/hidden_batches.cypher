// Imports that are still being written: every read of facts leaves out what carries one of these ids.
// mode: read
// params: -
// returns: batch
MATCH (b:Batch)
WHERE b.state = 'writing'
RETURN b.id AS batch
ORDER BY batch
