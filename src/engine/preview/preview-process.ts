import { doInProcess } from '../run-in-process.ts'
import { previewRows } from './preview-rows.ts'

doInProcess(previewRows)
