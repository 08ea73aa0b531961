/** The pages of the administration, as its tabs show them. The routes stand in `router.tsx`. */
export const administrationSections = [{ to: '/administration/people', label: 'People' }] as const
