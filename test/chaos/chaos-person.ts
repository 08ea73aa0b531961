import { setTimeout as sleep } from 'node:timers/promises'
import type { Dataset } from '../../src/shared/dataset.ts'
import type { DataLensClient } from '../datalens-client.ts'
import type { Decisions } from './decisions.ts'
import { type KnownDataset, KnownFacts } from './known-facts.ts'
import type { MixedFile } from './mixed-files.ts'
import { askTus, type BegunUpload, beginTus, breakOff, giveUpTus, sendForm, sendTus } from './sent-file.ts'

/** Datasets of one person beyond which more is deleted than added. */
const enough = 14

/** Somebody who uses everything at once, and remembers what the server has promised. */
export class ChaosPerson {
  readonly facts = new KnownFacts()
  /** Answers that no crash excuses. */
  readonly faults: string[] = []
  private readonly client: DataLensClient
  private readonly makeFile: (decide: Decisions) => Promise<MixedFile>
  private unfinished: BegunUpload[] = []
  /** Forms whose answer never came, to be sent again under the same key. */
  private unanswered: { file: MixedFile; key: string }[] = []
  private keys = 0
  /** Uploads that were begun, perhaps: the answer never came, or told of a database that is away. */
  private lostBeginnings = 0

  constructor(client: DataLensClient, makeFile: (decide: Decisions) => Promise<MixedFile>) {
    this.client = client
    this.makeFile = makeFile
  }

