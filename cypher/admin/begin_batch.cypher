// Begin an import that does not fit into one transaction; what it writes stays unseen.
// mode: write
// params: batch, host
// returns: batch
MERGE (b:Batch {id: $batch})
SET b.state = 'writing', b.host = $host
RETURN b.id AS batch
