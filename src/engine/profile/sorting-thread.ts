import { parentPort, workerData } from 'node:worker_threads'
import { sortInPlace } from './sort-in-place.ts'

parentPort?.postMessage(sortInPlace(workerData as Float64Array))
