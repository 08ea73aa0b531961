import { useMutation } from '@tanstack/react-query'
import { ChartColumn, Download, Table2 } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../shared/dataset.ts'
import type { ExportFormat } from '../../shared/export-format.ts'
import { sentenceOf } from '../api/problem.ts'
import { formatName } from '../datasets/export/export-formats.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'
import { exportResult, resultFormats } from './export-result.ts'
import type { Question } from './query-requests.ts'
import { SaveResultDialog } from './save-result-dialog.tsx'

/** What can be done with a result, all of it: not only with the rows shown. */
export function ResultActions({ dataset, question }: { dataset: Dataset; question: Question }) {
  const [goal, setGoal] = useState<'data' | 'charts'>()
  const name = `${dataset.title}, query`
  const save = useMutation({
    mutationFn: (format: ExportFormat) => exportResult(dataset.id, question, format, name),
    onError: (error) => notify({ text: `Nothing was exported. ${sentenceOf(error)}` }),
  })
  return (
    <>
      <Button size="small" variant="quiet" onPress={() => setGoal('data')}>
        <Table2 aria-hidden size={14} />
        Save as dataset
      </Button>
      <Button size="small" variant="quiet" onPress={() => setGoal('charts')}>
        <ChartColumn aria-hidden size={14} />
        Chart this
      </Button>
      <MenuTrigger>
        <Button size="small" variant="quiet" isPending={save.isPending}>
          <Download aria-hidden size={14} />
          Export
        </Button>
        <Menu label="Export all rows" placement="bottom end">
          {resultFormats.map((format) => (
            <MenuItem key={format} onAction={() => save.mutate(format)}>
              {formatName(format)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {goal && (
        <SaveResultDialog
          datasetId={dataset.id}
          question={question}
          suggested={name}
          goal={goal}
          onClose={() => setGoal(undefined)}
        />
      )}
    </>
  )
}
