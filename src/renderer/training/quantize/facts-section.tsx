import { Text } from '@mantine/core';
import { filterPhrase, type QuantizationReport } from '../../../shared/api/quantization.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { sizeRatio } from './figures.ts';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

/** The files' sizes, and the images and settings that it was made with. */
export function FactsSection({ report }: { report: QuantizationReport }) {
  const { bytes, calibrator, reduceRange, calibrationImages, judgedImages } = report;
  const ratio = sizeRatio(bytes);
  return (
    <Section title="File, settings and photographs">
      {bytes.after !== null && ratio !== null && (
        <>
          <SizeBar label="float32" bytes={bytes.before} share={1} kind="plain" />
          <SizeBar label="int8" bytes={bytes.after} share={ratio} kind="int8" />
          <Text size="sm" mb="xs">
            {ratio.toFixed(2)} of the float32 file.
          </Text>
        </>
      )}
      <Text size="sm">
        Ranges by {calibrator}, filters of {filterPhrase(reduceRange)}.
      </Text>
      <Names title="Calibrated on" names={calibrationImages} />
      <Names title="Judged on" names={judgedImages} />
    </Section>
  );
}

function SizeBar({
  label,
  bytes,
  share,
  kind,
}: {
  label: string;
  bytes: number;
  share: number;
  kind: string;
}) {
  return (
    <div className={classes.size}>
      <Text size="sm">{label}</Text>
      <div>
        <div className={classes.bar} data-kind={kind} style={{ width: `${100 * Math.min(1, share)}%` }} />
      </div>
      <Text size="sm" className={classes.numbers} ta="right">
        {formatBytes(bytes)}
      </Text>
    </div>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <Text size="sm" mt={4} className={classes.names}>
      {title} {formatCount(names.length, 'photograph')}:{' '}
      <Text span c="dimmed">
        {names.join(', ')}
      </Text>
    </Text>
  );
}
