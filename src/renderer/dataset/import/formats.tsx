import { List, Text } from '@mantine/core';
import { pictureFormatNames } from '../../../shared/picture-files.ts';

/** What can be imported. */
export function ImportFormats() {
  return (
    <>
      <Text size="sm">A folder, or pictures: {pictureFormatNames}. Recognised are</Text>
      <List size="sm" mt={4} spacing={2} ta="left">
        <List.Item>
          <b>HRF</b>, <b>CHASE_DB1</b>, <b>DRIVE</b> and <b>STARE</b> as they were downloaded, with
          annotations, fields of view and splits
        </List.Item>
        <List.Item>
          any folder <b>images</b> beside <b>masks</b> (vessels drawn by hand, same file names) and <b>fov</b>{' '}
          (fields of view)
        </List.Item>
        <List.Item>a folder of photographs alone: the vessels can be extracted afterwards</List.Item>
      </List>
    </>
  );
}
