/** `npm run screens`: every situation in every mode, or those whose name holds the word given behind `--`. */
import path from 'node:path';
import { openGallery } from './gallery-page.ts';
import { modes, takePictures } from './pictures.ts';
import { situations } from './situations.ts';

const FOLDER = path.join(import.meta.dirname, '../../../out/screens');

const [word = ''] = process.argv.slice(2);
const wanted = situations.filter((situation) => situation.includes(word));
if (wanted.length === 0) {
  console.error(`✗ No screen has a name with "${word}". Their names are in terminal/ui/gallery.`);
  process.exit(1);
}
console.log(`${wanted.length} screens in ${modes.length} modes …`);
await using gallery = await openGallery();
const count = await takePictures(gallery.page, FOLDER, wanted);
if (gallery.errors.length > 0) {
  console.error(`✗ The screens told of errors:\n${gallery.errors.join('\n')}`);
  process.exitCode = 1;
}
console.log(`${count} pictures; open out/screens/index.html`);
