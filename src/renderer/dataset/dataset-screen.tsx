import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { imagesQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import type { ImportSource } from '../ui/file-source.ts';
import { ScreenHeader } from '../ui/screen.tsx';
import { DatasetBrowser } from './dataset-browser.tsx';
import { EmptyDataset } from './empty-dataset.tsx';
import { ImportFlow } from './import-flow.tsx';

/** The real photographs: import, sort out, divide, look at. */
export function DatasetScreen() {
  const { data: images, error, refetch } = useQuery(imagesQuery);
  const [source, setSource] = useState<ImportSource | null>(null);
  const content = () => {
    if (images && images.length > 0) return <DatasetBrowser stored={images} onImport={setSource} />;
    return (
      <>
        <ScreenHeader title="Data set" />
        {images && <EmptyDataset onImport={setSource} />}
        {!images && error && <ErrorPanel error={error} onRetry={() => refetch()} />}
        {!images && !error && (
          <Center h="60%">
            <Loader aria-label="Reading the data set" />
          </Center>
        )}
      </>
    );
  };
  return (
    <div>
      {content()}
      {source && <ImportFlow source={source} onClose={() => setSource(null)} />}
    </div>
  );
}
