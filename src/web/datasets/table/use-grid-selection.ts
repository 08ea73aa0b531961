import { useCallback, useState } from 'react'
import { type Extent, fitSelection, type Move, moveSelection, place, type Selection } from './selection.ts'

/** Where the keyboard stands: in the cells, or in the head of the current column. */
export type GridSelection = {
  cells: Selection
  inHeader: boolean
  set: (cells: Selection) => void
  enterHeader: (column: number) => void
  move: (move: Move, extend: boolean) => void
}

/** The selection of a table and how keys move it. Up from the first row leads into the header, down leads back. */
export const useGridSelection = (extent: Extent, onMove: (cells: Selection) => void): GridSelection => {
  const [state, setState] = useState({ cells: place(0, 0), inHeader: false })
  const cells = fitSelection(state.cells, extent)

  const set = useCallback((next: Selection) => setState({ cells: next, inHeader: false }), [])
  const enterHeader = useCallback(
    (column: number) => setState(({ cells: { active } }) => ({ cells: place(active.row, column), inHeader: true })),
    [],
  )
  const move = (wanted: Move, extend: boolean) => {
    if (state.inHeader) {
      if (wanted === 'up' || wanted === 'page-up' || wanted === 'column-start') return
      if (wanted === 'down') {
        const first = place(0, cells.active.column)
        setState({ cells: first, inHeader: false })
        return onMove(first)
      }
      const next = moveSelection(cells, wanted, extent, false)
      const stays = wanted === 'left' || wanted === 'right' || wanted === 'row-start' || wanted === 'row-end'
      setState({ cells: next, inHeader: stays })
      return onMove(next)
    }
    if (wanted === 'up' && !extend && cells.active.row === 0 && extent.columns > 0) {
      setState({ cells: place(0, cells.active.column), inHeader: true })
      return
    }
    const next = moveSelection(cells, wanted, extent, extend)
    setState({ cells: next, inHeader: false })
    onMove(next)
  }
  return { cells, inHeader: state.inHeader, set, enterHeader, move }
}
