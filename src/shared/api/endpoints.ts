import { z } from 'zod';
import { jobRequestSchema } from '../jobs/kinds.ts';
import { exportSelectionSchema } from '../jobs/requests.ts';
import {
  type BenchmarkChoices,
  type BenchmarkInfo,
  type BenchmarkReport,
  renameBenchmarkSchema,
} from './benchmark.ts';
import type { DoctorReport } from './doctor.ts';
import {
  type Histogram,
  type ImageDetail,
  type ImageItem,
  type ImportPreview,
  type MaskVersion,
  previewImportSchema,
  removeImagesSchema,
  type Upload,
  updateImagesSchema,
  uploadFileSchema,
} from './images.ts';
import type { JobRecord } from './jobs.ts';
import {
  createProjectSchema,
  type FolderListing,
  forgetProjectSchema,
  listFoldersSchema,
  makeFolderSchema,
  openProjectSchema,
  type ProjectInfo,
  type ProjectList,
} from './projects.ts';
import {
  keepQuantizationSchema,
  type QuantizationChoices,
  type QuantizationProposal,
} from './quantization.ts';
import { cursorSchema, patchQuerySchema, type ReviewDetail, setVerdictSchema } from './review.ts';
import {
  type ExportPreview,
  type NearestPhotograph,
  type SyntheticDetail,
  type SyntheticItem,
  updateSyntheticSchema,
} from './synthetic.ts';
import type {
  BorrowedNetworks,
  ListedModel,
  MachineLoad,
  ModelInfo,
  RunInfo,
  RunMetrics,
  RunSample,
  TrainingChoices,
} from './training.ts';

interface Answer<T> {
  readonly status: 200 | 201 | 204;
  /** Never there: it carries the type. */
  readonly type?: T;
}

interface Endpoint {
  /** The parts of the path that begin with a colon. */
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** The schema of a body in JSON, or bytes as they are. */
  readonly body?: z.ZodType | 'bytes';
  readonly answer: Answer<unknown>;
}

const json = <T>(): Answer<T> => ({ status: 200 });
const created = <T>(): Answer<T> => ({ status: 201 });
const nothing: Answer<void> = { status: 204 };

const params = z.object({ id: z.coerce.number().int().positive() });
const uploadParams = z.object({ id: z.string() });
const benchmarkParams = z.object({ id: z.uuid() });

