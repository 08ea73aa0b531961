import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { returnAddress } from '../session/return-address.ts'
import { meKey, meQuery, signOut } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { SecondFactorSetup } from './second-factor-setup.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { StepUpDialog } from './step-up-dialog.tsx'

const route = getRouteApi('/set-up-second-factor')

/** Where who must have a second factor sets it up, before anything else. */
export function SetUpPage() {
  usePageTitle('Set up a second factor')
  const search = route.useSearch()
  const { data: person } = useSuspenseQuery(meQuery)
  const client = useQueryClient()
  const router = useRouter()
  const goOn = async () => {
    await client.invalidateQueries({ queryKey: meKey })
    router.history.push(returnAddress(search.to))
  }
  const leave = async () => {
    await signOut(client)
    await router.navigate({ to: '/login' })
  }
  return (
    <SignInFrame title="Set up a second factor">
      <div className="mt-2 flex flex-col gap-4 text-14 text-text-2">
        <p>
          {person.full_name ?? person.username}, whoever runs this DataLens asks you to have one before anything else.
        </p>
        <SecondFactorSetup onDone={() => void goOn()} />
        <Button variant="quiet" className="self-start" onPress={() => void leave()}>
          Sign out
        </Button>
        <StepUpDialog />
      </div>
    </SignInFrame>
  )
}
