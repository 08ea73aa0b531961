import { fileURLToPath } from 'node:url'
import { Migrator } from '@mikro-orm/migrations'
import { MikroORM, type Options } from '@mikro-orm/postgresql'
import { AccountChangeEntity } from '../accounts/account-change.ts'
import { AttemptCountEntity } from '../accounts/attempt-count.ts'
import { InvitationEntity } from '../accounts/invitation.ts'
import { OidcIdentityEntity } from '../accounts/oidc-identity.ts'
import { OneTimeLinkEntity } from '../accounts/one-time-link.ts'
import { PersonalTokenEntity } from '../accounts/personal-token.ts'
import { SecondFactorEntity } from '../accounts/second-factor.ts'
import { SessionEntity } from '../accounts/session.ts'
import { UserEntity } from '../accounts/user.ts'
import { AuditEventEntity } from '../audit/audit-event.ts'
import { ChartEntity } from '../charts/chart.ts'
import { DashboardEntity } from '../charts/dashboard.ts'
import { DashboardPlaceEntity } from '../charts/dashboard-place.ts'
import { DatasetEntity } from '../datasets/dataset.ts'
import { DatasetShareEntity } from '../datasets/dataset-share.ts'
import { DatasetVersionEntity } from '../datasets/dataset-version.ts'
import { IdempotencyKeyEntity } from '../datasets/idempotency-key.ts'
import { UploadEntity } from '../datasets/upload.ts'
import { PastQueryEntity } from '../queries/past-query.ts'
import { SavedQueryEntity } from '../queries/saved-query.ts'
import { giveBackLostConnections } from './give-back-lost-connections.ts'
import { InstallationEntity } from './installation.ts'
import { MigrationTemplate } from './migration-template.ts'

/** Where the migrations lie: beside `src` in a clone, beside the compiled `src` in the package. */
export const migrationsDirectory = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** How a process reaches the database, and how patient it is. Times are milliseconds. */
export interface DatabaseOptions {
  url: string
  poolSize?: number
  connectTimeout?: number
  statementTimeout?: number
}

export type Orm = MikroORM

/** The models, as one list; the migrations are checked against it. */
export const entities = [
  UserEntity,
  SessionEntity,
  PersonalTokenEntity,
  SecondFactorEntity,
  AccountChangeEntity,
  AttemptCountEntity,
  OneTimeLinkEntity,
  InvitationEntity,
  OidcIdentityEntity,
  AuditEventEntity,
  DatasetEntity,
  DatasetVersionEntity,
  DatasetShareEntity,
  UploadEntity,
  IdempotencyKeyEntity,
  ChartEntity,
  DashboardEntity,
  DashboardPlaceEntity,
  SavedQueryEntity,
  PastQueryEntity,
  InstallationEntity,
]

export const ormOptions = ({
  url,
  poolSize = 10,
  connectTimeout = 5_000,
  statementTimeout = 30_000,
}: DatabaseOptions) =>
  ({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    driverOptions: {
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: connectTimeout,
      idleTimeoutMillis: 30_000,
      statement_timeout: statementTimeout,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      application_name: 'datalens',
      onPoolCreated: giveBackLostConnections,
    },
    migrations: {
      path: migrationsDirectory,
      pathTs: migrationsDirectory,
      tableName: 'schema_migrations',
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: true,
      generator: MigrationTemplate,
      fileName: (timestamp: string, name?: string) => `${timestamp}_${name ?? 'change'}`,
    },
    schemaGenerator: { ignoreSchema: ['graphile_worker'], ignoreRoutines: true },
  }) satisfies Options

/** Opens the pool lazily: the first query connects. */
export const openOrm = (options: DatabaseOptions): Orm => new MikroORM(ormOptions(options))
