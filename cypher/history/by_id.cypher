// Some changes, newest first.
// mode: read
// params: ids
// returns: id, revision, at, user, what, batch, kind, key, before, after
UNWIND $ids AS wanted
MATCH (c:Change {id: wanted})
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
