import type { ComponentProps, ReactNode } from 'react';
import classes from './screen.module.css';

/** A whole screen: its header, and below what takes the rest of the height. */
export function Screen({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={className ? `${classes.screen} ${className}` : classes.screen} />;
}

export interface ScreenColumnsProps {
  /** A list, or settings beside what they make. */
  readonly side?: 'list' | 'wide';
  /** The column at the side and the main one, or the main one alone. Each scrolls for itself. */
  readonly children: ReactNode;
}

/** What is below a screen's header. */
export function ScreenColumns({ side = 'list', children }: ScreenColumnsProps) {
  return (
    <div className={classes.columns} data-side={side}>
      {children}
    </div>
  );
}

/** The main column, where it is one that is read from top to bottom. */
export function ScreenContent(props: ComponentProps<'div'>) {
  return <div {...props} className={classes.content} />;
}
