/** A dataset in a trigger: SQL expressions for its id, its owner, whether everyone may see it, and what happened. */
interface Told {
  id: string
  owner: string
  everyone: string
  what: string
}

/** The size of a notification is bounded, so many people are told in several. */
const peopleAtOnce = 150

/** What a trigger does to tell of a change of a dataset: to its owner and, if it is theirs to see, to others. */
export const tellDataset = ({ id, owner, everyone, what }: Told): string =>
  `perform pg_notify('datalens_datasets', json_build_object('id', ${id}, 'user_id', ${owner}, 'everyone', ${everyone}, 'what', ${what})::text); perform pg_notify('datalens_datasets', json_build_object('id', ${id}, 'people', json_agg(s.user_id), 'what', ${what})::text) from (select user_id, row_number() over () / ${peopleAtOnce} as part from dataset_shares where dataset_id = ${id}) s where not (${everyone}) group by s.part;`

/** What a trigger does to tell one person that their access to a dataset changed. */
export const tellPerson = ({ id, person }: { id: string; person: string }): string =>
  `perform pg_notify('datalens_datasets', json_build_object('id', ${id}, 'people', json_build_array(${person}), 'what', 'access')::text);`
