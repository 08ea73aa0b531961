/** What a mail says. Values may come from people: whoever renders it escapes them. */
export interface Mail {
  subject: string
  /** Sentences, one paragraph each. */
  paragraphs: string[]
  /** The one thing to do, as a button and as a plain address below it. */
  action?: { label: string; url: string }
  /** What to do when the mail was not expected. */
  note?: string
}
