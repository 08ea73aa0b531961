import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { sentenceOf } from '../api/problem.ts'
import { onStepUp, tell } from '../api/request.ts'
import { meQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { createStore, useStore } from '../ui/create-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { CodeField } from './code-field.tsx'
import { fieldErrors } from './field-errors.ts'
import { PasswordField } from './password-field.tsx'

type Question = { promise: Promise<boolean>; answer: (isConfirmed: boolean) => void }

const question = createStore<Question | null>(null)

/** Requests that want to know at the same moment share one question. */
onStepUp(() => {
  const asked = question.get()
  if (asked) return asked.promise
  const { promise, resolve } = Promise.withResolvers<boolean>()
  question.set({
    promise,
    answer(isConfirmed) {
      question.set(null)
      resolve(isConfirmed)
    },
  })
  return promise
})

/** Asks who it is when a request was refused for it, and lets the request go on. Stands once in the shell. */
export function StepUpDialog() {
  const asked = useStore(question)
  return (
    <Dialog
      title="Confirm that it is you"
      isOpen={asked !== null}
      onOpenChange={(isOpen) => isOpen || asked?.answer(false)}
    >
      {asked && <StepUpForm onConfirm={() => asked.answer(true)} onCancel={() => asked.answer(false)} />}
    </Dialog>
  )
}

function StepUpForm({ onConfirm, onCancel }: { onConfirm: () => void; onCancel: () => void }) {
  const { data: person } = useQuery(meQuery)
  const [way, setWay] = useState<'password' | 'code'>('password')
  const [value, setValue] = useState('')
  const confirm = useMutation({
    mutationFn: () => tell('POST', '/auth/step-up', { body: { [way]: value } }),
    onSuccess: onConfirm,
  })
  const wrong = fieldErrors(confirm.error, [way])[way]
  const field = {
    autoFocus: true,
    value,
    error: wrong ?? null,
    onChange(typed: string) {
      setValue(typed)
      if (confirm.error) confirm.reset()
    },
  }
  const swap = () => {
    setWay(way === 'password' ? 'code' : 'password')
    setValue('')
    confirm.reset()
  }
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (value !== '') confirm.mutate()
      }}
    >
      <p>This step asks for more than being signed in. You will not be asked again for five minutes.</p>
      {confirm.error && !wrong && (
        <Callout live tone="failed">
          {sentenceOf(confirm.error)}
        </Callout>
      )}
      {way === 'password' ? (
        <PasswordField key={way} label="Your password" name="password" autoComplete="current-password" {...field} />
      ) : (
        <CodeField key={way} label="Code of your authenticator app, or a recovery code" {...field} />
      )}
      {person?.second_factor && (
        <Button variant="quiet" size="small" onPress={swap} className="-ml-2.5 self-start">
          {way === 'password' ? 'Use a code instead' : 'Use your password instead'}
        </Button>
      )}
      <div className="flex justify-end gap-2">
        <Button onPress={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={confirm.isPending} isDisabled={value === ''}>
          Confirm
        </Button>
      </div>
    </Form>
  )
}
