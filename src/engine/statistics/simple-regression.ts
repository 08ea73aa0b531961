import type { Regression } from '../../shared/statistics.ts'
import { studentTwoSided } from './distributions.ts'
import { distancesFromMean, dotProduct, meanOf, preciseSum, scaleOf } from './precise-sum.ts'

const nothing = {
  ...{ slope: null, intercept: null, slope_se: null, intercept_se: null },
  ...{ r_squared: null, residual_std: null, p_value: null },
}

/**
 * Ordinary least squares of y on x over pairs of finite numbers, which may be counted from `origins` rather than from 0.
 * Standard errors and the residual deviation have n - 2 degrees of freedom; `p_value` is that of the slope by Student's t.
 * What does not exist is null: everything where x is constant or n < 2, the errors where n < 3.
 */
export function regress(xs: Float64Array, ys: Float64Array, origins = { x: 0, y: 0 }): Regression {
  const n = xs.length
  if (n < 2) return { n, ...nothing }
  const [scaleX, scaleY] = [scaleOf(xs), scaleOf(ys)]
  const [x, y] = [xs.map((value) => value * scaleX), ys.map((value) => value * scaleY)]
  const [dx, dy] = [distancesFromMean(x), distancesFromMean(y)]
  const sxx = dotProduct(dx, dx)
  if (!(sxx > 0) || !Number.isFinite(sxx) || x.every((value) => value === x[0])) return { n, ...nothing }
  const slope = dotProduct(dx, dy) / sxx
  const [meanX, meanY] = [origins.x * scaleX + meanOf(x), origins.y * scaleY + meanOf(y)]
  const syy = dotProduct(dy, dy)
  const residual = preciseSum(n, (index) => ((dy[index] as number) - slope * (dx[index] as number)) ** 2)
  const variance = n > 2 ? residual / (n - 2) : Number.NaN
  const slopeError = Math.sqrt(variance / sxx)
  const isConstant = y.every((value) => value === y[0])
  return finiteOrNull({
    n,
    slope: isConstant ? 0 : slope * (scaleX / scaleY),
    intercept: isConstant ? origins.y + (ys[0] as number) : (meanY - slope * meanX) / scaleY,
    slope_se: slopeError * (scaleX / scaleY),
    intercept_se: Math.sqrt(variance * (1 / n + meanX ** 2 / sxx)) / scaleY,
    r_squared: isConstant ? null : 1 - residual / syy,
    residual_std: Math.sqrt(variance) / scaleY,
    p_value: n < 3 || isConstant ? null : studentTwoSided(slope / slopeError, n - 2),
  })
}

function finiteOrNull(regression: Regression): Regression {
  const entries = Object.entries(regression).map(([name, value]) => [name, Number.isFinite(value) ? value : null])
  return Object.fromEntries(entries)
}
