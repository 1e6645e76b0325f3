// Begin a writing that does not fit into one transaction; what it makes stays unseen.
// mode: write
// params: batch, host, user, what
// returns: batch
MERGE (b:Batch {id: $batch})
SET b.state = 'writing', b.host = $host, b.user = $user, b.what = $what
RETURN b.id AS batch
