import { EditorView } from '@codemirror/view'

/**
 * Types over a selection without the browser, which would give the new line a style of its own that the page's content
 * security policy refuses.
 */
export const replaceSelection = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { main, ranges } = view.state.selection
    if (event.inputType !== 'insertText' || event.isComposing || !event.data) return false
    if (main.empty || ranges.length > 1 || view.state.readOnly) return false
    const text = event.data
    const insert = () =>
      view.state.update({ ...view.state.replaceSelection(text), userEvent: 'input.type', scrollIntoView: true })
    const handlers = view.state.facet(EditorView.inputHandler)
    if (!handlers.some((handle) => handle(view, main.from, main.to, text, insert))) view.dispatch(insert())
    return true
  },
})
