import { Button, Menu, Text } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import type { ImageItem } from '../../shared/api/images.ts';

/** Lets the application divide the images, rather than by hand. */
export function DivideMenu({
  images,
  onDivide,
}: {
  images: readonly ImageItem[];
  onDivide: (images: readonly ImageItem[], which: 'all' | 'unassigned') => void;
}) {
  const unassigned = images.filter(({ split }) => split === null).length;
  return (
    <Menu position="bottom-start" width={250} withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          justify="space-between"
          rightSection={<ChevronDown size={12} aria-hidden />}
          style={{ alignSelf: 'flex-start', marginTop: -8 }}
        >
          Divide automatically
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="xs">
            70, 15 and 15 % in each class; both eyes of a person, as the names tell, together
          </Text>
        </Menu.Label>
        <Menu.Item disabled={unassigned === 0} onClick={() => onDivide(images, 'unassigned')}>
          Images without a split ({unassigned})
        </Menu.Item>
        <Menu.Item onClick={() => onDivide(images, 'all')}>All images anew ({images.length})</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
