// What others wrote after a revision, while a long writing was at work.
// mode: read
// params: revision, batch
// returns: key, after
MATCH (c:Change)
WHERE c.revision > $revision AND coalesce(c.batch, '') <> $batch
RETURN c.key AS key, c.after AS after
ORDER BY key, after
