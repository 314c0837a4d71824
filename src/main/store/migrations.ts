/**
 * The database's history: migration number n is `migrations[n - 1]`. Append only; a published migration never
 * changes, and spells out its values so that later changes of the domain's enumerations leave it as it was.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    extension TEXT NOT NULL CHECK (extension IN ('jpg', 'png')),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    diagnosis TEXT CHECK (diagnosis IN ('h', 'dr', 'g')),
    source_layout TEXT NOT NULL,
    source_file TEXT NOT NULL,
    field_angle REAL CHECK (field_angle > 0),
    fov_diameter REAL NOT NULL CHECK (fov_diameter > 0),
    stripped TEXT NOT NULL CHECK (json_valid(stripped)),
    thumbnail_sha256 TEXT CHECK (length(thumbnail_sha256) = 64),
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE fovs (
    image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    origin TEXT NOT NULL CHECK (origin IN ('given', 'estimated'))
  ) STRICT;

  CREATE TABLE splits (
    image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    split TEXT NOT NULL CHECK (split IN ('train', 'val', 'test'))
  ) STRICT;

  CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('segmenter', 'synthesizer')),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    card TEXT NOT NULL CHECK (json_valid(card)),
    run_id INTEGER REFERENCES runs (id),
    is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX models_current ON models (kind) WHERE is_current = 1;

  CREATE TABLE masks (
    id INTEGER PRIMARY KEY,
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version >= 1),
    origin TEXT NOT NULL CHECK (origin IN ('annotated', 'predicted', 'edited')),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    probability_sha256 TEXT CHECK (length(probability_sha256) = 64),
    observer TEXT,
    model_id INTEGER REFERENCES models (id),
    parent_id INTEGER,
    created_at TEXT NOT NULL,
    UNIQUE (image_id, version),
    UNIQUE (image_id, id),
    FOREIGN KEY (image_id, parent_id) REFERENCES masks (image_id, id),
    CHECK (origin <> 'predicted' OR model_id IS NOT NULL),
    CHECK (origin <> 'edited' OR parent_id IS NOT NULL)
  ) STRICT;
  CREATE INDEX masks_model ON masks (model_id);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    model_kind TEXT NOT NULL CHECK (model_kind IN ('segmenter', 'synthesizer')),
    options TEXT NOT NULL CHECK (json_valid(options)),
    seed INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'cancelled')),
    step INTEGER NOT NULL CHECK (step >= 0),
    steps INTEGER NOT NULL CHECK (steps > 0),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    checkpoint_sha256 TEXT CHECK (length(checkpoint_sha256) = 64),
    model_id INTEGER REFERENCES models (id)
  ) STRICT;

  CREATE TABLE run_metrics (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL CHECK (step >= 0),
    name TEXT NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, name, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    options TEXT NOT NULL CHECK (json_valid(options)),
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'finished', 'failed', 'cancelled')),
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    total INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0),
    phase TEXT NOT NULL DEFAULT '',
    error TEXT CHECK (json_valid(error)),
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
  ) STRICT;

  CREATE TABLE synthetic_images (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    mask_id INTEGER NOT NULL REFERENCES masks (id),
    mask_sha256 TEXT NOT NULL CHECK (length(mask_sha256) = 64),
    model_id INTEGER NOT NULL REFERENCES models (id),
    model_sha256 TEXT NOT NULL CHECK (length(model_sha256) = 64),
    seed INTEGER NOT NULL,
    diagnosis TEXT NOT NULL CHECK (diagnosis IN ('h', 'dr', 'g')),
    style TEXT NOT NULL CHECK (json_valid(style)),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX synthetic_images_mask ON synthetic_images (mask_id);
  CREATE INDEX synthetic_images_model ON synthetic_images (model_id);
  `,
  `
  CREATE TABLE jobs_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    options TEXT NOT NULL CHECK (json_valid(options)),
    status TEXT NOT NULL CHECK (
      status IN ('queued', 'running', 'paused', 'finished', 'failed', 'cancelled', 'interrupted')
    ),
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    total INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0),
    phase TEXT NOT NULL DEFAULT '',
    error TEXT CHECK (json_valid(error)),
    result TEXT CHECK (json_valid(result)),
    run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
    process TEXT,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
  ) STRICT;
  INSERT INTO jobs_new (id, kind, options, status, done, total, phase, error, created_at, started_at, finished_at)
    SELECT id, kind, options, status, done, total, phase, error, created_at, started_at, finished_at FROM jobs;
  DROP TABLE jobs;
  ALTER TABLE jobs_new RENAME TO jobs;

  ALTER TABLE runs ADD COLUMN job_id INTEGER REFERENCES jobs (id) ON DELETE SET NULL;
  CREATE INDEX runs_job ON runs (job_id);

  CREATE TABLE run_samples (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    step INTEGER NOT NULL CHECK (step >= 0),
    label TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (run_id, step, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reviews (
    image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'needs-work', 'rejected')),
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE drafts (
    image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    base_mask_id INTEGER NOT NULL,
    cursor INTEGER NOT NULL CHECK (cursor >= 0),
    saved_mask_id INTEGER,
    FOREIGN KEY (image_id, base_mask_id) REFERENCES masks (image_id, id),
    FOREIGN KEY (image_id, saved_mask_id) REFERENCES masks (image_id, id)
  ) STRICT;

  CREATE TABLE draft_edits (
    image_id INTEGER NOT NULL REFERENCES drafts (image_id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    label TEXT NOT NULL,
    left_px INTEGER NOT NULL CHECK (left_px >= 0),
    top_px INTEGER NOT NULL CHECK (top_px >= 0),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    bits BLOB NOT NULL,
    PRIMARY KEY (image_id, position)
  ) STRICT;

  ALTER TABLE synthetic_images ADD COLUMN is_kept INTEGER CHECK (is_kept IN (0, 1));
  ALTER TABLE synthetic_images ADD COLUMN thumbnail_sha256 TEXT CHECK (length(thumbnail_sha256) = 64);

  CREATE TABLE synthetic_tags (
    synthetic_id INTEGER NOT NULL REFERENCES synthetic_images (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (synthetic_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX synthetic_tags_tag ON synthetic_tags (tag);
  `,
  `
  CREATE TABLE benchmarks (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document)),
    is_imported INTEGER NOT NULL CHECK (is_imported IN (0, 1)),
    created_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];