/** What the page asks of the service in JSON: both are typed by this table. All paths begin with /api. */
const table = {
  'GET /projects': { answer: json<ProjectList>() },
  'GET /project': { answer: json<ProjectInfo>() },
  'POST /projects': { body: createProjectSchema, answer: created<ProjectInfo>() },
  'POST /projects/open': { body: openProjectSchema, answer: json<ProjectInfo>() },
  'POST /projects/sample': { answer: created<ProjectInfo>() },
  'POST /projects/close': { answer: nothing },
  'DELETE /projects/recent': { query: forgetProjectSchema, answer: nothing },

  'GET /folders': { query: listFoldersSchema, answer: json<FolderListing>() },
  'POST /folders': { body: makeFolderSchema, answer: created<FolderListing>() },

  'POST /uploads': { answer: created<Upload>() },
  'PUT /uploads/:id/files': { params: uploadParams, query: uploadFileSchema, body: 'bytes', answer: nothing },
  'DELETE /uploads/:id': { params: uploadParams, answer: nothing },

  'GET /images': { answer: json<ImageItem[]>() },
  'GET /images/:id': { params, answer: json<ImageDetail>() },
  'GET /images/:id/histogram': { params, answer: json<Histogram>() },
  'PATCH /images': { body: updateImagesSchema, answer: nothing },
  'POST /images/remove': { body: removeImagesSchema, answer: nothing },
  'POST /images/preview': { body: previewImportSchema, answer: json<ImportPreview>() },

  'GET /review/:id': { params, answer: json<ReviewDetail>() },
  'POST /review/:id/edits': { params, query: patchQuerySchema, body: 'bytes', answer: nothing },
  'PUT /review/:id/cursor': { params, body: cursorSchema, answer: nothing },
  'POST /review/:id/versions': { params, answer: json<MaskVersion>() },
  'DELETE /review/:id/draft': { params, answer: nothing },
  'PUT /review/:id/verdict': { params, body: setVerdictSchema, answer: nothing },

  'GET /synthetic': { answer: json<SyntheticItem[]>() },
  'GET /synthetic/:id': { params, answer: json<SyntheticDetail>() },
  'GET /synthetic/:id/nearest': { params, answer: json<NearestPhotograph | null>() },
  'PATCH /synthetic': { body: updateSyntheticSchema, answer: nothing },

  'POST /export/preview': { body: exportSelectionSchema, answer: json<ExportPreview>() },

  'GET /jobs': { answer: json<JobRecord[]>() },
  'POST /jobs': { body: jobRequestSchema, answer: created<JobRecord>() },
  'DELETE /jobs': { answer: nothing },
  'GET /jobs/:id': { params, answer: json<JobRecord>() },
  'DELETE /jobs/:id': { params, answer: nothing },
  'POST /jobs/:id/pause': { params, answer: json<JobRecord>() },
  'POST /jobs/:id/cancel': { params, answer: json<JobRecord>() },
  'POST /jobs/:id/resume': { params, answer: json<JobRecord>() },

  'GET /training': { answer: json<TrainingChoices>() },
  'GET /runs': { answer: json<RunInfo[]>() },
  'GET /runs/:id/metrics': { params, answer: json<RunMetrics>() },
  'GET /runs/:id/samples': { params, answer: json<RunSample[]>() },

  'GET /models': { answer: json<ListedModel[]>() },
  'GET /models/borrowed': { answer: json<BorrowedNetworks>() },
  'POST /models/self-contained': { answer: json<BorrowedNetworks>() },
  'PUT /models/:id/current': { params, answer: nothing },

  'GET /quantization-choices': { answer: json<QuantizationChoices>() },
  'GET /quantizations/:id': { params, answer: json<QuantizationProposal>() },
  'POST /quantizations/:id/keep': { params, body: keepQuantizationSchema, answer: created<ModelInfo>() },
  'DELETE /quantizations/:id': { params, answer: nothing },

  'GET /benchmark-choices': { answer: json<BenchmarkChoices>() },
  'GET /benchmarks': { answer: json<BenchmarkInfo[]>() },
  'POST /benchmarks': { body: z.unknown(), answer: created<BenchmarkInfo>() },
  'GET /benchmarks/:id': { params: benchmarkParams, answer: json<BenchmarkReport>() },
  'PATCH /benchmarks/:id': {
    params: benchmarkParams,
    body: renameBenchmarkSchema,
    answer: json<BenchmarkInfo>(),
  },
  'DELETE /benchmarks/:id': { params: benchmarkParams, answer: nothing },

  'GET /doctor': { answer: json<DoctorReport>() },
  'GET /machine': { answer: json<MachineLoad>() },
} as const satisfies Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Endpoint>>;

type Table = typeof table;
export type EndpointName = keyof Table;
export const endpoints: Readonly<Record<EndpointName, Endpoint>> = table;
export const endpointNames = Object.keys(table) as EndpointName[];

/** What the service answers with. */
export type AnswerOf<Name extends EndpointName> = Table[Name]['answer'] extends Answer<infer T> ? T : never;

type Part = 'params' | 'query' | 'body';

/** What the service is given, checked; bytes are read from the request itself. */
export type Asked<Name extends EndpointName> = {
  readonly [P in keyof Table[Name] & Part]: Table[Name][P] extends z.ZodType<infer Value> ? Value : undefined;
};

/** What the page gives; what it leaves out of a body the schema may fill in. */
export type Asking<Name extends EndpointName> = {
  readonly [P in keyof Table[Name] & Part]: Table[Name][P] extends z.ZodType<infer Value, infer Given>
    ? P extends 'body'
      ? Given
      : Value
    : Blob | ArrayBuffer;
};
