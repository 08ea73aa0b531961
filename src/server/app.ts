import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { createExports } from '../engine/export/exports.ts'
import type { QueryPool } from '../engine/query/query-pool.ts'
import { createSqlQueries, type SqlQueriesOptions } from '../engine/sql/sql-queries.ts'
import { openAccounts } from './accounts/accounts.ts'
import { authRoutes } from './accounts/auth-routes.ts'
import { authenticateRequests } from './accounts/authentication.ts'
import { forgotRoutes } from './accounts/forgot-routes.ts'
import { invitationRoutes } from './accounts/invitation-routes.ts'
import { oidcRoutes } from './accounts/oidc-routes.ts'
import { profileRoutes } from './accounts/profile-routes.ts'
import { recoveryCodeRoutes } from './accounts/recovery-code-routes.ts'
import { secondFactorRoutes } from './accounts/second-factor-routes.ts'
import { sessionRoutes } from './accounts/session-routes.ts'
import { stepUpRoutes } from './accounts/step-up-routes.ts'
import { isStillSignedIn } from './accounts/still-signed-in.ts'
import { tokenRoutes } from './accounts/token-routes.ts'
import { keepAccounts } from './accounts/upkeep.ts'
import { verifyRoutes } from './accounts/verify-routes.ts'
import { auditRefusals } from './administration/audit-refusals.ts'
import { datasetAdministrationRoutes } from './administration/dataset-administration-routes.ts'
import { peopleRoutes } from './administration/people-routes.ts'
import { signInRoutes } from './administration/sign-in-routes.ts'
import { systemRoutes } from './administration/system-routes.ts'
import { auditRoutes } from './audit/audit-routes.ts'
import { keepAudit } from './audit/keep-audit.ts'
import { auditRequests } from './audit/record-event.ts'
import { brushRoute } from './charts/brush-route.ts'
import { chartDataRoute } from './charts/chart-data-route.ts'
import { chartRoutes } from './charts/chart-routes.ts'
import { dashboardRoutes } from './charts/dashboard-routes.ts'
import { recommendedRoute } from './charts/recommended-route.ts'
import type { Orm } from './database/orm.ts'
import { unitOfWorkPerRequest } from './database/unit-of-work.ts'
import type { DatasetChanges } from './datasets/dataset-changes.ts'
import { datasetRoutes } from './datasets/dataset-routes.ts'
import type { Datasets } from './datasets/datasets.ts'
import { createDiskSpace, roomOf } from './datasets/disk-space.ts'
import { downloadRoute } from './datasets/download-route.ts'
import { eventRoutes } from './datasets/event-routes.ts'
import { exportRoutes } from './datasets/export-routes.ts'
import { diskBesideLoads } from './datasets/load-room.ts'
import { createQuota } from './datasets/quota.ts'
import { rejectsRoute } from './datasets/rejects-route.ts'
import { resumableRoutes } from './datasets/resumable/resumable-routes.ts'
import { uploadPreviewRoute } from './datasets/resumable/upload-preview-route.ts'
import { rowsRoutes } from './datasets/rows-routes.ts'
import { sampleRoutes } from './datasets/samples/sample-routes.ts'
import { sharingRoutes } from './datasets/sharing-routes.ts'
import { createSourceTexts } from './datasets/source-texts.ts'
import { stepsRoutes } from './datasets/steps-routes.ts'
import type { Sweeper } from './datasets/sweeper.ts'
import { uploadRoutes } from './datasets/upload-route.ts'
import { versionRoutes } from './datasets/version-routes.ts'
import { viewSqlRoute } from './datasets/view-sql-route.ts'
import type { Home } from './home.ts'
import { answerBrokenRequest } from './http/answer-broken-requests.ts'
import { answerCompiler } from './http/answer-compiler.ts'
import { answerFrameworkError, answerProblems } from './http/answer-problems.ts'
import { allowOrigins } from './http/cross-origin.ts'
import { drainConnections } from './http/drain-connections.ts'
import { healthRoute } from './http/health.ts'
import { takeJson } from './http/json-body.ts'
import { describeApi } from './http/openapi.ts'
import { packAnswers } from './http/pack-answers.ts'
import { speakPlainly } from './http/plain-sentences.ts'
import { referencePage } from './http/reference-page.ts'
import { securityHeaders } from './http/security-headers.ts'
import { serveWeb } from './http/web-files.ts'
import { compareRoute } from './profiles/compare-route.ts'
import { datasetProfileRoutes } from './profiles/dataset-profile-routes.ts'
import { reportRoute } from './profiles/report-route.ts'
import { statisticsRoutes } from './profiles/statistics-routes.ts'
import { summariesRoutes } from './profiles/summaries-routes.ts'
import { queryRoute } from './queries/query-route.ts'
import { saveAnswerRoute } from './queries/save-answer-route.ts'
import { savedQueryRoutes } from './queries/saved-query-routes.ts'
import { sqlLimits } from './queries/sql-limits.ts'
import type { Settings } from './settings.ts'

