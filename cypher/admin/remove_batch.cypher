// Forget an import that was never finished, after its facts are gone.
// mode: write
// params: batch
// returns: removed
MATCH (b:Batch {id: $batch})
DETACH DELETE b
RETURN count(*) AS removed
