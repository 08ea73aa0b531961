/**
 * The probability functions that tests and intervals rest on. Incomplete beta and gamma functions by their continued
 * fractions (Lentz 1976, as in Abramowitz and Stegun 26.5.8 and 6.5.31) and series; log gamma by Lanczos (1964).
 */

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]
const tiny = 1e-300
const precision = 1e-16
const mostTerms = 100_000

/** The natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const base = x - 1 + 7.5
  const sum = lanczos.reduce((total, term, index) => total + term / (x + index), 0.9999999999998099)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/** The regularized incomplete beta function I_x(a, b). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  return front * betaFraction(x, a, b)
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < precision) break
  }
  return fraction
}

function away(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** How probable a value at least as far from 0 as t is (both sides) under Student's distribution. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return 0
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
}

/** How probable a value of at least f is under Fisher's distribution. */
export function fisherUpper(f: number, between: number, within: number): number {
  if (!Number.isFinite(f)) return 0
  return f <= 0 ? 1 : incompleteBeta(within / (within + between * f), within / 2, between / 2)
}

/** How probable a value of at least x is under the chi-squared distribution. */
export function chiSquaredUpper(x: number, degreesOfFreedom: number): number {
  return x <= 0 ? 1 : incompleteGammaUpper(degreesOfFreedom / 2, x / 2)
}

/** How probable a value at least as far from 0 as z is (both sides) under the standard normal distribution. */
export function normalTwoSided(z: number): number {
  return z === 0 ? 1 : incompleteGammaUpper(0.5, (z * z) / 2)
}

/** The regularized upper incomplete gamma function Q(a, x). */
function incompleteGammaUpper(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < mostTerms && term > sum * precision; n++) {
      term *= x / (a + n)
      sum += term
    }
    return Math.max(0, 1 - front * sum)
  }
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < mostTerms; n++) {
    b += 2
    d = 1 / away(-n * (n - a) * d + b)
    c = away(b - (n * (n - a)) / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < precision) break
  }
  return front * fraction
}

/** The value that 97.5 % of the standard normal distribution lie below. */
export const normal975 = 1.959963984540054
