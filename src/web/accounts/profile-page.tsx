import { useSuspenseQuery } from '@tanstack/react-query'
import { Monitor, Moon, Sun } from 'lucide-react'
import { meQuery } from '../session/session.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { chooseSingleKeys, singleKeysOn } from '../shell/shortcuts.ts'
import { chooseTheme, theme } from '../theme/theme.ts'
import { useStore } from '../ui/create-store.ts'
import { Segmented } from '../ui/segmented.tsx'
import { Switch } from '../ui/switch.tsx'
import { AccountSection } from './account-section.tsx'
import { DeleteAccount } from './delete-account.tsx'
import { ProfileForm } from './profile-form.tsx'
import { StorageUsed } from './storage-used.tsx'

const themeOptions = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden size={14} /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden size={14} /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden size={14} /> },
] as const

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })

export function ProfilePage() {
  usePageTitle('Profile')
  const { data: person } = useSuspenseQuery(meQuery)
  const chosenTheme = useStore(theme)
  const keysOn = useStore(singleKeysOn)
  return (
    <>
      <AccountSection title="Profile">
        <ProfileForm person={person} />
        <dl className="mt-6 grid grid-cols-[8rem_1fr] gap-y-1.5 text-13">
          <dt className="text-text-2">Storage used</dt>
          <dd>
            <StorageUsed person={person} />
          </dd>
          <dt className="text-text-2">Here since</dt>
          <dd>{day.format(new Date(person.created_at))}</dd>
          {person.is_superuser && (
            <>
              <dt className="text-text-2">Role</dt>
              <dd>Administrator</dd>
            </>
          )}
        </dl>
      </AccountSection>
      <AccountSection title="Appearance">
        <Segmented label="Theme" value={chosenTheme} options={themeOptions} onChange={chooseTheme} />
        <p className="mt-2 text-13 text-text-2">Kept in this browser.</p>
      </AccountSection>
      <AccountSection title="Keyboard">
        <Switch isSelected={keysOn} onChange={chooseSingleKeys}>
          Single keys act when no field has the focus
        </Switch>
        <p className="mt-2 text-13 text-text-2">
          Switch them off if you speak to your computer, or if keys get in your way. Kept in this browser.
        </p>
      </AccountSection>
      <AccountSection title="Delete account">
        <DeleteAccount person={person} />
      </AccountSection>
    </>
  )
}
