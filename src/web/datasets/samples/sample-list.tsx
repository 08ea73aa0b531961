import { Button } from 'react-aria-components/Button'
import { samples } from '../../../shared/samples.ts'
import { useAddSample } from './use-add-sample.ts'

/** The samples, one press away from being datasets. */
export function SampleList() {
  const add = useAddSample()
  return (
    <section aria-labelledby="samples" className="pt-5">
      <h2 id="samples" className="text-13 font-medium text-text-2">
        No file at hand? Begin with a sample.
      </h2>
      <div className="mt-2 grid gap-2 wide:grid-cols-3">
        {samples.map(({ name, title, description }) => (
          <Button
            key={name}
            isDisabled={add.isPending}
            onPress={() => add.mutate(name)}
            className="flex flex-col items-start rounded-lg bg-surface p-3 text-left shadow-[inset_0_0_0_1px_var(--color-hairline)] data-disabled:opacity-50 data-hovered:bg-hover"
          >
            <span className="text-14 font-medium">{title}</span>
            <span className="text-13 text-text-2">{description}</span>
          </Button>
        ))}
      </div>
    </section>
  )
}
