import { describe } from 'vitest';
import { describeReaderContract } from '../smart-card-reader/testing/reader-contract.ts';
import { readerOnXfs } from './simulator/test-support.ts';

describe('a dip reader', () => describeReaderContract(() => readerOnXfs({ cardReader: 'dip' })));
describe('a motor that takes the card in', () =>
  describeReaderContract(() => readerOnXfs({ cardReader: 'motor' })));
describe('a dip reader with a latch', () =>
  describeReaderContract(() => readerOnXfs({ cardReader: 'latchedDip' })));
