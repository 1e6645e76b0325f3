// Imports that are still being written, or were when their process died: every read of facts leaves them out.
// mode: read
// params: -
// returns: batch, host
MATCH (b:Batch)
WHERE b.state = 'writing'
RETURN b.id AS batch, b.host AS host
ORDER BY batch
