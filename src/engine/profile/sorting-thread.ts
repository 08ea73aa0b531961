import { parentPort } from 'node:worker_threads'
import { sortInPlace } from './sort-in-place.ts'

parentPort?.on('message', (values: Float64Array) => parentPort?.postMessage(sortInPlace(values)))
