import {
  acceptCompletion,
  autocompletion,
  type Completion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands'
import { sql } from '@codemirror/lang-sql'
import { bracketMatching } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { useEffect, useImperativeHandle, useRef } from 'react'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { kindLetter } from '../ui/kind-icon.tsx'
import { completeSql } from './complete-sql.ts'
import { duckdbDialect } from './duckdb-dialect.ts'
import { editorLook } from './editor-look.ts'
import { errorRange } from './error-range.ts'
import type { QueryTable } from './query-table.ts'
import { replaceSelection } from './replace-selection.ts'

/** What is wrong with the text, and where. */
export type SqlProblem = { message: string; line?: number | undefined; column?: number | undefined }

export type SqlEditorHandle = {
  /** Puts text where the cursor is. */
  insert: (text: string) => void
}

type SqlEditorProps = {
  ref: React.Ref<SqlEditorHandle>
  /** What it begins with; another object exchanges the whole text, which can be undone. */
  given: { text: string }
  tables: readonly QueryTable[]
  problems: readonly SqlProblem[]
  /** The element that says how to leave the editor by keyboard. */
  hintId: string
  onChange: (text: string) => void
  onRun: () => void
  /** Esc; answers whether there was something to stop. */
  onStop: () => boolean
}

/** A text field for SQL: coloured, completed, with errors underlined where they are. */
export default function SqlEditor({ ref, given, tables, problems, hintId, onChange, onRun, onStop }: SqlEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const shown = useRef(given)
  const latest = useRef({ tables, onChange, onRun, onStop })
  latest.current = { tables, onChange, onRun, onStop }

  useEffect(() => {
    const editor = new EditorView({
      parent: parent.current as HTMLDivElement,
      state: EditorState.create({
        doc: shown.current.text,
        extensions: [
          keymap.of([
            { key: 'Mod-Enter', run: () => act(() => latest.current.onRun()) },
            { key: 'Tab', run: acceptCompletion },
            { key: 'Tab', run: indentMore, shift: indentLess },
          ]),
          keymap.of([...closeBracketsKeymap, ...completionKeymap]),
          keymap.of([{ key: 'Escape', run: () => latest.current.onStop() }, ...defaultKeymap, ...historyKeymap]),
          history(),
          replaceSelection,
          leaveByTab,
          lineNumbers(),
          drawSelection(),
          highlightSpecialChars(),
          bracketMatching(),
          closeBrackets(),
          sql({ dialect: duckdbDialect }),
          autocompletion({
            override: [(context) => completeSql(context, latest.current.tables)],
            icons: false,
            addToOptions: [{ render: renderKind, position: 10 }],
          }),
          EditorView.lineWrapping,
          placeholder('SELECT ... FROM data'),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL', 'aria-describedby': hintId }),
          EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.content ?? ''),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            latest.current.onChange(update.state.doc.toString())
          }),
          editorLook,
        ],
      }),
    })
    view.current = editor
    return () => {
      shown.current = { text: editor.state.doc.toString() }
      editor.destroy()
    }
  }, [hintId])

  useEffect(() => {
    const { current: editor } = view
    if (!editor || shown.current === given) return
    shown.current = given
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: given.text },
      selection: { anchor: given.text.length },
    })
    editor.focus()
  }, [given])

  useEffect(() => {
    const { current: editor } = view
    if (!editor) return
    const { doc } = editor.state
    const diagnostics = problems.map(({ message, ...place }) => {
      return { ...errorRange(doc, place), severity: 'error' as const, message }
    })
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
  }, [problems])

  useImperativeHandle(ref, () => ({
    insert: (next) => {
      const editor = view.current
      if (editor) editor.dispatch(editor.state.replaceSelection(next))
      editor?.focus()
    },
  }))

  return <div ref={parent} className="h-full min-h-0 overflow-hidden" />
}

const leaveMs = 2000

/** Tab indents; a moment after Esc it leaves the editor, also where Esc has closed the completion. */
const leaveByTab = EditorView.domEventObservers({
  keydown: ({ key }, view) => {
    if (key === 'Escape') view.setTabFocusMode(leaveMs)
  },
})

function act(run: () => void): true {
  run()
  return true
}

/** The letter of a column's kind, as the strips of kinds have it. */
function renderKind({ type }: Completion): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'cm-completionKind'
  mark.setAttribute('aria-hidden', 'true')
  mark.textContent = marks[type ?? ''] ?? kindLetter(type as ColumnKind)
  return mark
}

const marks: Record<string, string> = { function: 'ƒ', keyword: '', type: '', table: '▦' }
