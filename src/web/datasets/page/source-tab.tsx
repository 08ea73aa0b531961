import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCount, formatDuration } from '../../../shared/format-numbers.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { sentenceOf } from '../../api/problem.ts'
import { MadeByQuery } from '../../queries/made-by-query.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ReadAgain } from '../rereading/read-again.tsx'
import { StepsInForce } from '../steps/steps-in-force.tsx'
import { originalUrl } from './dataset-actions.tsx'
import { FileTables } from './file-tables.tsx'
import { ReceiptColumns } from './receipt-columns.tsx'
import { ReceiptFormat } from './receipt-format.tsx'
import { ReceiptLedger } from './receipt-ledger.tsx'
import { receiptQuery } from './receipt-query.ts'
import { ReceiptQuestions } from './receipt-questions.tsx'
import { hasRejects, RejectList } from './reject-list.tsx'
import { VersionList } from './version-list.tsx'

/** Where the rows came from: what was found in the file, what was decided and why, and whether it adds up. */
export function SourceTab({ dataset }: { dataset: Dataset }) {
  const {
    data: receipt,
    isPlaceholderData,
    error,
    refetch,
  } = useQuery({
    ...receiptQuery(dataset.id, dataset.version),
    placeholderData: (earlier, query) => (query?.queryKey[2] === dataset.id ? earlier : undefined),
  })
  if (receipt) return <Sections dataset={dataset} receipt={receipt} isEarlier={isPlaceholderData} />
  if (!error) return <Waiting />
  return (
    <EmptyState
      title="The receipt could not be fetched"
      action={<Button onPress={() => void refetch()}>Try again</Button>}
    >
      {sentenceOf(error)}
    </EmptyState>
  )
}

/** `isEarlier`: the receipt is that of the version before, shown until the one of this version is here. */
function Sections({ dataset, receipt, isEarlier }: { dataset: Dataset; receipt: Receipt; isEarlier: boolean }) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  return (
    <div ref={setScroller} className="h-full overflow-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-8 px-4 py-6 wide:px-6">
        {receipt.questions.length > 0 && (
          <Section title={receipt.questions.length === 1 ? 'A question' : 'Questions'}>
            <ReceiptQuestions dataset={dataset} receipt={receipt} isAnswered={isEarlier} />
          </Section>
        )}
        <MadeByQuery dataset={dataset} />
        <StepsInForce dataset={dataset} />
        <div className="grid gap-8 desk:grid-cols-2">
          <Section title="Does it add up?">
            <ReceiptLedger receipt={receipt} />
          </Section>
          <Section title="The file">
            <FileFacts dataset={dataset} receipt={receipt} />
          </Section>
        </div>
        <Section title="How it was read">
          <ReceiptFormat format={receipt.format} />
        </Section>
        <Section title="Read again">
          <ReadAgain dataset={dataset} receipt={receipt} />
        </Section>
        <FileTables dataset={dataset} />
        {hasRejects(receipt) && (
          <Section title="Lines that are not in the table as they stand">
            <RejectList key={dataset.version} dataset={dataset} />
          </Section>
        )}
        <Section title="Versions">
          <VersionList dataset={dataset} />
        </Section>
        <Section title="Why these types">
          <ReceiptColumns columns={receipt.columns} scroller={scroller} />
        </Section>
      </div>
    </div>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="mb-2 text-14 font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function FileFacts({ dataset, receipt }: { dataset: Dataset; receipt: Receipt }) {
  return (
    <>
      <dl className="text-13">
        <Fact label="Name">
          <span className="wrap-anywhere">{dataset.original_filename}</span>
        </Fact>
        <Fact label="Size">
          <span title={`${formatCount(receipt.bytes)} bytes`}>
            {formatBytes(receipt.bytes)} <span className="text-text-2">({formatCount(receipt.bytes)} bytes)</span>
          </span>
        </Fact>
        <Fact label="SHA-256">
          <code className="min-w-0 font-mono text-12 wrap-anywhere">{receipt.sha256}</code>
          <CopyButton label="Copy the SHA-256" text={receipt.sha256} className="-my-1 shrink-0" />
        </Fact>
        <Fact label="Uploaded">
          <RelativeTime iso={dataset.created_at} inSentence />{' '}
          <span className="text-text-2">by {dataset.owner.username}</span>
        </Fact>
        <Fact label="Read in">
          {formatDuration(receipt.duration_ms)}
          {receipt.peak_memory_bytes !== null && (
            <span className="text-text-2"> with {formatBytes(receipt.peak_memory_bytes)} of memory</span>
          )}
        </Fact>
      </dl>
      <a href={originalUrl(dataset.id)} download className={`${buttonClass('secondary')} mt-3`}>
        <Download aria-hidden size={14} />
        Download the original
      </a>
    </>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-8 items-center gap-3 border-b border-hairline py-1">
      <dt className="w-20 shrink-0 text-text-2">{label}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-1 tabular">{children}</dd>
    </div>
  )
}

function Waiting() {
  return (
    <Loading label="Loading the receipt" className="mx-auto flex max-w-6xl flex-col gap-3 px-6 py-6">
      {Array.from({ length: 12 }, (_, index) => index).map((index) => (
        <Skeleton key={index} className="h-5 w-full" />
      ))}
    </Loading>
  )
}
