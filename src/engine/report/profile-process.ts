import { doInProcess } from '../run-in-process.ts'
import {
  type FileFindings,
  type ProfileFileProgress,
  type ProfileFileRequest,
  readAndProfile,
} from './read-and-profile.ts'

doInProcess<ProfileFileRequest, FileFindings, ProfileFileProgress>(readAndProfile)
