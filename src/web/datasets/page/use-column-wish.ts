import { useEffect } from 'react'
import { createStore, useStore } from '../../ui/create-store.ts'
import { notify } from '../../ui/notice.tsx'

/** A column that the table of a dataset is to bring into view, until it has. */
export const columnWish = createStore<{ datasetId: string; column: string } | undefined>(undefined)

/** Shows the column that was wished for elsewhere, or says that it is hidden. */
export function useColumnWish(
  datasetId: string,
  columns: readonly { name: string }[],
  show: (wanted: { column: number }) => void,
): void {
  const wish = useStore(columnWish)
  useEffect(() => {
    if (wish?.datasetId !== datasetId) return
    columnWish.set(undefined)
    const column = columns.findIndex(({ name }) => name === wish.column)
    if (column >= 0) show({ column })
    else notify({ text: `${wish.column} is hidden. The menu of the columns shows it again.` })
  }, [wish, datasetId, columns, show])
}
