import { Component, type ReactNode } from 'react';
import { CrashPage } from './crash-page.tsx';

/** Catches what a screen's own boundary did not. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <CrashPage error={this.state.error} />;
  }
}
