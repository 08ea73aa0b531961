import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Filter } from '../../../shared/rows.ts'
import { effectSentence } from '../../../shared/step-sentence.ts'
import type { Step } from '../../../shared/steps.ts'
import { ApiProblem, sentenceOf } from '../../api/problem.ts'
import { send } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { notify } from '../../ui/notice.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { writeClipboardLater } from '../../ui/write-clipboard-later.ts'
import { SidePanel } from '../table/side-panel.tsx'
import type { TableColumn } from '../table/table-column.ts'
import { type DraftOp, draftOf, emptyDraft, type StepDraft, stepOf } from './step-draft.ts'
import { StepExamples } from './step-examples.tsx'
import { StepForm } from './step-form.tsx'
import { StepList } from './step-list.tsx'
import { stepsPreviewQuery } from './steps-preview-query.ts'
import { type EditedStep, type UnappliedSteps, unappliedSteps } from './unapplied-steps.ts'
import { useAppliedSteps, useChangeSteps } from './use-change-steps.ts'

const typingPause = 300

/** Where a new step begins: with which column, and what it does where that is chosen already. */
export type StepSeed = { column: string; op?: DraftOp | undefined }

type StepsPanelProps = {
  dataset: Dataset
  columns: TableColumn[]
  filter: Filter | undefined
  seed: StepSeed
  isSheet: boolean
  onClose: () => void
}

/** Cleans and derives: the steps of a dataset in their order, each to be changed, with what all of them would do. */
export default function StepsPanel(props: StepsPanelProps) {
  const { dataset } = props
  const applied = useAppliedSteps(dataset)
  if (applied === undefined) return <Frame {...props} />
  const inForce = applied?.applied.map(({ step }) => step) ?? []
  return <Editor {...props} key={JSON.stringify(inForce)} inForce={inForce} />
}

function Frame({
  isSheet,
  onClose,
  children,
}: Pick<StepsPanelProps, 'isSheet' | 'onClose'> & { children?: React.ReactNode }) {
  return (
    <SidePanel label="Steps" isSheet={isSheet} isWide onClose={onClose}>
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-hairline pr-2 pl-4">
        <h2 className="min-w-0 flex-1 text-14 font-semibold">Clean and derive</h2>
        <IconButton size="small" label="Close the steps" onPress={onClose}>
          <X aria-hidden size={15} />
        </IconButton>
      </header>
      {children}
    </SidePanel>
  )
}

