import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ServiceError } from '../api/client.ts';
import { ErrorBoundary } from './crash-page.tsx';
import { router } from './router.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Nothing goes stale by itself: server events say what has changed. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failures, error) =>
        error instanceof ServiceError && error.code === 'unreachable' && failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <ModalsProvider>
            <RouterProvider router={router} />
          </ModalsProvider>
        </QueryClientProvider>
      </ErrorBoundary>
      <Notifications position="bottom-right" autoClose={6000} />
    </MantineProvider>
  );
}