/** What lies outside of the app. `main.ts` brings the real ones, a test its own. */
export interface AppOutside {
  settings: Settings
  home: Home
  orm: Orm
  logger?: FastifyServerOptions['logger']
  changes: DatasetChanges
  queries: QueryPool
  sweeper: Pick<Sweeper, 'soon'>
  /** The uploads that this process is receiving; shared with the sweeper. */
  liveUploads: Set<string>
  /** Aborts when the server is to stop, so that streams and waiting requests end. */
  stopping: AbortSignal
  /** Where the built web lies; without it only the API answers. */
  webDirectory?: string | undefined
  /** Checks every answer against its schema (tests); it costs time and changes no answer. */
  checkAnswers?: boolean
  /** The bcrypt cost of new passwords; tests lower it. */
  passwordCost?: number
  /** What people's SQL may use, where that is not the usual; tests lower it. */
  sqlLimits?: Partial<SqlQueriesOptions>
  /** Milliseconds since 1970; tests move it. */
  now?: () => number
}

/** An export holds a process for as long as its reader takes; one that takes nothing for a minute, or too little, has left. */
const exportLimits = {
  places: 3,
  queueLimit: 20,
  patienceMs: 30_000,
  stallMs: 60_000,
  leastBytes: 2 ** 20,
  threads: 2,
  memoryLimitBytes: 256 * 2 ** 20,
  maxTempBytes: 4096 * 2 ** 20,
}

/** How long requests under way may go on when the app closes. */
const drainMs = 3_000

export const createApp = async (outside: AppOutside): Promise<FastifyInstance> => {
  const { settings, home, orm } = outside
  const trusted = settings.trustProxy
  const app = Fastify({
    logger: outside.logger ?? false,
    trustProxy: typeof trusted === 'number' ? (_address, hop) => hop < trusted : trusted,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
  })
  speakPlainly()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(answerCompiler({ check: outside.checkAnswers ?? false }))
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  drainConnections(app, drainMs)
  takeJson(app)
  packAnswers(app)
  answerProblems(app)
  await securityHeaders(app)
  await app.register(cookie)
  await allowOrigins(app, settings.corsOrigins)
  auditRequests(app, orm)
  keepAudit(app, orm, settings.auditDays)
  const accounts = await openAccounts(outside)
  keepAccounts(app, orm, accounts)
  authenticateRequests(app, accounts)
  await describeApi(app)
  unitOfWorkPerRequest(app, orm)
  healthRoute(app, home)
  referencePage(app)
  authRoutes(app, accounts)
  forgotRoutes(app, accounts)
  verifyRoutes(app, accounts)
  invitationRoutes(app, accounts)
  oidcRoutes(app, accounts)
  profileRoutes(app, accounts)
  sessionRoutes(app, accounts)
  stepUpRoutes(app, accounts)
  secondFactorRoutes(app, accounts)
  recoveryCodeRoutes(app)
  tokenRoutes(app, accounts)
  const datasets: Datasets = {
    ...outside,
    sql: createSqlQueries({
      ...sqlLimits(settings),
      workDir: join(home.tmp, 'sql'),
      room: async () => roomOf(await diskBesideLoads(home)),
      ...outside.sqlLimits,
    }),
    exports: createExports({ ...exportLimits, workDir: join(home.tmp, 'exports') }),
    sourceTexts: createSourceTexts(home, outside.stopping),
    maxUploadBytes: settings.maxUploadBytes,
    trashDays: settings.trashDays,
    space: createDiskSpace(() => diskBesideLoads(home)),
    quota: createQuota(settings.defaultQuotaBytes),
    isStillSignedIn: (user) => isStillSignedIn(accounts, user),
  }
  uploadRoutes(app, datasets)
  datasetRoutes(app, datasets)
  resumableRoutes(app, datasets)
  uploadPreviewRoute(app, datasets)
  versionRoutes(app, datasets)
  stepsRoutes(app, datasets)
  rowsRoutes(app, datasets)
  viewSqlRoute(app)
  downloadRoute(app, datasets)
  exportRoutes(app, datasets)
  rejectsRoute(app, datasets)
  eventRoutes(app, datasets)
  sharingRoutes(app, datasets)
  sampleRoutes(app, datasets)
  datasetProfileRoutes(app)
  statisticsRoutes(app, datasets)
  summariesRoutes(app, datasets)
  reportRoute(app, datasets)
  compareRoute(app, datasets)
  queryRoute(app, datasets)
  saveAnswerRoute(app, datasets)
  savedQueryRoutes(app)
  chartDataRoute(app, datasets)
  recommendedRoute(app)
  brushRoute(app, datasets)
  chartRoutes(app, datasets)
  dashboardRoutes(app)
  datasetAdministrationRoutes(app, datasets)
  peopleRoutes(app, accounts)
  auditRefusals(app, accounts)
  signInRoutes(app, accounts)
  auditRoutes(app)
  systemRoutes(app, outside)
  if (outside.webDirectory) await serveWeb(app, outside.webDirectory)
  return app
}
