import { doInProcess } from '../run-in-process.ts'
import { writeSourceTexts } from './write-source-texts.ts'

doInProcess(writeSourceTexts)
