import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { registrationSchema } from '../../shared/account.ts'
import { sentenceOf } from '../api/problem.ts'
import { returnAddress } from '../session/return-address.ts'
import { authOptionsQuery, beginSession, register, signIn } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { TextField } from '../ui/text-field.tsx'
import { fieldErrors } from './field-errors.ts'
import { forgetFragmentToken } from './fragment-token.ts'
import { PasswordField } from './password-field.tsx'

const fields = ['setup_code', 'email', 'username', 'password'] as const
type Field = (typeof fields)[number]

export function RegisterForm({
  to,
  needsSetupCode,
  invitation,
}: {
  to: string | undefined
  needsSetupCode: boolean
  /** The token of an invitation. */
  invitation: string | undefined
}) {
  const client = useQueryClient()
  const router = useRouter()
  const [values, setValues] = useState<Record<Field, string>>({
    setup_code: '',
    email: '',
    username: '',
    password: '',
  })
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({})
  const inputs = {
    setup_code: useRef<HTMLInputElement>(null),
    email: useRef<HTMLInputElement>(null),
    username: useRef<HTMLInputElement>(null),
    password: useRef<HTMLInputElement>(null),
  }

  const show = (found: Partial<Record<Field, string>>) => {
    setErrors(found)
    const first = fields.find((field) => found[field])
    if (first) inputs[first].current?.focus()
  }

  const attempt = useMutation({
    mutationFn: async (account: Record<Field, string>) => {
      await register({ ...account, ...(invitation && { invitation }) })
      forgetFragmentToken()
      return signIn(account.username, account.password, true)
    },
    onSuccess: (user) => {
      beginSession(client, user)
      client.removeQueries({ queryKey: authOptionsQuery.queryKey })
      router.history.push(returnAddress(to))
    },
    onError: (error) => show(fieldErrors(error, fields)),
  })

  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const account = {
      ...values,
      setup_code: values.setup_code.trim(),
      email: values.email.trim(),
      username: values.username.trim(),
    }
    const checked = registrationSchema.safeParse(account)
    const isCodeMissing = needsSetupCode && account.setup_code === ''
    if (checked.success && !isCodeMissing) {
      setErrors({})
      attempt.mutate(account)
      return
    }
    const found: Partial<Record<Field, string>> = isCodeMissing ? { setup_code: emptySentences.setup_code } : {}
    for (const issue of checked.error?.issues ?? []) {
      const field = issue.path[0] as Field
      found[field] ??= values[field] === '' ? emptySentences[field] : issue.message
    }
    show(found)
  }

  const bind = (field: Field) => ({
    name: field,
    value: values[field],
    error: errors[field],
    inputRef: inputs[field],
    onChange: (value: string) => {
      setValues((now) => ({ ...now, [field]: value }))
      setErrors(({ [field]: _, ...others }) => others)
    },
  })
  const isElsewhere = attempt.error && Object.keys(fieldErrors(attempt.error, fields)).length === 0

  return (
    <>
      {isElsewhere && (
        <Callout live tone="failed" className="mt-4">
          {sentenceOf(attempt.error)}
        </Callout>
      )}
      <Form onSubmit={submit} className="mt-5 flex flex-col gap-4">
        {needsSetupCode && (
          <TextField
            label="Set-up code"
            literal
            mono
            autoFocus
            hint="DataLens prints it where it was started."
            {...bind('setup_code')}
          />
        )}
        <TextField label="E-mail" type="email" autoComplete="email" autoFocus={!needsSetupCode} {...bind('email')} />
        <TextField
          label="Username"
          autoComplete="username"
          literal
          hint="Letters, digits, dots, hyphens and underscores."
          {...bind('username')}
        />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          hint="At least 8 characters. A few unrelated words are strong and easy to keep."
          {...bind('password')}
        />
        <Button type="submit" variant="primary" size="large" isPending={attempt.isPending}>
          Create account
        </Button>
      </Form>
    </>
  )
}

const emptySentences: Record<Field, string> = {
  setup_code: 'Enter the set-up code.',
  email: 'Enter your e-mail address.',
  username: 'Choose a username.',
  password: 'Choose a password.',
}
