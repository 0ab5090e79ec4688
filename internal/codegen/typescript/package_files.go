package typescript

// tsconfig compiles the package with every strict flag. It is the runtime's own; a test keeps the two the same.
const tsconfig = `{
  "compilerOptions": {
    "target": "ES2020",
    "lib": ["ES2020"],
    "types": [],
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "rootDir": "src",
    "outDir": "dist/esm",
    "declaration": true,
    "declarationMap": true,
    "sourceMap": true,
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "noPropertyAccessFromIndexSignature": true,
    "noImplicitOverride": true,
    "noImplicitReturns": true,
    "noFallthroughCasesInSwitch": true,
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "allowUnreachableCode": false,
    "allowUnusedLabels": false,
    "verbatimModuleSyntax": true,
    "isolatedModules": true,
    "isolatedDeclarations": true,
    "erasableSyntaxOnly": true,
    "noUncheckedSideEffectImports": true,
    "forceConsistentCasingInFileNames": true,
    "skipLibCheck": false
  },
  "include": ["src"]
}
`

// buildScript builds ESM and CommonJS. It is the runtime's own; a test keeps the two the same.
const buildScript = `// Builds the package: ESM and CommonJS from the same sources, types for both. Needs TypeScript 6 or later.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
const build = (...options) => execFileSync(process.execPath, [tsc, "-p", "tsconfig.json", ...options], { stdio: "inherit" });

process.chdir(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname));
rmSync("dist", { recursive: true, force: true });
build();
// verbatimModuleSyntax forbids CommonJS from import statements (TS1295), so it is off for that build alone.
build("--module", "commonjs", "--moduleResolution", "bundler", "--outDir", "dist/cjs", "--verbatimModuleSyntax", "false");
mkdirSync("dist/cjs", { recursive: true });
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs", "sideEffects": false }\n');
`
