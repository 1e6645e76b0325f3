// The changes of some actors, structures and agreements themselves, oldest first.
// mode: read
// params: keys
// returns: id, revision, at, user, what, batch, kind, key, before, after
UNWIND $keys AS wanted
MATCH (c:Change {key: wanted})
WHERE c.kind IN ['Actor', 'Structure', 'Agreement']
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
ORDER BY id
