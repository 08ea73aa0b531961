import { useState } from 'react'
import type { ChartSpec, StoredChart } from '../../shared/charts.ts'
import type { Dataset } from '../../shared/dataset.ts'
import type { Filter } from '../../shared/rows.ts'
import { sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { notify } from '../ui/notice.tsx'
import { chartTitle } from './chart-title.ts'
import { ChartTitleDialog } from './chart-title-dialog.tsx'
import { titled, type useStoredCharts } from './use-stored-charts.ts'

/** Keeps a chart with its dataset, the filter it was drawn with too; changes the one it began as, or makes a new one. */
export function SaveChart({
  dataset,
  spec,
  filter,
  kept,
  stored,
  onSaved,
}: {
  dataset: Dataset
  spec: ChartSpec
  filter: Filter | undefined
  kept: StoredChart | undefined
  stored: ReturnType<typeof useStoredCharts>
  onSaved: (spec: ChartSpec, savedAs: string) => void
}) {
  const [isNaming, setNaming] = useState(false)
  if (dataset.role === 'viewer') return null
  const whole: ChartSpec = { ...spec, ...(filter ? { filter } : {}) }
  const isChanged = kept && JSON.stringify(sorted(kept.spec)) !== JSON.stringify(sorted(whole))
  const saveChanges = async () => {
    if (!kept) return
    try {
      await stored.alter.mutateAsync({
        chart: kept,
        spec: whole,
        ...(spec.title ? { title: spec.title.slice(0, 200) } : {}),
      })
      notify({ text: `${kept.title} was saved.` })
    } catch (error) {
      notify({ text: `${kept.title} could not be saved. ${sentenceOf(error)}` })
    }
  }
  return (
    <>
      {kept?.may_change && (
        <Button
          size="small"
          isDisabled={!isChanged}
          isPending={stored.alter.isPending}
          onPress={() => void saveChanges()}
        >
          {isChanged ? 'Save changes' : 'Saved'}
        </Button>
      )}
      <Button size="small" {...(kept ? {} : { variant: 'primary' })} onPress={() => setNaming(true)}>
        {kept ? 'Save as new' : 'Save'}
      </Button>
      {isNaming && (
        <ChartTitleDialog
          heading="Save the chart"
          action="Save"
          title={chartTitle(spec).slice(0, 200)}
          onClose={() => setNaming(false)}
          onTitle={async (title) => {
            const named = { ...spec, title }
            const { id } = await stored.keep.mutateAsync(titled(title, whole))
            onSaved(named, id)
            notify({ text: `${title} was saved with ${dataset.title}.` })
          }}
        />
      )}
    </>
  )
}

/** A value with its keys in one order, so that equal ones are written alike. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined && part !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}
