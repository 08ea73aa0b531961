/** The pages of the administration, as its tabs show them. The routes stand in `router.tsx`. */
export const administrationSections = [
  { to: '/administration/people', label: 'People' },
  { to: '/administration/invitations', label: 'Invitations' },
  { to: '/administration/datasets', label: 'Datasets' },
  { to: '/administration/audit', label: 'Audit' },
  { to: '/administration/system', label: 'System' },
] as const
