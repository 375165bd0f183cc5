import type { AnyOperation } from "./operation.ts";

/** What stands at an address. */
export interface Found {
  /** The operation that is asked for; undefined when the address knows other methods only. */
  operation: AnyOperation | undefined;
  /** The methods that the address knows, in capitals. */
  methods: string[];
  /** The words between slashes that stand for names in braces, decoded. */
  params: Record<string, string>;
}

/** A step of an address: what may be asked here, and the steps below by their word. */
interface Step {
  operations: Map<string, AnyOperation>;
  below: Map<string, Step>;
}

/** Stands for every word. */
const anyWord = "{}";

/**
 * Finds operations by method and address, word by word: comparing a request with each of some 150 patterns costs more
 * than to answer it. A word as it is goes before a name in braces; HEAD asks as GET does.
 */
export function addressBook(operations: AnyOperation[]): (method: string, path: string) => Found | undefined {
  const root = aStep();
  for (const each of operations) {
    let step = root;
    for (const word of wordsOf(each.path)) step = stepBelow(step, isName(word) ? anyWord : word);
    step.operations.set(each.method.toUpperCase(), each);
  }
  return (method, path) => {
    const words = wordsOf(path);
    const step = walk(root, words);
    if (!step) return undefined;
    const operation = step.operations.get(method === "HEAD" ? "GET" : method);
    return {
      operation,
      methods: [...step.operations.keys()],
      params: operation ? paramsIn(operation, words) : {},
    };
  };
}

const aStep = (): Step => ({ operations: new Map(), below: new Map() });

function stepBelow({ below }: Step, word: string): Step {
  const step = below.get(word) ?? aStep();
  below.set(word, step);
  return step;
}

/** The step to which words lead; undefined when nothing can be asked there. */
function walk(step: Step | undefined, words: string[], at = 0): Step | undefined {
  if (!step) return undefined;
  const word = words[at];
  if (word === undefined) return step.operations.size > 0 ? step : undefined;
  if (word === "") return undefined;
  return (
    walk(step.below.get(word.toLowerCase()), words, at + 1) ?? walk(step.below.get(anyWord), words, at + 1)
  );
}

/** What stands between slashes, but for one slash at the end. */
function wordsOf(path: string): string[] {
  const words = path.slice(1).split("/");
  if (words.at(-1) === "") words.pop();
  return words;
}

const isName = (word: string): boolean => word.startsWith("{");

function paramsIn({ path }: AnyOperation, words: string[]): Record<string, string> {
  const params: Record<string, string> = {};
  wordsOf(path).forEach((word, at) => {
    if (isName(word)) params[word.slice(1, -1)] = decoded(words[at] ?? "");
  });
  return params;
}

/** What is not well encoded is taken as it is. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
