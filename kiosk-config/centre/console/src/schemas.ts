import { z } from 'zod';

// Before any schema is made: the page's policy forbids `new Function`, with which zod would compile them.
z.config({ jitless: true });
