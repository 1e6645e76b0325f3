// Set a long writing live that takes facts away: those marked as leaving are unseen from now on.
// mode: write
// params: batch
// returns: batch
MATCH (b:Batch {id: $batch})
SET b.state = 'leaving'
RETURN b.id AS batch
