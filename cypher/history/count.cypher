// How many changes there are of a batch, a record, a user or a kind of deed, or that name one of some words.
// mode: read
// params: hidden, batch, key, user, what, words
// returns: total
MATCH (c:Change)
WHERE NOT coalesce(c.batch, '') IN $hidden
  AND ($batch IS NULL OR c.batch = $batch)
  AND ($key IS NULL OR c.key = $key)
  AND ($user IS NULL OR c.user = $user)
  AND ($what IS NULL OR c.what = $what)
  AND ($words IS NULL
       OR any(word IN $words WHERE toLower('"' + c.key + '" ' + coalesce(c.before, '') + ' ' + coalesce(c.after, '')) CONTAINS word))
RETURN count(c) AS total
