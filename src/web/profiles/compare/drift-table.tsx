import type { Drift, DriftLevel } from '../../../shared/comparison.ts'
import { formatShare, formatStatistic } from '../../../shared/format-numbers.ts'
import { pText } from '../../../shared/statistic-text.ts'
import { classNames } from '../../ui/class-names.ts'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { ExplainedTerm } from '../explained-term.tsx'
import { DriftChart } from './drift-chart.tsx'
import { driftDefinitions } from './drift-definitions.ts'

const levelText: Record<DriftLevel, string> = { none: 'no drift', slight: 'slight', strong: 'strong' }

/** How far each column has drifted, the strongest first, with both distributions. */
export function DriftTable({ drift }: { drift: Drift[] }) {
  return (
    <table className="w-full border-collapse text-13">
      <thead>
        <tr className="h-8 border-y border-hairline text-left text-12 text-text-2">
          <th scope="col" className="px-4 font-normal">
            Column
          </th>
          <th scope="col" className="px-2 font-normal">
            <Term name="level" />
          </th>
          <th scope="col" className="px-2 font-normal max-wide:hidden">
            Now and <span className="border-b-2 border-category-2">compared with</span>
          </th>
          <th scope="col" className="px-2 text-right font-normal">
            <Term name="psi" />
          </th>
          <th scope="col" className="px-2 text-right font-normal max-wide:hidden">
            <Term name="test" />
          </th>
          <th scope="col" className="px-4 text-right font-normal max-wide:hidden">
            Null
          </th>
        </tr>
      </thead>
      <tbody>
        {drift.map((column) => (
          <Row key={column.name} column={column} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ column }: { column: Drift }) {
  const { name, with_name: before, kind, level, psi, null_share: nulls, with_null_share: nullsBefore } = column
  return (
    <tr className="h-12 border-b border-hairline">
      <th scope="row" className="w-1/2 max-w-0 px-4 pt-2 text-left font-medium wide:w-1/4 wide:pt-0">
        <span className="flex items-center gap-2">
          <KindIcon kind={kind} />
          <span className="truncate" title={name === before ? name : `${name}, before ${before}`}>
            {name}
            {name !== before && <span className="font-normal text-text-2"> before {before}</span>}
          </span>
        </span>
        <span className="mt-1 mb-2 block font-normal wide:hidden">
          <DriftChart drift={column} />
        </span>
      </th>
      <td
        className={classNames(
          'px-2',
          level === 'none' ? 'text-text-2' : 'text-amber',
          level === 'strong' && 'font-medium',
        )}
      >
        {levelText[level]}
      </td>
      <td className="px-2 max-wide:hidden">
        <DriftChart drift={column} />
      </td>
      <td className="px-2 text-right tabular">{psi === null ? '–' : rounded(psi)}</td>
      <td className="px-2 text-right tabular max-wide:hidden">{testText(column)}</td>
      <td className="px-4 text-right tabular max-wide:hidden">
        {nulls === nullsBefore ? shareText(nulls) : `${shareText(nullsBefore)} → ${shareText(nulls)}`}
      </td>
    </tr>
  )
}

const whyNot = 'It rests on two tables and on bins of the one that is compared with, which no short SQL gives.'

function Term({ name }: { name: keyof typeof driftDefinitions }) {
  const { label, meaning, formula } = driftDefinitions[name]
  return <ExplainedTerm {...{ meaning, formula, whyNot }} term={label} of="the columns" />
}

const rounded = (value: number) => formatStatistic(Number(value.toPrecision(3)))
const shareText = (share: number | null) => (share === null ? '–' : formatShare(share))

const testText = ({ ks, chi2, p_adjusted: p }: Drift): string => {
  if (ks === null && chi2 === null) return '–'
  return `${ks === null ? `χ² ${rounded(chi2 as number)}` : `D ${rounded(ks)}`}, p ${pText(p)}`
}
