/** A process of its own that opens the database that it is given, as JSON, and ends. */
import { openDatabase, type DatabaseSource } from '../database/database.ts';

const database = await openDatabase(JSON.parse(process.argv[2] ?? '') as DatabaseSource);
await database.close();
