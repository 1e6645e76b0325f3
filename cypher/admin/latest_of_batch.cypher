// The latest changes of a batch.
// mode: read
// params: batch, limit
// returns: id, revision, at, user, what, batch, kind, key, before, after
MATCH (c:Change {batch: $batch})
RETURN c.id AS id,
       c.revision AS revision,
       c.at AS at,
       c.user AS user,
       c.what AS what,
       c.batch AS batch,
       c.kind AS kind,
       c.key AS key,
       c.before AS before,
       c.after AS after
ORDER BY id DESC
LIMIT $limit
