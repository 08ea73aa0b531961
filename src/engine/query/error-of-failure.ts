import type { SentFailure } from './process-message.ts'
import { QueryFailure } from './query-failure.ts'
import { QuestionError } from './question-error.ts'

/** The error that a process met, as it was before it was sent. */
export function errorOfFailure(failure: SentFailure): Error {
  switch (failure.type) {
    case 'question':
      return new QuestionError(failure.path, failure.message, failure.place)
    case 'failure':
      return new QueryFailure(failure.code, failure.message)
    case 'aborted':
      return new DOMException('The question was withdrawn.', 'AbortError')
    case 'defect': {
      const error = new Error(failure.message)
      if (failure.stack) error.stack = failure.stack
      return error
    }
  }
}
