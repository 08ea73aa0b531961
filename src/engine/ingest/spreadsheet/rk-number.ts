const bytes = new DataView(new ArrayBuffer(8))

/** The number in the four bytes that binary workbooks spend on most: a whole number or a short double, maybe of hundredths. */
export function rkNumber(rk: number): number {
  const isWhole = (rk & 2) !== 0
  if (!isWhole) bytes.setUint32(0, (rk & 0xfffffffc) >>> 0)
  const number = isWhole ? rk >> 2 : bytes.getFloat64(0)
  return (rk & 1) !== 0 ? number / 100 : number
}
