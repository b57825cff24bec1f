// The command line, with Node's cache of compiled code turned on before the first file in TypeScript is read. From the
// second start on the types are found stripped, and the stripper, a compiler in WebAssembly, is never loaded: that is
// 22 MB of memory, and the reason why this file is JavaScript.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('../src/main.ts');