  /** Does one thing after the other until told to stop; a server that is gone interrupts nobody for long. */
  async act(decide: Decisions, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.doSomething(decide)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
        await sleep(20)
      }
    }
  }

  /** Goes on with everything that was interrupted, until all of it is done. */
  async settle(decide: Decisions): Promise<void> {
    for (let tries = 0; this.unanswered.length + this.unfinished.length > 0; tries += 1) {
      if (tries > 600) throw new Error('What was interrupted does not come to its end.')
      if (tries > 0) await sleep(50)
      await this.sendAgain()
      await this.goOn(decide, 'to the end')
    }
    await this.giveUpLost()
  }

  /** Gives up what the list of the server has from beginnings whose answer was lost, and nothing else. */
  private async giveUpLost(): Promise<void> {
    const { items } = await this.client.get<{ items: { id: string; offset: number }[] }>('/uploads?limit=1000')
    const empty = items.filter(({ offset }) => offset === 0)
    if (empty.length > this.lostBeginnings) this.faults.push(`${empty.length} uploads wait that nobody has begun.`)
    for (const { id } of empty) await this.isDone(await giveUpTus(this.client, `/uploads/${id}`), 204)
  }

  private doSomething(decide: Decisions): Promise<void> {
    const isFull = this.facts.present.length > enough
    const actions = {
      upload: [isFull ? 1 : 6, () => this.upload(decide)],
      begin: [isFull ? 1 : 3, () => this.begin(decide)],
      goOn: [4, () => this.goOn(decide)],
      sendAgain: [2, () => this.sendAgain()],
      breakOff: [1, () => this.breakOff(decide)],
      version: [2, () => this.addVersion(decide)],
      reingest: [3, () => this.readAgain(decide)],
      restoreVersion: [1, () => this.restoreVersion(decide)],
      cancel: [1, () => this.cancel(decide)],
      trash: [2, () => this.move(decide, 'trash')],
      restore: [1, () => this.move(decide, 'kept')],
      erase: [isFull ? 6 : 1, () => this.move(decide, 'gone')],
      openTable: [1, () => this.openTable(decide)],
      look: [2, () => this.look(decide)],
    } as const
    const weights = Object.fromEntries(Object.entries(actions).map(([name, [weight]]) => [name, weight]))
    return actions[decide.weighted(weights) as keyof typeof actions][1]()
  }

  private async upload(decide: Decisions): Promise<void> {
    const file = await this.makeFile(decide)
    if (decide.happens(0.5)) {
      const answer = await sendForm(this.client, file)
      if (await this.isDone(answer, 201)) this.facts.acknowledge(((await answer.json()) as Dataset).id, file)
      return
    }
    this.keys += 1
    this.facts.once.add(file.sha256)
    this.unanswered.push({ file, key: `key-${this.keys}` })
    await this.sendAgain()
  }

  private async sendAgain(): Promise<void> {
    for (const waiting of [...this.unanswered]) {
      const answer = await sendForm(this.client, waiting.file, { key: waiting.key })
      if (!(await this.isDone(answer, 201))) continue
      this.facts.acknowledge(((await answer.json()) as Dataset).id, waiting.file)
      this.unanswered = this.unanswered.filter((other) => other !== waiting)
    }
  }

  private async breakOff(decide: Decisions): Promise<void> {
    await breakOff(this.client, await this.makeFile(decide), decide.between(1, 100))
  }

  private async begin(decide: Decisions): Promise<void> {
    const file = await this.makeFile(decide)
    const version = decide.happens(0.25) ? this.some(decide)?.id : undefined
    this.lostBeginnings += 1
    const answer = await beginTus(this.client, file, version)
    if (answer.status !== 503) this.lostBeginnings -= 1
    if (!(await this.isDone(answer, 201, 409)) || answer.status !== 201) return
    this.facts.once.add(file.sha256)
    this.unfinished.push({
      file,
      location: answer.headers.get('location') as string,
      acknowledged: 0,
      versionOf: version,
      mayBeGivenUp: false,
      mayBeWhole: false,
    })
    await this.goOn(decide)
  }

  /** Sends the next part of an upload that has begun, or gives it up. */
  private async goOn(decide: Decisions, howFar: 'a part' | 'to the end' = 'a part'): Promise<void> {
    const upload = this.unfinished.length > 0 ? decide.pick(this.unfinished) : undefined
    if (!upload) return
    if (howFar === 'a part' && decide.happens(0.1)) return this.giveUp(upload)
    const orMissing = this.mayBeMissing(upload) ? [404] : []
    // Asked about an upload that is whole, the server tries again to make it a version.
    const orWaiting = upload.versionOf === undefined ? [] : [409]
    const asked = await askTus(this.client, upload.location)
    if (!(await this.isDone(asked, 200, ...orMissing, ...orWaiting)) || asked.status === 409) return
    if (asked.status === 404) return this.giveUp(upload)
    const offset = Number(asked.headers.get('upload-offset'))
    if (offset < upload.acknowledged) {
      this.faults.push(`${upload.acknowledged} bytes of an upload were safe, now they are ${offset}.`)
    }
    const { content } = upload.file
    let done = asked.headers.get('location-dataset')
    if (!done) {
      const size = howFar === 'a part' ? Math.ceil(content.length * decide.between(0.05, 1)) : content.length
      const bytes = content.subarray(offset, offset + size)
      upload.mayBeWhole ||= offset + bytes.length === content.length
      const answer = await sendTus(this.client, upload.location, { offset, bytes, isChecked: decide.happens(0.5) })
      if (!(await this.isDone(answer, 204, 409, ...orMissing))) return
      if (answer.status === 404) return this.giveUp(upload)
      // Another version is being read: the bytes wait for that.
      if (answer.status === 409) return
      upload.acknowledged = Number(answer.headers.get('upload-offset'))
      done = answer.headers.get('location-dataset')
    }
    if (!done) return
    this.facts.acknowledge(done.split('/').at(-1) as string, upload.file)
    this.forget(upload)
  }

  /** Also where its dataset is not there any more: the bytes would wait for that until they expire. */
  private async giveUp(upload: BegunUpload): Promise<void> {
    const orMissing = this.mayBeMissing(upload) || upload.mayBeWhole ? [404] : []
    upload.mayBeGivenUp = true
    if (await this.isDone(await giveUpTus(this.client, upload.location), 204, ...orMissing)) this.forget(upload)
  }

  private forget(upload: BegunUpload): void {
    this.unfinished = this.unfinished.filter((other) => other !== upload)
  }

  /** Whether the person has given an upload up, or moved the dataset that it was for. */
  private mayBeMissing({ mayBeGivenUp, versionOf }: BegunUpload): boolean {
    return mayBeGivenUp || (versionOf !== undefined && this.facts.datasets.get(versionOf)?.place !== 'kept')
  }

  private async addVersion(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    if (!known) return
    const file = await this.makeFile(decide)
    const answer = await sendForm(this.client, file, { path: `/datasets/${known.id}/versions` })
    if (await this.isDone(answer, 201, 409)) {
      if (answer.status === 201) this.facts.acknowledge(known.id, file)
    }
  }

  private async readAgain(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    const options = decide.pick([{}, { delimiter: ';' }, { header_rows: 0 }, { date_order: 'mdy' }])
    if (known)
      await this.isDone(await this.client.ask('POST', `/datasets/${known.id}/reingest`, { options }), 202, 409, 422)
  }

  private async restoreVersion(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    if (!known) return
    const number = 1 + decide.below(3)
    const answer = await this.client.ask('POST', `/datasets/${known.id}/versions/${number}/restore`)
    await this.isDone(answer, 201, 409, ...(number > 1 ? [404] : []))
  }

  private async cancel(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    if (!known) return
    known.mayBeCancelled = true
    await this.isDone(await this.client.ask('POST', `/datasets/${known.id}/cancel`), 202, 409)
  }

  private async openTable(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    // A 404 is right where the file has but one table.
    if (known) await this.isDone(await this.client.ask('POST', `/datasets/${known.id}/tables/1`), 201, 404, 409, 422)
  }

  private async look(decide: Decisions): Promise<void> {
    const known = this.some(decide)
    if (!known) return
    const path = decide.pick(['rows?limit=20', 'rows?limit=5&values=source', 'profile', 'rejects', 'versions'])
    await this.isDone(await this.client.ask('GET', `/datasets/${known.id}/${path}`), 200, 409, 422)
  }

  private async move(decide: Decisions, to: 'trash' | 'kept' | 'gone'): Promise<void> {
    const known = to === 'kept' ? this.pickFrom(decide, this.facts.inTrash()) : this.some(decide)
    if (!known) return
    known.place = to === 'gone' ? 'perhaps gone' : 'either'
    const answer =
      to === 'kept'
        ? await this.client.ask('POST', `/trash/${known.id}/restore`)
        : await this.client.ask('DELETE', `/datasets/${known.id}${to === 'gone' ? '?permanent=true' : ''}`)
    if (await this.isDone(answer, to === 'kept' ? 200 : 204)) known.place = to
  }

  private some(decide: Decisions): KnownDataset | undefined {
    return this.pickFrom(decide, this.facts.present)
  }

  private pickFrom(decide: Decisions, from: KnownDataset[]): KnownDataset | undefined {
    return from.length > 0 ? decide.pick(from) : undefined
  }

  /** Whether an answer is one of those; anything but these and a database that is away is a fault. */
  private async isDone(answer: Response, ...statuses: number[]): Promise<boolean> {
    if (statuses.includes(answer.status)) return true
    if (answer.status !== 503) {
      this.faults.push(`${answer.url.replace(/^.*\/v1/, '')} answered ${answer.status} ${await answer.text()}`)
    }
    return false
  }
}
