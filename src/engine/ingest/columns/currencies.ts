/** What stands for a currency beside a number, and its code (ISO 4217); null where several countries share it. */
const symbols: Record<string, string | null> = {
  US$: 'USD',
  CA$: 'CAD',
  C$: 'CAD',
  AU$: 'AUD',
  A$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  NT$: 'TWD',
  MX$: 'MXN',
  S$: 'SGD',
  R$: 'BRL',
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '￥': 'JPY',
  円: 'JPY',
  元: 'CNY',
  '₹': 'INR',
  '₽': 'RUB',
  '₩': 'KRW',
  원: 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
  '₴': 'UAH',
  '₦': 'NGN',
  '₱': 'PHP',
}

const words: Record<string, string | null> = {
  zł: 'PLN',
  Kč: 'CZK',
  'Rs.': 'INR',
  Rs: 'INR',
  'SFr.': 'CHF',
  'Fr.': 'CHF',
  'руб.': 'RUB',
  лв: 'BGN',
  lei: 'RON',
  'kr.': null,
  kr: null,
  Euro: 'EUR',
  euro: 'EUR',
}

/** Codes that are hardly words, nor the beginnings of product codes. */
const codes =
  'AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW MAD MXN MYR NGN NOK NZD PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR'.split(
    ' ',
  )

/** Codes that a number may follow without a blank. */
const closeCodes = ['USD', 'EUR', 'GBP']

/** The currency (ISO 4217) that a text beside a number stands for; null for one that several countries share. */
export function currencyOf(text: string): string | null {
  return symbols[text] ?? words[text] ?? (codes.includes(text) ? text : null)
}

const blank = '[ \\x{a0}\\x{202f}\\x{2009}]'
const anyOf = (texts: string[]) => texts.map((text) => text.replaceAll(/[.$]/g, '\\$&')).join('|')
const allSymbols = anyOf(Object.keys(symbols))
const allWords = anyOf([...Object.keys(words), ...codes])

/** Regular expressions of a currency or percent sign before a number, after it, and wherever it stands. */
export const unitShapes = {
  before: `(?:%${blank}?|(?:${allSymbols})${blank}?|(?:${allWords})${blank}|(?:${anyOf(closeCodes)}))`,
  after: `(?:${blank}?(?:%|${allSymbols}|${allWords}))`,
  anywhere: `%|${allSymbols}|${allWords}`,
} as const