function Editor({ dataset, columns, filter, seed, inForce, isSheet, onClose }: StepsPanelProps & { inForce: Step[] }) {
  const mayChange = dataset.role !== 'viewer'
  const base = JSON.stringify(inForce)
  const client = useQueryClient()
  const [left] = useState(() => {
    const unapplied = client.getQueryData(unappliedSteps(dataset.id).queryKey)
    return unapplied?.base === base ? unapplied : undefined
  })
  const added = (index: number, op: DraftOp, isMeant: boolean): EditedStep => ({
    ...{ index, isNew: true, isMeant },
    draft: emptyDraft(op, seed.column, filter),
  })
  const begin = (to: Step[]) => (mayChange && seed.op ? added(to.length, seed.op, true) : undefined)
  const [steps, setSteps] = useState(() => (seed.op && left?.edited?.isMeant ? left.whole : (left?.steps ?? inForce)))
  const [edited, setEdited] = useState(() => begin(steps) ?? left?.edited)
  const [begun, setBegun] = useState(seed)
  const changeSteps = useChangeSteps(dataset, inForce)

  const before = useQuery({
    ...stepsPreviewQuery(dataset, steps.slice(0, edited?.index ?? steps.length), 0),
    placeholderData: keepPreviousData,
  })
  const profiles = new Map(columns.map((column) => [column.name, column.profile]))
  const columnsThen = (before.data?.columns ?? []).map(
    ({ name, kind, sql_type: sqlType }): TableColumn => ({ name, kind, sqlType, profile: profiles.get(name) }),
  )
  const made =
    edited && stepOf(edited.draft, columnsThen.find(({ name }) => name === edited.draft.column)?.kind ?? 'text')
  const whole = edited && made ? steps.toSpliced(edited.index, edited.isNew ? 0 : 1, made) : steps
  const previewed = useSettled(JSON.stringify(whole), typingPause)
  const since = edited?.index ?? Math.min(steps.length, inForce.length)
  const preview = useQuery({
    ...stepsPreviewQuery(dataset, JSON.parse(previewed), since),
    placeholderData: keepPreviousData,
  })
  const isFresh = previewed === JSON.stringify(whole) && !preview.isPlaceholderData && !preview.isFetching
  const problem = isFresh ? problemOf(preview.error) : undefined
  const effects = preview.error ? [] : (preview.data?.per_step ?? [])
  const isChanged = JSON.stringify(whole) !== base
  const isBegun = isChanged || Boolean(edited?.isMeant && isStarted(edited.draft))
  const isBusy = dataset.job !== null || changeSteps.isPending

  if (begun !== seed) {
    setBegun(seed)
    const kept = edited?.isMeant ? whole : steps
    setSteps(kept)
    setEdited(begin(kept))
  }
  const unapplied = isBegun ? JSON.stringify({ base, steps, edited, whole }) : 'null'
  useEffect(() => {
    client.setQueryData(unappliedSteps(dataset.id).queryKey, JSON.parse(unapplied) as UnappliedSteps | null)
  }, [client, dataset.id, unapplied])

  const setFilterStep = (draft: StepDraft): StepDraft =>
    draft.op === 'filter' && draft.filter === undefined ? { ...draft, filter } : draft
  const keep = () => {
    if (made) setSteps(whole)
    setEdited(undefined)
  }
  const discard = () => {
    setSteps(inForce)
    setEdited(undefined)
  }
  const apply = (next: Step[], told: string) => changeSteps.mutate({ steps: next, told }, { onSuccess: onClose })

  return (
    <Frame isSheet={isSheet} onClose={onClose}>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <p className="text-13 text-text-2">
          Steps change the table and never the file. They are done in this order, and again for every new version.
        </p>
        <StepList
          steps={steps}
          effects={effects}
          failedAt={problem?.index}
          editedAt={edited && !edited.isNew ? edited.index : undefined}
          mayChange={mayChange}
          onEdit={(index) => {
            const draft = draftOf(steps[index] as Step)
            if (draft) setEdited({ index, isNew: false, isMeant: false, draft })
          }}
          onMove={(index, to) => {
            setEdited(undefined)
            setSteps(steps.toSpliced(index, 1).toSpliced(to, 0, steps[index] as Step))
          }}
          onRemove={(index) => {
            setEdited(undefined)
            setSteps(steps.toSpliced(index, 1))
          }}
        />
        {mayChange && edited && (
          <section
            aria-label={edited.isNew ? 'A new step' : `Step ${edited.index + 1}`}
            className="flex flex-col gap-3 rounded bg-sunken p-3"
          >
            <StepForm
              draft={edited.draft}
              columns={columnsThen.length > 0 ? columnsThen : columns}
              hasFilter={filter !== undefined}
              error={problem?.index === edited.index ? problem.text : undefined}
              onChange={(draft) => setEdited({ ...edited, isMeant: true, draft: setFilterStep(draft) })}
            />
            <div className="flex justify-end gap-2">
              <Button size="small" variant="quiet" onPress={() => setEdited(undefined)}>
                {edited.isNew ? 'No step' : 'As it was'}
              </Button>
              <Button size="small" isDisabled={!made || problem !== undefined} onPress={keep}>
                {edited.isNew ? 'Add to the list' : 'Change'}
              </Button>
            </div>
          </section>
        )}
        {mayChange && !edited && (
          <Button size="small" className="self-start" onPress={() => setEdited(added(steps.length, 'trim', false))}>
            Add a step
          </Button>
        )}
        {isChanged && (
          <section aria-label="What would change" className="flex flex-col gap-2">
            <p role="status" className="text-13 text-text tabular">
              {problem
                ? problem.index === edited?.index
                  ? 'Nothing is counted until this step is right.'
                  : problem.text
                : !preview.data || !isFresh
                  ? 'Counting what would change'
                  : `Of all steps: ${lowerFirst(effectSentence(preview.data, false))}.`}
            </p>
            {!problem && preview.data && <StepExamples examples={preview.data.examples} />}
          </section>
        )}
      </div>
      <footer className="flex flex-wrap items-center gap-2 border-t border-hairline px-4 py-3">
        {inForce.length > 0 && (
          <Button size="small" variant="quiet" onPress={() => void copySql(dataset)}>
            Copy as SQL
          </Button>
        )}
        {mayChange && (
          <>
            {isBegun && (
              <Button size="small" variant="quiet" onPress={discard}>
                Discard
              </Button>
            )}
            {inForce.length > 0 && (
              <Button
                size="small"
                variant="quiet"
                isDisabled={isBusy}
                onPress={() => apply([], `${dataset.title} is as it was read from the file.`)}
              >
                Undo all
              </Button>
            )}
            <Button
              size="small"
              variant="primary"
              className="ml-auto"
              isDisabled={
                !isChanged ||
                isBusy ||
                problem !== undefined ||
                (edited !== undefined && !made && isStarted(edited.draft))
              }
              isPending={changeSteps.isPending}
              onPress={() => apply(whole, `${dataset.title} is being cleaned. What you see stays until that is done.`)}
            >
              Apply
            </Button>
          </>
        )}
      </footer>
    </Frame>
  )
}

const isStarted = ({ to, values, expression }: StepDraft) => to !== '' || values !== '' || expression !== ''

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** What is wrong with which step; the sentence says also where in an expression. */
const problemOf = (error: Error | null): { text: string; index: number | undefined } | undefined => {
  if (!error) return undefined
  const found = error instanceof ApiProblem ? error.body.errors?.[0] : undefined
  const [, index] = /^(?:steps\.)?(\d+)(?:\.|$)/.exec(found?.path ?? '') ?? []
  const place = found?.line === undefined ? '' : `Line ${found.line}, character ${found.column ?? 1}: `
  return {
    text: `${place}${found?.message ?? sentenceOf(error)}`,
    index: index === undefined ? undefined : Number(index),
  }
}

const copySql = async ({ id, version }: Dataset) => {
  const path = `/datasets/${encodeURIComponent(id)}/steps?format=sql&version=${version}`
  const worked = await writeClipboardLater(send('GET', path).then((answer) => answer.text())).catch(() => false)
  notify({ text: worked ? 'The steps in force are copied as SQL over a table named data.' : 'Nothing was copied.' })
}
