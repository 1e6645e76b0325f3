// Set a long writing live: all it made is seen from now on.
// mode: write
// params: batch
// returns: batch
MATCH (b:Batch {id: $batch})
SET b.state = 'live'
RETURN b.id AS batch
