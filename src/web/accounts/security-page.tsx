import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { sentenceOf } from '../api/problem.ts'
import { tell } from '../api/request.ts'
import { authOptionsQuery, meKey, meQuery } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notice.tsx'
import { AccountSection } from './account-section.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecoveryCodesLeft } from './recovery-codes-left.tsx'
import { askForSecret, SecondFactorSetup } from './second-factor-setup.tsx'

export function SecurityPage() {
  usePageTitle('Security')
  const { data: person } = useSuspenseQuery(meQuery)
  const [isShowingCodes, setIsShowingCodes] = useState(false)
  const client = useQueryClient()
  // The secret comes before its dialog: asking for it may first ask who it is.
  const begin = useMutation({ mutationFn: askForSecret })
  const close = () => {
    begin.reset()
    setIsShowingCodes(false)
    void client.invalidateQueries({ queryKey: meKey })
  }
  return (
    <>
      <AccountSection title="Password">
        <PasswordForm />
      </AccountSection>
      <AccountSection title="Second factor">
        {person.second_factor && !begin.data ? (
          <>
            <TurnOff />
            <RecoveryCodesLeft />
          </>
        ) : (
          <TurnOn error={begin.error} isPending={begin.isPending} onBegin={() => begin.mutate()} />
        )}
        <Dialog
          role={isShowingCodes ? 'alertdialog' : 'dialog'}
          title="Set up a second factor"
          isOpen={begin.data !== undefined}
          onOpenChange={(isOpen) => isOpen || close()}
        >
          {begin.data && (
            <SecondFactorSetup secret={begin.data} onConfirmed={() => setIsShowingCodes(true)} onDone={close} />
          )}
        </Dialog>
      </AccountSection>
    </>
  )
}

function TurnOn({ error, isPending, onBegin }: { error: Error | null; isPending: boolean; onBegin: () => void }) {
  return (
    <>
      <p className="mb-3 text-13 text-text-2">
        With a second factor nobody signs in with your password alone: a code of an authenticator app is asked for too.
      </p>
      {error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(error)}
        </Callout>
      )}
      <Button isPending={isPending} onPress={onBegin}>
        Set up a second factor
      </Button>
    </>
  )
}

function TurnOff() {
  const client = useQueryClient()
  const { data: options } = useSuspenseQuery(authOptionsQuery)
  const off = useMutation({
    mutationFn: () => tell('DELETE', '/auth/totp'),
    onSuccess: async () => {
      notify({ text: 'Your second factor is off.' })
      await client.invalidateQueries({ queryKey: meKey })
    },
  })
  return (
    <>
      <p className="mb-3 flex items-center gap-2 text-14">
        <ShieldCheck aria-hidden size={16} className="text-green" />
        On. Signing in asks for a code of your authenticator app.
      </p>
      {off.error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(off.error)}
        </Callout>
      )}
      <Button isPending={off.isPending} onPress={() => off.mutate()}>
        Turn it off
      </Button>
      <p className="mt-2 text-13 text-text-2">
        To move it to another device, turn it off and set it up there. The recovery codes go with it.
        {options.require_second_factor !== 'none' && ' An administrator may want you to have one.'}
      </p>
    </>
  )
}
