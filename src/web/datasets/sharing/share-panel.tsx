import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Globe, Link2 } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { DatasetAccess } from '../../../shared/sharing.ts'
import { sentenceOf } from '../../api/problem.ts'
import { meQuery } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switch } from '../../ui/switch.tsx'
import { writeClipboard } from '../../ui/write-clipboard.ts'
import { AddPersonField } from './add-person-field.tsx'
import { HandOver } from './hand-over.tsx'
import { PeopleList } from './people-list.tsx'
import { accessKey, accessQuery, setAccess } from './sharing-queries.ts'
import { nameOf, whoCanSee } from './who-can-see.ts'

type Listed = DatasetAccess['people'][number]

/** Who can see a dataset, and for its owner the means to change that; every change counts at once. */
export function SharePanel({ dataset, onDone }: { dataset: Dataset; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      {dataset.role === 'viewer' ? (
        <p className="text-text">{dataset.owner.username} lets you see this. Its owner and editors see who else can.</p>
      ) : (
        <Access dataset={dataset} onDone={onDone} />
      )}
      <CopyAddress id={dataset.id} />
    </div>
  )
}

function Access({ dataset, onDone }: { dataset: Dataset; onDone: () => void }) {
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const { data: access, error } = useQuery(accessQuery(dataset.id))
  const [heir, setHeir] = useState<Listed>()
  const [announced, setAnnounced] = useState('')
  const share = useMutation({
    mutationFn: ({ everyone, people }: Pick<DatasetAccess, 'everyone' | 'people'>) =>
      setAccess(dataset.id, { everyone, people: people.map(({ user_id, role }) => ({ user_id, role })) }),
    onMutate: (next) => {
      const before = client.getQueryData<DatasetAccess>(accessKey(dataset.id))
      if (before) client.setQueryData(accessKey(dataset.id), { ...before, ...next })
      return { before }
    },
    onSuccess: (kept) => client.setQueryData(accessKey(dataset.id), kept),
    onError: (_error, _next, context) => client.setQueryData(accessKey(dataset.id), context?.before),
    scope: { id: `access-${dataset.id}` },
  })
  if (error) return <Callout tone="failed">{sentenceOf(error)}</Callout>
  if (!access || !me) return <Skeleton className="h-24" />
  if (heir) return <HandOver dataset={dataset} heir={heir} onCancel={() => setHeir(undefined)} onDone={onDone} />

  const isOwner = dataset.role === 'owner'
  const set = (next: Partial<Pick<DatasetAccess, 'everyone' | 'people'>>, said: string) => {
    const now = client.getQueryData<DatasetAccess>(accessKey(dataset.id)) ?? access
    share.mutate({
      everyone: next.everyone === undefined ? now.everyone : next.everyone,
      people: next.people ?? now.people,
    })
    setAnnounced(said)
  }
  const others = ({ user_id }: Listed) => access.people.filter((person) => person.user_id !== user_id)
  return (
    <>
      <p className="text-14 font-medium text-text">{whoCanSee(access, me.id)}</p>
      {isOwner && (
        <AddPersonField
          knownIds={new Set([access.owner.id, ...access.people.map(({ user_id }) => user_id)])}
          onAdd={({ id, ...person }) =>
            set(
              { people: [...access.people, { ...person, user_id: id, role: 'viewer', is_active: true }] },
              `${nameOf(person)} can view this now.`,
            )
          }
        />
      )}
      {share.error && (
        <Callout live tone="failed" title="Nothing was changed">
          {sentenceOf(share.error)}
        </Callout>
      )}
      <PeopleList
        access={access}
        myId={me.id}
        {...(isOwner
          ? {
              actions: {
                onRole: (person, role) =>
                  set(
                    { people: access.people.map((one) => (one.user_id === person.user_id ? { ...one, role } : one)) },
                    `${nameOf(person)} can ${role === 'editor' ? 'edit' : 'view'} this now.`,
                  ),
                onRemove: (person) => set({ people: others(person) }, `${nameOf(person)} cannot see this any more.`),
                onHandOver: setHeir,
              },
            }
          : {})}
      />
      {isOwner ? (
        <Switch
          isSelected={access.everyone === 'viewer'}
          onChange={(isOn) =>
            set(
              { everyone: isOn ? 'viewer' : null },
              isOn ? 'Everyone here can view this now.' : 'Only the people named can see this now.',
            )
          }
        >
          <span>
            Everyone here can view
            <span className="block text-12 text-text-2">Whoever has an account on this DataLens, also later.</span>
          </span>
        </Switch>
      ) : (
        <p className="text-13">
          {access.everyone && (
            <span className="mb-1 flex items-center gap-1.5 text-text">
              <Globe aria-hidden size={14} /> Everyone here can view.
            </span>
          )}
          Only the owner, {nameOf(access.owner)}, can change who has access.
        </p>
      )}
      <p role="status" className="sr-only">
        {announced}
      </p>
    </>
  )
}

function CopyAddress({ id }: { id: string }) {
  const [said, setSaid] = useState('Only people with access see anything there.')
  const copy = async () => {
    const worked = await writeClipboard(`${location.origin}/datasets/${id}/data`)
    setSaid(worked ? 'Copied. Only people with access see anything there.' : 'The browser did not allow copying.')
  }
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-hairline pt-4">
      <Button onPress={() => void copy()}>
        <Link2 aria-hidden size={14} />
        Copy address
      </Button>
      <p role="status" className="min-w-0 flex-1 text-12">
        {said}
      </p>
    </div>
  )
}
