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
];
