import { type ComponentProps, memo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './guide.module.css';
import { slug } from './sections.ts';

const pictures = import.meta.glob<string>('../../../docs/screens/*.png', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The guide as a page, its headings with anchors. */
export const Guide = memo(function Guide({ markdown }: { markdown: string }) {
  return (
    <div className={classes.guide}>
      <Markdown remarkPlugins={[remarkGfm]} components={components}>
        {markdown}
      </Markdown>
    </div>
  );
});

const components: Components = {
  h2: ({ children }) => <h2 id={slug(textOf(children))}>{children}</h2>,
  h3: ({ children }) => <h3 id={slug(textOf(children))}>{children}</h3>,
  img: ({ src, alt }) => <Picture src={src} alt={alt} />,
};

/** "screens/review.png" of the guide is a file of the page. */
function Picture({ src, alt }: Pick<ComponentProps<'img'>, 'src' | 'alt'>) {
  const url = typeof src === 'string' ? pictures[`../../../docs/${src}`] : undefined;
  return url === undefined ? null : <img src={url} alt={alt ?? ''} loading="lazy" />;
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (node && typeof node === 'object' && 'props' in node) {
    return textOf((node.props as { children?: ReactNode }).children);
  }
  return '';
}
